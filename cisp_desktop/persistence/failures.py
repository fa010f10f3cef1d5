"""The known failures of disks and databases, as ``StorageError`` codes.

What is not known here passes unchanged: it is a bug. Messages of SQLite name tables and constraints,
never values; statements' parameters are hidden by the engine.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from cisp_desktop.domain.errors import StorageError

_MESSAGES = (
    ("database or disk is full", "workspace.disk_full"),
    ("readonly database", "workspace.read_only"),
    ("unable to open database file", "workspace.unreachable"),
    ("database is locked", "workspace.database_locked"),
    ("database table is locked", "workspace.database_locked"),
    ("disk I/O error", "workspace.io"),
    ("malformed", "workspace.damaged"),
    ("file is not a database", "workspace.damaged"),
)

_NUMBERS = {
    errno.ENOSPC: "workspace.disk_full",
    errno.EDQUOT: "workspace.disk_full",
    errno.EFBIG: "workspace.disk_full",
    errno.EACCES: "workspace.read_only",
    errno.EPERM: "workspace.read_only",
    errno.EROFS: "workspace.read_only",
    errno.ENOENT: "workspace.unreachable",
    errno.ENODEV: "workspace.unreachable",
    errno.ENOTCONN: "workspace.unreachable",
}


def of_database(error: BaseException, path: Path) -> StorageError | None:
    """Return the known failure that a database error stands for, or None when it is a bug."""
    if isinstance(error, PoolTimeout):
        return StorageError("workspace.database_locked", path=str(path))
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = str(cause)
    if isinstance(cause, dbapi2.IntegrityError):
        return StorageError("workspace.constraint", constraint=text)
    for words, code in _MESSAGES:
        if words in text:
            return StorageError(code, path=str(path), what=path.name)
    return None


def of_system(error: OSError, path: Path) -> StorageError:
    """Return the failure that an error of the operating system stands for."""
    code = _NUMBERS.get(error.errno or 0, "workspace.io")
    return StorageError(code, path=str(path), what=path.name)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn known failures inside the block into ``StorageError``; ``path`` is what was being touched."""
    try:
        yield
    except OSError as error:
        raise of_system(error, path) from error
    except (DBAPIError, dbapi2.Error, PoolTimeout) as error:
        known = of_database(error, path)
        if known is None:
            raise
        raise known from error
