"""The structure of papers, as an independent reader (poppler) gives it to who cannot see the page."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.documents.tagging import MOST_ELEMENTS
from tests.documents import papers
from tests.documents.factories import snapshot
from tests.documents.test_paper_templates import drawn, sample

_PROGRAM = shutil.which("pdfinfo")
needs_reader = pytest.mark.skipif(
    _PROGRAM is None, reason="poppler-utils is not installed: make test does it"
)
Element = tuple[str, str]
"""A type, and the text below it."""


def structure(pdf: bytes, folder: Path) -> list[Element]:
    """Return the elements of a paper in the order of reading, each with its own text, spaces apart."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    command = [str(_PROGRAM), "-struct-text", "-enc", "UTF-8", str(file)]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    found: list[tuple[str, list[str]]] = []
    for line in told.splitlines():
        text = re.fullmatch(r'\s*"(.*)"', line)
        kind = re.match(r"\s*([A-Z][A-Za-z0-9]*)\b", line)
        if text is not None:
            found[-1][1].append(text[1])
        elif kind is not None:
            found.append((kind[1], []))
    return [(kind, "".join("".join(texts).split())) for kind, texts in found]


def kinds(elements: list[Element]) -> list[str]:
    return [kind for kind, _text in elements]


@needs_reader
def test_minutes_are_read_under_their_headings_row_by_row(tmp_path: Path) -> None:
    told = structure(MinutesRenderer().render(snapshot(3), draft=False).pdf, tmp_path)
    assert [text for kind, text in told if kind == "H1"] == ["Procès-verbaldejury"]
    assert [text[:7] for kind, text in told if kind == "H2"][:2] == ["Annexe1", "Annexe2"]
    at = told.index(("TD", "GRE-22-002"))
    row = [text for _kind, text in told[at : at + 11]]
    assert told[at - 1] == ("TR", "")
    assert told[at + 11][0] == "TR"
    assert row[1].startswith("BENALI")
    assert row[5:10] == ["V", "V", "V", "V", "NV"]


@needs_reader
def test_a_table_over_many_pages_is_one_and_its_head_is_read_once(tmp_path: Path) -> None:
    rendered = MinutesRenderer().render(snapshot(20), draft=False)
    told = structure(rendered.pdf, tmp_path)
    assert rendered.pages > 2
    assert kinds(told).count("Table") == 3  # the panel, the candidates, their attendance
    assert [text for kind, text in told if kind == "TH"].count("Voied’accès") == 1


@needs_reader
def test_what_repeats_on_every_page_is_not_read(tmp_path: Path) -> None:
    told = structure(MinutesRenderer().render(snapshot(40), draft=True).pdf, tmp_path)
    text = "".join(text for _kind, text in told)
    assert "Paraphes" not in text
    assert "PROJET" not in text
    assert "page1/" not in text
    assert text.count("Procès-verbaldejury") == 1


@needs_reader
def test_a_table_that_finds_no_room_is_a_paragraph_for_each_page(tmp_path: Path) -> None:
    rendered = MinutesRenderer().render(snapshot(MOST_ELEMENTS // 4, blocks=1), draft=False)
    told = structure(rendered.pdf, tmp_path)
    assert len(told) <= MOST_ELEMENTS + rendered.pages
    row = next(one for one in told if "GRE-22-002BENALI" in one[1])
    assert row[0] == "P"
    assert "".join(text for _kind, text in told).count("GRE-22-001") >= 2


@needs_reader
def test_what_comes_after_the_last_element_is_still_read(tmp_path: Path) -> None:
    content = snapshot(3)
    content["candidates"][0]["reasons"] = [
        {"block": content["blocks"][0]["code"], "reason": f"Raison {n}.", "kind": "REFUSAL"}
        for n in range(MOST_ELEMENTS)
    ]
    rendered = MinutesRenderer().render(content, draft=False)
    told = structure(rendered.pdf, tmp_path)
    assert len(told) <= MOST_ELEMENTS + rendered.pages
    text = "".join(text for _kind, text in told)
    assert all(f"Raison{n}." in text for n in range(MOST_ELEMENTS))


@needs_reader
def test_a_paragraph_that_goes_on_over_the_page_is_one(tmp_path: Path) -> None:
    content = snapshot(3, incidents=["Coupure de courant. " * 900])
    told = structure(MinutesRenderer().render(content, draft=False).pdf, tmp_path)
    most = max((text for kind, text in told if kind == "P"), key=len)
    whole = "Coupuredecourant." * 200
    assert whole in most


@needs_reader
def test_a_logo_says_what_it_is(tmp_path: Path) -> None:
    told = structure(drawn(sample("DECISION_NOTICE"), picture=papers.logo()), tmp_path)
    assert "Figure" in kinds(told)
    assert b"/S /Figure" in drawn(sample("DECISION_NOTICE"), picture=papers.logo())


@pytest.mark.parametrize("kind", PaperKind)
def test_papers_of_preparation_are_drawn_without_tags(kind: PaperKind) -> None:
    pdf = PreparationRenderer().render(kind, papers.content(1))
    assert b"/StructTreeRoot" not in pdf
    assert b"/MarkInfo" not in pdf
