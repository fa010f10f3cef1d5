"""Draws and edits the cells of a ``RecordTableModel``: a list of choices, a number, a text, a tick, a level.

This module must not know what the cells are about.
"""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cisp_desktop.domain.text import LINE_LENGTH
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import (
    ONE_LINE,
    STATE_SIDE,
    WRAPPED,
    draw_cell,
    text_colour,
)
from cisp_desktop.gui.itemmodels.record_table_model import Cell, Numbers, Role
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.drawing import draw_level_shape
from cisp_desktop.gui.widgets.fields import indent_numbers

Index = QModelIndex | QPersistentModelIndex


class RecordDelegate(ChoiceDelegate):
    """One delegate for every column: the cell says what it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_choices, state_role=Role.STATE, parent=parent)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell: the level before the text, muted where it only says a default."""
        cell = _cell(index)
        if cell.choices and cell.level is None and not cell.muted:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        place = draw_cell(painter, option)
        tokens = tokens_for(option.palette)
        painter.save()
        if cell.level is not None:
            glyph = QRectF(place.left(), place.center().y() - STATE_SIDE / 2 + 0.5, STATE_SIDE, STATE_SIDE)
            draw_level_shape(painter, glyph, cell.level, tokens=tokens)
            place.setLeft(int(glyph.right()) + t.SPACE_S)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.muted) if cell.muted else text_colour(option))
        wraps = option.features & QStyleOptionViewItem.ViewItemFeature.WrapText
        shown = cell.text
        if not wraps:
            shown = option.fontMetrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(WRAPPED if wraps else ONE_LINE), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The text, and what is drawn before it."""
        hint = super().sizeHint(option, index)
        hint.setHeight(max(hint.height(), option.fontMetrics.height() + t.SPACE_L))
        return hint

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field that suits the cell."""
        cell = _cell(index)
        if cell.choices:
            return super().createEditor(parent, option, index)
        editor = _number_box(cell.numbers, parent) if cell.numbers is not None else QLineEdit(parent)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(LINE_LENGTH)
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what the cell holds."""
        value = _cell(index).value
        if isinstance(editor, QDoubleSpinBox):
            editor.setValue(float(value or 0))
        elif isinstance(editor, QSpinBox):
            editor.setValue(int(value or 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value or ""))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed over."""
        if isinstance(editor, QDoubleSpinBox | QSpinBox):
            editor.interpretText()
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell; a list or a number may be wider."""
        if isinstance(editor, QLineEdit):
            QStyledItemDelegate.updateEditorGeometry(self, editor, option, index)
        else:
            super().updateEditorGeometry(editor, option, index)


def _cell(index: Index) -> Cell:
    cell: Cell = index.data(Role.CELL)
    return cell


def _choices(index: Index) -> tuple[tuple[str, object], ...]:
    return _cell(index).choices


def _number_box(numbers: Numbers, parent: QWidget) -> QSpinBox | QDoubleSpinBox:
    box: QSpinBox | QDoubleSpinBox
    if numbers.decimals:
        box = QDoubleSpinBox(parent)
        box.setDecimals(numbers.decimals)
        box.setRange(numbers.least, numbers.most)
        box.setSingleStep(numbers.step)
    else:
        box = QSpinBox(parent)
        box.setRange(int(numbers.least), int(numbers.most))
        box.setSingleStep(int(numbers.step))
    box.setSuffix(numbers.suffix)
    box.setSpecialValueText(numbers.none)
    indent_numbers(box)
    return box
