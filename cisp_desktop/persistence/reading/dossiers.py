"""Reads dossiers, and searches their pages."""

import re
from datetime import date, datetime

from sqlalchemy import Connection, func, select, text

from cisp_desktop.application.queries import DossierRow, DossierVersionRow, SearchHit
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.persistence import tables

_WORD = re.compile(r"\w+")
_SEARCH = text(
    """
    SELECT p.page, snippet(dossier_text, 0, '', '', '…', 12)
    FROM dossier_text JOIN dossier_page p ON p.id = dossier_text.rowid
    WHERE dossier_text MATCH :words AND dossier_text.rowid BETWEEN :first AND :last
        AND p.dossier_id = :dossier
    ORDER BY p.page
    """
)


def rows(
    connection: Connection, *, session_id: str | None = None, registration_id: str | None = None
) -> list[DossierRow]:
    """Return the dossiers that count, of a session or of one registration, by position and kind."""
    d, r, s, other = tables.dossier, tables.registration, tables.jury_session, tables.dossier.alias()
    versions = (
        select(func.count())
        .where(other.c.registration_id == d.c.registration_id, other.c.kind == d.c.kind)
        .scalar_subquery()
    )
    wanted = (
        select(
            d.c.id, d.c.registration_id, d.c.kind, d.c.file_name, d.c.sha256, d.c.size, d.c.pages,
            d.c.received_at, versions, s.c.dossiers_due,
        )
        .join(r, r.c.id == d.c.registration_id)
        .join(s, s.c.id == r.c.session_id)
        .where(d.c.replaced_at.is_(None))
        .order_by(r.c.position, r.c.id, d.c.kind, d.c.id)
    )  # fmt: skip
    if session_id is not None:
        wanted = wanted.where(r.c.session_id == session_id)
    if registration_id is not None:
        wanted = wanted.where(r.c.id == registration_id)
    return [DossierRow(*(*known, _late(known[7], due))) for *known, due in connection.execute(wanted)]


def versions(connection: Connection, registration_id: str, kind: DossierKind) -> list[DossierVersionRow]:
    """Return every version of one dossier, the newest first."""
    d, r, s = tables.dossier, tables.registration, tables.jury_session
    wanted = (
        select(
            d.c.id, d.c.file_name, d.c.sha256, d.c.size, d.c.pages, d.c.received_at, d.c.replaced_at,
            s.c.dossiers_due,
        )
        .join(r, r.c.id == d.c.registration_id)
        .join(s, s.c.id == r.c.session_id)
        .where(d.c.registration_id == registration_id, d.c.kind == kind)
        .order_by(d.c.received_at.desc(), d.c.id)
    )  # fmt: skip
    return [DossierVersionRow(*(*known, _late(known[5], due))) for *known, due in connection.execute(wanted)]


def _late(received_at: datetime, due: date | None) -> bool:
    """Whether a dossier came after its last day, by the clock of the computer that received it."""
    return due is not None and received_at.date() > due


def search(connection: Connection, dossier_id: str, words: str) -> list[SearchHit]:
    """Return the pages of a dossier where a word begins with each of ``words``.

    Nothing that is typed has a meaning for the index: words are quoted, the rest is dropped.
    """
    found = _WORD.findall(words)
    t = tables.dossier_page
    first, last = connection.execute(
        select(func.min(t.c.id), func.max(t.c.id)).where(t.c.dossier_id == dossier_id)
    ).one()
    if not found or first is None:
        return []
    query = " ".join(f'"{word}"*' for word in found)
    hits = connection.execute(_SEARCH, {"words": query, "first": first, "last": last, "dossier": dossier_id})
    return [SearchHit(dossier_id, page, excerpt) for page, excerpt in hits]
