"""Why there is no planning: the constraints of a problem, by name, and the problem without some of them.

Must not know how it is found out whether a problem has a planning.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from cisp_desktop.domain.planning import (
    Break,
    PlanningCandidate,
    PlanningDay,
    PlanningProblem,
    Unavailable,
    Who,
    shared_jurors,
)


class ConstraintKind(StrEnum):
    """What a constraint asks; beside each, the fields of ``ConstraintRef`` that it fills."""

    HEARD = "HEARD"  # candidate_ids, minutes: these candidates, alike, are heard for so long
    DAY = "DAY"  # day, starts, ends: the hours of a day
    BREAK = "BREAK"  # day or None, starts, ends, label
    UNAVAILABLE = "UNAVAILABLE"  # candidate_ids, juror_ids or room_ids; starts, ends (moments), label
    FIXED = "FIXED"  # candidate_ids, room_ids, starts (a moment): kept by the user
    ROOM = "ROOM"  # candidate_ids, room_ids: only in this room
    BARRED = "BARRED"  # candidate_ids, room_ids: in none of these rooms
    ONE_ROOM = "ONE_ROOM"  # juror_ids, room_ids: a juror of several rooms sits in one at a time
    PAUSE = "PAUSE"  # minutes between two defences
    GRID = "GRID"  # minutes: where defences may begin


@dataclass(frozen=True, slots=True)
class ConstraintRef:
    """One constraint of a problem, as its sentence needs it; equal references are the same constraint.

    ``starts`` and ``ends`` are moments, or times of the day for ``DAY`` and ``BREAK``.
    """

    kind: ConstraintKind
    candidate_ids: tuple[str, ...] = ()
    juror_ids: tuple[str, ...] = ()
    room_ids: tuple[str, ...] = ()
    day: date | None = None
    starts: datetime | time | None = None
    ends: datetime | time | None = None
    minutes: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Constraints that cannot hold together, while all of them but any one can.

    ``smallest`` says whether it is proved that no fewer constraints clash; without the proof time ran out.
    """

    constraints: tuple[ConstraintRef, ...]
    smallest: bool = True


def constraints(problem: PlanningProblem) -> list[ConstraintRef]:
    """Return every constraint of ``problem``, those that a user changes least readily first."""
    found = list(_heard(problem))
    found += (ConstraintRef(ConstraintKind.DAY, day=d.day, starts=d.first, ends=d.last)
              for d in problem.days if not d.open_ended)  # fmt: skip
    found += (_ref_of_absence(one) for one in problem.unavailable)
    found += _rooms(problem)
    found += (
        ConstraintRef(ConstraintKind.ONE_ROOM, juror_ids=(j,), room_ids=tuple(room.id for room in rooms))
        for j, rooms in shared_jurors(problem).items()
    )
    found += (_ref_of_break(one) for one in problem.breaks)
    found += (_ref_of_fixed(problem, candidate.id) for candidate in problem.candidates
              if candidate.id in problem.fixed)  # fmt: skip
    if problem.pause:
        found.append(ConstraintRef(ConstraintKind.PAUSE, minutes=problem.pause))
    if problem.grid > 1:
        found.append(ConstraintRef(ConstraintKind.GRID, minutes=problem.grid))
    return list(dict.fromkeys(found))


def relaxed(problem: PlanningProblem, keep: Collection[ConstraintRef]) -> PlanningProblem:
    """Return ``problem`` with the constraints of ``keep`` alone.

    A candidate whose ``HEARD`` is gone is gone; a day without ``DAY`` never begins nor ends. Preferences
    are dropped.
    """
    kinds = {ref.kind for ref in keep}
    at_once = {j for ref in keep if ref.kind is ConstraintKind.ONE_ROOM for j in ref.juror_ids}
    return replace(
        problem,
        days=tuple(_open_unless_kept(day, keep) for day in problem.days),
        candidates=tuple(_candidates(problem, keep)),
        breaks=tuple(one for one in problem.breaks if _ref_of_break(one) in keep),
        unavailable=tuple(one for one in problem.unavailable if _ref_of_absence(one) in keep),
        pause=problem.pause if ConstraintKind.PAUSE in kinds else 0,
        grid=problem.grid if ConstraintKind.GRID in kinds else 1,
        fixed={who: place for who, place in problem.fixed.items() if _ref_of_fixed(problem, who) in keep},
        keep_order=False,
        balance=False,
        anywhere=frozenset(set(shared_jurors(problem)) - at_once) | problem.anywhere,
    )


def alike(problem: PlanningProblem) -> list[list[PlanningCandidate]]:
    """Return the candidates in groups of whom nothing but recusals tells one from another.

    Same length, same rooms; whoever is away at times, or has a slot that is kept, is alone.
    """
    alone = {one.id for one in problem.unavailable if one.who is Who.CANDIDATE} | set(problem.fixed)
    groups: dict[object, list[PlanningCandidate]] = {}
    for candidate in problem.candidates:
        common = (candidate.minutes, candidate.room_id, frozenset(candidate.barred_rooms))
        groups.setdefault(candidate.id if candidate.id in alone else common, []).append(candidate)
    return list(groups.values())


def _heard(problem: PlanningProblem) -> Iterator[ConstraintRef]:
    for group in alike(problem):
        yield ConstraintRef(ConstraintKind.HEARD, candidate_ids=_ids(group), minutes=group[0].minutes)


def _rooms(problem: PlanningProblem) -> Iterator[ConstraintRef]:
    for group in alike(problem):
        room_id, barred = group[0].room_id, group[0].barred_rooms
        if room_id is not None:
            yield ConstraintRef(ConstraintKind.ROOM, candidate_ids=_ids(group), room_ids=(room_id,))
        if barred:
            yield ConstraintRef(
                ConstraintKind.BARRED, candidate_ids=_ids(group), room_ids=tuple(sorted(set(barred)))
            )


def _candidates(problem: PlanningProblem, keep: Collection[ConstraintRef]) -> Iterator[PlanningCandidate]:
    kept = {
        kind: {who for ref in keep if ref.kind is kind for who in ref.candidate_ids}
        for kind in ConstraintKind
    }
    for candidate in problem.candidates:
        if candidate.id in kept[ConstraintKind.HEARD]:
            yield replace(
                candidate,
                room_id=candidate.room_id if candidate.id in kept[ConstraintKind.ROOM] else None,
                barred_rooms=candidate.barred_rooms if candidate.id in kept[ConstraintKind.BARRED] else (),
            )


def _open_unless_kept(day: PlanningDay, keep: Collection[ConstraintRef]) -> PlanningDay:
    kept = any(ref.kind is ConstraintKind.DAY and ref.day == day.day for ref in keep)
    return day if kept else replace(day, open_ended=True)


def _ref_of_break(one: Break) -> ConstraintRef:
    return ConstraintRef(ConstraintKind.BREAK, day=one.day, starts=one.starts, ends=one.ends, label=one.label)


def _ref_of_absence(one: Unavailable) -> ConstraintRef:
    return ConstraintRef(
        ConstraintKind.UNAVAILABLE,
        candidate_ids=(one.id,) if one.who is Who.CANDIDATE else (),
        juror_ids=(one.id,) if one.who is Who.JUROR else (),
        room_ids=(one.id,) if one.who is Who.ROOM else (),
        starts=one.starts,
        ends=one.ends,
        label=one.label,
    )


def _ref_of_fixed(problem: PlanningProblem, candidate_id: str) -> ConstraintRef:
    room_id, starts = problem.fixed[candidate_id]
    return ConstraintRef(
        ConstraintKind.FIXED, candidate_ids=(candidate_id,), room_ids=(room_id,), starts=starts
    )


def _ids(group: Collection[PlanningCandidate]) -> tuple[str, ...]:
    return tuple(candidate.id for candidate in group)
