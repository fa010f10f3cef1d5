"""Small files that the window reads and writes for itself: whole or not at all, with a limit. Worker thread.

This module must not know what is in them.
"""

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from cisp_desktop.domain.errors import RuleError, StorageError

MEGABYTE = 1024 * 1024


def read_file(path: Path, *, limit: int) -> bytes:
    """Return a file's bytes, at most ``limit``.

    Raises ``StorageError("gui.file_unreadable")`` or ``RuleError("gui.file_too_large")``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise StorageError("gui.file_unreadable", file=path.name) from error
    if len(content) > limit:
        raise RuleError("gui.file_too_large", file=path.name, limit=limit // MEGABYTE)
    return content


def write_file(path: Path, content: bytes) -> None:
    """Write beside, then rename: what stood there stays when the disk refuses.

    Raises ``StorageError("gui.file_not_written")``.
    """
    file = QSaveFile(str(path))
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if not opened or file.write(content) != len(content) or not file.commit():
        raise StorageError("gui.file_not_written", file=path.name)
