"""The parchemin and the attestation of a block, with the mentions that the rules want and no other.

Mentions: registration decision and date, exact title, national and European level, NSF, holder, place, date,
signatory; an attestation says which block of which title [DOMAIN.md §7]. One page, whatever the length of
names: the type shrinks before a line is lost. This module must not know whom a jury certifies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cisp_desktop.application.issued_building import ground_words
from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import born, holder_name
from cisp_desktop.application.wording_minutes import NBSP, long_date, period, siret
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD
from cisp_desktop.documents.issued.paper import IssuedPaper, paragraph_height
from cisp_desktop.documents.issued.parts import (
    SIGNATURE_HEIGHT,
    centred,
    done_at,
    signatory_lines,
    signature_box,
)
from cisp_desktop.documents.minutes_style import EDGE
from cisp_desktop.documents.page_flow import MILLIMETRE
from cisp_desktop.documents.tagging import ARTIFACT, bearing
from cisp_desktop.documents.text import safe_paragraph

_SCALES = (1.2, 1.13, 1.06, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46)
"""How far the type shrinks so that one page holds it."""
_ALONE = "Ce bloc ne vaut pas, à lui seul, délivrance de la certification."
_BAND = 6.0
_GAP = 20.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A centred line: its size at full scale and what follows it, in points; ``accented`` has the colour."""

    text: str
    face: str
    size: float
    after: float
    accented: bool = False


@dataclass(frozen=True, slots=True)
class _Set:
    """A paper set at a scale, all in points: its lines, each with what follows it; those of its foot, each
    with its height; the height of that foot, and of all.
    """

    lines: list[tuple[Paragraph, float]]
    foot: list[tuple[Paragraph, float]]
    foot_height: float
    height: float


def draw_certificate(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the parchemin, or the attestation of a block where the content names one.

    The certifier issues it: the centre's logo has no place on it.
    """
    del logo
    paper = IssuedPaper(content, landscape=True, attaches=True)
    chosen = _chosen(paper)
    flow = paper.flow
    flow.space(max(0.0, (flow.frame.height - chosen.height) / 2))
    for one, after in chosen.lines:
        flow.paragraph(one, after=after)
    _put_foot(paper, chosen)
    return _bordered(paper)


def _chosen(paper: IssuedPaper) -> _Set:
    """Return the largest setting that one page holds."""
    room = paper.flow.frame.height - 2 * _BAND
    found = _set(paper, _SCALES[0])
    for scale in _SCALES[1:]:
        if found.height <= room:
            break
        found = _set(paper, scale)
    return found


def _set(paper: IssuedPaper, scale: float) -> _Set:
    lines, foot = _lines(paper, scale), _foot_lines(paper, scale)
    height = sum(paragraph_height(one, paper.flow.frame.width) + after for one, after in lines)
    heights = [paragraph_height(one, _half(paper)) for one in foot]
    foot_height = sum(heights) + SIGNATURE_HEIGHT + 4
    return _Set(lines, list(zip(foot, heights, strict=True)), foot_height, height + foot_height)


def _lines(paper: IssuedPaper, scale: float) -> list[tuple[Paragraph, float]]:
    body = paper.styles.body
    inked = body.clone("issued-inked", textColor=paper.ink)
    return [
        (
            safe_paragraph(one.text, centred(inked if one.accented else body, one.face, one.size * scale)),
            one.after * scale,
        )
        for one in _said(paper.content)
        if one.text
    ]


def _said(content: Mapping[str, Any]) -> list[_Line]:
    title, certifier, session = content["certification"], content["certifier"], content["session"]
    block = content.get("block")
    number = f"SIRET{NBSP}: {siret(certifier['siret'])}" if certifier["siret"] else ""
    head = "Attestation de bloc de compétences" if block else "Certification professionnelle"
    titled = _block_lines(block, title) if block else [_Line(title["title"], SEMIBOLD, 19, 7)]
    when, minutes = period(session["starts"], session["ends"]), content["minutes"]
    awarded = "cette attestation" if block else "cette certification"
    named = f"{minutes['number']} du {long_date(minutes['date'])}"
    if minutes.get("rectifies"):
        named = f"rectificatif {named} (qui rectifie {minutes['rectifies']})"
    seen = f"Vu le procès-verbal {named}, établi par le jury réuni {when}, {awarded} est délivrée à"
    return [
        _Line(certifier["name"], BOLD, 15, 1),
        _Line(number, REGULAR, 9, 14),
        _Line(head, BOLD, 25, 8, accented=True),
        *titled,
        _Line(registration_words(title), REGULAR, 10.5, 2),
        _Line(level_words(title), REGULAR, 10.5, 2),
        _Line(nsf_words(title), REGULAR, 10.5, 12),
        _Line(seen, REGULAR, 11, 7),
        _Line(holder_name(content["holder"]), BOLD, 20, 3),
        _Line(born(content["holder"]), REGULAR, 11, 8),
        _Line(ground_words(content["ground"]) if content["ground"] else "", REGULAR, 9, 6),
        _Line(_ALONE if block else "", REGULAR, 9, 6),
    ]  # fmt: skip


def _block_lines(block: Mapping[str, str], title: Mapping[str, Any]) -> list[_Line]:
    whole = f"bloc de compétences de la certification professionnelle «{NBSP}{title['title']}{NBSP}»"
    return [
        _Line(f"{block['code']}{NBSP}– {block['title']}", SEMIBOLD, 16, 6),
        _Line(whole, REGULAR, 12, 4),
    ]


def registration_words(title: Mapping[str, Any]) -> str:
    """The register, its code, and the decision of registration with its date."""
    return (
        "enregistrée au Répertoire national des certifications professionnelles sous le code "
        f"{title['code']} par décision du {long_date(title['registration_decided_on'])}"
    )


def level_words(title: Mapping[str, Any]) -> str:
    """The national and the European level."""
    return (
        f"niveau {title['level_national']} du cadre national des certifications professionnelles, "
        f"niveau {title['level_european']} du cadre européen des certifications"
    )


def nsf_words(title: Mapping[str, Any]) -> str:
    """The codes of the nomenclature of specialities with their titles."""
    codes = " ; ".join(f"{one['code']} {one['title']}" for one in title["nsf"]).replace(" ;", f"{NBSP};")
    return f"spécialité de formation (NSF){NBSP}: {codes}"


def _foot_lines(paper: IssuedPaper, scale: float) -> list[Paragraph]:
    size = max(10 * scale, 6.5)
    body = paper.styles.body.clone(f"signs-{size}", fontSize=size, leading=size * 1.25)
    strong = body.clone(f"signs-strong-{size}", fontName=SEMIBOLD)
    styles = [body, strong, body, body]
    lines = [f"{done_at(paper.content)}.", *signatory_lines(paper.content)]
    return [safe_paragraph(text, style) for text, style in zip(lines, styles, strict=False)]


def _half(paper: IssuedPaper) -> float:
    return (paper.flow.frame.width - _GAP) / 2


def _put_foot(paper: IssuedPaper, chosen: _Set) -> None:
    """Set the holder's place for a signature at the left, the certifier's at the right."""
    flow, half = paper.flow, _half(paper)
    flow.need(chosen.foot_height)
    indent = half + _GAP
    for one, height in chosen.foot:
        x, y = flow.frame.left + indent, flow.y - height
        flow.draw(partial(_draw_on, one, x, y))
        flow.space(height)
    top = flow.y - 4
    for left, label in (
        (flow.frame.left, _holders(paper.content["holder"])),
        (flow.frame.left + indent, "Signature et cachet du certificateur"),
    ):
        flow.draw(partial(signature_box, left=left, right=left + half, top=top, label=label))
    flow.space(SIGNATURE_HEIGHT)


def _holders(holder: Mapping[str, Any]) -> str:
    return f"Signature {'de la' if holder['sex'] == 'F' else 'du'} titulaire"


def _draw_on(paragraph: Paragraph, x: float, y: float, canvas: Canvas) -> None:
    paragraph.drawOn(canvas, x, y)


def _bordered(paper: IssuedPaper) -> DrawnPaper:
    """Draw the double border of each page around its content, and the paper."""
    frame = paper.flow.frame
    for page in paper.flow.pages:
        page.append(bearing(ARTIFACT, partial(_border, paper.ink, frame.page_width, frame.page_height)))
    return paper.document()


def _border(ink: Color, width: float, height: float, canvas: Canvas) -> None:
    bottom, top = EDGE + 14 * MILLIMETRE, height - EDGE - 9 * MILLIMETRE
    if ink != black:
        canvas.setStrokeColor(ink)
    for inset, line in ((0.0, 1.6), (3.2, 0.5)):
        canvas.setLineWidth(line)
        left = EDGE + 4 * MILLIMETRE + inset
        canvas.rect(left, bottom + inset, width - 2 * left, top - bottom - 2 * inset, stroke=1, fill=0)
    if ink != black:
        canvas.setStrokeColor(black)
