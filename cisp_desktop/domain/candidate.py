"""Who the candidate is: identity and birth data, as the registry and the declaration need them."""

from dataclasses import dataclass
from datetime import date


@dataclass(eq=False)
class Candidate:
    """A person. Names stand as typed, never re-cased; ``sex`` is ``M``, ``F`` or empty when unknown.

    ``birth_insee`` is the INSEE code of the commune (or 99xxx for a country), ``birth_postcode`` the
    postcode; e-mail and phone are private and stand on no public page.
    """

    id: str
    civility: str
    sex: str
    birth_name: str
    usage_name: str
    first_names: str
    birth_date: date
    birth_place: str = ""
    birth_insee: str = ""
    birth_postcode: str = ""
    birth_country: str = ""
    email: str = ""
    phone: str = ""
