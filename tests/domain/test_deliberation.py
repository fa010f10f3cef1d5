"""Decisions, their compulsory reasons, and the outcome that follows."""

from itertools import product

import pytest

from cisp_desktop.domain.deliberation import (
    DecisionValue,
    Outcome,
    attendance_counts,
    check_decision,
    derive_outcome,
    standing_decision,
)
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.domain.registration import Attendance
from tests.domain.factories import certification, registration

V, NV, DIF = DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED, DecisionValue.DEFERRED


def outcome_of(
    *values: DecisionValue | None, presented: tuple[str, ...] = (), held: tuple[str, ...] = ()
) -> Outcome | None:
    bound = certification()
    entered = registration(bound, presented=presented, held=held)
    decisions: dict[str, DecisionValue | None] = {}
    given = iter(values)
    for block in bound.blocks:
        standing = standing_decision(entered, block.id)
        decisions[block.id] = standing if standing is not None else next(given)
    return derive_outcome(entered, bound, decisions)


@pytest.mark.parametrize(
    ("value", "proposal", "casting"),
    [(NV, Verdict.NOT_VALIDATED, False), (NV, None, False), (V, Verdict.NOT_VALIDATED, False),
     (V, Verdict.VALIDATED, True), (DIF, Verdict.VALIDATED, False)],
)  # fmt: skip
def test_a_reason_is_compulsory(value: DecisionValue, proposal: Verdict | None, casting: bool) -> None:
    with pytest.raises(RuleError, match=r"decision\.reason_missing"):
        check_decision(value, proposal, reason="  ", casting_vote=casting)
    check_decision(value, proposal, reason="Parce que.", casting_vote=casting)


@pytest.mark.parametrize(("value", "proposal"), [(V, Verdict.VALIDATED), (V, None), (DIF, None)])
def test_no_reason_is_asked_where_none_is_owed(value: DecisionValue, proposal: Verdict | None) -> None:
    check_decision(value, proposal, reason="", casting_vote=False)


@pytest.mark.parametrize("value", [DecisionValue.HELD, DecisionValue.ABSENT, DecisionValue.NOT_PRESENTED])
def test_what_follows_from_the_registration_is_not_the_jurys_to_decide(value: DecisionValue) -> None:
    with pytest.raises(RuleError, match=r"decision\.not_the_jurys"):
        check_decision(value, None, reason="x", casting_vote=False)


def test_every_block_validated_awards_the_title() -> None:
    assert outcome_of(V, V, V, V, V) is Outcome.CERTIFIED


def test_held_blocks_complete_the_title() -> None:
    assert outcome_of(V, V, V, presented=("BC03", "BC04", "BC05"), held=("BC01", "BC02")) is Outcome.CERTIFIED


def test_nothing_compensates_between_blocks() -> None:
    assert outcome_of(V, V, V, V, NV) is Outcome.PARTIAL


def test_no_new_block() -> None:
    assert outcome_of(NV, NV, NV, NV, NV) is Outcome.NO_NEW_BLOCK
    assert outcome_of(NV, presented=("BC05",), held=("BC01", "BC02", "BC03", "BC04")) is Outcome.NO_NEW_BLOCK


def test_a_target_of_blocks_that_are_all_validated() -> None:
    assert outcome_of(V, V, presented=("BC01", "BC02")) is Outcome.BLOCKS_VALIDATED
    assert outcome_of(V, NV, presented=("BC01", "BC02")) is Outcome.PARTIAL


def test_a_deferred_block_defers_the_outcome() -> None:
    assert outcome_of(V, V, DIF, NV, V) is Outcome.DEFERRED


def test_the_outcome_waits_for_the_last_decision() -> None:
    assert outcome_of(V, V, V, V, None) is None


@pytest.mark.parametrize(
    ("attendance", "decision", "outcome"),
    [(Attendance.ABSENT, DecisionValue.ABSENT, Outcome.ABSENT),
     (Attendance.EXCUSED, DecisionValue.EXCUSED, Outcome.EXCUSED),
     (Attendance.WITHDRAWN, DecisionValue.WITHDRAWN, Outcome.WITHDRAWN)],
)  # fmt: skip
def test_who_did_not_come_is_not_judged(
    attendance: Attendance, decision: DecisionValue, outcome: Outcome
) -> None:
    bound = certification()
    entered = registration(bound)
    entered.attendance = attendance
    assert standing_decision(entered, bound.blocks[0].id) is decision
    assert derive_outcome(entered, bound, {}) is outcome


def test_a_block_held_under_another_code_counts_for_nothing() -> None:
    bound = certification()
    entered = registration(bound, presented=("BC05",), held=("RNCP16575U1",))
    assert standing_decision(entered, bound.blocks[0].id) is DecisionValue.NOT_PRESENTED


def test_a_block_presented_again_is_judged_though_held() -> None:
    bound = certification()
    entered = registration(bound, presented=("BC01",), held=("BC01",))
    assert standing_decision(entered, bound.blocks[0].id) is None


@pytest.mark.parametrize("values", list(product((V, NV), repeat=5)))
def test_the_outcome_is_certified_exactly_when_all_are_validated(values: tuple[DecisionValue, ...]) -> None:
    outcome = outcome_of(*values)
    assert (outcome is Outcome.CERTIFIED) == all(value is V for value in values)
    assert (outcome is Outcome.NO_NEW_BLOCK) == all(value is NV for value in values)


def test_the_counts_of_the_minutes() -> None:
    counts = attendance_counts(
        [Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED, Attendance.WITHDRAWN, Attendance.EXPECTED]
    )
    assert counts == {"registered": 5, "present": 2, "expected": 1, "absent": 1, "excused": 1}
