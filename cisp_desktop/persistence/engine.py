"""Connections to the encrypted database: keyed, with every pragma set and read back, in two pools.

One connection writes (``BEGIN IMMEDIATE``), a few read (deferred ``BEGIN``: a snapshot of the WAL). Must
not know what the tables mean.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlcipher3 import dbapi2

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.header import Key

LEAST_SQLITE = (3, 51, 3)
"""Older ones have known faults in WAL recovery."""

PRAGMAS: dict[str, tuple[str, int | str]] = {
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("ON", 1),
    "busy_timeout": ("5000", 5000),
    "temp_store": ("MEMORY", 2),
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "secure_delete": ("ON", 1),
}
"""What every connection must say after it was told: value to set, value to read back."""

_READERS = 4


def check_engine_version() -> None:
    """Refuse a SQLite that is too old (``StorageError("workspace.engine_old")``)."""
    found = tuple(int(part) for part in dbapi2.sqlite_version.split("."))
    if found < LEAST_SQLITE:
        least = ".".join(map(str, LEAST_SQLITE))
        raise StorageError("workspace.engine_old", found=dbapi2.sqlite_version, least=least)


def open_raw(path: Path, key: Key) -> dbapi2.Connection:
    """Return a keyed connection outside the pools, without our pragmas (first look, backup target)."""
    raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f'PRAGMA key = "{key.pragma_value}"')
    return raw


def set_pragmas(raw: Any) -> None:
    """Set every pragma and read it back; ``StorageError("workspace.pragma", name=…)`` if it did not take."""
    for name, (value, expected) in PRAGMAS.items():
        raw.execute(f"PRAGMA {name} = {value}").fetchall()
        found = raw.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != expected:
            raise StorageError("workspace.pragma", name=name, found=found[0] if found else None)


def _engine(path: Path, key: Key, *, size: int, begin: str) -> Engine:
    url = URL.create("sqlite+pysqlcipher", password=key.pragma_value, database=str(path))
    engine = create_engine(
        url,
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    def prepare(raw: Any, record: object) -> None:
        raw.isolation_level = None  # SQLAlchemy's own BEGIN below, never the driver's
        raw.execute("PRAGMA cipher_log_level = NONE")
        set_pragmas(raw)

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine


def writing_engine(path: Path, key: Key) -> Engine:
    """Return the engine of the one connection that writes."""
    return _engine(path, key, size=1, begin="BEGIN IMMEDIATE")


def reading_engine(path: Path, key: Key) -> Engine:
    """Return the engine of the connections that read; they can do nothing else."""
    engine = _engine(path, key, size=_READERS, begin="BEGIN")

    def read_only(raw: Any, record: object) -> None:
        raw.execute("PRAGMA query_only = ON")

    event.listen(engine, "connect", read_only)
    return engine
