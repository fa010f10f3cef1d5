"""Candidates who are likely the same person: registered twice in a session, or known from another one.

Only proposals: a person decides. Names compare without case, accents and punctuation. This module must not
know screens or storage.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Protocol

from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.domain.text import folded

BIRTH_FIELDS = (
    "sex", "birth_name", "first_names", "birth_date", "birth_place", "birth_insee", "birth_postcode",
    "birth_country",
)  # fmt: skip
"""What a known person's file offers to another session."""

SHORTEST = 4
"""Letters; a shorter name differs by one letter from too many others."""


class DuplicateReason(StrEnum):
    """Why two candidates look like one."""

    SAME = "SAME"
    SPELLING = "SPELLING"
    SWAPPED = "SWAPPED"
    USAGE_NAME = "USAGE_NAME"
    BIRTH_DATE = "BIRTH_DATE"


class PersonRow(Protocol):
    """A person, as far as telling two apart goes."""

    @property
    def id(self) -> str: ...
    @property
    def birth_name(self) -> str: ...
    @property
    def usage_name(self) -> str: ...
    @property
    def first_names(self) -> str: ...
    @property
    def birth_date(self) -> date: ...


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two registrations that look like one person; ``first`` stands earlier in the list."""

    first: str
    second: str
    reason: DuplicateReason


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A candidate who seems known from another session, with what that file would change here."""

    registration_id: str
    known: RegistrationRow
    session_id: str
    reason: DuplicateReason
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    id: str
    birth: str
    usage: str
    first: str
    day: date

    @property
    def call(self) -> str:
        """The first of the first names."""
        return self.first.split()[0] if self.first else ""


def likely_duplicates(
    rows: Iterable[PersonRow], *, apart: Collection[frozenset[str]] = ()
) -> tuple[LikelyDuplicate, ...]:
    """Return the pairs that look like one person, in the order of the list.

    ``apart`` holds pairs of ids that somebody said are two persons.
    """
    people = [_person(row) for row in rows]
    order = {person.id: position for position, person in enumerate(people)}
    found: dict[tuple[str, str], LikelyDuplicate] = {}
    for one, other in _candidates(people):
        if frozenset((one.id, other.id)) in apart or (one.id, other.id) in found:
            continue
        reason = _reason(one, other)
        if reason is not None:
            found[one.id, other.id] = LikelyDuplicate(one.id, other.id, reason)
    return tuple(sorted(found.values(), key=lambda pair: (order[pair.first], order[pair.second])))


def known_persons(
    rows: Sequence[RegistrationRow],
    others: Iterable[tuple[str, Sequence[RegistrationRow]]],
    *,
    apart: Collection[frozenset[str]] = (),
) -> tuple[KnownPerson, ...]:
    """Return who seems known from another session and has other birth data there, the nearest match first.

    ``others`` gives (session id, rows), the session to trust most first. Who is the same in everything is no
    news.
    """
    by_day = defaultdict(list)
    for session_id, listed in others:
        for row in listed:
            by_day[row.birth_date].append((session_id, row, _person(row)))
    found = []
    for row in rows:
        person = _person(row)
        for session_id, other, twin in by_day.get(row.birth_date, ()):
            reason = _reason(person, twin)
            fields = tuple(
                field
                for field in BIRTH_FIELDS
                if getattr(other, field) and getattr(other, field) != getattr(row, field)
            )
            if reason is not None and fields and frozenset((row.id, other.id)) not in apart:
                found.append(KnownPerson(row.id, other, session_id, reason, fields))
                break
    return tuple(found)


def _person(row: PersonRow) -> _Person:
    return _Person(
        row.id, folded(row.birth_name), folded(row.usage_name), folded(row.first_names), row.birth_date
    )


def _candidates(people: Sequence[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Yield the pairs worth a closer look: the same birth date, or the same names."""
    by_day, by_name = defaultdict(list), defaultdict(list)
    for person in people:
        by_day[person.day].append(person)
        by_name[person.birth, person.first].append(person)
    for group in (*by_day.values(), *by_name.values()):
        yield from combinations(group, 2)


def _reason(one: _Person, other: _Person) -> DuplicateReason | None:
    same_name = one.birth == other.birth
    if one.day != other.day:
        near = same_name and one.first == other.first and _mistyped(one.day, other.day)
        return DuplicateReason.BIRTH_DATE if near else None
    if same_name and one.call == other.call:
        return DuplicateReason.SAME
    if one.birth == other.first and one.first == other.birth:
        return DuplicateReason.SWAPPED
    if not _near_first(one, other):
        return None
    if (one.usage and one.usage == other.birth) or (other.usage and other.usage == one.birth):
        return DuplicateReason.USAGE_NAME
    if one.usage and one.usage == other.usage:
        return DuplicateReason.USAGE_NAME
    return DuplicateReason.SPELLING if _near(one.birth, other.birth) else None


def _near_first(one: _Person, other: _Person) -> bool:
    return one.call == other.call or _near(one.first, other.first) or _near(one.call, other.call)


def _mistyped(one: date, other: date) -> bool:
    """Whether two dates differ by one part, or by day and month exchanged."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) == 1


def _near(one: str, other: str) -> bool:
    """Whether two names are one but for a letter or two, or one holds the other's words."""
    if one == other:
        return True
    if not one or not other:
        return False
    words = sorted((set(one.split()), set(other.split())), key=len)
    if words[0] <= words[1] and max(map(len, words[0])) >= SHORTEST:
        return True
    if min(len(one), len(other)) < SHORTEST:
        return False
    allowed = 1 if max(len(one), len(other)) < 8 else 2
    return abs(len(one) - len(other)) <= allowed and _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """Return the edits that lead from one text to the other; two letters exchanged count once."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]
