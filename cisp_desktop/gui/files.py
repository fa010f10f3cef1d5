"""Writing what the user asked for where the user said, whole or not at all.

This module must not know what is written.
"""

import errno
import os
import secrets
from pathlib import Path

from cisp_desktop.domain.errors import StorageError


def write_file(target: Path, content: bytes) -> None:
    """Write ``content`` beside ``target``, then put it in its place; an earlier file survives any failure.

    Raises ``StorageError``: ``gui.file.full``, ``gui.file.read_only`` or ``gui.file.unwritable``.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        codes = {
            errno.ENOSPC: "full",
            errno.EDQUOT: "full",
            errno.EROFS: "read_only",
            errno.EACCES: "read_only",
        }
        code = codes.get(error.errno or 0, "unwritable")
        raise StorageError(f"gui.file.{code}", folder=str(target.parent)) from error
