"""Type sizes, styles and margins of the minutes: black on white, no grey, wide enough for an old printer.

This module must not know the content of minutes.
"""

from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle

from cisp_desktop.documents.fonts import BOLD, REGULAR, SEMIBOLD, register_fonts
from cisp_desktop.documents.page_flow import A4_LONG, A4_SHORT, MILLIMETRE, PageFrame

SIDE_MARGIN = 14 * MILLIMETRE
TOP_MARGIN = 23 * MILLIMETRE
BOTTOM_MARGIN = 27 * MILLIMETRE
EDGE = 12 * MILLIMETRE
THIN = 0.5
THICK = 0.9
PORTRAIT_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class MinutesStyles:
    """The paragraph styles of the minutes."""

    body: ParagraphStyle
    small: ParagraphStyle
    label: ParagraphStyle
    title: ParagraphStyle
    number: ParagraphStyle
    heading: ParagraphStyle
    certification: ParagraphStyle


def minutes_styles() -> MinutesStyles:
    """Return the styles; the fonts are registered on the way."""
    register_fonts()
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=12.2, splitLongWords=1)
    return MinutesStyles(
        body=body,
        small=ParagraphStyle("small", parent=body, fontSize=8, leading=10),
        label=ParagraphStyle("label", parent=body, fontName=SEMIBOLD, fontSize=8, leading=10),
        title=ParagraphStyle(
            "title", parent=body, fontName=BOLD, fontSize=19, leading=23, alignment=TA_CENTER
        ),
        number=ParagraphStyle(
            "number", parent=body, fontName=SEMIBOLD, fontSize=12, leading=15, alignment=TA_CENTER
        ),
        heading=ParagraphStyle("heading", parent=body, fontName=BOLD, fontSize=11.5, leading=14.5),
        certification=ParagraphStyle(
            "certification", parent=body, fontName=SEMIBOLD, fontSize=12, leading=15, alignment=TA_CENTER
        ),
    )


def page_frame(blocks: int) -> PageFrame:
    """Return the page of minutes with so many ``blocks``: portrait up to four, landscape beyond."""
    portrait = blocks <= PORTRAIT_BLOCKS
    width, height = (A4_SHORT, A4_LONG) if portrait else (A4_LONG, A4_SHORT)
    return PageFrame(
        page_width=width,
        page_height=height,
        left=SIDE_MARGIN,
        right=width - SIDE_MARGIN,
        bottom=BOTTOM_MARGIN,
        top=height - TOP_MARGIN,
    )
