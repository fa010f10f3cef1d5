"""The thorough check of a workspace: every page, every rule, every file, every link of the journal."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

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


def _journal(connection: Connection) -> list[str]:
    t = tables.audit_event
    rows = connection.execute(select(t).order_by(t.c.sequence)).yield_per(1000)
    broken = first_broken_link(cast("Iterable[AuditEvent]", rows))  # rows carry the same names
    return [] if broken is None else [f"journal:{broken}"]
