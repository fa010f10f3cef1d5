"""What the declaration of holders will ask of a candidate's birth data.

Source: XSD of the certification flow to the Caisse des Dépôts, 1.1: sex, INSEE code of the commune or
postcode, country for a birth abroad. Gaps warn, they never refuse. Must not know files or screens.
"""

from typing import Protocol

from cisp_desktop.domain.registration import RegistrationWarning
from cisp_desktop.domain.text import folded

FRANCE = frozenset(("", "france", "fr", "fra", "100", "99100"))


class BirthFacts(Protocol):
    """A person, as far as birth data go."""

    @property
    def sex(self) -> str: ...
    @property
    def birth_place(self) -> str: ...
    @property
    def birth_insee(self) -> str: ...
    @property
    def birth_postcode(self) -> str: ...
    @property
    def birth_country(self) -> str: ...


def born_abroad(person: BirthFacts) -> bool:
    """Whether the country typed, or an INSEE code that begins with 99, says so."""
    return folded(person.birth_country) not in FRANCE or person.birth_insee.startswith("99")


def birth_gaps(person: BirthFacts) -> list[RegistrationWarning]:
    """Return what a later declaration would lack."""
    found = []
    if person.sex not in ("M", "F"):
        found.append(RegistrationWarning.BIRTH_SEX)
    if born_abroad(person):
        if not person.birth_insee.startswith("99"):
            found.append(RegistrationWarning.BIRTH_COUNTRY)
    elif not (person.birth_place and (person.birth_insee or person.birth_postcode)):
        found.append(RegistrationWarning.BIRTH_PLACE)
    return found
