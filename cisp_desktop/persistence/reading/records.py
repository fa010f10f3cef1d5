"""Reads minutes and the journal."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from cisp_desktop.application.queries import MinutesRow, RectificationRow, SignatureRow
from cisp_desktop.application.queries_registers import EventRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.minutes import minutes_state
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.repositories import found


def minutes(connection: Connection, minutes_id: str) -> MinutesRow:
    """Return one; ``Refused("minutes.not_found")``."""
    one = connection.execute(_select().where(tables.minutes.c.id == minutes_id)).first()
    return _filled(connection, found(one, Refused("minutes.not_found", id=minutes_id)))


def minutes_of_session(connection: Connection, session_id: str) -> list[MinutesRow]:
    """Return the latest minutes that count of each of the session's panels that has some, in their order."""
    t, p = tables.minutes, tables.panel
    counting = _select().where(t.c.session_id == session_id, t.c.ending.is_(None))
    latest: dict[str, AnyRow] = {}
    for row in connection.execute(counting.order_by(p.c.position, t.c.closed_at)):
        latest[row.panel_id] = row
    return [_filled(connection, row) for row in latest.values()]


def minutes_history(connection: Connection, session_id: str) -> list[MinutesRow]:
    """Return every minutes of the session, those that ended too, the oldest first."""
    t = tables.minutes
    rows = connection.execute(_select().where(t.c.session_id == session_id).order_by(t.c.closed_at))
    return [_filled(connection, row) for row in rows.all()]


def rectification(connection: Connection, session_id: str) -> RectificationRow | None:
    """Return the rectification under way, if any."""
    t, m = tables.rectification, tables.minutes
    wanted = (
        select(t.c.minutes_id, m.c.number, t.c.ground, t.c.reason, t.c.opened_by, t.c.opened_at)
        .join(m, m.c.id == t.c.minutes_id)
        .where(t.c.session_id == session_id, t.c.ended_at.is_(None))
    )
    row = connection.execute(wanted).first()
    return RectificationRow(*row) if row is not None else None


def _select() -> Select[Any]:
    t, p = tables.minutes, tables.panel
    wanted = select(t, p.c.name.label("panel_name"), p.c.position.label("panel_position"))
    return wanted.join(p, p.c.id == t.c.panel_id)


def _filled(connection: Connection, row: AnyRow) -> MinutesRow:
    signatures = _signatures(connection, row.id)
    state = minutes_state(
        (line.signed_at is not None for line in signatures),
        (line.refused_at is not None for line in signatures),
        ending=row.ending,
    )
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
        version=row.version,
        route=row.route,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        ended_why=row.ended_why,
        rectifies_id=row.rectifies_id,
        ground=row.ground,
        rectification=row.rectification,
    )


def _signatures(connection: Connection, minutes_id: str) -> tuple[SignatureRow, ...]:
    line, seat, juror = tables.minutes_signature, tables.seat, tables.juror
    wanted = (
        select(
            line.c.seat_id,
            seat.c.role,
            line.c.name,
            line.c.signed_at,
            line.c.refused_at,
            line.c.refusal,
            func.coalesce(juror.c.sex, ""),
        )
        .join(seat, seat.c.id == line.c.seat_id)
        .outerjoin(juror, juror.c.id == seat.c.juror_id)
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
