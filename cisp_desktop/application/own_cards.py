"""A member's own smart card or key, as the signing of minutes needs it (PKCS#11, « cryptoki »).

The card signs, its key never leaves it; its PIN is passed on and never kept. Must not know how a module is
loaded nor how a certificate is read.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.domain.errors import Refused

LONGEST_PIN = 255
"""Characters; no card takes more (a TLV length of one byte)."""


class PinState(StrEnum):
    """What a card tells of its PIN: no more than this, PKCS#11 has no number of tries left."""

    FREE = "FREE"
    TRIED = "TRIED"
    """Wrong at least once since it was last right."""
    LAST = "LAST"
    """One more wrong PIN locks the card."""
    LOCKED = "LOCKED"


class Padding(StrEnum):
    """How a card signs with an RSA key (RFC 8017); curves have one way."""

    PLAIN = "PLAIN"
    """PKCS#1 v1.5."""
    SALTED = "SALTED"
    """PSS, with a salt of 32 bytes."""


@dataclass(frozen=True, slots=True)
class CardContent:
    """One certificate of a card as it lies there: DER, with the others of the card, and how to find its key.

    ``serial`` and ``key_id`` are the card's own, in hexadecimal. ``on_reader``: the PIN is typed on the
    reader itself. ``paddings``: what the card offers for an RSA key, empty when it offers none.
    """

    module: Path
    token: str
    serial: str
    key_id: str
    certificate: bytes
    others: tuple[bytes, ...]
    pin: PinState
    on_reader: bool
    paddings: tuple[Padding, ...]
    signs_on_curves: bool


Signs = Callable[[bytes], bytes]
"""Returns the signature of data (SHA-256) as a card makes it; on a curve, r and s side by side."""


class CardReader(Protocol):
    """Talks to cards. Every call may take seconds: it is made in a worker, never while painting."""

    def modules(self) -> Sequence[Path]:
        """Return the modules of known cards that this computer has, the most general first."""
        ...

    def read(self, module: Path) -> Sequence[CardContent]:
        """Return the certificates of the cards that are inserted; no PIN is asked for.

        Raises ``RuleError``: ``card.module_missing``, ``card.module_unreadable``, ``card.module_failed``,
        ``card.none``, ``card.no_certificate``, ``card.failed``.
        """
        ...

    def opened(
        self, content: CardContent, pin: str, *, padding: Padding | None
    ) -> AbstractContextManager[Signs]:
        """Open a card for one act of signing, however many files it takes; with the block it is logged out.

        ``padding`` is None on a curve. ``pin`` is tried once; empty, it is typed on the reader. Raises
        ``RuleError``, then or as it signs: as ``read``, and ``card.removed``, ``card.pin_*``,
        ``card.no_key``, ``card.cancelled``.
        """
        ...


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A certificate of a card as a person chooses among them; times as in ``OwnCertificate``."""

    name: str
    issuer: str
    expires: datetime
    fingerprint: str
    content: CardContent


class OwnCards(Protocol):
    """Members' own cards; nothing of them is ever stored."""

    def modules(self) -> Sequence[Path]:
        """Return the modules of known cards that this computer has."""
        ...

    def read(self, module: Path) -> Sequence[CardCertificate]:
        """Return the certificates of the cards that are inserted; raises as ``CardReader.read``."""
        ...

    def check(self, card: CardCertificate, *, at: datetime) -> None:
        """Refuse a certificate that cannot sign at ``at`` (aware): ``RuleError("certificate.*")``,
        ``card.mechanism``, ``card.pin_locked``. The card is not asked.
        """
        ...

    def opened(
        self, card: CardCertificate, *, pin: str, at: datetime
    ) -> AbstractContextManager[OwnCertificate]:
        """Open the card with ``pin`` and give the certificate, whose key signs until the block ends.

        Raises ``RuleError`` as ``check`` and ``CardReader.opened``, and ``card.pin_missing`` or
        ``card.pin_length``; the key, as ``CardReader.opened``, and ``card.signature_wrong``.
        """
        ...


def chosen_certificate(
    cards: Sequence[CardCertificate], *, token: str = "", certificate: str = ""
) -> CardCertificate:
    """Return the one certificate that is meant, by the card's label and by a name or a fingerprint's start.

    Capitals do not count. Raises ``Refused``: ``card.not_found`` or, with several left, ``card.several``.
    """
    wanted, plain = certificate.casefold().strip(), certificate.replace(":", "").replace(" ", "").casefold()
    found = [card for card in cards if not token or card.content.token.casefold() == token.casefold()]
    if wanted:
        found = [
            card
            for card in found
            if wanted in card.name.casefold() or (plain and card.fingerprint.startswith(plain))
        ]
    if not found:
        raise Refused("card.not_found")
    if len(found) > 1:
        raise Refused("card.several", count=len(found))
    return found[0]
