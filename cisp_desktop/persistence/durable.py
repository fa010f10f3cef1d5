"""Writing a file so that it is there, whole, or was never there.

A temporary file beside the target, fsync, rename with bounded retries, fsync of the folder. Must not
know what the bytes mean.
"""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cisp_desktop.persistence.failures import told

_RETRIES = 6 if os.name == "nt" else 1
TEMPORARY = ".part"
"""How the names of unfinished files end; whoever finds one may delete it."""


def fsync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` durable. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Rename over ``target``, on Windows again while an antivirus holds it (0.6 s in all)."""
    for attempt in range(_RETRIES):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _RETRIES - 1:
                raise
            time.sleep(0.02 * 2**attempt)
    fsync_folder(target.parent)


@contextmanager
def durable_file(folder: Path) -> Iterator["Unfinished"]:
    """Give an unfinished file in ``folder``; unless ``finish`` was called it is deleted at the end."""
    path = folder / f"{secrets.token_hex(8)}{TEMPORARY}"
    with told(folder):
        stream = path.open("xb")
    unfinished = Unfinished(path, stream)
    try:
        with told(folder):
            yield unfinished
    finally:
        stream.close()
        if not unfinished.finished:
            path.unlink(missing_ok=True)


class Unfinished:
    """A temporary file being written."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self.stream = stream
        self.finished = False

    def sync(self) -> None:
        """Put the bytes on the disk and close the file."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def finish(self, target: Path) -> None:
        """Put the bytes on the disk and give the file its name."""
        if not self.stream.closed:
            self.sync()
        replace(self.path, target)
        self.finished = True


def write_durably(target: Path, content: bytes) -> None:
    """Write a whole file. Raises ``StorageError`` and leaves what was there before."""
    with durable_file(target.parent) as unfinished:
        unfinished.stream.write(content)
        unfinished.finish(target)


def sweep(folder: Path) -> None:
    """Delete what a killed process left unfinished in ``folder``."""
    with told(folder):
        for path in folder.glob(f"*{TEMPORARY}*"):  # SQLite may have left a journal beside it
            path.unlink(missing_ok=True)
