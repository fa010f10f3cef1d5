"""Small repairs of Qt's own fields and dialogs.

This module must not know what is typed in them.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
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
WIDER = 40
"""Pixels by which a dialog grows wider, step by step, on a low screen."""


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
    factor, room = text_factor(dialog.font()), _room(dialog)
    width = min(round(dialog.width() * factor), room.width())
    height = round(dialog.height() * factor)
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        height = max(height, layout.totalHeightForWidth(width))
    dialog.resize(width, min(height, room.height()))


def keep_whole(dialog: QDialog) -> None:
    """Let a dialog be no lower than the texts that wrap in its width need; where the screen is too low for
    that, wider.

    Qt alone bounds a window by one line of each text: below that, fields lie over one another.
    """
    layout = dialog.layout()
    if layout is None or not layout.hasHeightForWidth():
        return
    room, width = _room(dialog), dialog.width()
    while layout.totalMinimumHeightForWidth(width) > room.height() and width < room.width():
        width = min(width + WIDER, room.width())
    least = min(layout.totalMinimumHeightForWidth(width), room.height())
    if width > dialog.width():
        dialog.resize(width, max(least, dialog.height()))
    if dialog.minimumHeight() != least:
        dialog.setMinimumHeight(least)
        _stay_on_screen(dialog)


def make_room(dialog: QDialog, label: QLabel, *, before: int) -> None:
    """Let a shown dialog grow by what ``label`` needs now more than ``before`` (pixels; 0: it was hidden).

    Free room is used first, so that nothing else gets smaller and nothing grows without need.
    """
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    keep_whole(dialog)
    more = max(0, label.heightForWidth(max(label.width(), 1)) - before)
    if not before:
        more += max(layout.spacing(), 0)
    wanted = layout.totalHeightForWidth(dialog.width()) if layout.hasHeightForWidth() else 0
    height = min(wanted, dialog.height() + more, _room(dialog).height())
    if height > dialog.height():
        dialog.resize(dialog.width(), height)
        _stay_on_screen(dialog)


def _room(dialog: QDialog) -> QSize:
    """The largest size of a dialog: that of the screen, or of a larger parent window, without the edges."""
    room, parent = dialog.screen().availableSize(), dialog.parentWidget()
    if parent is not None:
        room = room.expandedTo(parent.window().size())
    return room - QSize(MARGIN, MARGIN)


def _stay_on_screen(dialog: QDialog) -> None:
    """Move a shown dialog when it grew beyond the foot or the right edge of the screen."""
    if not dialog.isVisible():
        return
    screen, frame = dialog.screen().availableGeometry(), dialog.frameGeometry()
    below, aside = frame.bottom() - screen.bottom(), frame.right() - screen.right()
    if below > 0 or aside > 0:
        left, top = frame.left() - max(aside, 0), frame.top() - max(below, 0)
        dialog.move(max(screen.left(), left), max(screen.top(), top))
