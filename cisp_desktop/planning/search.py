"""A search that can be watched, stopped and repeated: one thread of CP-SAT, a fixed seed, counted effort.

Must not know what a model means.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from time import monotonic

from ortools.sat.python import cp_model

Progress = Callable[[int, int], None]
PERIOD = 0.05
"""Seconds between two calls of ``progress``."""


class Search:
    """All the searches for one answer: together they may last ``seconds``.

    The same model gives the same answer: CP-SAT runs on one worker with a fixed seed and counts its own
    effort. Only ``seconds``, where it cuts a search short, makes an answer depend on the machine.
    """

    def __init__(self, progress: Progress | None, seconds: float) -> None:
        self._progress = progress
        self._seconds = seconds
        self._begun = monotonic()

    @property
    def remaining(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self._begun + self._seconds - monotonic())

    def run(
        self, model: cp_model.CpModel, *, effort: float, quick: bool = False
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve ``model``; returns the solver with its values, and CP-SAT's status.

        ``effort`` is in CP-SAT's deterministic units, a second or two each; ``quick`` spares
        preparations that cost more than they bring where any planning will do. What ``progress`` raises stops
        the search at once and is raised again.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = self.remaining
        if quick:
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            solver.parameters.linearization_level = 2
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="planning") as pool:
            search = pool.submit(solver.solve, model)
            try:
                while not search.done():
                    self._report()
                    wait([search], timeout=PERIOD)
            finally:
                while not search.done():
                    solver.stop_search()
                    wait([search], timeout=PERIOD)
        return solver, search.result()

    def _report(self) -> None:
        if self._progress is not None:
            total = max(1, round(self._seconds * 10))
            self._progress(min(total, round((self._seconds - self.remaining) * 10)), total)
