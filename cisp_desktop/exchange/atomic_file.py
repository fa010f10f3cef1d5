"""Write a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed.

This module must not know what the file holds.
"""

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path

from cisp_desktop.domain.errors import StorageError

_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_RENAME_TRIES = 5
_RENAME_WAIT = 0.1


def write_atomically(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``; its folder is made when missing.

    Whatever fails, the earlier file stays. Raises ``StorageError("exchange.file.full")`` or
    ``StorageError("exchange.file.unwritable")``.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        _rename(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageError("exchange.file.full", name=path.name) from error
        raise StorageError("exchange.file.unwritable", name=path.name) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _rename(temporary: Path, path: Path) -> None:
    """Rename, again if need be: an antivirus holds a new file for a moment on Windows."""
    for attempt in range(_RENAME_TRIES):
        try:
            temporary.replace(path)
        except PermissionError:
            if os.name != "nt" or attempt == _RENAME_TRIES - 1:
                raise
            time.sleep(_RENAME_WAIT * (attempt + 1))
        else:
            return


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
