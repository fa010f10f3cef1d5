"""Pieces that several papers are made of: facts in two columns, lists, tall rows, the signatory's place.

This module must not know which paper they stand on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import PublicContent, Title
from cisp_desktop.application.wording import short_day
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.preparation.paper import PaperPages
from cisp_desktop.documents.ruled_table import Column, Piece, PlacedLine, Row, RuledTable
from cisp_desktop.documents.text import safe_paragraph

SIGNATURE_HEIGHT = 58.0
_LABEL_SHARE = 0.27
_BULLET_INDENT = 9.0
_GAP = 8.0
_CAPITAL = 0.66
"""Height of a capital letter, by that of its size."""


def facts(flow: PageFlow, lines: Sequence[tuple[str, str]], *, size: float = 9.5) -> None:
    """Set (label, value) lines as a ruled table without a head; lines without a value are left out."""
    width = flow.frame.width
    columns = [Column("", width * _LABEL_SHARE), Column("", width * (1 - _LABEL_SHARE))]
    table = RuledTable(columns, size=size, head_face=SEMIBOLD)
    rows = [
        table.row(((Piece(label, SEMIBOLD),), (Piece(value, REGULAR),))) for label, value in lines if value
    ]
    table.flow(flow, rows)


def bullets(flow: PageFlow, lines: Iterable[str], style: ParagraphStyle) -> None:
    """Set each line as an item of a list."""
    hanging = style.clone("bullet", leftIndent=_BULLET_INDENT, firstLineIndent=-_BULLET_INDENT)
    for line in lines:
        flow.paragraph(safe_paragraph(f"–{NBSP}{NBSP}{line}", hanging), indent=_BULLET_INDENT, after=2)


def tall(row: Row, least: float) -> Row:
    """Return ``row`` at least ``least`` points high, the text of each cell in the middle of it.

    There is room for a hand's signature. The cells are not centred: those of one column begin at one place.
    """
    if row.height >= least:
        return row
    cells: dict[float, list[PlacedLine]] = {}
    for line in row.lines:
        cells.setdefault(line.x, []).append(line)
    placed = []
    for lines in cells.values():
        middle = (lines[0].down + lines[-1].down) / 2 - _CAPITAL / 2 * lines[0].size
        placed += [replace(line, down=line.down + least / 2 - middle) for line in lines]
    return Row(least, tuple(placed))


def title_words(title: Title) -> str:
    """« RNCP36128 – Coordinateur …, niveau 5 »."""
    level = f", niveau {title.level}" if title.level is not None else ""
    return f"{title.code} – {title.title}{level}"


def heading(pages: PaperPages, text: str) -> None:
    """Set a paper's title, and under it the certification."""
    styles = pages.styles
    pages.flow.paragraph(safe_paragraph(text, styles.title), after=4)
    certification = styles.certification.clone("paper-title", fontSize=10, leading=12.5)
    pages.flow.paragraph(safe_paragraph(title_words(pages.public.title), certification), after=6)


def room_words(label: str, room: str) -> str:
    """« Jury A – Salle 12 »."""
    return " – ".join(part for part in (label, room) if part)


def session_facts(public: PublicContent) -> list[tuple[str, str]]:
    """The lines that place a paper: session, dates, place."""
    session = public.session
    return [
        ("Session", f"{session.minutes_number}, {words.session_dates(session.starts, session.ends)}"),
        ("Centre", public.centre.name),
        ("Lieu", session.place),
    ]


def place_facts(public: PublicContent) -> list[tuple[str, str]]:
    """The lines that tell a summoned person where to go: the session's place, the centre's street address."""
    place, address = public.session.place, public.centre.address
    if not place:
        return [("Lieu", address)]
    return [("Lieu", place), ("Adresse du centre", address)]


def done_at(public: PublicContent) -> str:
    """« Fait à Grenoble, le 21/11/2026 »."""
    day = short_day(public.issued_on)
    return f"Fait à {public.centre.place}, le {day}" if public.centre.place else f"Fait le {day}"


def signatory(pages: PaperPages, before: Sequence[Paragraph] = (), *, dated: bool = True) -> None:
    """Set « Fait à … », the signatory's name and title, and the room for the signature, on one page.

    ``before`` are short paragraphs that stay with them; a letter is ``dated`` at its head already.
    """
    flow, centre = pages.flow, pages.public.centre
    style = pages.styles.body.clone("signatory", fontSize=10, leading=13)
    bold = style.clone("signatory-name", fontName=SEMIBOLD)
    lines = [safe_paragraph(f"{done_at(pages.public)}.", style)] if dated else []
    if centre.signatory:
        lines.append(safe_paragraph(centre.signatory, bold))
    lines.append(safe_paragraph(centre.signatory_title or f"Pour {centre.name}", style))
    indent = flow.frame.width * 0.5
    heights = [line.wrap(flow.frame.width - indent, flow.frame.height)[1] for line in lines]
    heights += [one.wrap(flow.frame.width, flow.frame.height)[1] + _GAP for one in before]
    flow.need(sum(heights) + SIGNATURE_HEIGHT)
    for one in before:
        flow.paragraph(one, after=_GAP)
    for line in lines:
        flow.paragraph(line, indent=indent)
    left, top = flow.frame.left + indent, flow.y - 4
    flow.draw(lambda canvas: _signature_frame(canvas, left, flow.frame.right, top=top))
    flow.space(SIGNATURE_HEIGHT)


def _signature_frame(canvas: Canvas, left: float, right: float, *, top: float) -> None:
    canvas.setLineWidth(0.5)
    canvas.rect(left, top - SIGNATURE_HEIGHT + 6, right - left, SIGNATURE_HEIGHT - 6, stroke=1, fill=0)
    canvas.setFont(REGULAR, 6.5)
    canvas.drawString(left + 3, top - 8, "Signature et cachet")
