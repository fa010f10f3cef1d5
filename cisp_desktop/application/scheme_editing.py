"""Editing the grading scheme of a certification's draft, and saying what is wrong with it.

A draft may hold a scheme that cannot compute: it is shown with its reason, and saving refuses it. Lines are
named by the keys of the draft's nodes. Must not know screens nor storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cisp_desktop.application.certification_draft import AssessmentNode, BlockNode, CertificationDraft
from cisp_desktop.application.scheme_presets import SchemePreset, preset
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import GradingScheme, Level, ScoringMode, check_outside_shares
from cisp_desktop.domain.text import LINE_LENGTH, entry_text, required_text

MOST_LEVELS = 10
"""One figure of the keyboard for each."""
LABEL_LENGTH = 60
LINE_PARTS = ("weights", "floors", "outside_weights")


class SchemePart(StrEnum):
    """What of a scheme a reason is about: where it is shown."""

    THRESHOLD = "THRESHOLD"
    COVERAGE = "COVERAGE"
    ZEROS = "ZEROS"
    GLOBAL_LEVEL = "GLOBAL_LEVEL"
    GAP = "GAP"
    LEVELS = "LEVELS"
    LINES = "LINES"


_PARTS: Mapping[str, SchemePart] = {
    "scheme.threshold": SchemePart.THRESHOLD,
    "scheme.coverage": SchemePart.COVERAGE,
    "scheme.zeros": SchemePart.ZEROS,
    "scheme.passing": SchemePart.GLOBAL_LEVEL,
    "scheme.gap": SchemePart.GAP,
    "scheme.levels": SchemePart.LEVELS,
    "scheme.label": SchemePart.LEVELS,
    "scheme.worths": SchemePart.LEVELS,
}


@dataclass(frozen=True, slots=True)
class SchemeProblem:
    """Why a scheme cannot compute, and where."""

    part: SchemePart
    error: RuleError


def scheme_data(draft: CertificationDraft) -> dict[str, Any]:
    """Return the scheme's JSON data, whole; lines that left the draft are left out.

    A draft without a scheme has the default: levels, or points on 20 when no block has competences.
    """
    if not draft.scheme:
        by_levels = any(block.competences for block in draft.blocks) or not draft.blocks
        return preset(SchemePreset.LEVELS if by_levels else SchemePreset.POINTS).to_data()
    data = {**GradingScheme().to_data(), **draft.scheme}
    known = {line.key for block in draft.blocks for line in block.lines}
    for part in LINE_PARTS:
        data[part] = {key: value for key, value in data[part].items() if key in known}
    data["eliminatory"] = [key for key in data["eliminatory"] if key in known]
    return data


def scheme_of(draft: CertificationDraft) -> GradingScheme:
    """Return the scheme, its lines named by the keys of the draft. Raises ``RuleError("scheme.*")``."""
    scheme = GradingScheme.from_data(scheme_data(draft))
    check_outside_shares(scheme, {b.code or b.key: [a.key for a in b.assessments] for b in draft.blocks})
    return scheme


def scheme_problem(draft: CertificationDraft) -> SchemeProblem | None:
    """Return why the scheme cannot compute; None when it can."""
    try:
        scheme_of(draft)
    except RuleError as error:
        return SchemeProblem(_PARTS.get(error.code, SchemePart.LINES), error)
    return None


def scored_lines(draft: CertificationDraft, block: BlockNode) -> list[str]:
    """Return the keys of the lines that jurors mark: see ``domain.scoring.scored_items``."""
    if scheme_data(draft)["mode"] == ScoringMode.LEVELS and block.competences:
        return [competence.key for competence in block.competences]
    return [assessment.key for assessment in block.assessments]


def outside_lines(block: BlockNode) -> list[AssessmentNode]:
    """Return the assessments that the sheet gives to somebody else than the certification jury."""
    return [assessment for assessment in block.assessments if assessment.judged_by.outside_panel]


# --- edits ----------------------------------------------------------------------------------------


def with_scheme(draft: CertificationDraft, **fields: Any) -> CertificationDraft:
    """Set fields of the scheme's JSON data."""
    return replace(draft, scheme={**scheme_data(draft), **fields})


def with_mode(draft: CertificationDraft, mode: ScoringMode) -> CertificationDraft:
    """Mark levels or points; a gap that nobody chose becomes the usual one of that notation."""
    gaps = {ScoringMode.LEVELS: preset(SchemePreset.LEVELS), ScoringMode.POINTS: preset(SchemePreset.POINTS)}
    data = scheme_data(draft)
    usual = gaps[ScoringMode(data["mode"])].wide_gap
    gap = gaps[mode].wide_gap if data["wide_gap"] == usual else data["wide_gap"]
    return with_scheme(draft, mode=mode.value, wide_gap=gap)


def with_preset(draft: CertificationDraft, chosen: SchemePreset) -> CertificationDraft:
    """Start anew from a preset: weights, floors and eliminatory lines are gone."""
    return replace(draft, scheme=preset(chosen).to_data())


def levels_of(draft: CertificationDraft) -> tuple[Level, ...]:
    """Return the levels from the lowest."""
    return tuple(Level.from_data(level) for level in scheme_data(draft)["levels"])


def _with_levels(draft: CertificationDraft, levels: Sequence[Level]) -> CertificationDraft:
    """Set the levels: their keys follow their places, and the passing level stays among them."""
    numbered = [replace(level, value=place).to_data() for place, level in enumerate(levels)]
    passing = min(scheme_data(draft)["global_level_passing"], len(levels) - 1)
    return with_scheme(draft, levels=numbered, global_level_passing=passing)


def with_level(draft: CertificationDraft, place: int, **fields: Any) -> CertificationDraft:
    """Set fields of the level at ``place``; a text that cannot be kept is refused (``text.*``).

    A descriptor stays as typed, spaces and all: it is edited letter by letter.
    """
    if "label" in fields:
        fields["label"] = required_text(fields["label"], field="scheme.level", limit=LABEL_LENGTH)
    if "descriptor" in fields:
        entry_text(fields["descriptor"], field="scheme.descriptor", limit=LINE_LENGTH)
    levels = list(levels_of(draft))
    levels[place] = replace(levels[place], **fields)
    return _with_levels(draft, levels)


def with_new_level(draft: CertificationDraft, label: str) -> CertificationDraft:
    """Add a level at the top, worth one more than the last. ``RuleError("scheme.levels_most")``."""
    levels = levels_of(draft)
    if len(levels) >= MOST_LEVELS:
        raise RuleError("scheme.levels_most", most=MOST_LEVELS)
    worth = None if levels[-1].worth is None else levels[-1].worth + 1
    return _with_levels(draft, (*levels, Level(len(levels), label, worth)))


def without_level(draft: CertificationDraft, place: int) -> CertificationDraft:
    """Remove a level. ``RuleError("scheme.level_last")`` when a scale would have one."""
    levels = levels_of(draft)
    if len(levels) <= 2:
        raise RuleError("scheme.level_last")
    return _with_levels(draft, (*levels[:place], *levels[place + 1 :]))


def shifted_level(draft: CertificationDraft, place: int, step: int) -> CertificationDraft:
    """Exchange a level with its neighbour; what each place is worth stays there."""
    levels = list(levels_of(draft))
    other = place + step
    if not 0 <= other < len(levels):
        return draft
    one, two = levels[place], levels[other]
    levels[place], levels[other] = replace(two, worth=one.worth), replace(one, worth=two.worth)
    return _with_levels(draft, levels)


def with_line_value(
    draft: CertificationDraft, part: str, key: str, value: float | None
) -> CertificationDraft:
    """Set a line's value in ``weights``, ``floors`` or ``outside_weights``; None: none of its own."""
    values = dict(scheme_data(draft)[part])
    values.pop(key, None)
    if value is not None:
        values[key] = value
    return with_scheme(draft, **{part: values})


def with_eliminatory(draft: CertificationDraft, key: str, *, eliminatory: bool) -> CertificationDraft:
    """Say whether a line alone refuses the block."""
    kept = [one for one in scheme_data(draft)["eliminatory"] if one != key]
    return with_scheme(draft, eliminatory=[*kept, key] if eliminatory else kept)
