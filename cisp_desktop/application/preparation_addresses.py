"""Which parts of the centre's address its papers want and do not find.

A summons says where to go, a nomination where it was made. Must not know the papers, nor where findings go.
"""

from collections.abc import Mapping
from enum import StrEnum


class Lacking(StrEnum):
    """The street address of letterheads and summons; the town of « Fait à …, le … »."""

    STREET = "STREET"
    TOWN = "TOWN"


LACKING_WORDS: Mapping[Lacking, str] = {
    Lacking.STREET: "L’adresse du centre n’est pas renseignée : les convocations ne disent pas où aller",
    Lacking.TOWN: "La ville du centre n’est pas renseignée : « Fait à …, le … » s’imprime sans lieu",
}
"""One sentence each, without its full stop."""


def lacking_addresses(*, address: str, place: str) -> tuple[Lacking, ...]:
    """Return what a centre lacks: ``address`` is its street address, ``place`` its town."""
    found = ((Lacking.STREET, address), (Lacking.TOWN, place))
    return tuple(lacking for lacking, text in found if not text.strip())
