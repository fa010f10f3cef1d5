"""Reads the deliberation: the matrix, and the sealed sheets of one block side by side.

Nothing of a candidate shows before every sheet that must be sealed is sealed (``awaiting``). Reads what
sealing and freezing stored, never the marks of a whole session.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TypeAlias, cast

from sqlalchemy import Connection, Table, select

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
from cisp_desktop.domain.deliberation import DecisionValue, Outcome, derive_outcome, standing_decision
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.registration import Attendance, Registration
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import (
    certifications,
    discussion,
    evaluating,
    panels,
    registrations,
    sessions,
)
from cisp_desktop.persistence.reading.awaiting import (
    Selected,
    SessionHearings,
    SessionSheets,
    of_session,
    owned,
    parameters,
)
from cisp_desktop.persistence.reading.panels import SeatName
from cisp_desktop.persistence.reading.sheets import line, lines_of_sheets
from cisp_desktop.persistence.repositories import found

_Marks: TypeAlias = tuple[Mapping[str, AnyRow], Mapping[str, int]]
"""The current row of each item of a sheet, and how many rows each has."""


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
    return _Matrix(connection, session_id, registrations).rows()


class _Matrix:
    """A session's deliberation, or one registration of it, as frozen so far."""

    def __init__(self, connection: Connection, session_id: str, only: Collection[str] | None) -> None:
        self._connection = connection
        self._session_id = session_id
        self._only = only
        self.blocks = certifications.blocks(connection, sessions.certification_id(connection, session_id))
        self._certification = cast("Certification", _Blocks(self.blocks))
        self._hearings = SessionHearings.read_standings(connection, session_id, only=only)
        self._not_sitting = panels.not_sitting(connection, session_id)
        self._held: dict[str, set[str]] = {}
        for row in self._of(tables.held_block, "id"):
            if row.block_id:
                self._held.setdefault(row.registration_id, set()).add(row.block_id)
        self._decisions = {
            (row.registration_id, row.block_id): row for row in self._of(tables.decision, "sequence")
        }

    def _of(self, table: Table, order: str) -> list[AnyRow]:
        wanted = owned(table, named=self._only is not None, order=order)
        return list(self._connection.execute(wanted, parameters(self._session_id, self._only)))

    def rows(self) -> list[DeliberationRow]:
        """Return the registrations by position."""
        wanted = _candidates(named=self._only is not None)
        read = self._connection.execute(wanted, parameters(self._session_id, self._only))
        return [self._row(row) for row in read]

    def _row(self, row: AnyRow) -> DeliberationRow:
        facts = _Facts(row.id, row.attendance, row.presented, self._held.get(row.id, set()))
        cells = tuple(
            _cell(self._hearings, facts, block.id, decision=self._decisions.get((row.id, block.id)))
            for block in self.blocks
        )
        decisions = {cell.block_id: cell.decision for cell in cells}
        outcome = (
            Outcome.NOT_EXAMINED
            if row.panel_id in self._not_sitting
            else derive_outcome(cast("Registration", facts), self._certification, decisions)
        )
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


def _cell(
    read: SessionHearings, facts: _Facts, block_id: str, *, decision: AnyRow | None
) -> DeliberationCell:
    """Return a block's cell; ``decision`` is the latest row of its history."""
    standing = standing_decision(cast("Registration", facts), block_id)
    if standing is not None:
        return bare_cell(block_id, decision=standing, by_jury=False)
    hearing = read.hearings[facts.id]
    round_ = hearing.round_of(block_id)
    proposal = read.proposals.get((facts.id, block_id, round_))
    if proposal is None or not hearing.revealed:
        return bare_cell(block_id, unsealed=read.awaited(facts.id, block_id), round_=round_)
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
    heard = discussion.heard(connection, registration_id)
    read = SessionSheets.read(connection, heard.session_id, only=[registration_id])
    hearing, shown = read.hearings[registration_id], read.shown_rounds(registration_id, block_id)
    if not shown and (not hearing.revealed or block_id in hearing.presented):
        missing = sum(read.awaited(registration_id, own) for own in hearing.presented)
        raise Refused("deliberation.sheets_unsealed", missing=missing)
    blocks = certifications.blocks(connection, heard.certification_id, block_id=block_id)
    block = found(next(iter(blocks), None), Refused("block.not_found", id=block_id))
    held = registrations.held(connection, registration_id)
    facts = _Facts(
        registration_id, hearing.attendance, hearing.presented, {h.block_id for h in held if h.block_id}
    )
    decision = discussion.last_decision(connection, registration_id, block_id)
    scheme = GradingScheme.from_data(heard.scheme)
    rounds = _rounds(connection, read, registration_id, block, shown or [1], scheme=scheme)
    return DeliberationDetail(
        registration_id=registration_id,
        block_id=block_id,
        scheme=scheme,
        sheets=rounds[-1].sheets,
        lines=rounds[-1].lines,
        cell=_cell(read, facts, block_id, decision=decision),
        rounds=rounds,
        discussion=discussion.of_block(connection, read, heard, block_id, decision=decision),
        outside_results=registrations.outside_results(connection, registration_id),
        held=registrations.claims(connection, heard.session_id, held),
        recused=read.recused_sitting(registration_id),
    )


def _rounds(
    connection: Connection,
    read: SessionSheets,
    registration_id: str,
    block: BlockRow,
    numbers: Sequence[int],
    *,
    scheme: GradingScheme,
) -> tuple[ComparedRound, ...]:
    """Return what is compared of each round, all their marks read at once."""
    sealed = {number: read.sealed(registration_id, block.id, number) for number in numbers}
    ids = [sheet.id for sheets in sealed.values() for sheet in sheets]
    marks = dict(zip(ids, lines_of_sheets(connection, ids), strict=True))
    copied = evaluating.transcriptions(connection, ids)
    return tuple(
        ComparedRound(
            number=number,
            sheets=tuple(
                compared_sheet(
                    read.seats[sheet.seat_id], sheet, marks[sheet.id][0], transcription=copied.get(sheet.id)
                )
                for sheet in sheets
            ),
            lines=_lines(scheme, block, [marks[sheet.id] for sheet in sheets]),
            proposal=proposal.verdict if proposal is not None else None,
            result=_fraction(proposal) if proposal is not None else None,
        )
        for number, sheets in sealed.items()
        for proposal in (read.proposals.get((registration_id, block.id, number)),)
    )


def _lines(scheme: GradingScheme, block: BlockRow, marks: Sequence[_Marks]) -> tuple[ComparedLine, ...]:
    """Return a block's lines, the widest gap first."""
    lines = [
        compared_line(item, position, wording, marks=marks)
        for item, position, wording in certifications.lines(scheme, block)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.gap, line.position)))


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
        sex=seat.sex,
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
    marks: Sequence[_Marks],
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


@cache
def _candidates(*, named: bool) -> Selected:
    r, c = tables.registration, tables.candidate
    wanted = select(
        r.c.id, r.c.panel_id, r.c.number, r.c.attendance, r.c.presented, c.c.birth_name, c.c.usage_name,
        c.c.first_names,
    ).join(c, c.c.id == r.c.candidate_id)  # fmt: skip
    return of_session(wanted, named=named).order_by(r.c.position, r.c.number)
