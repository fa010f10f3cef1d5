"""Reads incidents."""

from sqlalchemy import Connection, select

from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.persistence import tables


def rows(connection: Connection, session_id: str) -> list[IncidentRow]:
    """Return a session's incidents, the withdrawn ones too, by the hour at which they happened."""
    t, p, r, c = tables.incident, tables.panel, tables.registration, tables.candidate
    wanted = (
        select(
            t.c.id, t.c.panel_id, t.c.kind, t.c.happened_at, t.c.account, t.c.people, t.c.decision,
            t.c.registration_id, t.c.withdrawn_at, r.c.number, c.c.birth_name, c.c.first_names,
        )
        .join(p, p.c.id == t.c.panel_id)
        .outerjoin(r, r.c.id == t.c.registration_id)
        .outerjoin(c, c.c.id == r.c.candidate_id)
        .where(p.c.session_id == session_id)
    )  # fmt: skip
    found = [
        IncidentRow(*row[:9], row.number or "", row.birth_name or "", row.first_names or "")
        for row in connection.execute(wanted)
    ]
    return sorted(found, key=lambda row: (row.happened_at, row.id))
