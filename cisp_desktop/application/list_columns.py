"""The columns of a list that somebody else made: what each fills, and what a centre's lists taught.

Must not know how a spreadsheet is read, nor what the fields mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Workspace

Listed_co = TypeVar("Listed_co", covariant=True)

Mapped = Mapping[str, str]
"""By a column's key, the field that it fills; an empty text leaves the column unread."""


class ListKind(StrEnum):
    """The lists whose columns a centre's mapping remembers, each apart."""

    CANDIDATES = "candidates"
    OUTSIDE_RESULTS = "outside_results"


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column of the file. ``key`` is its header folded, made unique within the file.

    ``samples`` are up to three of its values; ``recognised`` is the field that its header alone means,
    ``field`` the one that it fills once the mapping was applied; empty: none.
    """

    key: str
    title: str
    samples: tuple[str, ...]
    recognised: str
    field: str


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns of one worksheet, ``line`` being that of its titles (from 1).

    ``missing`` names the required fields that no column fills; ``sheets`` every worksheet that holds
    something, the likeliest first; ``unsure``: more than one of them looks like a list.
    """

    sheet: str
    line: int
    columns: tuple[ColumnFound, ...]
    missing: tuple[str, ...]
    sheets: tuple[str, ...]
    unsure: bool = False


class ListFile(Protocol[Listed_co]):
    """A file that was opened: its columns are looked at, then it is read, without opening it again."""

    def columns(self, *, sheet: str = "", mapping: Mapped | None = None) -> ListColumns:
        """Return the columns of a worksheet (default: the likeliest). ``RuleError("table.*")``."""
        ...

    def read(self, *, sheet: str = "", mapping: Mapped | None = None) -> Listed_co:
        """Read the list. ``RuleError("table.*" or "candidates.*")`` when it cannot be read as a whole."""
        ...


class ListFiles(Protocol[Listed_co]):
    """Opens lists of one kind (``.xlsx``, ``.ods``, ``.csv``)."""

    def open(self, path: Path) -> ListFile[Listed_co]:
        """Open a file; ``RuleError("table.*")`` when it is no table, ``StorageError`` when the disk fails."""
        ...

    def read(self, path: Path, *, mapping: Mapped | None = None, sheet: str = "") -> Listed_co:
        """Open and read at once."""
        ...


def remembered_mapping(workspace: Workspace, session_id: str, kind: ListKind) -> dict[str, str]:
    """Return what the lists of the session's centre taught so far."""
    centre = workspace.queries.centre(workspace.queries.session(session_id).centre_id)
    return dict(centre.column_mappings.get(kind.value, {}))


def remember_mapping(
    workspace: Workspace, centre_id: str, mapping: Mapping[str, str | None], *, kind: ListKind
) -> bool:
    """Remember, by column key, the field that the user chose for a centre's lists; returns whether it is new.

    An empty text means « ne pas lire »; None forgets the column, which its header then explains again.
    """
    with workspace.unit_of_work() as work:
        centre = work.centres.get(centre_id)
        known = dict(centre.column_mappings.get(kind.value, {}))
        learnt = {key: field for key, field in (known | dict(mapping)).items() if field is not None}
        if learnt == known:
            return False
        centre.column_mappings = {**centre.column_mappings, kind.value: learnt}
        work.note("SITE", "centre.mapping_learnt", subject=centre_id, list=kind.value)
        work.changed(Change.SESSIONS, centre_id)
        work.commit()
        return True


def taught(columns: ListColumns, chosen: Mapped) -> dict[str, str | None]:
    """Return what a choice of fields teaches: only where it differs from what the header says by itself."""
    return {
        column.key: field if field != column.recognised else None
        for column in columns.columns
        for field in (chosen.get(column.key, column.field),)
    }
