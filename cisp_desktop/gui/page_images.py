"""A PDF opened for drawing, and its pages as Qt images: what is shown and what is printed come from here.

Everything but ``PageSet``'s plain numbers is for the worker thread. This module must not know who shows a
page.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from cisp_desktop.application.services import DrawnPages, PageDrawers

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, eq=False)
class PageSet:
    """An open PDF: ``sizes`` in points, page by page. Only the worker touches ``pages``.

    ``frames`` are the places of the signatures: page, top and bottom in points from the page's top.
    ``starts`` are the pages, from 0, on which a paper begins: several papers may be bound into one set, and
    ``readers`` then read each one's file.
    """

    pdf: bytes
    pages: DrawnPages
    sizes: tuple[tuple[float, float], ...]
    frames: tuple[tuple[int, float, float], ...]
    starts: tuple[int, ...] = (0,)
    readers: tuple[Callable[[], bytes], ...] = ()

    def parts(self, wanted: Sequence[int]) -> list[tuple[Callable[[], bytes], list[int]]]:
        """Return what reads each paper of which pages are ``wanted`` (sorted), and these, from its first."""
        reading = self.readers or (lambda: self.pdf,)
        found: dict[int, list[int]] = {}
        for page in wanted:
            place = bisect_right(self.starts, page) - 1
            found.setdefault(place, []).append(page - self.starts[place])
        return [(reading[place], pages) for place, pages in found.items()]

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self.sizes)


def open_pages(drawers: PageDrawers, pdf: bytes) -> PageSet:
    """Open a PDF (worker thread). Raises ``RuleError("document.pages.unreadable")``."""
    pages = drawers.open(pdf)
    sizes = tuple(pages.page_size(index) for index in range(pages.page_count))
    visible = tuple(place for place in pages.field_places() if place[2] > place[1])
    return PageSet(pdf, pages, sizes, visible)


def page_image(page_set: PageSet, index: int, *, scale: float) -> QImage:
    """Draw a page (worker thread); ``scale`` in pixels a point. Signatures are part of the picture."""
    drawn = page_set.pages.render(index, scale)
    view = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    return view.copy()
