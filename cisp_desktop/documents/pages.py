"""Pages of a PDF as pictures, with what form fields show: signatures on screen and in print.

Qt's own renderer draws no signature appearance; PDFium does once its form environment is open. This module
must not know who looks at the picture.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from threading import RLock
from types import TracebackType
from typing import Self

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from cisp_desktop.application.ports import Progress
from cisp_desktop.application.services import PageImage
from cisp_desktop.domain.errors import RuleError

PIXEL_LIMIT = 80_000_000
"""Largest picture of a page, in pixels: an A3 page at 600 dots per inch fits."""


_PDFIUM = RLock()
"""PDFium is not made for two threads at once, not even on two files; a forgotten file may be freed in any."""


class PageRenderer:
    """An open PDF and its pages, counted from 0. Close it, or use it in a ``with``.

    Threads take turns: a call waits while another one draws.
    """

    def __init__(self, pdf: bytes) -> None:
        """Open the file. Raises ``RuleError("document.pages.unreadable")``."""
        with _readable_pages():
            self._document = pdfium.PdfDocument(pdf)
            self._document.init_forms()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def page_count(self) -> int:
        """Number of pages."""
        with _readable_pages():
            return len(self._document)

    def page_size(self, index: int) -> tuple[float, float]:
        """Return width and height of a page in points (1/72 inch)."""
        with _readable_pages():
            width, height = self._document.get_page_size(index)
        return float(width), float(height)

    def render(self, index: int, scale: float) -> PageImage:
        """Return a page at ``scale`` pixels per point, on white, with its signatures.

        Raises ``RuleError``: ``document.pages.too_large`` beyond ``PIXEL_LIMIT``,
        ``document.pages.unreadable``.
        """
        width, height = self.page_size(index)
        if scale <= 0 or math.ceil(width * scale) * math.ceil(height * scale) > PIXEL_LIMIT:
            raise RuleError("document.pages.too_large", page=index + 1)
        with _readable_pages():
            page = self._document[index]
            bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=True)
            image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
        return image

    def field_places(self) -> list[tuple[int, float, float]]:
        """Return where form fields stand (signature frames): page, top and bottom in points from its top."""
        found = []
        with _readable_pages():
            for index in range(self.page_count):
                height = self.page_size(index)[1]
                page = self._document[index]
                for top, bottom in _field_spans(page):
                    found.append((index, height - top, height - bottom))
                page.close()
        return found

    def close(self) -> None:
        """Free the file; a second call does nothing."""
        with _PDFIUM:
            self._document.close()

    def __del__(self) -> None:
        if hasattr(self, "_document"):
            self.close()


class PageDrawers:
    """Opens PDFs for drawing."""

    def open(self, pdf: bytes) -> PageRenderer:
        """Return the open file. Raises ``RuleError("document.pages.unreadable")``."""
        return PageRenderer(pdf)

    def join(self, parts: Sequence[tuple[Callable[[], bytes], Sequence[int]]], progress: Progress) -> bytes:
        """Return one PDF of chosen pages (from 0) of several files; text stays text, and signatures are seen.

        What form fields show becomes part of the page: a file of several papers has no signature that holds.
        Raises ``RuleError("document.pages.unreadable")``, and what the readers and ``progress`` raise.
        """
        with _readable_pages():
            joined = pdfium.PdfDocument.new()
        try:
            for done, (read, chosen) in enumerate(parts):
                progress(done, len(parts))
                content = read()
                with _readable_pages():
                    _take_over(joined, content, chosen)
            target = BytesIO()
            with _readable_pages():
                joined.save(target)
        finally:
            with _PDFIUM:
                joined.close()
        return target.getvalue()


def _take_over(joined: pdfium.PdfDocument, content: bytes, chosen: Sequence[int]) -> None:
    """Put pages of a file behind those of ``joined``."""
    document = pdfium.PdfDocument(content)
    try:
        document.init_forms()
        for index in sorted(set(chosen)) if document.formenv else ():
            page = document[index]
            page.flatten(pdfium_c.FLAT_PRINT)
            page.close()
        joined.import_pages(document, list(chosen))
    finally:
        document.close()


def _field_spans(page: pdfium.PdfPage) -> Iterator[tuple[float, float]]:
    """Yield top and bottom of each form field, in points from the page's foot."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        rect = pdfium_c.FS_RECTF()
        is_field = pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_WIDGET
        if is_field and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            yield float(rect.top), float(rect.bottom)
        pdfium_c.FPDFPage_CloseAnnot(annotation)


@contextmanager
def _readable_pages() -> Iterator[None]:
    try:
        with _PDFIUM:
            yield
    except (pdfium.PdfiumError, ValueError, IndexError, TypeError) as error:
        raise RuleError("document.pages.unreadable") from error
