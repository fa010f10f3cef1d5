"""Reads panels: sitting seats, substitutes, recusals; and the register of jurors."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from cisp_desktop.application.queries import JurorRow, PanelRow, RecusalRow, SeatRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import ROLE_ORDER, Role
from cisp_desktop.domain.text import folded
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import found


def row(connection: Connection, session_id: str) -> PanelRow:
    """Return the session's first panel; ``Refused("panel.not_found")``."""
    panels = rows(connection, session_id)
    return found(panels[0] if panels else None, Refused("panel.not_found", id=session_id))


def rows(connection: Connection, session_id: str) -> list[PanelRow]:
    """Return the session's panels in order."""
    t = tables.panel
    everything = recusals(connection, session_id)
    found_rows = []
    for panel in connection.execute(select(t).where(t.c.session_id == session_id).order_by(t.c.position)):
        seats = _seats(connection, panel.id)
        own = {seat.id for seat in seats}
        found_rows.append(
            PanelRow(
                id=panel.id,
                session_id=panel.session_id,
                name=panel.name,
                room=panel.room,
                position=panel.position,
                seats=tuple(seat for seat in seats if not seat.standby),
                recusals=tuple(recusal for recusal in everything if recusal.seat_id in own),
                substitutes=tuple(seat for seat in seats if seat.standby),
                secretary=panel.secretary,
                representative=panel.representative,
                could_not_sit_at=panel.could_not_sit_at,
                could_not_sit_why=panel.could_not_sit_why,
            )
        )
    return found_rows


def not_sitting(connection: Connection, session_id: str) -> frozenset[str]:
    """Return the ids of the panels of which it was stated that they could not sit."""
    t = tables.panel
    wanted = select(t.c.id).where(t.c.session_id == session_id, t.c.could_not_sit_at.is_not(None))
    return frozenset(connection.execute(wanted).scalars())


def register(connection: Connection) -> list[JurorRow]:
    """Return every juror, by name."""
    juror, seat, panel = tables.juror, tables.seat, tables.panel
    counted = (
        select(func.count(panel.c.session_id.distinct()))
        .join(seat, seat.c.panel_id == panel.c.id)
        .where(seat.c.juror_id == juror.c.id)
        .scalar_subquery()
    )
    jurors = [JurorRow(*row) for row in connection.execute(select(juror, counted))]
    return sorted(jurors, key=lambda juror: folded(juror.name))


def _seats(connection: Connection, panel_id: str) -> list[SeatRow]:
    seat, juror, credential = tables.seat, tables.juror, tables.credential
    wanted = (
        select(
            seat.c.id, seat.c.panel_id, seat.c.role, seat.c.rank, juror.c.id, juror.c.name, juror.c.title,
            juror.c.employer, juror.c.category, juror.c.sex, seat.c.standby,
            credential.c.first_code, credential.c.used_at, credential.c.locked_until, seat.c.remote,
        )
        .join(juror, juror.c.id == seat.c.juror_id)
        .outerjoin(credential, credential.c.seat_id == seat.c.id)
        .where(seat.c.panel_id == panel_id, seat.c.left_at.is_(None))
    )  # fmt: skip
    seats = [
        SeatRow(*(*row[:-4], bool(row.first_code), row.used_at is not None, row.locked_until, row.remote))
        for row in connection.execute(wanted)
    ]
    return sorted(seats, key=lambda seat: (ROLE_ORDER.index(seat.role), seat.rank))


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
    """A seat, sitting or not, with who sits or sat there; ``standby`` names a substitute."""

    id: str
    panel_id: str
    role: Role
    rank: int
    name: str
    sex: str
    standby: bool
    sitting: bool


def seat_names(connection: Connection, session_id: str) -> dict[str, SeatName]:
    """Return every seat of the session's panels by id, those that ended and the substitutes included, panel
    by panel, in the sheet's order, substitutes last.
    """
    read = connection.execute(_seat_names(), {"session": session_id})
    seats = [
        SeatName(
            row.id, row.panel_id, row.role, row.rank, row.name, row.sex, row.standby, row.left_at is None
        )
        for row in read
    ]
    places = {panel_id: place for place, panel_id in enumerate(dict.fromkeys(s.panel_id for s in seats))}
    seats.sort(
        key=lambda s: (places[s.panel_id], s.standby, ROLE_ORDER.index(s.role), s.rank, not s.sitting, s.id)
    )  # fmt: skip
    return {seat.id: seat for seat in seats}


@cache
def _seat_names() -> Select[*tuple[Any, ...]]:
    """Built once: every hearing that is read asks it."""
    seat, juror, panel = tables.seat, tables.juror, tables.panel
    return (
        select(
            seat.c.id, seat.c.panel_id, seat.c.role, seat.c.rank, juror.c.name, juror.c.sex, seat.c.standby,
            seat.c.left_at,
        )
        .join(juror, juror.c.id == seat.c.juror_id)
        .join(panel, panel.c.id == seat.c.panel_id)
        .where(panel.c.session_id == bindparam("session"))
        .order_by(panel.c.position)
    )  # fmt: skip


def of_seat(connection: Connection, seat_id: str) -> str:
    """Return the id of the panel where a seat is; ``Refused("seat.not_found")``."""
    t = tables.seat
    own = connection.execute(select(t.c.panel_id).where(t.c.id == seat_id)).scalar()
    return str(found(own, Refused("seat.not_found", id=seat_id)))


def is_recused(connection: Connection, registration_id: str, seat_id: str) -> bool:
    """Whether a seat is recused for a candidate."""
    t = tables.recusal
    wanted = select(t.c.id).where(t.c.registration_id == registration_id, t.c.seat_id == seat_id)
    return connection.execute(wanted).first() is not None
