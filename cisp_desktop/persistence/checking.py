"""The thorough check of a workspace: every page, every rule, every file, every link of the journal."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Engine, select, union

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.journal import AuditEvent, first_broken_link
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.vault import AgeVault


def vault_hashes(connection: Connection) -> list[str]:
    """Return the hashes of every vault file that the database names."""
    t = tables
    named = union(
        select(t.dossier.c.sha256),
        select(t.presence.c.document_sha256).where(t.presence.c.document_sha256.is_not(None)),
        select(t.minutes.c.pdf_sha256),
        select(t.minutes.c.closed_pdf_sha256),
        select(t.minutes_signature.c.pdf_sha256).where(t.minutes_signature.c.pdf_sha256.is_not(None)),
    )
    return sorted(connection.execute(named).scalars())


def damages(engine: Engine, path: Path, *, vault: AgeVault) -> list[str]:
    """Return codes with ``:`` details; an empty list says that all is sound. Reads everything."""
    found: list[str] = []
    try:
        with told(path), engine.connect() as connection:
            found += _database(connection)
            found += _journal(connection)
            hashes = vault_hashes(connection)
    except StorageError as error:
        return [*found, f"database:{error.code}"]
    for sha256 in hashes:
        try:
            vault.read(sha256)
        except StorageError as error:
            found.append(f"{error.code}:{sha256}")
    return found


def _database(connection: Connection) -> list[str]:
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
    rules = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    found = [f"database:{text}" for text in pages]
    found += [f"database:{text}" for text in rules if text != "ok"]
    found += [f"foreign_key:{row[0]}:{row[1]}" for row in orphans]
    return found


class _Moment(str):
    """A moment as stored: what the hash covers, letter for letter, without reading it as a date."""

    __slots__ = ()

    def isoformat(self) -> str:
        return self


class _Link(NamedTuple):
    """A link as stored; the same names as ``AuditEvent``."""

    sequence: int
    at: _Moment
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


def _journal(connection: Connection) -> list[str]:
    """Read the links beside SQLAlchemy: 100,000 of them are checked in about a second.

    A chain cannot tell that its tail was cut, nor that all of it was written anew. Minutes froze the head
    as it was when they were closed: it must still be a link.
    """
    names = ", ".join(_Link._fields)
    rows = connection.exec_driver_sql(f"SELECT {names} FROM audit_event ORDER BY sequence")  # noqa: S608
    cursor = rows.cursor
    raw = iter(cursor.fetchone, None) if cursor is not None else ()
    heads = _heads(connection)
    broken = first_broken_link(cast("Iterable[AuditEvent]", _passing(raw, heads)))
    found = [] if broken is None else [f"journal:{broken}"]
    return found if found else [f"journal.head:{number}" for number in heads.values()]


def _heads(connection: Connection) -> dict[str, str]:
    """Return the numbers of minutes by the head that they carry."""
    rows = connection.exec_driver_sql("SELECT json_extract(snapshot, '$.journal_head'), number FROM minutes")
    return {str(head): str(number) for head, number in rows if head}


def _passing(raw: Iterable[Sequence[Any]], heads: dict[str, str]) -> Iterator[_Link]:
    """Give each link, and strike its hash off ``heads``."""
    for row in raw:
        heads.pop(row[-1], None)
        yield _Link(row[0], _Moment(row[1]), *row[2:])
