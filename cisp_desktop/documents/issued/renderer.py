"""One renderer for every paper after the jury, whichever window or command asks.

This module must not know where a content comes from, nor keep anything.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.documents.issued.access_pack import draw_access_pack
from cisp_desktop.documents.issued.attestations import draw_juror_presence, draw_presence, draw_success
from cisp_desktop.documents.issued.certificates import draw_certificate
from cisp_desktop.documents.issued.grids import draw_agreed_grids, draw_individual_grids
from cisp_desktop.documents.issued.lists import draw_attendance, draw_expenses
from cisp_desktop.documents.issued.notice import draw_notice
from cisp_desktop.documents.page_furniture import refuse_missing_glyphs

_Draw = Callable[[Mapping[str, Any], bytes | None], DrawnPaper]

DRAWN: Mapping[str, _Draw] = MappingProxyType(
    {
        "DECISION_NOTICE": draw_notice,
        "SUCCESS_ATTESTATION": draw_success,
        "CANDIDATE_PRESENCE": draw_presence,
        "BLOCK_CERTIFICATE": draw_certificate,
        "CERTIFICATE": draw_certificate,
        "JUROR_PRESENCE": draw_juror_presence,
        "JUROR_EXPENSES": draw_expenses,
        "ATTENDANCE_LIST": draw_attendance,
        "INDIVIDUAL_GRIDS": draw_individual_grids,
        "AGREED_GRIDS": draw_agreed_grids,
        "ACCESS_PACK": draw_access_pack,
    }
)
"""What draws each kind."""


class IssuedRenderer:
    """Draws the papers after the jury. Holds no state."""

    def render(self, content: Mapping[str, Any], *, logo: bytes | None) -> DrawnPaper:
        """Return the PDF of a frozen content, the same bytes for the same content and logo.

        Raises ``RuleError("document.glyph_missing")`` when a character has no glyph in the embedded fonts.
        """
        refuse_missing_glyphs(content)
        return DRAWN[content["kind"]](content, logo)
