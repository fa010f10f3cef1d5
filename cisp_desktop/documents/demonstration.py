"""Fictitious dossiers for the demonstration: as long and as varied as real ones, always the same for a seed.

Title page, contents, chapters with tables, charts and pictures, page numbers, outline. Every page says
that the document is fictitious. This module must not know the workspace that will hold them.
"""

import random
from dataclasses import dataclass
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.documents import demonstration_art as art
from cisp_desktop.documents.demonstration_prose import BAR_CAPTIONS, PLANS, TABLE_HEADS, TABLE_ROWS, Prose
from cisp_desktop.documents.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD, register_fonts, typeface
from cisp_desktop.documents.page_flow import (
    A4_LONG,
    A4_SHORT,
    MILLIMETRE,
    PageFlow,
    PageFrame,
    draw_outline,
)
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.text import printable, safe_paragraph
from cisp_desktop.domain.errors import RuleError

FICTITIOUS = "document fictif — démonstration"
LEAST_PAGES = 5
PICTURES = 3
"""How many pictures are painted for one dossier; further ones show the same places again."""
_MARGIN = 24 * MILLIMETRE
_FRAME = PageFrame(
    page_width=A4_SHORT,
    page_height=A4_LONG,
    left=_MARGIN,
    right=A4_SHORT - _MARGIN,
    bottom=_MARGIN,
    top=A4_LONG - _MARGIN,
)


@dataclass(frozen=True, slots=True)
class _Styles:
    title: ParagraphStyle
    line: ParagraphStyle
    chapter: ParagraphStyle
    part: ParagraphStyle
    body: ParagraphStyle
    caption: ParagraphStyle


def _styles() -> _Styles:
    register_fonts()
    body = ParagraphStyle(
        "body", fontName=REGULAR, fontSize=11, leading=16, alignment=TA_JUSTIFY, firstLineIndent=14
    )
    flush = ParagraphStyle("flush", parent=body, firstLineIndent=0, alignment=0)
    return _Styles(
        title=ParagraphStyle(
            "title", parent=flush, fontName=BOLD, fontSize=26, leading=32, alignment=TA_CENTER
        ),
        line=ParagraphStyle("line", parent=flush, fontSize=13, leading=20, alignment=TA_CENTER),
        chapter=ParagraphStyle("chapter", parent=flush, fontName=BOLD, fontSize=18, leading=24),
        part=ParagraphStyle("part", parent=flush, fontName=SEMIBOLD, fontSize=13, leading=18),
        body=body,
        caption=ParagraphStyle(
            "caption", parent=flush, fontName=ITALIC, fontSize=9.5, leading=13, alignment=TA_CENTER
        ),
    )


class DossierWriter:
    """Writes fictitious dossiers. Holds no state."""

    def write_dossier(self, kind: str, *, candidate_name: str, centre: str, seed: int, pages: int) -> bytes:
        """Return a PDF of exactly ``pages`` pages (at least five), the same bytes for the same arguments.

        ``kind`` is a code of ``DossierKind``; ``candidate_name`` and ``centre`` are printed on the title
        page. Raises ``RuleError("document.dossier_kind")`` for another kind.
        """
        if kind not in PLANS:
            raise RuleError("document.dossier_kind", kind=kind)
        return _Dossier(kind, candidate_name, centre=centre, seed=seed, pages=max(pages, LEAST_PAGES)).write()


class _Dossier:
    """One dossier under way."""

    def __init__(self, kind: str, candidate_name: str, *, centre: str, seed: int, pages: int) -> None:
        # The candidate's name sorts dossiers of one seed apart; a string seeds alike on every machine.
        self._rng = random.Random(f"{kind}/{seed}/{candidate_name}")  # noqa: S311  # invented text, no secret
        self._prose = Prose(self._rng)
        self._name = printable(candidate_name)
        self._centre = printable(centre)
        self._title, self._chapters = PLANS[kind]
        self._pages = pages
        self._styles = _styles()
        self._flow = PageFlow(_FRAME)
        self._figures = 0
        self._pictures: list[ImageReader] = []

    def write(self) -> bytes:
        """Lay out and draw the whole."""
        self._title_page()
        self._flow.new_page()
        contents_page = self._flow.page_index
        self._flow.mark("Sommaire")
        room = self._pages - 2
        for position, (title, theme) in enumerate(self._chapters):
            end = 2 + round(room * (position + 1) / len(self._chapters))
            if end > len(self._flow.pages):
                self._chapter(f"{position + 1}. {title}", theme, end=end)
        self._flow.pages[contents_page].append(self._draw_contents)
        return self._draw()

    def _title_page(self) -> None:
        flow, styles = self._flow, self._styles
        flow.mark("Page de titre")
        flow.space(60)
        flow.paragraph(safe_paragraph(self._centre, styles.line), after=70)
        flow.paragraph(safe_paragraph(self._title, styles.title), after=30)
        flow.paragraph(safe_paragraph(self._name, styles.line), after=6)
        flow.paragraph(safe_paragraph(f"Terrain : {self._prose.structure}", styles.line), after=40)
        self._picture()
        flow.space(30)
        flow.paragraph(safe_paragraph(FICTITIOUS, styles.line))

    def _chapter(self, title: str, theme: str, *, end: int) -> None:
        """Fill pages up to the number ``end`` with a chapter."""
        flow = self._flow
        flow.new_page()
        flow.mark(title)
        flow.paragraph(safe_paragraph(title, self._styles.chapter), after=10)
        step = 0
        while True:
            if step % 3 == 0:
                flow.need(70)
                if len(flow.pages) > end:
                    break
                part = self._prose.heading(theme)
                flow.mark(part, level=1)
                flow.paragraph(safe_paragraph(part, self._styles.part), after=4)
            flow.paragraph(safe_paragraph(self._prose.paragraph(theme), self._styles.body), after=8)
            if step % 6 == 3:
                self._figure()
            step += 1
            if len(flow.pages) > end or (len(flow.pages) == end and flow.remaining < 110):
                break
        self._cut(end)

    def _cut(self, end: int) -> None:
        """Drop what went over the chapter's last page."""
        flow = self._flow
        del flow.pages[end:]
        flow.outline = [entry for entry in flow.outline if entry.page_index < end]

    def _figure(self) -> None:
        turn = self._figures % 4
        self._figures += 1
        if turn == 3:
            self._table()
            return
        width = self._flow.frame.width
        if turn == 1:
            self._flow.need(270)
            self._picture()
            caption = "Vue du territoire (image fictive)"
        elif turn == 0:
            self._drawing(art.bar_chart(self._rng, width))
            caption = self._rng.choice(BAR_CAPTIONS)
        elif self._figures % 8 < 4:
            self._drawing(art.pie_chart(self._rng, width))
            caption = "Répartition des freins repérés à l’entrée"
        else:
            self._drawing(art.network_sketch(self._rng, width))
            caption = "Les partenaires autour de la structure"
        text = f"Figure {self._figures} – {caption}"
        self._flow.paragraph(safe_paragraph(text, self._styles.caption), after=12)

    def _drawing(self, drawing: Drawing) -> None:
        flow = self._flow
        flow.need(drawing.height + 30)
        x, y = flow.frame.left, flow.y - drawing.height
        flow.draw(lambda canvas: renderPDF.draw(drawing, canvas, x, y))
        flow.y = y
        flow.space(6)

    def _picture(self) -> None:
        flow = self._flow
        if len(self._pictures) < PICTURES:
            self._pictures.append(ImageReader(BytesIO(art.landscape_picture(self._rng))))
            picture = self._pictures[-1]
        else:
            picture = self._rng.choice(self._pictures)
        width = flow.frame.width * 0.82
        height = width * 0.618
        x, y = flow.frame.left + (flow.frame.width - width) / 2, flow.y - height
        flow.draw(lambda canvas: canvas.drawImage(picture, x, y, width, height))
        flow.y = y
        flow.space(8)

    def _table(self) -> None:
        flow = self._flow
        widths = (0.46, 0.18, 0.18, 0.18)
        columns = [
            Column(head, share * flow.frame.width, centred=bool(position))
            for position, (head, share) in enumerate(zip(TABLE_HEADS, widths, strict=True))
        ]
        table = RuledTable(columns, size=9.5, head_face=SEMIBOLD)
        rows = [
            table.row(
                (
                    (Piece(label, REGULAR),),
                    *((Piece(str(self._rng.randint(3, 190)), REGULAR),) for _ in range(3)),
                )
            )
            for label in TABLE_ROWS
        ]
        flow.need(table.head.height + sum(row.height for row in rows))
        table.put(flow, rows)
        flow.space(14)

    def _draw_contents(self, canvas: Canvas) -> None:
        frame, face = self._flow.frame, typeface(REGULAR)
        y = frame.top - 18
        canvas.setFont(BOLD, 18)
        canvas.drawString(frame.left, y, "Sommaire")
        y -= 30
        chapters = [entry for entry in self._flow.outline[2:] if entry.level == 0]
        canvas.setFont(REGULAR, 11.5)
        for entry in chapters:
            page = str(entry.page_index + 1)
            dots = frame.width - face.width(entry.title, 11.5) - face.width(page, 11.5) - 12
            leader = "." * max(0, int(dots / face.width(".", 11.5)))
            canvas.drawString(frame.left, y, entry.title)
            canvas.drawRightString(frame.right, y, f"{leader} {page}")
            canvas.linkAbsolute(
                "", self._key(entry.page_index), (frame.left, y - 4, frame.right, y + 12), Border="[0 0 0]"
            )
            y -= 22

    @staticmethod
    def _key(page_index: int) -> str:
        return f"page-{page_index}"

    def _draw(self) -> bytes:
        frame = self._flow.frame
        buffer = BytesIO()
        canvas = Canvas(
            buffer,
            pagesize=(frame.page_width, frame.page_height),
            invariant=1,
            pageCompression=1,
            lang="fr-FR",
            initialFontName=REGULAR,
        )
        canvas.setTitle(f"{self._title} – {self._name}")
        canvas.setAuthor(self._name)
        canvas.setSubject(FICTITIOUS)
        canvas.setProducer("cisp-desktop")
        for index, operations in enumerate(self._flow.pages):
            canvas.bookmarkPage(self._key(index))
            draw_outline(canvas, self._flow.outline, index)
            for operation in operations:
                operation(canvas)
            canvas.setFont(REGULAR, 8.5)
            canvas.drawString(frame.left, 34, f"{self._title} – {FICTITIOUS}")
            canvas.drawRightString(frame.right, 34, f"{index + 1} / {len(self._flow.pages)}")
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()
