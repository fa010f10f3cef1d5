"""One candidate of the list: drawn state, name, then slot and what is left to do.

This module must not know pages.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.gui.itemmodels.candidate_list_model import Role
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.tokens import SMALL_POINTS, SPACE_S, TEXT_POINTS, Tokens, tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

Index = QModelIndex | QPersistentModelIndex
DOT = 14
BAR = 3
_ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class CandidateDelegate(QStyledItemDelegate):
    """Two lines a candidate; the first of a day stands under the day.

    Who is not to be scored is muted and has no state.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one candidate."""
        tokens = tokens_for(option.palette)
        painter.save()
        rect = QRect(option.rect)
        day = str(index.data(Role.DAY) or "")
        if day:
            rect.setTop(rect.top() + _draw_day(painter, rect, day, font=option.font, tokens=tokens))
        ink, muted = _draw_ground(painter, rect, option, tokens=tokens)
        metrics = QFontMetrics(option.font)
        top = rect.top() + SPACE_S
        dot = QRectF(rect.left() + SPACE_S + BAR, top + (metrics.height() - DOT) / 2, DOT, DOT)
        draw_state(painter, dot, DotState(index.data(Role.STATE)), tokens=tokens)
        left = round(dot.right()) + SPACE_S
        room = rect.right() - left - SPACE_S
        font = QFont(option.font)
        if option.state & QStyle.StateFlag.State_Selected:
            font.setWeight(QFont.Weight.DemiBold)
        line = QRect(left, top, room, metrics.height())
        _draw_line(painter, line, str(index.data()), font=font, ink=ink if index.data(Role.HEARD) else muted)
        small = tabular(_small(option.font))
        line = QRect(left, line.bottom() + 2, room, QFontMetrics(small).height())
        words = " · ".join(part for part in (index.data(Role.TIME), index.data(Role.DETAIL)) if part)
        _draw_line(painter, line, words, font=small, ink=muted)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text with air, and one more for a day."""
        height = QFontMetrics(option.font).height() + QFontMetrics(_small(option.font)).height() + 2
        if index.data(Role.DAY):
            height += _day_height(option.font)
        return QSize(120, height + 2 * SPACE_S)


def _draw_ground(
    painter: QPainter, rect: QRect, option: QStyleOptionViewItem, *, tokens: Tokens
) -> tuple[QColor, QColor]:
    """Draw selection or hover; return the colours of the name and of the rest."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    ground = tokens.selection if selected else tokens.hover if hovered else tokens.surface
    painter.fillRect(rect, QColor(ground))
    if not selected:
        return QColor(tokens.text), QColor(tokens.muted)
    painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), QColor(tokens.accent))
    return QColor(tokens.on_selection), QColor(tokens.on_selection)


def _draw_day(painter: QPainter, rect: QRect, day: str, *, font: QFont, tokens: Tokens) -> int:
    """Draw the strip of a day; return its height."""
    height = _day_height(font)
    strip = QRect(rect.left(), rect.top(), rect.width(), height)
    painter.fillRect(strip, QColor(tokens.canvas))
    strong = QFont(_small(font))
    strong.setWeight(QFont.Weight.DemiBold)
    inner = strip.adjusted(SPACE_S + BAR, 0, -SPACE_S, 0)
    _draw_line(painter, inner, day, font=strong, ink=QColor(tokens.muted))
    return height


def _draw_line(painter: QPainter, rect: QRect, text: str, *, font: QFont, ink: QColor) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _ONE_LINE, shown)


def _day_height(font: QFont) -> int:
    return QFontMetrics(_small(font)).height() + SPACE_S


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALL_POINTS / TEXT_POINTS)
    return small
