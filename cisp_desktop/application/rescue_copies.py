"""Rescue copies: after a seal, the whole workspace in one encrypted file at a place that the user chose.

One folder a workspace, numbered files, the last three kept; names say the session and the hour, nobody's
name. Must not know how an archive is written, nor when a copy is due.
"""

import contextlib
import errno
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cisp_desktop.application.changes import Change
from cisp_desktop.application.files import safe_stem
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.errors import StorageError

KEPT = 3
"""Copies of one workspace that stay at their place."""
SUFFIX = ".cisp-copie"
_NAME = re.compile(r"(\d{6}) (\d{4})-(\d{2})-(\d{2}) (\d{2})h(\d{2})(?: .*)?\.cisp-copie")
_UNFINISHED = re.compile(r"[0-9a-f]{16}\.part(-journal|-wal|-shm)?")
_LABEL_BYTES = 80


@dataclass(frozen=True, slots=True)
class RescueCopy:
    """One copy. ``number`` grows with each.

    ``made_at`` is the hour on the wall where it was written: its zone (UTC) means nothing.
    """

    path: Path
    number: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Takeover:
    """What a workspace made from a copy holds: the time of the last act, None when the journal is empty."""

    last_act: datetime | None


def copies_folder(place: Path, workspace: Workspace) -> Path:
    """Return the folder of this workspace's copies below the place chosen."""
    return place / f"cisp-copies-{workspace.id[:8]}"


def copies_in(folder: Path) -> list[RescueCopy]:
    """Return the copies of one folder, the oldest first; other files are left out."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            copy = _copy_at(path)
            if copy is not None:
                found.append(copy)
    return sorted(found, key=lambda copy: copy.number)


def later_copy(file: Path) -> RescueCopy | None:
    """Return the latest copy that lies beside ``file`` and is later than it, None when there is none.

    Numbers come first in the names: their order is that of the copies.
    """
    return next((one for one in reversed(copies_in(file.parent)) if one.path.name > file.name), None)


def copies_below(place: Path) -> list[RescueCopy]:
    """Return the copies at a place and in the folders directly below it, the latest first."""
    folders = [place]
    with contextlib.suppress(OSError):
        folders += sorted(path for path in place.glob("cisp-copies-*") if path.is_dir())
    found = [copy for folder in folders for copy in copies_in(folder)]
    return sorted(found, key=lambda copy: (copy.made_at, copy.number), reverse=True)


def _copy_at(path: Path) -> RescueCopy | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    number, *moment = map(int, match.groups())
    try:
        year, month, day, hour, minute = moment
        return RescueCopy(path, number, datetime(year, month, day, hour, minute, tzinfo=UTC))
    except ValueError:
        return None


def write_copy(workspace: Workspace, place: Path, *, session_id: str | None) -> RescueCopy:
    """Write one verified copy at ``place``, then delete all but the last three; returns it.

    As long as the database and the vault are large: off the GUI thread. What was committed before the call
    is in it. Numbers, not clocks, order the copies: a laptop whose clock is wrong deletes no later copy.
    Raises ``StorageError``: ``copy.absent``, ``copy.full``, ``copy.read_only``, ``copy.failed``.
    """
    if not place.is_dir():
        raise StorageError("copy.absent", place=str(place))
    folder = copies_folder(place, workspace)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        known = copies_in(folder)
        _sweep(folder)
        path = folder / _name(workspace, session_id, number=known[-1].number + 1 if known else 1)
        workspace.backup(path)
        copy = _copy_at(path)
        if copy is None:
            raise RuntimeError("a copy whose name cannot be read back")
        for old in [*known, copy][:-KEPT]:
            old.path.unlink(missing_ok=True)
    except StorageError as error:
        raise StorageError(_code_for(error.code), place=str(place)) from error
    except OSError as error:
        raise StorageError(_code_of(error), place=str(place)) from error
    return copy


def _name(workspace: Workspace, session_id: str | None, *, number: int) -> str:
    stem = f"{number:06d} {workspace.clock():%Y-%m-%d %Hh%M}"
    if session_id is not None:
        stem += " " + safe_stem(workspace.queries.session(session_id).minutes_number, most=_LABEL_BYTES)
    return stem.rstrip() + SUFFIX


def _sweep(folder: Path) -> None:
    """Delete what a copy cut short left: the folder is ours alone."""
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _code_for(code: str) -> str:
    """Return what a failure of the archive's writing means for the place."""
    if code == "workspace.disk_full":
        return "copy.full"
    if code == "workspace.read_only":
        return "copy.read_only"
    if code == "workspace.unreachable":
        return "copy.absent"
    return "copy.failed"


def _code_of(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "copy.full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "copy.read_only"
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENOTCONN, errno.ENOTDIR):
        return "copy.absent"
    return "copy.failed"


def shares_disk(workspace: Workspace, place: Path) -> bool:
    """Whether a place lies on the workspace's own disk, where a copy is lost with the original."""
    try:
        return workspace.path.stat().st_dev == place.stat().st_dev
    except OSError:
        return False


def take_over(workspace: Workspace, copy: Path) -> Takeover:
    """Note in a workspace just restored that this laptop goes on with it; returns up to when it holds.

    ``copy`` is the file that it came from: its name alone goes into the journal.
    """
    with workspace.unit_of_work() as work:
        last = work.journal.last()
        work.note("SITE", "workspace.taken_over", subject="workspace", copy=copy.name)
        work.changed(Change.NOTHING)
        work.commit()
    return Takeover(last.at if last is not None else None)


def free_folder(folder: Path, name: str, *, taken: Sequence[str] = ()) -> Path:
    """Return a path in ``folder`` called ``name`` that nothing holds: « name 2 », « name 3 » … when it is."""
    path, number = folder / name, 1
    while path.exists() or path.name in taken:
        number += 1
        path = folder / f"{name} {number}"
    return path
