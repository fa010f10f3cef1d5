"""The centre's letterhead: logo, name, address, SIRET.

The logo is a user's file: its size is read before its pixels. This module must not know the letter below.
"""

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Paragraph

from cisp_desktop.application.preparation_papers import Centre
from cisp_desktop.application.wording_minutes import NBSP, siret
from cisp_desktop.documents.minutes_style import MinutesStyles
from cisp_desktop.documents.page_flow import MILLIMETRE, PageFlow
from cisp_desktop.documents.page_furniture import rule
from cisp_desktop.documents.pictures import PictureTooLarge, PictureUnreadable, load_picture
from cisp_desktop.documents.tagging import ARTIFACT, Tag
from cisp_desktop.documents.text import markup
from cisp_desktop.domain.errors import RuleError

LOGO_MEGAPIXELS = 20
_WIDTH = 45 * MILLIMETRE
_HEIGHT = 22 * MILLIMETRE
_KEPT = (900, 900)


class Letterhead:
    """The letterhead of one centre, its logo read once. Invariant: the same centre is drawn the same."""

    def __init__(self, centre: Centre, styles: MinutesStyles) -> None:
        """Read the logo. Raises ``RuleError("papers.logo")`` for a picture that cannot be printed."""
        self._logo = _picture(centre.logo) if centre.logo else None
        lines = [f"<b>{markup(centre.name)}</b>", markup(centre.address)]
        if centre.siret:
            lines.append(f"SIRET{NBSP}: {markup(siret(centre.siret))}")
        self._text = "<br/>".join(line for line in lines if line)
        self._style = styles.body

    def put(self, flow: PageFlow) -> None:
        """Set it at the pen, and a rule under it."""
        top, left = flow.y, flow.frame.left
        indent, height = 0.0, 0.0
        if self._logo is not None:
            picture, width, height = self._logo
            flow.draw(
                lambda canvas: canvas.drawImage(picture, left, top - height, width, height, mask="auto"),
                Tag("Figure", "/Alt (Logo)"),
            )
            indent = width + 12
        text = Paragraph(self._text, self._style)
        _, used = text.wrap(flow.frame.width - indent, flow.frame.height)
        flow.draw(lambda canvas: text.drawOn(canvas, left + indent, top - used))
        flow.space(max(used, height) + 8)
        y, right = flow.y, flow.frame.right
        flow.draw(lambda canvas: rule(canvas, left, right, y=y), ARTIFACT)
        flow.space(18)


def _picture(content: bytes) -> tuple[ImageReader, float, float]:
    """Return a logo ready to draw, with its width and height on the page in points."""
    try:
        kept = load_picture(content, most_pixels=LOGO_MEGAPIXELS * 1_000_000)
    except (PictureTooLarge, PictureUnreadable):
        raise RuleError("papers.logo", limit=LOGO_MEGAPIXELS) from None
    kept.thumbnail(_KEPT)
    scale = min(_WIDTH / kept.width, _HEIGHT / kept.height)
    return ImageReader(kept), kept.width * scale, kept.height * scale
