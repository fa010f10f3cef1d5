"""A paper under way: its pages, its parts, and what stands around them on every page.

Each part (one letter, one panel's day, one candidate's grid) numbers its own pages, for they are handed out
apart. Drawn like the minutes: black on white, no fill. This module must not know what a paper says.
"""

from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.preparation_papers import PublicContent
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_style import EDGE, SIDE_MARGIN, THIN, TOP_MARGIN, minutes_styles
from cisp_desktop.documents.page_flow import (
    A4_LONG,
    A4_SHORT,
    MILLIMETRE,
    PageFlow,
    PageFrame,
    draw_outline,
)
from cisp_desktop.documents.page_furniture import DEMONSTRATION_BANNER, fitted, open_canvas, rule
from cisp_desktop.documents.text import printable

_BOTTOM = 22 * MILLIMETRE
_INITIALS_BOTTOM = 27 * MILLIMETRE
_INITIALS_WIDTH = 30 * MILLIMETRE
_INITIALS_HEIGHT = 11 * MILLIMETRE
_LETTER_SIDE = 22 * MILLIMETRE
_NUMBER_ROOM = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper: where it starts, and the line at the head of its pages."""

    first_page: int
    head: str


class PaperPages:
    """The pages of one paper.

    ``letter``: wider margins, and no head line on the first page of a part, where the letterhead stands.
    ``initials``: a box for initials at the foot of each page. Invariant: nothing is set before the first
    ``part``.
    """

    def __init__(
        self, public: PublicContent, title: str, *, letter: bool = False, initials: bool = False
    ) -> None:
        self.public = public
        self.styles = minutes_styles()
        self._title = title
        self._letter = letter
        self._initials = initials
        side = _LETTER_SIDE if letter else SIDE_MARGIN
        self.flow = PageFlow(
            PageFrame(
                page_width=A4_SHORT,
                page_height=A4_LONG,
                left=side,
                right=A4_SHORT - side,
                bottom=_INITIALS_BOTTOM if initials else _BOTTOM,
                top=A4_LONG - TOP_MARGIN,
            )
        )
        self._parts: list[Part] = []

    def part(self, head: str) -> None:
        """Start a part on a new page, with its entry in the outline."""
        if self._parts:
            self.flow.new_page()
        self._parts.append(Part(self.flow.page_index, head))
        self.flow.mark(printable(head))

    def document(self) -> bytes:
        """Draw every page and return the PDF, the same bytes for the same content."""
        buffer = BytesIO()
        canvas = open_canvas(buffer, self.flow.frame)
        title = self.public.title
        canvas.setTitle(f"{self._title} – {printable(self.public.session.minutes_number)}")
        canvas.setAuthor(printable(self.public.centre.name))
        canvas.setSubject(f"{title.code} – {printable(title.title)}")
        starts = [*(part.first_page for part in self._parts), len(self.flow.pages)]
        for position, part in enumerate(self._parts):
            count = starts[position + 1] - part.first_page
            for number in range(count):
                index = part.first_page + number
                draw_outline(canvas, self.flow.outline, index)
                for operation in self.flow.pages[index]:
                    operation(canvas)
                self._head(canvas, part, first=number == 0)
                self._foot(canvas, f"page {number + 1} / {count}")
                canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def _head(self, canvas: Canvas, part: Part, *, first: bool) -> None:
        frame = self.flow.frame
        y = frame.page_height - EDGE - 8
        bare = self._letter and first
        if not bare:
            code = self.public.title.code
            right = fitted(f"{self.public.centre.name} – {code}", REGULAR, 8, width=frame.width * 0.45)
            left = fitted(part.head, SEMIBOLD, 8.5, width=frame.width * 0.52)
            canvas.setFont(SEMIBOLD, 8.5)
            canvas.drawString(frame.left, y, left)
            canvas.setFont(REGULAR, 8)
            canvas.drawRightString(frame.right, y, right)
            rule(canvas, frame.left, frame.right, y=y - 4)
        if self.public.session.demonstration:
            canvas.setFont(BOLD, 8.5)
            canvas.drawCentredString(frame.page_width / 2, y if bare else y - 14, DEMONSTRATION_BANNER)

    def _foot(self, canvas: Canvas, number: str) -> None:
        frame = self.flow.frame
        top = EDGE + (_INITIALS_HEIGHT if self._initials else 10)
        rule(canvas, frame.left, frame.right, y=top + 4)
        right = frame.right
        if self._initials:
            right -= _INITIALS_WIDTH + 8
            canvas.setLineWidth(THIN)
            canvas.rect(
                frame.right - _INITIALS_WIDTH, EDGE, _INITIALS_WIDTH, _INITIALS_HEIGHT, stroke=1, fill=0
            )
            canvas.setFont(REGULAR, 6.5)
            canvas.drawString(frame.right - _INITIALS_WIDTH + 2, top - 7, "Paraphe")
        line = f"{self._title} · session {self.public.session.minutes_number}".replace(f" {NBSP}", " ")
        canvas.setFont(REGULAR, 8)
        width = right - frame.left - _NUMBER_ROOM
        canvas.drawString(frame.left, top - 8, fitted(line, REGULAR, 8, width=width))
        canvas.drawRightString(right, top - 8, number)
