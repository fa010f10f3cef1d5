"""The pages of one document, continuous, with a zoom of steps and a place that survives zoom and resize.

This module must not know dossiers nor pages of the application.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.tokens import tokens_for

ZOOM_STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


class DossierView(QPdfView):
    """``zoom_changed`` follows every change of scale.

    ``page_changed(page)`` the page in the middle (from 0).
    """

    zoom_changed = Signal()
    page_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pièce du candidat"))
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._none = QPdfDocument(self)
        self._wanted: int | None = None
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._on_placing_due)
        self.pageNavigator().currentPageChanged.connect(self._on_page_changed)
        self.setDocument(self._none)
        self._dress()

    @property
    def shown(self) -> QPdfDocument | None:
        """The document shown; None while there is none."""
        document = self.document()
        return None if document is None or document is self._none else document

    @property
    def page(self) -> int:
        """The page in the middle, from 0; the one asked for while it is being laid out."""
        return self._wanted if self._wanted is not None else self.pageNavigator().currentPage()

    @property
    def fits_width(self) -> bool:
        """Whether the page is as wide as the view."""
        return self.zoomMode() == QPdfView.ZoomMode.FitToWidth

    @property
    def scale(self) -> float:
        """The zoom in effect: 1 is the page's real size on the screen."""
        document = self.shown
        if not self.fits_width or document is None:
            return self.zoomFactor()
        points = document.pagePointSize(max(0, min(self.page, document.pageCount() - 1))).width()
        margins = self.documentMargins()
        dots = QGuiApplication.primaryScreen().logicalDotsPerInch() / 72
        return (
            (self.viewport().width() - margins.left() - margins.right()) / (points * dots) if points else 1.0
        )

    def show_document(self, document: QPdfDocument | None, page: int = 0) -> None:
        """Show ``document`` at ``page`` (from 0), or nothing."""
        self._wanted = None
        self._placing.stop()
        self.setDocument(document or self._none)
        if document is not None:
            self.go_to(page)
        self.zoom_changed.emit()

    def go_to(self, page: int, location: QPointF | None = None) -> None:
        """Show ``page`` (from 0), at a point of it."""
        document = self.shown
        if document is None or not document.pageCount():
            return
        self._wanted = max(0, min(page, document.pageCount() - 1))
        self.pageNavigator().jump(self._wanted, location or QPointF(), 0)
        if location is None:
            self._placing.start()  # the layout of a document just set is known after the next paint
        else:
            self._wanted = None

    def zoom_by(self, steps: int) -> None:
        """Zoom by steps: 1 in, −1 out."""
        scale = self.scale
        if steps > 0:
            wanted = next((step for step in ZOOM_STEPS if step > scale + 0.01), ZOOM_STEPS[-1])
        else:
            wanted = next((step for step in reversed(ZOOM_STEPS) if step < scale - 0.01), ZOOM_STEPS[0])
        self._rescale(QPdfView.ZoomMode.Custom, wanted)

    def fit_width(self) -> None:
        """Make the page as wide as the view."""
        self._rescale(QPdfView.ZoomMode.FitToWidth, self.zoomFactor())

    def _rescale(self, mode: QPdfView.ZoomMode, factor: float) -> None:
        place = self._place()
        self.setZoomMode(mode)
        if mode == QPdfView.ZoomMode.Custom:
            self.setZoomFactor(factor)
        self._go_to_place(place)
        self.zoom_changed.emit()

    def _place(self) -> float:
        """Return how far down the document the view stands, 0 to 1."""
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def _go_to_place(self, place: float) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(round(place * bar.maximum()))

    def _on_placing_due(self) -> None:
        if self._wanted is not None and self.shown is not None:
            self.pageNavigator().jump(self._wanted, QPointF(), 0)
        self._wanted = None
        if self.shown is not None:
            self.page_changed.emit(self.page)

    def _on_page_changed(self, page: int) -> None:
        if self.shown is not None and self._wanted is None:
            self.page_changed.emit(page)

    # --- Qt ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Lay the pages on the ground of the palette, not on Qt's dark grey."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange):
            self._dress()

    def _dress(self) -> None:
        wanted = QColor(tokens_for(QGuiApplication.palette()).pressed)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.Dark) != wanted:
            palette.setColor(QPalette.ColorRole.Dark, wanted)
            self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place: a page as wide as the view grows with it."""
        place = self._place()
        super().resizeEvent(event)
        if self._wanted is not None:
            self._placing.start()
        else:
            self._go_to_place(place)
        self.zoom_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and −, and go to both ends."""
        document = self.shown
        if event.text() == "+":
            self.zoom_by(1)
        elif event.text() in ("-", "−"):
            self.zoom_by(-1)
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End and document is not None:
            self.go_to(document.pageCount() - 1)
        else:
            super().keyPressEvent(event)
