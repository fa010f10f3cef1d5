"""A paper of one person: each page says so, and the frozen data goes with the file.

This module must not know whether grids or a whole access pack stand on it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.paper import IssuedPaper
from cisp_desktop.documents.minutes_style import EDGE
from cisp_desktop.documents.page_furniture import DEMONSTRATION_BANNER, fitted
from cisp_desktop.documents.ruled_table import Cell, Column, Piece, RuledTable
from cisp_desktop.documents.text import safe_paragraph

LABEL = "Document personnel"
_SIZE = 8.5
_TEXT = 8.8
_HALF = 0.5


class PersonalPaper(IssuedPaper):
    """The pages of a paper of one person."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__(content, attaches=True)

    def section(self, title: str) -> None:
        """Set the heading of a part, which the outline names."""
        self.flow.space(6)
        self.flow.need(7 * self.styles.body.leading)
        self.flow.mark(title, 1)
        self.say(title, self.styles.heading, after=4)

    def small(self, text: str, *, after: float = 3.0) -> None:
        """Set a paragraph in the size of the tables."""
        self.say(text, self.styles.body.clone("personal", fontSize=9.2, leading=11.8), after=after)

    def points(self, lines: Sequence[str]) -> None:
        """Set each line as an item of a list."""
        style = self.styles.body.clone(
            "personal-point", fontSize=9.2, leading=11.8, leftIndent=9, firstLineIndent=-9
        )
        for line in lines:
            self.flow.paragraph(safe_paragraph(f"–{NBSP}{NBSP}{line}", style), indent=9, after=2)

    def table(self, heads: Sequence[tuple[str, float]], lines: Sequence[Sequence[Cell | str]]) -> None:
        """Set a ruled table; heads have their share of the width. A text stands for a cell in the usual
        face.
        """
        table = self._ruled(heads)
        table.flow(self.flow, [table.row([cell_of(cell) for cell in line]) for line in lines])
        self.flow.space(8)

    def first_height(self, heads: Sequence[tuple[str, float]], line: Sequence[Cell | str]) -> float:
        """Return the height of a table's head and first line, in points, at most half a page."""
        table = self._ruled(heads)
        height = table.head.height + table.row([cell_of(cell) for cell in line]).height
        return min(height, self.flow.frame.height * _HALF)

    def _ruled(self, heads: Sequence[tuple[str, float]]) -> RuledTable:
        width = self.flow.frame.width
        columns = [Column(head, width * share) for head, share in heads]
        return RuledTable(columns, size=_TEXT, head_face=SEMIBOLD)

    def _head(self, canvas: Canvas, index: int) -> None:
        frame, number = self.flow.frame, self.content["holder"]["number"]
        y = frame.page_height - EDGE - 8
        canvas.setFont(SEMIBOLD, _SIZE)
        said = fitted(f"{LABEL} – {number}", SEMIBOLD, _SIZE, width=frame.width * _HALF)
        canvas.drawRightString(frame.right, y, said)
        left = DEMONSTRATION_BANNER if self.content["demonstration"] else self.title if index else ""
        canvas.drawString(frame.left, y, fitted(left, SEMIBOLD, _SIZE, width=frame.width * _HALF - 8))
        if self.mentions():
            self.put_mentions(canvas, y - 12)


def cell_of(cell: Cell | str) -> Cell:
    """Return a cell as it stands, or a text in the usual face."""
    if isinstance(cell, str):
        return (Piece(cell, REGULAR),) if cell else ()
    return cell


def strong(text: str) -> Cell:
    """Return a cell in bold."""
    return (Piece(text, SEMIBOLD),)
