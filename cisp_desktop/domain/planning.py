"""The planning of the defences: what is asked, what is found, and what is wrong with given slots.

Times are the local clock of the place, without an offset, in whole minutes. This module must not know how a
planning is found, nor screens or storage; the words for a conflict or a clash stand elsewhere.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from cisp_desktop.domain.errors import RuleError

SHORTEST, LONGEST = 5, 640
"""The least and the greatest length of a defence, in minutes, extra time included."""


class Who(StrEnum):
    """Who, or what, is not there."""

    CANDIDATE = "CANDIDATE"
    JUROR = "JUROR"
    ROOM = "ROOM"


@dataclass(frozen=True, slots=True)
class PlanningRoom:
    """One panel in its room: ``id`` is the panel's, ``juror_ids`` who sits there."""

    id: str
    name: str
    juror_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanningCandidate:
    """A candidate to be heard for ``minutes``, extra time included.

    ``room_id`` is the only room allowed; ``barred_rooms`` those where the panel would lack its quorum.
    ``recused_jurors`` do not hear the candidate: when they are away does not matter to this defence, and
    the rooms where they sit are avoided if another will do (DOMAIN.md §3, recusal is per candidate).
    """

    id: str
    minutes: int
    room_id: str | None = None
    barred_rooms: tuple[str, ...] = ()
    recused_jurors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Somebody, or a room, that cannot be had from ``starts`` to ``ends``; ``label`` says why, if known."""

    who: Who
    id: str
    starts: datetime
    ends: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlanningDay:
    """A day of the session: no defence begins before ``first`` or ends after ``last``.

    ``open_ended`` lifts both bounds, and the day's own end: only the search for a clash asks for that.
    """

    day: date
    first: time
    last: time
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A time when no room hears anybody: on one ``day``, or on every day when it is None."""

    starts: time
    ends: time
    label: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """What a planning must respect. Candidates stand in the order of the list.

    ``pause`` minutes part two defences that share a room or a juror; a defence begins at a multiple of
    ``grid`` minutes from midnight. ``fixed`` maps a candidate's id to the room and start that the user
    keeps. Preferences, given up when they cannot be met: ``keep_order`` hears each room's candidates in
    the order of the list, ``balance`` gives the rooms equal work. ``anywhere`` holds jurors who may sit in
    two rooms at once: only the search for a clash asks for that.
    """

    days: tuple[PlanningDay, ...]
    rooms: tuple[PlanningRoom, ...]
    candidates: tuple[PlanningCandidate, ...]
    breaks: tuple[Break, ...] = ()
    unavailable: tuple[Unavailable, ...] = ()
    pause: int = 0
    grid: int = 5
    fixed: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    keep_order: bool = True
    balance: bool = True
    anywhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """A candidate heard in a room from ``starts`` for ``minutes``."""

    candidate_id: str
    room_id: str
    starts: datetime
    minutes: int

    @property
    def ends(self) -> datetime:
        """When the defence is over."""
        return self.starts + timedelta(minutes=self.minutes)


class PlanStatus(StrEnum):
    """``OPTIMAL``: no other planning suits the preferences better; ``FEASIBLE``: that is not proved."""

    OPTIMAL = "OPTIMAL"
    FEASIBLE = "FEASIBLE"


@dataclass(frozen=True, slots=True)
class Plan:
    """Slots for all candidates, in the order of the clock and of the rooms."""

    slots: tuple[Slot, ...]
    status: PlanStatus


class ConflictCode(StrEnum):
    """What is wrong with a slot, or with two."""

    UNKNOWN_CANDIDATE = "UNKNOWN_CANDIDATE"
    UNKNOWN_ROOM = "UNKNOWN_ROOM"
    CANDIDATE_TWICE = "CANDIDATE_TWICE"
    TOO_SHORT = "TOO_SHORT"
    OTHER_ROOM = "OTHER_ROOM"
    BARRED_ROOM = "BARRED_ROOM"
    NOT_AS_FIXED = "NOT_AS_FIXED"
    OTHER_DAY = "OTHER_DAY"
    BEFORE_FIRST = "BEFORE_FIRST"
    AFTER_LAST = "AFTER_LAST"
    BREAK = "BREAK"
    CANDIDATE_UNAVAILABLE = "CANDIDATE_UNAVAILABLE"
    JUROR_UNAVAILABLE = "JUROR_UNAVAILABLE"
    ROOM_UNAVAILABLE = "ROOM_UNAVAILABLE"
    ROOM_OVERLAP = "ROOM_OVERLAP"
    JUROR_OVERLAP = "JUROR_OVERLAP"
    PAUSE_TOO_SHORT = "PAUSE_TOO_SHORT"


UNAVAILABLE_CODES = {
    Who.CANDIDATE: ConflictCode.CANDIDATE_UNAVAILABLE,
    Who.JUROR: ConflictCode.JUROR_UNAVAILABLE,
    Who.ROOM: ConflictCode.ROOM_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing wrong, for one candidate or two; ``values`` holds what its sentence needs.

    Values by code: ``room_id``, ``juror_id``, ``label``, ``starts`` and ``ends`` (moments), ``minutes``
    (found) and ``wanted``; for ``JUROR_OVERLAP`` also ``other_room_id`` and ``other_starts``, of the second.
    """

    code: ConflictCode
    candidate_ids: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)


def lengthened(minutes: int, percent: int) -> int:
    """Return ``minutes`` lengthened by ``percent`` of extra time, rounded up to five minutes.

    Without extra time the length stays as it is; a third more (« tiers temps ») is 33 per cent. Raises
    ``RuleError("planning.extra_time")`` out of 0–200 per cent.
    """
    if not 0 <= percent <= 200:
        raise RuleError("planning.extra_time", percent=percent)
    return minutes if percent == 0 else -(-minutes * (100 + percent) // 500) * 5


def check_problem(problem: PlanningProblem) -> None:
    """Refuse a problem that makes no sense, whatever the candidates.

    Raises ``RuleError``: ``planning.no_day``, ``planning.no_room``, ``planning.day_hours``,
    ``planning.break_hours``, ``planning.lengths``, ``planning.steps``, ``planning.twice``,
    ``planning.unknown_room``.
    """
    if not problem.days:
        raise RuleError("planning.no_day")
    if not problem.rooms:
        raise RuleError("planning.no_room")
    if not 1 <= problem.grid <= 60 or not 0 <= problem.pause <= 240:
        raise RuleError("planning.steps", grid=problem.grid, pause=problem.pause)
    for day in problem.days:
        if day.first >= day.last:
            raise RuleError("planning.day_hours", day=day.day)
    for one in problem.breaks:
        if one.starts >= one.ends:
            raise RuleError("planning.break_hours", label=one.label)
    for candidate in problem.candidates:
        if not SHORTEST <= candidate.minutes <= LONGEST:
            raise RuleError("planning.lengths", minutes=candidate.minutes, least=SHORTEST, most=LONGEST)
    _check_ids(problem)


def _check_ids(problem: PlanningProblem) -> None:
    rooms = [room.id for room in problem.rooms]
    named = [c.room_id for c in problem.candidates if c.room_id] + [
        room for room, _ in problem.fixed.values()
    ]
    unknown = [room for room in named if room not in rooms]
    if unknown:
        raise RuleError("planning.unknown_room", room=unknown[0])
    for ids in (rooms, [c.id for c in problem.candidates], [day.day for day in problem.days]):
        if len(set(ids)) < len(ids):
            raise RuleError("planning.twice")


def discouraged_rooms(problem: PlanningProblem, candidate: PlanningCandidate) -> tuple[str, ...]:
    """Return the rooms where a juror sits who is recused for the candidate."""
    recused = set(candidate.recused_jurors)
    return tuple(room.id for room in problem.rooms if recused & set(room.juror_ids))


def absences(problem: PlanningProblem, candidate: PlanningCandidate, room: PlanningRoom) -> list[Unavailable]:
    """Return the absences that matter to this candidate in this room; those of recused jurors do not."""
    hearing = set(room.juror_ids) - set(candidate.recused_jurors)
    there = {(Who.CANDIDATE, candidate.id), (Who.ROOM, room.id), *((Who.JUROR, j) for j in hearing)}
    return [one for one in problem.unavailable if (one.who, one.id) in there]


def shared_jurors(problem: PlanningProblem) -> dict[str, list[PlanningRoom]]:
    """Return the jurors who sit in several rooms, with these rooms; ``anywhere`` is left out."""
    found: dict[str, list[PlanningRoom]] = {}
    for room in problem.rooms:
        for juror_id in dict.fromkeys(room.juror_ids):
            found.setdefault(juror_id, []).append(room)
    return {j: rooms for j, rooms in found.items() if len(rooms) > 1 and j not in problem.anywhere}


def conflicts(problem: PlanningProblem, slots: Sequence[Slot]) -> list[Conflict]:
    """Return everything wrong with ``slots``, which may be some candidates' only; none when all is well.

    A start off the grid is no conflict: the user may choose any minute. Nobody without a slot is named.
    """
    rooms = {room.id: room for room in problem.rooms}
    candidates = {candidate.id: candidate for candidate in problem.candidates}
    found: list[Conflict] = []
    sound: list[tuple[Slot, PlanningCandidate, PlanningRoom]] = []
    for slot in slots:
        candidate, room = candidates.get(slot.candidate_id), rooms.get(slot.room_id)
        if candidate is None:
            found.append(Conflict(ConflictCode.UNKNOWN_CANDIDATE, (slot.candidate_id,)))
        elif room is None:
            found.append(Conflict(ConflictCode.UNKNOWN_ROOM, (slot.candidate_id,), {"room_id": slot.room_id}))
        else:
            sound.append((slot, candidate, room))
            found += _own_conflicts(problem, slot, candidate)
            found += _hour_conflicts(problem, slot, absences(problem, candidate, room))
    sound.sort(key=lambda one: one[0].starts)
    shared = shared_jurors(problem)
    for first, second in _near_pairs(sound, timedelta(minutes=problem.pause)):
        found += _pair_conflicts(problem, first, second, shared)
    return found


Placed = tuple[Slot, PlanningCandidate, PlanningRoom]
"""A slot with whom and what it names."""


def _near_pairs(sound: Sequence[Placed], pause: timedelta) -> Iterator[tuple[Placed, Placed]]:
    """Return the pairs, by start, that are near enough to meet, and those of one candidate."""
    twice = len({candidate.id for _, candidate, _ in sound}) < len(sound)
    for place, first in enumerate(sound):
        for second in islice(sound, place + 1, None):
            if not twice and second[0].starts >= first[0].ends + pause:
                break
            yield first, second


def _own_conflicts(problem: PlanningProblem, slot: Slot, candidate: PlanningCandidate) -> Iterator[Conflict]:
    who = (candidate.id,)
    if slot.minutes < candidate.minutes:
        values = {"minutes": slot.minutes, "wanted": candidate.minutes}
        yield Conflict(ConflictCode.TOO_SHORT, who, values)
    if candidate.room_id not in (None, slot.room_id):
        yield Conflict(ConflictCode.OTHER_ROOM, who, {"room_id": slot.room_id, "wanted": candidate.room_id})
    if slot.room_id in candidate.barred_rooms:
        yield Conflict(ConflictCode.BARRED_ROOM, who, {"room_id": slot.room_id})
    kept = problem.fixed.get(candidate.id)
    if kept not in (None, (slot.room_id, slot.starts)):
        room_id, starts = kept
        yield Conflict(ConflictCode.NOT_AS_FIXED, who, {"room_id": room_id, "starts": starts})


def _hour_conflicts(
    problem: PlanningProblem, slot: Slot, away: Collection[Unavailable]
) -> Iterator[Conflict]:
    who = (slot.candidate_id,)
    day = next((day for day in problem.days if day.day == slot.starts.date()), None)
    if day is None:
        yield Conflict(ConflictCode.OTHER_DAY, who, {"starts": slot.starts})
    elif not day.open_ended:
        first, last = datetime.combine(day.day, day.first), datetime.combine(day.day, day.last)
        if slot.starts < first:
            yield Conflict(ConflictCode.BEFORE_FIRST, who, {"starts": first})
        if slot.ends > last:
            yield Conflict(ConflictCode.AFTER_LAST, who, {"ends": last})
    for one in problem.breaks:
        starts, ends = (datetime.combine(slot.starts.date(), hour) for hour in (one.starts, one.ends))
        if one.day in (None, starts.date()) and slot.starts < ends and starts < slot.ends:
            yield Conflict(ConflictCode.BREAK, who, {"label": one.label, "starts": starts, "ends": ends})
    for absence in away:
        if slot.starts < absence.ends and absence.starts < slot.ends:
            values: dict[str, object] = {
                "label": absence.label, "starts": absence.starts, "ends": absence.ends
            }  # fmt: skip
            if absence.who is not Who.CANDIDATE:
                values["juror_id" if absence.who is Who.JUROR else "room_id"] = absence.id
            yield Conflict(UNAVAILABLE_CODES[absence.who], who, values)


def _pair_conflicts(
    problem: PlanningProblem,
    first: tuple[Slot, PlanningCandidate, PlanningRoom],
    second: tuple[Slot, PlanningCandidate, PlanningRoom],
    shared: Mapping[str, Sequence[PlanningRoom]],
) -> Iterator[Conflict]:
    """Compare two slots, the earlier one first."""
    (early, one, room), (late, other, next_room) = first, second
    who = (early.candidate_id, late.candidate_id)
    if one.id == other.id:
        yield Conflict(ConflictCode.CANDIDATE_TWICE, (one.id,), {"starts": late.starts})
        return
    both = {j for j in shared if j in room.juror_ids and j in next_room.juror_ids}
    jurors = sorted(both - set(one.recused_jurors) - set(other.recused_jurors))
    if room.id != next_room.id and not jurors:
        return
    values: dict[str, object] = {"room_id": room.id} if room.id == next_room.id else {"juror_id": jurors[0]}
    gap = int((late.starts - early.ends).total_seconds() // 60)
    if late.starts < early.ends and room.id == next_room.id:
        yield Conflict(ConflictCode.ROOM_OVERLAP, who, values)
    elif late.starts < early.ends:
        both_places = {
            "room_id": room.id, "starts": early.starts,
            "other_room_id": next_room.id, "other_starts": late.starts,
        }  # fmt: skip
        yield Conflict(ConflictCode.JUROR_OVERLAP, who, values | both_places)
    elif gap < problem.pause:
        yield Conflict(ConflictCode.PAUSE_TOO_SHORT, who, {**values, "minutes": gap, "wanted": problem.pause})
