"""Members' certificates on cards: named, judged, and given a key that asks the card.

What a card returns is checked with the certificate before it enters a file. This module must not know how a
card is reached nor how a PDF is signed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from cisp_desktop.application.own_cards import (
    LONGEST_PIN,
    CardCertificate,
    CardContent,
    CardReader,
    Padding,
    PinState,
    Signs,
)
from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.documents.card_key import CardKey
from cisp_desktop.documents.cms_container import in_low_half
from cisp_desktop.documents.own_certificate import chain_pem, check_certificate, issuer_name, subject_name
from cisp_desktop.domain.errors import RuleError

SALT_LENGTH = 32
_PADDINGS = {
    Padding.PLAIN: rsa_padding.PKCS1v15(),
    Padding.SALTED: rsa_padding.PSS(rsa_padding.MGF1(hashes.SHA256()), SALT_LENGTH),
}


class CardCertificates:
    """Members' cards (port ``application.own_cards.OwnCards``). Holds no state but whom it asks."""

    def __init__(self, reader: CardReader) -> None:
        self._reader = reader

    def modules(self) -> Sequence[Path]:
        """Return the modules of known cards that this computer has."""
        return self._reader.modules()

    def read(self, module: Path) -> Sequence[CardCertificate]:
        """Return the members' certificates on the cards that are inserted, by name.

        An authority's own certificate is left out, as is what is no certificate. Raises ``RuleError``:
        ``card.no_certificate`` and what ``CardReader.read`` raises.
        """
        cards = [card for content in self._reader.read(module) if (card := _described(content)) is not None]
        if not cards:
            raise RuleError("card.no_certificate")
        return sorted(cards, key=lambda card: (card.name.casefold(), card.expires, card.fingerprint))

    def check(self, card: CardCertificate, *, at: datetime) -> None:
        """Refuse a certificate that cannot sign at ``at`` (aware); the card itself is not asked.

        Raises ``RuleError``: ``certificate.*`` as for a file, ``card.mechanism``, ``card.pin_locked``.
        """
        content = card.content
        certificate = x509.load_der_x509_certificate(content.certificate)
        check_certificate(certificate, at=at)
        on_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
        if not (content.signs_on_curves if on_curve else content.paddings):
            raise RuleError("card.mechanism", token=content.token)
        if content.pin is PinState.LOCKED:
            raise RuleError("card.pin_locked", token=content.token)

    @contextmanager
    def opened(self, card: CardCertificate, *, pin: str, at: datetime) -> Iterator[OwnCertificate]:
        """Open the card with ``pin`` and give the certificate, whose key signs until the block ends.

        Raises ``RuleError`` as ``check`` and ``CardReader.opened``, and ``card.pin_missing`` (none, and none
        is typed on the reader) or ``card.pin_length``.
        """
        self.check(card, at=at)
        content = card.content
        if not pin and not content.on_reader:
            raise RuleError("card.pin_missing")
        if len(pin.encode("utf-8", "surrogatepass")) > LONGEST_PIN:
            raise RuleError("card.pin_length", token=content.token)
        certificate = x509.load_der_x509_certificate(content.certificate)
        others = [one for other in content.others if (one := _certificate(other)) is not None]
        padding = _padding(certificate, content)
        chain = chain_pem(certificate, others)
        with self._reader.opened(content, "" if content.on_reader else pin, padding=padding) as signs:
            sign = partial(_signature, certificate, signs, padding=padding, token=content.token)
            key = CardKey(chain, sign, salted=padding is Padding.SALTED)
            yield OwnCertificate(card.name, card.issuer, card.expires, card.fingerprint, key)


def _signature(
    certificate: x509.Certificate, signs: Signs, data: bytes, *, padding: Padding | None, token: str
) -> bytes:
    signature = _checked(certificate, signs(data), data, padding)
    if signature is None:
        raise RuleError("card.signature_wrong", token=token)
    return signature


def _described(content: CardContent) -> CardCertificate | None:
    """Return what a person needs to choose; ``None`` for what is no member's certificate."""
    certificate = _certificate(content.certificate)
    if certificate is None or _is_authority(certificate):
        return None
    return CardCertificate(
        subject_name(certificate), issuer_name(certificate), certificate.not_valid_after_utc,
        certificate.fingerprint(hashes.SHA256()).hex(), content,
    )  # fmt: skip


def _certificate(content: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(content)
    except ValueError:
        return None


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _padding(certificate: x509.Certificate, content: CardContent) -> Padding | None:
    """Return how an RSA key is to sign: as all readers understand, where the card can; None for a curve."""
    if isinstance(certificate.public_key(), ec.EllipticCurvePublicKey):
        return None
    return Padding.PLAIN if Padding.PLAIN in content.paddings else Padding.SALTED


def _checked(certificate: x509.Certificate, raw: bytes, data: bytes, padding: Padding | None) -> bytes | None:
    """Return a card's signature as a CMS holds it; ``None`` when the certificate does not bear it out."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(raw, data, _PADDINGS[padding or Padding.PLAIN], hashes.SHA256())
            return raw
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return None
        half = len(raw) // 2
        pair = [int.from_bytes(part, "big") for part in (raw[:half], raw[half:])]
        if not all(0 < number < key.curve.group_order for number in pair):
            return None
        signature = in_low_half(encode_dss_signature(*pair), key.curve)
        key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None
    return signature
