"""Automatic backups of the database: made by SQLite's backup API, thinned with age.

A backup is a whole encrypted database under the workspace's own key; vault files never change and are
not copied. Must not know when a backup is due.
"""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.durable import durable_file
from cisp_desktop.persistence.engine import open_raw
from cisp_desktop.persistence.failures import told
from cisp_desktop.persistence.header import Key

FOLDER = "backups"
LATEST, DAYS = 10, 30
"""Kept: the latest ten, then the last of each day for thirty days, then the last of each month."""

_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-([a-z]+)\.db")
_STAMP = "%Y%m%dT%H%M%S.%f"


def copy_database(engine: Engine, key: Key, target: Path) -> None:
    """Copy a snapshot of the live database into the new file ``target`` and check it. Blocks no writer."""
    with told(target):
        raw = open_raw(target, key)
        try:
            with engine.connect() as connection:
                source = connection.connection.driver_connection
                if source is None:
                    raise RuntimeError("a pooled connection without its driver's")
                source.backup(raw)
            # One plain file, without a -wal beside it.
            raw.execute("PRAGMA journal_mode = DELETE").fetchall()
            faults = raw.execute("PRAGMA cipher_integrity_check").fetchall()
            if faults or raw.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise StorageError("backup.not_sound", path=str(target))
        finally:
            raw.close()


def make_backup(engine: Engine, key: Key, *, folder: Path, reason: str, now: datetime) -> Path:
    """Write one backup into ``folder``, thin the others, and return its path.

    ``reason`` is lower-case letters. Raises ``StorageError``; an unfinished copy never keeps the name.
    """
    with told(folder):
        folder.mkdir(exist_ok=True)
    target = folder / f"{now.astimezone(UTC).strftime(_STAMP)}Z-{reason}.db"
    if not _NAME.fullmatch(target.name):
        raise ValueError("a backup's reason is lower-case letters")
    with durable_file(folder) as unfinished:
        unfinished.stream.close()
        copy_database(engine, key, unfinished.path)
        with unfinished.path.open("rb+") as stream:
            unfinished.stream = stream
            unfinished.finish(target)
    thin(folder)
    return target


def made_at(path: Path) -> datetime | None:
    """Return when a backup was made (UTC), by its name; None for another file."""
    match = _NAME.fullmatch(path.name)
    return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None


def backups_in(folder: Path) -> list[Path]:
    """Return the backups of a folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if made_at(path)), key=lambda path: path.name)


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Return which backups stay: the latest ones, one a day for thirty days, one a month before.

    Ages count from the latest backup, never from the clock: a wrong clock deletes nothing more.
    """
    ordered = sorted(moments)
    kept = set(ordered[-LATEST:])
    if not ordered:
        return kept
    limit = ordered[-1] - timedelta(days=DAYS)
    by_period: dict[tuple[int, ...], datetime] = {}
    for moment in ordered:
        period = (moment.year, moment.month)
        by_period[(*period, moment.day) if moment >= limit else period] = moment
    return kept | set(by_period.values())


def thin(folder: Path) -> Collection[Path]:
    """Delete the backups that need not stay; returns them."""
    dated = {moment: path for path in backups_in(folder) if (moment := made_at(path))}
    gone = [path for moment, path in dated.items() if moment not in to_keep(dated)]
    for path in gone:
        with told(path):
            path.unlink(missing_ok=True)
    return gone
