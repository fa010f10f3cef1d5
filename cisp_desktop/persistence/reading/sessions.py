"""Reads sessions with their counts."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from cisp_desktop.application.queries import CentreRow, SessionRow, UnavailabilityRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.minutes import overall_state
from cisp_desktop.domain.text import folded
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import records
from cisp_desktop.persistence.repositories import found


def _select() -> Select[Any]:
    s, centre, certification = tables.jury_session, tables.centre, tables.certification
    r = tables.registration
    count = select(func.count()).where(r.c.session_id == s.c.id).scalar_subquery()
    other = tables.certification.alias("other")
    newest = select(func.max(other.c.version)).where(other.c.code == certification.c.code).scalar_subquery()
    panels = select(func.count()).where(tables.panel.c.session_id == s.c.id).scalar_subquery()
    return (
        select(
            s,
            centre.c.name.label("centre_name"),
            centre.c.code.label("centre_code"),
            centre.c.address.label("centre_address"),
            centre.c.siret.label("centre_siret"),
            certification.c.code.label("certification_code"),
            certification.c.title.label("certification_title"),
            certification.c.version.label("certification_version"),
            newest.label("latest_version"),
            panels.label("panels"),
            count.label("registrations"),
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
    minutes = records.minutes_of_session(connection, row.id) if row.closed_at is not None else []
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
        minutes_id=minutes[0].id if minutes else None,
        minutes_state=overall_state(one.state for one in minutes),
        certification_version=row.certification_version,
        latest_version=row.latest_version,
        panels=row.panels,
        panel_rules=row.panel_rules,
        ready_at=row.ready_at,
        ready_by=row.ready_by,
        dossiers_due=row.dossiers_due,
        planning=row.planning,
        cancelled_at=row.cancelled_at,
        cancelled_by=row.cancelled_by,
        cancelled_why=row.cancelled_why,
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


def centres(connection: Connection, centre_id: str | None = None) -> list[CentreRow]:
    """Return the centres, by name, each with how many sessions it has; or one of them."""
    t, s = tables.centre, tables.jury_session
    counted = select(func.count()).where(s.c.centre_id == t.c.id).scalar_subquery()
    wanted = select(t, counted)
    if centre_id is not None:
        wanted = wanted.where(t.c.id == centre_id)
    found_rows = [CentreRow(*row) for row in connection.execute(wanted)]
    return sorted(found_rows, key=lambda centre: folded(centre.name))


def centre(connection: Connection, centre_id: str) -> CentreRow:
    """Return one; ``Refused("centre.not_found")``."""
    return found(next(iter(centres(connection, centre_id)), None), Refused("centre.not_found", id=centre_id))


def unavailabilities(connection: Connection, session_id: str) -> list[UnavailabilityRow]:
    """Return who cannot be there, by time."""
    t = tables.unavailability
    shown = (t.c.id, t.c.starts_at, t.c.ends_at, t.c.label, t.c.registration_id, t.c.juror_id, t.c.panel_id)
    wanted = select(*shown).where(t.c.session_id == session_id).order_by(t.c.starts_at, t.c.id)
    return [UnavailabilityRow(*row) for row in connection.execute(wanted)]
