"""Cells edited by choosing from a list, and the planning's days, hours and lengths.

This module must not know which model it edits.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QDate,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    QTime,
    QTimer,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTimeEdit,
    QWidget,
)

from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.fields import indent_numbers

Index = QModelIndex | QPersistentModelIndex
Choices = Callable[[Index], Sequence[tuple[str, Any]]]
"""(words, value) of what a cell may take; the value is what ``setData`` receives."""

CHEVRON = 8
LEAST_MINUTES, MOST_MINUTES = 5, 640


class ChoiceDelegate(StateTextDelegate):
    """A combo box that opens at once and is done as soon as something is chosen."""

    def __init__(self, choices: Choices, *, state_role: int, parent: QWidget | None = None) -> None:
        super().__init__(state_role, parent, reserve=CHEVRON + 8)
        self._choices = choices

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and a small chevron where it can be edited."""
        super().paint(painter, option, index)
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_for(option.palette).muted), 1.4))
        right, middle = option.rect.right() - 10, option.rect.center().y() + 1
        painter.drawPolyline(_chevron(right, middle))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the list of choices, opened as soon as it shows."""
        del option
        box = QComboBox(parent)
        box.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        for words, value in self._choices(index):
            box.addItem(words, value)
        box.activated.connect(self._on_choice_made)
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Choose what the cell holds."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the choice over."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell, and more when a choice is longer."""
        del index
        rect = QRect(option.rect)
        rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        editor.setGeometry(rect)

    def _on_choice_made(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _chevron(right: int, middle: int) -> list[QPointF]:
    return [
        QPointF(right - CHEVRON, middle - 2),
        QPointF(right - CHEVRON / 2, middle + 2),
        QPointF(right, middle - 2),
    ]


class SlotDelegate(QStyledItemDelegate):
    """Edits a day, an hour or a length in minutes, whichever the cell holds."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field that suits the value."""
        value = index.data(Qt.ItemDataRole.EditRole)
        name = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        editor: QWidget
        if isinstance(value, QDate):
            editor = QDateEdit(parent)
            editor.setCalendarPopup(True)
            editor.setDisplayFormat("dd/MM/yyyy")
        elif isinstance(value, QTime):
            editor = QTimeEdit(parent)
            editor.setDisplayFormat("HH:mm")
        elif isinstance(value, int):
            editor = QSpinBox(parent)
            editor.setRange(LEAST_MINUTES, MOST_MINUTES)
            editor.setSingleStep(5)
            editor.setSuffix(self.tr(" min"))
        else:
            return super().createEditor(parent, option, index)
        editor.setAccessibleName(name)
        indent_numbers(editor)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell, and more when the field needs it."""
        del index
        rect = QRect(option.rect)
        rect.setWidth(max(rect.width(), editor.sizeHint().width()))
        editor.setGeometry(rect)
