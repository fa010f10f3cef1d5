"""Charts of agreement on paper: A4 pages in black and white, each chart under its title.

This module must not know what is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.tokens import LIGHT
from cisp_desktop.gui.widgets.agreement_charts import Chart

DOTS = 96
"""Dots an inch: a pixel of the charts is what it is on a plain screen; lines stay vectors."""
INK = replace(LIGHT, text="#000000", muted="#000000", accent="#000000", control="#000000")
WRAPPED = Qt.TextFlag.TextWordWrap
LEAST_ROWS = 3
"""Rows that stay under a chart's title at the foot of a page."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chart and the words above it."""

    title: str
    chart: Chart


def write_charts(path: Path, *, title: str, note: str, sections: Sequence[Section], font: QFont) -> None:
    """Write the charts to a PDF. Raises ``StorageError("file.not_written", file=…)``."""
    writer = QPdfWriter(str(path))
    writer.setResolution(DOTS)
    writer.setTitle(title)
    margins = QMarginsF(15, 15, 15, 15)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, unit)
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise StorageError("file.not_written", file=path.name)
    try:
        _Paper(painter, writer, font).draw(title, note, sections)
    finally:
        ended = painter.end()
    if not ended:
        raise StorageError("file.not_written", file=path.name)


class _Paper:
    """Draws down the page, row by row; what does not fit goes on on the next one, under its title again."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, font: QFont) -> None:
        self._painter, self._writer = painter, writer
        self._plain, self._strong = QFont(font), QFont(font)
        self._plain.setPointSize(9)
        self._strong.setPointSize(10)
        self._strong.setBold(True)
        self._page = QRectF(0, 0, writer.width(), writer.height())
        self._y = 0.0

    def draw(self, title: str, note: str, sections: Sequence[Section]) -> None:
        """Title, note, then every section."""
        self._text(title, self._strong)
        self._text(note, self._plain)
        for section in sections:
            self._draw_section(section)

    def _draw_section(self, section: Section) -> None:
        metrics = QFontMetricsF(self._plain, self._writer)
        heights = section.chart.paper_heights(metrics, self._page.width())
        self._make_room(self._height(section.title, self._strong) + sum(heights[:LEAST_ROWS]))
        self._text(section.title, self._strong)
        for piece, height in enumerate(heights):
            if self._make_room(height):
                words = QCoreApplication.translate("HarmonisationPaper", "{0} (suite)")
                self._text(words.format(section.title), self._strong)
            self._painter.setFont(self._plain)
            place = QRectF(0, self._y, self._page.width(), height)
            section.chart.paint_piece(self._painter, place, INK, piece=piece)
            self._y += height
        self._y += t.SPACE_L

    def _make_room(self, height: float) -> bool:
        """Begin a page unless ``height`` fits on this one; return whether one was begun."""
        if self._y + height <= self._page.height() or self._y == 0:
            return False
        self._writer.newPage()
        self._y = 0.0
        return True

    def _height(self, text: str, font: QFont) -> float:
        metrics = QFontMetricsF(font, self._writer)
        return metrics.boundingRect(self._page, int(WRAPPED), text).height() + t.SPACE_S

    def _text(self, text: str, font: QFont) -> None:
        height = self._height(text, font)
        self._painter.setFont(font)
        self._painter.setPen(QColor(INK.text))
        self._painter.drawText(QRectF(0, self._y, self._page.width(), height), int(WRAPPED), text)
        self._y += height
