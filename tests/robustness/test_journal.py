"""F17: every edit, removal and swap in the journal is found; a cut tail against a head kept elsewhere."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cisp_desktop.application.minutes import close_session, snapshot_of
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.journal import (
    AuditEvent,
    BreakKind,
    BrokenLink,
    StoredLink,
    find_break,
    next_event,
    stored_link,
)
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, make_session, make_store
from tests.journeys.quick_services import QuickServices

SEED = 20221216
NOW = datetime(2022, 12, 14, 8, 0, tzinfo=UTC)
FIELDS = {"at": 1, "actor": 2, "action": 3, "subject": 4, "details": 5, "previous": 6, "hash": 7}
"""Where each field of a link stands, but its number."""


def chain(length: int) -> list[AuditEvent]:
    """Return a sound journal."""
    events: list[AuditEvent] = []
    for number in range(length):
        last = events[-1] if events else None
        events.append(
            next_event(last, NOW, actor="SITE", action="mark.given", subject=f"s{number}", details="{}")
        )
    return events


def told(link: StoredLink, place: int, value: object) -> StoredLink:
    """Return a link that says ``value`` in its place."""
    return (*link[:place], value, *link[place + 1 :])  # type: ignore[return-value]  # its other fields stay


def attacks(links: Sequence[StoredLink], at: int) -> Iterator[tuple[str, list[StoredLink]]]:
    """Give the journal attacked at position ``at`` in every way that the chain alone shows."""
    before, link, after = links[:at], links[at], links[at + 1 :]
    for name, place in FIELDS.items():
        value = "2022-12-14T08:01:00+00:00" if name == "at" else "x"
        yield f"edit {name}", [*before, told(link, place, value), *after]
    yield "edit sequence", [*before, told(link, 0, at + 9), *after]
    yield "repeat", [*before, link, link, *after]
    yield "insert", [*before, told(link, 4, "new"), link, *after]
    if after:
        yield "swap", [*before, after[0], link, *after[1:]]
        numbered = (told(after[0], 0, at + 1), told(link, 0, at + 2))
        yield "swap with their numbers", [*before, *numbered, *after[1:]]
        yield "removal", [*before, *after]


def rewritten(links: Sequence[StoredLink], at: int) -> list[StoredLink]:
    """Return the journal with one line told otherwise, and every hash after it computed again."""
    last = events_of(links[at - 1 : at])[-1] if at else None
    forged = list(links[:at])
    for number, event in enumerate(events_of(links[at:])):
        subject = "other" if number == 0 else event.subject
        last = next_event(
            last, event.at, actor=event.actor, action=event.action, subject=subject, details=event.details
        )
        forged.append(stored_link(last))
    return forged


def events_of(links: Sequence[StoredLink]) -> list[AuditEvent]:
    """Return links as events."""
    return [AuditEvent(link[0], datetime.fromisoformat(link[1]), *link[2:]) for link in links]


def stored(events: Sequence[AuditEvent]) -> list[StoredLink]:
    """Return a journal as it is stored."""
    return [stored_link(event) for event in events]


def test_every_attack_at_every_place_is_found() -> None:
    links, tried, missed = stored(chain(120)), 0, []
    for at in range(len(links)):
        for name, attacked in attacks(links, at):
            tried += 1
            if find_break(attacked) is None:
                missed.append((at, name))
    print(f"F17 every place of 120 entries: {tried} attacks, {len(missed)} missed")
    assert missed == []
    assert tried > 120 * 12


def test_attacks_on_a_long_journal_are_found_against_a_head_kept_elsewhere(
    count: Callable[[int, int], int],
) -> None:
    """The control knows no head: a cut tail and a chain computed anew pass it by, every time."""
    length, trials = count(5_000, 100_000), count(3, 60)
    links, chance = stored(chain(length)), random.Random(SEED)
    heads = {links[-1][7]: length}
    before = time.process_time()
    assert find_break(links, heads) is None
    seconds = time.process_time() - before
    tried, control, missed = 0, 0, []
    for _ in range(trials):
        at = chance.randrange(length - 1)
        unseen = {"cut tail": links[:at], "written anew": rewritten(links, at)}
        control += sum(find_break(one) is None for one in unseen.values())
        for name, attacked in [*attacks(links, at), *unseen.items()]:
            tried += 1
            if find_break(attacked, heads) is None:
                missed.append((at, name))
    print(
        f"F17 seed {SEED}: {length} entries verified in {seconds:.2f} s of computing; {tried} attacks, "
        f"{len(missed)} missed; without a head {control} of {2 * trials} cut or written anew missed"
    )
    assert (missed, control) == ([], 2 * trials)


def found(events: list[AuditEvent], heads: dict[str, int] | None = None) -> BrokenLink | None:
    """Return the first broken link."""
    return find_break(map(stored_link, events), heads)


def test_every_cut_tail_and_rewritten_chain_is_found_against_any_earlier_head(
    count: Callable[[int, int], int],
) -> None:
    """The control knows no head: a cut tail and a rewritten chain pass it by, every time."""
    length, trials = 400, count(100, 1_000)
    links, chance = stored(chain(length)), random.Random(SEED)
    missed = control = 0
    for _ in range(trials):
        kept = chance.randrange(1, length + 1)
        heads = {links[kept - 1][7]: chance.choice((0, kept))}
        assert find_break(links, heads) is None
        cut = links[: chance.randrange(kept)]
        forged = rewritten(links, chance.randrange(kept))
        missed += (find_break(cut, heads) is None) + (find_break(forged, heads) is None)
        control += (find_break(cut) is None) + (find_break(forged) is None)
    print(f"F17 seed {SEED}: {2 * trials} cut or rewritten, {missed} missed; without a head {control} missed")
    assert (missed, control) == (0, 2 * trials)


def test_the_first_broken_link_is_named_by_what_was_done_to_it(count: Callable[[int, int], int]) -> None:
    events, chance, wrong = chain(200), random.Random(SEED), []
    trials = count(100, 1_000)
    for _ in range(trials):
        at = chance.randrange(1, 198)
        moved = list(events)
        moved[at], moved[at + 1] = (
            replace(events[at + 1], sequence=at + 1), replace(events[at], sequence=at + 2),
        )  # fmt: skip
        done = {
            BreakKind.CHANGED: [*events[:at], replace(events[at], details="{1}"), *events[at + 1 :]],
            BreakKind.REMOVED: [*events[:at], *events[at + 1 :]],
            BreakKind.SWAPPED: moved,
            BreakKind.ADDED: [*events[: at + 1], *events[at:]],
        }
        place = {BreakKind.ADDED: at + 2}
        wrong += [
            (kind, at, told)
            for kind, attacked in done.items()
            if (told := found(attacked)) is None
            or (told.kind, told.sequence) != (kind, place.get(kind, at + 1))
        ]
        kept = {events[-1].hash: len(events)}
        cut, forged = found(events[:at], kept), find_break(rewritten(stored(events), at), kept)
        assert cut is not None
        assert (cut.kind, cut.sequence) == (BreakKind.CUT, at + 1)
        assert forged is not None
        assert forged.kind is BreakKind.REWRITTEN
    print(f"F17 seed {SEED}: {6 * trials} broken links named, {len(wrong)} wrong")
    assert wrong == []


# --- in a workspace ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose minutes carry the journal's head as it was at closing."""
    services = QuickServices()
    workspace = services.create_workspace(tmp_path_factory.mktemp("journal") / "workspace", PASSPHRASE)
    made = make_session(workspace, candidates=2)  # type: ignore[arg-type]  # the real one
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    close_session(workspace, made.id, renderer=services.renderer, signer=services.signer)
    workspace.close()
    return workspace.path


@pytest.fixture
def opened(tmp_path: Path, closed: Path) -> Iterator[SqlWorkspace]:
    """A copy for this test alone, open."""
    shutil.copytree(closed, tmp_path / "workspace")
    workspace = make_store().open(tmp_path / "workspace", PASSPHRASE)
    yield workspace
    workspace.abandon()


ATTACKS = {
    "edit": "UPDATE audit_event SET subject = 'other' WHERE sequence = 2",
    "hour": "UPDATE audit_event SET at = '2020-01-01T00:00:00+00:00' WHERE sequence = 2",
    "removal": "DELETE FROM audit_event WHERE sequence = 2",
    "swap": "UPDATE audit_event SET sequence = 1000 WHERE sequence = 1;"
    "UPDATE audit_event SET sequence = 1 WHERE sequence = 2;"
    "UPDATE audit_event SET sequence = 2 WHERE sequence = 1000",
    "cut tail": "DELETE FROM audit_event WHERE sequence > 2",
    "everything": "DELETE FROM audit_event",
}
KINDS = {
    "edit": (BreakKind.CHANGED, 2), "hour": (BreakKind.CHANGED, 2), "removal": (BreakKind.REMOVED, 2),
    "swap": (BreakKind.SWAPPED, 1), "cut tail": (BreakKind.CUT, 3), "everything": (BreakKind.CUT, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_journal_attacked_in_the_database_is_found(opened: SqlWorkspace, name: str) -> None:
    assert opened.check() == []
    attack(opened, ATTACKS[name])
    problems = opened.check()
    assert any(problem.startswith("journal") for problem in problems), problems
    broken = opened.queries.check_journal().broken
    assert broken is not None
    assert (broken.kind, broken.sequence) == KINDS[name]


def test_a_journal_rewritten_whole_is_found_by_the_head_on_the_minutes(opened: SqlWorkspace) -> None:
    """Who holds the key can compute every hash again; the frozen minutes still carry the true head."""
    length = len(opened.queries.events())
    events = chain(length)
    rows = [
        (e.sequence, e.at.isoformat(), e.actor, e.action, e.subject, e.details, e.previous, e.hash)
        for e in events
    ]
    attack(opened, "DELETE FROM audit_event", rows)
    problems = opened.check()
    session = opened.queries.sessions()[0]
    head = snapshot_of(opened, str(session.minutes_id))["journal_head"]
    assert head not in {event.hash for event in events}
    assert any(problem.startswith("journal") for problem in problems), problems


def attack(workspace: SqlWorkspace, script: str, rows: list[tuple[object, ...]] | None = None) -> None:
    """Change the journal behind the application's back, its triggers taken away and put back."""
    with workspace._writing.begin() as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchall()
        for trigger, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        for statement in script.split(";"):
            connection.exec_driver_sql(statement)
        for row in rows or ():
            connection.exec_driver_sql("INSERT INTO audit_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        for _, sql in triggers:
            connection.exec_driver_sql(sql)
