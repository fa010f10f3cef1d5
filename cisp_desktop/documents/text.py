"""Text made fit for a page: nothing invisible, nothing that a markup parser would take for its own.

This module must not know fonts, pages or what the text says.
"""

import unicodedata
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

PARAGRAPH_LIMIT = 12_000
"""Longest text that one paragraph prints, in characters; what is longer is cut with an ellipsis."""

_SUBSTITUTES = str.maketrans({"\u2011": "-", "\u2010": "-", "\t": " ", "\u2028": "\n", "\u2029": "\n"})
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def printable(text: str) -> str:
    """Return ``text`` in NFC without control, bidi, surrogate and invisible format characters.

    Line feeds stay, tabs become spaces; the no-break hyphen, which text faces lack, becomes a hyphen.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_SUBSTITUTES)
    )
    if text.replace("\u00a0", " ").replace("\u202f", " ").replace("\n", " ").isprintable():
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _DROPPED)


def capped(text: str, limit: int = PARAGRAPH_LIMIT) -> str:
    """Return ``text`` of at most ``limit`` characters, the last one an ellipsis when it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def markup(text: str, *, limit: int = PARAGRAPH_LIMIT) -> str:
    """Return ``text`` as markup that draws it verbatim: escaped, printable, capped, line feeds as breaks."""
    return escape(capped(printable(text), limit)).replace("\n", "<br/>")


def safe_paragraph(text: str, style: ParagraphStyle, *, limit: int = PARAGRAPH_LIMIT) -> Paragraph:
    """Return a ReportLab paragraph that shows ``text`` as typed: no tag, no entity, no image is
    interpreted.
    """
    return Paragraph(markup(text, limit=limit), style)
