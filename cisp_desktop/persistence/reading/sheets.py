"""Reads one juror's own sheets, and how far each juror is (counts, never marks)."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Select, bindparam, case, func, select

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
    heard = _heard(connection, registration_id)
    if panels.of_seat(connection, seat_id) != heard.panel_id:
        raise Refused("juror.other_panel", number=heard.number)
    if panels.is_recused(connection, registration_id, seat_id):
        raise Refused("juror.recused")
    scheme = GradingScheme.from_data(heard.scheme)
    block = _block(connection, heard.certification_id, block_id)
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
    which = {"registration": registration_id, "block": block_id}
    return connection.execute(_last_round(), which).scalar() or 1


def _heard(connection: Connection, registration_id: str) -> AnyRow:
    """Return a candidate's number and panel, and what the session is scored by."""
    row = connection.execute(_scored_by(), {"registration": registration_id}).first()
    return found(row, Refused("registration.not_found", id=registration_id))


def _as_sheet(row: AnyRow) -> ScoreSheet:
    return ScoreSheet(row.id, row.registration_id, row.seat_id, row.block_id, sealed_at=row.sealed_at)


def _block(connection: Connection, certification_id: str, block_id: str) -> BlockRow:
    blocks = certifications.blocks(connection, certification_id, block_id=block_id)
    return found(next(iter(blocks), None), Refused("block.not_found", id=block_id))


def _own_sheets(connection: Connection, registration_id: str, seat_id: str, *, block_id: str) -> list[AnyRow]:
    """Return a seat's sheets on a block, by round."""
    which = {"registration": registration_id, "seat": seat_id, "block": block_id}
    return list(connection.execute(_sheets_of_place(), which))


def current_lines(connection: Connection, sheet_id: str) -> tuple[dict[str, AnyRow], dict[str, int]]:
    """Return the latest row of each item of a sheet, and how many rows each item has."""
    return _current(connection.execute(_marks_of_sheet(), {"sheet": sheet_id}))


def lines_of_sheets(
    connection: Connection, sheet_ids: Sequence[str]
) -> list[tuple[dict[str, AnyRow], dict[str, int]]]:
    """Return ``current_lines`` of several sheets, in their order."""
    rows: dict[str, list[AnyRow]] = {}
    for row in connection.execute(_marks_of_sheets(), {"sheets": list(sheet_ids)}):
        rows.setdefault(row.sheet_id, []).append(row)
    return [_current(rows.get(sheet_id, ())) for sheet_id in sheet_ids]


def _current(rows: Iterable[AnyRow]) -> tuple[dict[str, AnyRow], dict[str, int]]:
    current: dict[str, AnyRow] = {}
    counts: dict[str, int] = {}
    for row in rows:
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
                    sex=seat.sex,
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
        self._sheets: dict[tuple[str, str, str, int], AnyRow] = {}
        wanted = _counted(of_one_seat=seat_id is not None)
        for row in connection.execute(wanted, {"session": session_id, "seat": seat_id}):
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


# What every sheet shown asks is built once: building a statement costs as much as running it.


@cache
def _scored_by() -> Select[*tuple[Any, ...]]:
    r, s = tables.registration, tables.jury_session
    return (
        select(r.c.number, r.c.panel_id, s.c.scheme, s.c.certification_id)
        .join(s, s.c.id == r.c.session_id)
        .where(r.c.id == bindparam("registration"))
    )


@cache
def _last_round() -> Select[*tuple[Any, ...]]:
    t = tables.scoring_round
    return select(func.max(t.c.number)).where(
        t.c.registration_id == bindparam("registration"), t.c.block_id == bindparam("block")
    )


@cache
def _sheets_of_place() -> Select[*tuple[Any, ...]]:
    t = tables.score_sheet
    place = (
        t.c.registration_id == bindparam("registration"),
        t.c.seat_id == bindparam("seat"),
        t.c.block_id == bindparam("block"),
    )
    return select(t).where(*place).order_by(t.c.round)


@cache
def _marks_of_sheet() -> Select[*tuple[Any, ...]]:
    t = tables.mark
    return select(t).where(t.c.sheet_id == bindparam("sheet")).order_by(t.c.sequence)


@cache
def _marks_of_sheets() -> Select[*tuple[Any, ...]]:
    t = tables.mark
    wanted = select(t).where(t.c.sheet_id.in_(bindparam("sheets", expanding=True)))
    return wanted.order_by(t.c.sheet_id, t.c.sequence)


@cache
def _counted(*, of_one_seat: bool) -> Select[*tuple[Any, ...]]:
    """Select each sheet with its settled lines, whether the block has its level, and whether anything stands.

    SQLite takes the other columns of a group from the row that holds ``max(sequence)``: the current mark.
    """
    s, m, r = tables.score_sheet, tables.mark, tables.registration
    latest = (
        select(m.c.sheet_id, m.c.item, m.c.status, m.c.comment, func.max(m.c.sequence))
        .join(s, s.c.id == m.c.sheet_id)
        .join(r, r.c.id == s.c.registration_id)
        .where(r.c.session_id == bindparam("session"), s.c.sealed_at.is_(None))
        .group_by(m.c.sheet_id, m.c.item)
    )
    if of_one_seat:
        latest = latest.where(s.c.seat_id == bindparam("seat"))
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
        .where(r.c.session_id == bindparam("session"))
    )  # fmt: skip
    return wanted.where(s.c.seat_id == bindparam("seat")) if of_one_seat else wanted
