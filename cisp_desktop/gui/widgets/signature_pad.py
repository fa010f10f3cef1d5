"""A place to sign: mouse, pen or finger, smooth strokes, taken back one by one.

Only where the pen went is kept: no speed, no pressure, no time. This module must not know whose signature it
is.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import tokens_for

RATIO = 3.0
"""Width over height of the box in which points are counted from 0 to 1."""
_NEAR = 0.0015
"""Points nearer than this share of the width to the last one say nothing more."""
_CURVE_STEPS = 6
_BASELINE = 0.78
_INK = QColor(16, 24, 96)
"""Paper is white and ink dark blue in every palette: this is what the page will show."""

Stroke = list[tuple[float, float]]


class SignaturePad(QWidget):
    """Strokes in a box three times wider than high. ``changed`` follows each of them.

    Ctrl+Z takes the last one back, Delete all of them. Whoever cannot draw types the name elsewhere.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[Stroke] = []
        self._pen_down = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Cadre de signature"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn."""
        return not any(len(stroke) > 1 for stroke in self._strokes)

    @property
    def stroke_count(self) -> int:
        """How many strokes stand."""
        return len(self._strokes)

    def strokes(self) -> list[Stroke]:
        """Return the strokes as smooth curves: points from 0 to 1 in both directions, y downwards."""
        return [smoothed(stroke) for stroke in self._strokes if len(stroke) > 1]

    def set_strokes(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Show strokes as if they had just been drawn; points as ``strokes`` gives them."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._tell()

    def take_back(self) -> None:
        """Forget the last stroke."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Forget everything."""
        if self._strokes:
            self._strokes.clear()
            self._tell()

    def _box(self) -> QRectF:
        """The largest centred rectangle of the right shape."""
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        width = min(room.width(), room.height() * RATIO)
        box = QRectF(0, 0, width, width / RATIO)
        box.moveCenter(room.center())
        return box

    def _press(self, position: QPointF) -> None:
        self._pen_down = True
        self._strokes.append([])
        self._add(position)

    def _add(self, position: QPointF) -> None:
        box = self._box()
        x = min(1.0, max(0.0, (position.x() - box.left()) / box.width()))
        y = min(1.0, max(0.0, (position.y() - box.top()) / box.height()))
        stroke = self._strokes[-1]
        if stroke and abs(stroke[-1][0] - x) < _NEAR and abs(stroke[-1][1] - y) < _NEAR * RATIO:
            return
        stroke.append((x, y))
        self.update()

    def _lift(self) -> None:
        if not self._pen_down:
            return
        self._pen_down = False
        stroke = self._strokes[-1]
        if len(stroke) == 1:  # a dot on an i
            x, y = stroke[0]
            stroke.append((min(1.0, x + 2 * _NEAR), y))
        self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # --- Qt's own -----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A comfortable place."""
        return QSize(540, 180)

    def minimumSizeHint(self) -> QSize:
        """Still enough to sign."""
        return QSize(300, 100)

    def hasHeightForWidth(self) -> bool:
        """The box has a shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """A third of the width."""
        return round(width / RATIO)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        if self._pen_down:
            self._add(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._lift()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen does the same; its pressure is not looked at."""
        kind = event.type()
        if kind is QEvent.Type.TabletPress:
            self._press(event.position())
        elif kind is QEvent.Type.TabletMove and self._pen_down:
            self._add(event.position())
        elif kind is QEvent.Type.TabletRelease:
            self._lift()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Let the first finger draw; others (a palm) are left out."""
        if isinstance(event, QTouchEvent):
            points = event.points()
            kind = event.type()
            if kind is QEvent.Type.TouchBegin and points:
                self._press(points[0].position())
            elif kind is QEvent.Type.TouchUpdate and points and self._pen_down:
                self._add(points[0].position())
            elif kind in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
                self._lift()
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back or clear."""
        if event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, the line to sign on, and the strokes in ink: what is seen is what is printed."""
        del event
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(tokens.focus if focused else tokens.control), 2 if focused else 1))
        painter.setBrush(Qt.GlobalColor.white)
        box = self._box()
        painter.drawRoundedRect(box, t.SMALL_RADIUS, t.SMALL_RADIUS)
        line = QPen(QColor(t.LIGHT.control), 1)
        line.setDashPattern([3, 3])
        painter.setPen(line)
        y = box.top() + box.height() * _BASELINE
        painter.drawLine(QPointF(box.left() + t.SPACE_XL, y), QPointF(box.right() - t.SPACE_XL, y))
        pen = QPen(_INK, max(1.6, box.width() * 0.007))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(box)
        for stroke in self._strokes:
            painter.drawPath(_path(smoothed(stroke), box))


def smoothed(stroke: Sequence[tuple[float, float]]) -> Stroke:
    """Return ``stroke`` as a smooth curve: quadratic pieces between the middles of its segments."""
    if len(stroke) < 3:
        return list(stroke)
    curve = [stroke[0]]
    start = stroke[0]
    steps = [step / _CURVE_STEPS for step in range(1, _CURVE_STEPS + 1)]
    for control, following in pairwise(stroke[1:]):
        end = ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
        curve += [_between(start, control, end=end, at=at) for at in steps]
        start = end
    curve.append(stroke[-1])
    return curve


def _between(
    start: tuple[float, float], control: tuple[float, float], *, end: tuple[float, float], at: float
) -> tuple[float, float]:
    a, b, c = (1 - at) ** 2, 2 * at * (1 - at), at**2
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


def _path(curve: Stroke, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    for number, (x, y) in enumerate(curve):
        point = QPointF(box.left() + x * box.width(), box.top() + y * box.height())
        if number:
            path.lineTo(point)
        else:
            path.moveTo(point)
    return path
