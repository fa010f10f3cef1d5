"""Pictures of signatures: strokes, typed names, users' files."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from cisp_desktop.documents.drawn_signature import (
    PICTURE_BYTES,
    SignaturePictures,
    demonstration_strokes,
    strokes_picture,
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


def test_strokes_become_a_transparent_picture() -> None:
    image = _opened(PICTURES.from_strokes([[(0.1, 0.5), (0.9, 0.5)]]))
    assert image.mode == "RGBA"
    assert image.getpixel((600, 200))[3] == 255
    assert image.getpixel((600, 20))[3] == 0


def test_points_outside_the_box_are_brought_back() -> None:
    assert _opened(PICTURES.from_strokes([[(-5.0, 0.5), (9.0, 0.5)]])).size == (1200, 400)


@pytest.mark.parametrize("strokes", [[], [[]], [[(0.5, 0.5)]]])
def test_no_stroke_is_no_signature(strokes: list[list[tuple[float, float]]]) -> None:
    with pytest.raises(RuleError, match=r"signature\.drawing\.empty"):
        PICTURES.from_strokes(strokes)


def test_demonstration_signatures_differ_and_are_always_the_same() -> None:
    pictures = [strokes_picture(demonstration_strokes(seed)) for seed in range(6)]
    assert len(set(pictures)) == 6
    assert pictures[3] == strokes_picture(demonstration_strokes(3))


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
