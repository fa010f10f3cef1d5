"""What a signature looks like in its frame: the drawn picture, the name, the date and time.

The appearance is a page of its own, imported into the signature's widget: its fonts are embedded; a drawing
and a written name are lines and letters, sharp at any size. This module must not know keys nor certificates.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.documents.drawn_signature import INK, Drawing, Point, written_name
from cisp_desktop.documents.fonts import REGULAR, register_fonts, typeface
from cisp_desktop.documents.signature_frames import DATE_BAND, DATE_SIZE, date_offset
from cisp_desktop.documents.text import printable

_MARGIN = 3.0
_RATIO = 3.0
"""Width over height of a drawing's box."""
_PEN = 0.008
"""The pen, as a share of the box's width."""
_INK = tuple(part / 255 for part in INK)
_AROUND = 0.7
"""Room around a written name, in heights of its letters: a short name must not look like a headline."""
_DESCENT = 0.22


def appearance_page(
    width: float, height: float, *, picture: bytes | Drawing | None, name: str, when: datetime
) -> bytes:
    """Return a one-page PDF of the frame's size: the drawing, the picture (PNG) or the name, written, above;
    date and time below.
    """
    register_fonts()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=REGULAR)
    room = _Room(_MARGIN, DATE_BAND, width - 2 * _MARGIN, height - DATE_BAND - _MARGIN)
    if isinstance(picture, Drawing):
        _draw_lines(canvas, picture, room)
    elif picture is not None:
        _draw_picture(canvas, picture, room)
    else:
        _write_name(canvas, name, room)
    text = printable(words.signing_moment(when))
    offset = date_offset()
    size = min(DATE_SIZE, DATE_SIZE * (width - offset - _MARGIN) / typeface(REGULAR).width(text, DATE_SIZE))
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(REGULAR, size)
    canvas.drawString(offset, 4, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Room:
    """What the frame leaves above its date, in points."""

    x: float
    y: float
    width: float
    height: float

    def fitted(self, width: float, height: float) -> tuple[float, float, float]:
        """Return where a thing of that size stands, centred, and its scale."""
        scale = min(self.width / width, self.height / height)
        return self.x + (self.width - width * scale) / 2, self.y + (self.height - height * scale) / 2, scale


def _draw_lines(canvas: Canvas, drawing: Drawing, room: _Room) -> None:
    left, bottom, scale = room.fitted(_RATIO, 1)
    canvas.setStrokeColorRGB(*_INK)
    canvas.setLineWidth(_PEN * _RATIO * scale)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)

    def at(point: Point) -> Point:
        return left + point[0] * _RATIO * scale, bottom + (1 - point[1]) * scale

    for line in drawing.curves():
        path = canvas.beginPath()
        path.moveTo(*at(line[0][0]))
        for piece in line:
            (x0, y0), (x1, y1), (x2, y2) = (at(point) for point in piece)
            path.curveTo(
                (x0 + 2 * x1) / 3, (y0 + 2 * y1) / 3, (x2 + 2 * x1) / 3, (y2 + 2 * y1) / 3, x2, y2
            )  # fmt: skip
        canvas.drawPath(path)


def _draw_picture(canvas: Canvas, png: bytes, room: _Room) -> None:
    image = Image.open(BytesIO(png))
    left, bottom, scale = room.fitted(image.width, image.height)
    canvas.drawImage(
        ImageReader(image), left, bottom, image.width * scale, image.height * scale, mask="auto"
    )  # fmt: skip


def _write_name(canvas: Canvas, name: str, room: _Room) -> None:
    text, face = written_name(name)
    width = typeface(face).width(text, 1) + 2 * _AROUND
    left, bottom, scale = room.fitted(width, 1 + 2 * _AROUND)
    canvas.setFillColorRGB(*_INK)
    canvas.setFont(face, scale)
    canvas.drawString(left + _AROUND * scale, bottom + (_AROUND + _DESCENT) * scale, text)


class PageContent(PdfContent):
    """The first page of a PDF held in memory, as content for a signature's widget."""

    def __init__(self, page: bytes, *, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self._page = page

    def render(self) -> bytes:
        """Import the page into the writer and return the operators that draw it."""
        drawing = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Page"] = drawing
        return b"/Page Do"
