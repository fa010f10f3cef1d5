"""Plannings found, and reasons why there is none, each judged by the checker and by trying everything."""

import threading
from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings

from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.planning import (
    Break,
    Plan,
    PlanningProblem,
    PlanStatus,
    Unavailable,
    Who,
    conflicts,
)
from cisp_desktop.domain.planning_clash import Clash, ConstraintKind, constraints, relaxed
from cisp_desktop.planning.solver import PlanningSolver
from tests.planning.problems import (
    DAY,
    at,
    by_trying,
    candidates,
    large,
    problem,
    rooms,
    small_problems,
)

SOLVER = PlanningSolver()


def planned(asked: PlanningProblem) -> Plan:
    """The planning, sound by the checker and with everybody in it."""
    found = SOLVER.solve(asked, seconds=60)
    assert isinstance(found, Plan)
    assert conflicts(asked, found.slots) == []
    assert sorted(slot.candidate_id for slot in found.slots) == sorted(c.id for c in asked.candidates)
    for slot in found.slots:
        assert slot.candidate_id in asked.fixed or (slot.starts - at(0)) % timedelta(
            minutes=asked.grid
        ) == at(0) - at(0)
    return found


def clash(asked: PlanningProblem) -> Clash:
    found = SOLVER.solve(asked, seconds=60)
    assert isinstance(found, Clash)
    return found


def kinds(found: Clash) -> list[ConstraintKind]:
    return [one.kind for one in found.constraints]


@settings(max_examples=60, deadline=None)
@given(small_problems())
def test_a_planning_is_found_exactly_when_there_is_one(asked: PlanningProblem) -> None:
    if by_trying(asked) is None:
        assert isinstance(SOLVER.solve(asked, seconds=60), Clash)
    else:
        planned(asked)


@settings(max_examples=60, deadline=None)
@given(small_problems())
def test_what_clashes_is_named_by_the_smallest_set(asked: PlanningProblem) -> None:
    found = SOLVER.solve(asked, seconds=60)
    if isinstance(found, Plan):
        return
    assert found.smallest
    assert set(found.constraints) <= set(constraints(asked))
    assert isinstance(SOLVER.solve(relaxed(asked, found.constraints), seconds=60), Clash)
    for one in found.constraints:
        others = [other for other in found.constraints if other != one]
        assert isinstance(SOLVER.solve(relaxed(asked, others), seconds=60), Plan)


def test_thirty_candidates_before_two_panels_are_planned() -> None:
    assert len(planned(large()).slots) == 30


def test_the_same_problem_gives_the_same_planning() -> None:
    assert planned(large(12)) == planned(large(12))


def test_a_kept_slot_is_kept_even_off_the_grid() -> None:
    asked = problem(candidates(60, 60, 60), fixed={"c2": ("A", at(10, 2))})
    found = planned(asked)
    assert [slot.starts for slot in found.slots if slot.candidate_id == "c2"] == [at(10, 2)]


def test_candidates_are_heard_in_the_order_of_the_list_without_gaps() -> None:
    found = planned(problem(candidates(60, 80, 60), pause=5))
    assert [(slot.candidate_id, slot.starts) for slot in found.slots] == [
        ("c1", at(9)), ("c2", at(10, 5)), ("c3", at(11, 30)),
    ]  # fmt: skip
    assert found.status is PlanStatus.OPTIMAL


def test_without_that_preference_the_longest_may_wait() -> None:
    found = planned(problem(candidates(60, 80, 60), pause=5, keep_order=False))
    assert [slot.candidate_id for slot in found.slots] == ["c1", "c3", "c2"]


def test_two_rooms_share_the_work() -> None:
    found = planned(problem(candidates(60, 60, 60, 60), rooms=rooms("A", "B")))
    assert sorted(slot.room_id for slot in found.slots) == ["A", "A", "B", "B"]


def test_a_juror_of_two_rooms_is_never_in_both() -> None:
    both = rooms("A", "B", jurors={"A": ("j1", "j2"), "B": ("j2", "j3")})
    found = planned(problem(candidates(60, 60), rooms=both, pause=10))
    assert sorted(slot.starts for slot in found.slots) == [at(9), at(10, 10)]


def test_a_recused_juror_may_be_in_the_other_room() -> None:
    both = rooms("A", "B", jurors={"A": ("j1", "j2"), "B": ("j2", "j3")})
    heard = (replace(candidates(60)[0], recused_jurors=("j2",)), candidates(60, 60)[1])
    found = planned(problem(heard, rooms=both))
    assert {slot.starts for slot in found.slots} == {at(9)}


def test_the_room_of_a_recused_juror_is_avoided_when_another_will_do() -> None:
    found = planned(problem(candidates(60, recused_jurors=("A1",)), rooms=rooms("A", "B")))
    assert [slot.room_id for slot in found.slots] == ["B"]


def test_a_day_too_short_is_named_with_the_candidates_who_do_not_fit() -> None:
    found = clash(problem(candidates(*[75] * 30), last=time(12, 30)))
    assert kinds(found) == [ConstraintKind.HEARD, ConstraintKind.DAY]
    heard, day = found.constraints
    assert (len(heard.candidate_ids), heard.minutes) == (30, 75)
    assert (day.day, day.starts, day.ends) == (DAY, time(9), time(12, 30))


def test_an_absence_is_named_with_the_slot_that_it_forbids() -> None:
    away = Unavailable(Who.JUROR, "A2", at(8), at(12), "BENALI le matin")
    found = clash(problem(candidates(60, 60), unavailable=(away,), fixed={"c1": ("A", at(9))}))
    assert kinds(found) == [ConstraintKind.HEARD, ConstraintKind.UNAVAILABLE, ConstraintKind.FIXED]
    assert found.constraints[0].candidate_ids == ("c1",)
    assert (found.constraints[1].juror_ids, found.constraints[1].label) == (("A2",), "BENALI le matin")


def test_a_room_that_is_asked_and_barred_is_named() -> None:
    found = clash(problem(candidates(60, room_id="A", barred_rooms=("A",)), rooms=rooms("A", "B")))
    assert kinds(found) == [ConstraintKind.HEARD, ConstraintKind.ROOM, ConstraintKind.BARRED]


def test_a_break_a_pause_or_the_grid_is_named_when_it_makes_the_difference() -> None:
    lunch = Break(time(11), time(12), "Déjeuner")
    assert ConstraintKind.BREAK in kinds(
        clash(problem(candidates(60, 60, 60), last=time(12), breaks=(lunch,)))
    )
    assert ConstraintKind.PAUSE in kinds(clash(problem(candidates(60, 60, 60), last=time(12), pause=5)))
    assert ConstraintKind.GRID in kinds(clash(problem(candidates(58, 58), last=time(10, 57))))


def test_a_juror_of_two_rooms_is_named_when_one_at_a_time_is_too_slow() -> None:
    both = rooms("A", "B", jurors={"A": ("j1", "j2"), "B": ("j2", "j3")})
    found = clash(problem(candidates(60, 60), rooms=both, last=time(10)))
    assert kinds(found) == [ConstraintKind.HEARD, ConstraintKind.DAY, ConstraintKind.ONE_ROOM]


def test_of_two_clashes_the_one_with_fewer_constraints_is_named() -> None:
    lunch = Break(time(10), time(11), "Déjeuner")
    asked = problem(
        (*candidates(60, 60), replace(candidates(60)[0], id="x", room_id="A", barred_rooms=("A",))),
        last=time(12), breaks=(lunch,), pause=5, rooms=rooms("A", "B"),
        fixed={"c1": ("B", at(10, 30)), "c2": ("B", at(10, 45))},
    )  # fmt: skip
    assert len(clash(asked).constraints) == 3


def test_nobody_to_hear_is_an_empty_planning() -> None:
    assert planned(problem(())).slots == ()


class StoppedError(Exception):
    """What a caller's progress raises."""


def test_what_progress_raises_stops_the_search() -> None:
    calls = []

    def progress(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) > 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        SOLVER.solve(large(), progress=progress, seconds=60)
    assert all(0 <= done <= total for done, total in calls)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("planning")]


def test_without_time_nothing_is_claimed() -> None:
    with pytest.raises(Refused, match=r"planning\.undecided"):
        SOLVER.solve(large(), seconds=0)


def test_a_problem_without_sense_is_refused_before_any_search() -> None:
    with pytest.raises(RuleError, match=r"planning\.no_room"):
        SOLVER.solve(problem(candidates(60), rooms=()))
