"""A paper after the jury under way: its pages, and what stands around them on each.

PDF/A-3a like the minutes, black on white, without a fill. At the foot of every page its verification code and
how to check it. This module must not know what a paper says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color, HexColor, black
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import holder_name
from cisp_desktop.application.wording_issued import TITLES
from cisp_desktop.application.wording_minutes import NBSP, short_date
from cisp_desktop.documents.archival import (
    FINGERPRINT_KEYWORD,
    Attached,
    Described,
    make_archival,
    with_ended_streams,
)
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD, typeface
from cisp_desktop.documents.minutes_style import EDGE, TOP_MARGIN, MinutesStyles, minutes_styles
from cisp_desktop.documents.page_flow import A4_LONG, A4_SHORT, MILLIMETRE, PageFlow, PageFrame, draw_outline
from cisp_desktop.documents.page_furniture import (
    DEMONSTRATION_BANNER,
    fitted,
    open_canvas,
    rule,
    watermark,
)
from cisp_desktop.documents.tagging import ARTIFACT, tagged
from cisp_desktop.documents.text import printable, safe_paragraph
from cisp_desktop.domain.issued import verification_code
from cisp_desktop.domain.minutes import canonical_json, fingerprint

_SIDE = 20 * MILLIMETRE
_FRAMED_SIDE = 26 * MILLIMETRE
_BOTTOM = 25 * MILLIMETRE
_FOOT_SIZE = 7.5
_MENTION_SIZE = 8.5
_MENTION_LEADING = 10.0


@dataclass(frozen=True, slots=True)
class PaperStyles:
    """The styles of a letter, beside those of the minutes."""

    minutes: MinutesStyles
    body: ParagraphStyle
    strong: ParagraphStyle
    heading: ParagraphStyle


def paper_styles(ink: Color = black) -> PaperStyles:
    """Return the styles, titles and headings in ``ink``; the fonts are registered on the way."""
    minutes = minutes_styles()
    body = minutes.body.clone("issued-body", fontSize=10.5, leading=14)
    return PaperStyles(
        replace(minutes, title=minutes.title.clone("issued-title", textColor=ink)),
        body,
        body.clone("issued-strong", fontName=SEMIBOLD),
        minutes.heading.clone("issued-heading", fontSize=11.5, leading=15, textColor=ink),
    )


class IssuedPaper:
    """The pages of one paper. ``content`` is frozen; ``attaches`` puts it into the file as JSON."""

    def __init__(
        self, content: Mapping[str, Any], *, landscape: bool = False, attaches: bool = False
    ) -> None:
        self.content = content
        accent = content.get("template", {}).get("accent", "")
        self.ink = HexColor(accent) if accent else black
        self.styles = paper_styles(self.ink)
        self.text = canonical_json(content)
        self.sha256 = fingerprint(self.text)
        self.code = verification_code(self.sha256)
        self.landscape = landscape
        self._attaches = attaches
        width, height = (A4_LONG, A4_SHORT) if landscape else (A4_SHORT, A4_LONG)
        side = _FRAMED_SIDE if landscape else _SIDE
        self.flow = PageFlow(PageFrame(width, height, side, width - side, _BOTTOM, height - TOP_MARGIN))
        self.flow.mark(self.title)

    @property
    def _preview(self) -> bool:
        """Whether it only shows how a template looks: such a paper is issued to nobody."""
        return bool(self.content.get("preview"))

    @property
    def title(self) -> str:
        """What the paper is called."""
        return TITLES[self.content["kind"]]

    def say(self, text: str, style: ParagraphStyle | None = None, *, after: float = 7.0) -> None:
        """Set a paragraph of plain text."""
        self.flow.paragraph(safe_paragraph(text, style or self.styles.body), after=after)

    def heading(self, text: str) -> None:
        """Set a heading, never alone at the foot of a page."""
        self.flow.space(4)
        self.flow.need(5 * self.styles.body.leading)
        self.say(text, self.styles.heading, after=3)

    def duplicate_mention(self) -> str:
        """Return what a duplicate says of itself; empty for a first paper."""
        mention = self.content.get("duplicate")
        if mention is None:
            return ""
        return (
            f"DUPLICATA n°{NBSP}{mention['nth']} établi le {short_date(mention['issued_on'])}, de l’original "
            f"émis le {short_date(mention['first_issued_on'])} sous le code {mention['code']}"
        )

    def mentions(self) -> list[str]:
        """Return what stands at the head of every page: a duplicate's mention, what the paper replaces."""
        found, replaced = [self.duplicate_mention()], self.content.get("replaces")
        if replaced is not None:
            found.append(
                f"ANNULE ET REMPLACE le document n°{NBSP}{replaced['code']} du "
                f"{short_date(replaced['issued_on'])} ({replaced['minutes']})"
            )
        return [one for one in found if one]

    def put_mentions(self, canvas: Canvas, y: float) -> None:
        """Draw the mentions under ``y``, in one line where they fit."""
        canvas.setFont(SEMIBOLD, _MENTION_SIZE)
        found, frame = self.mentions(), self.flow.frame
        whole = " · ".join(found)
        if typeface(SEMIBOLD).width(printable(whole), _MENTION_SIZE) <= frame.width:
            found = [whole]
        for line, mention in enumerate(found):
            canvas.drawCentredString(frame.page_width / 2, y - line * _MENTION_LEADING, mention)

    def document(self) -> DrawnPaper:
        """Draw every page and return the PDF, the same bytes for the same content."""
        buffer = BytesIO()
        canvas = open_canvas(buffer, self.flow.frame)
        frozen = Attached(
            f"{self.code}.json", self.text.encode(), "application/json",
            "Contenu figé du document, dont le code de vérification est imprimé au pied de chaque page",
        )  # fmt: skip
        make_archival(canvas, self._described(), (frozen,) if self._attaches else ())
        for index, operations in enumerate(self.flow.pages):
            if self._preview:
                with tagged(canvas, ARTIFACT):
                    watermark(canvas, self.flow.frame, "APERÇU")
            draw_outline(canvas, self.flow.outline, index)
            for operation in operations:
                operation(canvas)
            with tagged(canvas, ARTIFACT):
                self._head(canvas, index)
                self._foot(canvas, index)
            canvas.showPage()
        canvas.save()
        return DrawnPaper(with_ended_streams(buffer.getvalue()), len(self.flow.pages))

    def _described(self) -> Described:
        content = self.content
        whom = ""
        if "holder" in content:
            whom = holder_name(content["holder"])
        elif "member" in content:
            whom = content["member"]["name"]
        day = (content.get("duplicate") or content)["issued_on"]
        return Described(
            printable(" – ".join(part for part in (self.title, whom) if part)),
            printable(content["signatory"]["organisation"]),
            printable(f"{content['certification']['code']} – {content['certification']['title']}"),
            f"{FINGERPRINT_KEYWORD}{self.sha256}",
            datetime.fromisoformat(day).replace(tzinfo=UTC),
        )

    def _head(self, canvas: Canvas, index: int) -> None:
        frame = self.flow.frame
        y = frame.page_height - EDGE - 8
        if self.content["demonstration"]:
            canvas.setFont(BOLD, 8.5)
            canvas.drawCentredString(frame.page_width / 2, y, DEMONSTRATION_BANNER)
            y -= 12
        if self.mentions():
            self.put_mentions(canvas, y)
        elif index and not self.content["demonstration"]:
            canvas.setFont(SEMIBOLD, 8.5)
            canvas.drawString(frame.left, y, fitted(self.title, SEMIBOLD, 8.5, width=frame.width))

    def _foot(self, canvas: Canvas, index: int) -> None:
        frame, content = self.flow.frame, self.content
        y = EDGE + 26  # the last line hangs below its base
        rule(canvas, frame.left, frame.right, y=y + 9)
        canvas.setFont(SEMIBOLD, 8.5)
        code = "aperçu, non émis" if self._preview else self.code
        canvas.drawString(frame.left, y - 2, f"Code de vérification{NBSP}: {code}")
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(frame.right, y - 2, f"page {index + 1} / {len(self.flow.pages)}")
        if self._preview:
            return
        canvas.setFont(REGULAR, _FOOT_SIZE)
        centre, minutes = content["centre"]["name"], content["minutes"]["number"]
        how = f"Pour vérifier ce document, communiquez ce code au centre organisateur{NBSP}: {centre}."
        kept = f"Le centre conserve l’original de ce document et le procès-verbal {minutes}."
        for line, text in enumerate((how, kept)):
            shown = fitted(text, REGULAR, _FOOT_SIZE, width=frame.width)
            canvas.drawString(frame.left, y - 13 - line * 10, shown)


def paragraph_height(paragraph: Paragraph, width: float) -> float:
    """Return the height of a paragraph set at a width, in points."""
    height: float = paragraph.wrap(width, A4_LONG * 40)[1]
    return height
