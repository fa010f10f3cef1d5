"""Writing a file so that it is there, whole, or was never there.

A temporary file beside the target, fsync, rename with bounded retries, fsync of the folder. Must not
know what the bytes mean.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cisp_desktop.application.files import rename_durably
from cisp_desktop.persistence.failures import told

TEMPORARY = ".part"
"""How the names of unfinished files end; whoever finds one may delete it."""


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
        rename_durably(self.path, target)
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
