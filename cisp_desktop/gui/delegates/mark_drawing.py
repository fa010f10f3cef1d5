"""How the cell of a mark is drawn: a row of places to choose from, or the one mark of a sealed sheet.

This module must not know models nor keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from cisp_desktop.domain.grading import Level
from cisp_desktop.gui.tokens import SPACE_S, SPACE_XS, Tokens
from cisp_desktop.gui.widgets.drawing import draw_level_shape

SHAPE = 9
"""Pixels of a level's shape beside its figure."""
_MIDDLE_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Segment:
    """One place of the cell.

    A level, « non évalué » (``level`` None), or the field of points (``points``).
    """

    rect: QRect
    level: Level | None = None
    points: bool = False


def segment_size(metrics: QFontMetrics) -> QSize:
    """Return the size of one place, for a text of this size."""
    return QSize(metrics.horizontalAdvance("0") + SHAPE + 10, metrics.height() + 8)


def draw_frames(painter: QPainter, places: Sequence[Segment], *, tokens: Tokens) -> None:
    """Draw the levels as one control with partitions, « non évalué » or the points as another beside it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    levels = [place for place in places if place.level is not None]
    frames = [place.rect for place in places if place.level is None]
    if levels:
        frames.append(levels[0].rect.united(levels[-1].rect))
    painter.setBrush(QColor(tokens.surface))
    painter.setPen(QPen(QColor(tokens.control), 1))
    for frame in frames:
        painter.drawRoundedRect(frame.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QPen(QColor(tokens.border), 1))
    for place in levels[1:]:
        painter.drawLine(place.rect.left(), place.rect.top() + 1, place.rect.left(), place.rect.bottom() - 1)
    painter.restore()


def draw_choice(painter: QPainter, place: Segment, *, tokens: Tokens) -> None:
    """Draw the figure of a level that is not the one given."""
    painter.setPen(QColor(tokens.muted))
    text = "–" if place.level is None else str(place.level.value)
    painter.drawText(place.rect, Qt.AlignmentFlag.AlignCenter, text)


def draw_given(painter: QPainter, rect: QRect, level: Level | None, *, tokens: Tokens) -> None:
    """Draw the shape and the figure of the level given (None: « non évalué »), on its colour."""
    token = tokens.level(level)
    frame = rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(token.mark), 1.5))
    painter.setBrush(QColor(token.soft))
    painter.drawRoundedRect(frame, 4, 4)
    if level is None:
        draw_level_shape(painter, frame.adjusted(6, 6, -6, -6), None, tokens=tokens)
    else:
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        width = painter.fontMetrics().horizontalAdvance(str(level.value))
        left = frame.center().x() - (SHAPE + 3 + width) / 2
        shape = QRectF(left, frame.center().y() - SHAPE / 2, SHAPE, SHAPE)
        draw_level_shape(painter, shape, level, tokens=tokens)
        painter.setPen(QColor(token.ink))
        figure = QRectF(left + SHAPE + 3, frame.top(), width + 2, frame.height())
        painter.drawText(figure, _MIDDLE_LEFT, str(level.value))
    painter.restore()


def draw_points(painter: QPainter, rect: QRect, words: str, *, tokens: Tokens) -> None:
    """Draw « 12,5 / 20 »; the unit alone, muted, while nothing is given."""
    inner = rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
    painter.setPen(QColor(tokens.text if words else tokens.muted))
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words or "/ 20")


def draw_sealed(
    painter: QPainter, rect: QRect, level: Level | None, *, words: str, ink: QColor, tokens: Tokens
) -> None:
    """Draw the one mark of a sealed line: its badge, then what it says."""
    size = segment_size(painter.fontMetrics())
    badge = QRect(rect.left(), rect.top() + (rect.height() - size.height()) // 2, size.width(), size.height())
    draw_given(painter, badge, level, tokens=tokens)
    painter.setPen(ink)
    room = QRect(
        badge.right() + SPACE_S, rect.top(), rect.right() - badge.right() - SPACE_S - SPACE_XS, rect.height()
    )
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(flags), words)
