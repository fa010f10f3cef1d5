"""What each line of a file would do, with a tick on those that would write, and the filter over them.

Words are made when a line is shown and kept: thousands of lines cost nothing before. This module must not
know what the lines are about.
"""

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

from cisp_desktop.application.import_preview import ImportPreview, LineState, PreviewLine
from cisp_desktop.application.wording import WARNINGS, sentence_of
from cisp_desktop.application.wording_imports import STATES, change_words
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.itemmodels.line_filter import LineFilter
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
WRITING = (LineState.NEW, LineState.CHANGED)


class Column(IntEnum):
    """The columns, in order."""

    LINE = 0
    STATE = 1
    NUMBER = 2
    NAME = 3
    WHAT = 4


class Role(IntEnum):
    """What a cell holds besides its text."""

    STATE = Qt.ItemDataRole.UserRole


_DOTS = {
    LineState.NEW: DotState.READY,
    LineState.CHANGED: DotState.UNDER_WAY,
    LineState.UNCHANGED: DotState.DONE,
    LineState.REFUSED: DotState.BLOCKED,
}
_RANKS = {state: rank for rank, state in enumerate((LineState.REFUSED, *WRITING, LineState.UNCHANGED))}


class ImportPreviewModel(QAbstractTableModel):
    """``taken`` are the ticked lines; ``counted`` tells that a tick changed."""

    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PreviewLine, ...] = ()
        self._left_out: set[int] = set()
        self._words: dict[int, str] = {}

    @property
    def taken(self) -> tuple[PreviewLine, ...]:
        """The lines to write: new or changed, and ticked."""
        return tuple(one for one in self._lines if one.state in WRITING and one.line not in self._left_out)

    @property
    def left_out(self) -> tuple[PreviewLine, ...]:
        """The lines that were unticked."""
        return tuple(one for one in self._lines if one.line in self._left_out)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show another preview: what would write is ticked, unless the file may be the older one."""
        self.beginResetModel()
        self._lines = preview.lines
        self._left_out = {line.line for line in preview.lines if line.edited}
        self._words = {}
        self.endResetModel()

    def line_at(self, row: int) -> PreviewLine:
        """Return one line."""
        return self._lines[row]

    def state_at(self, row: int) -> LineState:
        """Return the state of one line."""
        return self._lines[row].state

    def searched(self, row: int) -> str:
        """Return what a text filter looks through."""
        line = self._lines[row]
        return f"{line.number} {line.name} {self._what(row)}"

    def _what(self, row: int) -> str:
        """Return what the line changes, what is wrong with it, or what it lacks; made once."""
        line = self._lines[row].line
        words = self._words.get(line)
        if words is None:
            words = self._words[line] = " · ".join(self.details(row).splitlines())
        return words

    def details(self, row: int) -> str:
        """Return the same in full, one thing a line."""
        line = self._lines[row]
        parts = [
            self.tr("{0} : {1}").format(error.column, sentence_of(error.code, error.values))
            for error in line.errors
        ]
        if not line.errors:
            parts += [change_words([change]) for change in line.changes]
        if line.edited:
            parts.append(
                self.tr(
                    "Modifié à l’écran depuis le dernier import : le fichier est peut-être plus ancien. "
                    "Cochez la ligne pour la prendre quand même."
                )
            )
        parts += [self.tr("À vérifier : {0}").format(WARNINGS[warning]) for warning in line.warnings]
        return "\n".join(parts)

    @property
    def lines_aside(self) -> int:
        """How many lines are refused or unticked."""
        return sum(line.state is not LineState.UNCHANGED for line in self._lines) - len(self.taken)

    def aside(self) -> str:
        """Return what is left aside, refused or unticked, with every reason, for a report."""
        words = []
        for row, line in enumerate(self._lines):
            head = self.tr("Ligne {0}").format(
                " ".join(filter(None, (str(line.line), line.number, line.name)))
            )
            if line.state is LineState.REFUSED:
                words += [head, *(f"    {part}" for part in self.details(row).splitlines())]
            elif line.line in self._left_out:
                words.append(self.tr("{0} : laissée de côté").format(head))
        return "\n".join(words)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per line of the file."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        titles = (
            self.tr("Ligne"), self.tr("État"), self.tr("N° dossier"), self.tr("Candidat"),
            self.tr("Ce que la ligne change, ou ce qui ne va pas"),
        )  # fmt: skip
        return heading(titles, section, orientation, role)

    def _text(self, index: Index) -> str:
        line, column = self._lines[index.row()], Column(index.column())
        if column is Column.LINE:
            return str(line.line)
        if column is Column.STATE:
            left = line.line in self._left_out
            return self.tr("Laissé de côté") if left else STATES[line.state]
        if column is Column.NUMBER:
            return line.number
        return line.name if column is Column.NAME else self._what(index.row())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the lines in the order of a column.

        A proxy would ask for two keys at every comparison: half a second for two thousand lines.
        """
        keys = [self._sort_key(row, Column(column)) for row in range(len(self._lines))]
        reverse = order is Qt.SortOrder.DescendingOrder
        rows = sorted(range(len(self._lines)), key=keys.__getitem__, reverse=reverse)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {old: new for new, old in enumerate(rows)}
        self._lines = tuple(self._lines[row] for row in rows)
        after = [self.index(places[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sort_key(self, row: int, column: Column) -> Any:
        line = self._lines[row]
        if column is Column.LINE:
            return line.line
        if column is Column.STATE:
            return _RANKS[line.state]
        texts = {Column.NUMBER: line.number, Column.NAME: line.name}
        return folded(texts[column] if column in texts else self._what(row))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its tick, its state."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.LINE and line.state in WRITING:
            return Qt.CheckState.Unchecked if line.line in self._left_out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self.details(index.row()) or self._text(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} : {self._text(index)}"
        if role == Role.STATE:
            return self._dot(line, column)
        return None

    def _dot(self, line: PreviewLine, column: Column) -> DotState:
        if column is Column.WHAT:
            warned = line.edited or (line.warnings and line.state in WRITING)
            return DotState.WARNING if warned else DotState.NONE
        if column is not Column.STATE:
            return DotState.NONE
        return DotState.TO_DO if line.line in self._left_out else _DOTS[line.state]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A line that would write can be ticked."""
        flags = super().flags(index)
        if not index.isValid() or index.column() != Column.LINE:
            return flags
        writes = self._lines[index.row()].state in WRITING
        return flags | Qt.ItemFlag.ItemIsUserCheckable if writes else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a line, or leave it out."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != Column.LINE:
            return False
        line = self._lines[index.row()]
        if line.state not in WRITING:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._left_out.discard(line.line)
        else:
            self._left_out.add(line.line)
        self.dataChanged.emit(self.index(index.row(), Column.LINE), self.index(index.row(), Column.STATE))
        self.counted.emit()
        return True


class ImportPreviewFilter(LineFilter):
    """Lines of one state, or by words; the model below puts them in order."""

    def __init__(self, model: ImportPreviewModel, parent: QObject | None = None) -> None:
        super().__init__(model.searched, state=model.state_at, parent=parent)
        self._model = model
        self.setDynamicSortFilter(False)
        self.setSourceModel(model)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model put its lines in order."""
        if column >= 0:
            self._model.sort(column, order)
