"""What a typed text may hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import begin_words, beginnings, entry_text, folded, required_text


@pytest.mark.parametrize(
    "text", ["<b>Jean</b>", "A & B", '=HYPERLINK("x")', "O'Neil", "Ô", "J", "Ștefan Văn"]
)
def test_markup_formulas_and_short_names_stay_verbatim(text: str) -> None:
    assert entry_text(text, field="f") == text


@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb", "a\u2066b", "a\x07", "a\nb", "a\ud800b", "a\u2028b"])
def test_control_bidi_and_surrogates_are_refused(bad: str) -> None:
    with pytest.raises(RuleError, match=r"text\.character"):
        entry_text(bad, field="f")


def test_over_long_text_is_refused_with_its_length() -> None:
    with pytest.raises(RuleError) as caught:
        entry_text("x" * 5000, field="f")
    assert caught.value.values == {"field": "f", "limit": 200, "length": 5000}


def test_a_comment_may_have_lines() -> None:
    assert entry_text("un\r\ndeux", field="f", multiline=True) == "un\ndeux"


def test_an_empty_text_is_refused_where_one_is_needed() -> None:
    with pytest.raises(RuleError, match=r"text\.missing"):
        required_text("   ", field="f")


@given(st.text(max_size=50))
def test_what_is_accepted_is_the_same_text(text: str) -> None:
    try:
        kept = entry_text(text, field="f")
    except RuleError:
        return
    assert kept == unicodedata.normalize("NFC", text).strip()


@given(st.text(max_size=50))
def test_folding_is_idempotent_and_ignores_case(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_folding_ignores_accents_ligatures_and_apostrophes() -> None:
    assert folded("HŒLDERLIN d’Été") == folded("hoelderlin D'ETE")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", True),
        ("mart", True),
        ("ÉLO mar", True),
        ("artin", False),
        ("martin zoe", False),
        ("jean-él", True),
    ],
)
def test_a_filter_finds_where_every_word_typed_begins_a_word(wanted: str, found: bool) -> None:
    assert begin_words(beginnings(wanted), folded("MARTIN Jean-Élodie")) is found
