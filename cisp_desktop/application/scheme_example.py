"""What a scheme would give: fictitious marks on one block, from each juror's result to the proposal.

The same computation as a deliberation's, on marks that nobody gave. Must not know screens or storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cisp_desktop.domain.grading import (
    GradingScheme,
    OutsideResults,
    PanelResult,
    SheetResult,
    propose,
    sheet_result,
    weak_lines,
)


@dataclass(frozen=True, slots=True)
class ExampleSheet:
    """One fictitious juror: levels or points by line (absent: not evaluated), and a global level."""

    marks: Mapping[str, int | Fraction] = field(default_factory=dict)
    global_level: int | None = None


@dataclass(frozen=True, slots=True)
class ExampleOutside:
    """A fictitious result judged outside the panel; ``favourable`` None: not recorded yet."""

    favourable: bool | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """What the marks give: each juror's result, the panel's, and what would be proposed.

    ``floor_broken`` and ``eliminated`` say whether a floor or an eliminatory line decided.
    """

    sheets: tuple[SheetResult, ...]
    panel: PanelResult
    floor_broken: bool
    eliminated: bool


def example_of(
    scheme: GradingScheme,
    items: Sequence[str],
    sheets: Sequence[ExampleSheet],
    *,
    outside: Mapping[str, ExampleOutside] | None = None,
) -> Example:
    """Return what ``sheets`` on the lines ``items`` would give.

    ``outside`` gives the results judged outside the panel, by assessment; a missing one bars a favourable
    proposal only where the scheme requires it: an example has no session that records others.
    """
    results = tuple(
        sheet_result(scheme, items, marks=sheet.marks, global_level=sheet.global_level) for sheet in sheets
    )
    means: dict[str, Fraction] = {}
    for item in items:
        given = [scheme.counted(sheet.marks[item]) for sheet in sheets if item in sheet.marks]
        if given:
            means[item] = sum(given, Fraction(0)) / len(given)
    floor_broken, eliminated = weak_lines(scheme, means)
    recorded = outside or {}
    weighed = [
        (Fraction(scheme.outside_weights[key]).limit_denominator(1000), result.points)
        for key, result in recorded.items()
        if key in scheme.outside_weights
    ]
    panel = propose(
        scheme,
        results,
        outside=weighed,
        outside_bars=any(_bars(scheme.outside_results, result) for result in recorded.values()),
        floor_broken=floor_broken,
        eliminated=eliminated,
    )
    return Example(results, panel, floor_broken, eliminated)


def _bars(rule: OutsideResults, result: ExampleOutside) -> bool:
    if rule is OutsideResults.IGNORED:
        return False
    return result.favourable is False or (result.favourable is None and rule is OutsideResults.REQUIRED)
