"""A read-only table of texts: errors of a file, recusals, blocks, results.

This module must not know what the texts are about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a cell holds besides its text; ``SORT`` is the native key when the line gives one."""

    SORT = Qt.ItemDataRole.UserRole
    LINE_ID = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line. ``keys`` are the native values to sort by, column by column; without them the texts are."""

    id: str
    texts: tuple[str, ...]
    keys: tuple[Any, ...] = ()
    state: DotState = DotState.NONE


class TextTableModel(QAbstractTableModel):
    """Lines of text under fixed titles; the state is drawn in ``state_column``."""

    def __init__(
        self, titles: Sequence[str], parent: QObject | None = None, *, state_column: int | None = None
    ) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._state_column = state_column
        self._lines: tuple[TextLine, ...] = ()

    @property
    def lines(self) -> tuple[TextLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[TextLine]) -> None:
        """Show other lines; the selection survives when the same ones stand in the same order."""
        if lines and [line.id for line in lines] == [line.id for line in self._lines]:
            self._lines = tuple(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._titles) - 1))
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One column per title."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        return heading(self._titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], index.column()
        text = line.texts[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[column]} : {text}"
        if role == Role.SORT:
            return line.keys[column] if line.keys else text
        if role == Role.LINE_ID:
            return line.id
        if role == Role.STATE:
            return line.state if column == self._state_column else DotState.NONE
        return None
