"""Score sheets and marks: one juror, one registration, one block, one round.

A mark is a row appended, never overwritten; the current mark of a line is its latest row. A sealed
sheet never changes. This module must not know screens, storage, or other jurors' sheets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from cisp_desktop.domain.certification import Block
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import GradingScheme, ScoringMode, SheetResult


class MarkStatus(StrEnum):
    """What a mark's row says; ``WITHDRAWN`` holds no level (undo of a first mark, or a comment alone)."""

    GIVEN = "GIVEN"
    NOT_EVALUATED = "NOT_EVALUATED"
    WITHDRAWN = "WITHDRAWN"


class NotEvaluatedReason(StrEnum):
    """The short list of reasons for « non évalué »."""

    NOT_ADDRESSED = "NOT_ADDRESSED"
    NO_DOCUMENT = "NO_DOCUMENT"
    NO_TIME = "NO_TIME"
    OUTSIDE_MY_FIELD = "OUTSIDE_MY_FIELD"
    JUDGED_ELSEWHERE = "JUDGED_ELSEWHERE"


class SheetState(StrEnum):
    """vide → brouillon → complète → scellée."""

    EMPTY = "EMPTY"
    DRAFT = "DRAFT"
    COMPLETE = "COMPLETE"
    SEALED = "SEALED"


GLOBAL_ITEM = "GLOBAL"
"""The item of a mark that stands for the whole block: its global level and the juror's observations."""


@dataclass(eq=False)
class Mark:
    """One row of a sheet's history. ``item`` is a competence id, an assessment id or ``GLOBAL_ITEM``.

    ``sequence`` counts from 1 within the sheet and orders the rows (never the clock).
    ``level`` is the scheme's level (0–3 by default); ``points`` are hundredths of a point (0–2000).
    ``given_at`` carries its offset from UTC.
    """

    sheet_id: str
    sequence: int
    item: str
    status: MarkStatus
    level: int | None
    points: int | None
    reason: NotEvaluatedReason | None
    comment: str
    given_at: datetime


@dataclass(eq=False)
class ScoreSheet:
    """One juror's sheet on one block. ``result_*`` are frozen when it is sealed.

    ``result_numerator / result_denominator`` is the exact block result on 20.
    """

    id: str
    registration_id: str
    seat_id: str
    block_id: str
    round: int = 1
    last_sequence: int = 0
    sealed_at: datetime | None = None
    set_aside_reason: str = ""
    result_numerator: int | None = None
    result_denominator: int | None = None
    result_assessed: int = 0
    result_zeros: int = 0
    result_items: int = 0
    result_global: int | None = None

    @property
    def sealed(self) -> bool:
        """Whether the juror declared it final."""
        return self.sealed_at is not None


@dataclass(eq=False)
class Transcription:
    """A sheet that its juror filled on paper: who typed it, and who checked it against the paper.

    ``checked_at`` None: not checked yet, and not to be sealed.
    """

    sheet_id: str
    typed_by: str
    checked_by: str = ""
    checked_at: datetime | None = None


class SheetSummary(NamedTuple):
    """What the deliberation needs of one sheet: whose it is, whether it is sealed, its frozen result."""

    registration_id: str
    block_id: str
    seat_id: str
    id: str
    sealed: bool
    set_aside: bool
    result: SheetResult
    round: int = 1


def current_marks(rows: Iterable[Mark]) -> dict[str, Mark]:
    """Return the latest row of each item."""
    latest: dict[str, Mark] = {}
    for row in rows:
        known = latest.get(row.item)
        if known is None or row.sequence > known.sequence:
            latest[row.item] = row
    return latest


def missing_items(scheme: GradingScheme, item_ids: Sequence[str], current: dict[str, Mark]) -> list[str]:
    """Return the items that still lack a level or an explicit « non évalué », the global one last."""
    missing = [item for item in item_ids if not is_settled(current.get(item))]
    if scheme.global_level_required:
        overall = current.get(GLOBAL_ITEM)
        if overall is None or overall.status is not MarkStatus.GIVEN:
            missing.append(GLOBAL_ITEM)
    return missing


def is_settled(mark: Mark | None) -> bool:
    """Whether a line has a level, points, or « non évalué »."""
    return mark is not None and mark.status is not MarkStatus.WITHDRAWN


def sheet_state(sheet: ScoreSheet, missing: Sequence[str], current: dict[str, Mark]) -> SheetState:
    """Return where the sheet stands."""
    if sheet.sealed:
        return SheetState.SEALED
    if not any(is_settled(mark) or mark.comment for mark in current.values()):
        return SheetState.EMPTY
    return SheetState.DRAFT if missing else SheetState.COMPLETE


def check_mark(
    scheme: GradingScheme,
    item: str,
    *,
    status: MarkStatus,
    level: int | None,
    points: int | None,
    reason: NotEvaluatedReason | None,
) -> None:
    """Refuse a mark that the scheme does not know (``RuleError("mark.*")``)."""
    by_points = scheme.mode is ScoringMode.POINTS and item != GLOBAL_ITEM
    if status is MarkStatus.GIVEN:
        if by_points:
            if points is None or level is not None or not 0 <= points <= 2000:
                raise RuleError("mark.points", points=None if points is None else points / 100)
        elif level is None or points is not None or not 0 <= level <= scheme.levels[-1].value:
            raise RuleError("mark.level", level=level, top=scheme.levels[-1].value)
        return
    if level is not None or points is not None:
        raise RuleError("mark.level", level=level, top=scheme.levels[-1].value)
    if status is MarkStatus.NOT_EVALUATED:
        if item == GLOBAL_ITEM:
            raise RuleError("mark.global_not_evaluated")
        if reason is None:
            raise RuleError("mark.reason_missing")


def scored_items(scheme: GradingScheme, block: Block) -> list[str]:
    """Return the ids of the lines that a sheet on ``block`` holds, in the order of the sheet.

    Competences where the scheme scores by levels, assessments where it gives points; a block without
    competences is scored by its assessments whatever the scheme (RNCP6133).
    """
    if scheme.mode is ScoringMode.LEVELS and block.competences:
        return [competence.id for competence in block.competences]
    return [assessment.id for assessment in block.assessments]
