"""Printing pages: the same pictures as on screen, signatures included, at the printer's resolution.

What the system's dialog was told is held to: pages, copies, both sides, the order of the pile, black and
white. Painting runs in the worker: a QPrinter and its painter may live in any thread. This module must not
know what the pages say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintEngine, QPrinter

from cisp_desktop.application.files import write_file
from cisp_desktop.application.services import PageDrawers
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.gui.page_images import POINTS_PER_INCH, PageSet, page_image
from cisp_desktop.gui.sheets import Side, arranged

MOST_DOTS = 300
"""Dots an inch beyond which paper shows nothing more and memory costs a lot."""

_CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""Where Qt keeps what its dialog tells CUPS: names and values in turn."""
_RANGES = "page-ranges"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Printed:
    """What went to the printer: pages from 0, each once, and how many copies of them in all.

    ``file`` is the PDF that was written instead.
    """

    pages: tuple[int, ...]
    copies: int
    file: Path | None = None


def make_printer(pages: PageSet, name: str) -> QPrinter:
    """Return a printer set to the papers' size, without margins of its own: theirs are on the page.

    Upright, unless every page lies: on one paper, a page that lies is turned.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    width, height = pages.sizes[0]
    upright = QSizeF(min(width, height), max(width, height))
    exact = QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", exact))
    landscape = all(width > height for width, height in pages.sizes)
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    return printer


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """Return the pages asked for in the print dialog, counted from 0."""
    if printer.printRange() is QPrinter.PrintRange.PageRange and not printer.pageRanges().isEmpty():
        return [number - 1 for number in range(1, count + 1) if printer.pageRanges().contains(number)]
    return list(range(count))


def _hold_ranges(printer: QPrinter) -> None:
    """Take the page ranges back from CUPS: it would count blank backs, and the journal say every page.

    WORKAROUND(Qt 6.11): its dialog tells the ranges to CUPS alone, whatever ``PrintPageRange`` says.
    """
    options = printer.printEngine().property(_CUPS_OPTIONS)
    if not isinstance(options, list) or _RANGES not in options[::2]:
        return
    place = 2 * options[::2].index(_RANGES)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString(options[place + 1]))
    printer.printEngine().setProperty(_CUPS_OPTIONS, options[:place] + options[place + 2 :])


def sides_of(printer: QPrinter, pages: PageSet) -> list[Side]:
    """Return the sides to paint for what the print dialog was told, with copies that no driver makes."""
    copies, own = max(1, printer.copyCount()), printer.supportsMultipleCopies()
    return arranged(
        chosen_pages(printer, pages.count),
        pages.starts,
        duplex=printer.duplex() is not QPrinter.DuplexMode.DuplexNone,
        copies=1 if own else copies,
        collate=printer.collateCopies(),
        closed=own and copies > 1,
        last_first=printer.pageOrder() is QPrinter.PageOrder.LastPageFirst,
    )


def print_pages(printer: QPrinter, pages: PageSet, progress: Progress) -> Printed:
    """Paint what the print dialog was told (worker thread); a cancelled job is aborted.

    Raises ``StorageError("gui.print_failed")``, and what drawing a page raises.
    """
    _hold_ranges(printer)
    sides = sides_of(printer, pages)
    painter = QPainter()
    if not sides or not painter.begin(printer):
        raise StorageError("gui.print_failed")
    try:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for done, side in enumerate(sides):
            progress(done, len(sides))
            if done and not printer.newPage():
                raise StorageError("gui.print_failed")
            if side is not None:
                _paint(painter, printer, pages, side)
        progress(len(sides), len(sides))
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return Printed(tuple(sorted({side for side in sides if side is not None})), max(1, printer.copyCount()))


def _paint(painter: QPainter, printer: QPrinter, pages: PageSet, index: int) -> None:
    dots = min(printer.resolution(), MOST_DOTS)
    image = page_image(pages, index, scale=dots / POINTS_PER_INCH)
    if printer.colorMode() is QPrinter.ColorMode.GrayScale or image.allGray():
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    _put(painter, printer, image, pages.sizes[index])


def _put(painter: QPainter, printer: QPrinter, image: QImage, size: tuple[float, float]) -> None:
    """Draw a page's picture: true size, smaller only where the paper is, turned where only that fits."""
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    width, height = size
    if (width > height) is not (paper.width() > paper.height()) and width != height:
        image, width, height = image.transformed(QTransform().rotate(-90)), height, width
    dots = printer.resolution() / POINTS_PER_INCH
    factor = min(1.0, (paper.width() + 1) / (width * dots), (paper.height() + 1) / (height * dots))
    rect = QRectF(0, 0, width * dots * factor, height * dots * factor)
    rect.moveCenter(QRectF(0, 0, paper.width(), paper.height()).center())
    painter.drawImage(rect, image)


def written_file(printer: QPrinter) -> Path | None:
    """Return the PDF file that the print dialog was told to write instead of printing, None for paper."""
    if printer.outputFormat() is not QPrinter.OutputFormat.PdfFormat:
        return None
    return Path(printer.outputFileName())


def write_pages(printer: QPrinter, pages: PageSet, drawers: PageDrawers, progress: Progress) -> Printed:
    """Write the papers themselves to the file that the dialog named (worker thread): text stays text.

    One paper whole is that file, byte for byte, its signatures included; of several, or of some pages, what
    the frames show becomes part of the page. Once, whatever the number of copies. Raises ``StorageError``,
    and what reading the files raises.
    """
    _hold_ranges(printer)
    target, chosen = written_file(printer), chosen_pages(printer, pages.count)
    if target is None or not chosen:
        raise StorageError("gui.print_failed")
    parts = pages.parts(chosen)
    if len(parts) == 1 and len(parts[0][1]) == pages.count:
        write_file(target, parts[0][0]())
    else:
        write_file(target, drawers.join(parts, progress))
    progress(1, 1)
    return Printed(tuple(chosen), 1, target)
