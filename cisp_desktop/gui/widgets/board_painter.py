"""Draws one day of a planning: hours, rooms, breaks, absences, and a block for each candidate.

This module must not know who asks, nor what a gesture does.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from cisp_desktop.application.wording_planning import minutes_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.board_day import Band, Block, BoardDay, BoardGeometry
from cisp_desktop.gui.widgets.drawing import DotState, draw_state

BAR, SIGN, PIN = 4, 14, 12
LEFT_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT_MIDDLE = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class BoardLook:
    """What is drawn besides the day: the block chosen, the one that moves, and the distance scrolled."""

    tokens: t.Tokens
    font: QFont
    scrolled: QPointF
    current: str = ""
    trial: Block | None = None
    focused: bool = False


def hour_label(minute: int) -> str:
    """« 9 h 05 », of a minute of the day."""
    return f"{minute // 60}\u00a0h\u00a0{minute % 60:02d}"


class BoardPainter:
    """Draws into the viewport; the axis and the head stay while the rest scrolls."""

    def __init__(self, painter: QPainter, board: BoardDay, geometry: BoardGeometry, look: BoardLook) -> None:
        self._painter = painter
        self._board = board
        self._geometry = geometry
        self._look = look
        self._tokens = look.tokens
        self._bold = QFont(look.font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(look.font)

    def paint(self, room: QRectF) -> None:
        """Draw everything; ``room`` is the viewport."""
        painter, geometry = self._painter, self._geometry
        painter.fillRect(room, QColor(self._tokens.surface))
        painter.save()
        painter.setClipRect(room.adjusted(geometry.axis, geometry.head, 0, 0))
        painter.translate(-self._look.scrolled)
        self._draw_ground()
        moving = self._look.trial.id if self._look.trial is not None else ""
        for block in sorted(self._board.blocks, key=lambda block: block.id == self._look.current):
            if block.id != moving:
                self._draw_block(block)
        if self._look.trial is not None:
            self._draw_block(self._look.trial, moving=True)
        painter.restore()
        self._draw_axis(room)
        self._draw_head(room)

    def _draw_ground(self) -> None:
        painter, g, board = self._painter, self._geometry, self._board
        right = g.width - g.axis
        for start, end in ((g.first, board.open_from), (board.open_until, g.last)):
            if start < end:
                area = QRectF(g.axis, g.y_of(start), right, (end - start) * g.scale)
                painter.fillRect(area, QColor(self._tokens.canvas))
        for minute in range(g.first, g.last + 1, 30):
            style = Qt.PenStyle.SolidLine if minute % 60 == 0 else Qt.PenStyle.DotLine
            painter.setPen(QPen(QColor(self._tokens.border), 1, style))
            y = round(g.y_of(minute)) + 0.5
            painter.drawLine(QPointF(g.axis, y), QPointF(g.width, y))
        for band in board.bands:
            if band.candidate_id in ("", self._shown_candidate()):
                self._draw_band(band)
        painter.setPen(QPen(QColor(self._tokens.border), 1))
        for room in range(1, g.columns + 1):
            x = round(g.x_of(room)) - 0.5
            painter.drawLine(QPointF(x, g.y_of(g.first)), QPointF(x, g.y_of(g.last)))

    def _shown_candidate(self) -> str:
        trial = self._look.trial
        return trial.id if trial is not None else self._look.current

    def _draw_band(self, band: Band) -> None:
        painter, g = self._painter, self._geometry
        start, end = max(band.start, g.first), min(band.end, g.last)
        if start >= end:
            return
        left = g.axis if band.room is None else g.x_of(band.room)
        width = g.width - g.axis if band.room is None else g.column
        area = QRectF(left, g.y_of(start), width, (end - start) * g.scale)
        is_break = band.who is None
        painter.fillRect(area, QColor(self._tokens.canvas if is_break else self._tokens.warning_soft))
        ink = QColor(self._tokens.control if is_break else self._tokens.warning)
        pattern = Qt.BrushStyle.BDiagPattern if is_break else Qt.BrushStyle.FDiagPattern
        faint = QColor(ink)
        faint.setAlpha(90)
        painter.fillRect(area, QBrush(faint, pattern))
        height = self._metrics.height()
        if band.label and area.height() >= height:
            self._draw_label(band, area, height)

    def _draw_label(self, band: Band, area: QRectF, height: float) -> None:
        """Write a band's label on a plain ground, in the middle of a break and at the top of an absence."""
        painter, is_break = self._painter, band.who is None
        shown = self._metrics.elidedText(
            band.label, Qt.TextElideMode.ElideRight, area.width() - 2 * t.SPACE_S
        )
        width = self._metrics.horizontalAdvance(shown) + 2 * t.SPACE_XS
        place = QRectF(area.left() + t.SPACE_XS, area.top() + 1, width, height)
        if is_break:
            place.moveCenter(area.center())
        painter.fillRect(place, QColor(self._tokens.canvas if is_break else self._tokens.warning_soft))
        painter.setFont(self._look.font)
        painter.setPen(QColor(self._tokens.muted if is_break else self._tokens.warning))
        painter.drawText(place, CENTRE, shown)

    def _draw_block(self, block: Block, *, moving: bool = False) -> None:
        painter, tokens = self._painter, self._tokens
        if moving:
            rect = self._geometry.rect_of(block.room, block.start, block.minutes)
        else:
            rect = self._geometry.block_rect(self._board, block)
        chosen = block.id == self._look.current
        wrong = bool(block.problems)
        ground = tokens.danger_soft if wrong else tokens.selection if chosen else tokens.accent_soft
        edge = QColor(tokens.danger if wrong else tokens.accent)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if moving:
            painter.setOpacity(0.92)
        painter.setPen(QPen(edge, 3 if chosen else 2 if wrong or moving else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, t.SMALL_RADIUS, t.SMALL_RADIUS)
        painter.fillRect(QRectF(rect.left(), rect.top() + 2, BAR, rect.height() - 4), edge)
        if chosen and self._look.focused:
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), t.SMALL_RADIUS, t.SMALL_RADIUS)
        self._draw_words(block, rect, chosen=chosen, wrong=wrong)
        painter.restore()

    def _draw_words(self, block: Block, rect: QRectF, *, chosen: bool, wrong: bool) -> None:
        painter, tokens = self._painter, self._tokens
        height = self._metrics.height()
        inner = rect.adjusted(BAR + t.SPACE_S, 1, -t.SPACE_XS, -1)
        right = inner.right()
        top = inner.top() + max(0.0, min((height - SIGN) / 2, (inner.height() - SIGN) / 2))
        if wrong:
            right -= SIGN
            draw_state(painter, QRectF(right, top, SIGN, SIGN), DotState.BLOCKED, tokens=tokens)
            right -= t.SPACE_XS
        if block.kept:
            right -= PIN
            self._draw_pin(QRectF(right, top, PIN, SIGN))
            right -= t.SPACE_XS
        ink = QColor(tokens.on_selection if chosen and not wrong else tokens.text)
        hours = f"{hour_label(block.start)} · {minutes_words(block.minutes)}"
        lines = [(self._bold, block.name)]
        if inner.height() >= 2 * height:
            lines.append((self._look.font, f"{hours} · {block.number}"))
        else:
            lines[0] = (self._bold, f"{hour_label(block.start)}  {block.name}")
        y = inner.top() if inner.height() >= height else inner.center().y() - height / 2
        for font, words in lines:
            painter.setFont(font)
            painter.setPen(ink)
            edge = right if y == inner.top() or len(lines) == 1 else inner.right()
            place = QRectF(inner.left(), y, max(edge - inner.left(), 0), height)
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, LEFT_MIDDLE, shown)
            y += height

    def _draw_pin(self, rect: QRectF) -> None:
        """Draw a pin: a head and its needle."""
        painter, ink = self._painter, QColor(self._tokens.text)
        head = QRectF(0, 0, 6.5, 6.5)
        head.moveCenter(QPointF(rect.center().x(), rect.top() + 4.5))
        painter.setPen(QPen(ink, 1.5))
        painter.drawLine(
            QPointF(rect.center().x(), head.bottom()), QPointF(rect.center().x(), rect.bottom() - 1)
        )
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(head)

    def _draw_axis(self, room: QRectF) -> None:
        painter, g = self._painter, self._geometry
        painter.save()
        painter.fillRect(QRectF(0, 0, g.axis, room.height()), QColor(self._tokens.surface))
        painter.setClipRect(QRectF(0, g.head, g.axis, room.height() - g.head))
        painter.setFont(self._look.font)
        painter.setPen(QColor(self._tokens.muted))
        for minute in range(g.first, g.last + 1, 60):
            y = g.y_of(minute) - self._look.scrolled.y()
            place = QRectF(0, y - self._metrics.height() / 2, g.axis - t.SPACE_S, self._metrics.height())
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), hour_label(minute)
            )
        painter.restore()

    def _draw_head(self, room: QRectF) -> None:
        painter, g = self._painter, self._geometry
        painter.fillRect(QRectF(g.axis, 0, room.width(), g.head), QColor(self._tokens.surface))
        painter.save()
        painter.setClipRect(QRectF(g.axis, 0, room.width() - g.axis, g.head))
        for place, (_, name, jurors) in enumerate(self._board.rooms):
            left = g.x_of(place) - self._look.scrolled.x() + t.SPACE_S
            width, height = g.column - 2 * t.SPACE_S, self._metrics.height()
            for line, (font, words, tone) in enumerate(
                ((self._bold, name, self._tokens.text), (self._look.font, jurors, self._tokens.muted))
            ):
                painter.setFont(font)
                painter.setPen(QColor(tone))
                shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, width)
                painter.drawText(QRectF(left, t.SPACE_XS + line * height, width, height), LEFT_MIDDLE, shown)
        painter.restore()
        painter.setPen(QPen(QColor(self._tokens.border), 1))
        painter.drawLine(QPointF(0, g.head - 0.5), QPointF(room.width(), g.head - 0.5))
