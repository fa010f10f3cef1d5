"""The planning as a CP-SAT model: who begins when, in which room, and what is preferred.

Must not know how long to search, nor what to say when nothing is found.
"""

from collections.abc import Collection
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from cisp_desktop.domain.planning import (
    PlanningCandidate,
    PlanningProblem,
    PlanningRoom,
    Slot,
    discouraged_rooms,
    shared_jurors,
)
from cisp_desktop.domain.planning_clash import alike
from cisp_desktop.planning.timeline import Timeline

RECUSED_COST = 240
"""Minutes of waiting that a room with a recused juror is worth avoiding."""
INVERSION_COST = 15
"""The same for two candidates of a room heard against the order of the list, longer lengths apart."""


class PlanningModel:
    """One candidate is one start and, where several rooms will do, one choice among them.

    ``possible`` is False when somebody has no place at all, whatever the others do: the model is then not
    to be solved.
    """

    def __init__(self, problem: PlanningProblem) -> None:
        self.cp = cp_model.CpModel()
        self._problem = problem
        self._line = Timeline(problem)
        self._windows = self._line.windows()
        self._places: dict[int, dict[tuple[str, str], cp_model.IntVar]] = {}
        self._starts: dict[str, cp_model.IntVar] = {}
        self._chosen: dict[tuple[str, str], cp_model.IntVar] = {}
        self._whole: dict[str, cp_model.IntervalVar] = {}
        self._intervals: dict[tuple[str, str], cp_model.IntervalVar] = {}
        self.possible = True
        for candidate in problem.candidates:
            self.possible = self._add_candidate(candidate) and self.possible
        if self.possible:
            self._one_at_a_time()
            self._fill_windows()
            self._break_symmetries()

    def slots(self, solver: cp_model.CpSolver) -> tuple[Slot, ...]:
        """Return what ``solver`` found, in the order of the clock and of the rooms."""
        order = {room.id: place for place, room in enumerate(self._problem.rooms)}
        found = [
            Slot(c.id, room_id, self._line.moment(solver.value(self._starts[c.id])), c.minutes)
            for c in self._problem.candidates
            for room_id in order
            if (c.id, room_id) in self._chosen and solver.boolean_value(self._chosen[c.id, room_id])
        ]
        return tuple(sorted(found, key=lambda slot: (slot.starts, order[slot.room_id])))

    def prefer(self, known: cp_model.CpSolver) -> None:
        """Ask for early starts, and for what the user prefers, each at its price in minutes of waiting.

        The search sets out from the planning that ``known`` found.
        """
        for variable in [*self._starts.values(), *self._chosen.values()]:
            self.cp.add_hint(variable, known.value(variable))
        terms: list[cp_model.LinearExprT] = [self._line.unit * start for start in self._starts.values()]
        for candidate in self._problem.candidates:
            avoided = [(candidate.id, room_id) for room_id in discouraged_rooms(self._problem, candidate)]
            terms += [RECUSED_COST * self._chosen[place] for place in avoided if place in self._chosen]
        if self._problem.keep_order:
            lengths = [candidate.minutes for candidate in self._problem.candidates]
            cost = INVERSION_COST + max(lengths) - min(lengths)
            terms += [cost * inversion for inversion in self._inversions()]
        if self._problem.balance and len(self._problem.rooms) > 1:
            terms.append(self._heaviest_load())
        self.cp.minimize(cp_model.LinearExpr.sum(terms))

    def _add_candidate(self, candidate: PlanningCandidate) -> bool:
        places = {
            (room.id, number): steps
            for room in self._rooms_for(candidate)
            for number, window in enumerate(self._windows)
            if (steps := self._line.starts(candidate, room, window))
        }
        if not places:
            return False
        everywhere = cp_model.Domain.from_intervals([step for steps in places.values() for step in steps])
        start = self.cp.new_int_var_from_domain(everywhere, "")
        for (room_id, number), steps in places.items():
            here = self.cp.new_bool_var("")
            domain = cp_model.Domain.from_intervals(steps)
            self.cp.add_linear_expression_in_domain(start, domain).only_enforce_if(here)
            self._places.setdefault(number, {})[candidate.id, room_id] = here
        self.cp.add_exactly_one(self._places[number][candidate.id, room_id] for room_id, number in places)
        self._starts[candidate.id] = start
        size = self._size(candidate)
        self._whole[candidate.id] = self.cp.new_fixed_size_interval_var(start, size, "")
        for room_id in dict.fromkeys(room_id for room_id, _ in places):
            chosen = self.cp.new_bool_var("")
            inside = [
                self._places[number][candidate.id, room_id] for room, number in places if room == room_id
            ]
            self.cp.add(cp_model.LinearExpr.sum(inside) == chosen)
            self._chosen[candidate.id, room_id] = chosen
            self._intervals[candidate.id, room_id] = self.cp.new_optional_fixed_size_interval_var(
                start, size, chosen, ""
            )
        return True

    def _fill_windows(self) -> None:
        """Say how much a window holds: it follows from the rest, but would be found out by trying.

        The last defence of a window needs no pause after it, nor a whole step: hence ``slack``.
        """
        sizes = {candidate.id: self._size(candidate) for candidate in self._problem.candidates}
        unit = self._line.unit
        slack = max((sizes[c.id] * unit - c.minutes for c in self._problem.candidates), default=0)
        for number, places in self._places.items():
            window = self._windows[number]
            held = (window.last - window.first + slack) // unit
            for room_ids, heard in self._one_by_one():
                loads = [sizes[who] * here for (who, room_id), here in places.items()
                         if room_id in room_ids and who in heard]  # fmt: skip
                self.cp.add(cp_model.LinearExpr.sum(loads) <= held)

    def _one_by_one(self) -> list[tuple[set[str], set[str]]]:
        """Return the rooms, and the candidates, of whom one at a time is heard: for a room, for a juror."""
        candidates = self._problem.candidates
        everybody = {candidate.id for candidate in candidates}
        return [({room.id}, everybody) for room in self._problem.rooms] + [
            ({room.id for room in rooms}, {c.id for c in candidates if juror_id not in c.recused_jurors})
            for juror_id, rooms in shared_jurors(self._problem).items()
        ]

    def _rooms_for(self, candidate: PlanningCandidate) -> list[PlanningRoom]:
        return [
            room
            for room in self._problem.rooms
            if candidate.room_id in (None, room.id) and room.id not in candidate.barred_rooms
        ]

    def _size(self, candidate: PlanningCandidate) -> int:
        """Return the steps that a defence and the pause after it fill."""
        return self._line.steps(candidate.minutes + self._problem.pause)

    def _one_at_a_time(self) -> None:
        """No two defences at once in a room, nor before a juror; the pause is part of the defence before."""
        for room_ids, heard in self._one_by_one():
            inside = [self._within(c, room_ids) for c in self._problem.candidates if c.id in heard]
            self.cp.add_no_overlap(interval for intervals in inside for interval in intervals)
        self.cp.add_cumulative(self._whole.values(), [1] * len(self._whole), len(self._problem.rooms))

    def _within(self, candidate: PlanningCandidate, room_ids: Collection[str]) -> list[cp_model.IntervalVar]:
        """Return the candidate's intervals in these rooms: a sure one when no other room is possible."""
        mine = {room_id: i for (who, room_id), i in self._intervals.items() if who == candidate.id}
        inside = [interval for room_id, interval in mine.items() if room_id in room_ids]
        return [self._whole[candidate.id]] if len(inside) == len(mine) else inside

    def _same(self) -> list[list[PlanningCandidate]]:
        """Groups whose members could change places without any difference."""
        found: dict[tuple[int, frozenset[str]], list[PlanningCandidate]] = {}
        for number, group in enumerate(alike(self._problem)):
            for candidate in group:
                found.setdefault((number, frozenset(candidate.recused_jurors)), []).append(candidate)
        return list(found.values())

    def _break_symmetries(self) -> None:
        """Hear those who could change places in the order of the list.

        Of one more than can be heard at once, the last then waits for the first to end: the solver would
        have to find that out by trying.
        """
        for group in self._same():
            for early, late in pairwise(group):
                self.cp.add(self._starts[early.id] <= self._starts[late.id])
            together = self._heard_at_once(group[0])
            size = self._size(group[0])
            for early, late in zip(group, group[together:], strict=False):
                self.cp.add(self._starts[early.id] + size <= self._starts[late.id])

    def _heard_at_once(self, candidate: PlanningCandidate) -> int:
        """Return how many like ``candidate`` are heard at once: one a room, or one if a juror sits in all."""
        places = {room_id for (candidate_id, room_id) in self._chosen if candidate_id == candidate.id}
        for juror_id, rooms in shared_jurors(self._problem).items():
            if juror_id not in candidate.recused_jurors and places <= {room.id for room in rooms}:
                return 1
        return len(places)

    def _inversions(self) -> list[cp_model.IntVar]:
        """Return, for each two of a room whose order is not settled, whether the list's order is upset."""
        settled = {(a.id, b.id) for group in self._same() for a, b in combinations(group, 2)}
        found = []
        for first, second in combinations(self._problem.candidates, 2):
            if (first.id, second.id) in settled:
                continue
            inverted = self.cp.new_bool_var("")
            for room in self._problem.rooms:
                both = [
                    self._chosen[c.id, room.id] for c in (first, second) if (c.id, room.id) in self._chosen
                ]
                if len(both) == 2:
                    in_order = self.cp.add(self._starts[first.id] <= self._starts[second.id])
                    in_order.only_enforce_if(*both, ~inverted)
            found.append(inverted)
        return found

    def _heaviest_load(self) -> cp_model.IntVar:
        total = sum(candidate.minutes for candidate in self._problem.candidates)
        heaviest = self.cp.new_int_var(0, total, "")
        for room in self._problem.rooms:
            loads = [
                c.minutes * self._chosen[c.id, room.id]
                for c in self._problem.candidates
                if (c.id, room.id) in self._chosen
            ]
            self.cp.add(cp_model.LinearExpr.sum(loads) <= heaviest)
        return heaviest
