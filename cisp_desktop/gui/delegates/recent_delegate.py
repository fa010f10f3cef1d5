"""Draws a recent workspace: its name, and under it, muted, the folder where it lies.

This module must not know workspaces.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.gui.tokens import SPACE_M, SPACE_S, SPACE_XS, tokens_for

NAME_ROLE = Qt.ItemDataRole.UserRole + 1
FOLDER_ROLE = Qt.ItemDataRole.UserRole + 2


class RecentDelegate(QStyledItemDelegate):
    """Two lines, shortened in the middle of the folder rather than at its end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines of text and their margins."""
        del index
        return QSize(200, 2 * option.fontMetrics.height() + 2 * SPACE_S + SPACE_XS)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground as the style does, then the two lines."""
        self.initStyleOption(option, index)
        option.text = ""
        QApplication.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        tokens = tokens_for(option.palette)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        room = option.rect.adjusted(SPACE_M, SPACE_S, -SPACE_M, -SPACE_S)
        line = option.fontMetrics.height()
        name, folder = str(index.data(NAME_ROLE)), str(index.data(FOLDER_ROLE))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setFont(bold)
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.text))
        first = QRect(room.left(), room.top(), room.width(), line)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(first, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.on_selection if chosen else tokens.muted))
        second = first.translated(0, line + SPACE_XS)
        shown = painter.fontMetrics().elidedText(folder, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(second, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
