"""The grading scheme of a draft: what is edited, what is refused, and what is saved of it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application import scheme_editing as edits
from cisp_desktop.application.certification_draft import (
    CertificationDraft,
    draft_as_data,
    draft_from_data,
    moved,
    without,
)
from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import certification_from_data, shipped_certifications
from cisp_desktop.application.scheme_editing import SchemePart
from cisp_desktop.application.scheme_example import ExampleOutside, ExampleSheet, example_of
from cisp_desktop.application.scheme_presets import SchemePreset
from cisp_desktop.application.wording import sentence
from cisp_desktop.application.wording_schemes import example_reasons
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import (
    GradingScheme,
    NoProposal,
    OutsideResults,
    ScoringMode,
    Verdict,
    check_outside_shares,
)


@pytest.fixture
def draft() -> CertificationDraft:
    """RNCP36128, whose BC01 has an oral judged by the evaluation jury."""
    return draft_from_data(certification_to_data(shipped_certifications()[0]))


def part_of(draft: CertificationDraft) -> SchemePart | None:
    problem = edits.scheme_problem(draft)
    if problem is not None:
        assert not sentence(problem.error).startswith("Refusé")
    return problem.part if problem is not None else None


def test_a_draft_without_a_scheme_has_the_default_of_its_lines() -> None:
    levels = draft_from_data({"blocks": [{"code": "B", "title": "b", "competences": ["c"]}]})
    points = draft_from_data({"blocks": [{"code": "B", "title": "b"}]})
    assert edits.scheme_of(levels).mode is ScoringMode.LEVELS
    assert edits.scheme_of(points).mode is ScoringMode.POINTS


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"threshold": 0}, SchemePart.THRESHOLD),
        ({"least_coverage": [3, 2]}, SchemePart.COVERAGE),
        ({"most_zeros": [5, 4]}, SchemePart.ZEROS),
        ({"wide_gap": 0}, SchemePart.GAP),
        ({"global_level_passing": 0}, SchemePart.GLOBAL_LEVEL),
    ],
)
def test_a_reason_is_told_where_it_is_mended(
    draft: CertificationDraft, fields: dict[str, object], part: SchemePart
) -> None:
    assert part_of(edits.with_scheme(draft, **fields)) is part


def test_worths_that_do_not_rise_are_a_problem_of_the_levels(draft: CertificationDraft) -> None:
    assert part_of(edits.with_level(draft, 2, worth=1.0)) is SchemePart.LEVELS


def test_a_floor_over_the_scale_is_a_problem_of_the_lines(draft: CertificationDraft) -> None:
    line = draft.blocks[0].competences[0].key
    assert part_of(edits.with_line_value(draft, "floors", line, 3.5)) is SchemePart.LINES


def test_outside_weights_must_leave_something_to_the_panel(draft: CertificationDraft) -> None:
    one, two = draft.blocks[0].assessments[:2]
    heavy = edits.with_line_value(draft, "outside_weights", one.key, 0.5)
    assert part_of(heavy) is None
    heavy = edits.with_line_value(heavy, "outside_weights", two.key, 0.5)
    assert part_of(heavy) is SchemePart.LINES
    with pytest.raises(RuleError, match=r"scheme\.outside_total"):
        certification_from_data(draft_as_data(heavy))


def test_shares_are_summed_block_by_block() -> None:
    scheme = GradingScheme(outside_weights={"a": 0.6, "b": 0.6})
    check_outside_shares(scheme, {"BC01": ["a"], "BC02": ["b"]})
    with pytest.raises(RuleError, match=r"scheme\.outside_total"):
        check_outside_shares(scheme, {"BC01": ["a", "b"]})


def test_a_level_without_a_word_is_refused(draft: CertificationDraft) -> None:
    with pytest.raises(RuleError, match=r"text\.missing"):
        edits.with_level(draft, 0, label="  ")
    with pytest.raises(RuleError, match=r"text\.character"):
        edits.with_level(draft, 0, label="A\u202eB")


def test_levels_are_numbered_by_their_place(draft: CertificationDraft) -> None:
    fewer = edits.without_level(draft, 1)
    assert [(level.value, level.label) for level in edits.levels_of(fewer)] == [
        (0, "Non acquis"), (1, "Acquis"), (2, "Maîtrisé"),
    ]  # fmt: skip
    two = edits.without_level(fewer, 2)
    assert edits.scheme_of(two).global_level_passing == 1
    with pytest.raises(RuleError, match=r"scheme\.level_last"):
        edits.without_level(two, 0)


def test_a_level_moves_and_each_place_keeps_its_worth(draft: CertificationDraft) -> None:
    worthy = edits.with_level(draft, 3, worth=4.0)
    shifted = edits.shifted_level(worthy, 3, -1)
    assert [(level.label, level.worth) for level in edits.levels_of(shifted)][2:] == [
        ("Maîtrisé", None), ("Acquis", 4.0),
    ]  # fmt: skip
    assert edits.shifted_level(worthy, 3, 1) == worthy
    assert part_of(shifted) is None


def test_a_scale_has_at_most_ten_levels(draft: CertificationDraft) -> None:
    for number in range(6):
        draft = edits.with_new_level(draft, f"niveau {number}")
    assert edits.scheme_of(draft).levels[-1].value == 9
    with pytest.raises(RuleError, match=r"scheme\.levels_most"):
        edits.with_new_level(draft, "de trop")


def test_a_weight_follows_its_line_and_goes_with_it(draft: CertificationDraft) -> None:
    block = draft.blocks[0]
    line = block.competences[2].key
    weighed = edits.with_line_value(draft, "weights", line, 2.0)
    assert draft_as_data(moved(weighed, line, block.key, 0))["scheme"]["weights"] == {
        f"{block.code}/C01": 2.0
    }
    assert edits.scheme_data(without(weighed, line))["weights"] == {}
    assert edits.scheme_of(edits.with_line_value(weighed, "weights", line, None)).weights == {}


def test_a_preset_drops_what_was_there(draft: CertificationDraft) -> None:
    line = draft.blocks[0].competences[0].key
    marked = edits.with_eliminatory(draft, line, eliminatory=True)
    assert edits.scheme_of(marked).eliminatory == (line,)
    assert edits.scheme_of(edits.with_eliminatory(marked, line, eliminatory=False)).eliminatory == ()
    chosen = edits.with_preset(marked, SchemePreset.ACQUIRED)
    assert len(edits.scheme_of(chosen).levels) == 3
    assert not edits.scheme_of(chosen).eliminatory


def test_another_notation_brings_its_usual_gap_unless_one_was_chosen(draft: CertificationDraft) -> None:
    points = edits.with_mode(draft, ScoringMode.POINTS)
    assert edits.scheme_of(points).wide_gap == edits.scheme_of(
        edits.with_preset(draft, SchemePreset.POINTS)
    ).wide_gap  # fmt: skip
    assert edits.scheme_of(edits.with_mode(points, ScoringMode.LEVELS)).wide_gap == 2
    chosen = edits.with_scheme(draft, wide_gap=3)
    assert edits.scheme_of(edits.with_mode(chosen, ScoringMode.POINTS)).wide_gap == 3


def test_an_edited_scheme_is_what_is_saved(draft: CertificationDraft) -> None:
    line = draft.blocks[1].competences[1].key
    edited = edits.with_line_value(edits.with_scheme(draft, threshold=12.0), "floors", line, 1.5)
    saved = GradingScheme.from_data(certification_from_data(draft_as_data(edited), version=7).scheme)
    assert saved.threshold == 12
    assert saved.floors == {f"{draft.blocks[1].code}/7/C02": 1.5}


def test_the_scored_lines_follow_the_notation(draft: CertificationDraft) -> None:
    block = draft.blocks[0]
    assert edits.scored_lines(draft, block) == [one.key for one in block.competences]
    points = edits.with_preset(draft, SchemePreset.POINTS)
    assert edits.scored_lines(points, block) == [one.key for one in block.assessments]
    assert [one.judged_by.outside_panel for one in edits.outside_lines(block)] == [True]


@given(st.lists(st.sampled_from(("add", "drop", "up", "down", "worth")), max_size=12), st.integers(0, 9))
def test_no_run_of_edits_breaks_the_levels_but_by_their_worths(acts: list[str], place: int) -> None:
    draft = draft_from_data({"code": "X", "blocks": []})
    refused: set[str] = set()
    for act in acts:
        here = place % len(edits.levels_of(draft))
        try:
            draft = {
                "add": lambda d=draft: edits.with_new_level(d, "nouveau"),
                "drop": lambda d=draft, h=here: edits.without_level(d, h),
                "up": lambda d=draft, h=here: edits.shifted_level(d, h, -1),
                "down": lambda d=draft, h=here: edits.shifted_level(d, h, 1),
                "worth": lambda d=draft, h=here: edits.with_level(d, h, worth=float(h)),
            }[act]()
        except RuleError as error:
            refused.add(error.code)
    assert refused <= {"scheme.level_last", "scheme.levels_most"}
    levels = edits.levels_of(draft)
    assert [level.value for level in levels] == list(range(len(levels)))
    assert 1 <= edits.scheme_data(draft)["global_level_passing"] < len(levels)


# --- the example's reasons -------------------------------------------------------------------------


def test_an_outside_result_bars_as_the_rule_says() -> None:
    lines, passing = ("a",), [ExampleSheet({"a": 2}, 2)] * 3

    def verdict(rule: OutsideResults, favourable: bool | None) -> Verdict | None:
        given_outside = {"o": ExampleOutside(favourable)}
        return example_of(
            GradingScheme(outside_results=rule), lines, passing, outside=given_outside
        ).panel.verdict

    assert verdict(OutsideResults.ONCE_RECORDED, True) is Verdict.VALIDATED
    assert verdict(OutsideResults.ONCE_RECORDED, None) is Verdict.VALIDATED
    assert verdict(OutsideResults.ONCE_RECORDED, False) is None
    assert verdict(OutsideResults.REQUIRED, None) is None
    assert verdict(OutsideResults.IGNORED, False) is Verdict.VALIDATED


def test_reasons_tell_the_scheme_s_own_numbers() -> None:
    scheme = replace(GradingScheme(), least_coverage=(1, 1), eliminatory=("a",))
    example = example_of(scheme, ("a", "b"), [ExampleSheet({"a": 1}, 1)])
    assert NoProposal.COVERAGE in example.panel.reasons
    words = example_reasons(scheme, example)
    assert words[0] == "Moins de 1/1 des compétences évaluées sur une grille"
    assert "éliminatoire" in words[-1]
    assert example.sheets[0].result == Fraction(20, 3)
