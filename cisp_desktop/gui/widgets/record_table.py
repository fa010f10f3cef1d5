"""A table of records to edit: one click opens a list of choices, F2 or a key any other field.

This module must not know what the records are about.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from cisp_desktop.gui.delegates.record_delegate import RecordDelegate
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Edit, RecordTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths


class RecordTable(QTableView):
    """Shows lines of cells; ``compose`` is called once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setItemDelegate(RecordDelegate(self))
        self.clicked.connect(self._on_clicked)
        self._fit = QTimer(self, singleShot=True, interval=0)
        self._fit.timeout.connect(self.resizeRowsToContents)

    def compose(
        self, titles: Sequence[str], edit: Edit, *, widths: Mapping[int, int], stretch: int, least: int = 160
    ) -> None:
        """Give the table its titles, what an edit does, and its widths (pixels at 100 %)."""
        self.setModel(RecordTableModel(titles, edit, self))
        ColumnWidths(self, widths, stretch=stretch, least=least)
        self.horizontalHeader().sectionResized.connect(self._on_section_resized)

    def add_key(self, keys: str, act: Callable[[], None]) -> None:
        """Let keys act while the table itself has the focus, and not a cell that is being typed in."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)

    def model(self) -> RecordTableModel:
        """Return what is shown."""
        return cast(RecordTableModel, super().model())

    def show_lines(self, lines: Sequence[tuple[Cell, ...]]) -> None:
        """Show other lines; the current cell stays, or the nearest one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self.model().show_lines(lines)
        if row >= 0 and lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(min(row, len(lines) - 1), column))
        self._fit.start()

    @property
    def row(self) -> int:
        """The line that is chosen, or −1."""
        return self.currentIndex().row()

    def choose(self, row: int, column: int = 0) -> None:
        """Choose a cell and show it."""
        index = self.model().index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if editable and self.model().cell(index).choices and not self.model().read_only:
            self.edit(index)

    def _on_section_resized(self) -> None:
        self._fit.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows follow the width of what wraps."""
        super().resizeEvent(event)
        self._fit.start()

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit.start()
