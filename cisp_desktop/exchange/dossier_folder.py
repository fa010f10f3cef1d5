"""A folder of dossiers, or files dropped one by one: which can be taken, whose they are, of which kind.

Links are never followed, hidden and system files are left out, and what is no PDF is refused with advice.
This module must not know PDF, nor what is stored.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from cisp_desktop.application.services import FoundFile, Person
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.dossier_inspection import read_dossier_file
from cisp_desktop.exchange.dossier_names import Recognition, recognise

MAX_FILES = 10_000
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"))
_SYSTEM_FOLDERS = frozenset(("__macosx", "$recycle.bin", "system volume information", "lost+found"))
_IMAGES = frozenset((".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".gif", ".bmp", ".webp"))
_ARCHIVES = frozenset((".zip", ".7z", ".rar", ".gz", ".tar"))
_TEXTS = frozenset((".doc", ".docx", ".docm", ".dotx", ".odt", ".ott", ".fodt", ".rtf", ".txt", ".pages"))
_SLIDES = frozenset((".ppt", ".pptx", ".pptm", ".ppsx", ".odp", ".fodp", ".key"))
_TABLES = frozenset((".xls", ".xlsx", ".xlsm", ".ods", ".fods", ".csv", ".numbers"))


class DossierFolderReader:
    """Recognises candidate and kind from file names (port ``application.services.DossierFolders``)."""

    def scan(self, folder: Path, people: Sequence[Person]) -> Sequence[FoundFile]:
        """Look at every file below ``folder``, in the order of their paths.

        Raises ``StorageError("exchange.folder.unreadable")`` or
        ``RuleError("dossier.folder.too_many")`` (over 10,000 files).
        """
        paths: list[Path] = []
        for path in _files_below(folder):
            paths.append(path)
            if len(paths) > MAX_FILES:
                raise RuleError("dossier.folder.too_many", limit=MAX_FILES)
        paths.sort()
        return _found(paths, [path.relative_to(folder).as_posix() for path in paths], people)

    def recognise(self, paths: Sequence[Path], people: Sequence[Person]) -> Sequence[FoundFile]:
        """Look at files that were chosen or dropped one by one; only their own names speak."""
        return _found(paths, [path.name for path in paths], people)

    def read(self, path: Path) -> bytes:
        """Return a file's bytes: see ``read_dossier_file``."""
        return read_dossier_file(path)


def _files_below(folder: Path) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        raise StorageError("exchange.folder.unreadable", name=Path(error.filename or folder).name) from error

    if not folder.is_dir():
        raise StorageError("exchange.folder.unreadable", name=folder.name)
    for where, folders, files in os.walk(folder, onerror=failed, followlinks=False):
        here = Path(where)
        # A link to a folder counts as a file that is refused, so that it is seen to be left out.
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not _left_out(name))
        yield from (here / name for name in [*files, *links] if not _left_out(name))


def _left_out(name: str) -> bool:
    """Whether a name is a system's or an office suite's own: hidden, index of thumbnails, lock file."""
    lowered = name.casefold()
    return lowered.startswith((".", "~$")) or lowered in _SYSTEM_FILES or lowered in _SYSTEM_FOLDERS


def _found(paths: Sequence[Path], names: Sequence[str], people: Sequence[Person]) -> list[FoundFile]:
    refusals = [_refusal(path) for path in paths]
    told = recognise(names, people)
    pairs = Counter(
        (one.person.registration_id, one.kind)
        for one, refusal in zip(told, refusals, strict=True)
        if refusal is None and one.person is not None and one.kind is not None
    )
    found = []
    for path, refusal, one in zip(paths, refusals, told, strict=True):
        registration_id = one.person.registration_id if one.person is not None else None
        problem = refusal or _problem(one)
        kind = one.kind
        if problem is None and registration_id and kind and pairs[registration_id, kind] > 1:
            # Two files for one place: storing both would let the order of names decide.
            problem, kind = "dossier.name.twice", None
        found.append(
            FoundFile(
                path, registration_id, kind, problem, refusal is not None,
                people=tuple(person.registration_id for person in one.people), kinds=one.kinds,
                clue=one.clue, from_folder=one.from_folder,
            )
        )  # fmt: skip
    return found


def _refusal(path: Path) -> str | None:
    """Return why a file cannot be taken, as a code, or None."""
    suffix = path.suffix.casefold()
    if path.is_symlink():
        return "dossier.name.link"
    if suffix == ".pdf":
        return None
    if suffix in _IMAGES:
        return "dossier.name.image"
    if suffix in _ARCHIVES:
        return "dossier.name.archive"
    if suffix in _TEXTS:
        return "dossier.name.text"
    if suffix in _SLIDES:
        return "dossier.name.slides"
    if suffix in _TABLES:
        return "dossier.name.table"
    return "dossier.name.not_pdf"


def _problem(one: Recognition) -> str | None:
    """Return what the name leaves open, as a code, or None."""
    if len(one.people) > 1:
        return "dossier.name.several_candidates"
    if not one.people:
        return "dossier.name.unknown_candidate" if one.kind is not None else "dossier.name.unknown"
    if len(one.kinds) > 1:
        return "dossier.name.several_kinds"
    return None if one.kinds else "dossier.name.unknown_kind"
