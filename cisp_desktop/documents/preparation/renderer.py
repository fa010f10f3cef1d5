"""The documents of preparation as PDFs, drawn from frozen content and from nothing else.

One renderer for every screen and command; the same content gives the same bytes. This module must not know
where the content comes from, nor where the files go.
"""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from cisp_desktop.application.preparation_papers import (
    PaperContent,
    PaperKind,
    PublicContent,
    scoring_jurors,
)
from cisp_desktop.documents.page_furniture import PRODUCT, refuse_missing_glyphs
from cisp_desktop.documents.preparation.blank_sheets import BlankSheets
from cisp_desktop.documents.preparation.letters import CandidateLetters, JurorLetters
from cisp_desktop.documents.preparation.lists import CandidateLists, Nominations
from cisp_desktop.documents.preparation.rooms import AttendanceSheets, Plannings, room_days
from cisp_desktop.documents.text import printable
from cisp_desktop.domain.errors import RuleError

_SUMMONS = (PaperKind.SUMMONS_CANDIDATES, PaperKind.SUMMONS_JURORS)
_PERSONAL = (*_SUMMONS, PaperKind.BLANK_SHEETS)


class PreparationRenderer:
    """Draws the documents of preparation (port ``PaperRenderer``). Holds no state."""

    def render(self, kind: PaperKind, content: PaperContent, *, only: int | None = None) -> bytes:
        """Return one PDF, the same bytes for the same content: see ``PaperRenderer.render``."""
        if only is not None and kind not in _PERSONAL:
            raise ValueError("this paper is nobody's own")
        if content.public.session.cancelled:
            raise RuleError("papers.session_cancelled")
        refuse_missing_glyphs(content)
        if kind is PaperKind.SUMMONS_CANDIDATES:
            return _candidate_letters(content, only)
        if kind is PaperKind.SUMMONS_JURORS:
            return _juror_letters(content, only)
        if kind is PaperKind.BLANK_SHEETS:
            return _blank_sheets(content, only)
        if kind is PaperKind.NOMINATION:
            return _nomination(content)
        return _public_paper(kind, content.public)

    def merge(self, papers: Sequence[tuple[str, bytes]]) -> bytes:
        """Return one PDF of all (title, PDF), a bookmark for each, the same bytes for the same papers."""
        writer = PdfWriter()
        for title, pdf in papers:
            page = len(writer.pages)
            writer.append(PdfReader(BytesIO(pdf)), import_outline=False)
            writer.add_outline_item(title=printable(title), page_number=page)
        writer.metadata = {"/Title": "Documents de préparation", "/Producer": PRODUCT, "/Creator": PRODUCT}
        writer.compress_identical_objects()
        buffer = BytesIO()
        writer.write(buffer)
        return buffer.getvalue()


def _candidate_letters(content: PaperContent, only: int | None) -> bytes:
    _refuse_without_candidate(content.public)
    if only is None and not content.summoned:
        raise RuleError("papers.no_juror")
    letters = CandidateLetters(content, "Convocation")
    for index in content.summoned if only is None else (only,):
        letters.write(index)
    return letters.pages.document()


def _juror_letters(content: PaperContent, only: int | None) -> bytes:
    _refuse_without_juror(content.public)
    letters = JurorLetters(content, "Convocation")
    for index in range(len(content.public.jurors)) if only is None else (only,):
        letters.write(index)
    return letters.pages.document()


def _blank_sheets(content: PaperContent, only: int | None) -> bytes:
    jurors = scoring_jurors(content) if only is None else (only,)
    if not any(content.scored_by(juror) for juror in jurors):
        raise RuleError("papers.no_grid")
    sheets = BlankSheets(content)
    for juror in jurors:
        sheets.write(juror)
    return sheets.pages.document()


def _nomination(content: PaperContent) -> bytes:
    _refuse_without_juror(content.public)
    nomination = Nominations(content)
    nomination.write()
    return nomination.pages.document()


def _public_paper(kind: PaperKind, public: PublicContent) -> bytes:
    """Draw what hangs on doors and passes from hand to hand: it never sees the rest of the content."""
    _refuse_without_candidate(public)
    if kind is PaperKind.CANDIDATE_LIST:
        listed = CandidateLists(public)
        listed.write()
        return listed.pages.document()
    papers: Plannings | AttendanceSheets
    papers = Plannings(public) if kind is PaperKind.PLANNING else AttendanceSheets(public)
    for day in room_days(public):
        papers.write(day)
    return papers.pages.document()


def _refuse_without_candidate(public: PublicContent) -> None:
    if not public.candidates:
        raise RuleError("papers.no_candidate")


def _refuse_without_juror(public: PublicContent) -> None:
    if not public.jurors:
        raise RuleError("papers.no_juror")
