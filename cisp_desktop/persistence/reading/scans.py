"""Reads the scans of minutes signed on paper. Must not know who asks."""

from sqlalchemy import Connection, select

from cisp_desktop.application.queries_minutes import ScanRow
from cisp_desktop.persistence import tables


def minutes_scans(connection: Connection, minutes_id: str) -> list[ScanRow]:
    """Return the scans attached to minutes, the oldest first."""
    t = tables.minutes_scan
    wanted = (
        select(t.c.id, t.c.minutes_id, t.c.sha256, t.c.file_name, t.c.pages, t.c.attached_at, t.c.attached_by)
        .where(t.c.minutes_id == minutes_id)
        .order_by(t.c.attached_at, t.c.id)
    )
    return [ScanRow(*row) for row in connection.execute(wanted)]
