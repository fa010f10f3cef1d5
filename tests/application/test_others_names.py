"""Others' names and numbers are left out of a text that one candidate reads; the own, and words, stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.others_names import MENTION, Identity, OthersNames

OWN = Identity(("DUPONT", ""), "Zoé Ève", "D-0001")


def left(text: str, *others: Identity, own: Identity = OWN) -> str:
    return OthersNames(own, others).without(text)


@pytest.mark.parametrize(
    "text",
    [
        "{} a mieux répondu", "mieux que {}.", "({})", "«\u00a0{}\u00a0»", "{}, {}", "de {}",
        "avant\n{}\naprès",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "name",
    [
        "BENALI", "Benali", "benali", "BENALI Karim", "Karim BENALI", "Karim Benali", "BENALI  Karim",
        "Karim", "KARIM", "Bénali", "BENALI, Karim",
    ],
)  # fmt: skip
def test_a_name_goes_however_it_is_written_and_wherever_it_stands(text: str, name: str) -> None:
    found = left(text.replace("{}", name), Identity(("BENALI",), "Karim", "D-0002"))
    assert found == text.replace("{}", MENTION)


def test_what_is_left_out_is_counted() -> None:
    names = OthersNames(OWN, [Identity(("BENALI",), "Karim", "D-0002")])
    names.without("BENALI puis Karim, dossier D-0002")
    names.without("rien")
    assert names.withheld == 3


def test_the_own_name_stays() -> None:
    text = "DUPONT Zoé Ève, Zoé, Mme Dupont, dossier D-0001"
    assert left(text, Identity(("BENALI",), "Karim", "D-0002")) == text


# --- homonyms ---------------------------------------------------------------------------------------------


def test_of_a_homonym_only_what_is_not_the_own_goes() -> None:
    other = Identity(("DUPONT",), "Marie", "D-0002")
    assert left("DUPONT parle, Marie écoute", other) == f"DUPONT parle, {MENTION} écoute"
    assert left("DUPONT Marie et DUPONT Zoé", other) == f"{MENTION} et DUPONT Zoé"
    assert left("Marie Dupont", other) == MENTION


def test_a_given_name_that_both_have_stays_and_the_other_s_whole_name_goes() -> None:
    other = Identity(("BENALI",), "Zoé", "D-0002")
    assert left("Zoé explique", other) == "Zoé explique"
    assert left("Zoé Benali explique", other) == f"{MENTION} explique"


# --- compound and usage names -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["LE GALL-MARCHETTI", "Le Gall Marchetti", "le gall-marchetti", "Marchetti", "LE GALL‑MARCHETTI", "Gall"],
)
def test_a_double_name_goes_whole_and_by_half(name: str) -> None:
    other = Identity(("LE GALL-MARCHETTI",), "Anne-Lise", "")
    assert left(f"avec {name} ici", other) == f"avec {MENTION} ici"


def test_a_double_given_name_goes_whole_and_by_half() -> None:
    other = Identity(("BENALI",), "Anne-Lise", "")
    for name in ("Anne-Lise", "Anne Lise", "Lise", "Anne-Lise Benali", "BENALI Anne"):
        assert left(f"avec {name}.", other) == f"avec {MENTION}."


def test_particles_are_no_name_alone() -> None:
    other = Identity(("DE LA TOUR",), "", "")
    assert (
        left("Le tour de la ville, La Tour, De La Tour", other) == f"Le tour de la ville, La Tour, {MENTION}"
    )


def test_birth_and_usage_names_both_go() -> None:
    other = Identity(("BENALI", "MOREL-ROCHE"), "Karim", "")
    assert left("Benali, dite Morel-Roche", other) == f"{MENTION}, dite {MENTION}"


# --- diacritics, apostrophes, case ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["GÜNEŞ", "Gunes", "Güneş", unicodedata.normalize("NFD", "Güneş")])
def test_accents_tell_nothing(name: str) -> None:
    assert left(f"{name} a fini", Identity(("GÜNEŞ",), "", "")) == f"{MENTION} a fini"


@pytest.mark.parametrize(
    "name", ["D’ALMEIDA", "d'Almeida", "D'almeida", "D\u02bcAlmeida", "d’ Almeida", "Almeida"]
)
def test_an_apostrophe_of_any_form_joins_a_name(name: str) -> None:
    assert left(f"{name} a fini", Identity(("D'ALMEIDA",), "", "")) == f"{MENTION} a fini"


def test_an_elided_word_before_a_name_stays() -> None:
    assert left("l’avis d’Arnaudet", Identity(("ARNAUDET",), "", "")) == f"l’avis d’{MENTION}"


def test_a_name_that_is_a_word_goes_only_with_a_capital() -> None:
    other = Identity(("PETIT",), "Rose", "")
    assert left("un petit rose, M. Petit et Rose", other) == f"un petit rose, M. {MENTION} et {MENTION}"


def test_a_given_name_without_a_capital_is_a_word() -> None:
    assert left("il prend la clémence, dit Clémence", Identity(("X",), "Clémence", "")) == (
        f"il prend la clémence, dit {MENTION}"
    )


# --- short names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["LI", "NG", "WU", "BA", "Léa", "Eva", "Zed"])
def test_a_short_name_goes_as_a_word_and_never_inside_one(name: str) -> None:
    other = Identity((name,), "", "")
    inside = f"{name.lower()}re, re{name.lower()}, {name.title()}gne, SA{name}N"
    assert left(inside, other) == inside
    assert left(f"M. {name.title()} et {name.upper()}", other) == f"M. {MENTION} et {MENTION}"


@pytest.mark.parametrize("name", ["LE", "DU", "SON", "SI"])
def test_a_short_name_that_begins_sentences_goes_as_it_is_typed(name: str) -> None:
    text = f"{name.title()} candidat, {name.lower()} jury, M. {name}"
    assert left(text, Identity((name,), "", "")) == text.replace(f"M. {name}", f"M. {MENTION}")


# --- numbers and exact values -----------------------------------------------------------------------------


def test_a_number_goes_however_it_is_spaced() -> None:
    other = Identity(("BENALI",), "", "GRE-22-002")
    for written in ("GRE-22-002", "gre 22 002", "GRE22002"):
        assert left(f"voir {written}.", other) == f"voir {MENTION}."
    assert left("voir GRE-22-0021 et 22-002", other) == "voir GRE-22-0021 et 22-002"


def test_a_short_number_goes_only_where_it_is_said_to_be_one() -> None:
    other = Identity(("BENALI",), "", "7")
    assert (
        left("7 minutes, candidat 7, n° 7, 17", other) == f"7 minutes, candidat {MENTION}, n° {MENTION}, 17"
    )


def test_an_exact_value_goes() -> None:
    other = Identity(("BENALI",), "", "", ("06 12 34 56 78", "karim@exemple.fr"))
    assert (
        left("au 06.12.34.56.78, 0612345678, karim@exemple.fr", other)
        == f"au {MENTION}, {MENTION}, {MENTION}"
    )


# --- any text ---------------------------------------------------------------------------------------------

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORD = st.text(LETTERS, min_size=1, max_size=12)
NAME = st.text(LETTERS, min_size=6, max_size=12).map(str.upper)
BETWEEN = st.sampled_from((" ", ", ", "\n", "’", " (", ") ", "\u00a0; ", ". "))
WRITTEN = st.sampled_from((str.upper, str.lower, str.title))


@given(st.lists(st.tuples(WORD, BETWEEN), max_size=8), NAME, WRITTEN, st.integers(0, 8))
def test_no_text_keeps_a_name_put_into_it_and_loses_nothing_else(
    words: list[tuple[str, str]], name: str, written: object, place: int
) -> None:
    assert callable(written)
    parts = [word + after for word, after in words if word.upper() != name]
    place = min(place, len(parts))
    before, after = " ".join(parts[:place]), " ".join(parts[place:])
    names = OthersNames(Identity(), [Identity((name,))])
    assert names.without(f"{before} {written(name)} {after}") == f"{before} {MENTION} {after}"
    assert names.withheld == 1


@given(st.text(max_size=200))
def test_a_text_that_names_nobody_is_the_same(text: str) -> None:
    names = OthersNames(OWN, [Identity(("XQZWKJ",), "Vbnmklp", "ZZZ-99999")])
    assert names.without(text) == unicodedata.normalize("NFC", text)
    assert names.withheld == 0


@given(st.text(max_size=80), st.text(max_size=12), st.text(max_size=12), st.text(max_size=8))
def test_any_name_can_be_left_out_of_any_text_and_twice_is_once(
    text: str, family: str, given_names: str, number: str
) -> None:
    other = Identity((family,), given_names, number)
    once = left(f"{text} {family} {given_names}", other)
    if not any(word in f"{family} {given_names} {number}".casefold() for word in ("autre", "personne")):
        assert left(once, other) == once
