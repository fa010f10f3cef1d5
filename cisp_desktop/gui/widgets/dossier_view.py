"""The pages of one document, continuous, with a zoom of steps and a place that survives zoom and resize.

Pages are drawn by ``PagePictures`` when they come into view; highlights, what was searched for and the text
selected lie over them. This module must not know dossiers, jurors nor pages of the application.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.domain.reading import Area
from cisp_desktop.gui.tokens import FOUND_FILL, tokens_for
from cisp_desktop.gui.widgets.dossier_hand import DossierHand
from cisp_desktop.gui.widgets.dossier_layout import GAP, PageLayout
from cisp_desktop.gui.widgets.dossier_marks import DossierMarks
from cisp_desktop.gui.widgets.dossier_pictures import PagePictures
from cisp_desktop.gui.widgets.dossier_sizes import PageSizes

ZOOM_STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_SEARCHED_TOP = 60
"""Pixels of the page kept above a text that was found."""


class DossierView(QAbstractScrollArea):
    """``zoom_changed`` follows every change of scale, ``moved`` every scroll.

    ``page_changed(page)``: the page that is read (from 0).
    """

    zoom_changed = Signal()
    moved = Signal()
    page_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pièce du candidat"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self._document: QPdfDocument | None = None
        self._sizes = PageSizes(self)
        self._sizes.changed.connect(self._on_sizes_changed)
        self._scale: float | None = None
        self._page = 0
        self._anchor = (0, 0.0)
        self._laying = False
        self._search_model: QPdfSearchModel | None = None
        self.layout_ = PageLayout((), (), 0.0, 0.0)
        self.pictures = PagePictures(self)
        self.pictures.drawn.connect(self.viewport().update)
        self.marks = DossierMarks(self)
        self.hand = DossierHand(self)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def shown(self) -> QPdfDocument | None:
        """The document shown; None while there is none."""
        return self._document

    @property
    def page(self) -> int:
        """The page that is read, from 0: the one gone to, else the one in the upper part of the view."""
        return self._page

    @property
    def place(self) -> PlaceRow:
        """Where the reading stands, as it is kept."""
        page, share = self._anchor
        zoom = 0 if self._scale is None else round(self._scale * 100)
        return PlaceRow(page, max(0, min(1000, round(share * 1000))), zoom)

    @property
    def fits_width(self) -> bool:
        """Whether the page is as wide as the view."""
        return self._scale is None

    @property
    def scale(self) -> float:
        """The zoom in effect: 1 is the page's real size on the screen."""
        if self._scale is not None:
            return self._scale
        points = self.layout_.points
        if not points:
            return 1.0
        page = min(self._page, len(points) - 1)
        return self.layout_.rects[page].width() / max(1.0, points[page][0] * _dots())

    def show_document(self, document: QPdfDocument | None, place: PlaceRow | None = None) -> None:
        """Show ``document`` where its reading stood, or nothing."""
        self.hand.forget()
        self._document = document
        self.pictures.show_document(document)
        count = document.pageCount() if document is not None else 0
        wanted = place or PlaceRow()
        self._sizes.show_document(document, page=wanted.page)
        self._scale = _within(wanted.zoom / 100) if wanted.zoom else None
        self._page = min(wanted.page, max(0, count - 1))
        self._anchor = (self._page, wanted.offset / 1000)
        self._lay_out()
        self.zoom_changed.emit()
        if count:
            self.page_changed.emit(self._page)

    def set_search_model(self, model: QPdfSearchModel) -> None:
        """Show what this model finds."""
        self._search_model = model
        model.searchStringChanged.connect(self.viewport().update)

    def go_to(self, page: int, location: QPointF | None = None) -> None:
        """Show ``page`` (from 0), at a point of it (in points from its top left)."""
        points = self.layout_.points
        if not points:
            return
        page = max(0, min(page, len(points) - 1))
        share = 0.0 if location is None else location.y() / points[page][1]
        self._anchor = (page, max(0.0, min(1.0, share)))
        self._return_to_anchor()
        self._set_page(page)

    def go_to_found(self, page: int) -> None:
        """Show what the search model found on ``page``."""
        found = self._search_model.resultsOnPage(page) if self._search_model is not None else []
        top = found[0].location().y() - _SEARCHED_TOP if found else 0.0
        self.go_to(page, QPointF(0, top) if top > 0 else None)

    def found(self) -> tuple[int, tuple[Area, ...]] | None:
        """Return the page that is read and the lines of what the search model found first on it."""
        model = self._search_model
        if model is None or not model.searchString() or model.document() is not self._document:
            return None
        first = next(iter(model.resultsOnPage(self._page)), None)
        rects = first.rectangles() if first is not None else []
        places = [self.layout_.from_points(self._page, QRectF(rect)) for rect in rects]
        areas = [area for place in places if (area := self.layout_.to_area(self._page, place)) is not None]
        return (self._page, tuple(areas)) if areas else None

    def zoom_by(self, steps: int) -> None:
        """Zoom by steps: 1 in, −1 out."""
        scale = self.scale
        if steps > 0:
            wanted = next((step for step in ZOOM_STEPS if step > scale + 0.01), ZOOM_STEPS[-1])
        else:
            wanted = next((step for step in reversed(ZOOM_STEPS) if step < scale - 0.01), ZOOM_STEPS[0])
        self._rescale(wanted)

    def fit_width(self) -> None:
        """Make the page as wide as the view."""
        self._rescale(None)

    def visible_pages(self) -> range:
        """Return the pages in view, top to bottom."""
        top = self.verticalScrollBar().value()
        return self.layout_.between(top, top + self.viewport().height())

    @property
    def origin(self) -> QPointF:
        """The place of the whole that stands at the view's top left."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # --- geometry ---------------------------------------------------------------------------------

    def _rescale(self, scale: float | None) -> None:
        self._scale = scale
        self._lay_out()
        self.zoom_changed.emit()
        self.moved.emit()

    def _lay_out(self) -> None:
        view = self.viewport().size()
        self.layout_ = PageLayout.of(self._sizes.points, room=view.width(), scale=self._scale, dots=_dots())
        self._laying = True
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setRange(0, max(0, round(self.layout_.height) - view.height()))
        across.setPageStep(view.width())
        across.setRange(0, max(0, round(self.layout_.width) - view.width()))
        across.setValue(across.maximum() // 2)
        self._laying = False
        self._return_to_anchor()
        self.viewport().update()

    def _return_to_anchor(self) -> None:
        if not self.layout_.rects:
            return
        page, share = self._anchor
        rect = self.layout_.rects[page]
        self._laying = True
        self.verticalScrollBar().setValue(round(rect.top() + share * rect.height() - (0 if share else GAP)))
        self._laying = False
        self._want()
        self.viewport().update()

    def _on_sizes_changed(self) -> None:
        self._lay_out()
        self.zoom_changed.emit()

    def _on_scrolled(self) -> None:
        if self._laying or not self.layout_.rects:
            return
        top = self.verticalScrollBar().value()
        page = self.layout_.page_at(top)
        rect = self.layout_.rects[page]
        self._anchor = (page, max(0.0, min(1.0, (top - rect.top()) / rect.height())))
        self._set_page(self.layout_.page_at(top + self.viewport().height() / 3))
        self._want()
        self.viewport().update()
        self.moved.emit()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
            self.moved.emit()

    def _pixels(self, page: int) -> QSize:
        return (self.layout_.rects[page].size() * self.devicePixelRatioF()).toSize()

    def _want(self) -> None:
        """Ask for the pages in view, then the next one and the one before."""
        if not self.isVisible() or not self.layout_.rects:
            return
        seen = self.visible_pages()
        around = [page for page in (seen.stop, seen.start - 1) if 0 <= page < len(self.layout_.rects)]
        self.pictures.want([*seen, *around], self._pixels)

    # --- Qt ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in view: their picture, or white paper until it comes, and what lies over them."""
        painter = QPainter(self.viewport())
        tokens = tokens_for(QGuiApplication.palette())
        painter.fillRect(event.rect(), QColor(tokens.pressed))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-self.origin)
        for page in self.visible_pages():
            rect = self.layout_.rects[page]
            picture = self.pictures.picture(page)
            if picture is None:
                painter.fillRect(rect, Qt.GlobalColor.white)
            else:
                painter.drawImage(rect, picture)
            self._paint_found(painter, page)
            self.marks.paint(painter, page)
            self.hand.paint(painter, page)
        painter.resetTransform()
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_found(self, painter: QPainter, page: int) -> None:
        model = self._search_model
        if model is None or not model.searchString() or model.document() is not self._document:
            return
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for link in model.resultsOnPage(page):
            for area in link.rectangles():
                painter.fillRect(self.layout_.from_points(page, QRectF(area)), QColor(FOUND_FILL))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place: a page as wide as the view grows with it."""
        super().resizeEvent(event)
        self._lay_out()
        self.zoom_changed.emit()

    def event(self, event: QEvent) -> bool:
        """Draw once shown."""
        if event.type() == QEvent.Type.Show:
            self._want()
        return bool(super().event(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and −, go to both ends, a screen further with the space bar, copy what is selected.

        Escape gives up a frame.
        """
        bar = self.verticalScrollBar()
        acts: dict[str, Callable[[], None]] = {
            "+": partial(self.zoom_by, 1),
            "-": partial(self.zoom_by, -1),
            "−": partial(self.zoom_by, -1),
            " ": partial(bar.triggerAction, bar.SliderAction.SliderPageStepAdd),
        }
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.layout_.rects) - 1}
        if event.matches(QKeySequence.StandardKey.Copy):
            self.hand.copy()
        elif event.text() in acts:
            acts[event.text()]()
        elif event.key() == Qt.Key.Key_Escape and self.hand.framing:
            self.hand.framing_left.emit()
        elif Qt.Key(event.key()) in ends:
            self.go_to(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection or a frame."""
        if event.button() == Qt.MouseButton.LeftButton and self.layout_.rects:
            self.hand.press(event.position() + self.origin)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch it."""
        self.hand.move(event.position() + self.origin)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it; a click leads where a link of the page points, or chooses a note."""
        self.hand.release(event.position() + self.origin)
        super().mouseReleaseEvent(event)


def _within(scale: float) -> float:
    return max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], scale))


def _dots() -> float:
    """Device-independent pixels a point."""
    screen = QGuiApplication.primaryScreen()
    return (screen.logicalDotsPerInch() if screen is not None else 96.0) / 72
