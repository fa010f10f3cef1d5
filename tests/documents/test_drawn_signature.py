"""Pictures of signatures: strokes, typed names, users' files."""

import json
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from PIL import Image

from cisp_desktop.documents.appearance import appearance_page
from cisp_desktop.documents.drawn_signature import (
    PICTURE_BYTES,
    Drawing,
    SignaturePictures,
    demonstration_strokes,
    read_drawing,
    strokes_drawing,
)
from cisp_desktop.domain.errors import RuleError

PICTURES = SignaturePictures()


def _opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    assert image.format == "PNG"
    return image


def _file(image: Image.Image, form: str) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def _scan(form: str = "JPEG") -> bytes:
    image = Image.new("RGB", (900, 400), (250, 248, 240))
    image.paste((20, 20, 30), (200, 150, 700, 170))
    return _file(image, form)


def _bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


WHEN = datetime(2022, 12, 15, 17, 30, tzinfo=UTC)


def _drawn(strokes: list[list[tuple[float, float]]]) -> Drawing:
    drawing = read_drawing(PICTURES.from_strokes(strokes))
    assert drawing is not None
    return drawing


def _page(picture: Drawing | None, name: str = "TARDY Nicole") -> pypdf.PageObject:
    content = appearance_page(240, 72, picture=picture, name=name, when=WHEN)
    return pypdf.PdfReader(BytesIO(content)).pages[0]


def test_strokes_stay_curves_on_the_page() -> None:
    page = _page(_drawn([[(0.1, 0.5), (0.4, 0.1), (0.6, 0.9), (0.9, 0.5)]]))
    operators = [operator for _, operator in page.get_contents().operations]
    assert operators.count(b"c") == 3
    assert b"Do" not in operators
    assert len(page.images) == 0


def test_a_curve_meets_its_ends_and_turns_smoothly() -> None:
    (pieces,) = _drawn([[(0.1, 0.5), (0.4, 0.1), (0.6, 0.9), (0.9, 0.5)]]).curves()
    assert pieces[0][0] == (0.1, 0.5)
    assert pieces[-1][2] == (0.9, 0.5)
    for before, after in pairwise(pieces):
        (x0, y0), (x, y), (x1, y1) = before[1], before[2], after[1]
        assert before[2] == after[0]
        assert abs((x - x0) * (y1 - y) - (y - y0) * (x1 - x)) < 1e-9


def test_a_written_name_is_letters_on_the_page() -> None:
    page = _page(None)
    assert len(page.images) == 0
    assert "TARDY Nicole" in page.extract_text()


def test_points_outside_the_box_are_brought_back() -> None:
    assert _drawn([[(-5.0, 0.5), (9.0, 0.5)]]).lines == (((0.0, 0.5), (1.0, 0.5)),)


def test_a_drawing_holds_places_and_nothing_else() -> None:
    content = PICTURES.from_strokes([[(0.1, 0.5), (0.9, 0.5)]])
    assert json.loads(content) == {"strokes": [[[0.1, 0.5], [0.9, 0.5]]]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"strokes":',
        b'{"strokes":[]}',
        b'{"strokes":[[[0,1]]]}',
        b'{"strokes":[[[0,"x"],[1,1]]]}',
        b'{"strokes":' + b"[" * 90_000,
    ],
)
def test_what_is_no_drawing_is_not_read_as_one(content: bytes) -> None:
    assert read_drawing(content) is None


@pytest.mark.parametrize("strokes", [[], [[]], [[(0.5, 0.5)]]])
def test_no_stroke_is_no_signature(strokes: list[list[tuple[float, float]]]) -> None:
    with pytest.raises(RuleError, match=r"signature\.drawing\.empty"):
        PICTURES.from_strokes(strokes)


def test_demonstration_signatures_differ_and_are_always_the_same() -> None:
    pictures = [strokes_drawing(demonstration_strokes(seed)) for seed in range(6)]
    assert len(set(pictures)) == 6
    assert pictures[3] == strokes_drawing(demonstration_strokes(3))


@pytest.mark.parametrize("name", ["TARDY Nicole", "Жанна", "", "A" * 5000, "<b>&amp;"])
def test_any_name_can_be_written(name: str) -> None:
    image = _opened(PICTURES.typed(name))
    assert image.getchannel("A").getextrema()[1] == 255


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_scan_keeps_its_ink_and_loses_its_paper(form: str) -> None:
    image = _opened(PICTURES.checked(_scan(form)))
    assert image.width < 600
    assert image.height < 60
    assert image.getpixel((image.width // 2, image.height // 2))[3] > 200


def test_a_checked_picture_passes_again() -> None:
    once = PICTURES.checked(_scan())
    assert _opened(PICTURES.checked(once)).getchannel("A").getextrema()[1] > 200


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable"),
        (b"GIF89a", "unreadable"),
        (_file(Image.new("RGB", (9, 9)), "GIF"), "unreadable"),
        (_scan()[:300], "unreadable"),
        (b"\0" * (PICTURE_BYTES + 1), "too_heavy"),
        (_bomb(4_000, 4_000), "too_large"),
        (_bomb(60_000, 60_000), "unreadable"),
        (_bomb(10, 10), "unreadable"),
        (_file(Image.new("RGB", (50, 50), "white"), "PNG"), "blank"),
        (_file(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"), "blank"),
    ],
    ids=["nothing", "header", "gif", "cut", "heavy", "large", "bomb", "lying", "white", "clear"],
)
def test_a_picture_that_cannot_serve_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        PICTURES.checked(content)
    assert refused.value.code == f"signature.image.{code}"
