"""What is wrong with given slots, extra time, and the constraints of a problem by name."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.planning import (
    Break,
    ConflictCode,
    PlanningCandidate,
    PlanningDay,
    PlanningProblem,
    PlanningRoom,
    Slot,
    Unavailable,
    Who,
    check_problem,
    conflicts,
    discouraged_rooms,
    lengthened,
)
from cisp_desktop.domain.planning_clash import ConstraintKind, ConstraintRef, constraints, relaxed

DAY = date(2026, 11, 23)
LUNCH = Break(time(12, 30), time(13, 30), "Déjeuner")
CANDIDATES = (PlanningCandidate("c1", 60), PlanningCandidate("c2", 60), PlanningCandidate("c3", 80))
ROOMS = (PlanningRoom("A", "Salle A", ("j1", "j2")), PlanningRoom("B", "Salle B", ("j2", "j3")))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute))


def slot(who: str, starts: datetime, *, room: str = "A", minutes: int = 60) -> Slot:
    return Slot(who, room, starts, minutes)


def problem(**changes: Any) -> PlanningProblem:
    values: dict[str, Any] = {
        "days": (PlanningDay(DAY, time(9), time(18)),), "rooms": ROOMS, "candidates": CANDIDATES,
        "breaks": (LUNCH,), "pause": 10, **changes,
    }  # fmt: skip
    return PlanningProblem(**values)


def codes(asked: PlanningProblem, *slots: Slot) -> list[ConflictCode]:
    return [conflict.code for conflict in conflicts(asked, slots)]


def test_slots_that_respect_everything_have_no_conflict() -> None:
    slots = (slot("c1", at(9)), slot("c2", at(10, 10)), slot("c3", at(13, 30), room="B", minutes=80))
    assert codes(problem(), *slots) == []


def test_two_slots_at_once_in_a_room_overlap() -> None:
    (found,) = conflicts(problem(), [slot("c1", at(9, 30)), slot("c2", at(9))])
    assert found.code is ConflictCode.ROOM_OVERLAP
    assert found.candidate_ids == ("c2", "c1")
    assert found.values == {"room_id": "A"}


def test_a_juror_of_two_rooms_cannot_sit_in_both_at_once() -> None:
    (found,) = conflicts(problem(), [slot("c1", at(9)), slot("c2", at(9), room="B")])
    places = {"room_id": "A", "starts": at(9), "other_room_id": "B", "other_starts": at(9)}
    assert (found.code, found.values) == (ConflictCode.JUROR_OVERLAP, {"juror_id": "j2", **places})


def test_a_juror_recused_for_one_of_two_may_be_in_the_other_room() -> None:
    recused = (PlanningCandidate("c1", 60, recused_jurors=("j2",)), *CANDIDATES[1:])
    assert codes(problem(candidates=recused), slot("c1", at(9)), slot("c2", at(9), room="B")) == []


def test_a_pause_too_short_says_what_is_found_and_wanted() -> None:
    (found,) = conflicts(problem(), [slot("c1", at(9)), slot("c2", at(10, 5))])
    assert found.code is ConflictCode.PAUSE_TOO_SHORT
    assert found.values == {"room_id": "A", "minutes": 5, "wanted": 10}


def test_the_pause_holds_for_a_juror_who_changes_rooms() -> None:
    asked = problem()
    assert codes(asked, slot("c1", at(9)), slot("c2", at(10), room="B")) == [ConflictCode.PAUSE_TOO_SHORT]


def test_a_candidate_has_one_slot() -> None:
    assert codes(problem(), slot("c1", at(9)), slot("c1", at(14))) == [ConflictCode.CANDIDATE_TWICE]


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (at(8, 55), ConflictCode.BEFORE_FIRST),
        (at(17, 5), ConflictCode.AFTER_LAST),
        (at(9) + timedelta(days=1), ConflictCode.OTHER_DAY),
        (at(11, 35), ConflictCode.BREAK),
        (at(13, 25), ConflictCode.BREAK),
    ],
)
def test_a_slot_keeps_to_the_hours(starts: datetime, code: ConflictCode) -> None:
    assert codes(problem(), slot("c1", starts)) == [code]


@pytest.mark.parametrize("starts", [at(9), at(17), at(11, 30), at(13, 30)])
def test_a_slot_may_touch_the_bounds_of_the_hours(starts: datetime) -> None:
    assert codes(problem(), slot("c1", starts)) == []


def test_a_break_of_another_day_does_not_matter() -> None:
    elsewhere = Break(time(9), time(18), day=DAY + timedelta(days=1))
    assert codes(problem(breaks=(elsewhere,)), slot("c1", at(12, 30))) == []


@pytest.mark.parametrize(
    ("who", "id", "code", "values"),
    [
        (Who.CANDIDATE, "c1", ConflictCode.CANDIDATE_UNAVAILABLE, {}),
        (Who.JUROR, "j1", ConflictCode.JUROR_UNAVAILABLE, {"juror_id": "j1"}),
        (Who.ROOM, "A", ConflictCode.ROOM_UNAVAILABLE, {"room_id": "A"}),
    ],
)
def test_who_is_away_is_named_with_the_hours(
    who: Who, id: str, code: ConflictCode, values: dict[str, str]
) -> None:
    away = Unavailable(who, id, at(8), at(9, 30), "Train")
    (found,) = conflicts(problem(unavailable=(away,)), [slot("c1", at(9))])
    assert found.code is code
    assert found.values == {"label": "Train", "starts": at(8), "ends": at(9, 30), **values}


def test_a_recused_juror_may_be_away() -> None:
    asked = problem(
        candidates=(PlanningCandidate("c1", 60, recused_jurors=("j1",)),),
        unavailable=(Unavailable(Who.JUROR, "j1", at(8), at(18)),),
    )
    assert codes(asked, slot("c1", at(9))) == []


def test_a_slot_shorter_than_the_extra_time_asks_is_a_conflict() -> None:
    (found,) = conflicts(problem(), [slot("c3", at(9), minutes=60)])
    assert (found.code, found.values) == (ConflictCode.TOO_SHORT, {"minutes": 60, "wanted": 80})


def test_rooms_that_are_asked_barred_or_kept_are_heeded() -> None:
    asked = problem(
        candidates=(
            PlanningCandidate("c1", 60, room_id="B"), PlanningCandidate("c2", 60, barred_rooms=("A",)),
            PlanningCandidate("c3", 80),
        ),
        fixed={"c3": ("A", at(15))},
    )  # fmt: skip
    slots = (slot("c1", at(9)), slot("c2", at(10, 30)), slot("c3", at(14), minutes=80))
    assert codes(asked, *slots) == [
        ConflictCode.OTHER_ROOM, ConflictCode.BARRED_ROOM, ConflictCode.NOT_AS_FIXED,
    ]  # fmt: skip


def test_strangers_are_named_and_not_compared() -> None:
    found = codes(problem(), slot("x", at(9)), slot("c1", at(9), room="X"))
    assert found == [ConflictCode.UNKNOWN_CANDIDATE, ConflictCode.UNKNOWN_ROOM]


@pytest.mark.parametrize(
    ("minutes", "percent", "expected"),
    [(60, 0, 60), (48, 0, 48), (60, 33, 80), (75, 33, 100), (90, 33, 120), (60, 50, 90), (47, 10, 55)],
)
def test_extra_time_is_rounded_up_to_five_minutes(minutes: int, percent: int, expected: int) -> None:
    assert lengthened(minutes, percent) == expected


@pytest.mark.parametrize("percent", [-1, 201])
def test_extra_time_out_of_range_is_refused(percent: int) -> None:
    with pytest.raises(RuleError, match=r"planning\.extra_time"):
        lengthened(60, percent)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": ()}, "planning.no_day"),
        ({"rooms": ()}, "planning.no_room"),
        ({"days": (PlanningDay(DAY, time(9), time(9)),)}, "planning.day_hours"),
        ({"days": (PlanningDay(DAY, time(9), time(18)),) * 2}, "planning.twice"),
        ({"breaks": (Break(time(10), time(10)),)}, "planning.break_hours"),
        ({"candidates": (PlanningCandidate("c1", 4),)}, "planning.lengths"),
        ({"candidates": (PlanningCandidate("c1", 60),) * 2}, "planning.twice"),
        ({"candidates": (PlanningCandidate("c1", 60, room_id="X"),)}, "planning.unknown_room"),
        ({"fixed": {"c1": ("X", at(9))}}, "planning.unknown_room"),
        ({"grid": 0}, "planning.steps"),
        ({"pause": -1}, "planning.steps"),
    ],
)
def test_a_problem_without_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_problem(problem(**changes))
    assert caught.value.code == code


def test_the_rooms_of_recused_jurors_are_discouraged() -> None:
    asked = problem()
    assert discouraged_rooms(asked, PlanningCandidate("c", 60, recused_jurors=("j2",))) == ("A", "B")
    assert discouraged_rooms(asked, PlanningCandidate("c", 60, recused_jurors=("j3",))) == ("B",)


def everything() -> PlanningProblem:
    """A problem with a constraint of every kind."""
    return problem(
        candidates=(
            *CANDIDATES, PlanningCandidate("c4", 60, room_id="A"),
            PlanningCandidate("c5", 60, barred_rooms=("B",)),
        ),
        unavailable=(
            Unavailable(Who.CANDIDATE, "c2", at(9), at(10)), Unavailable(Who.JUROR, "j1", at(9), at(10)),
        ),
        fixed={"c3": ("A", at(15))},
    )  # fmt: skip


def test_every_constraint_of_a_problem_has_a_name() -> None:
    assert {one.kind for one in constraints(everything())} == set(ConstraintKind)


def test_candidates_alike_are_one_constraint_and_who_is_away_is_alone() -> None:
    asked = problem(unavailable=(Unavailable(Who.CANDIDATE, "c2", at(9), at(10)),))
    heard = [one.candidate_ids for one in constraints(asked) if one.kind is ConstraintKind.HEARD]
    assert heard == [("c1",), ("c2",), ("c3",)]
    heard = [one.candidate_ids for one in constraints(problem()) if one.kind is ConstraintKind.HEARD]
    assert heard == [("c1", "c2"), ("c3",)]


def test_a_problem_with_all_its_constraints_only_loses_its_preferences() -> None:
    asked = everything()
    same = relaxed(asked, constraints(asked))
    assert constraints(same) == constraints(asked)
    assert not same.keep_order
    assert not same.balance


@pytest.mark.parametrize("kind", [k for k in ConstraintKind if k is not ConstraintKind.HEARD])
def test_a_constraint_that_is_dropped_is_gone_and_the_others_stay(kind: ConstraintKind) -> None:
    asked = everything()
    kept = [one for one in constraints(asked) if one.kind is not kind]
    left = constraints(relaxed(asked, kept))
    assert kind not in {one.kind for one in left}
    assert {one.kind for one in left} == {one.kind for one in kept}


def test_without_its_constraint_a_candidate_is_not_heard() -> None:
    asked = everything()
    kept = [one for one in constraints(asked) if "c2" not in one.candidate_ids]
    assert "c2" not in {candidate.id for candidate in relaxed(asked, kept).candidates}


def test_a_day_is_named_with_its_hours() -> None:
    assert ConstraintRef(ConstraintKind.DAY, day=DAY, starts=time(9), ends=time(18)) in constraints(problem())
