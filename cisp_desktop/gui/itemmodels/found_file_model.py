"""Files found in a folder: which to take, for whom, as what, and why some cannot be taken.

This module must not know how a file is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cisp_desktop.application.services import FoundFile
from cisp_desktop.application.wording import DOSSIER_KINDS, sentence_of
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right. The file is ticked, candidate and kind are chosen."""

    FILE = 0
    CANDIDATE = 1
    KIND = 2
    REMARK = 3


class Role(IntEnum):
    """What a cell holds besides its text."""

    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file and what will be done with it. ``twin``: another ticked file has the same place."""

    found: FoundFile
    registration_id: str | None
    kind: DossierKind | None
    ticked: bool
    twin: bool = False

    @property
    def assigned(self) -> bool:
        """Whether it is known for whom and as what."""
        return self.registration_id is not None and self.kind is not None


class FoundFileModel(QAbstractTableModel):
    """What is still to be assigned comes first, refused files last. ``counted`` follows every change."""

    counted = Signal()

    def __init__(
        self,
        files: Sequence[FoundFile],
        *,
        names: Mapping[str, str],
        present: frozenset[tuple[str, DossierKind]],
        parent: QObject | None = None,
    ) -> None:
        """``names`` are the candidates by registration id; ``present`` the places that hold a dossier."""
        super().__init__(parent)
        self._names = names
        self._present = present
        lines = [_line(found) for found in files]
        lines.sort(key=lambda line: (line.found.refused, line.assigned, line.found.name.casefold()))
        self._lines = lines
        self._mark_twins()

    @property
    def taken(self) -> list[FileLine]:
        """The files to store: ticked and assigned."""
        return [line for line in self._lines if line.ticked and line.assigned]

    @property
    def to_assign(self) -> int:
        """How many files miss a candidate or a kind."""
        return sum(not line.assigned and not line.found.refused for line in self._lines)

    @property
    def refused(self) -> int:
        """How many files cannot be taken at all."""
        return sum(line.found.refused for line in self._lines)

    def line_at(self, row: int) -> FileLine:
        """Return one line."""
        return self._lines[row]

    def _mark_twins(self) -> None:
        places: dict[tuple[str | None, DossierKind | None], int] = {}
        for line in self.taken:
            place = (line.registration_id, line.kind)
            places[place] = places.get(place, 0) + 1
        self._lines = [
            replace(line, twin=line.ticked and places.get((line.registration_id, line.kind), 0) > 1)
            for line in self._lines
        ]

    def _remark(self, line: FileLine) -> str:
        if line.found.refused:
            return sentence_of(line.found.problem or "", {"name": line.found.name})
        if line.registration_id is None or line.kind is None:
            untouched = (line.registration_id, line.kind) == (line.found.registration_id, line.found.kind)
            if line.found.problem and untouched:
                return sentence_of(line.found.problem, {})
            if line.registration_id is None and line.kind is None:
                return self.tr("Choisissez le candidat et le genre")
            missing = self.tr("Choisissez le candidat"), self.tr("Choisissez le genre")
            return missing[line.registration_id is not None]
        if not line.ticked:
            return self.tr("Laissé de côté")
        if line.twin:
            return self.tr("Deux fichiers pour la même pièce : le dernier rangé comptera")
        if (line.registration_id, line.kind) in self._present:
            return self.tr("Remplacera la version présente, qui reste conservée")
        return self.tr("À ajouter")

    def _state(self, line: FileLine) -> DotState:
        if line.found.refused:
            return DotState.BLOCKED
        if not line.assigned or line.twin:
            return DotState.WARNING
        return DotState.DONE if line.ticked else DotState.TO_DO

    def _text(self, line: FileLine, column: Column) -> str:
        if column is Column.FILE:
            return line.found.name
        if column is Column.REMARK:
            return self._remark(line)
        if line.found.refused:
            return "–"
        if column is Column.CANDIDATE:
            return self._names.get(line.registration_id or "", self.tr("Candidat…"))
        return DOSSIER_KINDS[line.kind] if line.kind is not None else self.tr("Genre…")

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
        titles = (self.tr("Fichier"), self.tr("Candidat"), self.tr("Genre"), self.tr("Remarque"))
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(Column):
            if role == Qt.ItemDataRole.DisplayRole:
                return titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its tick, its state."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return line.registration_id if column is Column.CANDIDATE else line.kind and line.kind.value
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.FILE and not line.found.refused:
            return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            text = str(line.found.path) if column is Column.FILE else self._text(line, column)
            return literal_tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} : {self._text(line, column)}"
        if role == Role.STATE:
            return self._state(line) if column is Column.REMARK else DotState.NONE
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A refused file can be read about, and nothing else."""
        flags = super().flags(index)
        if not index.isValid() or self._lines[index.row()].found.refused:
            return flags
        if index.column() == Column.FILE:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        elif index.column() in (Column.CANDIDATE, Column.KIND):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a file, or say for whom and as what it is; one that gets fully assigned is ticked."""
        if not index.isValid() or self._lines[index.row()].found.refused:
            return False
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.FILE:
            line = replace(line, ticked=Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and column in (Column.CANDIDATE, Column.KIND) and value:
            before = line.assigned
            if column is Column.CANDIDATE:
                line = replace(line, registration_id=str(value))
            else:
                line = replace(line, kind=DossierKind(value))
            line = replace(line, ticked=line.ticked or (line.assigned and not before))
        else:
            return False
        self._lines[index.row()] = line
        self._mark_twins()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Column) - 1))
        self.counted.emit()
        return True


def _line(found: FoundFile) -> FileLine:
    known = found.registration_id is not None and found.kind is not None
    return FileLine(found, found.registration_id, found.kind, ticked=known and not found.refused)
