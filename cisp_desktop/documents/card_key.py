"""A key that stays on a member's card: it signs what it is given. Must not know how the card is reached."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cisp_desktop.documents.identity import JurorKey


@dataclass(frozen=True, slots=True, repr=False)
class CardKey:
    """What a card signs with: its certificate chain (PEM, own certificate first), and how it is asked.

    ``sign`` takes the data, hashed by SHA-256, and returns the signature as a CMS holds it (DER on a curve);
    it asks the card, open for one act; raises ``RuleError("card.*")``. ``salted``: RSA with PSS and 32 bytes
    of salt.
    """

    certificate_pem: bytes
    sign: Callable[[bytes], bytes]
    salted: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class VouchedCardKey(CardKey):
    """A card's key, and the member's key of the workspace that vouches for it."""

    member: JurorKey = field(kw_only=True)
