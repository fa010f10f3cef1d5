"""The chain of the journal: every change to it shows."""

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.journal import GENESIS, AuditEvent, find_break, next_event, stored_link
from tests.domain.factories import NOW


def chain(length: int) -> list[AuditEvent]:
    events: list[AuditEvent] = []
    for i in range(length):
        last = events[-1] if events else None
        events.append(next_event(last, NOW, actor="SITE", action="act", subject=f"s{i}", details="{}"))
    return events


def broken(events: list[AuditEvent]) -> int | None:
    """Return the sequence of the first link that does not hold."""
    found = find_break(map(stored_link, events))
    return None if found is None else found.sequence


def test_a_sound_chain_holds() -> None:
    assert broken(chain(50)) is None
    assert broken([]) is None


@given(st.integers(0, 19), st.sampled_from(["actor", "action", "subject", "details"]))
def test_an_edit_is_found_at_its_place(index: int, field: str) -> None:
    events = chain(20)
    events[index] = replace(events[index], **{field: "other"})
    assert broken(events) == index + 1


@given(st.integers(0, 18))
def test_a_removal_and_a_swap_are_found(index: int) -> None:
    events = chain(20)
    assert broken(events[:index] + events[index + 1 :]) == index + 1
    events[index], events[index + 1] = events[index + 1], events[index]
    assert broken(events) == index + 1


def test_fields_cannot_be_shifted_into_each_other() -> None:
    one = next_event(None, NOW, actor="ab", action="c", subject="", details="{}")
    other = next_event(None, NOW, actor="a", action="bc", subject="", details="{}")
    assert one.hash != other.hash


@given(st.text(max_size=3), st.integers(0, 2_000))
def test_a_hash_covers_each_field_after_its_length_however_long(actor: str, letters: int) -> None:
    """The format that every journal already written has."""
    details = "é" * letters
    event = next_event(None, NOW, actor=actor, action="act", subject="s", details=details)
    fields = ("1", NOW.isoformat(), actor, "act", "s", details, GENESIS)
    framed = "".join(f"{len(field)}:{field}" for field in fields)
    assert event.hash == hashlib.sha256(framed.encode()).hexdigest()
