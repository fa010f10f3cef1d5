"""The one type family of every printed page: registered with ReportLab, measured, and asked what it can draw.

The files are TrueType (ReportLab embeds no CFF outlines) and come with the package. This module must not know
what is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFStreamFilterZCompress
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.documents.text import printable

FAMILY = "SourceSansPro"
REGULAR = "SourceSansPro-Regular"
SEMIBOLD = "SourceSansPro-Semibold"
BOLD = "SourceSansPro-Bold"
ITALIC = "SourceSansPro-It"
FACES = (REGULAR, SEMIBOLD, BOLD, ITALIC)
_FRENCH = "éèêëàâçîïôùûÉÈÀÇ’«»–°"
"""What ASCII lacks and most papers say: every file holds it, at the same places. At most 31 letters."""
_KEPT = 8
"""Sets of letters whose outlines a face keeps, of 30 kB each."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One registered face: its name for ReportLab and the advance of each character, in thousandths of an
    em.
    """

    name: str
    advances: Mapping[int, float]
    default_advance: float

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in points at ``size`` points (no kerning, as ReportLab draws)."""
        advances, default = self.advances, self.default_advance
        return 0.001 * size * sum(advances.get(ord(character), default) for character in text)


def register_fonts() -> None:
    """Register the family with ReportLab once per process; a second call does nothing.

    Raises ``FileNotFoundError`` when the package was built without its fonts.
    """
    # Binary streams: the ASCII form of the default costs a fifth of the size and a third of the time.
    rl_config.useA85 = 0
    known = set(pdfmetrics.getRegisteredFontNames())
    if known.issuperset(FACES):
        return
    folder = files("cisp_desktop") / "data" / "fonts"
    for face in FACES:
        if face not in known:
            content = (folder / f"{face}.ttf").read_bytes()
            font = TTFont(face, BytesIO(content))
            font.face = _Face(BytesIO(content))
            pdfmetrics.registerFont(font)
    for bold in (0, 1):
        for italic in (0, 1):
            # The italic has no bold companion among the embedded files: bold wins over slant.
            addMapping(FAMILY, bold, italic, BOLD if bold else (ITALIC if italic else REGULAR))


def hold_french(canvas: Canvas) -> None:
    """Let a canvas hold the letters of French in each face that it will use, before anything is drawn.

    Papers of other words then embed the same outlines, which a face writes once.
    """
    register_fonts()
    for face in FACES:
        pdfmetrics.getFont(face).splitString(_FRENCH, canvas._doc)


class _Face(TTFontFace):  # type: ignore[misc]  # ReportLab leaves its classes untyped
    """A face that keeps the last outlines it wrote, and how it writes advances: a batch of papers asks for
    the same ones.
    """

    def __init__(self, content: BytesIO) -> None:
        super().__init__(content)
        self._advances: dict[int, bytes] = {}
        self._outlines = lru_cache(_KEPT)(self._write)
        self._packed = PDFStreamFilterZCompress()
        self._packed.encode = lru_cache(_KEPT)(self._packed.encode)

    def _write(self, letters: tuple[int, ...]) -> bytes:
        outlines: bytes = super().makeSubset(list(letters))
        return outlines

    def getCharWidth(self, code: int) -> bytes:  # noqa: N802  # ReportLab's name
        """Return the advance of a letter as a file says it: ReportLab writes it and does nothing else."""
        written = self._advances.get(code)
        if written is None:
            written = self._advances[code] = fp_str(super().getCharWidth(code)).encode("ascii")
        return written

    def makeSubset(self, subset: list[int]) -> bytes:  # noqa: N802  # the same
        """Return a font file of so many letters, by their code points."""
        return self._outlines(tuple(subset))

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:  # noqa: N802  # the same
        """Put that file into a document, compressed once; return a reference to what describes it."""
        described = super().addSubsetObjects(doc, fontname, subset)
        file = doc.idToObject[described.name].dict["FontFile2"]
        doc.idToObject[file.name].filters = [self._packed]
        return described


@cache
def typeface(name: str) -> Typeface:
    """Return the measures of a face of the family (one of ``FACES``)."""
    register_fonts()
    face = pdfmetrics.getFont(name).face
    advances = dict(face.charWidths)
    # ReportLab draws the no-break space with the glyph of the space.
    advances[0xA0] = advances[0x20]
    return Typeface(name, advances, float(face.defaultWidth))


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of ``text`` that the family cannot draw.

    What ``printable`` drops (control, bidi, invisible format characters) is not counted: it is never drawn.
    """
    register_fonts()
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    bold_glyphs = pdfmetrics.getFont(SEMIBOLD).face.charToGlyph
    drawn = set(printable("".join(set(text)))) - {"\n"}
    return {
        character for character in drawn if ord(character) not in glyphs or ord(character) not in bold_glyphs
    }
