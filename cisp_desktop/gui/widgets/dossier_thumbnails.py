"""The pages of a dossier in small, in a strip: one click leads to a page.

This module must not know dossiers nor jurors.
"""

from bisect import bisect_left
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QListView, QWidget

from cisp_desktop.application.wording_reading import page_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.dossier_pictures import PagePictures

Index = QModelIndex | QPersistentModelIndex
HEIGHT, WIDTH = 104, 80
KEPT_BYTES = 16_000_000
"""Some three hundred pages in small."""


class ThumbnailModel(QAbstractListModel):
    """One row a page."""

    def __init__(self, pictures: PagePictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._strip = parent
        self._count = 0
        self._paper = QPixmap(QSize(round(HEIGHT / 1.414), HEIGHT))
        self._paper.fill(Qt.GlobalColor.white)
        pictures.drawn.connect(self._on_drawn)

    def show_count(self, pages: int) -> None:
        """Show this many pages."""
        self.beginResetModel()
        self._count = pages
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a page."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The picture, and « p. 12 » below it."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return page_words(index.row())
        if role == Qt.ItemDataRole.DecorationRole:
            picture = self._pictures.picture(index.row())
            return self._paper if picture is None else self._small(picture)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def _small(self, picture: QImage) -> QPixmap:
        """Return a page as large on a dense screen as on any other, with an edge: paper is white on white."""
        small = QPixmap.fromImage(picture)
        small.setDevicePixelRatio(self._strip.devicePixelRatioF())
        painter = QPainter(small)
        painter.setPen(QColor(t.tokens_for(self._strip.palette()).border))
        size = small.deviceIndependentSize()
        painter.drawRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))
        painter.end()
        return small

    def _on_drawn(self, page: int) -> None:
        index = self.index(page)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


class ThumbnailStrip(QListView):
    """``page_chosen(page)`` counts from 0; only what shows is drawn."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Vignettes des pages"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(t.SPACE_XS)
        self.setIconSize(QSize(WIDTH, HEIGHT))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._document: QPdfDocument | None = None
        self.pictures = PagePictures(self, kept_bytes=KEPT_BYTES)
        self._model = ThumbnailModel(self.pictures, self)
        self.setModel(self._model)
        self._asking = QTimer(self, singleShot=True, interval=30)
        self._asking.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._ask_soon)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def show_document(self, document: QPdfDocument | None) -> None:
        """Show another document, or none."""
        if document is self._document:
            return
        self._document = document
        self.pictures.show_document(document)
        self._model.show_count(document.pageCount() if document is not None else 0)
        self._ask_soon()

    def show_page(self, page: int) -> None:
        """Mark the page that is read, and bring it into view."""
        index = self._model.index(page)
        if index.isValid():
            self.setCurrentIndex(index)
            self._ask_soon()

    def visible_rows(self) -> list[int]:
        """Return the pages that show."""
        area = self.viewport().rect()
        count = self._model.rowCount()
        first = bisect_left(range(count), 0, key=lambda row: self.visualRect(self._model.index(row)).bottom())
        seen = []
        for row in range(first, count):
            place = self.visualRect(self._model.index(row))
            if place.top() > area.bottom():
                break
            if place.intersects(area):
                seen.append(row)
        return seen

    def _ask_soon(self) -> None:
        self._asking.start()

    def _ask(self) -> None:
        if self.isVisible() and self._document is not None:
            self.pictures.want(self.visible_rows(), self._size)

    def _size(self, page: int) -> QSize:
        if self._document is None:
            return QSize()
        size = self._document.pagePointSize(page).toSize()
        scaled = size.scaled(QSize(WIDTH, HEIGHT), Qt.AspectRatioMode.KeepAspectRatio)
        return scaled * self.devicePixelRatioF()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.page_chosen.emit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw what shows now."""
        super().resizeEvent(event)
        self._ask_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what shows now."""
        super().showEvent(event)
        self._ask_soon()
