"""The known failures of disks and databases, as ``StorageError`` codes.

What is not known here passes unchanged: it is a bug. Messages of SQLite name tables and constraints,
never values; statements' parameters are hidden by the engine.
"""

import contextlib
import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from cisp_desktop.domain.errors import StorageError

_HARDLY_ANY_ROOM = 1024 * 1024
"""Bytes: below, a failing write is put down to the lack of room."""


def _disk_full(path: Path) -> StorageError:
    return StorageError("workspace.disk_full", path=str(path.parent))


def _read_only(path: Path) -> StorageError:
    return StorageError("workspace.read_only", path=str(path.parent))


def _unreachable(path: Path) -> StorageError:
    return StorageError("workspace.unreachable", path=str(path))


def _database_locked(path: Path) -> StorageError:
    return StorageError("workspace.database_locked", path=str(path.parent))


def _damaged(path: Path) -> StorageError:
    return StorageError("workspace.damaged", path=str(path.parent), what=path.name)


def _io(path: Path) -> StorageError:
    """SQLite says « disk I/O error » too when the WAL's index finds no room: the disk itself tells."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free < _HARDLY_ANY_ROOM:
            return _disk_full(path)
    return StorageError("workspace.io", path=str(path.parent))


Failure = Callable[[Path], StorageError]

_MESSAGES: tuple[tuple[str, Failure], ...] = (
    ("database or disk is full", _disk_full),
    ("readonly database", _read_only),
    ("unable to open database file", _unreachable),
    ("database is locked", _database_locked),
    ("database table is locked", _database_locked),
    ("disk I/O error", _io),
    ("malformed", _damaged),
    ("file is not a database", _damaged),
)

_NUMBERS: dict[int, Failure] = {
    errno.ENOSPC: _disk_full,
    errno.EFBIG: _disk_full,
    errno.EACCES: _read_only,
    errno.EPERM: _read_only,
    errno.EROFS: _read_only,
    errno.ENOENT: _unreachable,
    errno.ENODEV: _unreachable,
    errno.ENOTCONN: _unreachable,
}
if hasattr(errno, "EDQUOT"):  # a quota; Windows has none
    _NUMBERS[errno.EDQUOT] = _disk_full


def of_database(error: BaseException, path: Path) -> StorageError | None:
    """Return the known failure that a database error stands for, or None when it is a bug."""
    if isinstance(error, PoolTimeout):
        return _database_locked(path)
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = str(cause)
    if isinstance(cause, dbapi2.IntegrityError):
        return StorageError("workspace.constraint", constraint=text)
    return next((failure(path) for words, failure in _MESSAGES if words in text), None)


def of_system(error: OSError, path: Path) -> StorageError:
    """Return the failure that an error of the operating system stands for."""
    return _NUMBERS.get(error.errno or 0, _io)(path)


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
