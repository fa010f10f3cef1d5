"""How the matrix and the comparison draw their cells: badges for blocks, levels with their shape.

This module must not know who decides.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cisp_desktop.application.queries import DeliberationCell
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.itemmodels import comparison_model, deliberation_model
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_short, cell_state, differs
from cisp_desktop.gui.theme import scaled, tabular
from cisp_desktop.gui.tokens import Tokens, tokens_for
from cisp_desktop.gui.widgets.decision_badge import (
    BadgeLook,
    draw_badge,
    draw_comment,
    draw_difference,
    draw_disagreement,
)
from cisp_desktop.gui.widgets.drawing import draw_level_badge

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 40
BADGE = QSize(42, 24)
_SIGN = 9.0


def badge_size(metrics: QFontMetrics) -> QSize:
    """Return the size of a block's badge for the text that is shown."""
    return QSize(scaled(BADGE.width(), metrics), scaled(BADGE.height(), metrics))


def row_height(metrics: QFontMetrics) -> int:
    """Return the height of a candidate's row: two lines and some air."""
    return max(ROW_HEIGHT, round(metrics.height() * 1.9) + 6)


def look_of(cell: DeliberationCell) -> BadgeLook:
    """Return how a cell is drawn."""
    state = cell_state(cell)
    verdict = cell.decision if state is CellState.DECIDED else cell.proposal
    return BadgeLook(state, str(verdict) if verdict is not None else None, cell_short(cell))


class BlockCellDelegate(QStyledItemDelegate):
    """A block of a candidate: its badge, the triangle of a disagreement, the sign of a difference."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell; the outcome beside the blocks is plain text."""
        cell = index.data(deliberation_model.Role.CELL)
        if cell is None:
            super().paint(painter, option, index)
            return
        tokens = _paint_ground(painter, option)
        rect = QRectF(option.rect)
        size = badge_size(option.fontMetrics)
        badge = QRectF(0, 0, min(size.width(), rect.width() - 10), size.height())
        badge.moveCenter(rect.center())
        painter.setFont(option.font)
        draw_badge(painter, badge, look_of(cell), tokens=tokens)
        corner = QRectF(badge.right() - 4, badge.top() - 5, _SIGN, _SIGN)
        if deliberation_model.disagreement(cell):
            draw_disagreement(painter, corner, straddles=cell.straddles, tokens=tokens)
        if differs(cell):
            corner.moveTop(badge.bottom() - 4)
            draw_difference(painter, corner, tokens=tokens)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for a badge and its signs."""
        return QSize(badge_size(option.fontMetrics).width() + 12, row_height(option.fontMetrics))


class CandidateDelegate(QStyledItemDelegate):
    """A candidate: the name, the number below in small."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw both lines, shortened where the place lacks."""
        tokens = _paint_ground(painter, option)
        rect = option.rect.adjusted(t.SPACE_S, 2, -t.SPACE_XS, -2)
        half = rect.height() // 2
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        text = str(index.data())
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        bottom = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect.adjusted(0, 0, 0, -half + 2), bottom, shown)
        small = tabular(QFont(option.font))
        small.setPointSizeF(option.font.pointSizeF() * t.SMALL_POINTS / t.TEXT_POINTS)
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        number = str(index.data(deliberation_model.Role.NUMBER))
        shown = painter.fontMetrics().elidedText(number, Qt.TextElideMode.ElideRight, rect.width())
        top = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rect.adjusted(0, half + 1, 0, 0), top, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(super().sizeHint(option, index).width(), row_height(option.fontMetrics))


class ComparedMarkDelegate(QStyledItemDelegate):
    """A juror's mark, or the gap between the jurors."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the level with its shape, the text otherwise; a dot says that there is a comment."""
        roles = comparison_model.Role
        tokens = _paint_ground(painter, option)
        rect = QRectF(option.rect)
        level = index.data(roles.LEVEL)
        painter.save()
        painter.setFont(tabular(option.font))
        if level is not None:
            size = badge_size(option.fontMetrics)
            badge = QRectF(0, 0, size.width() + 2, size.height())
            badge.moveCenter(rect.center())
            evaluated = isinstance(level, int)
            draw_level_badge(
                painter,
                badge,
                index.data(roles.SHOWN) if evaluated else None,
                text=str(level),
                tokens=tokens,
                ghost=not evaluated,
            )
        else:
            self._paint_text(painter, rect, index, tokens)
        if index.data(roles.COMMENT):
            draw_comment(painter, QPointF(rect.center().x() + 29, rect.center().y() - 8), tokens=tokens)
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index, tokens: Tokens) -> None:
        roles = comparison_model.Role
        is_gap = index.data(roles.GAP) is not None
        straddles = bool(index.data(roles.STRADDLES))
        wide = is_gap and bool(index.data(roles.WIDE_GAP))
        text = str(index.data() or "")
        font = QFont(painter.font())
        if wide or (index.data(roles.SUMMARY) and text):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        if wide or straddles:
            sign = QRectF(rect.center().x() - (16 if text else 6), rect.center().y() - 6, 12, 12)
            draw_disagreement(painter, sign, straddles=True, tokens=tokens)
            rect = rect.adjusted(14, 0, 0, 0)
        painter.setPen(QColor(tokens.text if wide or not is_gap else tokens.muted))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A badge's height; a line of text at the least, whatever the cell holds: Qt's own measure costs more
        than the painting.
        """
        return QSize(72, max(30, option.fontMetrics.lineSpacing() + t.SPACE_S))


class WordingDelegate(QStyledItemDelegate):
    """The official wording of a line, in full on as many lines as it needs; what matters most in bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the whole text."""
        tokens = _paint_ground(painter, option)
        painter.save()
        painter.setFont(_wording_font(option, index))
        painter.setPen(QColor(tokens.text))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(_wording_room(option.rect), flags, str(index.data()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Measure the text at the column's width: Qt's own measure forgets the style sheet's padding."""
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        room = _wording_room(QRect(0, 0, max(width, 60), 10_000))
        metrics = QFontMetrics(_wording_font(option, index))
        text = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data()))
        return QSize(width, max(32, text.height() + 2 * t.SPACE_S))


def _wording_room(rect: QRect) -> QRect:
    return rect.adjusted(t.SPACE_S, t.SPACE_XS, -t.SPACE_S, -t.SPACE_XS)


def _wording_font(option: QStyleOptionViewItem, index: Index) -> QFont:
    font = QFont(option.font)
    if index.data(comparison_model.Role.SUMMARY) or index.data(comparison_model.Role.WIDE_GAP):
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> Tokens:
    """Draw the cell's ground as the style does (selection, hover), a ring on the current cell, no text.

    Nothing of the model tells in it: its eight roles that Qt would ask cost more than the painting.
    """
    bare = QStyleOptionViewItem(option)
    style = option.widget.style() if option.widget is not None else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)
    tokens = tokens_for(option.palette)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.save()
        painter.setPen(QPen(QColor(tokens.focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))
        painter.restore()
    return tokens
