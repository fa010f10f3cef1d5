"""Cells of a table typed into: plain texts, and the blocks ticked in a small list.

This module must not know which model it edits.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cisp_desktop.gui.delegates.state_text_delegate import ChipsDelegate

Index = QModelIndex | QPersistentModelIndex
BlockChoices = Callable[[], Sequence[tuple[str, str]]]
"""(words, id) of the blocks that can be ticked, in the sheet's order."""


def column_title(index: Index) -> str:
    """Return the title of a cell's column in full, the name of its editor for everybody."""
    role = Qt.ItemDataRole.ToolTipRole
    title = index.model().headerData(index.column(), Qt.Orientation.Horizontal, role)
    return str(title or index.model().headerData(index.column(), Qt.Orientation.Horizontal) or "")


class TextCellDelegate(QStyledItemDelegate):
    """A line of text that fills its cell, and more when the cell is narrow."""

    def __init__(self, parent: QWidget | None = None, *, least: int = 140) -> None:
        super().__init__(parent)
        self._least = least

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line, named after its column."""
        del option
        editor = QLineEdit(parent)
        editor.setAccessibleName(column_title(index))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with what the cell says, all of it selected."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed; untouched, nothing."""
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell; never narrower than a date."""
        del index
        rect = QRect(option.rect)
        rect.setWidth(max(rect.width(), self._least))
        editor.setGeometry(rect)


class BlocksDelegate(ChipsDelegate):
    """Draws the blocks as chips; edited, a list of them with a box to tick each.

    Space ticks, Enter and Tab take, Escape gives up.
    """

    def __init__(self, chips_role: int, choices: BlockChoices, *, parent: QWidget | None = None) -> None:
        super().__init__(chips_role, parent)
        self._choices = choices

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the list."""
        del option
        editor = QListWidget(parent)
        editor.setAccessibleName(column_title(index))
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for words, block_id in self._choices():
            item = QListWidgetItem(words, editor)
            item.setData(Qt.ItemDataRole.UserRole, block_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        editor.setCurrentRow(0)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Tick what the cell holds."""
        held = set(index.data(Qt.ItemDataRole.EditRole) or ())
        if isinstance(editor, QListWidget):
            for item in _items(editor):
                ticked = item.data(Qt.ItemDataRole.UserRole) in held
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over the ids of what is ticked."""
        if isinstance(editor, QListWidget):
            ticked = [item for item in _items(editor) if item.checkState() is Qt.CheckState.Checked]
            value = tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)
            model.setData(index, value, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Stand below the top of the cell, high enough for every block, within the view."""
        del index
        parent = editor.parentWidget()
        if not isinstance(editor, QListWidget) or parent is None:
            return
        room = parent.rect()
        wanted = editor.sizeHintForRow(0) * editor.count() + 2 * editor.frameWidth() + 4
        width = min(max(option.rect.width(), editor.sizeHintForColumn(0) + 24, 180), room.width())
        rect = QRect(option.rect.left(), option.rect.top(), width, min(wanted, room.height()))
        rect.moveBottom(min(rect.bottom(), room.bottom()))
        rect.moveRight(min(rect.right(), room.right()))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take on Enter, which a list keeps for itself."""
        entered = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            isinstance(watched, QListWidget)
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in entered
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.SubmitModelCache)
            return True
        return super().eventFilter(watched, event)


def _items(editor: QListWidget) -> list[QListWidgetItem]:
    return [editor.item(row) for row in range(editor.count())]
