"""Reads dossiers, and searches their pages."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select, text

from cisp_desktop.application.queries import DossierRow, DossierVersionRow, SearchHit
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.persistence import tables

_WORD = re.compile(r"\w+")
_TYPED = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")
"""A word as typed, with its hyphens: at the end of a line the page's own hyphen is not told from a break."""
_TWO_LETTERS = (("œ", "oe"), ("æ", "ae"))
MOST_WORDS = 32
"""Words of one search that are looked for; the rest is dropped."""
_ACCENTS = re.compile("[\u0300-\u036f]")
_BEFORE, _AROUND = 60, 160
"""Letters of a line kept before the first word found, and in all."""
_SEARCH = text(
    """
    SELECT p.dossier_id, p.page, p.content
    FROM dossier_text JOIN dossier_page p ON p.id = dossier_text.rowid
    WHERE dossier_text MATCH :words AND dossier_text.rowid BETWEEN :first AND :last
        AND p.dossier_id IN :dossiers
    ORDER BY p.dossier_id, p.page
    """
).bindparams(bindparam("dossiers", expanding=True))


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


def search(connection: Connection, dossier_ids: Sequence[str], words: str) -> list[SearchHit]:
    """Return the pages of these dossiers where a word begins with each of ``words``, with the line of the
    first one; dossiers in the order given.

    Nothing that is typed has a meaning for the index: words are quoted, the rest is dropped. « œ » and « oe »
    are one, and a word with a hyphen is found where the end of a line took its place.
    """
    wanted = [_spellings(word) for word in _TYPED.findall(words)[:MOST_WORDS]]
    t = tables.dossier_page
    first, last = connection.execute(
        select(func.min(t.c.id), func.max(t.c.id)).where(t.c.dossier_id.in_(dossier_ids))
    ).one()
    if not wanted or first is None:
        return []
    query = " AND ".join(f"({' OR '.join(map(_all_of, spellings))})" for spellings in wanted)
    found = connection.execute(
        _SEARCH, {"words": query, "first": first, "last": last, "dossiers": list(dossier_ids)}
    )
    begun = {_bare(word) for spellings in wanted for parts in spellings for word in parts}
    first_word = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(begun))) + ")")
    hits = [SearchHit(one, page, _line(content, first_word)) for one, page, content in found]
    order = {dossier_id: place for place, dossier_id in enumerate(dossier_ids)}
    return sorted(hits, key=lambda hit: order[hit.dossier_id])


def _spellings(typed: str) -> list[tuple[str, ...]]:
    """Return how a word may stand in the index: its parts, all of which a page must have."""
    parts = _WORD.findall(typed)
    spelt = [tuple(parts), ("".join(parts),)] if len(parts) > 1 else [tuple(parts)]
    for one, two in _TWO_LETTERS:
        for known in list(spelt):
            lower = [part.lower() for part in known]
            spelt.append(tuple(part.replace(two, one) for part in lower))
            spelt.append(tuple(part.replace(one, two) for part in lower))
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    for known in spelt:
        kept.setdefault(tuple(map(_bare, known)), known)
    return list(kept.values())


def _all_of(parts: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{part}"*' for part in parts) + ")"


def _bare(text: str) -> str:
    """Return ``text`` without case nor accents, as the index compares it."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text)).casefold()


def _line(content: str, word: re.Pattern[str]) -> str:
    """Return the line of the first word found, cut around it when it is long.

    The index's own ``highlight`` would read every page found to its end; this stops at the first line.
    """
    lines = content.splitlines() or [""]
    found = next(((line, match) for line in lines if (match := word.search(_bare(line)))), None)
    line, place = (found[0], found[1].start()) if found is not None else (lines[0], 0)
    if place > _BEFORE:
        cut = line.find(" ", place - _BEFORE) + 1
        line = "…" + line[min(cut, place) :]
    line = line.strip()
    return line if len(line) <= _AROUND else line[:_AROUND].rsplit(" ", 1)[0] + "…"
