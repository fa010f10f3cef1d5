"""The embedded family, and text made fit for a page."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from cisp_desktop.documents import fonts
from cisp_desktop.documents.minutes_style import page_frame
from cisp_desktop.documents.page_furniture import open_canvas
from cisp_desktop.documents.text import capped, markup, printable, safe_paragraph


def test_the_family_is_registered_once_and_again() -> None:
    fonts.register_fonts()
    fonts.register_fonts()
    assert set(fonts.FACES) <= set(pdfmetrics.getRegisteredFontNames())


def test_figures_have_one_width() -> None:
    face = fonts.typeface(fonts.REGULAR)
    assert len({face.width(figure, 10) for figure in "0123456789"}) == 1


def test_widths_are_those_of_the_drawing_library() -> None:
    text = "N'GUYEN Văn Minh – Œuvre\u00a0: 100\u00a0%"
    measured = fonts.typeface(fonts.SEMIBOLD).width(text, 9)
    assert measured == pytest.approx(pdfmetrics.stringWidth(text, fonts.SEMIBOLD, 9))


@pytest.mark.parametrize(
    "text",
    [
        "Ștefan IAȘI",
        "HŒLDERLIN",
        "N'GUYEN Văn Minh",
        "Жанна Ωμέγα",
        "« 12,5 € » – … ½ n°",
        "a\u2011b\u00adc\u200b",
    ],
)
def test_european_names_can_be_drawn(text: str) -> None:
    assert fonts.missing_glyphs(text) == set()


@pytest.mark.parametrize("text", ["王", "😀", "א", "ب"])
def test_what_cannot_be_drawn_is_reported(text: str) -> None:
    assert fonts.missing_glyphs(f"NOM {text}") == {text}


def drawn(text: str) -> bytes:
    """Return a file whose page shows a text in bold."""
    fonts.register_fonts()
    buffer = BytesIO()
    canvas = open_canvas(buffer, page_frame(5))
    canvas.setFont(fonts.BOLD, 12)
    canvas.drawString(50, 300, text)
    canvas.save()
    return buffer.getvalue()


def embedded(pdf: bytes) -> Any:
    """Return the bold font as a file describes it."""
    named = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    (found,) = (font for one in named if "Bold" in (font := one.get_object())["/BaseFont"])
    return found


def outlines(pdf: bytes) -> bytes:
    """Return the outlines that a file embeds of the bold face."""
    held: bytes = embedded(pdf)["/FontDescriptor"]["/FontFile2"].get_data()
    return held


def test_papers_of_other_words_embed_the_same_outlines() -> None:
    assert outlines(drawn("Élodie")) == outlines(drawn("Ça n’est pas reçu\u00a0: « né à Nîmes »"))


def test_a_letter_that_french_lacks_is_embedded_as_well() -> None:
    name = "ȘTEFAN Hœlderlin Ñ"
    pdf = drawn(name)
    assert pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range() == name
    assert len(outlines(pdf)) > len(outlines(drawn("Élodie")))


def test_a_file_is_the_same_whatever_was_drawn_before_it() -> None:
    first = drawn("ȘTEFAN")
    for letter in "ÑŠŽĆŁŘŞĞİŐŰĂ":
        drawn(letter)
    assert drawn("ȘTEFAN") == first


def test_a_file_says_how_wide_each_letter_is() -> None:
    font, face = embedded(drawn("Élodie")), fonts.typeface(fonts.BOLD)
    said = dict(enumerate(map(float, font["/Widths"]), font["/FirstChar"]))
    for letter in "AWil .9":
        assert said[ord(letter)] == pytest.approx(face.width(letter, 1000), abs=0.01)


def test_decomposed_letters_are_composed() -> None:
    assert printable("e\u0301") == "é"


@given(st.text())
def test_printable_text_holds_nothing_invisible(text: str) -> None:
    result = printable(text)
    assert printable(result) == result
    assert not any(character in result for character in "\0\x07\u202e\u2066\u200f\ud800\ufeff")


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>", "a<br/>b", "<img src='file:///etc/passwd'/>", "</para>", "&#0;"]
)
def test_markup_is_shown_and_not_obeyed(text: str) -> None:
    paragraph = safe_paragraph(text, ParagraphStyle("plain"))
    assert paragraph.getPlainText() == text


def test_line_feeds_stay_and_the_rest_is_capped() -> None:
    assert markup("a\nb") == "a<br/>b"
    assert capped("x" * 50, 10) == "x" * 9 + "…"
    assert len(safe_paragraph("y" * 90_000, ParagraphStyle("plain")).getPlainText()) == 12_000
