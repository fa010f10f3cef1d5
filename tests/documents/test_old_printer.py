"""On an old black-and-white printer: every paper keeps 12 mm free on all sides, and fills nothing with grey.

Measured on pixels: what the printer is sent, whatever drew it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application.awards import award_register
from cisp_desktop.application.issued_building import AccessRequest
from cisp_desktop.application.issuing import issue_papers, read_paper, read_papers
from cisp_desktop.application.minutes import read_minutes
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.register_papers import award_paper, number_paper
from cisp_desktop.application.registers import number_register
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.page_flow import A4_LONG, A4_SHORT, MILLIMETRE
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.documents.registers import RegisterRenderer
from cisp_desktop.domain.issued import DocumentKind
from tests.application.issued_scenes import CHOICES, issue, open_completed
from tests.documents.factories import snapshot
from tests.documents.papers import content

Count = Callable[[Any, Any], Any]
"""The small count of a daily run, or the full one."""
DOTS = 150
FREE = 12
"""Millimetres."""
_BLACK, _WHITE = 48, 246
"""Of 255: what prints as black at most, what an old printer leaves white at least."""
_BLOCK = 7
"""Pixels of a side: 1.2 mm that is neither black nor white all over is a fill, letters have none."""


def pages(pdf: bytes) -> Iterator[Image.Image]:
    """Give each page in grey."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.render(scale=DOTS / 72).to_pil().convert("L")
    document.close()


def free_edge(picture: Image.Image) -> float:
    """Return the millimetres between the ink and the nearest edge."""
    ink = picture.point(lambda value: 255 if value < _WHITE else 0).getbbox()
    if ink is None:
        return float(min(picture.size))
    left, top, right, bottom = ink
    return min(left, top, picture.width - right, picture.height - bottom) / DOTS * 25.4


def grey_fill(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Return where something is filled with grey, in pixels."""
    grey = picture.point(lambda value: 255 if _BLACK < value < _WHITE else 0)
    return grey.filter(ImageFilter.MinFilter(_BLOCK)).getbbox()


def check(pdf: bytes) -> None:
    """Hold every page of a paper to both."""
    for number, picture in enumerate(pages(pdf), start=1):
        assert free_edge(picture) >= FREE - 25.4 / DOTS, number
        assert grey_fill(picture) is None, number


def drawn(*, at: float, grey: float) -> bytes:
    """Return a page with a square ``at`` millimetres of its corner."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(A4_SHORT, A4_LONG))
    canvas.setFillGray(grey)
    canvas.rect(at * MILLIMETRE, at * MILLIMETRE, 20 * MILLIMETRE, 20 * MILLIMETRE, stroke=0, fill=1)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(("at", "grey"), [(11, 0.0), (20, 0.93), (20, 0.5)])
def test_what_stands_too_near_the_edge_or_is_grey_is_seen(at: float, grey: float) -> None:
    with pytest.raises(AssertionError):
        check(drawn(at=at, grey=grey))
    check(drawn(at=12.2, grey=0.0))


@pytest.mark.parametrize(("blocks", "draft"), [(2, False), (12, True)])
def test_minutes(blocks: int, draft: bool, count: Count) -> None:
    check(MinutesRenderer().render(snapshot(count(9, 30), blocks=blocks), draft=draft).pdf)


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_of_preparation(kind: PaperKind, count: Count) -> None:
    check(PreparationRenderer().render(kind, content(count(1, 5))))


def test_every_paper_after_the_jury_its_minutes_and_registers(tmp_path: Path, count: Count) -> None:
    workspace, made = open_completed(tmp_path)
    try:
        issue(workspace, made)
        asked = replace(CHOICES, request=AccessRequest("DURAND Claire"))
        issue_papers(
            workspace, made.id, wanted=lambda _paper: True, choices=asked, renderer=IssuedRenderer(),
            personal=True,
        )  # fmt: skip
        read = read_papers(workspace, made.id)
        documents = (*read.documents, *read.personal_documents)
        assert {one.kind for one in documents} == set(DocumentKind)
        first_of_each = {one.kind: one for one in reversed(documents)}.values()
        for one in count(tuple(first_of_each), documents):
            check(read_paper(workspace, one))
        (minutes,) = workspace.queries.minutes_of_session(made.id)
        check(read_minutes(workspace, minutes.id))
        queries, now = workspace.queries, workspace.clock()
        verdict = queries.check_journal()
        numbers = number_paper(number_register(queries), verdict, asked="Tout", made=now)
        check(RegisterRenderer().render(numbers))
        awards = award_paper(award_register(queries), verdict, asked="Tout", made=now)
        check(RegisterRenderer().render(awards))
    finally:
        workspace.abandon()
