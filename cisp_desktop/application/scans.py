"""A scan of minutes signed on paper, looked at before it is attached: whose pages it shows, which it lacks.

The pages say themselves what they are (``page_codes``). Must not know how a page is drawn, nor who signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.minutes_snapshot import SHORT_FINGERPRINT_LENGTH
from cisp_desktop.application.page_codes import PageCode, read_page_code
from cisp_desktop.application.ports import DossierInspector, Progress
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.application.queries_minutes import ExtractRow
from cisp_desktop.application.services import DrawnPages, PageCodeReader, PageDrawers
from cisp_desktop.domain.errors import Refused, RuleError

_WIDE = (2200, 3600)
"""Pixels of a page's longer side: first small, then finer where no code was read."""
SCAN_PAGES = 400
"""Pages of a scan at most: the longest minutes have some two hundred."""


@dataclass(frozen=True, slots=True)
class ScanLook:
    """What a scan shows: ``codes`` page by page, None where no code of minutes could be read.

    ``expected`` is how many pages the minutes have; ``extracts`` are pages of their own extracts.
    """

    pages: int
    expected: int
    codes: tuple[PageCode | None, ...]
    foreign: tuple[PageCode, ...]
    extracts: tuple[PageCode, ...] = ()

    @property
    def shown(self) -> frozenset[int]:
        """The pages of these minutes that were recognised, from 1."""
        foreign = {*self.foreign, *self.extracts}
        return frozenset(code.page for code in self.codes if code is not None and code not in foreign)

    @property
    def missing(self) -> tuple[int, ...]:
        """The pages that no page of the scan was recognised as; all of them without any code."""
        return tuple(page for page in range(1, self.expected + 1) if page not in self.shown)

    @property
    def unread(self) -> int:
        """Pages of the scan on which no code could be read."""
        return sum(code is None for code in self.codes)

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to look: pages of other minutes, or some that were not recognised."""
        return bool(self.foreign or self.missing)


def look_at_scan(
    minutes: MinutesRow,
    content: bytes,
    *,
    file_name: str,
    inspector: DossierInspector,
    drawers: PageDrawers,
    codes: PageCodeReader,
    extracts: Sequence[ExtractRow] = (),
    progress: Progress = lambda done, total: None,
) -> ScanLook:
    """Open a PDF in a limited child first, then read the code of each page. Pages of the minutes' own
    ``extracts`` are known for what they are: signed on paper, they are often laid on the same pile.

    Takes the time of drawing every page: off the GUI thread. Raises ``RuleError``: ``dossier.pdf.*``,
    ``minutes.scan_long`` beyond ``SCAN_PAGES``, ``document.pages.unreadable``.
    """
    facts = inspector.inspect(content, file_name=file_name)
    if facts.pages > SCAN_PAGES:
        raise RuleError("minutes.scan_long", name=file_name, limit=SCAN_PAGES)
    drawn = drawers.open(content)
    found: list[PageCode | None] = []
    try:
        for index in range(drawn.page_count):
            progress(index, drawn.page_count)
            found.append(_code_on(drawn, index, codes))
    finally:
        drawn.close()
    own = {extract.sha256[:SHORT_FINGERPRINT_LENGTH] for extract in extracts}
    others = [code for code in found if code is not None and not _of(minutes, code)]
    foreign = tuple(code for code in others if code.fingerprint not in own)
    with_them = tuple(code for code in others if code.fingerprint in own)
    return ScanLook(facts.pages, minutes.pages, tuple(found), foreign, with_them)


def check_shown(minutes: MinutesRow, look: ScanLook) -> None:
    """Refuse a scan that shows other minutes, or not all the pages of these, for who cannot be asked.

    Raises ``Refused``: ``minutes.scan_foreign``, ``minutes.scan_incomplete``.
    """
    if look.foreign:
        raise Refused("minutes.scan_foreign", number=minutes.number, found=foreign_words(look.foreign))
    if look.missing:
        missing = ", ".join(str(page) for page in look.missing[:12])
        raise Refused("minutes.scan_incomplete", number=minutes.number, missing=missing)


def foreign_words(codes: Sequence[PageCode]) -> str:
    """« PV-2022-GRE-S1, page 2 »: what pages of other minutes say of themselves, the first three."""
    told = [f"{code.number}, page {code.page}" for code in codes[:3]]
    return " · ".join([*told, "…"] if len(codes) > len(told) else told)


def _of(minutes: MinutesRow, code: PageCode) -> bool:
    return code.version == minutes.version and code.fingerprint == minutes.sha256[:SHORT_FINGERPRINT_LENGTH]


def _code_on(drawn: DrawnPages, index: int, codes: PageCodeReader) -> PageCode | None:
    longest = max(1.0, *drawn.page_size(index))
    for pixels in _WIDE:
        texts = codes.texts(drawn.render(index, pixels / longest))
        known = next((code for code in map(read_page_code, texts) if code is not None), None)
        if known is not None:
            return known
    return None
