"""Words that agree with a person or with what follows."""

import pytest

from cisp_desktop.application.wording_agreement import addressed, attended, elided
from cisp_desktop.application.wording_minutes import outcome_words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("AUBERT Léa", "qu’{titulaire} d’{titulaire}"),
        ("ÉTIENNE", "qu’{titulaire} d’{titulaire}"),
        ("Œuvre", "qu’{titulaire} d’{titulaire}"),
        ("BENALI", "que {titulaire} de {titulaire}"),
        ("HŒLDERLIN", "que {titulaire} de {titulaire}"),
        ("Yonne", "que {titulaire} de {titulaire}"),
        ("", "que {titulaire} de {titulaire}"),
    ],
)
def test_que_and_de_elide_before_a_value_that_begins_with_a_vowel(value: str, expected: str) -> None:
    assert elided("que {titulaire} de {titulaire}", {"titulaire": value}) == expected


def test_no_other_word_is_touched() -> None:
    text = "donne {a}, le monde {a} et « de » {a}, que onze {b}"
    assert elided(text, {"a": "Anne"}) == text


def test_attendance_and_outcome_agree_with_the_candidate() -> None:
    assert [attended(code, sex="F") for code in ("PRESENT", "ABSENT", "EXCUSED", "WITHDRAWN")] == [
        "Présente", "Absente", "Excusée", "Abandon",
    ]  # fmt: skip
    assert attended("PRESENT") == "Présent"
    assert outcome_words("ABSENT", sex="F") == "Absente"
    assert outcome_words("CERTIFIED", sex="F") == "Certification délivrée"


def test_a_person_is_addressed_by_the_own_civility_or_by_both() -> None:
    assert (addressed("F"), addressed("M"), addressed("")) == ("Madame", "Monsieur", "Madame, Monsieur")
