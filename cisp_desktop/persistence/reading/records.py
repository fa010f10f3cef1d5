"""Reads minutes and the journal."""

from sqlalchemy import Connection, select

from cisp_desktop.application.queries import EventRow, MinutesRow, SignatureRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.repositories import found


def minutes(connection: Connection, minutes_id: str) -> MinutesRow:
    """Return one; ``Refused("minutes.not_found")``."""
    t = tables.minutes
    one = connection.execute(select(t).where(t.c.id == minutes_id)).first()
    return _filled(connection, found(one, Refused("minutes.not_found", id=minutes_id)))


def minutes_of(connection: Connection, session_id: str) -> MinutesRow | None:
    """Return the session's latest minutes, or None."""
    t = tables.minutes
    latest = select(t).where(t.c.session_id == session_id).order_by(t.c.number.desc()).limit(1)
    one = connection.execute(latest).first()
    return None if one is None else _filled(connection, one)


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
