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
from typing import NamedTuple, Protocol

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


class _Person(NamedTuple):
    """A person's names, folded once. ``call`` is the first of the first names."""

    id: str
    birth: str
    usage: str
    first: str
    call: str
    day: date


def likely_duplicates(
    rows: Iterable[PersonRow], *, apart: Collection[frozenset[str]] = ()
) -> tuple[LikelyDuplicate, ...]:
    """Return the pairs that look like one person, in the order of the list.

    ``apart`` holds pairs of ids that somebody said are two persons.
    """
    people = [_person(row) for row in rows]
    order = {person.id: position for position, person in enumerate(people)}
    comparing, found = _Comparing(), []
    for one, other in _candidates(people):
        reason = comparing.reason(one, other)
        if reason is not None and frozenset((one.id, other.id)) not in apart:
            found.append(LikelyDuplicate(one.id, other.id, reason))
    return tuple(sorted(found, key=lambda pair: (order[pair.first], order[pair.second])))


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
    comparing, found = _Comparing(), []
    for row in rows:
        person = _person(row)
        for session_id, other, twin in by_day.get(row.birth_date, ()):
            reason = comparing.reason(person, twin)
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
    first = folded(row.first_names)
    call = first.split(" ", 1)[0]
    return _Person(row.id, folded(row.birth_name), folded(row.usage_name), first, call, row.birth_date)


def _candidates(people: Sequence[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Yield the pairs worth a closer look: the same birth date, or the same names and a date near by."""
    by_day, by_name = defaultdict(list), defaultdict(list)
    for person in people:
        by_day[person.day].append(person)
        by_name[person.birth, person.first].append(person)
    for group in by_day.values():
        yield from combinations(group, 2)
    for group in by_name.values():
        for one, other in combinations(group, 2):
            if one.day != other.day:
                yield one, other


class _Comparing:
    """Compares persons; what was found of two names is kept, as the same ones come again and again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def reason(self, one: _Person, other: _Person) -> DuplicateReason | None:
        """Return why two look like one, or None."""
        same_name = one.birth == other.birth
        if one.day != other.day:
            near = same_name and one.first == other.first and _mistyped(one.day, other.day)
            return DuplicateReason.BIRTH_DATE if near else None
        if same_name and one.call == other.call:
            return DuplicateReason.SAME
        if one.birth == other.first and one.first == other.birth:
            return DuplicateReason.SWAPPED
        usage = _usage_name(one, other)
        if not (usage or self._near(one.birth, other.birth)) or not self._near_first(one, other):
            return None
        return DuplicateReason.USAGE_NAME if usage else DuplicateReason.SPELLING

    def _near_first(self, one: _Person, other: _Person) -> bool:
        return (
            one.call == other.call or self._near(one.first, other.first) or self._near(one.call, other.call)
        )

    def _near(self, one: str, other: str) -> bool:
        if one == other:
            return True
        names = (one, other) if one < other else (other, one)
        found = self._known.get(names)
        if found is None:
            found = self._known[names] = _alike(one, other)
        return found


def _usage_name(one: _Person, other: _Person) -> bool:
    """Whether the usage name of one is the birth name or the usage name of the other."""
    if one.usage and one.usage in (other.birth, other.usage):
        return True
    return bool(other.usage) and other.usage == one.birth


def _mistyped(one: date, other: date) -> bool:
    """Whether two dates differ by one part, or by day and month exchanged."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return sum(a != b for a, b in zip(one.timetuple()[:3], other.timetuple()[:3], strict=True)) == 1


def _alike(one: str, other: str) -> bool:
    """Whether two different names are one but for a letter or two, or one holds the other's words."""
    if not one or not other:
        return False
    if " " in one or " " in other:
        words = sorted((set(one.split()), set(other.split())), key=len)
        if words[0] <= words[1] and max(map(len, words[0])) >= SHORTEST:
            return True
    if min(len(one), len(other)) < SHORTEST:
        return False
    return _within(one, other, 1 if max(len(one), len(other)) < 8 else 2)


def _within(one: str, other: str, edits: int) -> bool:
    """Whether ``edits`` or fewer lead from one text to the other; two letters exchanged count once."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if max(len(one), len(other)) <= edits:
        return True
    if edits < 2:
        return bool(edits) and len(one) == 2 and one == other[::-1]
    if abs(len(one) - len(other)) > edits:
        return False
    left = edits - 1
    if one[1::-1] == other[:2] and len(one) > 1 and _within(one[2:], other[2:], left):
        return True
    return _within(one[1:], other[1:], left) or _within(one[1:], other, left) or _within(one, other[1:], left)
