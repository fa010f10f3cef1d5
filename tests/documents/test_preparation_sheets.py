"""Blank score sheets: the screen's grid on paper."""

import re
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from cisp_desktop.application.preparation_papers import GridBlock, GridLevel, PaperContent, PaperKind
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import LevelShape
from tests.documents.papers import LEVELS, UNITS, content, grid, points_content
from tests.documents.reading import page_texts, squeezed, whole_text

BOX = 11


def sheets(whole: PaperContent, juror: int | None = 0) -> bytes:
    return PreparationRenderer().render(PaperKind.BLANK_SHEETS, whole, only=juror)


def boxes(pdf: bytes) -> int:
    """Count the square boxes of all pages."""
    streams = (
        page.get_contents().get_data().decode("latin-1") for page in pypdf.PdfReader(BytesIO(pdf)).pages
    )
    return sum(len(re.findall(rf" {BOX} {BOX} re", stream)) for stream in streams)


def test_every_competence_stands_with_its_number_in_the_order_of_the_grid() -> None:
    whole = content(1)
    text = squeezed(whole_text(sheets(whole)))
    place = 0
    for block in whole.grid.blocks:
        place = text.index(squeezed(f"{block.code} – {block.title}"), place)
        for number, item in enumerate(block.items, start=1):
            place = text.index(squeezed(f"{number}{item}"), place)


def test_a_box_per_level_and_one_for_not_evaluated() -> None:
    whole = replace(content(1, blocks=1), grid=grid(("BC01",), competences=3))
    assert boxes(sheets(whole)) == 3 * (len(LEVELS) + 1) + len(LEVELS)


def test_no_global_level_is_asked_where_the_scheme_has_none() -> None:
    plain = grid(("BC01",), competences=3)
    whole = replace(content(1, blocks=1), grid=replace(plain, global_level=False))
    assert boxes(sheets(whole)) == 3 * (len(LEVELS) + 1)
    assert "Niveau global du bloc" not in whole_text(sheets(whole))


def test_the_labels_of_the_levels_head_every_page_of_boxes() -> None:
    texts = page_texts(sheets(content(1)))
    assert len(texts) >= 5
    for text in texts:
        if "Commentaire" in text:
            assert all(squeezed(label) in squeezed(text) for label in (*LEVELS, "Non évalué"))


def test_each_block_asks_for_its_global_level() -> None:
    assert whole_text(sheets(content(1))).count("Niveau global du bloc") == 5


def test_only_the_blocks_presented_are_printed() -> None:
    whole = content(3)
    assert whole.public.candidates[2].blocks == ("BC01", "BC02")
    text = whole_text(sheets(whole))
    assert text.count("BC02 – Accueil") == 3
    assert text.count("BC05 – Valorisation") == 2


def test_a_sheet_names_juror_candidate_and_hour_and_asks_for_a_signature() -> None:
    texts = page_texts(sheets(content(2), 1))
    assert "Juré ROUSSEL Bernard, Professionnel du métier visé" in texts[0]
    assert "Candidat 2022-001 – AUBERT Léa" in texts[0]
    assert "Passage lundi 14 décembre 2026, 9 h 00" in texts[0]
    assert all("ROUSSEL Bernard – 2022-00" in text and "Paraphe" in text for text in texts)
    text = " ".join(texts)
    assert text.count("Date et heure") == 2
    assert text.count("Signature du juré") == 2


def test_a_recused_juror_has_no_sheet_for_the_candidate() -> None:
    text = whole_text(sheets(replace(content(3), recused=frozenset({(0, 1)}))))
    assert "BENALI" not in text
    assert "AUBERT" in text


def test_sheets_of_all_jurors_leave_substitutes_out() -> None:
    text = whole_text(sheets(content(1), None))
    assert all(f"Juré {name}" in text for name in ("MARTIN Alice", "ROUSSEL Bernard", "TARDY Nicole"))
    assert "VIAL" not in text


def test_a_substitute_s_sheets_are_printed_when_asked_for() -> None:
    assert "Juré VIAL Odile" in whole_text(sheets(content(1), 3))


def test_marks_on_twenty_are_asked_for_by_assessment() -> None:
    (text,) = page_texts(sheets(points_content(1)))
    assert text.count("/ 20") == len(UNITS)
    for code, title, item in UNITS:
        assert f"{code} – {title}" in text
        assert squeezed(item) in squeezed(text)
    assert "Niveau global" not in text
    assert "Non évalué" not in text
    assert text.count("Commentaire") == len(UNITS)


@pytest.mark.parametrize("count", [2, 3, 6, 10])
def test_a_scale_of_any_length_fits(count: int) -> None:
    one = grid(("BC01",), competences=2)
    levels = tuple(
        GridLevel(f"Niveau {n}", shape) for n, shape in zip(range(count), [*LevelShape] * 2, strict=False)
    )
    whole = replace(content(1, blocks=1), grid=replace(one, levels=levels))
    pdf = sheets(whole)
    assert boxes(pdf) == 2 * (count + 1) + count
    assert all(squeezed(level.label) in squeezed(whole_text(pdf)) for level in levels)


@pytest.mark.parametrize("length", [300, 2_000, 9_000])
def test_a_long_competence_is_printed_whole(length: int) -> None:
    wording = " ".join(f"mot{n}" for n in range(length // 6))
    one = replace(grid(("BC01",)), blocks=(GridBlock("BC01", "Titre " * 50, (wording, "Courte.")),))
    text = squeezed(
        re.sub(
            "[^ ]+ – 2022-001 AUBERT Léa.*?RNCP36128",
            "",
            " ".join(page_texts(sheets(replace(content(1, blocks=1), grid=one)))),
        )
    )
    assert all(f"mot{n}" in text for n in range(length // 6))
    assert "Courte." in text


@pytest.mark.parametrize("competences", range(1, 24))
def test_no_head_stands_without_a_line_and_no_global_level_alone(competences: int) -> None:
    whole = replace(content(1, blocks=2), grid=grid(("BC01", "BC02"), competences=competences))
    for text in page_texts(sheets(whole)):
        for part in text.split("N° Compétence")[1:]:
            assert "(BC0" in part
        if "Niveau global du bloc" in text:
            assert re.search(r"\(BC0\d-\d+\)", text)


def test_a_grid_without_a_block_is_refused() -> None:
    whole = replace(content(1), grid=replace(grid(()), blocks=()))
    with pytest.raises(RuleError) as refused:
        sheets(whole, None)
    assert refused.value.code == "papers.no_grid"


def test_sheets_grow_with_candidates_and_no_faster() -> None:
    few, many = (len(page_texts(sheets(content(n, blocks=2)))) for n in (2, 20))
    assert many <= 10 * few


def test_every_page_of_boxes_names_its_block() -> None:
    whole = replace(content(1, blocks=1), grid=grid(("BC01",), competences=40))
    texts = [text for text in page_texts(sheets(whole)) if "Commentaire" in text]
    assert len(texts) >= 3
    title = squeezed(f"BC01 – {whole.grid.blocks[0].title}")
    assert all(title in squeezed(text) for text in texts)
    assert [squeezed("(suite)") in squeezed(text) for text in texts] == [False] + [True] * (len(texts) - 1)
