"""One open workspace: transactions, reads, vault, backups, check, closing.

Must not know passphrases or how a workspace is found: ``store`` opens it.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, select

from cisp_desktop.application.changes import Changes
from cisp_desktop.application.ports import AuthorityMaterial, Clock
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence import backups, checking, tables
from cisp_desktop.persistence.archive import write_archive
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.header import Header, Key
from cisp_desktop.persistence.lock import WorkspaceLock
from cisp_desktop.persistence.queries import SqlQueries
from cisp_desktop.persistence.unit_of_work import SqlUnitOfWork, WriteTurn
from cisp_desktop.persistence.vault import FOLDER as VAULT_FOLDER
from cisp_desktop.persistence.vault import AgeVault

DATABASE = "workspace.db"


class SqlWorkspace:
    """An open workspace. Every method may be called from any thread; ``close`` ends it."""

    def __init__(
        self,
        path: Path,
        *,
        header: Header,
        key: Key,
        lock: WorkspaceLock,
        writing: Engine,
        reading: Engine,
        clock: Clock,
        notices: list[str],
    ) -> None:
        self._path = path
        self._header = header
        self._key = key
        self._lock = lock
        self._writing = writing
        self._reading = reading
        self._clock = clock
        self._turn = WriteTurn()
        self._certifications: dict[str, Certification] = {}
        self._listeners: list[Callable[[Changes], None]] = []
        self._written = False
        self._closed = False
        self._queries = SqlQueries(reading, path / DATABASE)
        self._vault = AgeVault(path / VAULT_FOLDER, self._vault_identity())
        self._vault.sweep()
        self.notices = notices
        """Codes of what the user should know: where the folder lies, what was mended at opening."""

    @property
    def path(self) -> Path:
        """The workspace's folder."""
        return self._path

    @property
    def id(self) -> str:
        """The workspace's identifier."""
        return self._header.workspace_id

    @property
    def vault(self) -> AgeVault:
        """The encrypted files."""
        return self._vault

    @property
    def queries(self) -> SqlQueries:
        """The reads."""
        return self._queries

    @property
    def clock(self) -> Clock:
        """The clock that use cases read."""
        return self._clock

    @property
    def authority(self) -> AuthorityMaterial:
        """The workspace's authority, read from the database each time."""
        t = tables.workspace
        with told(self._database), self._reading.connect() as connection:
            row = connection.execute(select(t.c.authority_certificate, t.c.authority_private_key)).one()
        return AuthorityMaterial(row[0], row[1])

    @property
    def _database(self) -> Path:
        return self._path / DATABASE

    def _vault_identity(self) -> str:
        with told(self._database), self._reading.connect() as connection:
            return str(connection.execute(select(tables.workspace.c.vault_identity)).scalar_one())

    def unit_of_work(self) -> SqlUnitOfWork:
        """Return a new transaction, begun by ``with``; ``Refused("workspace.busy")`` while another writes."""
        if self._closed:
            raise StorageError("workspace.closed")
        return SqlUnitOfWork(
            self._writing,
            self._turn,
            path=self._database,
            clock=self._clock,
            certifications=self._certifications,
            committed=self._tell,
        )

    def _tell(self, changes: Changes) -> None:
        self._written = True
        for listener in tuple(self._listeners):
            listener(changes)

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """Call ``listener`` after each COMMIT, in the thread that committed."""
        self._listeners.append(listener)

    def check(self) -> list[str]:
        """Return what is damaged: ``database:…``, ``foreign_key:…``, ``vault.missing:…``, ``journal:…``."""
        return checking.damages(self._reading, self._database, vault=self._vault)

    def backup_database(self, reason: str) -> Path:
        """Write an automatic backup of the database and thin the others; returns its path.

        ``reason`` is lower-case letters: ``closing``, ``import`` …
        """
        return backups.make_backup(
            self._reading, self._key, folder=self._path / backups.FOLDER, reason=reason, now=self._clock()
        )

    def backup(self, target: Path) -> None:
        """Write one encrypted file with the database and the vault, verified once written. Atomic."""
        write_archive(target, self._reading, key=self._key, header=self._header, vault=self._vault)

    def close(self) -> None:
        """Back up when something was written, checkpoint, close, free the lock. Safe to call twice.

        Everything committed is on the disk already. What fails here is told once all is closed:
        ``StorageError("workspace.closing")``, its cause being the disk's own failure.
        """
        if self._closed:
            return
        try:
            try:
                if self._written:
                    self.backup_database("closing")
            finally:
                self._shut()
        except StorageError as error:
            raise StorageError("workspace.closing", path=str(self._path)) from error

    def abandon(self) -> None:
        """Close without a backup (a creation that failed)."""
        if not self._closed:
            self._shut()

    def _shut(self) -> None:
        self._closed = True
        try:
            self._reading.dispose()
            with told(self._database):
                raw = self._writing.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    raw.close()
        finally:
            self._writing.dispose()
            self._lock.release()
