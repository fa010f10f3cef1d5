"""States and levels, drawn: a shape, a figure and a colour that stay distinct in black and white.

Delegates and widgets share these painters. This module must not know models nor pages.
"""

import math
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from cisp_desktop.domain.grading import Level
from cisp_desktop.gui.tokens import Shape, Tokens


class DotState(StrEnum):
    """What a drawn state says. ``READY``: complete, and still to be declared so."""

    NONE = "NONE"
    TO_DO = "TO_DO"
    UNDER_WAY = "UNDER_WAY"
    READY = "READY"
    DONE = "DONE"
    WAITING = "WAITING"
    WARNING = "WARNING"
    BLOCKED = "BLOCKED"


def draw_state(painter: QPainter, rect: QRectF, state: DotState, *, tokens: Tokens) -> None:
    """Draw ``state`` in the largest centred square of ``rect``."""
    if state is DotState.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    box.adjust(1, 1, -1, -1)
    if state is DotState.BLOCKED or state is DotState.WARNING:
        _draw_alert(painter, box, danger=state is DotState.BLOCKED, tokens=tokens)
    elif state is DotState.DONE:
        _draw_done(painter, box, tokens=tokens)
    else:
        _draw_ring(painter, box, state, tokens=tokens)
    painter.restore()


def _draw_ring(painter: QPainter, box: QRectF, state: DotState, *, tokens: Tokens) -> None:
    filled = state in (DotState.UNDER_WAY, DotState.READY)
    colour = QColor(tokens.accent if filled else tokens.control)
    pen = QPen(colour, 1.5)
    if state is DotState.WAITING:
        pen.setDashPattern([1.6, 1.8])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = box.adjusted(0.75, 0.75, -0.75, -0.75)
    painter.drawEllipse(ring)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if state is DotState.READY:
            painter.drawEllipse(ring)
        else:
            painter.drawPie(ring.adjusted(1.75, 1.75, -1.75, -1.75), 90 * 16, -180 * 16)


def _draw_done(painter: QPainter, box: QRectF, *, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.success))
    painter.drawEllipse(box)
    pen = QPen(QColor(tokens.surface), max(1.5, box.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([_at(box, 0.28, 0.53), _at(box, 0.44, 0.68), _at(box, 0.73, 0.35)])


def _draw_alert(painter: QPainter, box: QRectF, *, danger: bool, tokens: Tokens) -> None:
    colour = QColor(tokens.danger if danger else tokens.warning)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    path = QPainterPath()
    if danger:
        points = [_at(box, 0.5 + 0.5 * math.cos(a), 0.5 + 0.5 * math.sin(a)) for a in _angles(8, math.pi / 8)]
        path.addPolygon(QPolygonF(points))
    else:
        path.addPolygon(QPolygonF([_at(box, 0.5, 0.04), _at(box, 1, 0.94), _at(box, 0, 0.94)]))
    path.closeSubpath()
    painter.drawPath(path)
    pen = QPen(QColor(tokens.surface), max(1.5, box.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    top, bottom, dot = (0.26, 0.52, 0.75) if danger else (0.40, 0.62, 0.80)
    painter.drawLine(_at(box, 0.5, top), _at(box, 0.5, bottom))
    painter.drawPoint(_at(box, 0.5, dot))


def draw_level_shape(painter: QPainter, rect: QRectF, level: Level | int | None, *, tokens: Tokens) -> None:
    """Draw the shape of ``level`` (None: « non évalué ») in the largest centred square of ``rect``."""
    token = tokens.level(level)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    colour = QColor(token.mark)
    if token.shape is Shape.DASHES:
        pen = QPen(colour, max(1.5, side / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(_at(box, 0.15, 0.5), _at(box, 0.85, 0.5))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if token.shape in (Shape.RING, Shape.HALF_DISC):
            _draw_round(painter, box, colour, half=token.shape is Shape.HALF_DISC)
        else:
            painter.drawPath(_level_path(box, token.shape))
    painter.restore()


def _draw_round(painter: QPainter, box: QRectF, colour: QColor, *, half: bool) -> None:
    """Draw an empty circle, its left half filled when ``half``: as on paper."""
    width = max(1.2, box.width() / 9)
    ring = box.adjusted(0.5 + width / 2, 0.5 + width / 2, -0.5 - width / 2, -0.5 - width / 2)
    if half:
        painter.drawPie(ring, 90 * 16, 180 * 16)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    painter.drawEllipse(ring)


def _level_path(box: QRectF, shape: Shape) -> QPainterPath:
    path = QPainterPath()
    if shape is Shape.DISC:
        path.addEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        return path
    if shape is Shape.TRIANGLE:
        points = [_at(box, 0.02, 0.12), _at(box, 0.98, 0.12), _at(box, 0.5, 0.94)]
    elif shape is Shape.SQUARE:
        points = [_at(box, 0, 0), _at(box, 1, 0), _at(box, 1, 1), _at(box, 0, 1)]
    elif shape is Shape.DIAMOND:
        points = [_at(box, 0.5, 0), _at(box, 0.88, 0.5), _at(box, 0.5, 1), _at(box, 0.12, 0.5)]
    else:
        points = []
        for index, angle in enumerate(_angles(10, -math.pi / 2)):
            radius = 0.54 if index % 2 == 0 else 0.25
            points.append(_at(box, 0.5 + radius * math.cos(angle), 0.53 + radius * math.sin(angle)))
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _angles(count: int, start: float) -> list[float]:
    return [start + index * 2 * math.pi / count for index in range(count)]


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())


def draw_level_badge(
    painter: QPainter,
    rect: QRectF,
    level: Level | int | None,
    *,
    text: str,
    tokens: Tokens,
    ghost: bool = False,
) -> None:
    """Draw a badge: shape, then ``text`` (the figure, or a label). ``ghost`` draws the outline only."""
    token = tokens.level(level)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ghost:
        painter.setPen(QPen(QColor(tokens.control), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(QPen(QColor(token.mark), 1))
        painter.setBrush(QColor(token.soft))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    glyph = min(12.0, rect.height() * 0.5)
    width = painter.fontMetrics().horizontalAdvance(text)
    start = rect.left() + (rect.width() - glyph - (5 + width if text else 0)) / 2
    shape_rect = QRectF(start, rect.center().y() - glyph / 2, glyph, glyph)
    draw_level_shape(painter, shape_rect, level, tokens=tokens)
    if text:
        painter.setPen(QColor(tokens.muted if ghost else token.ink))
        text_rect = QRectF(start + glyph + 5, rect.top(), width + 2, rect.height())
        painter.drawText(text_rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()
