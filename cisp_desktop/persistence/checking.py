"""The thorough check of a workspace: every page, every rule, every file, every link of the journal."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Select, func, select, union

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.reading import journal
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
        select(t.minutes_scan.c.sha256),
        select(t.minutes_extract.c.pdf_sha256),
        select(t.minutes_extract.c.closed_pdf_sha256),
        select(t.issued_document.c.pdf_sha256),
        _logos(),
    )
    return sorted(connection.execute(named).scalars())


def _logos() -> Select[tuple[str]]:
    """The logos of papers that keep their template: those issued before kept none."""
    snapshot = tables.issued_document.c.snapshot
    logo = func.json_extract(snapshot, "$.logo")
    kept = func.json_type(snapshot, "$.template").is_not(None)
    return select(logo).where(kept, logo != "").distinct()


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
    """Check the chain of the journal, and that the head that minutes froze at their closing is a link of it:
    a chain cannot tell that its tail was cut, nor that all of it was written anew.
    """
    verdict = journal.verdict(connection, {})
    broken = verdict.broken
    if broken is None:
        return []
    return [f"journal.head:{verdict.heads[broken.head]}" if broken.head else f"journal:{broken.sequence}"]
