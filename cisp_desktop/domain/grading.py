"""The grading scheme: how marks become a juror's result and the panel's proposal.

Follows the default of the project's domain page §4: every number is a field of the scheme, so the
certifier can change it. Results are exact fractions of 20, compared unrounded. A proposal is never
a decision. This module must not know sheets, storage or screens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
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


class LevelShape(StrEnum):
    """How a level is drawn, so that it reads in black and white; ``AUTO`` follows its place in the scale."""

    AUTO = "AUTO"
    EMPTY = "EMPTY"
    HALF = "HALF"
    FULL = "FULL"
    STAR = "STAR"


class LevelColour(StrEnum):
    """The colours of levels, as names of the window's palettes; ``AUTO`` follows the place in the scale."""

    AUTO = "AUTO"
    RED = "RED"
    ORANGE = "ORANGE"
    GREEN = "GREEN"
    BLUE = "BLUE"
    GREY = "GREY"


@dataclass(frozen=True)
class Level:
    """One level of the scale: ``value`` is its key (0–3), ``label`` the certifier's word.

    ``worth`` is what the level counts in the mean, None for its key; the top level counts for 20 of 20.
    ``descriptor`` says in a sentence what a juror must have seen to give it; empty where the certifier says
    nothing more than the label.
    """

    value: int
    label: str
    worth: float | None = None
    shape: LevelShape = LevelShape.AUTO
    colour: LevelColour = LevelColour.AUTO
    descriptor: str = ""

    @property
    def counts(self) -> Fraction:
        """What the level counts in the mean, exact."""
        return Fraction(self.value if self.worth is None else self.worth).limit_denominator(1000)

    def to_data(self) -> list[Any]:
        """Return the level as JSON data: the shortest form that says everything."""
        if self == Level(self.value, self.label):
            return [self.value, self.label]
        data = [self.value, self.label, self.worth, self.shape.value, self.colour.value]
        return [*data, self.descriptor] if self.descriptor else data

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> "Level":
        """Read JSON data as ``to_data`` wrote it."""
        value, label, *rest = data
        if not rest:
            return cls(int(value), str(label))
        worth, shape, colour, *more = rest
        counts = None if worth is None else float(worth)
        descriptor = str(more[0]) if more else ""
        return cls(int(value), str(label), counts, LevelShape(shape), LevelColour(colour), descriptor)


DEFAULT_LEVELS = (
    Level(0, "Non acquis"),
    Level(1, "En cours d'acquisition"),
    Level(2, "Acquis"),
    Level(3, "Maîtrisé"),
)


WIDE_GAP_IN_POINTS = 4
"""Points on 20 from which two jurors stand far apart, where marks are points: a default."""


@dataclass(frozen=True)
class GradingScheme:
    """Every number of the scheme. Shares lie in 0–1, results and ``threshold`` on 0–20.

    ``weights``, ``floors`` and ``eliminatory`` are keyed by competence (or assessment) id; a missing
    weight is 1. A floor is the least panel mean on that competence, in what levels are worth (or points).
    ``outside_weights`` gives, by assessment judged outside the panel, the share of the block's result that
    its points make (0–1, under 1 in all for a block).
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
    outside_weights: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a scheme that cannot compute (``RuleError("scheme.*")``)."""
        if not 0 < self.threshold <= 20:
            raise RuleError("scheme.threshold", threshold=self.threshold)
        values = [level.value for level in self.levels]
        if len(values) < 2 or values != list(range(len(values))):
            raise RuleError("scheme.levels", count=len(values))
        if any(weight <= 0 for weight in self.weights.values()):
            raise RuleError("scheme.weight")
        if any(not level.label.strip() for level in self.levels):
            raise RuleError("scheme.label")
        worths = [level.counts for level in self.levels]
        if worths[0] < 0 or any(low >= high for low, high in pairwise(worths)):
            raise RuleError("scheme.worths")
        self._check_rules()

    def _check_rules(self) -> None:
        top = self.levels[-1].value
        if not 1 <= self.global_level_passing <= top:
            raise RuleError("scheme.passing", passing=self.global_level_passing, top=top)
        if self.wide_gap < 1:
            raise RuleError("scheme.gap", gap=self.wide_gap)
        if not _is_share(self.least_coverage):
            part, whole = self.least_coverage
            raise RuleError("scheme.coverage", part=part, whole=whole)
        if not _is_share(self.most_zeros):
            part, whole = self.most_zeros
            raise RuleError("scheme.zeros", part=part, whole=whole)
        if any(not 0 <= floor <= self.top for floor in self.floors.values()):
            raise RuleError("scheme.floor", top=self.top)
        if any(not 0 < weight < 1 for weight in self.outside_weights.values()):
            raise RuleError("scheme.outside_weight")

    @property
    def top(self) -> Fraction:
        """The highest mark: what the top level is worth, or 20 points."""
        return self.levels[-1].counts if self.mode is ScoringMode.LEVELS else Fraction(20)

    def counted(self, value: int | Fraction) -> Fraction:
        """What a mark counts in the mean: what its level is worth, or its points."""
        return self.levels[int(value)].counts if self.mode is ScoringMode.LEVELS else Fraction(value)

    def label(self, value: int) -> str:
        """The certifier's word for a level (0 to ``top``)."""
        return self.levels[value].label

    def to_data(self) -> dict[str, Any]:
        """Return the scheme as JSON data."""
        data = asdict(self)
        data["levels"] = [level.to_data() for level in self.levels]
        for key in ("least_coverage", "most_zeros", "eliminatory"):
            data[key] = list(data[key])
        for key in ("weights", "floors", "outside_weights"):
            data[key] = dict(data[key])
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
            values["levels"] = tuple(Level.from_data(level) for level in values["levels"])
        for key in ("least_coverage", "most_zeros", "eliminatory"):
            if key in values:
                values[key] = tuple(values[key])
        return cls(**values)


def check_outside_shares(scheme: GradingScheme, blocks: Mapping[str, Sequence[str]]) -> None:
    """Refuse a block of which nothing would be left to the panel (``RuleError("scheme.outside_total")``).

    ``blocks`` gives the identifiers of each block's assessments, by the block's code.
    """
    for block, assessments in blocks.items():
        shares = [Fraction(scheme.outside_weights.get(one, 0)).limit_denominator(1000) for one in assessments]
        if sum(shares, Fraction(0)) >= 1:
            raise RuleError("scheme.outside_total", block=block)


def _is_share(share: tuple[int, int]) -> bool:
    part, whole = share
    return whole > 0 and 0 <= part <= whole


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
        total += weight * scheme.counted(value)
        weight_sum += weight
    result = total / weight_sum * (20 / scheme.top) if assessed else None
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
    outside: Sequence[tuple[Fraction, Fraction | None]] = (),
    outside_bars: bool = False,
    floor_broken: bool = False,
    eliminated: bool = False,
) -> PanelResult:
    """Return the panel's proposal for a block from its sealed sheets.

    ``outside`` gives (share of the result, points on 20) for each assessment judged outside the panel that
    the scheme weighs; without its points there is no proposal. ``outside_bars``: a result judged outside the
    panel is unfavourable, or missing where it counts.
    ``floor_broken`` / ``eliminated``: see ``weak_lines``. Source: default scheme of the domain page §4.
    """
    results = [sheet.result for sheet in sheets if sheet.result is not None]
    if not sheets or not results:
        return PanelResult(None, None, (NoProposal.COVERAGE if sheets else NoProposal.NO_SHEET,), False)
    threshold = Fraction(scheme.threshold).limit_denominator(1000)
    mean = _with_outside(sum(results, Fraction(0)) / len(results), outside)
    favourable = sum(result >= threshold for result in results)
    passed = mean >= threshold
    reasons = [reason for sheet in sheets for reason in _sheet_doubts(scheme, sheet, threshold)]
    if (passed and 2 * favourable <= len(results)) or (not passed and 2 * favourable >= len(results)):
        reasons.append(NoProposal.MAJORITY)
    if (passed and outside_bars) or any(points is None for _, points in outside):
        reasons.append(NoProposal.OUTSIDE_RESULT)
    if passed and floor_broken:
        reasons.append(NoProposal.FLOOR)
    straddles = 0 < favourable < len(results)
    if reasons:
        return PanelResult(None, mean, tuple(dict.fromkeys(reasons)), straddles)
    verdict = Verdict.VALIDATED if passed and not eliminated else Verdict.NOT_VALIDATED
    return PanelResult(verdict, mean, (), straddles)


def _with_outside(mean: Fraction, outside: Sequence[tuple[Fraction, Fraction | None]]) -> Fraction:
    """Mix in the points given outside the panel; a missing one leaves its share to the panel."""
    known = [(share, points) for share, points in outside if points is not None]
    if not known:
        return mean
    own = 1 - sum((share for share, _ in known), Fraction(0))
    return own * mean + sum((share * points for share, points in known), Fraction(0))


def _sheet_doubts(scheme: GradingScheme, sheet: SheetResult, threshold: Fraction) -> list[NoProposal]:
    doubts = []
    part, whole = scheme.least_coverage
    if sheet.assessed * whole < part * sheet.items:
        doubts.append(NoProposal.COVERAGE)
    part, whole = scheme.most_zeros
    if sheet.zeros * whole > part * sheet.items:
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
    passing = scheme.counted(scheme.global_level_passing) if scheme.mode is ScoringMode.LEVELS else 10
    eliminated = any(item in means and means[item] < passing for item in scheme.eliminatory)
    return floor_broken, eliminated
