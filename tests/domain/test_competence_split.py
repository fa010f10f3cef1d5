"""The lines proposed for a free text: what parts it, what stays whole, and that nothing is ever lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.competence_split import (
    competence_spans,
    merge,
    moved,
    readable,
    split_at,
    split_competences,
    split_lines,
)

GAP = re.compile(r"(?:[\s;•●▪■◦○‣⁃∙►▶➢➤➔→✓✔·*–—−-]|(?<!\S)o(?=\s)|\d{1,2}\s?[.)°])*")
"""All that may stand between two pieces: said here again, independently of the code."""
WORDS = ("Analyser", "les", "besoins", "d’accueil", "Évaluer", "2 risques", "R&D", "CCF", "l’oral", "etc.")
MARKS = ("• ", "- ", "– ", "* ", "o ", "1. ", "2) ", "C1. ", "A2C3 ", "A1.C2 : ", "")
JOINTS = ("\n", "\n\n", "  ", "    ", " ; ", ". ", " ", " : ", "\n  ", "\t")


@st.composite
def lists(draw: st.DrawFn) -> str:
    """Texts built as people write lists: marks, joints and words in any order."""
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(JOINTS), st.sampled_from(MARKS), st.sampled_from(WORDS)), max_size=25
        )
    )
    return "".join("".join(part) for part in parts)


def assert_nothing_lost(text: str) -> None:
    spans = competence_spans(text)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert GAP.fullmatch(text, position, start), text[position:start]
        position = end
    assert GAP.fullmatch(text, position), text[position:]
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join("".join(split_competences(text)).split()) == "".join(kept.split())


@given(lists())
def test_a_list_loses_nothing_but_its_marks(text: str) -> None:
    assert_nothing_lost(text)


@given(st.text(max_size=300))
def test_any_text_at_all_loses_nothing(text: str) -> None:
    assert_nothing_lost(text)


@given(st.lists(st.sampled_from("Aa é1.;•-*o:)\n\t C°"), max_size=60).map("".join))
def test_texts_full_of_marks_lose_nothing(text: str) -> None:
    assert_nothing_lost(text)


@given(lists())
def test_parting_the_parts_that_the_text_sets_apart_loses_no_letter_either(text: str) -> None:
    letters = "".join(c for c in "".join(split_lines(text)) if c.isalpha() and c != "o")
    assert letters == "".join(c for c in text if c.isalpha() and c != "o")


@pytest.mark.parametrize(
    "text",
    [
        "- Analyser un besoin\n- Conduire un projet",
        "• Analyser un besoin • Conduire un projet",
        "* Analyser un besoin    * Conduire un projet",
        "o Analyser un besoin\no Conduire un projet",
        "–Analyser un besoin\n–Conduire un projet",
        "1. Analyser un besoin 2. Conduire un projet",
        "1) Analyser un besoin\n2) Conduire un projet",
        "Analyser un besoin    Conduire un projet",
        "Analyser un besoin  Conduire un projet",
        "Analyser un besoin\nConduire un projet",
        "Analyser un besoin ;\nConduire un projet ;",
        "  Analyser un besoin\n\n\n  Conduire un projet\n",
    ],
)
def test_two_competences_are_found_however_they_are_set_apart(text: str) -> None:
    assert split_competences(text) == ["Analyser un besoin", "Conduire un projet"]


def test_codes_stay_since_assessments_refer_to_them() -> None:
    assert split_competences("A1C1. Analyser.    A1C2.Conduire, avec A1C1.") == [
        "A1C1. Analyser.", "A1C2.Conduire, avec A1C1.",
    ]  # fmt: skip


def test_an_introduction_stands_alone_before_a_count() -> None:
    assert split_competences("Être capable de :\n1. Analyser\n2. Conduire") == [
        "Être capable de :", "Analyser", "Conduire",
    ]  # fmt: skip


def test_numbers_that_do_not_count_stay_in_the_text() -> None:
    assert split_competences("3. Analyser\n7. Conduire") == ["3. Analyser", "7. Conduire"]


def test_a_line_that_goes_on_in_small_letters_is_one_competence() -> None:
    assert split_competences("- Analyser un besoin\nsocial\n- Conduire un   projet") == [
        "Analyser un besoin social", "Conduire un projet",
    ]  # fmt: skip


def test_a_dash_between_words_parts_nothing() -> None:
    text = "Conduire une stratégie de croissance - notamment externe - et ses suites"
    assert split_competences(text) == [text]


def test_an_arrow_between_words_parts_nothing() -> None:
    assert split_competences("Conduire le projet : analyse → synthèse") == [
        "Conduire le projet : analyse → synthèse"
    ]


def test_semicolons_part_a_text_without_lines() -> None:
    assert split_competences("Analyser ; conduire ; évaluer") == ["Analyser", "conduire", "évaluer"]


def test_semicolons_inside_marked_lines_part_nothing() -> None:
    assert split_competences("- Analyser ; conduire ; évaluer\n- Former") == [
        "Analyser ; conduire ; évaluer", "Former",
    ]  # fmt: skip


def test_sentences_part_a_bare_paragraph_but_not_after_abbreviations() -> None:
    assert split_competences("Analyser (art. R. 242) un besoin. Conduire un projet, etc. Évaluer.") == [
        "Analyser (art. R. 242) un besoin.", "Conduire un projet, etc.", "Évaluer.",
    ]  # fmt: skip


def test_assessments_are_not_parted_between_sentences() -> None:
    assert split_lines("Étude de cas. Restitution orale.") == ["Étude de cas. Restitution orale."]


@pytest.mark.parametrize("text", ["", "  \n ", "•", "- \n- ", ";"])
def test_a_text_without_words_has_no_competence(text: str) -> None:
    assert split_competences(text) == []


def test_remnants_of_a_web_page_are_read() -> None:
    text = "<p>Analyser &amp; conduire</p><ul><li>l&#39;un</li><li>l&rsquo;autre</li></ul>\uf0b7 R&D\u200b"
    assert readable(text).split("\n") == ["Analyser & conduire", "", "", "l'un", "", "l’autre", "", "• R&D"]


def test_what_only_looks_like_markup_stays() -> None:
    assert readable("5 < 6 et x <b et c> d, A&B; C") == "5 < 6 et x <b et c> d, A&B; C"


LINES = ["un deux", "trois", "quatre"]


def test_merging_and_splitting_again_gives_the_lines_back() -> None:
    assert merge(LINES, 0) == ["un deux trois", "quatre"]
    assert split_at(merge(LINES, 0), 0, 7) == LINES


def test_splitting_at_an_edge_changes_nothing() -> None:
    assert split_at(LINES, 1, 0) == LINES
    assert split_at(LINES, 1, 99) == LINES


@pytest.mark.parametrize(
    "act", [lambda: merge(LINES, 2), lambda: split_at(LINES, 3, 1), lambda: moved(LINES, 0, 3)]
)
def test_a_line_that_is_not_there_is_refused(act: object) -> None:
    with pytest.raises(IndexError):
        act()  # type: ignore[operator]


@given(st.lists(st.text(max_size=3), min_size=1, max_size=6), st.data())
def test_moving_keeps_every_line_and_goes_back(lines: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    target = data.draw(st.integers(0, len(lines) - 1))
    after = moved(lines, index, target)
    assert after[target] == lines[index]
    assert moved(after, target, index) == lines
