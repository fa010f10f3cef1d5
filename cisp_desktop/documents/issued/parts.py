"""Parts that the papers after the jury share: letterhead, titles, who is born when, the signatory's place.

This module must not know which paper they stand on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cisp_desktop.application import preparation_papers as papers
from cisp_desktop.application.paper_fields import born, holder_name
from cisp_desktop.application.paper_wording import worded
from cisp_desktop.application.wording_minutes import NBSP, long_date
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.paper import IssuedPaper, paragraph_height
from cisp_desktop.documents.preparation.letterhead import Letterhead
from cisp_desktop.documents.ruled_table import Column, Piece, RuledTable
from cisp_desktop.documents.text import safe_paragraph

SIGNATURE_HEIGHT = 56.0
_LABEL_SHARE = 0.27
_SHARE = 0.5
_AFTER = 7.0


def put_letterhead(paper: IssuedPaper, logo: bytes | None) -> None:
    """Set the centre's letterhead. Raises ``RuleError("papers.logo")``."""
    centre = paper.content["centre"]
    head = papers.Centre(centre["name"], centre["address"], centre["siret"], "", "", "", logo)
    Letterhead(head, paper.styles.minutes).put(paper.flow)


def put_title(paper: IssuedPaper, text: str) -> None:
    """Set the paper's title, and under it the certification with its code and level."""
    styles, title = paper.styles.minutes, paper.content["certification"]
    paper.say(text, styles.title, after=4)
    level = f", niveau {title['level_national']}" if title["level_national"] is not None else ""
    named = styles.certification.clone("issued-certification", fontSize=10.5, leading=13)
    paper.say(f"{title['title']}{NBSP}– {title['code']}{level}", named, after=9)


def put_facts(paper: IssuedPaper, lines: Sequence[tuple[str, str]]) -> None:
    """Set (label, value) lines as a ruled table; those without a value are left out."""
    width = paper.flow.frame.width
    columns = [Column("", width * _LABEL_SHARE), Column("", width * (1 - _LABEL_SHARE))]
    table = RuledTable(columns, size=9.5, head_face=SEMIBOLD)
    rows = [table.row(((Piece(one, SEMIBOLD),), (Piece(value, REGULAR),))) for one, value in lines if value]
    table.flow(paper.flow, rows)
    paper.flow.space(10)


def put_worded(paper: IssuedPaper, key: str) -> None:
    """Set a paragraph that a template may word; nothing where it is empty."""
    text = worded(paper.content, key)
    if text:
        paper.say(text)


def holder_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines that say who the candidate is."""
    holder = content["holder"]
    said = born(holder)
    return [
        ("Candidate" if holder["sex"] == "F" else "Candidat", holder_name(holder)),
        ("Naissance", said[:1].upper() + said[1:]),
        ("N° dossier", holder["number"]),
    ]


def done_at(content: Mapping[str, Any]) -> str:
    """« Fait à Grenoble, le 21 novembre 2026 »; a duplicate is dated its own day."""
    day = long_date((content.get("duplicate") or content)["issued_on"])
    return f"Fait à {content['place']}, le {day}" if content["place"] else f"Fait le {day}"


def signatory_lines(content: Mapping[str, Any]) -> list[str]:
    """Who signs: name, title, for whom."""
    signatory = content["signatory"]
    return [
        line
        for line in (
            signatory["name"], signatory["title"], f"Pour {signatory['organisation']}",
        )
        if line
    ]  # fmt: skip


def put_signatory(
    paper: IssuedPaper, before: Sequence[str] = (), *, label: str = "Signature et cachet"
) -> None:
    """Set the last paragraphs, « Fait à … », the signatory and the room for the signature, on one page; the
    paragraph just set goes there with them when nothing else would.
    """
    flow = paper.flow
    signing = _Signing.of(paper, before)
    whole = signing.height <= flow.frame.height
    if whole and signing.first:
        flow.need(signing.height)
    elif whole:
        flow.need_beside_text(signing.height)
    for one in signing.first:
        flow.paragraph(one, after=_AFTER)
    if not whole:
        flow.need(signing.signed)
    flow.space(6)
    for one in signing.lines:
        flow.paragraph(one, indent=signing.indent)
    indent = signing.indent
    left, right, top = flow.frame.left + indent, flow.frame.right, flow.y - 4
    flow.draw(lambda canvas: signature_box(canvas, left, right, top=top, label=label))
    flow.space(SIGNATURE_HEIGHT)


def signatory_height(paper: IssuedPaper, before: Sequence[str] = ()) -> float:
    """Return the height that ``put_signatory`` takes, in points."""
    return _Signing.of(paper, before).height


@dataclass(frozen=True, slots=True)
class _Signing:
    """The end of a paper, measured: its last paragraphs, the signatory's lines, and how high the place for
    the signature is with these, in points.
    """

    first: list[Paragraph]
    lines: list[Paragraph]
    indent: float
    signed: float
    height: float

    @classmethod
    def of(cls, paper: IssuedPaper, before: Sequence[str]) -> "_Signing":
        """Measure it for the paper's page."""
        body, width = paper.styles.body, paper.flow.frame.width
        named = [paper.styles.strong] if paper.content["signatory"]["name"] else []
        texts = [f"{done_at(paper.content)}.", *signatory_lines(paper.content)]
        styles = [body, *named, *[body] * 3]
        lines = [safe_paragraph(text, style) for text, style in zip(texts, styles, strict=False)]
        first = [safe_paragraph(text, body) for text in before if text]
        indent = width * _SHARE
        signed = sum(paragraph_height(one, width - indent) for one in lines) + SIGNATURE_HEIGHT + 8
        height = sum(paragraph_height(one, width) + _AFTER for one in first)
        return cls(first, lines, indent, signed, height + signed)


def signature_box(canvas: Canvas, left: float, right: float, *, top: float, label: str) -> None:
    """Draw the room for a signature, its label in the corner."""
    canvas.setLineWidth(0.5)
    canvas.rect(left, top - SIGNATURE_HEIGHT + 6, right - left, SIGNATURE_HEIGHT - 6, stroke=1, fill=0)
    canvas.setFont(REGULAR, 6.5)
    canvas.drawString(left + 3, top - 8, label)


def centred(style: ParagraphStyle, face: str, size: float) -> ParagraphStyle:
    """Return a centred style of a size, in points."""
    return style.clone(f"{face}-{size:.2f}", fontName=face, fontSize=size, leading=size * 1.28, alignment=1)
