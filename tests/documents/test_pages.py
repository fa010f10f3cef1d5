"""Pages as pictures: minutes are shown with their signatures."""

import pytest

from cisp_desktop.application.services import PageImage
from cisp_desktop.documents.pages import PageDrawers, PageRenderer
from cisp_desktop.domain.errors import RuleError
from tests.documents.conftest import Signed

SCALE = 2.0


def _ink(image: PageImage, box: tuple[float, float, float, float], page_height: float) -> int:
    """Count blue-black pixels in a box given in points from the lower left corner."""
    x0, y0, x1, y1 = box
    count = 0
    for row in range(round((page_height - y1) * SCALE), round((page_height - y0) * SCALE)):
        start = row * image.stride
        for column in range(round(x0 * SCALE), round(x1 * SCALE)):
            blue, green, red = image.pixels[start + 4 * column : start + 4 * column + 3]
            count += red < 100 and green < 100 and blue > red + 40
    return count


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_drawn_signature_is_seen_in_its_frame(signed: Signed, position: int) -> None:
    frame = signed.rendered.frames[position]
    box = (frame.x0, frame.y0, frame.x1, frame.y1)
    for pdf, expected in ((signed.prepared, False), (signed.complete, True)):
        with PageRenderer(pdf) as pages:
            image = pages.render(frame.page_index, SCALE)
            _, height = pages.page_size(frame.page_index)
            assert (_ink(image, box, height) > 200) is expected


def test_pages_are_counted_and_measured(signed: Signed) -> None:
    pages = PageDrawers().open(signed.complete)
    assert pages.page_count == signed.rendered.pages
    assert pages.page_size(0) == pytest.approx((841.89, 595.28), abs=0.01)
    image = pages.render(0, 1.0)
    assert (image.width, image.height) == (842, 596)
    assert len(image.pixels) == image.stride * image.height
    pages.close()
    pages.close()


@pytest.mark.parametrize("pdf", [b"", b"junk", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_is_no_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(RuleError, match=r"document\.pages\.unreadable"):
        PageRenderer(pdf)


@pytest.mark.parametrize("scale", [0, -1, 1_000])
def test_an_absurd_scale_is_refused(signed: Signed, scale: float) -> None:
    with (
        PageRenderer(signed.complete) as pages,
        pytest.raises(RuleError, match=r"document\.pages\.too_large"),
    ):
        pages.render(0, scale)


def test_a_page_that_does_not_exist_is_refused(signed: Signed) -> None:
    with (
        PageRenderer(signed.complete) as pages,
        pytest.raises(RuleError, match=r"document\.pages\.unreadable"),
    ):
        pages.page_size(999)
