"""The code on each page of minutes: read back from the page, from a poor scan, turned; never on a draft."""

import io

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.page_codes import PageCode, read_page_code
from cisp_desktop.application.services import PageImage
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.page_code import PageCodeReader, draw_code
from cisp_desktop.documents.pages import PageRenderer
from tests.documents.factories import snapshot


def read_all(pdf: bytes, *, pixels: int = 1600) -> list[PageCode | None]:
    """Return what the code of each page says."""
    found = []
    with PageRenderer(pdf) as pages:
        for index in range(pages.page_count):
            texts = PageCodeReader().texts(pages.render(index, pixels / max(pages.page_size(index))))
            found.append(next(iter(map(read_page_code, texts)), None))
    return found


@pytest.mark.parametrize("blocks", [3, 8])
def test_each_page_says_which_minutes_and_which_page_it_is(blocks: int) -> None:
    content = snapshot(12, blocks=blocks, version=3)
    rendered = MinutesRenderer().render(content, draft=False)
    codes = read_all(rendered.pdf)
    assert len(codes) == rendered.pages > 1
    for place, code in enumerate(codes, 1):
        assert code is not None
        assert (code.number, code.version) == (content["number"], 3)
        assert (code.page, code.pages) == (place, rendered.pages)
        assert len(code.fingerprint) == 16


def test_a_draft_bears_no_code() -> None:
    assert set(read_all(MinutesRenderer().render(snapshot(3), draft=True).pdf)) == {None}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_grey_scan_of_150_dots_laid_any_way_is_read(rotation: int) -> None:
    pdf = MinutesRenderer().render(snapshot(3), draft=False).pdf
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=150 / 72, rotation=rotation, grayscale=True).to_pil()
    scanned = io.BytesIO()
    canvas = Canvas(scanned, pagesize=(picture.width / 2, picture.height / 2))
    canvas.drawImage(ImageReader(picture), 0, 0, picture.width / 2, picture.height / 2)
    canvas.save()
    (code,) = read_all(scanned.getvalue(), pixels=2200)
    assert code is not None
    assert code.page == 1


def test_a_code_of_something_else_is_none_of_ours() -> None:
    assert read_page_code("https://exemple.test/PV-2022") is None
    assert read_page_code("CISP:PV:1:1/1:xyz") is None


def test_a_blank_page_has_no_code() -> None:
    assert PageCodeReader().texts(PageImage(60, 40, 256, b"\xff" * 256 * 40)) == []


def test_a_number_with_accents_and_spaces_survives() -> None:
    code = PageCode("PV 2022 É-S1", 12, 3, 9, "0123456789abcdef")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(200, 200))
    draw_code(canvas, code.text, 60, 60, side=60)
    canvas.save()
    assert read_all(buffer.getvalue(), pixels=600) == [code]
