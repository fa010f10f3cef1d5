"""Where an export may be written: never over a file that nobody spoke of, never under a wrong extension.

Asked before the work begins, so that a refusal costs nothing. Must not know what the files hold.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cisp_desktop.application.files import make_folder, write_file
from cisp_desktop.application.ports import Progress
from cisp_desktop.domain.errors import RuleError

TABLES = (".xlsx", ".csv")
"""How the name of an exported table may end."""
PDF = (".pdf",)
CALENDAR = (".ics",)


def check_target(path: Path, endings: Sequence[str], *, replaces: bool = False) -> None:
    """Refuse a file that an export cannot be written to.

    ``endings`` are the extensions that fit, with their dot, in lower case. ``replaces``: the user said that a
    file there may go. Raises ``RuleError``: ``export.ending``, ``file.is_folder``, ``export.no_folder``,
    ``export.exists``.
    """
    if path.suffix.casefold() not in endings:
        raise RuleError("export.ending", file=path.name, endings=" ou ".join(endings))
    if os.path.isdir(path):  # noqa: PTH112  # a folder that may not be looked into is no error here
        raise RuleError("file.is_folder", file=str(path))
    _refuse_without_folder(path.parent)
    if not replaces and os.path.lexists(path):
        raise RuleError("export.exists", file=str(path))


def check_folder(folder: Path, names: Iterable[str], *, replaces: bool = False) -> None:
    """Refuse a folder that files of these ``names`` cannot be written to; it may be made, its parent not.

    Raises ``RuleError``: ``folder.is_file``, ``export.no_folder``, ``export.exists_inside``.
    """
    if not os.path.isdir(folder):  # noqa: PTH112  # as above
        if os.path.lexists(folder):
            raise RuleError("folder.is_file", file=str(folder))
        _refuse_without_folder(folder.parent)
        return
    present = standing(folder, names)
    if present and not replaces:
        raise RuleError("export.exists_inside", folder=str(folder), file=present[0], count=len(present))


def standing(folder: Path, names: Iterable[str]) -> list[str]:
    """Return which of ``names`` are files of ``folder`` already."""
    return [name for name in names if os.path.lexists(folder / name)]


def open_export_folder(folder: Path, names: Iterable[str], *, replaces: bool = False) -> None:
    """Check a folder for files of these ``names`` (see ``check_folder``) and make it when it is not there."""
    check_folder(folder, names, replaces=replaces)
    make_folder(folder)


def write_each(
    folder: Path,
    names: Sequence[str],
    contents: Iterable[bytes],
    *,
    progress: Progress | None = None,
    replaces: bool = False,
) -> None:
    """Write a file of each name into ``folder``, which may be made; contents are made one at a time.

    Raises as ``open_export_folder``, before the first content is asked for, and as ``files.write_file``.
    """
    open_export_folder(folder, names, replaces=replaces)
    for done, (name, content) in enumerate(zip(names, contents, strict=True)):
        if progress is not None:
            progress(done, len(names))
        write_file(folder / name, content)


def _refuse_without_folder(folder: Path) -> None:
    if not os.path.isdir(folder):  # noqa: PTH112  # as above
        raise RuleError("export.no_folder", folder=str(folder))
