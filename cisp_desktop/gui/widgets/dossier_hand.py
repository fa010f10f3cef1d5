"""What the pointer does on a document's pages: selects text, frames a rectangle, follows a link, takes notes.

This module must not know jurors nor how a note is stored.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QPolygonF
from PySide6.QtPdf import QPdfDocument, QPdfLinkModel
from PySide6.QtWidgets import QApplication

from cisp_desktop.domain.reading import Area
from cisp_desktop.gui.tokens import LIGHT

if TYPE_CHECKING:
    from cisp_desktop.gui.widgets.dossier_view import DossierView


class DossierHand(QObject):
    """``framing``: a drag frames a rectangle, and ``framed(page, area)`` follows; else it selects text.

    ``note_taken(id)`` follows a click on a note, ``framing_left`` a frame given up.
    """

    framed = Signal(int, object)
    selection_changed = Signal()
    note_taken = Signal(str)
    framing_left = Signal()

    def __init__(self, view: "DossierView") -> None:
        super().__init__(view)
        self._view = view
        self._links = QPdfLinkModel(self)
        self._nothing = QPdfDocument(self)
        self._page = -1
        self._from = QPointF()
        self._to = QPointF()
        self._held = False
        self._framing = False
        self._bounds: list[QPolygonF] = []
        self._text = ""

    @property
    def framing(self) -> bool:
        """Whether a drag frames a rectangle."""
        return self._framing

    @framing.setter
    def framing(self, wanted: bool) -> None:
        self._framing = wanted
        self._view.viewport().setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)

    @property
    def text(self) -> str:
        """The text selected; empty for none."""
        return self._text

    def selected(self) -> tuple[int, tuple[Area, ...]] | None:
        """Return the page and lines of the text selected; None when there is none."""
        if not self._text or self._page < 0:
            return None
        layout = self._view.layout_
        rects = [layout.from_points(self._page, polygon.boundingRect()) for polygon in self._bounds]
        areas = [area for rect in rects if (area := layout.to_area(self._page, rect)) is not None]
        return (self._page, tuple(areas)) if areas else None

    def forget(self) -> None:
        """Select nothing; another document comes."""
        self._links.setDocument(self._nothing)
        self._held = False
        self._page = -1
        self._select_nothing()

    def forget_selection(self) -> None:
        """Select nothing."""
        self._select_nothing()

    def copy(self) -> None:
        """Copy the text selected."""
        if self._text:
            QGuiApplication.clipboard().setText(self._text)

    # --- the pointer, at places of the whole ------------------------------------------------------

    def press(self, place: QPointF) -> None:
        """Begin."""
        self._page = self._view.layout_.page_at(place.y())
        self._from = self._to = place
        self._held = True
        self._select_nothing()

    def move(self, place: QPointF) -> None:
        """Stretch."""
        if not self._held:
            return
        self._to = place
        if self._framing:
            self._view.viewport().update()
        elif self._dragged:
            layout = self._view.layout_
            self._select(layout.to_points(self._page, self._from), layout.to_points(self._page, place))

    def release(self, place: QPointF) -> None:
        """End: a frame is told, a click chooses a note or follows a link of the page."""
        if not self._held:
            return
        self.move(place)
        self._held = False
        if self._framing and self._dragged:
            area = self._view.layout_.to_area(self._page, QRectF(self._from, self._to))
            if area is not None:
                self.framed.emit(self._page, area)
        elif not self._dragged:
            self._click(place)
        self._view.viewport().update()

    def paint(self, painter: QPainter, page: int) -> None:
        """Draw what is selected or framed on a page."""
        if page != self._page:
            return
        colour = QColor(LIGHT.accent)
        if self._framing and self._held and self._dragged:
            painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(self._from, self._to).normalized()
            painter.drawRect(frame.intersected(self._view.layout_.rects[page]))
        colour.setAlpha(60)
        for polygon in self._bounds:
            painter.fillRect(self._view.layout_.from_points(page, polygon.boundingRect()), colour)

    @property
    def _dragged(self) -> bool:
        return (self._to - self._from).manhattanLength() >= QApplication.startDragDistance()

    def _select_nothing(self) -> None:
        had, self._bounds, self._text = self._text, [], ""
        if had:
            self.selection_changed.emit()
        self._view.viewport().update()

    def _select(self, first: QPointF, last: QPointF) -> None:
        """Select from one point of the page to another; beside the text, what was selected last stays."""
        document = self._view.shown
        if document is None or self._page < 0:
            return
        found = document.getSelection(self._page, first, last)
        if found.isValid() and found.text() != self._text:
            self._bounds, self._text = list(found.bounds()), found.text()
            self.selection_changed.emit()
        self._view.viewport().update()

    def _click(self, place: QPointF) -> None:
        document, layout = self._view.shown, self._view.layout_
        note = self._view.marks.note_at(self._page, place)
        if note is not None:
            self.note_taken.emit(note.id)
            return
        if document is None:
            return
        self._links.setDocument(document)
        self._links.setPage(self._page)
        link = self._links.linkAt(layout.to_points(self._page, place))
        if link.isValid() and link.page() >= 0 and link.url().isEmpty():
            self._view.go_to(link.page(), link.location())
