"""Small repairs of Qt's own fields and dialogs.

This module must not know what is typed in them.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from cisp_desktop.gui.widgets.column_widths import text_factor

TEXT_MARGIN = 6
MARGIN = 32
"""Pixels of the screen that a dialog leaves to the title bar and the edges."""


class ElidedComboBox(QComboBox):
    """A list whose choice ends with « … » where the room is too small; Qt's own cuts through a letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the arrow, and as much of the text as there is room for."""
        del event
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        edit = QStyle.SubControl.SC_ComboBoxEditField
        box = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(box, option, edit, self).width() - 2
        option.currentText = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter.drawComplexControl(box, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


def indent_numbers(widget: QWidget) -> None:
    """Give the spin boxes of ``widget`` the left margin that lines have.

    WORKAROUND(Qt 6.11): with styled arrows, a style sheet's padding does not reach the text of a spin box.
    """
    boxes = widget.findChildren(QAbstractSpinBox)
    for box in (*boxes, *([widget] if isinstance(widget, QAbstractSpinBox) else [])):
        line = box.findChild(QLineEdit)
        if line is not None:
            line.setTextMargins(TEXT_MARGIN, 0, 0, 0)


def fit_dialog(dialog: QDialog) -> None:
    """Size a dialog for the text it holds: in proportion to the text, and high enough for what wraps.

    Its form's size stands for 100 %; the screen, or a larger parent window, bounds it. Qt alone asks a
    window's layout for one line of each text.
    """
    factor, room = text_factor(dialog.font()), dialog.screen().availableSize()
    parent = dialog.parentWidget()
    if parent is not None:
        room = room.expandedTo(parent.window().size())
    room -= QSize(MARGIN, MARGIN)
    width = min(round(dialog.width() * factor), room.width())
    height = round(dialog.height() * factor)
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        height = max(height, layout.totalHeightForWidth(width))
    dialog.resize(width, min(height, room.height()))
