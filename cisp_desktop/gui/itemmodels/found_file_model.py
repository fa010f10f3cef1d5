"""Files found in a folder: what each is, which to take, for whom, as what, and why some cannot be taken.

This module must not know how a file is read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cisp_desktop.application.folder_import import FileState, FolderReview, LookedFile, Verdict
from cisp_desktop.application.services import FoundFile
from cisp_desktop.application.wording import DOSSIER_KINDS
from cisp_desktop.application.wording_dossiers import FILE_STATES, file_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
_DOTS = {
    FileState.AMBIGUOUS: DotState.WARNING,
    FileState.UNKNOWN: DotState.WARNING,
    FileState.RECOGNISED: DotState.DONE,
    FileState.NEW_VERSION: DotState.UNDER_WAY,
    FileState.DUPLICATE: DotState.WAITING,
}
_RANKS = {state: rank for rank, state in enumerate(FileState)}


class Column(IntEnum):
    """The columns, from left to right. The file is ticked, candidate and kind are chosen."""

    FILE = 0
    STATE = 1
    CANDIDATE = 2
    KIND = 3
    REMARK = 4


class Role(IntEnum):
    """What a cell holds besides its text."""

    SORT = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file and what will be done with it. ``twin``: another ticked file has the same place."""

    file: LookedFile
    registration_id: str | None
    kind: DossierKind | None
    verdict: Verdict
    ticked: bool
    twin: bool = False

    @property
    def found(self) -> FoundFile:
        """What its name tells."""
        return self.file.found

    @property
    def assigned(self) -> bool:
        """Whether it is known for whom and as what."""
        return self.registration_id is not None and self.kind is not None

    @property
    def storable(self) -> bool:
        """Whether it can be taken at all."""
        return self.verdict.state.storable

    @property
    def to_assign(self) -> bool:
        """Whether somebody has to say for whom, or as what."""
        return self.verdict.state in (FileState.AMBIGUOUS, FileState.UNKNOWN)

    @property
    def by_hand(self) -> bool:
        """Whether somebody chose the candidate or the kind."""
        return (self.registration_id, self.kind) != (self.file.registration_id, self.file.kind)


class FoundFileModel(QAbstractTableModel):
    """What is still to be assigned comes first, refused files last. ``counted`` follows every change."""

    counted = Signal()

    def __init__(
        self, review: FolderReview, *, names: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        """``names`` are the candidates by registration id."""
        super().__init__(parent)
        self._names = names
        self._review = review
        lines = [_line(file, review.as_found(file)) for file in review.files]
        lines.sort(key=lambda line: (_RANKS[line.verdict.state], line.found.name.casefold()))
        self._lines = lines
        self._mark_twins()

    @property
    def taken(self) -> list[FileLine]:
        """The files to store: ticked and assigned."""
        return [line for line in self._lines if line.ticked and line.assigned]

    @property
    def to_assign(self) -> int:
        """How many files miss a candidate or a kind."""
        return sum(line.to_assign for line in self._lines)

    @property
    def refused(self) -> int:
        """How many files cannot be taken at all."""
        return sum(not line.storable for line in self._lines)

    def counts(self) -> Counter[FileState]:
        """Return how many files are in each state."""
        return Counter(line.verdict.state for line in self._lines)

    def line_at(self, row: int) -> FileLine:
        """Return one line."""
        return self._lines[row]

    def assign(self, rows: Iterable[int], registration_id: str | None, kind: DossierKind | None) -> None:
        """Say for several files at once for whom, as what, or both; None leaves what stands there."""
        for row in rows:
            line = self._lines[row]
            if line.storable:
                self._lines[row] = self._placed(
                    line, registration_id or line.registration_id, kind or line.kind
                )
        self._tell()

    def tick(self, rows: Iterable[int], ticked: bool) -> None:
        """Take several files, or leave them aside."""
        for row in rows:
            if self._lines[row].storable:
                self._lines[row] = replace(self._lines[row], ticked=ticked)
        self._tell()

    def _placed(self, line: FileLine, registration_id: str | None, kind: DossierKind | None) -> FileLine:
        verdict = self._review.verdict(line.file, registration_id, kind)
        assigned = registration_id is not None and kind is not None
        ticked = line.ticked or (assigned and not line.assigned)
        return FileLine(line.file, registration_id, kind, verdict, ticked)

    def _tell(self) -> None:
        self._mark_twins()
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Column) - 1))
        self.counted.emit()

    def _mark_twins(self) -> None:
        places = Counter((line.registration_id, line.kind) for line in self.taken)
        self._lines = [
            replace(line, twin=line.ticked and places[line.registration_id, line.kind] > 1)
            for line in self._lines
        ]

    def _remark(self, line: FileLine) -> str:
        if line.storable and line.to_assign and line.by_hand:
            return self.tr("Choisissez le candidat") if line.kind else self.tr("Choisissez la pièce")
        if line.twin:
            return self.tr("Deux fichiers pour la même pièce\u00a0: le dernier rangé comptera")
        words = file_words(line.file, line.verdict, names=self._names, by_hand=line.by_hand)
        if line.assigned and line.storable and not line.ticked:
            return self.tr("Laissé de côté · {0}").format(words)
        return words

    def _state_dot(self, line: FileLine) -> DotState:
        if not line.storable:
            return DotState.BLOCKED
        if line.twin:
            return DotState.WARNING
        if line.assigned and not line.ticked and line.verdict.state is not FileState.DUPLICATE:
            return DotState.TO_DO
        return _DOTS[line.verdict.state]

    def state_at(self, row: int) -> FileState:
        """Return the state of one line."""
        return self._lines[row].verdict.state

    def searched(self, row: int) -> str:
        """Return what a text filter looks through."""
        line = self._lines[row]
        return f"{line.found.name} {self._text(line, Column.CANDIDATE)}"

    def _text(self, line: FileLine, column: Column) -> str:
        if column is Column.FILE:
            return line.found.name
        if column is Column.STATE:
            return FILE_STATES[line.verdict.state]
        if column is Column.REMARK:
            return self._remark(line)
        if not line.storable:
            return "–"
        if column is Column.CANDIDATE:
            return self._names.get(line.registration_id or "", self.tr("Candidat…"))
        return DOSSIER_KINDS[line.kind] if line.kind is not None else self.tr("Pièce…")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per file."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        titles = (
            self.tr("Fichier"), self.tr("État"), self.tr("Candidat"), self.tr("Pièce"), self.tr("Pourquoi"),
        )  # fmt: skip
        return heading(titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its tick, its state."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return line.registration_id if column is Column.CANDIDATE else line.kind and line.kind.value
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.FILE and line.storable:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            text = str(line.found.path) if column is Column.FILE else self._text(line, column)
            return literal_tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} : {self._text(line, column)}"
        if role == Role.STATE:
            return self._state_dot(line) if column is Column.STATE else DotState.NONE
        if role == Role.SORT:
            return _RANKS[line.verdict.state] if column is Column.STATE else folded(self._text(line, column))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A refused file can be read about, and nothing else."""
        flags = super().flags(index)
        if not index.isValid() or not self._lines[index.row()].storable:
            return flags
        if index.column() == Column.FILE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        elif index.column() in (Column.CANDIDATE, Column.KIND):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a file, or say for whom and as what it is; one that gets fully assigned is ticked."""
        if not index.isValid() or not self._lines[index.row()].storable:
            return False
        column = Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.FILE:
            self.tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and column is Column.CANDIDATE and value:
            self.assign([index.row()], str(value), None)
        elif role == Qt.ItemDataRole.EditRole and column is Column.KIND and value:
            self.assign([index.row()], None, DossierKind(value))
        else:
            return False
        return True


def _line(file: LookedFile, verdict: Verdict) -> FileLine:
    ticked = verdict.state in (FileState.RECOGNISED, FileState.NEW_VERSION)
    return FileLine(file, file.registration_id, file.kind, verdict, ticked)
