"""Small files that a user names: read with a limit, written whole or not at all.

Must not know what they hold.
"""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from cisp_desktop.domain.errors import RuleError, StorageError


def read_small_file(path: Path, *, limit: int) -> bytes:
    """Return a file's bytes. ``limit`` is in bytes.

    Raises ``RuleError``: ``file.missing``, ``file.is_folder``, ``file.unreadable``, ``file.too_large``.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise RuleError("file.missing", file=str(path)) from error
    except IsADirectoryError as error:
        raise RuleError("file.is_folder", file=str(path)) from error
    except OSError as error:
        raise RuleError("file.unreadable", file=str(path)) from error
    if len(content) > limit:
        raise RuleError("file.too_large", file=path.name, limit=limit // (1024 * 1024))
    return content


def write_file(path: Path, content: bytes) -> None:
    """Write ``content`` durably, replacing an existing file and making its folder.

    The file that stood there stays whole until the new one is. Raises ``StorageError``:
    ``file.disk_full``, ``file.read_only``, ``file.not_written``.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StorageError(_code_of(error), file=str(path)) from error


def _code_of(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "file.disk_full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "file.read_only"
    return "file.not_written"


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be opened (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
