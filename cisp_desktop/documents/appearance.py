"""What a signature looks like in its frame: the drawn picture, the name, the date and time.

The appearance is a page of its own, imported into the signature's widget: its font is embedded, its
picture kept sharp. This module must not know keys nor certificates.
"""

from datetime import datetime
from io import BytesIO

from PIL import Image
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.documents.drawn_signature import typed_signature
from cisp_desktop.documents.fonts import REGULAR, register_fonts, typeface
from cisp_desktop.documents.signature_frames import DATE_BAND, DATE_SIZE, date_offset
from cisp_desktop.documents.text import printable

_MARGIN = 3.0


def appearance_page(
    width: float, height: float, *, picture: bytes | None, name: str, when: datetime
) -> bytes:
    """Return a one-page PDF of the frame's size: the picture (or the name, written) above, date and time
    below.
    """
    register_fonts()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=REGULAR)
    image = Image.open(BytesIO(picture or typed_signature(name)))
    room_width, room_height = width - 2 * _MARGIN, height - DATE_BAND - _MARGIN
    scale = min(room_width / image.width, room_height / image.height)
    drawn_width, drawn_height = image.width * scale, image.height * scale
    canvas.drawImage(
        ImageReader(image),
        (width - drawn_width) / 2,
        DATE_BAND + (room_height - drawn_height) / 2,
        drawn_width,
        drawn_height,
        mask="auto",
    )
    text = printable(words.signing_moment(when))
    offset = date_offset()
    size = min(DATE_SIZE, DATE_SIZE * (width - offset - _MARGIN) / typeface(REGULAR).width(text, DATE_SIZE))
    canvas.setFont(REGULAR, size)
    canvas.drawString(offset, 4, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


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
