"""The cells beside the mark: the official wording in full, what was said of it, and whether a comment stands.

This module must not know use cases nor pages.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cisp_desktop.gui.delegates.line_background import draw_line_background
from cisp_desktop.gui.itemmodels.score_keeping import LineKind
from cisp_desktop.gui.itemmodels.score_sheet_model import Column, Role
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.tokens import SMALL_POINTS, SPACE_S, SPACE_XS, TEXT_POINTS, tokens_for

Index = QModelIndex | QPersistentModelIndex
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
NOTE_LINES = 2
"""How much of a comment stands under the wording; the editor below shows it in full."""


class WordingDelegate(QStyledItemDelegate):
    """Draws the number, the whole wording on as many lines as it takes, then reason and comment, muted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line's text."""
        draw_line_background(painter, option, index)
        tokens = tokens_for(option.palette)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(tokens.on_selection if selected else tokens.text)
        painter.save()
        rect = _text_rect(option.rect, QFontMetrics(option.font))
        position = index.data(Role.POSITION)
        is_global = index.data(Role.KIND) == LineKind.GLOBAL
        if position and not is_global:
            painter.setFont(tabular(option.font))
            painter.setPen(ink if selected else QColor(tokens.muted))
            number = QRect(option.rect.left(), rect.top(), rect.left() - option.rect.left() - SPACE_S, 30)
            painter.drawText(
                number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), str(position)
            )
        font = _wording_font(option.font, is_global=is_global)
        painter.setFont(font)
        painter.setPen(ink)
        text = str(index.data())
        height = _height(QFontMetrics(font), text, rect.width())
        painter.drawText(QRect(rect.left(), rect.top(), rect.width(), height), WRAP, text)
        note = _note(index)
        if note:
            painter.setFont(_note_font(option.font))
            painter.setPen(ink if selected else QColor(tokens.muted))
            metrics = painter.fontMetrics()
            shown = _shortened(metrics, note, rect.width())
            top = rect.top() + height + SPACE_XS
            painter.drawText(
                QRect(rect.left(), top, rect.width(), NOTE_LINES * metrics.lineSpacing()), WRAP, shown
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height that the whole wording takes at the column's width."""
        rect = _text_rect(option.rect, QFontMetrics(option.font))
        font = _wording_font(option.font, is_global=index.data(Role.KIND) == LineKind.GLOBAL)
        height = _height(QFontMetrics(font), str(index.data()), rect.width())
        note = _note(index)
        if note:
            metrics = QFontMetrics(_note_font(option.font))
            height += SPACE_XS + _height(metrics, _shortened(metrics, note, rect.width()), rect.width())
        return QSize(option.rect.width(), height + 2 * SPACE_S)


class CommentDelegate(QStyledItemDelegate):
    """Draws a speech bubble, filled when the line bears a comment."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the bubble."""
        draw_line_background(painter, option, index)
        if not index.data(Role.COMMENT) and not index.data(Role.EDITABLE):
            return
        tokens = tokens_for(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, 15, 11)
        box.moveCenter(QPointF(option.rect.center()) - QPointF(0, 1))
        filled = bool(index.data(Role.COMMENT))
        colour = QColor(tokens.accent if filled else tokens.control)
        painter.setPen(QPen(colour, 1.3))
        painter.setBrush(colour if filled else QColor(tokens.surface))
        tail = QPolygonF(
            [
                box.bottomLeft() + QPointF(3, -1),
                box.bottomLeft() + QPointF(3, 4),
                box.bottomLeft() + QPointF(7, -1),
            ]
        )
        painter.drawPolygon(tail)
        painter.drawRoundedRect(box, 3, 3)
        if filled:
            painter.setPen(QPen(QColor(tokens.surface), 1.3))
            for y in (4.0, 7.0):
                painter.drawLine(
                    QPointF(box.left() + 3.5, box.top() + y), QPointF(box.right() - 3.5, box.top() + y)
                )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A little more than the bubble."""
        del option, index
        return QSize(28, 28)


def _text_rect(rect: QRect, metrics: QFontMetrics) -> QRect:
    number = metrics.horizontalAdvance("00") + SPACE_S + 2 * SPACE_XS
    return rect.adjusted(number, SPACE_S, -SPACE_XS, -SPACE_S)


def _wording_font(font: QFont, *, is_global: bool) -> QFont:
    if not is_global:
        return font
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong


def _note_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALL_POINTS / TEXT_POINTS)
    return small


def _note(index: Index) -> str:
    """Return the mark of the round before, why the line is not evaluated, and its comment."""
    reason = (
        index.model().index(index.row(), Column.MARK).data() if index.data(Role.REASON) is not None else ""
    )
    return "\n".join(part for part in (index.data(Role.EARLIER), reason, index.data(Role.COMMENT)) if part)


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), WRAP, text).height()


def _shortened(metrics: QFontMetrics, text: str, width: int) -> str:
    """Return what of ``text`` stands on ``NOTE_LINES`` lines, ended by « … » when some is left out."""
    limit = NOTE_LINES * metrics.lineSpacing()
    if _height(metrics, text, width) <= limit:
        return text
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        fits = _height(metrics, text[:middle].rstrip() + "…", width) <= limit
        least, most = (middle, most) if fits else (least, middle - 1)
    return text[:least].rstrip() + "…"
