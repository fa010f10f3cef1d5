"""What the cells of a score sheet's line share: selection, rules between lines, the bar of the current line.

This module must not know marks.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from cisp_desktop.gui.itemmodels.score_keeping import LineKind
from cisp_desktop.gui.itemmodels.score_sheet_model import Role
from cisp_desktop.gui.tokens import tokens_for

BAR = 3


def is_current_line(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:
    """Whether the keys would act on this line now."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()


def draw_line_background(
    painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
) -> None:
    """Draw the ground of one cell; the first column also bears the bar of the current line."""
    tokens = tokens_for(option.palette)
    rect = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.fillRect(rect, QColor(tokens.selection if selected else tokens.surface))
    if index.data(Role.KIND) == LineKind.GLOBAL:
        painter.fillRect(rect.left(), rect.top(), rect.width(), 2, QColor(tokens.control))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(tokens.border))
    if index.column() == 0 and is_current_line(option, index):
        focused = option.widget is not None and option.widget.hasFocus()
        painter.fillRect(
            rect.left(), rect.top(), BAR, rect.height(), QColor(tokens.focus if focused else tokens.control)
        )
