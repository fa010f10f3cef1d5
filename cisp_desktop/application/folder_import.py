"""A folder of PDFs on its way into the dossiers: who is who, what is left to assign, what is refused.

Must not know file systems (``DossierFolders`` reads them).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import DossierFolders, FoundFile, Person
from cisp_desktop.domain.certification import DossierKind


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


@dataclass(frozen=True, slots=True)
class SortedFolder:
    """Every file of a folder, in exactly one of three lists."""

    assigned: tuple[tuple[FoundFile, str, DossierKind], ...]
    unassigned: tuple[FoundFile, ...]
    refused: tuple[FoundFile, ...]


def sort_folder(found: Sequence[FoundFile]) -> SortedFolder:
    """Sort files by what their names tell.

    Two files for one place of the matrix are both left to be assigned by hand: the application does not
    choose between two versions.
    """
    places: dict[tuple[str, DossierKind], int] = {}
    for file in found:
        if file.registration_id and file.kind and not file.refused:
            place = (file.registration_id, file.kind)
            places[place] = places.get(place, 0) + 1
    assigned, unassigned, refused = [], [], []
    for file in found:
        if file.refused:
            refused.append(file)
        elif file.registration_id and file.kind and places[file.registration_id, file.kind] == 1:
            assigned.append((file, file.registration_id, file.kind))
        else:
            unassigned.append(file)
    return SortedFolder(tuple(assigned), tuple(unassigned), tuple(refused))
