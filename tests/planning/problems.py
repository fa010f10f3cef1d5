"""Problems for the planner's tests: by hand, by lot, and a solver of one's own for tiny ones."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from cisp_desktop.domain.planning import (
    Break,
    PlanningCandidate,
    PlanningDay,
    PlanningProblem,
    PlanningRoom,
    Slot,
    Unavailable,
    Who,
    conflicts,
)

DAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """The clock on the ``day``-th day."""
    return datetime.combine(DAY + timedelta(days=day), time(hour, minute))


def rooms(*names: str, jurors: dict[str, tuple[str, ...]] | None = None) -> tuple[PlanningRoom, ...]:
    """Rooms by name, each with three jurors of its own unless ``jurors`` says otherwise."""
    own = jurors or {}
    return tuple(
        PlanningRoom(name, f"Salle {name}", own.get(name, (f"{name}1", f"{name}2", f"{name}3")))
        for name in names
    )


def candidates(*minutes: int, **common: Any) -> tuple[PlanningCandidate, ...]:
    """Candidates c1, c2 … of these lengths."""
    return tuple(PlanningCandidate(f"c{n}", length, **common) for n, length in enumerate(minutes, 1))


def problem(
    heard: Iterable[PlanningCandidate], *, first: time = time(9), last: time = time(18), **changes: Any
) -> PlanningProblem:
    """One day in one room, unless ``changes`` says otherwise."""
    values: dict[str, Any] = {"days": (PlanningDay(DAY, first, last),), "rooms": rooms("A"), **changes}
    return PlanningProblem(candidates=tuple(heard), **values)


def large(size: int = 30, **changes: Any) -> PlanningProblem:
    """A session of ``size`` candidates before two panels in three days, with what a real one brings."""
    heard = tuple(
        PlanningCandidate(
            f"c{n}",
            80 if n in (5, 18) else 60,
            room_id="B" if n == 25 else None,
            barred_rooms=("A",) if n == 12 else (),
            recused_jurors=("A1",) if n in (4, 10) else (),
        )
        for n in range(1, size + 1)
    )
    values: dict[str, Any] = {
        "days": tuple(PlanningDay(DAY + timedelta(days=n), time(9), time(18, 30)) for n in range(3)),
        "rooms": rooms("A", "B"),
        "breaks": (Break(time(12, 30), time(13, 30), "Déjeuner"), Break(time(10, 30), time(10, 40), "Pause")),
        "unavailable": (
            Unavailable(Who.CANDIDATE, "c3", at(8), at(12)),
            Unavailable(Who.CANDIDATE, "c21", at(8), at(18)),
            Unavailable(Who.JUROR, "A1", at(14), at(16)),
            Unavailable(Who.ROOM, "B", at(9, day=1), at(10, day=1)),
        ),
        "pause": 5,
        "fixed": {"c8": ("A", at(11))},
        **changes,
    }
    return PlanningProblem(candidates=heard, **values)


HOURS = st.integers(9, 12)


@st.composite
def small_problems(draw: st.DrawFn) -> PlanningProblem:
    """Up to four candidates and two rooms in a short day of a coarse grid, with constraints of every kind."""
    shared = draw(st.booleans())
    places = rooms("A", "B", jurors={"A": ("j1", "j2"), "B": ("j2" if shared else "j3", "j4")})
    places = places[: draw(st.integers(1, 2))]
    ids = [place.id for place in places]
    heard = tuple(
        PlanningCandidate(
            f"c{n}",
            draw(st.sampled_from([30, 60, 80])),
            room_id=draw(st.none() | st.sampled_from(ids)),
            barred_rooms=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))),
            recused_jurors=tuple(draw(st.sets(st.sampled_from(["j1", "j2"]), max_size=1))),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    return PlanningProblem(
        days=(PlanningDay(DAY, time(9), time(draw(st.integers(10, 13)))),),
        rooms=places,
        candidates=heard,
        breaks=draw(st.just(()) | st.just((Break(time(10, 30), time(11), "Pause"),))),
        unavailable=tuple(draw(st.lists(_absences([c.id for c in heard], ids), max_size=2))),
        pause=draw(st.sampled_from([0, 10])),
        grid=30,
        fixed=draw(st.just({}) | st.tuples(st.sampled_from(ids), _moments()).map(lambda kept: {"c0": kept})),
    )


def _moments() -> st.SearchStrategy[datetime]:
    return st.builds(at, HOURS, st.sampled_from([0, 15, 30]))


@st.composite
def _absences(draw: st.DrawFn, candidate_ids: list[str], room_ids: list[str]) -> Unavailable:
    who = draw(st.sampled_from(Who))
    ids = {Who.CANDIDATE: candidate_ids, Who.ROOM: room_ids, Who.JUROR: ["j1", "j2"]}[who]
    starts = draw(_moments())
    return Unavailable(
        who, draw(st.sampled_from(ids)), starts, starts + timedelta(hours=draw(st.integers(1, 3)))
    )


def by_trying(asked: PlanningProblem) -> tuple[Slot, ...] | None:
    """Return some planning by trying every start of the grid in every room, or None when there is none."""
    for choice in product(*(list(_slots(asked, candidate)) for candidate in asked.candidates)):
        if not conflicts(asked, choice):
            return choice
    return None


def _slots(asked: PlanningProblem, candidate: PlanningCandidate) -> Iterator[Slot]:
    """Every slot of a candidate that is well in itself: on the grid, or as it is kept."""
    for room in asked.rooms:
        if candidate.id in asked.fixed:
            starts = [asked.fixed[candidate.id][1]]
        else:
            minutes = range(0, 24 * 60, asked.grid)
            starts = [at(0, day=n) + timedelta(minutes=m) for n in range(len(asked.days)) for m in minutes]
        for start in starts:
            slot = Slot(candidate.id, room.id, start, candidate.minutes)
            if not conflicts(asked, [slot]):
                yield slot
