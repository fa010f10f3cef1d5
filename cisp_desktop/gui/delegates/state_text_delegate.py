"""Cells with a drawn state before their text, and cells whose text is a row of short codes.

This module must not know which model it paints.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import tokens_for
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

Index = QModelIndex | QPersistentModelIndex
STATE_SIDE = 14
TALLEST = 10_000
CHIP_PADDING, CHIP_GAP = 3, 3
ONE_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
WRAPPED = ONE_LINE | Qt.TextFlag.TextWordWrap


def draw_cell(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Draw the cell's ground, selection and focus without its text; return where the text may stand."""
    bare = QStyleOptionViewItem(option)
    bare.text = ""
    widget = option.widget
    style = widget.style() if isinstance(widget, QWidget) else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, widget)
    return option.rect.adjusted(t.SPACE_S, 0, -t.SPACE_S, 0)


def text_colour(option: QStyleOptionViewItem) -> QColor:
    """Return the colour of a cell's text, selected or not."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    return option.palette.color(role)


class StateTextDelegate(QStyledItemDelegate):
    """Draws the ``DotState`` of ``state_role`` before the text; in a view that wraps words the text wraps.

    ``reserve`` keeps some pixels free at the right, for what a subclass draws there.
    """

    def __init__(self, state_role: int, parent: QWidget | None = None, *, reserve: int = 0) -> None:
        super().__init__(parent)
        self._state_role = state_role
        self._reserve = reserve

    def _state(self, index: Index) -> DotState:
        return DotState(index.data(self._state_role) or DotState.NONE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The text, wrapped into the column's width if the view wraps, and room for the state."""
        self.initStyleOption(option, index)
        beside = 2 * t.SPACE_S + self._reserve
        if self._state(index) is not DotState.NONE:
            beside += STATE_SIDE + t.SPACE_S
        room = option.rect.width() - beside
        metrics = option.fontMetrics
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText and room > 0:
            bounds = metrics.boundingRect(QRect(0, 0, room, TALLEST), int(WRAPPED), option.text)
            return QSize(option.rect.width(), bounds.height() + t.SPACE_M)
        return QSize(metrics.horizontalAdvance(option.text) + beside, metrics.height() + t.SPACE_M)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the state, then the text, shortened when the place lacks."""
        state = self._state(index)
        self.initStyleOption(option, index)
        text = option.text
        place = draw_cell(painter, option).adjusted(0, 0, -self._reserve, 0)
        painter.save()
        if state is not DotState.NONE:
            glyph = QRectF(place.left(), place.center().y() - STATE_SIDE / 2 + 0.5, STATE_SIDE, STATE_SIDE)
            draw_state(painter, glyph, state, tokens=tokens_for(option.palette))
            place.setLeft(int(glyph.right()) + t.SPACE_S)
        painter.setFont(option.font)
        painter.setPen(text_colour(option))
        if option.features & QStyleOptionViewItem.ViewItemFeature.WrapText:
            painter.drawText(place, int(WRAPPED), text)
        else:
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(ONE_LINE), shown)
        painter.restore()


class ChipsDelegate(QStyledItemDelegate):
    """Draws the texts of ``chips_role`` as small frames, and « … » for those that the place lacks."""

    def __init__(self, chips_role: int, parent: QWidget | None = None, *, filled: bool = False) -> None:
        super().__init__(parent)
        self._chips_role = chips_role
        self._filled = filled

    def _width(self, option: QStyleOptionViewItem, text: str) -> int:
        return option.fontMetrics.horizontalAdvance(text) + 2 * CHIP_PADDING

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for every chip."""
        self.initStyleOption(option, index)
        chips = index.data(self._chips_role) or ()
        width = sum(self._width(option, chip) + CHIP_GAP for chip in chips)
        return QSize(width + 2 * t.SPACE_S, option.fontMetrics.height() + t.SPACE_M)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the chips from the left."""
        self.initStyleOption(option, index)
        chips = index.data(self._chips_role) or ()
        place = draw_cell(painter, option)
        tokens = tokens_for(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        left, height = place.left(), option.fontMetrics.height() + 4
        ink = text_colour(option)
        for position, chip in enumerate(chips):
            width = self._width(option, chip)
            rest = t.SPACE_L if position < len(chips) - 1 else 0
            if left + width + rest > place.right() + 1:
                painter.setPen(ink)
                cut = place.adjusted(left - place.left(), 0, 0, 0)
                shown = option.fontMetrics.elidedText(
                    chip if position == 0 else "…", Qt.TextElideMode.ElideRight, cut.width()
                )
                painter.drawText(cut, int(ONE_LINE), shown)
                break
            frame = QRectF(left + 0.5, place.center().y() - height / 2 + 0.5, width - 1, height - 1)
            painter.setPen(QPen(QColor(tokens.success if self._filled else tokens.control), 1))
            painter.setBrush(QColor(tokens.success_soft) if self._filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 3, 3)
            painter.setPen(QColor(tokens.text) if self._filled else ink)
            painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), chip)
            left += width + CHIP_GAP
        painter.restore()
