"""Reads panels: sitting seats and recusals."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from cisp_desktop.application.queries import PanelRow, RecusalRow, SeatRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import ROLE_ORDER, Role
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import found


def row(connection: Connection, session_id: str) -> PanelRow:
    """Return the session's panel; ``Refused("panel.not_found")``."""
    t = tables.panel
    one = connection.execute(select(t).where(t.c.session_id == session_id).limit(1)).first()
    panel = found(one, Refused("panel.not_found", id=session_id))
    return PanelRow(
        id=panel.id,
        session_id=panel.session_id,
        name=panel.name,
        room=panel.room,
        seats=_seats(connection, panel.id),
        recusals=recusals(connection, session_id),
    )


def _seats(connection: Connection, panel_id: str) -> tuple[SeatRow, ...]:
    seat, juror, credential = tables.seat, tables.juror, tables.credential
    wanted = (
        select(
            seat.c.id, seat.c.role, juror.c.id, juror.c.name, juror.c.title, juror.c.employer,
            credential.c.first_code, credential.c.used_at, credential.c.locked_until,
        )
        .join(juror, juror.c.id == seat.c.juror_id)
        .outerjoin(credential, credential.c.seat_id == seat.c.id)
        .where(seat.c.panel_id == panel_id, seat.c.left_at.is_(None))
    )  # fmt: skip
    seats = [
        SeatRow(seat_id, role, juror_id, name, title, employer, bool(first), used is not None, locked)
        for seat_id, role, juror_id, name, title, employer, first, used, locked in connection.execute(wanted)
    ]
    return tuple(sorted(seats, key=lambda seat: ROLE_ORDER.index(seat.role)))


def recusals(connection: Connection, session_id: str) -> tuple[RecusalRow, ...]:
    """Return the session's recusals, by candidate."""
    t, r = tables.recusal, tables.registration
    wanted = (
        select(t.c.id, t.c.registration_id, t.c.seat_id, t.c.ground, t.c.detail)
        .join(r, r.c.id == t.c.registration_id)
        .where(r.c.session_id == session_id)
        .order_by(r.c.position, t.c.id)
    )
    return tuple(RecusalRow(*values) for values in connection.execute(wanted))


@dataclass(frozen=True, slots=True)
class SeatName:
    """A seat, sitting or not, with who sits or sat there."""

    id: str
    role: Role
    name: str
    sitting: bool


def seat_names(connection: Connection, session_id: str) -> dict[str, SeatName]:
    """Return every seat of the session's panels by id, those that ended included, in the sheet's order."""
    seat, juror, panel = tables.seat, tables.juror, tables.panel
    wanted = (
        select(seat.c.id, seat.c.role, juror.c.name, seat.c.left_at)
        .join(juror, juror.c.id == seat.c.juror_id)
        .join(panel, panel.c.id == seat.c.panel_id)
        .where(panel.c.session_id == session_id)
    )
    rows = connection.execute(wanted)
    seats = [SeatName(seat_id, role, name, left is None) for seat_id, role, name, left in rows]
    seats.sort(key=lambda seat: (ROLE_ORDER.index(seat.role), not seat.sitting, seat.id))
    return {seat.id: seat for seat in seats}


def recused(connection: Connection, session_id: str) -> dict[str, set[str]]:
    """Return the recused seats by registration."""
    found: dict[str, set[str]] = {}
    for recusal in recusals(connection, session_id):
        found.setdefault(recusal.registration_id, set()).add(recusal.seat_id)
    return found
