"""Pages filled from top to bottom, drawn once their number is known.

Layout records drawing operations page by page; drawing happens in a single pass afterwards, so that « page
x / y » costs no second build. This module must not know what minutes are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cisp_desktop.documents.tagging import Tag, bearing

Operation = Callable[[Canvas], None]

A4_SHORT = 595.2756
A4_LONG = 841.8898
MILLIMETRE = 72 / 25.4
_HEADINGS = {"title": "H1", "heading": "H2"}
"""What a style is called, after its last hyphen, and the heading that its paragraphs are."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The page and the area left to its content, in points from the lower left corner."""

    page_width: float
    page_height: float
    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Width of the content area, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height of the content area, in points."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline: where it leads and how deep it stands (0 is the first level)."""

    title: str
    page_index: int
    y: float
    level: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paragraph that stands whole on a page, as its operation ``position`` there."""

    paragraph: Paragraph
    page_index: int
    position: int
    indent: float
    after: float


class PageFlow:
    """The pages under way and the place of the pen.

    Invariant: ``y`` lies between the bottom and the top of the frame; operations of a page are kept in the
    order in which they were recorded.
    """

    def __init__(self, frame: PageFrame) -> None:
        self.frame = frame
        self.pages: list[list[Operation]] = [[]]
        self.outline: list[OutlineEntry] = []
        self.y = frame.top
        self._last: _Placed | None = None

    @property
    def remaining(self) -> float:
        """Height left on the current page, in points."""
        return self.y - self.frame.bottom

    @property
    def page_index(self) -> int:
        """Index of the current page, from 0."""
        return len(self.pages) - 1

    def new_page(self) -> None:
        """Start a page; the pen goes to its top."""
        self.pages.append([])
        self.y = self.frame.top

    def draw(self, operation: Operation, tag: Tag | None = None) -> None:
        """Record an operation on the current page. It draws a paragraph unless a tag says otherwise."""
        self.pages[-1].append(bearing(tag or Tag("P"), operation))

    def draw_tagged(self, operation: Operation) -> None:
        """Record an operation that tags itself what it draws."""
        self.pages[-1].append(operation)

    def space(self, height: float) -> None:
        """Leave ``height`` points blank, at most down to the bottom of the page."""
        self.y = max(self.frame.bottom, self.y - height)

    def need(self, height: float) -> None:
        """Go to a new page unless ``height`` points are left (or the page is empty)."""
        if self.remaining < height and self.y < self.frame.top:
            self.new_page()

    def need_beside_text(self, height: float) -> None:
        """Like ``need``, but the paragraph just set goes over too: what follows never stands there alone."""
        last = self._last
        if self.remaining >= height or self.y >= self.frame.top:
            return
        page = self.pages[-1]
        taken = last is not None and last.page_index == self.page_index and last.position == len(page) - 1
        if taken and last is not None and last.position:
            page.pop()
            self.new_page()
            self.paragraph(last.paragraph, indent=last.indent, after=last.after)
        else:
            self.new_page()

    def mark(self, title: str, level: int = 0) -> None:
        """Add an outline entry that leads here."""
        self.outline.append(OutlineEntry(title, self.page_index, self.y, level))

    def paragraph(self, paragraph: Paragraph, *, indent: float = 0.0, after: float = 0.0) -> None:
        """Set a paragraph, split over pages where it must be."""
        pending, tag = [paragraph], _tag_of(paragraph)
        width = self.frame.width - indent
        whole = _Placed(paragraph, self.page_index, len(self.pages[-1]), indent, after)
        while pending:
            part = pending.pop(0)
            _, height = part.wrap(width, self.remaining)
            if height <= self.remaining + 0.01:
                self._place(part, indent, height, tag=tag)
                continue
            pieces = part.split(width, self.remaining)
            if len(pieces) < 2:
                if self.y >= self.frame.top:
                    raise ValueError("a line is taller than the page")
                self.new_page()
                pending.insert(0, part)
                continue
            _, height = pieces[0].wrap(width, self.remaining)
            self._place(pieces[0], indent, height, tag=tag)
            self.new_page()
            pending[:0] = pieces[1:]
        self._last = whole
        self.space(after)

    def _place(self, part: Paragraph, indent: float, height: float, *, tag: Tag) -> None:
        x, y = self.frame.left + indent, self.y - height
        self.draw(lambda canvas: part.drawOn(canvas, x, y), tag)
        self.y = y


def _tag_of(paragraph: Paragraph) -> Tag:
    """Return a tag for a paragraph and what goes on of it over the page."""
    return Tag(_HEADINGS.get(paragraph.style.name.rpartition("-")[2], "P"))


def draw_outline(canvas: Canvas, entries: list[OutlineEntry], page_index: int) -> None:
    """Put on the current page the outline entries that lead to it; call it for each page in order.

    ``entries`` stand in the order of their pages, as a flow marks them.
    """
    first = bisect_left(entries, page_index, key=_page_of)
    last = bisect_right(entries, page_index, key=_page_of)
    for position, entry in enumerate(entries[first:last], first):
        key = f"entry-{position}"
        # A destination without a zoom makes Qt's outline model complain for every entry.
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=entry.y + 8, zoom=1)
        canvas.addOutlineEntry(entry.title, key, level=entry.level, closed=False)


_page_of = attrgetter("page_index")
