"""Printing minutes: the same page pictures as on screen, signatures included, at the printer's resolution.

Painting runs in the worker: a QPrinter and its painter may live in any thread. This module must not know what
the pages say.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.gui.page_images import POINTS_PER_INCH, PageSet, page_image

MOST_DOTS = 300
"""Dots an inch beyond which paper shows nothing more and memory costs a lot."""
PREVIEW_DOTS, LONG_PREVIEW_DOTS = 110, 60
LONG = 40
"""Pages from which the preview is drawn coarser and in grey."""

Progress = Callable[[int, int], None]


def make_printer(pages: PageSet, name: str) -> QPrinter:
    """Return a printer set to the minutes' paper, without margins of its own: theirs are on the page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    width, height = pages.sizes[0]
    upright = QSizeF(min(width, height), max(width, height))
    exact = QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", exact))
    landscape = width > height
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    return printer


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """Return the pages asked for in the print dialog, counted from 0."""
    if printer.printRange() is QPrinter.PrintRange.PageRange and not printer.pageRanges().isEmpty():
        return [number - 1 for number in range(1, count + 1) if printer.pageRanges().contains(number)]
    return list(range(count))


def print_pages(printer: QPrinter, pages: PageSet, progress: Progress) -> int:
    """Paint the chosen pages (worker thread) and return how many; a cancelled job is aborted.

    Raises ``StorageError("gui.print_failed")``.
    """
    wanted = chosen_pages(printer, pages.count)
    painter = QPainter()
    if not wanted or not painter.begin(printer):
        raise StorageError("gui.print_failed")
    try:
        dots = min(printer.resolution(), MOST_DOTS)
        for done, index in enumerate(wanted):
            progress(done, len(wanted))
            if done and not printer.newPage():
                raise StorageError("gui.print_failed")
            image = page_image(pages, index, scale=dots / POINTS_PER_INCH)
            painter.drawImage(_place(printer, pages.sizes[index]), image)
        progress(len(wanted), len(wanted))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(wanted)


def _place(printer: QPrinter, size: tuple[float, float]) -> QRectF:
    """Return where a page goes, in dots: true size, smaller only where the paper is."""
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    dots = printer.resolution() / POINTS_PER_INCH
    width, height = size[0] * dots, size[1] * dots
    factor = min(1.0, (paper.width() + 1) / width, (paper.height() + 1) / height)
    rect = QRectF(0, 0, width * factor, height * factor)
    rect.moveCenter(QRectF(0, 0, paper.width(), paper.height()).center())
    return rect


def preview_images(pages: PageSet, progress: Progress) -> list[QImage]:
    """Draw every page for the preview (worker thread)."""
    long = pages.count > LONG
    scale = (LONG_PREVIEW_DOTS if long else PREVIEW_DOTS) / POINTS_PER_INCH
    images = []
    for index in range(pages.count):
        progress(index, pages.count)
        image = page_image(pages, index, scale=scale)
        images.append(image.convertToFormat(QImage.Format.Format_Grayscale8) if long else image)
    return images


def paint_preview(printer: QPrinter, pages: PageSet, images: Sequence[QImage]) -> None:
    """Paint the pictures made before onto the preview's paper."""
    painter = QPainter()
    if not painter.begin(printer):
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for index, image in enumerate(images):
        if index:
            printer.newPage()
        painter.drawImage(_place(printer, pages.sizes[index]), image)
    painter.end()
