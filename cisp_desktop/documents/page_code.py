"""The code on each page of minutes: drawn black on white, and read back from the picture of a scan.

A QR code, small and without colour, so that an old printer and an old scanner keep it. This module must not
know what a code means.
"""

from collections.abc import Sequence

import zxingcpp
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.services import PageImage


def draw_code(canvas: Canvas, text: str, x: float, y: float, *, side: float) -> None:
    """Draw ``text`` as a QR code of ``side`` points whose lower left corner stands at (``x``, ``y``).

    Whoever places it leaves a white margin of a tenth of its side around it.
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    step = side / count
    canvas.saveState()
    canvas.setFillGray(0)
    outline = canvas.beginPath()
    for row in range(count):
        top = y + (count - row) * step
        for first, length in _runs([bool(code.isDark(row, column)) for column in range(count)]):
            outline.rect(x + first * step, top - step, length * step, step)
    canvas.drawPath(outline, stroke=0, fill=1)
    canvas.restoreState()


def _runs(cells: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where dark cells stand next to each other: first, how many."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(cells):
        if not dark:
            continue
        if found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found


class PageCodeReader:
    """Reads codes from pictures (port ``application.page_codes.PageCodeReader``)."""

    def texts(self, image: PageImage) -> list[str]:
        """Return what each QR code on the picture says, whichever way it was laid on the scanner."""
        green = memoryview(image.pixels[1::4]).cast("B", shape=(image.height, image.stride // 4))
        wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        found = zxingcpp.read_barcodes(green, formats=wanted)
        return [one.text for one in found if one.valid]
