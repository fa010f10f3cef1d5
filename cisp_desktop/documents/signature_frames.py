"""Where the members sign: one frame each, drawn on the page and known to whoever signs.

The frame is printed for the pen as for the screen; the same rectangle receives the appearance of the
electronic signature. This module must not know pyHanko.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import SignatureFrame
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD, typeface
from cisp_desktop.documents.minutes_style import THICK
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.ruled_table import wrap
from cisp_desktop.documents.text import printable

DATE_BAND = 13.0
"""Height of the band at the foot of a frame where date and time stand, in points."""
DATE_SIZE = 7.5
_NAME_SIZE = 9.0
_ROLE_SIZE = 7.8
_PADDING = 4.0
_GAP = 8.0
_HEIGHTS = {1: 98.0, 2: 80.0, 3: 64.0}
_LEAST_HEIGHT = 52.0
_DRAWING_HEIGHT = 36.0
_LEAST_DRAWING_HEIGHT = 16.0
_PRESENT = ("PRESENT", "LATE")


def signature_field(seat_id: str) -> str:
    """Return the name of the signature field of a seat."""
    return "signature-" + re.sub(r"[^A-Za-z0-9_-]", "-", seat_id)


def signing_seats(seats: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the seats that have a frame: those marked ``signs``, by default who is present or came late."""
    return [seat for seat in seats if seat.get("signs", seat["attendance"] in _PRESENT)]


class SignatureBlock:
    """The frames of all members, measured for a width; invariant: one frame per signing seat, in their
    order.
    """

    def __init__(self, seats: Sequence[Mapping[str, Any]], width: float) -> None:
        self._seats = signing_seats(seats)
        most = 4 if width > 600 else 3
        self._across = max(1, min(most, len(self._seats)))
        self._lines = max(1, -(-len(self._seats) // self._across))
        self._frame_width = (width - _GAP * (self._across - 1)) / self._across
        if len(self._seats) == 1:
            self._frame_width = width / 2
        self._heads = [self._head(seat) for seat in self._seats]
        deepest = max((len(head) for head in self._heads), default=1)
        self._head_height = _PADDING + deepest * (_NAME_SIZE + 2)
        drawing = max(_LEAST_DRAWING_HEIGHT, _DRAWING_HEIGHT - 8 * (self._lines - 1))
        least = self._head_height + drawing + DATE_BAND
        self._frame_height = max(_HEIGHTS.get(self._lines, _LEAST_HEIGHT), least)

    @property
    def height(self) -> float:
        """Height of the whole block, in points."""
        return self._lines * self._frame_height + (self._lines - 1) * _GAP

    def put(self, flow: PageFlow) -> tuple[SignatureFrame, ...]:
        """Draw the frames from here on; return where they stand.

        They go on to another page only when a page cannot hold them all.
        """
        frames = []
        for position, (seat, head) in enumerate(zip(self._seats, self._heads, strict=True)):
            column = position % self._across
            if not column:
                if position:
                    flow.space(self._frame_height + _GAP)
                flow.need(self._frame_height)
            x0 = flow.frame.left + column * (self._frame_width + _GAP)
            y1 = flow.y
            frame = SignatureFrame(
                role=seat["role"],
                seat_id=seat["id"],
                field_name=signature_field(seat["id"]),
                page_index=flow.page_index,
                x0=round(x0, 2),
                y0=round(y1 - self._frame_height, 2),
                x1=round(x0 + self._frame_width, 2),
                y1=round(y1 - self._head_height, 2),
            )
            frames.append(frame)
            self._record(flow, frame, head=head, top=y1)
        flow.space(self._frame_height)
        return tuple(frames)

    def _head(self, seat: Mapping[str, Any]) -> list[tuple[str, str, float]]:
        inner = self._frame_width - 2 * _PADDING
        sex = str(seat.get("sex", ""))
        role = wrap(words.role_words(seat["role"], sex=sex), typeface(REGULAR), _ROLE_SIZE, inner)
        name = wrap(printable(seat["name"]), typeface(SEMIBOLD), _NAME_SIZE, inner)
        return [(line, REGULAR, _ROLE_SIZE) for line in role] + [
            (line, SEMIBOLD, _NAME_SIZE) for line in name
        ]

    @staticmethod
    def _record(
        flow: PageFlow, frame: SignatureFrame, *, head: list[tuple[str, str, float]], top: float
    ) -> None:
        def operation(canvas: Canvas) -> None:
            canvas.setLineWidth(THICK)
            canvas.rect(frame.x0, frame.y0, frame.x1 - frame.x0, top - frame.y0, stroke=1, fill=0)
            y = top - _PADDING
            for line, face, size in head:
                y -= _NAME_SIZE
                canvas.setFont(face, size)
                canvas.drawString(frame.x0 + _PADDING, y, line)
                y -= 2
            canvas.setFont(REGULAR, DATE_SIZE)
            canvas.drawString(frame.x0 + _PADDING, frame.y0 + _PADDING, f"Date et heure{words.NBSP}:")

        flow.draw(operation)


def date_offset() -> float:
    """Return how far from the frame's left edge the date starts, after its printed label, in points."""
    return _PADDING + typeface(REGULAR).width(f"Date et heure{words.NBSP}:  ", DATE_SIZE)
