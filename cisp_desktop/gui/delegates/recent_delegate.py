"""Draws a recent workspace: its name, and under it, muted, the folder where it lies.

This module must not know workspaces.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.gui.tokens import SPACE_M, SPACE_XS, tokens_for


class RecentDelegate(QStyledItemDelegate):
    """Two lines; the folder is shortened in its middle rather than at its end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the page made the row."""
        height: int = index.data(Qt.ItemDataRole.SizeHintRole).height()
        return QSize(200, height)

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
        line = option.fontMetrics.height()
        margin = (option.rect.height() - 2 * line - SPACE_XS) // 2
        room = option.rect.adjusted(SPACE_M, margin, -SPACE_M, -margin)
        name, _, folder = str(index.data()).partition("\n")
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
