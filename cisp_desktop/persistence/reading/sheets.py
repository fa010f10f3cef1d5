"""Reads one juror's own sheets, and how far each juror is (counts, never marks)."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, case, func, select

from cisp_desktop.application.queries import (
    BlockRow,
    EarlierSheet,
    ProgressRow,
    ScoreSheetView,
    SheetLine,
    SheetStateRow,
)
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.hearing import SheetStanding
from cisp_desktop.domain.scoring import (
    GLOBAL_ITEM,
    Mark,
    MarkStatus,
    ScoreSheet,
    SheetState,
    missing_items,
    sheet_state,
)
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import awaiting, certifications, evaluating, panels, sessions
from cisp_desktop.persistence.repositories import found


def view(connection: Connection, registration_id: str, seat_id: str, *, block_id: str) -> ScoreSheetView:
    """Return a seat's own sheet on a block, of the round that counts, with empty lines when nothing was
    marked, and the own sheets of the rounds before.
    """
    session_id = sessions.of_registration(connection, registration_id)
    scheme = sessions.scheme(connection, session_id)
    registration = _heard(connection, registration_id)
    if panels.of_seat(connection, seat_id) != registration.panel_id:
        raise Refused("juror.other_panel", number=registration.number)
    if seat_id in panels.recused(connection, session_id).get(registration_id, ()):
        raise Refused("juror.recused")
    block = block_of(connection, session_id, block_id)
    round_ = counting_round(connection, registration_id, block_id)
    own = _own_sheets(connection, registration_id, seat_id, block_id=block_id)
    sheet = next((row for row in own if row.round == round_), None)
    items = certifications.lines(scheme, block)
    marks, lines, overall = _read(connection, sheet, items)
    missing = missing_items(scheme, [item for item, _, _ in items], marks)
    return ScoreSheetView(
        sheet_id=sheet.id if sheet is not None else None,
        registration_id=registration_id,
        seat_id=seat_id,
        block_id=block_id,
        round=round_,
        scheme=scheme,
        lines=lines,
        overall=overall,
        state=SheetState.EMPTY if sheet is None else sheet_state(_as_sheet(sheet), missing, marks),
        missing=tuple(missing),
        sealed_at=sheet.sealed_at if sheet is not None else None,
        set_aside_reason=sheet.set_aside_reason if sheet is not None else "",
        transcription=None if sheet is None else evaluating.transcription(connection, sheet.id),
        earlier=tuple(_earlier(connection, row, items) for row in own if row.round < round_),
    )


_Items = Sequence[tuple[str, int, str]]


def _read(
    connection: Connection, sheet: AnyRow | None, items: _Items
) -> tuple[dict[str, Mark], tuple[SheetLine, ...], SheetLine]:
    """Return the current marks of a sheet, its lines, and the line of the whole block."""
    current, rows = current_lines(connection, sheet.id) if sheet is not None else ({}, {})
    lines = tuple(
        line(item, position, wording, mark=current.get(item), rows=rows.get(item, 0))
        for item, position, wording in items
    )
    overall = line(
        GLOBAL_ITEM, len(items) + 1, "", mark=current.get(GLOBAL_ITEM), rows=rows.get(GLOBAL_ITEM, 0)
    )
    return cast("dict[str, Mark]", current), lines, overall  # rows carry the names of a mark


def _earlier(connection: Connection, sheet: AnyRow, items: _Items) -> EarlierSheet:
    _marks, lines, overall = _read(connection, sheet, items)
    return EarlierSheet(sheet.id, sheet.round, lines, overall, sheet.sealed_at)


def counting_round(connection: Connection, registration_id: str, block_id: str) -> int:
    """Return the round that counts for a candidate's block, from 1."""
    t = tables.scoring_round
    last = select(func.max(t.c.number)).where(
        t.c.registration_id == registration_id, t.c.block_id == block_id
    )
    return connection.execute(last).scalar() or 1


def _heard(connection: Connection, registration_id: str) -> AnyRow:
    t = tables.registration
    return connection.execute(select(t.c.number, t.c.panel_id).where(t.c.id == registration_id)).one()


def _as_sheet(row: AnyRow) -> ScoreSheet:
    return ScoreSheet(row.id, row.registration_id, row.seat_id, row.block_id, sealed_at=row.sealed_at)


def block_of(connection: Connection, session_id: str, block_id: str) -> BlockRow:
    """Return a block of the session's certification; ``Refused("block.not_found")``."""
    blocks = certifications.blocks(connection, sessions.certification_id(connection, session_id))
    one = next((block for block in blocks if block.id == block_id), None)
    return found(one, Refused("block.not_found", id=block_id))


def _own_sheets(connection: Connection, registration_id: str, seat_id: str, *, block_id: str) -> list[AnyRow]:
    """Return a seat's sheets on a block, by round."""
    t = tables.score_sheet
    wanted = (
        select(t)
        .where(t.c.registration_id == registration_id, t.c.seat_id == seat_id, t.c.block_id == block_id)
        .order_by(t.c.round)
    )
    return list(connection.execute(wanted))


def current_lines(connection: Connection, sheet_id: str) -> tuple[dict[str, AnyRow], dict[str, int]]:
    """Return the latest row of each item of a sheet, and how many rows each item has."""
    t = tables.mark
    current: dict[str, AnyRow] = {}
    counts: dict[str, int] = {}
    for row in connection.execute(select(t).where(t.c.sheet_id == sheet_id).order_by(t.c.sequence)):
        current[row.item] = row
        counts[row.item] = counts.get(row.item, 0) + 1
    return current, counts


def line(item: str, position: int, wording: str, *, mark: AnyRow | None, rows: int) -> SheetLine:
    """Return one line of a sheet as it stands."""
    if mark is None:
        return SheetLine(item, position, wording, None, None, None, None, "", rows)
    return SheetLine(
        item, position, wording, mark.status, mark.level, mark.points, mark.reason, mark.comment, rows
    )


def states(connection: Connection, session_id: str, seat_id: str) -> list[SheetStateRow]:
    """Return where each sheet of this seat stands, by candidate whom it must score and block: recusals,
    absences and what was set aside left out; a substitute has those whom he or she was called for.
    """
    read = _States(connection, session_id, seat_id=seat_id)
    panels.of_seat(connection, seat_id)
    return read.of_seat(seat_id)


def progress(connection: Connection, session_id: str) -> list[ProgressRow]:
    """Return the counts of every sitting seat of every panel, and of the substitutes called; the three kinds
    exclude each other.
    """
    all_states = _States(connection, session_id)
    found = []
    for panel in panels.rows(connection, session_id):
        for seat in (*panel.seats, *panel.substitutes):
            own = [row.state for row in all_states.of_seat(seat.id)]
            if seat.standby and not own:
                continue
            found.append(
                ProgressRow(
                    seat_id=seat.id,
                    panel_id=seat.panel_id,
                    name=seat.name,
                    role=seat.role,
                    sealed=own.count(SheetState.SEALED),
                    complete=own.count(SheetState.COMPLETE),
                    started=own.count(SheetState.DRAFT),
                    expected=len(own),
                )
            )
    return found


class _States:
    """The states of a session's sheets, counted by the database."""

    def __init__(self, connection: Connection, session_id: str, *, seat_id: str | None = None) -> None:
        self._scheme = sessions.scheme(connection, session_id)
        blocks = certifications.blocks(connection, sessions.certification_id(connection, session_id))
        self._items = {block.id: len(certifications.lines(self._scheme, block)) for block in blocks}
        self._hearings = awaiting.hearings(connection, session_id, sheets_of=seat_id)
        which = None if seat_id is None else tables.score_sheet.c.seat_id == seat_id
        self._sheets: dict[tuple[str, str, str, int], AnyRow] = {}
        for row in connection.execute(_counted(session_id, which)):
            self._sheets[row.registration_id, row.seat_id, row.block_id, row.round] = row

    def of_seat(self, seat_id: str) -> list[SheetStateRow]:
        """Return the states of one seat's sheets."""
        found = []
        for registration_id, hearing in self._hearings.items():
            if not hearing.attendance.came or all(seat.id != seat_id for seat in hearing.scoring):
                continue
            for block_id, items in self._items.items():
                if block_id not in hearing.presented:
                    continue
                if hearing.standing(seat_id, block_id) is SheetStanding.SET_ASIDE:
                    continue
                sheet = self._sheets.get((registration_id, seat_id, block_id, hearing.round_of(block_id)))
                found.append(_state_row(registration_id, block_id, sheet, items=items, scheme=self._scheme))
        return found


def _counted(session_id: str, which: ColumnElement[bool] | None) -> Any:
    """Select each sheet with its settled lines, whether the block has its level, and whether anything stands.

    SQLite takes the other columns of a group from the row that holds ``max(sequence)``: the current mark.
    """
    s, m, r = tables.score_sheet, tables.mark, tables.registration
    latest = (
        select(m.c.sheet_id, m.c.item, m.c.status, m.c.comment, func.max(m.c.sequence))
        .join(s, s.c.id == m.c.sheet_id)
        .join(r, r.c.id == s.c.registration_id)
        .where(r.c.session_id == session_id, s.c.sealed_at.is_(None))
        .group_by(m.c.sheet_id, m.c.item)
    )
    if which is not None:
        latest = latest.where(which)
    current = latest.subquery()
    settled = current.c.status != MarkStatus.WITHDRAWN
    whole = current.c.item == GLOBAL_ITEM
    counts = (
        select(
            current.c.sheet_id,
            func.sum(case((settled & ~whole, 1), else_=0)).label("settled"),
            func.max(case((whole & (current.c.status == MarkStatus.GIVEN), 1), else_=0)).label("overall"),
            func.max(case((settled | (current.c.comment != ""), 1), else_=0)).label("begun"),
        )
        .group_by(current.c.sheet_id)
        .subquery()
    )
    wanted = (
        select(
            s.c.id, s.c.registration_id, s.c.seat_id, s.c.block_id, s.c.round, s.c.sealed_at,
            s.c.result_items,
            func.coalesce(counts.c.settled, 0).label("settled"),
            func.coalesce(counts.c.overall, 0).label("overall"),
            func.coalesce(counts.c.begun, 0).label("begun"),
        )
        .join(r, r.c.id == s.c.registration_id)
        .outerjoin(counts, counts.c.sheet_id == s.c.id)
        .where(r.c.session_id == session_id)
    )  # fmt: skip
    return wanted if which is None else wanted.where(which)


def _state_row(
    registration_id: str, block_id: str, sheet: AnyRow | None, *, items: int, scheme: GradingScheme
) -> SheetStateRow:
    if sheet is None:
        return SheetStateRow(registration_id, block_id, None, SheetState.EMPTY, 0, items)
    if sheet.sealed_at is not None:
        return SheetStateRow(
            registration_id, block_id, sheet.id, SheetState.SEALED, sheet.result_items, sheet.result_items
        )
    complete = sheet.settled >= items and (sheet.overall or not scheme.global_level_required)
    state = SheetState.COMPLETE if complete else SheetState.DRAFT
    return SheetStateRow(
        registration_id,
        block_id,
        sheet.id,
        state if sheet.begun else SheetState.EMPTY,
        sheet.settled,
        items,
    )
