"""Reads sessions with their counts."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from cisp_desktop.application.queries import SessionRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import records
from cisp_desktop.persistence.repositories import found


def _select() -> Select[Any]:
    s, centre, certification = tables.jury_session, tables.centre, tables.certification
    r, m = tables.registration, tables.minutes
    count = select(func.count()).where(r.c.session_id == s.c.id).scalar_subquery()
    latest = select(m.c.id).where(m.c.session_id == s.c.id).order_by(m.c.number.desc()).limit(1)
    return (
        select(
            s,
            centre.c.name.label("centre_name"),
            centre.c.code.label("centre_code"),
            centre.c.address.label("centre_address"),
            centre.c.siret.label("centre_siret"),
            certification.c.code.label("certification_code"),
            certification.c.title.label("certification_title"),
            count.label("registrations"),
            latest.scalar_subquery().label("minutes_id"),
        )
        .join(centre, centre.c.id == s.c.centre_id)
        .join(certification, certification.c.id == s.c.certification_id)
        .order_by(s.c.starts.desc(), s.c.minutes_number.desc())
    )


def rows(connection: Connection) -> list[SessionRow]:
    """Return every session, the latest first."""
    return [_filled(connection, r) for r in connection.execute(_select()).all()]


def row(connection: Connection, session_id: str) -> SessionRow:
    """Return one; ``Refused("session.not_found")``."""
    one = connection.execute(_select().where(tables.jury_session.c.id == session_id)).first()
    return _filled(connection, found(one, Refused("session.not_found", id=session_id)))


def _filled(connection: Connection, row: AnyRow) -> SessionRow:
    state: MinutesState | None = None
    if row.minutes_id is not None:
        state = records.minutes(connection, row.minutes_id).state
    return SessionRow(
        id=row.id,
        centre_id=row.centre_id,
        centre_name=row.centre_name,
        centre_code=row.centre_code,
        centre_address=row.centre_address,
        centre_siret=row.centre_siret,
        certification_id=row.certification_id,
        certification_code=row.certification_code,
        certification_title=row.certification_title,
        starts=row.starts,
        ends=row.ends,
        place=row.place,
        minutes_number=row.minutes_number,
        demonstration=row.demonstration,
        registrations=row.registrations,
        closed=row.closed_at is not None,
        minutes_id=row.minutes_id,
        minutes_state=state,
    )


def scheme(connection: Connection, session_id: str) -> GradingScheme:
    """Return the session's own grading scheme."""
    t = tables.jury_session
    data = connection.execute(select(t.c.scheme).where(t.c.id == session_id)).scalar()
    return GradingScheme.from_data(found(data, Refused("session.not_found", id=session_id)))


def certification_id(connection: Connection, session_id: str) -> str:
    """Return the id of the certification that the session is bound to."""
    t = tables.jury_session
    bound = connection.execute(select(t.c.certification_id).where(t.c.id == session_id)).scalar()
    return str(found(bound, Refused("session.not_found", id=session_id)))


def of_registration(connection: Connection, registration_id: str) -> str:
    """Return the session that a registration belongs to."""
    t = tables.registration
    own = connection.execute(select(t.c.session_id).where(t.c.id == registration_id)).scalar()
    return str(found(own, Refused("registration.not_found", id=registration_id)))
