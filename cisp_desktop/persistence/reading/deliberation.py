"""Reads the deliberation: the matrix, and the sealed sheets of one block side by side.

Nothing of a candidate shows before every sheet that must be sealed is sealed (``awaiting``). Reads what
sealing and freezing stored, never the marks of a whole session.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, select

from cisp_desktop.application.queries import (
    BlockRow,
    ComparedLine,
    ComparedRound,
    ComparedSheet,
    DeliberationCell,
    DeliberationDetail,
    DeliberationRow,
    SheetLine,
)
from cisp_desktop.application.queries_evaluating import TranscriptionRow
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.deliberation import DecisionValue, derive_outcome, standing_decision
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.registration import Attendance, Registration
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import certifications, discussion, evaluating, sessions
from cisp_desktop.persistence.reading.awaiting import SessionSheets
from cisp_desktop.persistence.reading.panels import SeatName
from cisp_desktop.persistence.reading.sheets import current_lines, line
from cisp_desktop.persistence.repositories import found


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the domain's rules on decisions ask of a registration, read without the mapping's cost."""

    id: str
    attendance: Attendance
    presented: Sequence[str]
    held_block_ids: set[str]

    def whole_title(self, certification: Certification) -> bool:
        """As ``Registration.whole_title``."""
        return Registration.whole_title(cast("Registration", self), certification)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What the same rules ask of a certification."""

    blocks: tuple[BlockRow, ...]


def matrix(
    connection: Connection, session_id: str, *, registrations: Collection[str] | None = None
) -> list[DeliberationRow]:
    """Return every registration of the session, or those named alone, blocks in the sheet's order."""
    which = None if registrations is None else tables.registration.c.id.in_(sorted(registrations))
    return _Matrix(connection, session_id, which).rows()


class _Matrix:
    """A session's deliberation, or one registration of it, as frozen so far."""

    def __init__(self, connection: Connection, session_id: str, which: ColumnElement[bool] | None) -> None:
        self._connection = connection
        self._session_id = session_id
        self._which = which
        self.blocks = certifications.blocks(connection, sessions.certification_id(connection, session_id))
        self._certification = cast("Certification", _Blocks(self.blocks))
        self.sheets = SessionSheets.read(connection, session_id, which=which)
        self._held: dict[str, set[str]] = {}
        for row in self._of(tables.held_block, tables.held_block.c.id):
            if row.block_id:
                self._held.setdefault(row.registration_id, set()).add(row.block_id)
        self._decisions = {
            (row.registration_id, row.block_id): row
            for row in self._of(tables.decision, tables.decision.c.sequence)
        }

    def _of(self, table: Any, order: Any) -> list[AnyRow]:
        r = tables.registration
        wanted = select(table).join(r, r.c.id == table.c.registration_id)
        wanted = wanted.where(r.c.session_id == self._session_id).order_by(order)
        if self._which is not None:
            wanted = wanted.where(self._which)
        return list(self._connection.execute(wanted))

    def rows(self) -> list[DeliberationRow]:
        """Return the registrations by position."""
        r, c = tables.registration, tables.candidate
        wanted = (
            select(
                r.c.id, r.c.panel_id, r.c.number, r.c.attendance, r.c.presented, c.c.birth_name,
                c.c.usage_name, c.c.first_names,
            )
            .join(c, c.c.id == r.c.candidate_id)
            .where(r.c.session_id == self._session_id)
            .order_by(r.c.position, r.c.number)
        )  # fmt: skip
        if self._which is not None:
            wanted = wanted.where(self._which)
        return [self._row(row) for row in self._connection.execute(wanted)]

    def _row(self, row: AnyRow) -> DeliberationRow:
        facts = _Facts(row.id, row.attendance, row.presented, self._held.get(row.id, set()))
        cells = tuple(self._cell(facts, block.id) for block in self.blocks)
        decisions = {cell.block_id: cell.decision for cell in cells}
        outcome = derive_outcome(cast("Registration", facts), self._certification, decisions)
        return DeliberationRow(
            registration_id=row.id,
            panel_id=row.panel_id,
            number=row.number,
            birth_name=row.birth_name,
            usage_name=row.usage_name,
            first_names=row.first_names,
            attendance=row.attendance,
            cells=cells,
            outcome=outcome,
        )

    def _cell(self, facts: _Facts, block_id: str) -> DeliberationCell:
        standing = standing_decision(cast("Registration", facts), block_id)
        if standing is not None:
            return bare_cell(block_id, decision=standing, by_jury=False)
        hearing = self.sheets.hearings[facts.id]
        round_ = hearing.round_of(block_id)
        proposal = self.sheets.proposals.get((facts.id, block_id, round_))
        if proposal is None or not hearing.revealed:
            return bare_cell(block_id, unsealed=self.sheets.awaited(facts.id, block_id), round_=round_)
        decision = self._decisions.get((facts.id, block_id))
        if decision is not None and decision.value is None:
            decision = None  # what is written before deciding is no decision's
        return DeliberationCell(
            block_id=block_id,
            unsealed=0,
            proposal_frozen=True,
            proposal=proposal.verdict,
            result=_fraction(proposal),
            doubts=tuple(proposal.reasons.split()),
            straddles=proposal.straddles,
            gaps=proposal.gaps,
            decision=decision.value if decision is not None else None,
            by_jury=True,
            reason=decision.reason if decision is not None else "",
            casting_vote=decision.casting_vote if decision is not None else False,
            round=round_,
        )


def bare_cell(
    block_id: str,
    *,
    unsealed: int = 0,
    decision: DecisionValue | None = None,
    by_jury: bool = True,
    round_: int = 1,
) -> DeliberationCell:
    """Return a cell that tells nothing of any sheet."""
    return DeliberationCell(
        block_id, unsealed, False, None, None, (), False, 0, decision, by_jury, "", False, round_
    )


def _fraction(row: AnyRow) -> Fraction | None:
    if row.result_numerator is None:
        return None
    return Fraction(row.result_numerator, row.result_denominator)


def detail(connection: Connection, registration_id: str, block_id: str) -> DeliberationDetail:
    """Return the sealed sheets of one block side by side, the widest gap first, round by round.

    Raises ``Refused("deliberation.sheets_unsealed", missing=…)`` while a sheet of the first round of this
    candidate is awaited on any block presented, ``Refused("block.not_found")``.
    """
    session_id = sessions.of_registration(connection, registration_id)
    read = _Matrix(connection, session_id, tables.registration.c.id == registration_id)
    (row,) = read.rows()
    hearing = read.sheets.hearings[registration_id]
    shown = read.sheets.shown_rounds(registration_id, block_id)
    if not shown and (not hearing.revealed or block_id in hearing.presented):
        missing = sum(read.sheets.awaited(registration_id, own) for own in hearing.presented)
        raise Refused("deliberation.sheets_unsealed", missing=missing)
    block = found(
        next((block for block in read.blocks if block.id == block_id), None),
        Refused("block.not_found", id=block_id),
    )
    scheme = sessions.scheme(connection, session_id)
    rounds = tuple(
        _round(connection, read, registration_id, block, number, scheme=scheme) for number in shown or [1]
    )
    return DeliberationDetail(
        registration_id=registration_id,
        block_id=block_id,
        scheme=scheme,
        sheets=rounds[-1].sheets,
        lines=rounds[-1].lines,
        cell=next(cell for cell in row.cells if cell.block_id == block_id),
        rounds=rounds,
        discussion=discussion.of_block(connection, read.sheets, registration_id, block_id),
    )


def _round(
    connection: Connection,
    read: _Matrix,
    registration_id: str,
    block: BlockRow,
    number: int,
    *,
    scheme: GradingScheme,
) -> ComparedRound:
    sealed = read.sheets.sealed(registration_id, block.id, number)
    marks = [current_lines(connection, sheet.id) for sheet in sealed]
    lines = [
        compared_line(item, position, wording, marks=marks)
        for item, position, wording in certifications.lines(scheme, block)
    ]
    lines.sort(key=lambda line: (-line.gap, line.position))
    proposal = read.sheets.proposals.get((registration_id, block.id, number))
    return ComparedRound(
        number=number,
        sheets=tuple(
            compared_sheet(
                read.sheets.seats[sheet.seat_id],
                sheet,
                current,
                transcription=evaluating.transcription(connection, sheet.id),
            )
            for sheet, (current, _) in zip(sealed, marks, strict=True)
        ),
        lines=tuple(lines),
        proposal=None if proposal is None else proposal.verdict,
        result=None if proposal is None else _fraction(proposal),
    )


def compared_sheet(
    seat: SeatName,
    sheet: AnyRow,
    current: Mapping[str, AnyRow],
    *,
    transcription: TranscriptionRow | None = None,
) -> ComparedSheet:
    """Return a sealed sheet's head, ``current`` being its marks that count."""
    overall = current.get(GLOBAL_ITEM)
    return ComparedSheet(
        seat_id=seat.id,
        name=seat.name,
        role=seat.role,
        rank=seat.rank,
        result=_fraction(sheet),
        global_level=sheet.result_global,
        observations=overall.comment if overall is not None else "",
        sealed_at=sheet.sealed_at,
        transcription=transcription,
    )


def compared_line(
    item: str,
    position: int,
    wording: str,
    *,
    marks: Sequence[tuple[Mapping[str, AnyRow], Mapping[str, int]]],
) -> ComparedLine:
    """Return one line of the sheets, ``marks`` being what each holds and how many rows."""
    lines: list[SheetLine | None] = [
        line(item, position, wording, mark=current[item], rows=counts[item]) if item in current else None
        for current, counts in marks
    ]
    given = [one for one in lines if one is not None and one.status is MarkStatus.GIVEN]
    marks_given = [
        Fraction(one.level) if one.level is not None else Fraction(one.points or 0, 100) for one in given
    ]
    gap = max(marks_given) - min(marks_given) if marks_given else Fraction(0)
    return ComparedLine(item, position, wording, tuple(lines), gap)
