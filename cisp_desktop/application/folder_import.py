"""A folder of PDFs on its way into the dossiers: what each file is, before anything is stored.

Every file is looked at once: its name tells whose it is and as what, its content whether it can be taken and
whether it is known already. Must not know file systems (``DossierFolders`` reads them) nor words.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cisp_desktop.application.ports import DossierFacts, DossierInspector, Progress, Workspace
from cisp_desktop.application.services import DossierFolders, FoundFile, Person
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError, RuleError

TWICE = "dossier.name.twice"
"""The problem of files whose names tell one place of the matrix: nobody chooses between them unasked."""


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file found in a folder, read when its turn comes."""

    folders: DossierFolders
    path: Path

    @property
    def name(self) -> str:
        """The file's name, without its folder."""
        return self.path.name

    def read(self) -> bytes:
        """Return the content; ``RuleError`` when it is too large or cannot be read."""
        return self.folders.read(self.path)


def people_of(workspace: Workspace, session_id: str) -> list[Person]:
    """Return what file names may tell of the session's candidates."""
    return [
        Person(row.id, row.number, row.birth_name, row.usage_name, row.first_names)
        for row in workspace.queries.registrations(session_id)
    ]


class FileState(StrEnum):
    """What a file of the folder is, in the order in which a person wants to look at them.

    ``UNREADABLE``: locked by a password, too costly to show, or the medium fails.
    """

    AMBIGUOUS = "AMBIGUOUS"
    UNKNOWN = "UNKNOWN"
    NEW_VERSION = "NEW_VERSION"
    RECOGNISED = "RECOGNISED"
    DUPLICATE = "DUPLICATE"
    REFUSED = "REFUSED"
    TOO_LARGE = "TOO_LARGE"
    DAMAGED = "DAMAGED"
    UNREADABLE = "UNREADABLE"

    @property
    def storable(self) -> bool:
        """Whether such a file can be stored, once it is known for whom and as what."""
        return self not in _UNSTORABLE


_UNSTORABLE = frozenset((FileState.REFUSED, FileState.TOO_LARGE, FileState.DAMAGED, FileState.UNREADABLE))
_STATES = {
    "dossier.pdf.not_pdf": FileState.REFUSED,
    "dossier.pdf.too_large": FileState.TOO_LARGE,
    "dossier.pdf.too_long": FileState.TOO_LARGE,
    "dossier.pdf.damaged": FileState.DAMAGED,
    "dossier.pdf.empty": FileState.DAMAGED,
}


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version that the session holds; ``counts`` unless another one replaced it."""

    registration_id: str
    kind: DossierKind
    sha256: str
    file_name: str
    received_at: datetime
    counts: bool


@dataclass(frozen=True, slots=True)
class LookedFile:
    """A file that was looked at.

    ``registration_id`` and ``kind`` are what its name tells for certain; ``sha256`` is empty and ``error``
    says why where it was not read, ``pages`` is 0 where nobody counted them.
    """

    found: FoundFile
    registration_id: str | None
    kind: DossierKind | None
    sha256: str = ""
    pages: int = 0
    error: CispError | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.found.name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is, for a candidate and a kind.

    ``known`` holds the same bytes already; ``twin`` is an earlier file of the folder with the same bytes;
    ``replaces`` is the version that would no longer count.
    """

    state: FileState
    known: StoredVersion | None = None
    twin: LookedFile | None = None
    replaces: StoredVersion | None = None


class FolderReview:
    """Every file of a folder, and what would become of it. ``facts``, by SHA-256, spare a second look."""

    def __init__(
        self,
        files: Sequence[LookedFile],
        stored: Sequence[StoredVersion],
        facts: Mapping[str, DossierFacts],
    ) -> None:
        self.facts = facts
        self._stored = tuple(stored)
        self._counting = {(one.registration_id, one.kind): one for one in stored if one.counts}
        self._known: dict[str, list[StoredVersion]] = {}
        for one in stored:
            self._known.setdefault(one.sha256, []).append(one)
        self.files = self._without_twice(files)
        self._first: dict[str, LookedFile] = {}
        for file in sorted(self.files, key=lambda file: file.registration_id is None or file.kind is None):
            if file.sha256:
                self._first.setdefault(file.sha256, file)

    def verdict(
        self, file: LookedFile, registration_id: str | None = None, kind: DossierKind | None = None
    ) -> Verdict:
        """Say what ``file`` is for this candidate and kind, perhaps chosen by hand."""
        if file.error is not None or file.found.refused:
            return Verdict(_refused_as(file))
        known = self._known_version(file, registration_id, kind)
        first = self._first.get(file.sha256)
        twin = first if first is not file and first is not None else None
        if known is not None or twin is not None:
            return Verdict(FileState.DUPLICATE, known, twin)
        if registration_id is None or kind is None:
            found = file.found
            several = len(found.people) > 1 or len(found.kinds) > 1 or found.problem == TWICE
            return Verdict(FileState.AMBIGUOUS if several else FileState.UNKNOWN)
        replaces = self._counting.get((registration_id, kind))
        return Verdict(FileState.NEW_VERSION if replaces else FileState.RECOGNISED, replaces=replaces)

    def as_found(self, file: LookedFile) -> Verdict:
        """``verdict`` by what the name tells alone."""
        return self.verdict(file, file.registration_id, file.kind)

    def sorted(self) -> "SortedFolder":
        """Sort the files by their names and contents alone, without anybody's choice."""
        assigned, unassigned, refused, stored = [], [], [], []
        for file in self.files:
            verdict = self.as_found(file)
            if not verdict.state.storable:
                refused.append(file)
            elif verdict.state in (FileState.RECOGNISED, FileState.NEW_VERSION):
                assigned.append(file)
            elif _is_there(file, verdict):
                stored.append(file)
            else:
                unassigned.append(file)
        return SortedFolder(tuple(assigned), tuple(unassigned), tuple(refused), tuple(stored))

    def _known_version(
        self, file: LookedFile, registration_id: str | None, kind: DossierKind | None
    ) -> StoredVersion | None:
        """Return who holds the same bytes: this very place first, and what counts first."""
        known = self._known.get(file.sha256, [])
        here = (registration_id, kind)
        return max(known, key=lambda one: ((one.registration_id, one.kind) == here, one.counts), default=None)

    def _without_twice(self, files: Sequence[LookedFile]) -> tuple[LookedFile, ...]:
        """Leave open whatever two different contents claim; contents stored there already claim nothing."""
        here = {(one.registration_id, one.kind, one.sha256) for one in self._stored}
        claims: dict[tuple[str | None, DossierKind | None], set[str]] = {}
        for file in files:
            if file.sha256 and (file.registration_id, file.kind, file.sha256) not in here:
                claims.setdefault((file.registration_id, file.kind), set()).add(file.sha256)
        return tuple(
            _left_open(file)
            if file.registration_id is not None
            and file.kind is not None
            and file.sha256 in claims.get((file.registration_id, file.kind), ())
            and len(claims[file.registration_id, file.kind]) > 1
            else file
            for file in files
        )


@dataclass(frozen=True, slots=True)
class SortedFolder:
    """Every file of a folder, in exactly one of four lists; ``stored`` are there already, as named."""

    assigned: tuple[LookedFile, ...]
    unassigned: tuple[LookedFile, ...]
    refused: tuple[LookedFile, ...]
    stored: tuple[LookedFile, ...]


def review_files(
    workspace: Workspace,
    session_id: str,
    found: Sequence[FoundFile],
    *,
    folders: DossierFolders,
    inspector: DossierInspector,
    progress: Progress | None = None,
) -> FolderReview:
    """Read each file once and say what it is; nothing is stored.

    Takes the time of a child process per new file: off the GUI thread. Raises what ``DossierInspector``
    raises when its child cannot start.
    """
    stored = stored_versions(workspace, session_id)
    known = {one.sha256 for one in stored}
    facts: dict[str, DossierFacts] = {}
    looked = []
    for done, file in enumerate(found):
        if progress is not None:
            progress(done, len(found))
        looked.append(_look(file, folders=folders, inspector=inspector, known=known, facts=facts))
    return FolderReview(looked, stored, facts)


def stored_versions(workspace: Workspace, session_id: str) -> list[StoredVersion]:
    """Return every version that the session holds."""
    with workspace.unit_of_work() as work:
        return [
            StoredVersion(
                one.registration_id, one.kind, one.sha256, one.file_name, one.received_at,
                one.replaced_at is None,
            )
            for one in work.dossiers.of_session(session_id)
        ]  # fmt: skip


def _look(
    file: FoundFile,
    *,
    folders: DossierFolders,
    inspector: DossierInspector,
    known: set[str],
    facts: dict[str, DossierFacts],
) -> LookedFile:
    place = _told_place(file)
    if file.refused:
        return LookedFile(file, *place)
    try:
        content = folders.read(file.path)
    except CispError as error:  # the file's own medium: the others go on
        return LookedFile(file, *place, error=error)
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 in known:
        return LookedFile(file, *place, sha256)
    if sha256 not in facts:
        try:
            facts[sha256] = inspector.inspect(content, file_name=file.name)
        except RuleError as error:
            return LookedFile(file, *place, error=error)
    return LookedFile(file, *place, sha256, facts[sha256].pages)


def _told_place(file: FoundFile) -> tuple[str | None, DossierKind | None]:
    """Return the candidate and kind that the name tells, also where another name tells the same."""
    kind = file.kind
    if file.problem == TWICE and len(file.kinds) == 1:
        kind = file.kinds[0]
    return file.registration_id, kind


def _left_open(file: LookedFile) -> LookedFile:
    """Return the file with its kind to be chosen."""
    found = file.found
    kinds = found.kinds or ((file.kind,) if file.kind is not None else ())
    people = found.people or ((file.registration_id,) if file.registration_id is not None else ())
    open_file = FoundFile(
        found.path, found.registration_id, None, TWICE, refused=False, people=people, kinds=kinds,
        clue=found.clue, from_folder=found.from_folder,
    )  # fmt: skip
    return LookedFile(open_file, file.registration_id, None, file.sha256, file.pages)


def _refused_as(file: LookedFile) -> FileState:
    if file.error is None:
        return FileState.REFUSED
    return _STATES.get(file.error.code, FileState.UNREADABLE)


def _is_there(file: LookedFile, verdict: Verdict) -> bool:
    """Whether storing the file where its name says would change nothing."""
    place = (file.registration_id, file.kind)
    if None in place:
        return False
    known, twin = verdict.known, verdict.twin
    if known is not None:
        return known.counts and (known.registration_id, known.kind) == place
    return twin is not None and (twin.registration_id, twin.kind) == place
