"""Registers on paper: one table over as many pages as it needs, kept as PDF/A-3a with its data inside.

Drawn like the minutes: black on white, no fill. This module must not know what a line means.
"""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.register_paper import RegisterPaper
from cisp_desktop.application.wording import moment_words, plural
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.documents.archival import Attached, Described, make_archival, with_ended_streams
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_style import EDGE, SIDE_MARGIN, TOP_MARGIN, minutes_styles
from cisp_desktop.documents.page_flow import A4_LONG, A4_SHORT, MILLIMETRE, PageFlow, PageFrame, draw_outline
from cisp_desktop.documents.page_furniture import (
    DEMONSTRATION_BANNER,
    PRODUCT,
    fitted,
    open_canvas,
    refuse_missing_glyphs,
    rule,
)
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.tagging import ARTIFACT, tagged
from cisp_desktop.documents.text import safe_paragraph
from cisp_desktop.domain.minutes import fingerprint

_BOTTOM = 24 * MILLIMETRE
_SIZE = 7.8
_NUMBER_ROOM = 70.0
_CLOSING = 30.0
"""Points for the first note, which stays with the table's last line."""


class RegisterRenderer:
    """Draws registers, in landscape. Holds no state."""

    def render(self, paper: RegisterPaper) -> bytes:
        """Return one PDF/A-3a, the same bytes for the same content.

        Raises ``RuleError("document.glyph_missing")``.
        """
        refuse_missing_glyphs((paper.title, paper.asked, paper.rows, paper.notes))
        frame = PageFrame(
            page_width=A4_LONG, page_height=A4_SHORT, left=SIDE_MARGIN, right=A4_LONG - SIDE_MARGIN,
            bottom=_BOTTOM, top=A4_SHORT - TOP_MARGIN,
        )  # fmt: skip
        flow, styles = PageFlow(frame), minutes_styles()
        flow.mark(paper.title)
        flow.paragraph(safe_paragraph(paper.title, styles.title), after=3)
        lines = plural(len(paper.rows), "ligne", "lignes")
        said = f"{paper.asked} · {lines} · au {moment_words(paper.made)}"
        flow.paragraph(safe_paragraph(said, styles.certification), after=8)
        share = frame.width / sum(paper.widths)
        columns = [
            Column(head, width * share) for head, width in zip(paper.titles, paper.widths, strict=True)
        ]
        table = RuledTable(columns, size=_SIZE, head_face=SEMIBOLD)
        rows = [table.row(tuple((Piece(cell, REGULAR),) for cell in row)) for row in paper.rows]
        table.flow(flow, rows, keep_last=2, closing=_CLOSING)
        flow.space(6)
        for note in paper.notes:
            flow.paragraph(safe_paragraph(note, styles.small), after=2)
        return self._document(paper, flow)

    def _document(self, paper: RegisterPaper, flow: PageFlow) -> bytes:
        buffer = BytesIO()
        canvas = open_canvas(buffer, flow.frame)
        described = Described(
            f"{paper.title} – {paper.asked}", PRODUCT, paper.title,
            f"sha256:{fingerprint(paper.data)}", paper.made,
        )  # fmt: skip
        data = Attached(
            "registre.json", paper.data.encode(), "application/json", "Les lignes du registre, en données"
        )
        make_archival(canvas, described, (data,))
        for index, operations in enumerate(flow.pages):
            draw_outline(canvas, flow.outline, index)
            for operation in operations:
                operation(canvas)
            with tagged(canvas, ARTIFACT):
                self._around(canvas, paper, flow, index)
            canvas.showPage()
        canvas.save()
        return with_ended_streams(buffer.getvalue())

    def _around(self, canvas: Canvas, paper: RegisterPaper, flow: PageFlow, index: int) -> None:
        """Draw the head and the foot of a page; the head of the journal stands on each."""
        frame = flow.frame
        top = frame.page_height - EDGE - 8
        canvas.setFont(SEMIBOLD, 8.5)
        canvas.drawString(frame.left, top, fitted(paper.title, SEMIBOLD, 8.5, width=frame.width * 0.6))
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(frame.right, top, fitted(paper.asked, REGULAR, 8, width=frame.width * 0.38))
        rule(canvas, frame.left, frame.right, y=top - 4)
        if paper.demonstration:
            canvas.setFont(BOLD, 8.5)
            canvas.drawCentredString(frame.page_width / 2, top - 14, DEMONSTRATION_BANNER)
        foot = EDGE + 18
        rule(canvas, frame.left, frame.right, y=foot + 4)
        canvas.setFont(REGULAR, 7)
        width = frame.width - _NUMBER_ROOM
        digest = f"Empreinte SHA-256 des données{NBSP}: {fingerprint(paper.data)}"
        canvas.drawString(frame.left, foot - 7, fitted(digest, REGULAR, 7, width=width))
        if paper.head:
            head = f"Tête du journal (ligne {paper.sequence}){NBSP}: {paper.head}"
            canvas.drawString(frame.left, foot - 16, fitted(head, REGULAR, 7, width=width))
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(frame.right, foot - 7, f"page {index + 1} / {len(flow.pages)}")
