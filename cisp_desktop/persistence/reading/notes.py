"""Reads what jurors noted in the dossiers, and where their reading stood.

A juror's own notes, and of the others only what they shared, to a member of the same panel who is not
recused, once the candidate's sheets are revealed (``domain.hearing``). Reads no mark.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select

from cisp_desktop.application.queries_reading import NoteRow, PlaceRow
from cisp_desktop.domain.reading import Area
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading.awaiting import SessionSheets


def rows(connection: Connection, seat_id: str, dossier_ids: Sequence[str]) -> list[NoteRow]:
    """Return the notes on these dossiers that the juror at ``seat_id`` may read, by dossier and page."""
    n, d, s, j = tables.reading_note, tables.dossier, tables.seat, tables.juror
    wanted = (
        select(n, d.c.registration_id, j.c.name.label("author"))
        .join(d, d.c.id == n.c.dossier_id)
        .join(s, s.c.id == n.c.seat_id)
        .join(j, j.c.id == s.c.juror_id)
        .where(n.c.dossier_id.in_(dossier_ids), or_(n.c.seat_id == seat_id, n.c.shared))
    )
    found = list(connection.execute(wanted))
    others = {row.registration_id for row in found if row.seat_id != seat_id}
    opened = {one for one in others if _reveals(connection, one, seat_id)}
    order = {dossier_id: place for place, dossier_id in enumerate(dossier_ids)}
    kept = [row for row in found if row.seat_id == seat_id or row.registration_id in opened]
    kept.sort(key=lambda row: (order[row.dossier_id], row.page, _top(row), row.written_at, row.id))
    return [_note(row, own=row.seat_id == seat_id) for row in kept]


def places(connection: Connection, seat_id: str, dossier_ids: Sequence[str]) -> dict[str, PlaceRow]:
    """Return where a juror's reading of each dossier stood."""
    t = tables.reading_place
    wanted = select(t.c.dossier_id, t.c.page, t.c.offset, t.c.zoom).where(
        t.c.seat_id == seat_id, t.c.dossier_id.in_(dossier_ids)
    )
    return {dossier_id: PlaceRow(*place) for dossier_id, *place in connection.execute(wanted)}


def _note(row: AnyRow, *, own: bool) -> NoteRow:
    areas = tuple(Area(*area) for area in row.areas)
    return NoteRow(
        row.id, row.dossier_id, row.page, areas, row.colour, row.text, row.item, row.shared, own,
        row.author, row.written_at,
    )  # fmt: skip


def _top(row: AnyRow) -> int:
    return int(min((area[1] for area in row.areas), default=0))


def _reveals(connection: Connection, registration_id: str, seat_id: str) -> bool:
    """Whether a candidate's sheets are revealed to a juror: frozen proposals, or nothing awaited."""
    r, s, x, p = tables.registration, tables.seat, tables.recusal, tables.proposal
    recused = select(x.c.id).where(and_(x.c.registration_id == r.c.id, x.c.seat_id == seat_id)).exists()
    wanted = (
        select(r.c.session_id, r.c.presented)
        .join(s, s.c.panel_id == r.c.panel_id)
        .where(r.c.id == registration_id, s.c.id == seat_id, ~recused)
    )
    known = connection.execute(wanted).one_or_none()
    if known is None:
        return False
    frozen = select(p.c.round).where(p.c.registration_id == registration_id, p.c.round == 1)
    if connection.execute(frozen.limit(1)).first() is not None:
        return True
    sheets = SessionSheets.read(connection, known.session_id, only=[registration_id])
    return bool(known.presented) and not any(
        sheets.awaited(registration_id, block_id) for block_id in known.presented
    )
