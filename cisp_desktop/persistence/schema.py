"""Bringing a database to the schema of this version, whole or not at all.

Must not know workspaces, keys or locks: it is given a connection, and what to do before it writes.
"""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from cisp_desktop.domain.errors import StorageError

APPLICATION_ID = 0x43495350
"""``CISP``: the magic number of our files."""

HEAD = 5
"""The schema of this version, as ``PRAGMA user_version``; revision ``0001`` sets 1, and so on."""


def versions(connection: Connection) -> tuple[int, int]:
    """Return (application_id, user_version)."""
    return _pragma(connection, "application_id"), _pragma(connection, "user_version")


def _pragma(connection: Connection, text: str) -> int:
    """Run a pragma beside SQLAlchemy, which would open a transaction for it."""
    raw = connection.connection.driver_connection
    row = raw.execute(f"PRAGMA {text}").fetchone() if raw is not None else None
    return int(row[0]) if row else 0


def revision_of(version: int) -> str:
    """Return the Alembic revision that sets this ``user_version`` (0: the empty database)."""
    return f"{version:04d}" if version else "base"


def migrate(connection: Connection, *, to: int = HEAD, before: Callable[[], None] | None = None) -> None:
    """Move the schema to version ``to``, up or down, in one transaction; nothing to do is nothing done.

    ``before`` runs first (the backup). Foreign keys are off while tables are copied, and checked before
    COMMIT along with the number of rows of every table that stays. The connection must stand outside a
    transaction. Raises ``StorageError("workspace.migration", …)`` and leaves the old schema.
    """
    version = versions(connection)[1]
    if version == to:
        return
    if before is not None:
        before()
    _pragma(connection, "foreign_keys = OFF")
    try:
        with connection.begin():
            counts = _row_counts(connection)
            run = command.upgrade if to > version else command.downgrade
            run(_config(connection), revision_of(to))
            _check(connection, counts, to=to)
    finally:
        _pragma(connection, "foreign_keys = ON")


def _config(connection: Connection) -> Config:
    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _row_counts(connection: Connection) -> dict[str, int]:
    tables = connection.exec_driver_sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608 (schema names)
        for name in tables
    }


def _check(connection: Connection, counts: dict[str, int], *, to: int) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StorageError("workspace.migration", detail=f"foreign_key:{broken[0][0]}")
    after = _row_counts(connection)
    for name, count in counts.items():
        if to and name in after and after[name] != count:
            raise StorageError("workspace.migration", detail=f"rows:{name}")
    if versions(connection)[1] != to:
        raise StorageError("workspace.migration", detail="user_version")
