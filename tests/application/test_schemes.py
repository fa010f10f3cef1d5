"""The schemes to start from, and what an example of marks gives under them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.scheme_example import ExampleOutside, ExampleSheet, example_of
from cisp_desktop.application.scheme_presets import PRESET_NAMES, SchemePreset, preset
from cisp_desktop.domain.grading import (
    DEFAULT_LEVELS,
    GradingScheme,
    NoProposal,
    ScoringMode,
    Verdict,
)

LINES = ("a", "b", "c")


def sheets(*levels: int) -> list[ExampleSheet]:
    return [ExampleSheet(dict.fromkeys(LINES, level), min(level, 2)) for level in levels]


@pytest.mark.parametrize("chosen", SchemePreset)
def test_every_preset_has_a_name_and_reads_back(chosen: SchemePreset) -> None:
    assert PRESET_NAMES[chosen]
    assert GradingScheme.from_data(preset(chosen).to_data()) == preset(chosen)


def test_the_default_is_the_four_levels() -> None:
    assert preset(SchemePreset.LEVELS).levels == DEFAULT_LEVELS
    assert [level.label for level in preset(SchemePreset.ACQUIRED).levels] == [
        "Non acquis", "Partiellement acquis", "Acquis",
    ]  # fmt: skip
    assert preset(SchemePreset.POINTS).mode is ScoringMode.POINTS


def test_three_jurors_at_acquired_validate() -> None:
    example = example_of(preset(SchemePreset.LEVELS), LINES, sheets(2, 2, 2))
    assert [sheet.result for sheet in example.sheets] == [Fraction(40, 3)] * 3
    assert example.panel.verdict is Verdict.VALIDATED


def test_partly_acquired_everywhere_is_left_to_the_jury_by_its_global_level() -> None:
    scheme = preset(SchemePreset.ACQUIRED)
    example = example_of(scheme, LINES, [ExampleSheet(dict.fromkeys(LINES, 1), 1)] * 3)
    assert example.panel.result == 10
    assert example.panel.verdict is None
    assert example.panel.reasons == (NoProposal.GLOBAL_LEVEL,)


def test_points_outside_the_panel_weigh() -> None:
    scheme = GradingScheme(mode=ScoringMode.POINTS, global_level_required=False, outside_weights={"o": 0.5})
    example = example_of(
        scheme,
        LINES,
        [ExampleSheet(dict.fromkeys(LINES, 12))],
        outside={"o": ExampleOutside(True, Fraction(6))},
    )
    assert example.panel.result == 9


def test_a_floor_and_an_eliminatory_line_are_told() -> None:
    scheme = GradingScheme(floors={"a": 2}, eliminatory=("b",))
    example = example_of(scheme, LINES, [ExampleSheet({"a": 1, "b": 1, "c": 3}, 2)] * 3)
    assert (example.floor_broken, example.eliminated) == (True, True)


@given(st.lists(st.fixed_dictionaries({line: st.integers(0, 3) for line in LINES}), min_size=1, max_size=3))
def test_a_result_lies_on_twenty(marks: list[dict[str, int]]) -> None:
    example = example_of(preset(SchemePreset.LEVELS), LINES, [ExampleSheet(m, 2) for m in marks])
    assert all(sheet.result is not None and 0 <= sheet.result <= 20 for sheet in example.sheets)
