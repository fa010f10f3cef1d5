"""The axis on which a model counts: all the days of a planning laid end to end, in whole steps.

Must not know the solver.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import gcd

from cisp_desktop.domain.planning import (
    PlanningCandidate,
    PlanningProblem,
    PlanningRoom,
    absences,
)

DAY = 24 * 60
"""Minutes of a day."""
NEVER = 10**7
"""A time, in minutes, that lies beyond every day laid end to end."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time between breaks, in minutes from the midnight of a day; ``day`` counts the days."""

    day: int
    first: int
    last: int


class Timeline:
    """Turns moments into steps and back.

    A step is ``unit`` minutes, the grid unless a slot that is kept stands beside it. Each day has room for
    every defence one after another past midnight, so that an open-ended day never runs into the next.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem = problem
        kept = [_minute_of(starts.time()) for _, starts in problem.fixed.values()]
        self.unit = gcd(problem.grid, *kept)
        self._longest = DAY + sum(candidate.minutes + problem.pause for candidate in problem.candidates)
        self._span = -(-(self._longest + DAY) // problem.grid) * problem.grid
        self._days = sorted(problem.days, key=lambda day: day.day)

    def steps(self, minutes: int) -> int:
        """Return the steps that ``minutes`` fill."""
        return -(-minutes // self.unit)

    def moment(self, step: int) -> datetime:
        """Return the moment of a step."""
        place, minutes = divmod(step * self.unit, self._span)
        return datetime.combine(self._days[place].day, time()) + timedelta(minutes=minutes)

    def windows(self) -> list[Window]:
        """Return the free times between the breaks, the same for every room: a defence lies in one."""
        found = []
        for place, day in enumerate(self._days):
            low, high = _minute_of(day.first), _minute_of(day.last)
            if day.open_ended:
                low, high = 0, self._longest
            free = [(low, high)]
            for one in self._problem.breaks:
                if one.day in (None, day.day):
                    free = _without(free, _minute_of(one.starts), _minute_of(one.ends))
            found += [Window(place, low, high) for low, high in free if low < high]
        return found

    def starts(
        self, candidate: PlanningCandidate, room: PlanningRoom, window: Window
    ) -> list[tuple[int, int]]:
        """Return the steps, as closed intervals, at which ``candidate`` may begin in ``room``.

        Hours, breaks and absences are heeded; the other candidates are not.
        """
        day = self._days[window.day].day
        midnight = datetime.combine(day, time())
        free = [(window.first, window.last - candidate.minutes)]
        for absence in absences(self._problem, candidate, room):
            away, back = _minutes(absence.starts - midnight), _minutes(absence.ends - midnight)
            if away < DAY and back > 0:
                away = -NEVER if away <= 0 else away
                back = NEVER if back >= DAY else back
                free = _without(free, away - candidate.minutes, back)
        free = [(low, high) for low, high in free if low <= high]
        kept = self._problem.fixed.get(candidate.id)
        if kept is None:
            return [steps for low, high in free for steps in self._on_the_grid(window.day, low, high)]
        minute = _minutes(kept[1] - midnight)
        if kept[0] == room.id and any(low <= minute <= high for low, high in free):
            return [((minute + window.day * self._span) // self.unit,) * 2]
        return []

    def _on_the_grid(self, day: int, low: int, high: int) -> Iterable[tuple[int, int]]:
        shift, grid = day * self._span, self._problem.grid
        first, last = -(-(low + shift) // grid), (high + shift) // grid
        if grid == self.unit:
            return [(first, last)] if first <= last else []
        every = grid // self.unit
        return [(step * every, step * every) for step in range(first, last + 1)]


def _without(free: Iterable[tuple[int, int]], starts: int, ends: int) -> list[tuple[int, int]]:
    """Return ``free`` without what lies strictly between ``starts`` and ``ends``."""
    pieces = [piece for low, high in free for piece in ((low, min(high, starts)), (max(low, ends), high))]
    return [(low, high) for low, high in pieces if low <= high]


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _minute_of(hour: time) -> int:
    return hour.hour * 60 + hour.minute
