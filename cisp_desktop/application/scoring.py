"""The juror's acts: giving marks, withdrawing them, sealing sheets.

Every act takes an ``IdentifiedJuror``: a right code is what lets somebody score. Each mark is one
row appended and one COMMIT. Must not know screens, nor other jurors' sheets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import hearing_to_score
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import Block
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.grading import GradingScheme, sheet_result
from cisp_desktop.domain.hearing_acts import check_score
from cisp_desktop.domain.registration import Attendance, Registration
from cisp_desktop.domain.scoring import (
    GLOBAL_ITEM,
    Mark,
    MarkStatus,
    NotEvaluatedReason,
    ScoreSheet,
    check_mark,
    missing_items,
    scored_items,
)
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text


@dataclass(frozen=True, slots=True)
class MarkValue:
    """What a juror says of one line. ``points`` are hundredths of a point (0–2000).

    The default is the empty line: no level, no comment.
    """

    status: MarkStatus = MarkStatus.WITHDRAWN
    level: int | None = None
    points: int | None = None
    reason: NotEvaluatedReason | None = None
    comment: str = ""

    @classmethod
    def of_level(cls, level: int, comment: str = "") -> "MarkValue":
        """A level of the scheme."""
        return cls(MarkStatus.GIVEN, level=level, comment=comment)

    @classmethod
    def of_points(cls, points: int, comment: str = "") -> "MarkValue":
        """Points, in hundredths."""
        return cls(MarkStatus.GIVEN, points=points, comment=comment)

    @classmethod
    def not_evaluated(cls, reason: NotEvaluatedReason, comment: str = "") -> "MarkValue":
        """An explicit « non évalué »."""
        return cls(MarkStatus.NOT_EVALUATED, reason=reason, comment=comment)


EMPTY = MarkValue()


@dataclass(frozen=True, slots=True)
class MarkGiven:
    """What ``give_marks`` replaced, item by item, for undo; empty when nothing changed."""

    sheet_id: str
    before: tuple[tuple[str, MarkValue], ...]


def give_mark(
    workspace: Workspace,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_id: str,
    item: str,
    value: MarkValue,
) -> MarkGiven:
    """Give one line its mark; ``give_marks`` for one item."""
    return give_marks(
        workspace, juror, registration_id=registration_id, block_id=block_id, values=[(item, value)]
    )


def give_marks(
    workspace: Workspace,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_id: str,
    values: Sequence[tuple[str, MarkValue]],
) -> MarkGiven:
    """Append one row per line whose value changes, in one COMMIT, and return what stood before.

    The sheet is made at the first mark. Raises ``RuleError`` (``mark.*``, ``text.*``) or ``Refused``:
    ``sheet.sealed``, ``session.closed``, ``juror.recused``, ``juror.other_session``, ``juror.other_panel``,
    ``registration.not_heard``, ``registration.block_not_presented``.
    """
    with workspace.unit_of_work() as work:
        given = append_marks(
            workspace, work, juror, registration_id=registration_id, block_id=block_id, values=values
        )
        if given.before:
            work.commit()
        return given


def append_marks(
    workspace: Workspace,
    work: UnitOfWork,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_id: str,
    values: Sequence[tuple[str, MarkValue]],
) -> MarkGiven:
    """``give_marks`` inside a transaction that the caller commits."""
    scene = _Scene.load(work, juror, registration_id=registration_id, block_id=block_id)
    sheet = scene.sheet_to_mark(work)
    current = work.sheets.current_marks(sheet.id) if sheet.last_sequence else {}
    rows: list[Mark] = []
    before: list[tuple[str, MarkValue]] = []
    for item, value in values:
        row = scene.row(sheet, item, value, known=current.get(item), given_at=workspace.clock())
        if row is None:
            continue
        before.append((item, _value(current.get(item))))
        sheet.last_sequence = row.sequence
        current[item] = row
        rows.append(row)
    if rows:
        work.sheets.append(rows)
        work.note(juror.seat_id, "mark.given", subject=sheet.id, sequence=sheet.last_sequence, rows=len(rows))
        work.changed(Change.MARKS, sheet.id, registration_id)
    return MarkGiven(sheet.id, tuple(before))


def own_sheet(
    work: UnitOfWork, juror: IdentifiedJuror, *, registration_id: str, block_id: str, id: str = ""
) -> ScoreSheet:
    """Return the juror's own open sheet of the round that counts, made when missing (under ``id`` when one is
    named), inside a transaction that the caller commits. Raises ``Refused`` as ``give_marks``.
    """
    scene = _Scene.load(work, juror, registration_id=registration_id, block_id=block_id)
    return scene.sheet_to_mark(work, id=id)


def _value(mark: Mark | None) -> MarkValue:
    if mark is None:
        return EMPTY
    return MarkValue(mark.status, mark.level, mark.points, mark.reason, mark.comment)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything that a juror's act on one sheet must be judged against."""

    juror: IdentifiedJuror
    registration: Registration
    block: Block
    scheme: GradingScheme
    round: int
    sheet: ScoreSheet | None

    @classmethod
    def load(
        cls, work: UnitOfWork, juror: IdentifiedJuror, *, registration_id: str, block_id: str
    ) -> "_Scene":
        registration = work.registrations.get(registration_id)
        session = open_session(work, registration.session_id)
        if juror.session_id != session.id:
            raise Refused("juror.other_session")
        if juror.panel_id != registration.panel_id:
            raise Refused("juror.other_panel", number=registration.number)
        hearing, sheet = hearing_to_score(work, registration, session, juror=juror, block_id=block_id)
        certification = work.certifications.get(session.certification_id)
        block = next((block for block in certification.blocks if block.id == block_id), None)
        if block is None:
            raise Refused("registration.block_not_presented")
        check_score(hearing, juror.seat_id, block_id, named=block.code)
        scheme = GradingScheme.from_data(session.scheme)
        return cls(juror, registration, block, scheme, hearing.round_of(block_id), sheet)

    def sheet_to_mark(self, work: UnitOfWork, *, id: str = "") -> ScoreSheet:
        """Return the juror's own sheet of the round that counts, made when missing."""
        if self.sheet is not None:
            return self.sheet
        own = self.registration.id, self.juror.seat_id, self.block.id
        sheet = ScoreSheet(id or new_id(), *own, round=self.round)
        work.sheets.add(sheet)
        return sheet

    @property
    def items(self) -> list[str]:
        """The lines of the sheet."""
        return scored_items(self.scheme, self.block)

    def row(
        self, sheet: ScoreSheet, item: str, value: MarkValue, *, known: Mark | None, given_at: datetime
    ) -> Mark | None:
        """Return the row to append, or None when it would change nothing."""
        if item != GLOBAL_ITEM and item not in self.items:
            raise RuleError("mark.unknown_item")
        comment = entry_text(value.comment, field="mark.comment", limit=COMMENT_LENGTH, multiline=True)
        check_mark(
            self.scheme, item,
            status=value.status, level=value.level, points=value.points, reason=value.reason,
        )  # fmt: skip
        wanted = MarkValue(value.status, value.level, value.points, value.reason, comment)
        if wanted == _value(known):
            return None
        return Mark(
            sheet.id, sheet.last_sequence + 1, item, value.status, value.level, value.points, value.reason,
            comment, given_at,
        )  # fmt: skip


def seal_sheets(
    workspace: Workspace,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_ids: Sequence[str],
) -> list[str]:
    """Declare the juror's sheets on these blocks final, all or none; returns their ids.

    Each sheet's exact result is frozen with it; a candidate still expected counts as present. Raises
    ``RuleError("sheet.incomplete", block=…, missing=n, whole=…)`` or ``Refused``: as ``give_marks``,
    ``transcription.unchecked`` for a sheet copied from paper.
    """
    with workspace.unit_of_work() as work:
        sealed = append_seals(workspace, work, juror, registration_id=registration_id, block_ids=block_ids)
        if sealed:
            work.commit()
        return sealed


def append_seals(
    workspace: Workspace,
    work: UnitOfWork,
    juror: IdentifiedJuror,
    *,
    registration_id: str,
    block_ids: Sequence[str],
) -> list[str]:
    """``seal_sheets`` inside a transaction that the caller commits."""
    sealed = []
    for block_id in block_ids:
        scene = _Scene.load(work, juror, registration_id=registration_id, block_id=block_id)
        sealed.append(_seal(workspace, work, scene))
    if sealed:
        registration = work.registrations.get(registration_id)
        if registration.attendance is Attendance.EXPECTED:
            registration.attendance = Attendance.PRESENT
            work.changed(Change.CANDIDATES, registration_id)
        work.note(juror.seat_id, "sheet.sealed", subject=registration_id, sheets=sealed)
        work.changed(Change.SHEETS | Change.MARKS, registration_id, *sealed)
    return sealed


def _seal(workspace: Workspace, work: UnitOfWork, scene: _Scene) -> str:
    sheet = scene.sheet
    current = work.sheets.current_marks(sheet.id) if sheet else {}
    items = scene.items
    missing = missing_items(scene.scheme, items, current)
    if sheet is None or missing:
        raise RuleError(
            "sheet.incomplete",
            block=scene.block.code,
            missing=len([item for item in missing if item != GLOBAL_ITEM]),
            overall="OVERALL_TOO" if GLOBAL_ITEM in missing else "",
        )
    _check_transcribed(work, scene, sheet, current)
    overall = current.get(GLOBAL_ITEM)
    result = sheet_result(
        scene.scheme,
        items,
        marks={item: marked_value(mark) for item, mark in current.items() if mark.status is MarkStatus.GIVEN},
        global_level=overall.level if overall else None,
    )
    sheet.result_assessed, sheet.result_zeros = result.assessed, result.zeros
    sheet.result_items, sheet.result_global = result.items, result.global_level
    if result.result is not None:
        sheet.result_numerator, sheet.result_denominator = result.result.as_integer_ratio()
    sheet.sealed_at = workspace.clock()
    return sheet.id


def _check_transcribed(
    work: UnitOfWork, scene: _Scene, sheet: ScoreSheet, current: Mapping[str, Mark]
) -> None:
    """Refuse to seal what was copied from paper and not compared with it since its last mark."""
    transcription = work.hearings.transcription(sheet.id)
    if transcription is None:
        return
    checked = transcription.checked_at
    if checked is None or any(mark.given_at > checked for mark in current.values()):
        raise Refused("transcription.unchecked", block=scene.block.code)


def marked_value(mark: Mark) -> int | Fraction:
    """Return a given mark as a number: its level, or its points on 20."""
    if mark.level is not None:
        return mark.level
    return Fraction(mark.points or 0, 100)
