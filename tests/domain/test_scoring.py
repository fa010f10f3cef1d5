"""Marks and sheets: what a mark may be, when a sheet is complete."""

from itertools import permutations

import pytest

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.scoring import (
    GLOBAL_ITEM,
    Mark,
    MarkStatus,
    NotEvaluatedReason,
    ScoreSheet,
    SheetState,
    check_mark,
    current_marks,
    missing_items,
    scored_items,
    sheet_state,
)
from tests.domain.factories import NOW, certification

SCHEME = GradingScheme()
POINTS = GradingScheme(mode=ScoringMode.POINTS, global_level_required=False)
GIVEN, NE, WITHDRAWN = MarkStatus.GIVEN, MarkStatus.NOT_EVALUATED, MarkStatus.WITHDRAWN


def mark(sequence: int, item: str, level: int | None = None, status: MarkStatus = GIVEN) -> Mark:
    reason = NotEvaluatedReason.NO_TIME if status is NE else None
    return Mark("sheet", sequence, item, status, level, None, reason, "", NOW)


def test_the_current_mark_is_the_latest_row_whatever_the_order_of_reading() -> None:
    rows = [mark(1, "a", 0), mark(2, "b", 1), mark(3, "a", 3)]
    for order in permutations(rows):
        current = current_marks(order)
        assert (current["a"].level, current["b"].level) == (3, 1)


@pytest.mark.parametrize("level", [-1, 4, None])
def test_a_level_off_the_scale_is_refused(level: int | None) -> None:
    with pytest.raises(RuleError, match=r"mark\.level"):
        check_mark(SCHEME, "a", status=GIVEN, level=level, points=None, reason=None)


@pytest.mark.parametrize("points", [-1, 2001, None])
def test_points_off_the_scale_are_refused(points: int | None) -> None:
    with pytest.raises(RuleError, match=r"mark\.points"):
        check_mark(POINTS, "e", status=GIVEN, level=None, points=points, reason=None)


def test_points_and_levels_do_not_mix() -> None:
    with pytest.raises(RuleError):
        check_mark(POINTS, "e", status=GIVEN, level=2, points=None, reason=None)
    with pytest.raises(RuleError):
        check_mark(SCHEME, "a", status=GIVEN, level=2, points=1000, reason=None)


def test_not_evaluated_is_its_own_state_and_asks_for_a_reason() -> None:
    check_mark(SCHEME, "a", status=NE, level=None, points=None, reason=NotEvaluatedReason.NO_TIME)
    with pytest.raises(RuleError, match=r"mark\.reason_missing"):
        check_mark(SCHEME, "a", status=NE, level=None, points=None, reason=None)
    with pytest.raises(RuleError, match=r"mark\.level"):
        check_mark(SCHEME, "a", status=NE, level=0, points=None, reason=NotEvaluatedReason.NO_TIME)
    with pytest.raises(RuleError, match=r"mark\.global_not_evaluated"):
        check_mark(SCHEME, GLOBAL_ITEM, status=NE, level=None, points=None, reason=NotEvaluatedReason.NO_TIME)


def test_a_sheet_goes_from_empty_to_sealed() -> None:
    items = ["a", "b"]
    sheet = ScoreSheet("s", "r", "seat", "block")

    def state(*rows: Mark) -> SheetState:
        current = current_marks(rows)
        return sheet_state(sheet, missing_items(SCHEME, items, current), current)

    assert state() is SheetState.EMPTY
    assert state(mark(1, "a", 2)) is SheetState.DRAFT
    assert state(mark(1, "a", 2), mark(2, "b", status=NE)) is SheetState.DRAFT
    complete = (mark(1, "a", 2), mark(2, "b", status=NE), mark(3, GLOBAL_ITEM, 2))
    assert state(*complete) is SheetState.COMPLETE
    assert state(*complete, mark(4, "a", status=WITHDRAWN)) is SheetState.DRAFT
    sheet.sealed_at = NOW
    assert state(*complete) is SheetState.SEALED


def test_what_is_missing_is_named_the_global_level_last() -> None:
    assert missing_items(SCHEME, ["a", "b"], {}) == ["a", "b", GLOBAL_ITEM]
    assert missing_items(POINTS, ["e"], {}) == ["e"]


def test_a_block_without_competences_is_scored_by_its_assessments_even_on_levels() -> None:
    unit = certification("RNCP6133").blocks[0]
    assert scored_items(SCHEME, unit) == [unit.assessments[0].id]
    block = certification().blocks[0]
    assert scored_items(SCHEME, block) == [c.id for c in block.competences]
    assert scored_items(POINTS, block) == [a.id for a in block.assessments]
