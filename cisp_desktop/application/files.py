"""Small files that a user names: named safely, read with a limit, written whole or not at all.

Must not know what they hold.
"""

import contextlib
import errno
import os
import re
import secrets
import sys
import time
import unicodedata
from pathlib import Path

from cisp_desktop.domain.errors import RuleError, StorageError

_RENAMES = 6 if os.name == "nt" else 1
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NO_ROOM = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def safe_stem(text: str, *, most: int = 240) -> str:
    """Return ``text`` as the stem of a file name of at most ``most`` bytes.

    Accents are kept, in NFC; what some file system forbids becomes ``_``, and no dot or space ends it. The
    caller puts a word before it, so that no device name (``CON`` …) can come out.
    """
    stem = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" .")
    while len(stem.encode()) > most:
        stem = stem[:-1]
    return stem.rstrip(" .")


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


def write_file(path: Path, content: bytes, *, shared: bool = False, makes_folder: bool = False) -> None:
    """Write ``content`` durably, replacing an existing file. Its folder must be there, or is made when
    ``makes_folder`` says so.

    The file that stood there stays whole until the new one is. Only the account that writes may read it
    (POSIX mode 0600), unless it is ``shared``: one that names nobody. Raises ``StorageError``:
    ``file.disk_full``, ``file.read_only``, ``file.no_folder``, ``file.not_written``.
    """
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if makes_folder:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with beside.open("xb") as stream:
            if not shared and os.name == "posix":
                os.fchmod(stream.fileno(), 0o600)  # before anything is in it
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        rename_durably(beside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StorageError(_code_of(error), file=path.name, folder=str(path.parent)) from error


def make_folder(folder: Path) -> None:
    """Make a folder for files of persons unless it is there (POSIX mode 0700); the one around it must be.

    Raises ``StorageError``: ``file.no_folder``, ``file.read_only`` …, ``RuleError("folder.is_file")``.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError as error:
        if not folder.is_dir():
            raise RuleError("folder.is_file", file=str(folder)) from error
    except OSError as error:
        raise StorageError(_code_of(error), file=folder.name, folder=str(folder.parent)) from error


def _code_of(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "file.disk_full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "file.read_only"
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return "file.no_folder"
    return "file.not_written"


def rename_durably(source: Path, target: Path) -> None:
    """Rename over ``target``, on Windows again while an antivirus holds it (0.6 s in all)."""
    for attempt in range(_RENAMES):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _RENAMES - 1:
                raise
            time.sleep(0.02 * 2**attempt)
    fsync_folder(target.parent)


def fsync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` durable. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
