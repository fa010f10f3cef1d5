"""Creates, opens and restores workspaces: the order of opening, and what is refused on the way.

lock → version gate → key → magic number and version → integrity → migration → pools with pragmas.
Must not know use cases.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import insert
from sqlcipher3 import dbapi2

from cisp_desktop.application.files import fsync_folder
from cisp_desktop.application.ports import Authority, Clock
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.persistence import backups, schema, tables
from cisp_desktop.persistence import header as headers
from cisp_desktop.persistence.archive import unlock_archive, unpack_archive
from cisp_desktop.persistence.durable import sweep, write_durably
from cisp_desktop.persistence.engine import check_engine_version, open_raw, reading_engine, writing_engine
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.header import Header, Key
from cisp_desktop.persistence.location import notices
from cisp_desktop.persistence.lock import FILE_NAME as LOCK_NAME
from cisp_desktop.persistence.lock import WorkspaceLock
from cisp_desktop.persistence.mapping import map_domain
from cisp_desktop.persistence.vault import FOLDER as VAULT_FOLDER
from cisp_desktop.persistence.vault import make_folders, new_identity
from cisp_desktop.persistence.workspace import DATABASE, SqlWorkspace

UNFINISHED = "workspace.unfinished"
"""Stands in a folder while a workspace is being created or restored in it."""

_OURS = (
    DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", headers.FILE_NAME, LOCK_NAME,
    VAULT_FOLDER, backups.FOLDER, UNFINISHED,
)  # fmt: skip
_PLAIN_SQLITE = b"SQLite format 3\x00"


class SqlWorkspaceStore:
    """The workspaces on this computer's disks. ``kdf_iterations`` is for tests: None is the real count."""

    def __init__(self, *, clock: Clock, kdf_iterations: int | None = None) -> None:
        self._clock = clock
        self._iterations = kdf_iterations or headers.ITERATIONS
        map_domain()

    def create(self, path: Path, passphrase: str, *, authority: Authority) -> SqlWorkspace:
        """Create a workspace in a new or empty folder and return it open.

        Raises ``RuleError`` (``workspace.folder_not_empty``, ``workspace.passphrase_empty``,
        ``workspace.passphrase_character``) or ``StorageError``; what was begun is taken away again.
        """
        check_engine_version()
        with self._new_folder(path):
            header, key = headers.new_header(
                passphrase,
                workspace_id=secrets.token_hex(16),
                created_at=self._clock(),
                iterations=self._iterations,
            )
            with told(path):
                make_folders(path / VAULT_FOLDER)
                (path / backups.FOLDER).mkdir()
            self._fill(path / DATABASE, header, key=key, authority=authority)
            headers.write_header(path, header)
        return self.open(path, passphrase)

    def _fill(self, database: Path, header: Header, *, key: Key, authority: Authority) -> None:
        engine = writing_engine(database, key)
        try:
            with told(database), engine.connect() as connection:
                schema.migrate(connection)
                with connection.begin():
                    connection.execute(
                        insert(tables.workspace).values(
                            singleton=1,
                            id=header.workspace_id,
                            created_at=header.created_at,
                            vault_identity=new_identity(),
                            authority_certificate=authority.certificate_pem,
                            authority_private_key=authority.private_key_pem,
                        )
                    )
        finally:
            engine.dispose()

    @contextmanager
    def _new_folder(self, path: Path) -> Iterator[None]:
        """Give an empty folder, marked as unfinished until the block ended well; else take it away."""
        existed = path.is_dir()
        with told(path):
            if path.exists() and not existed:
                raise RuleError("workspace.folder_is_file", path=str(path))
            if existed and (path / UNFINISHED).is_file():
                _clear(path)
            if existed and any(path.iterdir()):
                raise RuleError("workspace.folder_not_empty", path=str(path))
            path.mkdir(parents=True, exist_ok=True)
        try:
            write_durably(path / UNFINISHED, b"")
            yield
            with told(path):
                (path / UNFINISHED).unlink()
                fsync_folder(path)
        except BaseException:
            with told(path):
                _clear(path)
                if not existed:
                    path.rmdir()
            raise

    def open(self, path: Path, passphrase: str) -> SqlWorkspace:
        """Open a workspace. Takes about 0.3 s (key derivation, checks): off the GUI thread.

        Raises ``StorageError``: ``workspace.missing``, ``not_one``, ``unfinished``, ``locked``,
        ``engine_old``, ``wrong_passphrase``, ``newer``, ``damaged``, ``read_only``, ``disk_full``, ``io`` …
        """
        _check_folder(path)
        lock = WorkspaceLock.take(path, now=self._clock())
        try:
            check_engine_version()
            for folder in (path, path / backups.FOLDER):
                sweep(folder)
            header, key, mended = self._unlock(path, passphrase)
            if _check_database(path / DATABASE, key) != schema.HEAD:
                self._upgrade(path, key)
            writing, reading = writing_engine(path / DATABASE, key), reading_engine(path / DATABASE, key)
            try:
                with told(path / DATABASE), writing.connect() as connection:
                    connection.begin().rollback()
                workspace = SqlWorkspace(
                    path,
                    header=header,
                    key=key,
                    lock=lock,
                    writing=writing,
                    reading=reading,
                    clock=self._clock,
                    notices=mended + notices(path),
                )
            except BaseException:
                writing.dispose()
                reading.dispose()
                raise
        except BaseException:
            lock.release()
            raise
        return workspace

    def _unlock(self, path: Path, passphrase: str) -> tuple[Header, Key, list[str]]:
        """Return header, key and notices; a lost or damaged header is written again from the database."""
        database = path / DATABASE
        with told(database), database.open("rb") as stream:
            salt = stream.read(headers.SALT_BYTES)
        header = headers.read_header(path)
        if header is not None:
            key = header.unlock(passphrase)
            if salt != key.salt:
                raise StorageError("workspace.damaged", path=str(path), what=DATABASE)
            return header, key, []
        key = headers.derive_key(passphrase, salt, iterations=self._iterations)
        header = _rebuilt_header(database, key, iterations=self._iterations)
        headers.write_header(path, header)
        return header, key, ["workspace.header_rebuilt"]

    def _upgrade(self, path: Path, key: Key) -> None:
        """Bring an older schema to ours, after a backup."""
        database = path / DATABASE
        engine = writing_engine(database, key)
        try:
            backups.make_backup(
                engine, key, folder=path / backups.FOLDER, reason="migration", now=self._clock()
            )
            with told(database), engine.connect() as connection:
                schema.migrate(connection)
        finally:
            engine.dispose()

    def restore(self, file: Path, path: Path, *, passphrase: str) -> None:
        """Make a workspace in a new or empty folder from a backup file, and check it.

        Raises ``StorageError``: ``backup.not_one``, ``backup.damaged``, ``workspace.wrong_passphrase``,
        ``workspace.newer`` …, or ``RuleError("workspace.folder_not_empty")``.
        """
        if not file.is_file():
            raise StorageError("backup.missing", path=str(file))
        check_engine_version()
        header, key = unlock_archive(file, passphrase)
        with self._new_folder(path):
            with told(path):
                make_folders(path / VAULT_FOLDER)
                (path / backups.FOLDER).mkdir()
            unpack_archive(file, path)
            if not (path / DATABASE).is_file():
                raise StorageError("backup.damaged", path=str(file))
            _check_database(path / DATABASE, key)
            headers.write_header(path, header)


def _clear(path: Path) -> None:
    for name in _OURS:
        target = path / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def _check_folder(path: Path) -> None:
    with told(path):
        if not path.is_dir():
            raise StorageError("workspace.missing", path=str(path))
        if (path / UNFINISHED).is_file():
            raise StorageError("workspace.unfinished", path=str(path))
        database = path / DATABASE
        if not database.is_file():
            raise StorageError("workspace.not_one", path=str(path))
        with database.open("rb") as stream:
            if stream.read(len(_PLAIN_SQLITE)) == _PLAIN_SQLITE:
                raise StorageError("workspace.not_one", path=str(path))


def _check_database(database: Path, key: Key) -> int:
    """Refuse another program's database, a newer one, a damaged one; return the version of its schema.

    Writes nothing, so that what is refused stays as it was.
    """
    with told(database):
        raw = open_raw(database, key)
        try:
            return _check_raw(raw, database)
        finally:
            raw.close()


def _check_raw(raw: dbapi2.Connection, database: Path) -> int:
    damaged = StorageError("workspace.damaged", path=str(database.parent), what=database.name)
    if raw.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise damaged
    application = raw.execute("PRAGMA application_id").fetchone()[0]
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    if application != schema.APPLICATION_ID:
        raise StorageError("workspace.not_one", path=str(database.parent))
    if version > schema.HEAD:
        raise StorageError("workspace.newer", found=version, known=schema.HEAD)
    if raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged
    return int(version)


def _rebuilt_header(database: Path, key: Key, *, iterations: int) -> Header:
    """Return a header for a database that this key opens, or ``StorageError("workspace.unreadable")``."""
    t = tables.workspace
    engine = reading_engine(database, key)
    try:
        with told(database), engine.connect() as connection:
            row = connection.execute(t.select()).one()
    except StorageError as error:
        raise StorageError("workspace.unreadable", path=str(database.parent)) from error
    finally:
        engine.dispose()
    return headers.header_for(key, workspace_id=row.id, created_at=row.created_at, iterations=iterations)
