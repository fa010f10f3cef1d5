"""Opening a picture that a user chose: a PNG or a JPEG, its size read before its pixels.

Must not know what the picture is for, nor any sentence.
"""

import struct
import warnings
from io import BytesIO

from PIL import Image, UnidentifiedImageError

_FORMATS = ("PNG", "JPEG")


class PictureUnreadable(Exception):  # noqa: N818  # callers say what it means
    """Another format, or damaged."""


class PictureTooLarge(Exception):  # noqa: N818  # as above
    """More pixels than wanted; ``width`` and ``height`` say how many."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.width = width
        self.height = height


def load_picture(content: bytes, *, most_pixels: int) -> Image.Image:
    """Return the picture as RGBA. Raises ``PictureUnreadable``, ``PictureTooLarge``.

    Nothing is decoded of one that says to be larger than ``most_pixels``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                if image.width * image.height > most_pixels:
                    raise PictureTooLarge(image.width, image.height)
                image.load()
                return image.convert("RGBA")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise PictureUnreadable from None
