"""Two files of what may be one person, field by field, and which of the two values is kept.

This module must not know how the values are stored.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.candidate_editing import value_of
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import FIELDS
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
Text = Callable[[RegistrationRow, str], str]


class Column(IntEnum):
    """What the field is, then both values."""

    FIELD = 0
    LEFT = 1
    RIGHT = 2


class Role(IntEnum):
    """``STATE`` is drawn beside the value that is kept."""

    STATE = Qt.ItemDataRole.UserRole + 3


class TwinModel(QAbstractTableModel):
    """One line per field that differs; ``choose`` keeps the value of a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: RegistrationRow | None = None
        self._right: RegistrationRow | None = None
        self._text: Text = lambda _row, _field: ""
        self._fields: list[str] = []
        self._chosen: list[Column] = []
        self._titles = ("", "", "")

    def show_pair(
        self,
        left: RegistrationRow,
        right: RegistrationRow,
        *,
        fields: Sequence[str],
        titles: tuple[str, str],
        text: Text,
    ) -> None:
        """Show the ``fields`` in which two rows differ; a value beats none, then the left beats the right.

        ``titles`` name the two sides, ``text`` words a field's value.
        """
        self.beginResetModel()
        self._left, self._right, self._text = left, right, text
        self._titles = (self.tr("Donnée"), *titles)
        self._fields = [name for name in fields if value_of(left, name) != value_of(right, name)]
        self._chosen = [Column.LEFT if text(left, name) else Column.RIGHT for name in self._fields]
        self.endResetModel()

    def chosen(self) -> dict[str, Any]:
        """Return the value kept of each field shown."""
        found = {}
        for name, side in zip(self._fields, self._chosen, strict=True):
            row = self._left if side is Column.LEFT else self._right
            if row is not None:
                found[name] = value_of(row, name)
        return found

    def choose(self, index: Index) -> None:
        """Keep the value of this cell; on the field itself, the other value than now."""
        if not index.isValid():
            return
        line = index.row()
        wanted = Column(index.column())
        if wanted is Column.FIELD:
            wanted = Column.RIGHT if self._chosen[line] is Column.LEFT else Column.LEFT
        self._chosen[line] = wanted
        self.dataChanged.emit(self.index(line, 0), self.index(line, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per field."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        return heading(self._titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words, and the mark of what is kept."""
        if not index.isValid() or index.row() >= len(self._fields):
            return None
        name, column = self._fields[index.row()], Column(index.column())
        kept = column is self._chosen[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(name, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._words(name, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("gardé") if kept else ""
            return " ".join(part for part in (self._words(name, column), state) if part)
        if role == Role.STATE:
            return DotState.DONE if kept else DotState.NONE
        return None

    def _words(self, name: str, column: Column) -> str:
        if column is Column.FIELD:
            return FIELDS[f"candidate.{name}"]
        row = self._left if column is Column.LEFT else self._right
        return (self._text(row, name) if row is not None else "") or self.tr("(vide)")
