"""What every printed page has in common: its canvas, its rules, a demonstration's banner, missing glyphs.

This module must not know whether minutes or a letter stand on the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.documents.fonts import BOLD, REGULAR, hold_french, missing_glyphs, typeface
from cisp_desktop.documents.minutes_style import THICK, THIN
from cisp_desktop.documents.page_flow import PageFrame
from cisp_desktop.documents.tagging import PaperCanvas
from cisp_desktop.documents.text import printable
from cisp_desktop.domain.errors import RuleError

DEMONSTRATION_BANNER = "SESSION DE DÉMONSTRATION — données fictives"
PRODUCT = "cisp-desktop"


def open_canvas(buffer: BinaryIO, frame: PageFrame) -> PaperCanvas:
    """Return a canvas of the frame's size that writes the same bytes for the same drawing, in French."""
    canvas = PaperCanvas(
        buffer,
        pagesize=(frame.page_width, frame.page_height),
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        lang="fr-FR",
        initialFontName=REGULAR,
    )
    hold_french(canvas)
    canvas.setCreator(PRODUCT)
    canvas.setProducer(PRODUCT)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def rule(canvas: Canvas, left: float, right: float, *, y: float) -> None:
    """Draw a horizontal rule between ``left`` and ``right``, in points."""
    canvas.setLineWidth(THICK)
    canvas.line(left, y, right, y)


def watermark(canvas: Canvas, frame: PageFrame, word: str) -> None:
    """Draw a word across the page, in outline: what is not the final paper says so."""
    size = 0.24 * min(frame.page_width, frame.page_height) * 1.15
    canvas.saveState()
    canvas.translate(frame.page_width / 2, frame.page_height / 2)
    canvas.rotate(35)
    canvas.setLineWidth(THIN / 2)
    text = canvas.beginText()
    text.setTextRenderMode(1)
    text.setFont(BOLD, size)
    text.setTextOrigin(-typeface(BOLD).width(word, size) / 2, -size * 0.33)
    text.textOut(word)
    canvas.drawText(text)
    canvas.restoreState()


def fitted(text: str, face: str, size: float, *, width: float) -> str:
    """Return ``text`` on one line of ``width`` points, its end replaced by an ellipsis when it is longer.

    For headings repeated on every page: what they name stands in full on the page itself.
    """
    text, measure = printable(text).replace("\n", " "), typeface(face)
    if measure.width(text, size) <= width:
        return text
    while text and measure.width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def refuse_missing_glyphs(content: object) -> None:
    """Raise ``RuleError("document.glyph_missing")`` for a character that the fonts cannot draw.

    ``content`` is plain data or frozen dataclasses, however nested. Values: ``characters`` (the characters
    with their code points) and ``text`` (the first text that holds one).
    """
    texts = list(_texts(content))
    missing = missing_glyphs("".join(texts))
    if not missing:
        return
    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in sorted(missing))
    where = next((text for text in texts if missing.intersection(printable(text))), "")
    raise RuleError("document.glyph_missing", characters=shown, text=where)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key in value:
            yield from _texts(key)
            yield from _texts(value[key])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))
