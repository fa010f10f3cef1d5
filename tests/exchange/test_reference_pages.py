"""The pasted text of a public sheet: today's layout and the older one give what the shipped sheets hold."""

import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cisp_desktop.application.reference_drafts import SheetDraft, draft_to_data
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.public_sheet import MAX_TEXT, read_public_sheet
from cisp_desktop.exchange.reference_flow import ReferenceFlowReader
from tests.exchange.reference_files import PAGES

CODES = ("RNCP36128", "RNCP6133")


def page(code: str) -> str:
    return (PAGES / f"page-{code}.txt").read_text("utf-8")


def shipped(code: str) -> dict[str, Any]:
    sheet = files("cisp_desktop").joinpath("data", "certifications", f"{code}.json")
    found: dict[str, Any] = json.loads(sheet.read_text("utf-8"))
    return found


def codes_of(draft: SheetDraft) -> set[str]:
    return {note.code for note in draft.notes}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "field",
    ["code", "title", "level_national", "level_european", "registration_ends", "nsf", "formacode", "rome",
     "replaces", "replaced_by", "access_paths", "validity_years_of_blocks"],
)  # fmt: skip
def test_a_pasted_page_gives_what_the_shipped_sheet_says(code: str, field: str) -> None:
    assert draft_to_data(read_public_sheet(page(code)))[field] == shipped(code)[field]


@pytest.mark.parametrize("code", CODES)
def test_a_pasted_page_gives_the_blocks_of_the_shipped_sheet(code: str) -> None:
    found, wanted = draft_to_data(read_public_sheet(page(code)))["blocks"], shipped(code)["blocks"]
    for key in ("code", "title", "competences"):
        assert [block[key] for block in found] == [block[key] for block in wanted]
    for one, other in zip(found, wanted, strict=True):
        for key in ("title", "kind", "dossier"):
            assert [a[key] for a in one["assessments"]] == [a[key] for a in other["assessments"]]


def test_who_judges_is_read_where_the_page_says_it() -> None:
    found, wanted = (
        [[a["judged_by"] for a in block["assessments"]] for block in data["blocks"]]
        for data in (draft_to_data(read_public_sheet(page("RNCP36128"))), shipped("RNCP36128"))
    )
    assert found == wanted


def test_certifier_and_general_competences_are_read() -> None:
    certifier = read_public_sheet(page("RNCP36128")).certifiers[0]
    assert (certifier.name, certifier.siret) == ("CENTRE RESSOURCES AROBASE", "42370591200057")
    assert certifier.website == "https://www.arobase-formations.fr"
    old = read_public_sheet(page("RNCP6133"))
    assert [one.name for one in old.certifiers] == ["Centre ressource AROBASE"]
    assert list(old.general_competences) == shipped("RNCP6133")["general_competences"]


def test_the_older_layout_tells_the_registration_by_its_decree() -> None:
    draft = read_public_sheet(page("RNCP6133"))
    assert (draft.registration_starts, draft.registration_ends) == (date(2007, 3, 3), date(2012, 3, 3))


def test_compositions_stand_under_the_paths_that_are_open() -> None:
    draft = read_public_sheet(page("RNCP36128"))
    assert set(draft.compositions) == {path for path, is_open in draft.access_paths.items() if is_open}
    assert draft.compositions[AccessPath.VAE].startswith("Le jury est composé de trois membres")
    assert "professionnel du métier visé" in draft.compositions[AccessPath.VAE]
    old = read_public_sheet(page("RNCP6133"))
    assert old.compositions[AccessPath.VAE] == "75 % de professionnels"
    assert "50 % de professionnels" in old.compositions[AccessPath.CONTINUING_EDUCATION]


def test_what_the_page_leaves_open_is_noted() -> None:
    assert {"reference.list_open", "reference.judge_unsaid"} <= codes_of(read_public_sheet(page("RNCP36128")))
    old = codes_of(read_public_sheet(page("RNCP6133")))
    assert {"reference.unit_code_ours", "reference.no_competences"} <= old
    assert "reference.no_blocks" not in old


def test_a_cross_whose_column_is_lost_is_noted_and_opens_nothing() -> None:
    text = page("RNCP6133").replace("En contrat d'apprentissage\t\tX", "En contrat d'apprentissage X")
    draft = read_public_sheet(text)
    assert draft.access_paths[AccessPath.APPRENTICESHIP] is False
    unclear = [note for note in draft.notes if note.code == "reference.access_unclear"]
    assert [note.values["path"] for note in unclear] == ["APPRENTICESHIP"]
    assert "pprentissage" in unclear[0].words


def columns_one_under_the_other(text: str) -> str:
    """The page of a narrow window, and of today's site: each block with its headings on lines."""
    text = text.replace("N° et intitulé du bloc\tListe de compétences\tModalités d'évaluation\n", "")
    head, table = text.split("Blocs de compétences\n", 1)
    rows, rest = table.split("Description des modalités", 1)
    rows = re.sub(
        r"^(RNCP36128BC\d\d - [^\t]+)\t([^\t]+)\t",
        r"\1\nListe de compétences\n\2\nModalités d’évaluation\n",
        rows,
        flags=re.MULTILINE,
    )
    assert "\t" not in rows
    return f"{head}Blocs de compétences\n{rows}Description des modalités{rest}"


def title_on_its_own_line(text: str) -> str:
    return re.sub(r"(RNCP36128BC\d\d) - ", r"\1\n", text)


def headings_above_each_table(text: str) -> str:
    text = text.replace("N° et intitulé du bloc\tListe de compétences\tModalités d'évaluation\n", "")
    headings = "\nListe de compétences\tModalités d'évaluation\n"
    return re.sub(r"^(RNCP36128BC\d\d - [^\t]+)\t", rf"\1{headings}", text, flags=re.MULTILINE)


def windows_lines_and_blank_lines(text: str) -> str:
    return text.replace("\n", "\r\n\r\n")


def bullets_lost(text: str) -> str:
    return text.replace("\n- ", "\n").replace("\t- ", "\t")


def without_the_heading(text: str) -> str:
    return text.replace("Blocs de compétences\nN° et intitulé du bloc\tListe de", "N° et intitulé\tListe de")


@pytest.mark.parametrize(
    "pasted",
    [
        columns_one_under_the_other, title_on_its_own_line, headings_above_each_table,
        windows_lines_and_blank_lines, bullets_lost, without_the_heading,
    ],
)  # fmt: skip
def test_other_ways_to_copy_the_page_give_the_same_blocks(pasted: Any) -> None:
    text = pasted(page("RNCP36128"))
    assert text != page("RNCP36128")
    blocks = draft_to_data(read_public_sheet(text))["blocks"]
    wanted = shipped("RNCP36128")["blocks"]
    assert [(b["code"], b["title"]) for b in blocks] == [(b["code"], b["title"]) for b in wanted]
    assert [b["competences"] for b in blocks] == [b["competences"] for b in wanted]
    assert [[a["title"] for a in b["assessments"]] for b in blocks] == [
        [a["title"] for a in b["assessments"]] for b in wanted
    ]


TODAY = """Retour
Intervenant médico-technique à domicile
N° de fiche
RNCP39868
Etat :
Active
L'essentiel
Nomenclature
du niveau de qualification
Niveau 5
Code(s) NSF
331 : Santé
Formacode(s)
  • 43414 : Relation soin
Date d’échéance
de l’enregistrement
28-11-2027
Nom légal\tSiret\tNom commercial\tSite internet
ACADÉMIE\t51872913200069\tSanté\thttps://exemple.invalid/
Liens avec d’autres certifications professionnelles, certifications ou habilitations
RNCP39868BC01 - Prendre en charge\tRNCP31114 - Intervenant\tRNCP31114BC02 - Prise en charge
Date de décision\t28-11-2024
"""


def test_headings_over_two_lines_and_a_table_without_heading_are_understood() -> None:
    draft = read_public_sheet(TODAY)
    assert (draft.code, draft.title) == ("RNCP39868", "Intervenant médico-technique à domicile")
    assert (draft.level_national, draft.registration_ends) == (5, date(2027, 11, 28))
    assert [(one.name, one.siret) for one in draft.certifiers] == [("ACADÉMIE", "51872913200069")]
    assert [one.code for one in draft.formacode] == ["43414"]
    assert (draft.active, draft.registration_starts) == (True, date(2024, 11, 28))


def test_correspondences_of_the_page_are_read_and_are_no_blocks() -> None:
    draft = read_public_sheet(TODAY)
    assert draft.blocks == ()
    assert [(one.sources, one.certification, one.blocks) for one in draft.correspondences] == [
        (("RNCP39868BC01",), "RNCP31114", ("RNCP31114BC02",))
    ]


@pytest.mark.parametrize("text", ["", "Bonjour", "RNCP36128", "Une lettre au sujet de RNCP36128.\nIntitulé"])
def test_a_text_that_is_no_sheet_is_refused_with_advice(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_public_sheet(text)
    assert caught.value.code == "reference.page.unrecognised"
    assert "Ctrl+A" in sentence(caught.value)


def test_an_enormous_text_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        read_public_sheet("x" * (MAX_TEXT + 1))
    assert caught.value.code == "reference.page.too_long"


def test_the_reader_of_flows_reads_pages_too() -> None:
    assert ReferenceFlowReader().pasted(page("RNCP6133")).code == "RNCP6133"


@settings(max_examples=150, deadline=None)
@given(code=st.sampled_from(CODES), data=st.data())
def test_a_page_with_lines_dropped_repeated_or_broken_never_crashes(code: str, data: st.DataObject) -> None:
    lines = page(code).splitlines()
    for _ in range(data.draw(st.integers(0, 12))):
        index = data.draw(st.integers(0, len(lines) - 1))
        act = data.draw(st.sampled_from(("drop", "repeat", "cut", "tabs", "odd")))
        line = lines[index]
        lines[index : index + 1] = {
            "drop": [""],
            "repeat": [line, line],
            "cut": [line[: len(line) // 2], line[len(line) // 2 :]],
            "tabs": [line.replace("\t", " ")],
            "odd": ["31-02-2020\t\x00\u202e &nbsp;<p>X</p>"],
        }[act]
    try:
        draft = read_public_sheet("\n".join(lines))
    except RuleError as error:
        assert error.code == "reference.page.unrecognised"  # noqa: PT017  # the one refusal allowed
        return
    codes = [block["code"] for block in draft_to_data(draft)["blocks"]]
    assert len(codes) == len(set(codes))
    assert all(note.words and "{" not in note.words for note in draft.notes)
