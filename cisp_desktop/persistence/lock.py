"""One process at a time: a lock that the operating system holds and frees when the process dies.

The window and the command line share it. The file says who holds it; its presence alone means nothing.
"""

import contextlib
import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.persistence.failures import told

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_NAME = "workspace.lock"
_FAR = 1 << 30
"""Windows locks a byte for reading too: one far behind the text keeps the holder's name readable."""


def _try_lock(stream: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


class WorkspaceLock:
    """The held lock. ``release`` may be called twice."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    @classmethod
    def take(cls, folder: Path, *, now: datetime) -> "WorkspaceLock":
        """Take the lock without waiting.

        Raises ``StorageError("workspace.locked", pid=…, host=…, since=…)`` (or ``workspace.locked_unknown``),
        ``workspace.read_only`` …
        """
        path = folder / FILE_NAME
        with told(path):
            stream = path.open("ab+")
            try:
                if not _try_lock(stream):
                    raise _refusal(stream)
                stream.seek(0)
                stream.truncate()
                text = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()}
                stream.write(json.dumps(text).encode())
                stream.flush()
            except BaseException:
                with contextlib.suppress(OSError):  # a full disk refuses once more what was not written
                    stream.close()
                raise
        return cls(stream)

    def release(self) -> None:
        """Give the lock back; the file stays, empty: deleting it would race with the next to come."""
        if self._stream.closed:
            return
        with contextlib.suppress(OSError):  # the medium is gone; closing frees the lock all the same
            self._stream.truncate(0)
        self._stream.close()


def _refusal(stream: BinaryIO) -> StorageError:
    """Say who holds the lock, as far as the file tells."""
    try:
        stream.seek(0)
        data = json.loads(stream.read(4096).decode())
        since = datetime.fromisoformat(data["since"])
        return StorageError("workspace.locked", pid=int(data["pid"]), host=str(data["host"]), since=since)
    except (OSError, ValueError, KeyError, TypeError):
        return StorageError("workspace.locked_unknown")
