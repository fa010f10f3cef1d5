"""One candidate of the list: drawn state, slot, name, and one line on what is left to do.

This module must not know pages.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.gui.itemmodels.candidate_list_model import Role
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.tokens import SMALL_POINTS, SPACE_S, SPACE_XS, TEXT_POINTS, tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

Index = QModelIndex | QPersistentModelIndex
DOT = 14
BAR = 3


class CandidateDelegate(QStyledItemDelegate):
    """Two lines: name with slot, then what is left to do.

    Who is not to be scored is muted and has no state.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one candidate."""
        tokens = tokens_for(option.palette)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = tokens.selection if selected else tokens.hover if hovered else tokens.surface
        rect = option.rect
        painter.save()
        painter.fillRect(rect, QColor(ground))
        if selected:
            painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), QColor(tokens.accent))
        ink = QColor(tokens.on_selection if selected else tokens.text)
        muted = ink if selected else QColor(tokens.muted)
        metrics = QFontMetrics(option.font)
        first = QRect(
            rect.left() + SPACE_S + BAR,
            rect.top() + SPACE_S,
            rect.width() - 2 * SPACE_S - BAR,
            metrics.height(),
        )
        dot = QRectF(first.left(), first.center().y() - DOT / 2 + 1, DOT, DOT)
        draw_state(painter, dot, DotState(index.data(Role.STATE)), tokens=tokens)
        text_left = first.left() + DOT + SPACE_S
        painter.setFont(tabular(option.font))
        time = str(index.data(Role.TIME))
        time_width = painter.fontMetrics().horizontalAdvance(time)
        painter.setPen(muted)
        vertical = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(first, int(vertical | Qt.AlignmentFlag.AlignRight), time)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(ink if index.data(Role.HEARD) else muted)
        room = first.right() - text_left - time_width - SPACE_S
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(text_left, first.top(), room, first.height()), int(vertical), name)
        self._draw_detail(
            painter, option, index, left=text_left, top=first.bottom() + SPACE_XS // 2, ink=muted
        )
        painter.restore()

    def _draw_detail(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        *,
        left: int,
        top: int,
        ink: QColor,
    ) -> None:
        painter.setFont(_small(option.font))
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        room = option.rect.right() - left - SPACE_S
        detail = metrics.elidedText(str(index.data(Role.DETAIL)), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top, room, metrics.height()), int(Qt.TextFlag.TextSingleLine), detail)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text with air."""
        del index
        height = QFontMetrics(option.font).height() + QFontMetrics(_small(option.font)).height()
        return QSize(120, height + 2 * SPACE_S + 2)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALL_POINTS / TEXT_POINTS)
    return small
