"""The default scheme of the domain page §4, number by number."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import (
    GradingScheme,
    Level,
    LevelColour,
    LevelShape,
    NoProposal,
    OutsideResults,
    ScoringMode,
    SheetResult,
    Verdict,
    propose,
    sheet_result,
    weak_lines,
)

SCHEME = GradingScheme()
ITEMS = [f"c{i}" for i in range(12)]


def sheet(*levels: int | None, overall: int | None = None) -> SheetResult:
    """A sheet whose lines have these levels (None: not evaluated); a fitting global level by default."""
    items = [f"c{i}" for i in range(len(levels))]
    marks = {item: level for item, level in zip(items, levels, strict=True) if level is not None}
    result = sheet_result(SCHEME, items, marks=marks, global_level=None)
    if overall is None:
        overall = 2 if result.result is not None and result.result >= 10 else 1
    return sheet_result(SCHEME, items, marks=marks, global_level=overall)


def test_the_juror_result_is_the_mean_brought_to_twenty() -> None:
    assert sheet(3, 3, 3, 3).result == 20
    assert sheet(2, 2, 1, 1).result == 10
    assert sheet(1, 1, 1, 2).result == Fraction(25, 3)


def test_a_line_that_is_not_evaluated_does_not_count_in_the_mean() -> None:
    assert sheet(3, None, 3, 3).result == 20


def test_weights_count() -> None:
    weighted = GradingScheme(weights={"a": 3})
    result = sheet_result(weighted, ["a", "b"], marks={"a": 3, "b": 0}, global_level=None)
    assert result.result == 15


def test_points_are_already_on_twenty() -> None:
    points = GradingScheme(mode=ScoringMode.POINTS, global_level_required=False)
    result = sheet_result(points, ["e1"], marks={"e1": Fraction(25, 2)}, global_level=None)
    assert result.result == Fraction(25, 2)


def test_the_panel_is_the_mean_of_its_jurors_compared_unrounded() -> None:
    just_under = propose(
        SCHEME, [sheet(*[2] * 3, *[1] * 3), sheet(*[2] * 3, *[1] * 3), sheet(*[2] * 5, *[1] * 7)]
    )
    assert just_under.result is not None
    assert just_under.result < 10
    assert just_under.reasons == (NoProposal.MAJORITY,)


def test_exactly_ten_is_validated() -> None:
    panel = propose(SCHEME, [sheet(2, 1, 2, 1)] * 3)
    assert panel.verdict is Verdict.VALIDATED
    assert panel.result == 10


def test_under_ten_is_not_validated() -> None:
    panel = propose(SCHEME, [sheet(1, 1, 1, 1)] * 3)
    assert panel.verdict is Verdict.NOT_VALIDATED


def test_under_two_thirds_assessed_leaves_the_block_to_the_jury() -> None:
    enough = sheet(2, 2, 2, 2, None, None)
    assert propose(SCHEME, [enough] * 3).verdict is Verdict.VALIDATED
    too_few = sheet(2, 2, 2, None, None, None)
    assert propose(SCHEME, [too_few, enough, enough]).reasons == (NoProposal.COVERAGE,)


def test_more_than_a_quarter_at_zero_leaves_the_block_to_the_jury() -> None:
    a_quarter = sheet(0, 3, 3, 3)
    assert propose(SCHEME, [a_quarter] * 3).verdict is Verdict.VALIDATED
    more = sheet(0, 0, 3, 3, 3)
    assert propose(SCHEME, [more] * 3).reasons == (NoProposal.ZEROS,)


def test_the_mean_and_the_majority_must_agree() -> None:
    high, low = sheet(3, 3, 3, 3), sheet(1, 1, 1, 1)
    panel = propose(SCHEME, [high, low, low])
    assert panel.result == Fraction(100, 9)
    assert panel.verdict is None
    assert panel.reasons == (NoProposal.MAJORITY,)
    assert panel.straddles


def test_two_jurors_on_either_side_have_no_majority() -> None:
    assert propose(SCHEME, [sheet(3, 3, 3), sheet(1, 1, 1)]).reasons == (NoProposal.MAJORITY,)


@pytest.mark.parametrize(("levels", "overall"), [((2, 2, 2), 1), ((1, 1, 1), 2), ((3, 3, 3), 0)])
def test_a_global_level_on_the_other_side_leaves_the_block_to_the_jury(
    levels: tuple[int, ...], overall: int
) -> None:
    other = sheet(*levels, overall=overall)
    assert NoProposal.GLOBAL_LEVEL in propose(SCHEME, [other, sheet(*levels), sheet(*levels)]).reasons


def test_an_outside_result_bars_only_a_favourable_proposal() -> None:
    good, bad = [sheet(3, 3, 3)] * 3, [sheet(1, 1, 1)] * 3
    assert propose(SCHEME, good, outside_bars=True).reasons == (NoProposal.OUTSIDE_RESULT,)
    assert propose(SCHEME, bad, outside_bars=True).verdict is Verdict.NOT_VALIDATED


def test_no_sheet_gives_no_proposal() -> None:
    assert propose(SCHEME, []).reasons == (NoProposal.NO_SHEET,)


def test_a_sheet_with_nothing_assessed_gives_no_proposal() -> None:
    assert propose(SCHEME, [sheet(None, None, overall=0)]).reasons == (NoProposal.COVERAGE,)


def test_floors_and_eliminatory_lines() -> None:
    scheme = GradingScheme(floors={"a": 1.5}, eliminatory=("b",))
    assert weak_lines(scheme, {"a": Fraction(1), "b": Fraction(2)}) == (True, False)
    assert weak_lines(scheme, {"a": Fraction(2), "b": Fraction(1)}) == (False, True)
    good = [sheet(3, 3, 3)] * 3
    assert propose(scheme, good, floor_broken=True).reasons == (NoProposal.FLOOR,)
    assert propose(scheme, good, eliminated=True).verdict is Verdict.NOT_VALIDATED


def test_a_scheme_survives_its_json_data() -> None:
    scheme = GradingScheme(
        threshold=12.5,
        weights={"a": 2},
        floors={"a": 1},
        eliminatory=("a",),
        outside_results=OutsideResults.REQUIRED,
    )
    assert GradingScheme.from_data(scheme.to_data()) == scheme


@pytest.mark.parametrize(
    "data", [{"threshold": 0}, {"threshold": 21}, {"levels": [[0, "a"]]}, {"levels": [[1, "a"], [2, "b"]]},
             {"weights": {"a": 0}}, {"treshold": 10}],
)  # fmt: skip
def test_a_scheme_that_cannot_compute_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(RuleError, match="scheme"):
        GradingScheme.from_data(data)


levels = st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=1, max_size=20)


@given(st.lists(levels, min_size=1, max_size=5))
def test_a_proposal_always_agrees_with_the_mean(sheets: list[list[int | None]]) -> None:
    results = [sheet(*marks) for marks in sheets]
    panel = propose(SCHEME, results)
    if panel.verdict is None:
        assert panel.reasons
    else:
        assert panel.result is not None
        assert (panel.result >= 10) == (panel.verdict is Verdict.VALIDATED)
        assert not panel.reasons


@given(levels, st.randoms())
def test_the_order_of_lines_never_changes_a_result(marks: list[int | None], chance: object) -> None:
    shuffled = list(marks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sheet(*marks, overall=2).result == sheet(*shuffled, overall=2).result


def test_a_level_counts_what_it_is_worth() -> None:
    scheme = GradingScheme(
        levels=(Level(0, "Non acquis"), Level(1, "Partiel", 2.0), Level(2, "Acquis", 5.0)),
        global_level_passing=1,
    )
    sheet = sheet_result(scheme, ["a", "b"], marks={"a": 1, "b": 2}, global_level=None)
    assert sheet.result == Fraction(14)  # (2 + 5) / 2 on 5, brought to 20


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"levels": (Level(0, "a"), Level(1, " "))}, "scheme.label"),
        ({"levels": (Level(0, "a"), Level(1, "b", 3.0), Level(2, "c", 2.0))}, "scheme.worths"),
        ({"levels": (Level(0, "a", -1.0), Level(1, "b"), Level(2, "c"))}, "scheme.worths"),
        ({"global_level_passing": 4}, "scheme.passing"),
        ({"wide_gap": 0}, "scheme.gap"),
        ({"least_coverage": (3, 2)}, "scheme.coverage"),
        ({"most_zeros": (1, 0)}, "scheme.zeros"),
        ({"floors": {"a": 4}}, "scheme.floor"),
        ({"outside_weights": {"a": 1.0}}, "scheme.outside_weight"),
    ],
)
def test_a_scheme_out_of_its_ranges_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleError) as caught:
        GradingScheme(**changes)
    assert caught.value.code == code


def test_points_given_outside_the_panel_weigh_in_the_result() -> None:
    sheets = [SheetResult(Fraction(12), 3, 0, 3, None)]
    weighed = propose(GradingScheme(), sheets, outside=[(Fraction(1, 4), Fraction(4))])
    assert weighed.result == Fraction(10)
    assert weighed.verdict is Verdict.VALIDATED
    missing = propose(GradingScheme(), sheets, outside=[(Fraction(1, 4), None)])
    assert missing.result == Fraction(12)
    assert missing.reasons == (NoProposal.OUTSIDE_RESULT,)


def test_a_scheme_with_shapes_and_worths_reads_back() -> None:
    scheme = GradingScheme(
        levels=(
            Level(0, "Non acquis", None, LevelShape.EMPTY, LevelColour.RED),
            Level(1, "Acquis", 1.5, LevelShape.STAR, LevelColour.BLUE),
        ),
        global_level_passing=1,
        outside_weights={"a": 0.25},
    )
    assert GradingScheme.from_data(json.loads(json.dumps(scheme.to_data()))) == scheme


def test_a_descriptor_is_kept_and_a_level_without_one_keeps_its_short_form() -> None:
    said = Level(2, "Acquis", descriptor="Relie son action à un diagnostic.")
    assert Level.from_data(json.loads(json.dumps(said.to_data()))) == said
    assert Level(2, "Acquis").to_data() == [2, "Acquis"]
    assert Level.from_data([2, "Acquis", 1.5, "STAR", "BLUE"]).descriptor == ""
    assert len(Level(2, "Acquis", 1.5).to_data()) == 5
