"""The thorough check of a workspace: every page, every rule, every file, every link of the journal."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, cast

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
    """Read the links beside SQLAlchemy: 100,000 of them are checked in about a second."""
    names = ", ".join(_Link._fields)
    rows = connection.exec_driver_sql(f"SELECT {names} FROM audit_event ORDER BY sequence")  # noqa: S608
    cursor = rows.cursor
    raw = iter(cursor.fetchone, None) if cursor is not None else ()
    links = (_Link(row[0], _Moment(row[1]), *row[2:]) for row in raw)
    broken = first_broken_link(cast("Iterable[AuditEvent]", links))
    return [] if broken is None else [f"journal:{broken}"]
