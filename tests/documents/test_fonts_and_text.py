"""The embedded family, and text made fit for a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from cisp_desktop.documents import fonts
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
