"""Reads the journal: links by day, actor and act, and whether the chain of all of them holds."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, func, select

from cisp_desktop.application.queries_registers import JournalVerdict, LinkRow, LinksWanted
from cisp_desktop.domain.journal import StoredLink, find_break
from cisp_desktop.persistence import tables

_COLUMNS = "sequence, at, actor, action, subject, details, previous, hash"
_AT_ONCE = 2000
"""Links taken from the driver at a time."""


def links(connection: Connection, wanted: LinksWanted) -> list[LinkRow]:
    """Return the links that are asked for, the oldest first."""
    t = tables.audit_event
    chosen = select(t).order_by(t.c.sequence)
    own_day = func.substr(t.c.at, 1, 10)  # the day as the clock on the wall said it
    if wanted.starts is not None:
        chosen = chosen.where(own_day >= wanted.starts.isoformat())
    if wanted.ends is not None:
        chosen = chosen.where(own_day <= wanted.ends.isoformat())
    if wanted.actors:
        chosen = chosen.where(t.c.actor.in_(wanted.actors))
    if wanted.actions:
        chosen = chosen.where(t.c.action.in_(wanted.actions))
    return [LinkRow(*row) for row in connection.execute(chosen)]


def parties(connection: Connection) -> tuple[list[str], list[str]]:
    """Return every actor and every action that the journal names, each once."""
    t = tables.audit_event
    actors = connection.execute(select(t.c.actor).distinct()).scalars().all()
    actions = connection.execute(select(t.c.action).distinct()).scalars().all()
    return list(actors), list(actions)


def link_of_head(connection: Connection, head: str) -> LinkRow | None:
    """Return the link whose hash is ``head``, or begins with it (hexadecimal)."""
    t = tables.audit_event
    wanted = select(t).where(t.c.hash.startswith(head, autoescape=True)).order_by(t.c.sequence).limit(1)
    row = connection.execute(wanted).first()
    return LinkRow(*row) if row is not None else None


def stored_links(connection: Connection) -> Iterator[StoredLink]:
    """Give every link as it is stored, beside SQLAlchemy: 100,000 of them take a third of a second."""
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM audit_event ORDER BY sequence")  # noqa: S608
    cursor = rows.cursor
    while cursor is not None and (found := cursor.fetchmany(_AT_ONCE)):
        yield from cast("list[StoredLink]", found)


def frozen_heads(connection: Connection) -> dict[str, str]:
    """Return the numbers of minutes by the head of the journal that they carry."""
    rows = connection.exec_driver_sql("SELECT json_extract(snapshot, '$.journal_head'), number FROM minutes")
    return {str(head): str(number) for head, number in rows if head}


def verdict(connection: Connection, heads: Mapping[str, int]) -> JournalVerdict:
    """Check the whole chain against the heads that minutes carry, and those given (hash → sequence or 0)."""
    frozen = frozen_heads(connection)
    broken = find_break(stored_links(connection), {**dict.fromkeys(frozen, 0), **heads})
    raw = connection.exec_driver_sql(
        "SELECT sequence, at, hash FROM audit_event ORDER BY sequence DESC LIMIT 1"
    )
    row = raw.first()
    if row is None:
        return JournalVerdict(0, 0, "", None, broken, frozen)
    # A whole chain is numbered from 1 to its last link: the table is counted for a broken one alone.
    count = row[0] if broken is None else _count(connection)
    return JournalVerdict(count, row[0], row[2], _moment(row[1]), broken, frozen)


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.audit_event)).scalar_one()


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
