"""Reads minutes and the journal."""

from typing import Any

from sqlalchemy import Connection, Select, select

from cisp_desktop.application.queries import EventRow, MinutesRow, SignatureRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.repositories import found


def minutes(connection: Connection, minutes_id: str) -> MinutesRow:
    """Return one; ``Refused("minutes.not_found")``."""
    one = connection.execute(_select().where(tables.minutes.c.id == minutes_id)).first()
    return _filled(connection, found(one, Refused("minutes.not_found", id=minutes_id)))


def minutes_of_session(connection: Connection, session_id: str) -> list[MinutesRow]:
    """Return the latest minutes of each of the session's panels that has some, in the panels' order."""
    t, p = tables.minutes, tables.panel
    of_session = t.c.session_id == session_id
    latest: dict[str, AnyRow] = {}
    for row in connection.execute(_select().where(of_session).order_by(p.c.position, t.c.closed_at)):
        latest[row.panel_id] = row
    return [_filled(connection, row) for row in latest.values()]


def _select() -> Select[Any]:
    t, p = tables.minutes, tables.panel
    wanted = select(t, p.c.name.label("panel_name"), p.c.position.label("panel_position"))
    return wanted.join(p, p.c.id == t.c.panel_id)


def _filled(connection: Connection, row: AnyRow) -> MinutesRow:
    signatures = _signatures(connection, row.id)
    signed = sum(signature.signed_at is not None for signature in signatures)
    if signed == len(signatures):
        state = MinutesState.COMPLETE
    else:
        state = MinutesState.PARTLY_SIGNED if signed else MinutesState.CLOSED
    return MinutesRow(
        id=row.id,
        session_id=row.session_id,
        number=row.number,
        sha256=row.sha256,
        pdf_sha256=row.pdf_sha256,
        pages=row.pages,
        closed_at=row.closed_at,
        state=state,
        signatures=signatures,
        panel_id=row.panel_id,
        panel_name=row.panel_name,
        panel_position=row.panel_position,
    )


def _signatures(connection: Connection, minutes_id: str) -> tuple[SignatureRow, ...]:
    line, seat = tables.minutes_signature, tables.seat
    wanted = (
        select(line.c.seat_id, seat.c.role, line.c.name, line.c.signed_at)
        .join(seat, seat.c.id == line.c.seat_id)
        .where(line.c.minutes_id == minutes_id)
        .order_by(line.c.position)
    )
    return tuple(SignatureRow(*row) for row in connection.execute(wanted))


def events(connection: Connection, limit: int) -> list[EventRow]:
    """Return the latest events, newest first."""
    t = tables.audit_event
    wanted = select(t.c.sequence, t.c.at, t.c.actor, t.c.action, t.c.subject, t.c.details)
    rows = connection.execute(wanted.order_by(t.c.sequence.desc()).limit(limit))
    return [EventRow(*row) for row in rows]
