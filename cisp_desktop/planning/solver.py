"""The planning, found by constraint programming: OR-Tools CP-SAT behind ``application.planner.Planner``.

Must not know where a problem comes from, nor what is done with its answer.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.planning import Plan, PlanningProblem, PlanStatus, check_problem
from cisp_desktop.domain.planning_clash import Clash, ConstraintRef, constraints, relaxed
from cisp_desktop.planning.model import PlanningModel
from cisp_desktop.planning.search import Progress, Search
from cisp_desktop.planning.smallest import smallest_clash

FINDING, PREFERRING, ASKING = 20.0, 0.5, 1.0
"""Effort, in CP-SAT's units, spent on any planning, on a better one, and on one question about a clash."""


class PlanningSolver:
    """Finds plannings; it keeps nothing from one to the next."""

    def solve(
        self, problem: PlanningProblem, *, progress: Progress | None = None, seconds: float = 10.0
    ) -> Plan | Clash:
        """Return a planning of all candidates, or the smallest set of constraints that clash.

        The same problem gives the same answer unless ``seconds`` run out; the search for a clash then has
        twice as many. ``progress`` is called with tenths of seconds (done, total), anew for a clash; what it
        raises stops the search. Raises ``RuleError("planning.*")`` for a problem that makes no sense and
        ``Refused("planning.undecided")`` when time runs out with neither a planning nor a proof that there
        is none.
        """
        check_problem(problem)
        if not problem.candidates:
            return Plan((), PlanStatus.OPTIMAL)
        search = Search(progress, seconds)
        model = PlanningModel(problem)
        holds, solver = _first_planning(model, search, effort=FINDING)
        if holds is None:
            raise Refused("planning.undecided", seconds=round(seconds))
        if not holds:
            return _clash(problem, Search(progress, 2 * seconds))
        found = model.slots(solver)
        model.prefer(solver)
        better, status = search.run(model.cp, effort=PREFERRING)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = model.slots(better)
        return Plan(found, PlanStatus.OPTIMAL if status == cp_model.OPTIMAL else PlanStatus.FEASIBLE)


def _first_planning(
    model: PlanningModel, search: Search, *, effort: float
) -> tuple[bool | None, cp_model.CpSolver]:
    """Return whether there is any planning (None: not found out), and the solver that knows it."""
    if not model.possible:
        return False, cp_model.CpSolver()
    solver, status = search.run(model.cp, effort=effort, quick=True)
    known = {cp_model.OPTIMAL: True, cp_model.FEASIBLE: True, cp_model.INFEASIBLE: False}
    return known.get(status), solver


def _clash(problem: PlanningProblem, search: Search) -> Clash:
    named: Sequence[ConstraintRef] = constraints(problem)

    def holds(chosen: frozenset[int]) -> bool | None:
        kept = relaxed(problem, [named[place] for place in chosen])
        return _first_planning(PlanningModel(kept), search, effort=ASKING)[0] if search.remaining else None

    clash, proved = smallest_clash(len(named), holds)
    return Clash(tuple(named[place] for place in clash), smallest=proved)
