"""A table edited as a spreadsheet is: Enter goes down, Tab goes on, cells are copied and pasted as a block.

This module must not know what the cells hold.
"""

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

EndEditHint = QAbstractItemDelegate.EndEditHint


class CellTableView(QTableView):
    """``copy_asked`` and ``paste_asked`` come from the keys, only while no editor is open."""

    copy_asked = Signal()
    paste_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for keys, signal in (
            (QKeySequence.StandardKey.Copy, self.copy_asked),
            (QKeySequence.StandardKey.Paste, self.paste_asked),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(signal)

    def selected_lines(self) -> list[int]:
        """Return the lines that hold a selected cell, from the top."""
        lines: set[int] = set()
        for span in self.spans():
            lines.update(range(span.top(), span.bottom() + 1))
        return sorted(lines)

    def go_to(self, index: QModelIndex) -> None:
        """Select one cell and nothing else, whatever keys are down."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def spans(self) -> list[QItemSelectionRange]:
        """Return the rectangles of cells that are selected."""
        selection = self.selectionModel().selection()
        return [selection.at(position) for position in range(selection.count())]

    def shown_columns(self) -> list[int]:
        """Return the columns that are shown, from the left."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [column for column in order if not self.isColumnHidden(column)]

    def closeEditor(self, editor: QWidget, hint: EndEditHint) -> None:
        """Go down after Enter."""
        here = self.currentIndex()
        super().closeEditor(editor, hint)
        below = here.siblingAtRow(here.row() + 1)
        if hint is EndEditHint.SubmitModelCache and below.isValid():
            self.go_to(below)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Tab, in an editor, go on to the next cell that can be edited."""
        steps = {
            QAbstractItemView.CursorAction.MoveNext: 1,
            QAbstractItemView.CursorAction.MovePrevious: -1,
        }
        found = super().moveCursor(action, modifiers)
        if action in steps:
            for _ in range(len(self.shown_columns())):
                if found.flags() & Qt.ItemFlag.ItemIsEditable or not found.isValid():
                    break
                self.selectionModel().setCurrentIndex(found, QItemSelectionModel.SelectionFlag.NoUpdate)
                found = super().moveCursor(action, modifiers)
        return found
