"""What the declaration of holders would lack of a candidate's birth data."""

from dataclasses import dataclass

import pytest

from cisp_desktop.domain.birth import birth_gaps, born_abroad
from cisp_desktop.domain.registration import RegistrationWarning as Warning_
from cisp_desktop.domain.registration import extra_time_percent


@dataclass
class Person:
    sex: str = "F"
    birth_place: str = "Grenoble"
    birth_insee: str = "38185"
    birth_postcode: str = ""
    birth_country: str = "FRANCE"


@pytest.mark.parametrize(
    ("person", "gaps"),
    [
        (Person(), []),
        (Person(birth_insee="", birth_postcode="38000", birth_country=""), []),
        (Person(sex=""), [Warning_.BIRTH_SEX]),
        (Person(birth_insee=""), [Warning_.BIRTH_PLACE]),
        (Person(birth_place=""), [Warning_.BIRTH_PLACE]),
        (Person(birth_country="Algérie"), [Warning_.BIRTH_COUNTRY]),
        (Person(birth_place="Alger", birth_insee="99352", birth_country="Algérie"), []),
        (Person(birth_place="Alger", birth_insee="99352", birth_country=""), []),
    ],
)
def test_what_is_missing_is_said(person: Person, gaps: list[Warning_]) -> None:
    assert birth_gaps(person) == gaps


def test_a_country_however_it_is_typed() -> None:
    assert not born_abroad(Person(birth_country="france "))
    assert born_abroad(Person(birth_country="Côte d’Ivoire"))


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("", 0), ("Tiers-temps", 33), ("tiers temps accordé", 33), ("25 % de temps", 25), ("salle au calme", 0),
     ("300%", 100)],
)  # fmt: skip
def test_extra_time_is_read_from_what_was_typed(typed: str, percent: int) -> None:
    assert extra_time_percent(typed) == percent
