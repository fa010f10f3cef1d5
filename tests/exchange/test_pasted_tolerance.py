"""A page as browsers, mail programs and word processors leave it: no line of a competence is lost."""

import re
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cisp_desktop.application.reference_drafts import BlockDraft
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.public_sheet import read_public_sheet
from cisp_desktop.exchange.public_sheet_sections import _PART_OF as HEADINGS
from tests.exchange.reference_files import PAGES

HEAD = "N° de fiche\nRNCP777\nIntitulé\nUn titre\nNomenclature du niveau de qualification\nNiveau 5\n"
AFTER = {
    "Secteur d’activité et type d’emploi": "Associations",
    "Voies d’accès": "Par expérience\tX\t\tTrois membres",
    "Base légale": "Arrêté",
}
VERBS = ("Analyser", "Conduire", "Évaluer", "Rédiger", "Accueillir", "Mettre en œuvre", "S’assurer de")
THINGS = (
    "le besoin", "un entretien", "les modalités d’évaluation du projet", "l’intitulé : ses mots", "la liste",
    "une statistique (50 %)", "le titre", "les voies d’accès", "RNCP777", "les blocs de compétences",
    "2 niveaux",
)  # fmt: skip


def competence_lines() -> st.SearchStrategy[str]:
    """Lines of a competence list, some of which begin like a heading of the page."""
    plain = st.tuples(st.sampled_from(VERBS), st.sampled_from(THINGS), st.sampled_from(THINGS)).map(" ".join)
    like_heading = st.sampled_from(
        ("Statistiques : lire et commenter celles de l’activité du service",
         "Prérequis : vérifier qu’ils sont tenus par chaque personne accueillie",
         "Niveau de qualification : situer une personne dans la nomenclature")
    )  # fmt: skip
    free = st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=30)
    return st.one_of(plain, like_heading, free)


def letters(text: str) -> str:
    """The letters of a text alone."""
    return "".join(c for c in text if c.isalpha())


def said(block: BlockDraft) -> str:
    """Every letter that a block keeps, in order."""
    return letters(" ".join((block.title, *block.competences, *(one.title for one in block.assessments))))


def with_nbsp(text: str) -> str:
    return text.replace(" ", "\u00a0")


def with_windows_lines(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_old_mac_lines(text: str) -> str:
    return text.replace("\n", "\r")


def with_spaces_around(text: str) -> str:
    return re.sub(r"^(.*)$", r"   \1\t", text, flags=re.MULTILINE)


def with_blank_lines(text: str) -> str:
    return text.replace("\n", "\n \u00a0\n\n")


def with_capital_headings(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line.upper() if folded(line) in HEADINGS else line for line in lines)


def with_colons(text: str) -> str:
    return "\n".join(f"{line} :" if folded(line) in HEADINGS else line for line in text.split("\n"))


def with_bom(text: str) -> str:
    return "\ufeff" + text


def as_it_is(text: str) -> str:
    return text


WAYS: tuple[Callable[[str], str], ...] = (
    as_it_is, with_nbsp, with_windows_lines, with_old_mac_lines, with_spaces_around, with_blank_lines,
    with_capital_headings, with_colons, with_bom,
)  # fmt: skip
LAYOUTS = ("tabs", "headings", "no heading", "headings and tabs")


def block_text(number: int, lines: list[str], mark: str, layout: str) -> str:
    """A block as a table row, or as headings over their text."""
    listed = "\n".join(f"{mark}{line}" for line in lines)
    name = f"RNCP777BC0{number} - Bloc {number}"
    if layout == "tabs":
        return f"{name}\t{listed}\tSoutenance devant le jury"
    if layout == "no heading":
        return f"{name}\n{listed}"
    if layout == "headings and tabs":
        listed = listed.replace("\n", "\t\n")
    return f"{name}\nListe de compétences\n{listed}\nModalités d’évaluation\nSoutenance devant le jury"


@settings(max_examples=400, deadline=None)
@given(
    lines=st.lists(st.lists(competence_lines(), min_size=1, max_size=5), min_size=1, max_size=3),
    mark=st.sampled_from(("", "- ", "• ", "-\t", "C1. ")),
    layout=st.sampled_from(LAYOUTS),
    first=st.booleans(),
    titled=st.booleans(),
    after=st.permutations(list(AFTER)),
    way=st.sampled_from(WAYS),
)
@example(
    lines=[["Statistiques : lire et commenter celles de l’activité du service"]], mark="", layout="headings",
    first=True, titled=False, after=list(AFTER), way=as_it_is,
)  # fmt: skip
def test_no_line_of_a_competence_is_lost(
    lines: list[list[str]], mark: str, layout: str, first: bool, titled: bool, after: list[str],
    way: Callable[[str], str],
) -> None:  # fmt: skip
    assume(not any(folded(line) in HEADINGS for block in lines for line in block))
    heading = "Blocs de compétences\n" if titled else ""
    blocks = heading + "\n".join(block_text(n, own, mark, layout) for n, own in enumerate(lines, 1))
    rest = [f"{name}\n{AFTER[name]}" for name in after]
    page = "\n".join([HEAD.strip(), blocks, *rest] if first else [HEAD.strip(), *rest, blocks])
    draft = read_public_sheet(way(page))
    assert [block.code for block in draft.blocks] == [f"RNCP777BC0{n}" for n in range(1, len(lines) + 1)]
    for block, own in zip(draft.blocks, lines, strict=True):
        kept = said(block)
        for line in own:
            assert letters(line) in kept


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_whole_page_gives_the_same_however_it_was_copied(way: Callable[[str], str]) -> None:
    text = (PAGES / "page-RNCP36128.txt").read_text("utf-8")
    wanted, found = read_public_sheet(text), read_public_sheet(way(text))
    assert [block.competences for block in found.blocks] == [block.competences for block in wanted.blocks]
    assert [block.title for block in found.blocks] == [block.title for block in wanted.blocks]
    assert (found.code, found.title, found.level_national) == (
        wanted.code,
        wanted.title,
        wanted.level_national,
    )
