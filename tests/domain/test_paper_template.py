"""Templates of papers: fields known, balanced and kept, lengths, colours that stay readable on white."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.paper_template import (
    FIELD_USES,
    LEAST_CONTRAST,
    PARAGRAPH_LENGTH,
    PARAGRAPH_LINES,
    CentreTemplates,
    ParagraphRule,
    checked_accent,
    checked_words,
    contrast_with_white,
    fields_of,
    filled,
)

KNOWN = ("titulaire", "intitule", "date_jury", "jury_reuni")
RULE = ParagraphRule("paper_template.closing", KNOWN, optional=True)
PLAIN = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="{}"), min_size=1, max_size=30
)
FIELDS = st.sampled_from(KNOWN).map(lambda name: f"{{{name}}}")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def code_of(text: str, rule: ParagraphRule = RULE) -> str:
    """Return the code of what refuses a text."""
    with pytest.raises(RuleError) as caught:
        checked_words(text, rule)
    return caught.value.code


@given(st.lists(PLAIN | FIELDS, max_size=3))
def test_any_text_between_known_fields_is_kept_as_typed(parts: list[str]) -> None:
    words = checked_words(" ".join(parts), RULE)
    assert fields_of(words) == [part[1:-1] for part in parts if part in {f"{{{name}}}" for name in KNOWN}]


@given(st.lists(PLAIN | FIELDS, max_size=3), PLAIN)
def test_a_field_that_the_paper_does_not_know_is_refused_by_name(parts: list[str], name: str) -> None:
    if name in KNOWN:
        return
    with pytest.raises(RuleError) as caught:
        checked_words(" ".join([*parts, f"{{{name}}}"]), RULE)
    if caught.value.code == "paper_template.unknown_field":
        assert "{titulaire}" in str(caught.value.values["known"])
    else:
        assert caught.value.code in ("text.character", "text.too_long")


@given(st.text("ab {}", max_size=12))
def test_braces_are_taken_in_pairs_or_refused(text: str) -> None:
    if "{" in text or "}" in text:
        assert code_of(text) in ("paper_template.unbalanced", "paper_template.unknown_field")
    else:
        assert checked_words(text, RULE) == text.strip()


@given(st.dictionaries(st.sampled_from(KNOWN), st.text("{}abtiulre", max_size=14)), st.lists(PLAIN | FIELDS))
def test_what_a_field_holds_is_taken_for_no_field(values: dict[str, str], parts: list[str]) -> None:
    expected = "".join(values.get(part[1:-1], part) if part.startswith("{") else part for part in parts)
    assert filled("".join(parts), values) == expected


@pytest.mark.parametrize(
    ("text", "near"), [("Fait {titulaire le 3", "titulaire"), ("Fait } ici", "Fait"), ("{a\nb}", "a b")]
)
def test_a_lone_brace_is_refused_with_what_stands_around_it(text: str, near: str) -> None:
    with pytest.raises(RuleError, match=r"paper_template\.unbalanced") as caught:
        checked_words(text, RULE)
    assert near in str(caught.value.values["near"])


def test_a_paragraph_that_says_what_a_paper_attests_keeps_its_fields() -> None:
    rule = ParagraphRule("paper_template.statement", KNOWN, (("titulaire",), ("date_jury", "jury_reuni")))
    assert checked_words("{titulaire} {jury_reuni}", rule) == "{titulaire} {jury_reuni}"
    assert code_of("{titulaire} a réussi.", rule) == "paper_template.field_missing"
    assert code_of("", rule) == "paper_template.empty"
    assert checked_words(" \n ", RULE) == ""


def test_lengths_lines_and_repeated_fields_have_a_limit() -> None:
    assert checked_words("a" * PARAGRAPH_LENGTH, RULE)
    assert code_of("a" * (PARAGRAPH_LENGTH + 1)) == "text.too_long"
    assert checked_words("\n".join("a" * PARAGRAPH_LINES), RULE)
    assert code_of("\n".join("a" * (PARAGRAPH_LINES + 1))) == "paper_template.too_many_lines"
    assert checked_words("{titulaire}" * FIELD_USES, RULE)
    assert code_of("{titulaire}" * (FIELD_USES + 1)) == "paper_template.repeated_field"


@pytest.mark.parametrize("text", ["Fin\u202e", "Fin\u0007", "Fin\ud800"])
def test_what_would_break_a_page_is_refused(text: str) -> None:
    assert code_of(text) == "text.character"


@given(COLOURS)
def test_a_colour_is_kept_when_text_in_it_stays_readable_on_white(colour: str) -> None:
    contrast = contrast_with_white(colour)
    assert 1 <= contrast <= 21.0001
    if contrast >= LEAST_CONTRAST:
        assert checked_accent(colour.lower()) == ("" if colour == "#000000" else colour)
    else:
        with pytest.raises(RuleError, match=r"paper_template\.pale"):
            checked_accent(colour)


@pytest.mark.parametrize(("colour", "contrast"), [("#000000", 21.0), ("#FFFFFF", 1.0), ("#777777", 4.48)])
def test_the_contrast_is_that_of_the_recommendation(colour: str, contrast: float) -> None:
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["rouge", "#12345", "#12345G", "123456", "#1234567"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(RuleError, match=r"paper_template\.colour"):
        checked_accent(colour)


def test_a_template_holds_what_differs_and_nothing_else() -> None:
    templates = CentreTemplates("", {"DECISION_NOTICE": {"closing": ""}})
    assert templates.words("DECISION_NOTICE", "closing") == ""
    assert templates.words("DECISION_NOTICE", "opening") is None
    assert templates.words("CERTIFICATE", "closing") is None
