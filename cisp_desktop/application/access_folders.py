"""An access pack as it is handed over: its PDF, the data as JSON, and the candidate's own dossiers.

A folder or a zip archive, as its name says; whole or not at all, and noted in the journal with the name of
who wrote it. Nothing is read but what the pack's frozen content names. Must not know a screen.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cisp_desktop.application.changes import Change
from cisp_desktop.application.files import fsync_folder, make_folder, rename_durably, safe_stem, write_file
from cisp_desktop.application.frozen import frozen_data
from cisp_desktop.application.ports import Progress, Workspace
from cisp_desktop.domain.errors import Refused, RuleError, StorageError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.text import NAME_LENGTH, required_text

PDF, DATA, DOSSIERS = "Dossier d’accès.pdf", "Données.json", "Dossiers déposés"
ZIP = ".zip"
_UNFINISHED = ".part"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file of an archive: the same pack gives the same bytes."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written, and how many files."""

    target: Path
    files: int


@dataclass(frozen=True, slots=True)
class _Pack:
    id: str
    code: str
    registration_id: str
    session_id: str
    pdf_sha256: str
    text: str
    content: Mapping[str, Any]


def pack_name(number: str, subject: str) -> str:
    """Return the usual name of a candidate's pack, without an ending."""
    return safe_stem(f"Dossier d’accès - {number} - {subject}", most=180)


def write_access_pack(
    workspace: Workspace,
    document_id: str,
    target: Path,
    *,
    by: str = "",
    replaces: bool = False,
    progress: Progress | None = None,
) -> HandedOver:
    """Write an issued access pack with the dossiers that it names; a name in « .zip » gives an archive.

    ``by`` names who writes it, empty for whoever made the pack; ``replaces``: an archive there may go. It is
    not encrypted. Raises ``Refused``: ``issued.not_found``, ``access.not_a_pack``; ``RuleError``:
    ``access.exists``, ``export.no_folder``, ``text.*``; ``StorageError``: ``issued.altered``, ``vault.*``,
    ``file.*``.
    """
    pack = _read(workspace, document_id)
    by = required_text(by or pack.content["request"]["made_by"], field="access.made_by", limit=NAME_LENGTH)
    archive = target.suffix.casefold() == ZIP
    _check_target(target, replaces=replaces and archive)
    wanted = [(PDF, pack.pdf_sha256), *_dossiers(pack.content)]
    write = _write_archive if archive else _write_folder
    with _beside(target) as beside:
        write(workspace, beside, wanted, pack.text, progress or _untold)
        with workspace.unit_of_work() as work:
            work.note("SITE", "access.written", subject=pack.registration_id, code=pack.code, made_by=by)
            work.changed(Change.MINUTES, pack.session_id, pack.id)
            _check_target(target, replaces=replaces and archive)
            _rename(beside, target)
            _commit(work.commit, target)
    return HandedOver(target, len(wanted) + 1)


def _read(workspace: Workspace, document_id: str) -> _Pack:
    with workspace.unit_of_work() as work:
        document = work.issued.get(document_id)
        if document.kind is not DocumentKind.ACCESS_PACK:
            raise Refused("access.not_a_pack")
        altered = StorageError("issued.altered", code=document.code)
        content = frozen_data(document.snapshot, document.sha256, altered)
        return _Pack(
            document.id, document.code, document.registration_id or "", document.session_id,
            document.pdf_sha256, document.snapshot, content,
        )  # fmt: skip


def _dossiers(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(f"{DOSSIERS}/{one['file']}", one["sha256"]) for one in content["dossiers"]]


def _check_target(target: Path, *, replaces: bool) -> None:
    if os.path.lexists(target) and not (replaces and target.is_file()):
        raise RuleError("access.exists", file=target.name)
    if not target.parent.is_dir():
        raise RuleError("export.no_folder", folder=str(target.parent))


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a place beside ``target``; what is still there in the end is removed."""
    place = target.with_name(f".{secrets.token_hex(8)}{_UNFINISHED}")
    try:
        yield place
    finally:
        _remove(place)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _commit(commit: Callable[[], None], target: Path) -> None:
    """Keep the note, or take back what was written."""
    try:
        commit()
    except BaseException:
        _remove(target)
        raise


def _write_folder(
    workspace: Workspace, beside: Path, wanted: list[tuple[str, str]], text: str, progress: Progress
) -> None:
    make_folder(beside)
    for done, (name, sha256) in enumerate(wanted):
        progress(done, len(wanted))
        place = beside / name
        if place.parent != beside:
            make_folder(place.parent)
        write_file(place, workspace.vault.read(sha256))
    write_file(beside / DATA, text.encode())
    for folder in {beside, *((beside / name).parent for name, _ in wanted)}:
        fsync_folder(folder)


def _write_archive(
    workspace: Workspace, beside: Path, wanted: list[tuple[str, str]], text: str, progress: Progress
) -> None:
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
                for done, (name, sha256) in enumerate(wanted):
                    progress(done, len(wanted))
                    with archive.open(_entry(name), "w") as file:
                        workspace.vault.copy_to(sha256, file.write)
                archive.writestr(_entry(DATA), text.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise StorageError("file.not_written", file=beside.name, folder=str(beside.parent)) from error


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _rename(beside: Path, target: Path) -> None:
    try:
        rename_durably(beside, target)
    except OSError as error:
        raise StorageError("file.not_written", file=target.name, folder=str(target.parent)) from error


def _untold(done: int, total: int) -> None:
    """Nobody looks on."""
    del done, total
