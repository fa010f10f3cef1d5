"""The PDF of minutes, drawn from their frozen snapshot and from nothing else.

One renderer for every screen and command; the same snapshot gives the same bytes. Order of the page:
DOMAIN.md §6. This module must not know where the snapshot comes from, nor sign anything.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.minutes_snapshot import SHORT_FINGERPRINT_LENGTH
from cisp_desktop.application.page_codes import PageCode
from cisp_desktop.application.ports import RenderedMinutes, SignatureFrame
from cisp_desktop.documents.archival import (
    FINGERPRINT_KEYWORD,
    Attached,
    Described,
    make_archival,
    with_ended_streams,
)
from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_annexes import MinutesAnnexes
from cisp_desktop.documents.minutes_closing import MinutesClosing
from cisp_desktop.documents.minutes_extract import PORTRAIT, put_extract
from cisp_desktop.documents.minutes_head import MinutesHead
from cisp_desktop.documents.minutes_style import EDGE, THIN, MinutesStyles, minutes_styles, page_frame
from cisp_desktop.documents.minutes_table import CandidateTable
from cisp_desktop.documents.minutes_titles import data_name, file_title, page_heading
from cisp_desktop.documents.page_code import draw_code
from cisp_desktop.documents.page_flow import MILLIMETRE, PageFlow, draw_outline
from cisp_desktop.documents.page_furniture import (
    DEMONSTRATION_BANNER,
    open_canvas,
    refuse_missing_glyphs,
    rule,
    watermark,
)
from cisp_desktop.documents.tagging import ARTIFACT, PaperCanvas, tagged
from cisp_desktop.documents.text import printable
from cisp_desktop.domain.minutes import canonical_json
from cisp_desktop.domain.minutes import fingerprint as fingerprint_of

_KEPT_ROWS = 3
_INITIALS_WIDTH = 30 * MILLIMETRE
_INITIALS_HEIGHT = 11 * MILLIMETRE
_CODE_SIDE = 10 * MILLIMETRE
_CODE_MARGIN = 2 * MILLIMETRE
_HEADER_LIMIT = 90


class MinutesRenderer:
    """Draws minutes. Holds no state: one instance serves any number of snapshots."""

    def render(
        self, snapshot: Mapping[str, Any], *, draft: bool, fingerprint: str | None = None
    ) -> RenderedMinutes:
        """Return the PDF of ``snapshot`` (see ``application.minutes_snapshot``; an extract's:
        ``application.extract_content``), « PROJET » across it when ``draft``.

        ``fingerprint`` is the SHA-256 of the canonical JSON in hexadecimal; computed when not given.
        Raises ``RuleError("document.glyph_missing")`` when a character has no glyph in the embedded fonts.
        """
        refuse_missing_glyphs(snapshot)
        digest = fingerprint or fingerprint_of(canonical_json(snapshot))
        extract = bool(snapshot.get("extract"))
        flow = PageFlow(page_frame(PORTRAIT if extract else len(snapshot["blocks"])))
        frames = (put_extract if extract else _put_minutes)(snapshot, flow, minutes_styles())
        furniture = PageFurniture(snapshot, flow, digest, draft=draft)
        return RenderedMinutes(furniture.document(), len(flow.pages), frames)


def _put_minutes(
    snapshot: Mapping[str, Any], flow: PageFlow, styles: MinutesStyles
) -> tuple[SignatureFrame, ...]:
    """Set the minutes of one snapshot; returns the frames of the members."""
    MinutesHead(snapshot, styles).put(flow)
    closing = MinutesClosing(snapshot, styles, width=flow.frame.width, room=flow.frame.height)
    table = CandidateTable(snapshot["blocks"], flow.frame.width)
    flow.mark("Décisions")
    table.table.flow(flow, table.rows(snapshot["candidates"]), keep_last=_KEPT_ROWS, closing=closing.height)
    frames = closing.put(flow)
    MinutesAnnexes(snapshot, styles, closing.moved).put(flow)
    return frames


def _frozen_at(snapshot: Mapping[str, Any]) -> datetime:
    """Return when the content was frozen: the closing of a rectification, the end of the deliberation, else
    midnight of its day.
    """
    ended, day = snapshot["deliberation"]["ends"], snapshot["done_at"]["date"]
    ended = (snapshot.get("rectifies") or {}).get("closed_at") or ended
    moment = datetime.fromisoformat(ended if ended and ended[:10] >= day else day)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


class PageFurniture:
    """What stands on every page around the content, and the drawing of the whole."""

    def __init__(self, snapshot: Mapping[str, Any], flow: PageFlow, digest: str, *, draft: bool) -> None:
        self._snapshot = snapshot
        self._flow = flow
        self._digest = digest
        self._draft = draft
        self._number = printable(snapshot["number"])

    def document(self) -> bytes:
        """Draw every page and return the PDF, the same bytes for the same content."""
        frame = self._flow.frame
        buffer = BytesIO()
        canvas = open_canvas(buffer, frame)
        self._describe(canvas)
        for index, operations in enumerate(self._flow.pages):
            if self._draft:
                with tagged(canvas, ARTIFACT):
                    word = "ANNULÉE" if self._snapshot.get("cancelled") else "PROJET"
                    watermark(canvas, self._flow.frame, word)
            draw_outline(canvas, self._flow.outline, index)
            for operation in operations:
                operation(canvas)
            with tagged(canvas, ARTIFACT):
                self._header(canvas)
                self._footer(canvas, index)
            canvas.showPage()
        canvas.save()
        return with_ended_streams(buffer.getvalue())

    def _describe(self, canvas: PaperCanvas) -> None:
        """Say what the file is; the frozen data goes with it, once it is frozen."""
        snapshot = self._snapshot
        frozen = Attached(
            data_name(snapshot), canonical_json(snapshot).encode(), "application/json",
            "Contenu figé du procès-verbal, dont l’empreinte est imprimée sur chaque page",
        )  # fmt: skip
        described = Described(
            file_title(snapshot),
            printable(snapshot["certifier"]["name"]),
            printable(snapshot["certification"]["title"]),
            f"{FINGERPRINT_KEYWORD}{self._digest}",
            _frozen_at(snapshot),
        )
        make_archival(canvas, described, () if self._draft else (frozen,))

    def _header(self, canvas: Canvas) -> None:
        frame = self._flow.frame
        y = frame.page_height - EDGE - 8
        canvas.setFont(SEMIBOLD, 8.5)
        canvas.drawString(frame.left, y, page_heading(self._snapshot))
        canvas.setFont(REGULAR, 8)
        code = self._snapshot["certification"]["code"]
        name = printable(self._snapshot["centre"]["name"])[:_HEADER_LIMIT]
        canvas.drawRightString(frame.right, y, f"{name} – {code}")
        rule(canvas, frame.left, frame.right, y=y - 4)
        if self._snapshot["demonstration"]:
            canvas.setFont(BOLD, 8.5)
            canvas.drawCentredString(frame.page_width / 2, y - 14, DEMONSTRATION_BANNER)

    def _footer(self, canvas: Canvas, index: int) -> None:
        frame = self._flow.frame
        top = EDGE + _INITIALS_HEIGHT
        rule(canvas, frame.left, frame.right, y=top + 4)
        canvas.setLineWidth(THIN)
        left = frame.right - _INITIALS_WIDTH
        canvas.rect(left, EDGE, _INITIALS_WIDTH, _INITIALS_HEIGHT, stroke=1, fill=0)
        canvas.setFont(REGULAR, 6.5)
        canvas.drawString(left + 2, top - 7, "Paraphes (voie papier)")
        if not self._draft:
            code = PageCode(
                self._number, self._snapshot.get("version", 1), index + 1, len(self._flow.pages), self._digest
            )
            draw_code(canvas, code.text, left - _CODE_MARGIN - _CODE_SIDE, EDGE, side=_CODE_SIDE)
        canvas.setFont(REGULAR, 8)
        short = words.grouped_fingerprint(self._digest[:SHORT_FINGERPRINT_LENGTH])
        line = f"{self._number} · empreinte {short} · page {index + 1} / {len(self._flow.pages)}"
        canvas.drawString(frame.left, top - 8, line)
        if index == 0:
            canvas.setFont(REGULAR, 6.6)
            sealed = f"Empreinte SHA-256 du contenu figé{words.NBSP}: {self._digest}"
            canvas.drawString(frame.left, top - 18, sealed)
            if self._snapshot["journal_head"]:
                entry = printable(self._snapshot["journal_head"])[:_HEADER_LIMIT]
                head = f"Tête du journal{words.NBSP}: {entry}"
                canvas.drawString(frame.left, top - 26, head)
