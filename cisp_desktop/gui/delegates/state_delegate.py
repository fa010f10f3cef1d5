"""A cell with a drawn state before its text, and a line of a list that leads somewhere.

This module must not know what the state is about.
"""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

Index = QModelIndex | QPersistentModelIndex


class StateDelegate(QStyledItemDelegate):
    """Draws ``index.data(role)`` (a ``DotState``) before the text."""

    def __init__(self, role: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, state and text."""
        state = index.data(self._role)
        if state is None:
            super().paint(painter, option, index)
            return
        _paint_ground(self, painter, option, index)
        dot = QRectF(option.rect.left() + t.SPACE_S, option.rect.center().y() - 7, 14, 14)
        draw_state(painter, dot, DotState(state), tokens=tokens_for(option.palette))
        room = option.rect.adjusted(t.SPACE_S + 14 + t.SPACE_S, 0, -t.SPACE_XS, 0)
        _paint_text(painter, option, room, str(index.data()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the dot too."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 14 + t.SPACE_S, max(30, hint.height()))


class LeadingLineDelegate(QStyledItemDelegate):
    """A line that leads to where something is mended: what blocks, in full, and a chevron.

    ``leads`` is the role that holds where a line leads: an empty text has no chevron. ``state`` is that of
    its dot.
    """

    def __init__(self, parent: QObject, *, leads: int, state: int) -> None:
        super().__init__(parent)
        self._leads, self._state = leads, state

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, alert, text on as many lines as it needs, chevron."""
        _paint_ground(self, painter, option, index)
        tokens = tokens_for(option.palette)
        rect = option.rect
        dot = QRectF(rect.left() + t.SPACE_S, rect.top() + t.SPACE_S + 1, 14, 14)
        draw_state(painter, dot, DotState(index.data(self._state) or DotState.BLOCKED), tokens=tokens)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(_text_room(rect), flags, str(index.data()))
        if index.data(self._leads) != "":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(
                QPen(QColor(tokens.muted), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
            )
            x, y = rect.right() - t.SPACE_M, rect.center().y() + 1
            painter.drawLine(x - 4, y - 4, x, y)
            painter.drawLine(x, y, x - 4, y + 4)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As many lines as the text needs at the view's width."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else max(option.rect.width(), 200)
        room = _text_room(QRect(0, 0, width, 10_000))
        text = QFontMetrics(option.font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data()))
        return QSize(width, text.height() + 2 * t.SPACE_S)


def _text_room(rect: QRect) -> QRect:
    return rect.adjusted(t.SPACE_S + 14 + t.SPACE_S, t.SPACE_XS, -t.SPACE_XL, -t.SPACE_XS)


def _paint_text(painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str) -> None:
    painter.save()
    painter.setFont(option.font)
    painter.setPen(QColor(tokens_for(option.palette).text))
    shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()


def _paint_ground(
    delegate: QStyledItemDelegate, painter: QPainter, option: QStyleOptionViewItem, index: Index
) -> None:
    bare = QStyleOptionViewItem(option)
    delegate.initStyleOption(bare, index)
    bare.text = ""
    style = option.widget.style() if option.widget is not None else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, option.widget)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.save()
        painter.setPen(QPen(QColor(tokens_for(option.palette).focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))
        painter.restore()
