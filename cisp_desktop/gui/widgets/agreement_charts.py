"""Charts of agreement: bars with patterns, whiskers and numbers, that hold in black and white.

Each draws itself into any painter: the screen's or the paper's. This module must not know what is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import Tokens, tokens_for

LABEL_SHARE, NUMBER_SHARE = 0.34, 0.3
"""Shares of the width that the names at the left and the numbers at the right take."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: ``value`` from zero, ``low`` to ``high`` as a whisker; without value ``words`` say why."""

    label: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole, 0 to 1."""

    label: str
    share: float


class Chart(QWidget):
    """A chart that paints itself anywhere; by itself it has no rows and draws nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def rows(self) -> int:
        """How many rows it takes."""
        return 0

    def row_height(self, metrics: QFontMetricsF) -> float:
        """Return the height of one row, in pixels of the painter."""
        return metrics.height() + t.SPACE_S

    def wanted_height(self, metrics: QFontMetricsF) -> float:
        """Return the height of the whole, in pixels of the painter."""
        return self.rows() * self.row_height(metrics)

    def paint(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """Draw in ``rect``, in the painter's font."""

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(420, round(self.wanted_height(QFontMetricsF(self.font()))))

    def minimumSizeHint(self) -> QSize:
        """Narrower, never lower."""
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw on the screen."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        self.paint(painter, QRectF(self.rect()), tokens_for(self.palette()))


class BarChart(Chart):
    """Bars from zero between ``least`` and ``most``; hatched the one way above zero, the other below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._least, self._most = 0.0, 1.0

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is drawn."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar], *, least: float, most: float) -> None:
        """Draw other bars on an axis from ``least`` to ``most``; what goes beyond widens it."""
        ends = [end for bar in bars for end in (bar.value, bar.low, bar.high) if end is not None]
        self._bars = tuple(bars)
        self._least, self._most = min([least, *ends]), max([most, *ends])
        self.setAccessibleName("\n".join(f"{bar.label}\u00a0: {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def rows(self) -> int:
        """One for each bar."""
        return max(len(self._bars), 1)

    def paint(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """Names, bars with whiskers, numbers; a line at zero."""
        metrics = QFontMetricsF(painter.font(), painter.device())
        height = self.row_height(metrics)
        names, numbers = rect.width() * LABEL_SHARE, rect.width() * NUMBER_SHARE
        plot = QRectF(
            rect.left() + names, rect.top(), rect.width() - names - numbers - 2 * t.SPACE_S, rect.height()
        )
        zero = self._x(plot, 0.0)
        for row, bar in enumerate(self._bars):
            line = QRectF(rect.left(), rect.top() + row * height, rect.width(), height)
            painter.setPen(QColor(tokens.text))
            name = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, names - t.SPACE_S)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            if bar.value is None:
                rest = line.adjusted(names, 0, 0, 0)
                painter.setPen(QColor(tokens.muted))
                words = metrics.elidedText(bar.words, Qt.TextElideMode.ElideRight, rest.width())
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
                continue
            self._draw_bar(painter, plot, line, bar, tokens)
            place = QRectF(plot.right() + 2 * t.SPACE_S, line.top(), numbers, height)
            painter.setPen(QColor(tokens.text))
            words = metrics.elidedText(bar.words, Qt.TextElideMode.ElideRight, numbers)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if any(bar.value is not None for bar in self._bars):
            painter.setPen(QPen(QColor(tokens.control), 1))
            painter.drawLine(QLineF(zero, rect.top(), zero, rect.top() + len(self._bars) * height))

    def _draw_bar(self, painter: QPainter, plot: QRectF, line: QRectF, bar: Bar, tokens: Tokens) -> None:
        value = bar.value or 0.0
        start, end = sorted((self._x(plot, 0.0), self._x(plot, value)))
        box = QRectF(start, line.top() + t.SPACE_XS, end - start, line.height() - 2 * t.SPACE_XS)
        pattern = Qt.BrushStyle.BDiagPattern if value >= 0 else Qt.BrushStyle.FDiagPattern
        painter.setPen(QPen(QColor(tokens.text), 1))
        painter.setBrush(QBrush(QColor(tokens.accent), pattern))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if bar.low is None or bar.high is None:
            return
        middle, cap = line.center().y(), box.height() / 4
        low, high = self._x(plot, bar.low), self._x(plot, bar.high)
        painter.setPen(QPen(QColor(tokens.text), 2))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - cap), QPointF(x, middle + cap))

    def _x(self, plot: QRectF, value: float) -> float:
        span = (self._most - self._least) or 1.0
        return plot.left() + plot.width() * (value - self._least) / span


class ShareChart(Chart):
    """Parts of a whole on one bar: full, hatched, empty; each named with its percent underneath."""

    PATTERNS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.NoBrush)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self._reason = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is drawn."""
        return self._parts

    def show_parts(self, parts: Sequence[Part], *, reason: str = "") -> None:
        """Draw other parts (three at most); without parts ``reason`` says why."""
        self._parts, self._reason = tuple(parts), reason
        self.setAccessibleName(", ".join(map(_part_words, parts)) or reason)
        self.updateGeometry()
        self.update()

    def rows(self) -> int:
        """The bar, and the line that names its parts."""
        return 2

    def paint(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """The bar, then each part's sign, name and percent."""
        metrics = QFontMetricsF(painter.font(), painter.device())
        height = self.row_height(metrics)
        if not self._parts:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._reason)
            return
        painter.setPen(QPen(QColor(tokens.text), 1))
        left = rect.left() + 0.5
        width = rect.width() - 1
        for part, pattern in zip(self._parts, self.PATTERNS, strict=False):
            painter.setBrush(QBrush(QColor(tokens.accent), pattern))
            painter.drawRect(QRectF(left, rect.top() + 0.5, width * part.share, height - t.SPACE_XS))
            left += width * part.share
        x, top = rect.left(), rect.top() + height
        side = metrics.height() * 0.7
        for part, pattern in zip(self._parts, self.PATTERNS, strict=False):
            painter.setBrush(QBrush(QColor(tokens.accent), pattern))
            painter.drawRect(QRectF(x + 0.5, top + (height - side) / 2, side, side))
            words = _part_words(part)
            place = QRectF(x + side + t.SPACE_XS, top, metrics.horizontalAdvance(words) + 2, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            x = place.right() + t.SPACE_M
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _part_words(part: Part) -> str:
    return f"{part.label} {round(part.share * 100)}\u00a0%"
