"""Charts of agreement: bars with patterns, whiskers and numbers, that hold in black and white.

Each draws itself into any painter: the screen's or the paper's. This module must not know what is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import Tokens, tokens_for
from cisp_desktop.gui.widgets.labels import literal_tooltip

LABEL_SHARE, NUMBER_SHARE = 0.46, 0.28
"""Shares of the width that the names at the left and the numbers at the right take."""
WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


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

    def paper_heights(self, metrics: QFontMetricsF, width: float) -> list[float]:
        """Return the height of each piece that one page keeps together, with every name in full."""
        del width
        return [self.wanted_height(metrics)]

    def paint(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """Draw in ``rect``, in the painter's font."""

    def paint_piece(self, painter: QPainter, rect: QRectF, tokens: Tokens, *, piece: int) -> None:
        """Draw one piece of ``paper_heights`` in ``rect``."""
        del piece
        self.paint(painter, rect, tokens)

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

    def paper_heights(self, metrics: QFontMetricsF, width: float) -> list[float]:
        """Return the height of each row, its name on as many lines as it takes."""
        room = QRectF(0, 0, width * LABEL_SHARE - t.SPACE_S, 10_000)
        names = (metrics.boundingRect(room, WRAPPED, bar.label).height() for bar in self._bars)
        return [max(self.row_height(metrics), name + t.SPACE_S) for name in names]

    def paint(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """Names, bars with whiskers, numbers; a line at zero."""
        height = self.row_height(QFontMetricsF(painter.font(), painter.device()))
        for row in range(len(self._bars)):
            line = QRectF(rect.left(), rect.top() + row * height, rect.width(), height)
            self._paint_row(painter, line, tokens, row=row, whole=False)

    def paint_piece(self, painter: QPainter, rect: QRectF, tokens: Tokens, *, piece: int) -> None:
        """Draw one row, its name in full."""
        self._paint_row(painter, rect, tokens, row=piece, whole=True)

    def event(self, event: QEvent) -> bool:
        """Say in full what the row under the mouse shortens."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = int(event.pos().y() / self.row_height(QFontMetricsF(self.font())))
            bar = self._bars[row] if 0 <= row < len(self._bars) else None
            text = literal_tooltip(f"{bar.label}\n{bar.words}") if bar is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _paint_row(self, painter: QPainter, line: QRectF, tokens: Tokens, *, row: int, whole: bool) -> None:
        bar, metrics = self._bars[row], QFontMetricsF(painter.font(), painter.device())
        names, numbers = line.width() * LABEL_SHARE, line.width() * NUMBER_SHARE
        plot = QRectF(
            line.left() + names, line.top(), line.width() - names - numbers - 2 * t.SPACE_S, line.height()
        )
        place = QRectF(line.left(), line.top(), names - t.SPACE_S, line.height())
        right = Qt.TextElideMode.ElideRight
        name = bar.label if whole else metrics.elidedText(bar.label, right, place.width())
        painter.setPen(QColor(tokens.text))
        painter.drawText(place, WRAPPED, name)
        if bar.value is None:
            place = line.adjusted(names, 0, 0, 0)
            painter.setPen(QColor(tokens.muted))
        else:
            self._draw_bar(painter, plot, line, bar, tokens)
            zero = self._x(plot, 0.0)
            painter.setPen(QPen(QColor(tokens.control), 1))
            painter.drawLine(QLineF(zero, line.top(), zero, line.bottom()))
            place = QRectF(plot.right() + 2 * t.SPACE_S, line.top(), numbers, line.height())
            painter.setPen(QColor(tokens.text))
        words = metrics.elidedText(bar.words, right, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _draw_bar(self, painter: QPainter, plot: QRectF, line: QRectF, bar: Bar, tokens: Tokens) -> None:
        value = bar.value or 0.0
        start, end = sorted((self._x(plot, 0.0), self._x(plot, value)))
        thick = min(line.height(), self.row_height(QFontMetricsF(painter.font(), painter.device())))
        thick -= 2 * t.SPACE_XS
        box = QRectF(start, line.center().y() - thick / 2, end - start, thick)
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
