"""The text of a dossier as it is indexed: whole words, whatever the page did to them."""

import io

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.documents.fonts import REGULAR, register_fonts
from cisp_desktop.exchange import inspect_child

LINES = (
    "Le projet d’accompa-",
    "gnement social et l’in\u00ad",
    "sertion par l’e\ufb03cacité, la plani\ufb01cation",
    "du 3-",
    "4 mai\u00a0: peut-être",
)


def text_of(lines: tuple[str, ...]) -> str:
    """Draw lines under one another and read the page as the import does."""
    register_fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setFont(REGULAR, 12)
    for place, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * place, line)
    canvas.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    (text,) = inspect_child._texts(document, 1, deadline=float("inf"))
    return text


def test_words_broken_at_the_end_of_a_line_and_ligatures_are_indexed_whole() -> None:
    text = text_of(LINES)
    for word in ("accompagnement", "insertion", "efficacité", "planification", "peut-être"):
        assert word in text
    assert "\ufffe" not in text


def test_what_is_no_broken_word_stays_as_it_is() -> None:
    assert inspect_child._clean("2019-\n2020 - puis\n- un") == "2019-\n2020 - puis\n- un"
    assert inspect_child._clean("sous-\r\npréfecture") == "souspréfecture"
    assert inspect_child._clean("a\x07b\ud800c") == "a b\ufffdc"
