"""A small table edited cell by cell: each cell says what it shows and what it takes.

This module must not know what the lines are about, nor where an edit goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.domain.grading import Level
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
Edit = Callable[[int, int, Any], None]
"""(row, column, value): hand an edit over; what it changed comes back through ``show_lines``."""


class Role(IntEnum):
    """What a cell holds besides its text."""

    CELL = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that a cell takes; ``none`` is what the least one reads as, where it stands for nothing."""

    least: float
    most: float
    decimals: int = 0
    suffix: str = ""
    none: str = ""
    step: float = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. It takes one of ``choices``, a number, a text, or a tick where ``checked`` is not None.

    ``level`` is drawn before the text. A cell that takes nothing has ``editable`` false.
    """

    text: str
    value: Any = None
    editable: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    numbers: Numbers | None = None
    checked: bool | None = None
    level: Level | None = None
    muted: bool = False


class RecordTableModel(QAbstractTableModel):
    """Lines of cells under fixed titles."""

    def __init__(self, titles: Sequence[str], edit: Edit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._edit = edit
        self._lines: list[tuple[Cell, ...]] = []
        self.read_only = False

    @property
    def lines(self) -> Sequence[tuple[Cell, ...]]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[tuple[Cell, ...]]) -> None:
        """Show other lines; the place in the table stays while their number does."""
        if lines and len(lines) == len(self._lines):
            self._lines = list(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._titles) - 1))
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """Return the cell at ``index``."""
        return self._lines[index.row()][index.column()]

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
        shown = Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.ToolTipRole else role
        return heading(self._titles, section, orientation, shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are editable, or ticked, as they say."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or self.read_only:
            return flags
        cell = self.cell(index)
        if cell.checked is not None and cell.editable:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if cell.editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's data."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.EditRole:
            return cell.value
        if role == Qt.ItemDataRole.CheckStateRole and cell.checked is not None:
            return Qt.CheckState.Checked if cell.checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(cell.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[index.column()]} : {self._said(cell)}"
        if role == Role.CELL:
            return cell
        if role == Role.STATE:
            return DotState.NONE
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand an edit over, unless it changes nothing."""
        cell = self.cell(index)
        if role == Qt.ItemDataRole.CheckStateRole:
            self._edit(index.row(), index.column(), not cell.checked)
            return True
        if role != Qt.ItemDataRole.EditRole or value == cell.value:
            return False
        self._edit(index.row(), index.column(), value)
        return True

    def _said(self, cell: Cell) -> str:
        if cell.checked is None:
            return cell.text
        return self.tr("oui") if cell.checked else self.tr("non")
