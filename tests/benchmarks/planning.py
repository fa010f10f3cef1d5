"""Planning: thirty candidates before two panels, by the solver and by taking the first place that is free."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cisp_desktop.domain.planning import Plan, PlanningProblem, Slot, conflicts
from cisp_desktop.domain.planning_clash import Clash
from cisp_desktop.planning.solver import PlanningSolver
from tests.benchmarks.measure import Figure, in_turn
from tests.planning.problems import at, large

LIMIT = 10.0
"""Seconds in which a planning is to be found."""


def first_free_place(asked: PlanningProblem) -> list[Slot]:
    """Place each candidate, in the order of the list, at the first moment when some room is free."""
    placed = [Slot(who, room, starts, 60) for who, (room, starts) in asked.fixed.items()]
    moments = [
        at(0, day=n) + timedelta(minutes=m) for n in range(len(asked.days)) for m in range(540, 1110, 5)
    ]
    for candidate in asked.candidates:
        tries = (Slot(candidate.id, r.id, m, candidate.minutes) for m in moments for r in asked.rooms)
        if candidate.id not in asked.fixed:
            placed += [next(one for one in tries if not conflicts(asked, [*_near(placed, one), one]))]
    return placed


def waiting(slots: list[Slot]) -> float:
    """Hours from the first day's nine o'clock to the starts, nights left out, on average."""
    hours = [
        (s.starts - at(9)) / timedelta(hours=1) - 14.5 * (s.starts.date() - at(9).date()).days for s in slots
    ]
    return sum(hours) / len(hours)


def thirty_before_two_panels(folder: Path) -> Iterator[Figure]:
    """A planning of three days with breaks, absences, recusals, extra time and a slot that is kept."""
    asked = large()
    found: dict[str, list[Slot]] = {}

    def ours() -> None:
        answer = PlanningSolver().solve(asked, seconds=LIMIT)
        assert isinstance(answer, Plan)
        found["ours"] = list(answer.slots)

    def baseline() -> None:
        found["base"] = first_free_place(asked)

    mine, base = in_turn(ours, baseline, rounds=3)
    assert not conflicts(asked, found["ours"])
    means = {which: f"{waiting(slots):.1f} h" for which, slots in found.items()}
    note = f"début moyen après {means['ours']} d’audition ; premier créneau libre : {means['base']}"
    yield Figure(
        "Planning de 30 candidats, 2 jurys", f"{mine:.2f} s", f"{base:.2f} s", mine / base, "≤ 10 s",
        mine <= LIMIT, note,
    )  # fmt: skip


def why_there_is_none(folder: Path) -> Iterator[Figure]:
    """The same candidates in two days, where they do not fit: the smallest set of constraints that clash."""
    asked = large()
    short = large(days=asked.days[:2])
    found: list[Clash] = []

    def ours() -> None:
        answer = PlanningSolver().solve(short, seconds=LIMIT)
        assert isinstance(answer, Clash)
        found.append(answer)

    mine, base = in_turn(ours, lambda: first_free_place(asked), rounds=3)
    sure = "le plus petit, prouvé" if all(one.smallest for one in found) else "preuve interrompue"
    yield Figure(
        "… en 2 jours : les contraintes qui se heurtent", f"{mine:.2f} s", f"{base:.2f} s", mine / base,
        "≤ 30 s", mine <= 3 * LIMIT, f"{len(found[-1].constraints)} contraintes, {sure}",
    )  # fmt: skip


def _near(placed: list[Slot], one: Slot) -> list[Slot]:
    return [other for other in placed if abs(other.starts - one.starts) < timedelta(hours=3)]


FIGURES = (thirty_before_two_panels, why_there_is_none)
"""Every figure of this module, in the order of the table."""
