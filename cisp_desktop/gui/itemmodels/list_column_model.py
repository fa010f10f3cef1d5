"""The columns of a file, samples of what they hold, and the field that each fills.

A field is filled by one column: choosing it for another frees the first. This module must not know how a
file is read.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cisp_desktop.application.list_columns import ListColumns
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, in order."""

    TITLE = 0
    SAMPLES = 1
    FIELD = 2


class Role(IntEnum):
    """What a cell holds besides its text."""

    STATE = Qt.ItemDataRole.UserRole


class ListColumnModel(QAbstractTableModel):
    """``chosen`` is the mapping as it stands; ``mapped`` tells that it changed."""

    mapped = Signal()

    def __init__(self, titles: Mapping[str, str], parent: QObject | None = None) -> None:
        """``titles`` are the fields that can be filled, with their words."""
        super().__init__(parent)
        self._titles = titles
        self._columns: ListColumns | None = None
        self._chosen: dict[str, str] = {}

    @property
    def chosen(self) -> dict[str, str]:
        """By column key the field that it fills, an empty text for a column that is not read."""
        return dict(self._chosen)

    def show_columns(self, columns: ListColumns) -> None:
        """Show the columns of another worksheet."""
        self.beginResetModel()
        self._columns = columns
        self._chosen = {column.key: column.field for column in columns.columns}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per column of the file."""
        return 0 if parent.isValid() or self._columns is None else len(self._columns.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        titles = (self.tr("Colonne du fichier"), self.tr("Exemples"), self.tr("Ce qu’elle remplit"))
        return heading(titles, section, orientation, role)

    def _text(self, index: Index) -> str:
        assert self._columns is not None  # noqa: S101  # a valid index has a column
        found = self._columns.columns[index.row()]
        if index.column() == Column.TITLE:
            return found.title
        if index.column() == Column.SAMPLES:
            return " · ".join(found.samples)
        return self._titles.get(self._chosen[found.key], self.tr("Ne pas lire"))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if not index.isValid() or self._columns is None:
            return None
        field = self._chosen[self._columns.columns[index.row()].key]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.EditRole:
            return field
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._text(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)} : {self._text(index)}"
        if role == Role.STATE and index.column() == Column.FIELD:
            return DotState.DONE if field else DotState.TO_DO
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a column fills can be chosen."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.FIELD else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Say what a column fills; a column that filled the same field fills nothing any more."""
        if not index.isValid() or self._columns is None or index.column() != Column.FIELD:
            return False
        key, field = self._columns.columns[index.row()].key, str(value or "")
        if role != Qt.ItemDataRole.EditRole or self._chosen[key] == field:
            return False
        if field:
            self._chosen = {k: "" if f == field else f for k, f in self._chosen.items()}
        self._chosen[key] = field
        last = self.index(self.rowCount() - 1, Column.FIELD)
        self.dataChanged.emit(self.index(0, Column.FIELD), last)
        self.mapped.emit()
        return True
