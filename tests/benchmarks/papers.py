"""Documents of preparation: pages per second against bare ReportLab tables of as many pages, and merging."""

import io
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from cisp_desktop.application.preparation_papers import paper_set
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from tests.benchmarks.measure import Figure, in_turn
from tests.documents.papers import LEVELS, WORDINGS, content

CANDIDATES = 30
PANELS = 2
_ROWS = 11


def all_papers() -> list[tuple[str, bytes]]:
    """Draw every paper of a session, one file per person where it is a person's own."""
    whole, renderer = content(CANDIDATES, panels=PANELS), PreparationRenderer()
    return [(one.title, renderer.render(one.kind, whole, only=one.only)) for one in paper_set(whole)]


def page_count(papers: list[tuple[str, bytes]]) -> int:
    """Return the pages of all papers."""
    return sum(len(PdfReader(io.BytesIO(pdf)).pages) for _, pdf in papers)


def minimal_pages(count: int) -> bytes:
    """Draw as many pages with ReportLab's own means: on each a title and a table of competences and boxes."""
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=8.8, leading=10.5)
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    story: list[object] = []
    for page in range(count):
        rows = [
            [
                str(row + 1),
                Paragraph(WORDINGS[row % 3], cell),
                *(str(level) for level in range(len(LEVELS))),
                "N",
            ]
            for row in range(_ROWS)
        ]
        table = Table(rows, colWidths=[24, 250, *[38] * 5], rowHeights=[46] * _ROWS, style=style)
        story += [Paragraph(f"Grille {page}", cell), table, PageBreak()]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(story)
    return buffer.getvalue()


def papers(folder: Path) -> Iterator[Figure]:
    """All papers of thirty candidates and two panels, then the same merged into one file."""
    drawn = all_papers()
    pages = page_count(drawn)
    mine, base = in_turn(all_papers, lambda: minimal_pages(pages), rounds=3)
    ratio = base / mine
    yield Figure(
        f"Documents de {CANDIDATES} candidats ({len(drawn)} fichiers, {pages} pages)",
        f"{pages / mine:.0f} p/s",
        f"{pages / base:.0f} p/s", ratio, "≥ 0.7 ×", ratio >= 0.7,
    )  # fmt: skip
    mine, base = in_turn(lambda: PreparationRenderer().merge(drawn), lambda: _bare_merge(drawn), rounds=3)
    yield Figure(
        "… réunis en un fichier, avec signets", f"{pages / mine:.0f} p/s", f"{pages / base:.0f} p/s",
        base / mine, "≥ 0.3 ×", base / mine >= 0.3, note="polices communes écrites une fois",
    )  # fmt: skip


def _bare_merge(drawn: list[tuple[str, bytes]]) -> None:
    """Append the files one after another, and nothing else."""
    writer = PdfWriter()
    for _, pdf in drawn:
        writer.append(io.BytesIO(pdf))
    writer.write(io.BytesIO())


FIGURES = (papers,)
"""Every figure of this module, in the order of the table."""
