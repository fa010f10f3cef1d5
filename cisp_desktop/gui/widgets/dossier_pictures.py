"""The pictures of a dossier's pages: drawn in a thread of their own when they are wanted, held within bytes.

This module must not know who shows them, nor what a dossier is.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer

KEPT_BYTES = 96_000_000
"""Pictures held for one view: some twenty pages of a wide pane, two or three at the largest zoom."""
MOST_PIXELS = 12_000_000
"""Pixels of one picture; a page wanted larger is drawn at this size and stretched."""


class PagePictures(QObject):
    """``drawn(page)`` follows each picture. One page is drawn at a time: what went out of sight is not."""

    drawn = Signal(int)

    def __init__(self, parent: QObject, *, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(parent)
        self._kept_bytes = kept_bytes
        self._document: QPdfDocument | None = None
        self._held: OrderedDict[int, QImage] = OrderedDict()
        self._wanted: tuple[tuple[int, QSize], ...] = ()
        self._awaited: tuple[int, int] | None = None
        self._nothing = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_page_rendered)

    @property
    def held_bytes(self) -> int:
        """Memory that the pictures take."""
        return sum(image.sizeInBytes() for image in self._held.values())

    def show_document(self, document: QPdfDocument | None) -> None:
        """Draw another document, or none; the pictures of the one before are let go."""
        self._document = document
        self._wanted, self._awaited = (), None
        self._held.clear()
        self._renderer.setDocument(document or self._nothing)

    def picture(self, page: int) -> QImage | None:
        """Return a page as drawn last, at whatever size."""
        return self._held.get(page)

    def is_drawn(self, page: int, size: QSize) -> bool:
        """Whether a page is here at this size, in pixels."""
        held = self._held.get(page)
        return held is not None and held.size() == bounded(size)

    def want(self, pages: Sequence[int], size_of: Callable[[int], QSize]) -> None:
        """Draw these pages, the first ones first; replaces what was wanted before. Sizes in pixels."""
        self._wanted = tuple((page, bounded(size_of(page))) for page in pages)
        for page, _size in reversed(self._wanted):
            if page in self._held:
                self._held.move_to_end(page)
        self._ask()

    def _ask(self) -> None:
        if self._awaited is not None or self._document is None:
            return
        due = next(((page, size) for page, size in self._wanted if not self.is_drawn(page, size)), None)
        if due is not None and not due[1].isEmpty():
            self._awaited = (due[0], self._renderer.requestPage(*due))

    def _on_page_rendered(
        self, page: int, _size: QSize, image: QImage, _options: object, request: int
    ) -> None:
        if self._awaited != (page, request):
            return
        self._awaited = None
        if image.isNull():  # a page that pdfium cannot draw stays white paper
            self._wanted = tuple(one for one in self._wanted if one[0] != page)
        else:
            self._held[page] = on_paper(image)
            self._held.move_to_end(page)
            self._forget()
            self.drawn.emit(page)
        self._ask()

    def _forget(self) -> None:
        """Let go of what was wanted longest ago; the picture just drawn stays."""
        held = self.held_bytes
        while held > self._kept_bytes and len(self._held) > 1:
            held -= self._held.popitem(last=False)[1].sizeInBytes()


def on_paper(page: QImage) -> QImage:
    """Return a page on white paper: what is not printed on is transparent as Qt draws it."""
    picture = QImage(page.size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.drawImage(0, 0, page)
    painter.end()
    return picture


def bounded(size: QSize) -> QSize:
    """Return ``size`` with no more than ``MOST_PIXELS``, its shape kept."""
    pixels = size.width() * size.height()
    if pixels <= MOST_PIXELS:
        return size
    share = float(MOST_PIXELS / pixels) ** 0.5
    return QSize(round(size.width() * share), round(size.height() * share))
