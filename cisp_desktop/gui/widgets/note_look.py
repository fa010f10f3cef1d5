"""How highlights look: a colour that lets the text through, and a pattern that tells it without colours.

This module must not know who notes what.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap

from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.gui.tokens import HIGHLIGHTS

PATTERNS = {
    NoteColour.YELLOW: Qt.BrushStyle.NoBrush,
    NoteColour.GREEN: Qt.BrushStyle.BDiagPattern,
    NoteColour.BLUE: Qt.BrushStyle.HorPattern,
    NoteColour.PINK: Qt.BrushStyle.CrossPattern,
}
_PATTERN_ALPHA = 70


def draw_highlight(painter: QPainter, rect: QRectF, colour: NoteColour, *, chosen: bool = False) -> None:
    """Lay a highlight over paper; ``chosen`` frames it strongly."""
    token = HIGHLIGHTS[colour]
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(rect, QColor(token.fill))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    pattern = QColor(token.edge)
    pattern.setAlpha(_PATTERN_ALPHA)
    painter.fillRect(rect, QBrush(pattern, PATTERNS[colour]))
    painter.setPen(QPen(QColor(token.edge), 2 if chosen else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)
    painter.restore()


def flag_rect(page: QRectF, *, place: int) -> QRectF:
    """Return where the flag of a note on a whole page stands: upper right, ``place`` from 0 down."""
    return QRectF(page.right() - 22, page.top() + 6 + 20 * place, 16, 14)


def draw_page_flag(painter: QPainter, rect: QRectF, colour: NoteColour) -> None:
    """Draw the flag of a note on a whole page."""
    draw_highlight(painter, rect, colour, chosen=True)


def swatch(colour: NoteColour, size: int = 16) -> QIcon:
    """Return a sample of a highlight."""
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paper = QRectF(1, 1, size - 2, size - 2)
    painter.fillRect(paper, Qt.GlobalColor.white)
    draw_highlight(painter, paper, colour)
    painter.end()
    return QIcon(pixmap)
