"""The grading scheme: how marks become a juror's result and the panel's proposal.

Follows the default of the project's domain page §4: every number is a field of the scheme, so the
certifier can change it. Results are exact fractions of 20, compared unrounded. A proposal is never
a decision. This module must not know sheets, storage or screens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cisp_desktop.domain.errors import RuleError


class ScoringMode(StrEnum):
    """What a juror marks: each competence on a level, or each assessment on 20."""

    LEVELS = "LEVELS"
    POINTS = "POINTS"


class OutsideResults(StrEnum):
    """What a result judged outside the panel does to a favourable proposal.

    ``ONCE_RECORDED``: an unfavourable result bars it; a missing one bars it as soon as the session
    records results for that assessment. ``REQUIRED``: a missing one always bars it.
    """

    ONCE_RECORDED = "ONCE_RECORDED"
    REQUIRED = "REQUIRED"
    IGNORED = "IGNORED"


class Verdict(StrEnum):
    """What a proposal can say."""

    VALIDATED = "VALIDATED"
    NOT_VALIDATED = "NOT_VALIDATED"


class NoProposal(StrEnum):
    """Why the scheme leaves a block to the jury alone (« À délibérer »)."""

    NO_SHEET = "NO_SHEET"
    COVERAGE = "COVERAGE"
    ZEROS = "ZEROS"
    MAJORITY = "MAJORITY"
    GLOBAL_LEVEL = "GLOBAL_LEVEL"
    OUTSIDE_RESULT = "OUTSIDE_RESULT"
    FLOOR = "FLOOR"


@dataclass(frozen=True)
class Level:
    """One level of the scale: ``value`` is its key (0–3), ``label`` the certifier's word."""

    value: int
    label: str


DEFAULT_LEVELS = (
    Level(0, "Non acquis"),
    Level(1, "En cours d'acquisition"),
    Level(2, "Acquis"),
    Level(3, "Maîtrisé"),
)


@dataclass(frozen=True)
class GradingScheme:
    """Every number of the scheme. Shares lie in 0–1, results and ``threshold`` on 0–20.

    ``weights``, ``floors`` and ``eliminatory`` are keyed by competence (or assessment) id; a missing
    weight is 1. A floor is the least panel mean on that competence, in levels (or points).
    """

    mode: ScoringMode = ScoringMode.LEVELS
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    threshold: float = 10.0
    least_coverage: tuple[int, int] = (2, 3)
    most_zeros: tuple[int, int] = (1, 4)
    global_level_required: bool = True
    global_level_passing: int = 2
    wide_gap: int = 2
    outside_results: OutsideResults = OutsideResults.ONCE_RECORDED
    weights: Mapping[str, float] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)
    eliminatory: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a scheme that cannot compute (``RuleError("scheme.*")``)."""
        if not 0 < self.threshold <= 20:
            raise RuleError("scheme.threshold", threshold=self.threshold)
        values = [level.value for level in self.levels]
        if len(values) < 2 or values != list(range(len(values))):
            raise RuleError("scheme.levels", count=len(values))
        if any(weight <= 0 for weight in self.weights.values()):
            raise RuleError("scheme.weight")

    @property
    def top(self) -> int:
        """The highest mark: the top level, or 20 points."""
        return self.levels[-1].value if self.mode is ScoringMode.LEVELS else 20

    def label(self, value: int) -> str:
        """The certifier's word for a level (0 to ``top``)."""
        return self.levels[value].label

    def to_data(self) -> dict[str, Any]:
        """Return the scheme as JSON data."""
        data = asdict(self)
        data["levels"] = [[level.value, level.label] for level in self.levels]
        for key in ("least_coverage", "most_zeros", "eliminatory"):
            data[key] = list(data[key])
        data["weights"], data["floors"] = dict(self.weights), dict(self.floors)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "GradingScheme":
        """Read JSON data as ``to_data`` wrote it; a missing field takes its default."""
        known = {f.name for f in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise RuleError("scheme.unknown_field", name=unknown[0])
        values: dict[str, Any] = dict(data)
        if "mode" in values:
            values["mode"] = ScoringMode(values["mode"])
        if "outside_results" in values:
            values["outside_results"] = OutsideResults(values["outside_results"])
        if "levels" in values:
            values["levels"] = tuple(Level(int(v), str(label)) for v, label in values["levels"])
        for key in ("least_coverage", "most_zeros", "eliminatory"):
            if key in values:
                values[key] = tuple(values[key])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What one sealed sheet says of one block, exact.

    ``result`` is on 20 (None when nothing was assessed); ``zeros`` counts lowest levels;
    ``items`` is the number of lines of the sheet.
    """

    result: Fraction | None
    assessed: int
    zeros: int
    items: int
    global_level: int | None


def sheet_result(
    scheme: GradingScheme,
    item_ids: Sequence[str],
    *,
    marks: Mapping[str, int | Fraction],
    global_level: int | None,
) -> SheetResult:
    """Compute a juror's block result: the weighted mean of the assessed lines, brought to 20.

    ``marks`` maps an item to its level (or points); an item that is missing there is not evaluated.
    """
    total = weight_sum = Fraction(0)
    zeros = assessed = 0
    for item in item_ids:
        value = marks.get(item)
        if value is None:
            continue
        assessed += 1
        zeros += value == 0
        weight = Fraction(scheme.weights.get(item, 1)).limit_denominator(1000)
        total += weight * value
        weight_sum += weight
    result = total / weight_sum * Fraction(20, scheme.top) if assessed else None
    return SheetResult(result, assessed, zeros, len(item_ids), global_level)


@dataclass(frozen=True, slots=True)
class PanelResult:
    """What the scheme proposes for one block: ``verdict`` None means « À délibérer », with reasons."""

    verdict: Verdict | None
    result: Fraction | None
    reasons: tuple[NoProposal, ...]
    straddles: bool


def propose(
    scheme: GradingScheme,
    sheets: Sequence[SheetResult],
    *,
    outside_bars: bool = False,
    floor_broken: bool = False,
    eliminated: bool = False,
) -> PanelResult:
    """Return the panel's proposal for a block from its sealed sheets.

    ``outside_bars``: a result judged outside the panel is unfavourable, or missing where it counts.
    ``floor_broken`` / ``eliminated``: see ``weak_lines``. Source: default scheme of the domain page §4.
    """
    results = [sheet.result for sheet in sheets if sheet.result is not None]
    if not sheets or not results:
        return PanelResult(None, None, (NoProposal.COVERAGE if sheets else NoProposal.NO_SHEET,), False)
    threshold = Fraction(scheme.threshold).limit_denominator(1000)
    mean = sum(results, Fraction(0)) / len(results)
    favourable = sum(result >= threshold for result in results)
    passed = mean >= threshold
    reasons = [reason for sheet in sheets for reason in _sheet_doubts(scheme, sheet, threshold)]
    if (passed and 2 * favourable <= len(results)) or (not passed and 2 * favourable >= len(results)):
        reasons.append(NoProposal.MAJORITY)
    if passed and outside_bars:
        reasons.append(NoProposal.OUTSIDE_RESULT)
    if passed and floor_broken:
        reasons.append(NoProposal.FLOOR)
    straddles = 0 < favourable < len(results)
    if reasons:
        return PanelResult(None, mean, tuple(dict.fromkeys(reasons)), straddles)
    verdict = Verdict.VALIDATED if passed and not eliminated else Verdict.NOT_VALIDATED
    return PanelResult(verdict, mean, (), straddles)


def _sheet_doubts(scheme: GradingScheme, sheet: SheetResult, threshold: Fraction) -> list[NoProposal]:
    doubts = []
    if sheet.assessed < Fraction(*scheme.least_coverage) * sheet.items:
        doubts.append(NoProposal.COVERAGE)
    if sheet.zeros > Fraction(*scheme.most_zeros) * sheet.items:
        doubts.append(NoProposal.ZEROS)
    if sheet.global_level is not None and sheet.result is not None:
        above = sheet.global_level >= scheme.global_level_passing
        doubts += [NoProposal.GLOBAL_LEVEL] * (above != (sheet.result >= threshold))
    return doubts


def weak_lines(scheme: GradingScheme, means: Mapping[str, Fraction]) -> tuple[bool, bool]:
    """Return (a floor is broken, an eliminatory line is failed) for the panel's mean of each line.

    An eliminatory line is failed below the passing level (or below half the points).
    """
    floor_broken = any(
        item in means and means[item] < Fraction(floor).limit_denominator(1000)
        for item, floor in scheme.floors.items()
    )
    passing = scheme.global_level_passing if scheme.mode is ScoringMode.LEVELS else 10
    eliminated = any(item in means and means[item] < passing for item in scheme.eliminatory)
    return floor_broken, eliminated
