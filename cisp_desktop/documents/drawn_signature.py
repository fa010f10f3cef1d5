"""Pictures of signatures: drawn strokes, a typed name, or a file given by the user.

Strokes stay lines (``Drawing``), sharp at any size; where the pen went is all they hold: no speed, no
pressure, no time. A user's file ends as a PNG with a transparent ground, read with limits on bytes and
pixels. This module must not know where the picture is put.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from cisp_desktop.documents.fonts import ITALIC, REGULAR, register_fonts, typeface
from cisp_desktop.documents.pictures import PictureTooLarge, PictureUnreadable, load_picture
from cisp_desktop.documents.text import capped, printable
from cisp_desktop.domain.errors import RuleError

PICTURE_BYTES = 5 * 1024 * 1024
PICTURE_PIXELS = 8_000_000
_DRAWING = "strokes"
_DRAWING_START = b'{"strokes":'
_KEPT_SIZE = (1200, 600)
INK = (16, 24, 96)
"""Dark blue, as the pad shows it."""
_PAPER = 232
"""Lightness from which a pixel of a scanned signature is taken for paper."""

Point = tuple[float, float]


class SignaturePictures:
    """The three ways to a picture of a signature. Holds no state."""

    def from_strokes(self, strokes: Sequence[Sequence[Point]]) -> bytes:
        """See ``strokes_drawing``."""
        return strokes_drawing(strokes)

    def typed(self, name: str) -> bytes:
        """See ``typed_signature``."""
        return typed_signature(name)

    def checked(self, content: bytes) -> bytes:
        """See ``checked_picture``."""
        return checked_picture(content)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn signature: lines of points in a box three times wider than high, both sides scaled to 0–1, y
    downwards.
    """

    lines: tuple[tuple[Point, ...], ...]

    def curves(self) -> Iterator[list[tuple[Point, Point, Point]]]:
        """Yield each line as smooth pieces (start, control, end), quadratic between middles of segments."""
        for line in self.lines:
            start, pieces = line[0], []
            for control, following in pairwise(line[1:]):
                end = ((control[0] + following[0]) / 2, (control[1] + following[1]) / 2)
                pieces.append((start, control, end))
                start = end
            yield [*pieces, (start, _middle(start, line[-1]), line[-1])]


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def strokes_drawing(strokes: Sequence[Sequence[Point]]) -> bytes:
    """Return a signature drawn as ``strokes`` (see ``Drawing``) in the form that ``read_drawing`` reads.

    Raises ``RuleError("signature.drawing.empty")`` when no stroke has two points.
    """
    lines = [[_within(point) for point in stroke] for stroke in strokes if len(stroke) > 1]
    if not lines:
        raise RuleError("signature.drawing.empty")
    return json.dumps({_DRAWING: lines}, separators=(",", ":")).encode()


def read_drawing(content: bytes) -> Drawing | None:
    """Return the drawing that ``strokes_drawing`` wrote, ``None`` for anything else."""
    if not content.startswith(_DRAWING_START) or len(content) > PICTURE_BYTES:
        return None
    try:
        lines = json.loads(content)[_DRAWING]
        read = tuple(tuple(_within((float(x), float(y))) for x, y in line) for line in lines)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Drawing(read) if read and all(len(line) > 1 for line in read) else None


def _within(point: Point) -> Point:
    x, y = (round(min(1.0, max(0.0, side)), 4) for side in point)
    return x, y


def written_name(name: str) -> tuple[str, str]:
    """Return the text of a name that stands for a signature, and its face: italics where they have its
    letters. The fonts are registered.
    """
    text = capped(printable(name).replace("\n", " "), 80) or "–"
    slanted = typeface(ITALIC).advances
    return text, ITALIC if all(ord(character) in slanted for character in text) else REGULAR


def typed_signature(name: str) -> bytes:
    """Return the PNG of a name written in italics: what is shown before it is signed."""
    register_fonts()
    text, face = written_name(name)
    content = (files("cisp_desktop") / "data" / "fonts" / f"{face}.ttf").read_bytes()
    font = ImageFont.truetype(BytesIO(content), 150)
    left, top, right, bottom = font.getbbox(text)
    width, height = math.ceil(right - left), math.ceil(bottom - top)
    # Room around the letters: a short name would fill the frame like a headline.
    around = max(20, round(height * 0.7))
    mask = Image.new("L", (width + 2 * around, height + 2 * around), 0)
    ImageDraw.Draw(mask).text((around - left, around - top), text, fill=255, font=font)
    return _inked(mask)


def demonstration_strokes(seed: int) -> list[list[Point]]:
    """Return the strokes of a believable scribble, always the same for a ``seed``."""
    loops, tilt = 3 + seed % 4, 0.15 + (seed % 5) * 0.05
    first = []
    for step in range(121):
        turn = step / 120
        angle = turn * loops * 2 * math.pi + seed
        reach = 0.16 + 0.10 * math.sin(seed + turn * 5)
        x = 0.12 + 0.70 * turn + 0.055 * math.cos(angle)
        y = 0.52 - tilt * turn * 0.5 + reach * math.sin(angle)
        first.append((x, y))
    flourish = [(0.10 + 0.8 * t / 30, 0.80 - 0.1 * math.sin(t / 30 * math.pi + seed % 3)) for t in range(31)]
    return [first, flourish]


def checked_picture(content: bytes) -> bytes:
    """Return a user's PNG or JPEG as the PNG of a signature: reduced, its paper made transparent.

    Raises ``RuleError``: ``signature.image.too_heavy`` (over 5 MB), ``signature.image.too_large`` (over 8
    megapixels), ``signature.image.unreadable`` (another format, or damaged), ``signature.image.blank``.
    """
    if len(content) > PICTURE_BYTES:
        raise RuleError("signature.image.too_heavy", limit=PICTURE_BYTES // (1024 * 1024))
    try:
        mask = _ink_mask(load_picture(content, most_pixels=PICTURE_PIXELS))
    except PictureTooLarge as picture:
        raise RuleError(
            "signature.image.too_large",
            width=picture.width,
            height=picture.height,
            limit=PICTURE_PIXELS // 1_000_000,
        ) from None
    except PictureUnreadable:
        raise RuleError("signature.image.unreadable") from None
    box = mask.getbbox()
    if box is None:
        raise RuleError("signature.image.blank")
    mask = mask.crop(box)
    mask.thumbnail(_KEPT_SIZE)
    return _inked(mask)


def _ink_mask(rgba: Image.Image) -> Image.Image:
    """Return how much ink each pixel holds: dark and opaque counts, paper and transparency do not."""
    paper = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    flat = Image.alpha_composite(paper, rgba).convert("L")
    return flat.point([0 if value >= _PAPER else min(255, (_PAPER - value) * 2) for value in range(256)])


def _inked(mask: Image.Image) -> bytes:
    picture = Image.new("RGBA", mask.size, (*INK, 0))
    picture.putalpha(mask)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()
