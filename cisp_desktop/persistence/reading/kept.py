"""Reads which paper, scan or frozen data a file is. Must not know who asks."""

from collections.abc import Collection

from sqlalchemy import Connection, Text, func, or_, select

from cisp_desktop.application.queries_kept import KeptBeside, KeptPaper
from cisp_desktop.persistence import tables


def papers(connection: Connection, sha256: str, codes: Collection[str]) -> list[KeptPaper]:
    """Return the papers whose file or frozen content has this fingerprint, or that bear one of the codes."""
    t = tables.issued_document
    wanted = (
        select(t.c.kind, t.c.session_id, t.c.code, t.c.snapshot, t.c.sha256, t.c.pdf_sha256, t.c.issued_at)
        .where(or_(t.c.pdf_sha256 == sha256, t.c.sha256 == sha256, t.c.code.in_(codes)))
        .order_by(t.c.issued_at, t.c.code)
    )
    return [KeptPaper(*row) for row in connection.execute(wanted)]


def beside_minutes(connection: Connection, sha256: str) -> KeptBeside | None:
    """Return the scan or the frozen data of minutes that has this fingerprint, if any."""
    m, e, s = tables.minutes, tables.minutes_extract, tables.minutes_scan
    own = connection.execute(select(m.c.id, m.c.session_id).where(m.c.sha256 == sha256)).first()
    if own is not None:
        return KeptBeside(*own)
    number = func.json_extract(e.c.snapshot, "$.candidates[0].number", type_=Text)
    extract = select(m.c.id, m.c.session_id, number).join(e, e.c.minutes_id == m.c.id)
    found = connection.execute(extract.where(e.c.sha256 == sha256)).first()
    if found is not None:
        return KeptBeside(*found)
    scan = select(m.c.id, m.c.session_id, s.c.attached_at).join(s, s.c.minutes_id == m.c.id)
    row = connection.execute(scan.where(s.c.sha256 == sha256)).first()
    return None if row is None else KeptBeside(row[0], row[1], at=row[2])
