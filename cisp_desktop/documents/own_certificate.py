"""A member's own certificate, of a file (PKCS#12) or a card: judged, and vouched for by the member's key of
the workspace.

Whoever holds a certificate could sign in an empty frame: so the member's key, opened by the own code, signs
that this certificate is the member's, for this file and this frame. Nothing of the file is ever stored. This
module must not know how a PDF is signed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, PublicKeyAlgorithmOID

from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.application.ports import UnlockedKey
from cisp_desktop.application.wording_minutes import role_words
from cisp_desktop.documents.card_key import CardKey, VouchedCardKey
from cisp_desktop.documents.cms_container import issued, path_of
from cisp_desktop.documents.identity import FULL_NAME_OID, JurorKey
from cisp_desktop.domain.errors import RuleError

LEAST_RSA_BITS = 2048
"""Below, a key is no longer thought safe (ANSSI, RGS annexe B1; NIST SP 800-131A)."""
_PREFIX = b"cisp-desktop: this certificate is mine\0"
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_KEYS = (PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5, PublicKeyAlgorithmOID.EC_PUBLIC_KEY)


@dataclass(frozen=True, slots=True, repr=False)
class VouchedKey(JurorKey):
    """A member's own key, and the member's key of the workspace that vouches for it."""

    member: JurorKey


class CertificateFiles:
    """Reads the files in which members keep their certificates. Holds no state."""

    def read(self, content: bytes, password: str, *, at: datetime) -> OwnCertificate:
        """Return the certificate and key of a ``.p12`` or ``.pfx``, fit to sign at ``at`` (aware).

        Raises ``RuleError``: ``certificate.unreadable``, ``certificate.password``, ``certificate.no_key``,
        ``certificate.kind`` (neither RSA nor a curve of NIST), ``certificate.weak``, ``certificate.expired``,
        ``certificate.not_yet``, ``certificate.usage``.
        """
        key, certificate, others = _opened(content, password)
        check_certificate(certificate, at=at)
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return OwnCertificate(
            subject_name(certificate), issuer_name(certificate), certificate.not_valid_after_utc,
            certificate.fingerprint(hashes.SHA256()).hex(), JurorKey(private, chain_pem(certificate, others)),
        )  # fmt: skip

    def vouched(self, own: OwnCertificate, member: UnlockedKey) -> UnlockedKey:
        """Return the own key, vouched for by a member's. ``RuleError("signing.key_foreign")`` for keys of
        another maker.
        """
        if not isinstance(member, JurorKey):
            raise RuleError("signing.key_foreign")
        match own.key:
            case JurorKey() as key:
                return VouchedKey(key.private_key_der, key.certificate_pem, member)
            case CardKey() as key:
                return VouchedCardKey(key.certificate_pem, key.sign, key.salted, member=member)
        raise RuleError("signing.key_foreign")


def voucher(key: VouchedKey | VouchedCardKey, pdf: bytes, field: str) -> tuple[bytes, bytes]:
    """Return the member's certificate (DER) and signature: this certificate signs this file in this frame."""
    member = x509.load_pem_x509_certificate(key.member.certificate_pem)
    own = x509.load_pem_x509_certificate(key.certificate_pem)
    private = serialization.load_der_private_key(key.member.private_key_der, None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise RuleError("signing.key_foreign")
    signature = private.sign(_statement(own, pdf, field), ec.ECDSA(hashes.SHA256()))
    return member.public_bytes(serialization.Encoding.DER), signature


def voucher_holds(
    member: x509.Certificate, signature: bytes, *, own: x509.Certificate, pdf: bytes, field: str
) -> bool:
    """Whether ``member`` signed that ``own`` signs ``pdf`` (the file before that signature) in ``field``."""
    key = member.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, _statement(own, pdf, field), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _statement(own: x509.Certificate, pdf: bytes, field: str) -> bytes:
    return _PREFIX + hashlib.sha256(pdf).digest() + own.fingerprint(hashes.SHA256()) + field.encode()


def subject_name(certificate: x509.Certificate) -> str:
    """Return whom a certificate names."""
    return _name(certificate.subject, (FULL_NAME_OID, NameOID.COMMON_NAME))


def issuer_name(certificate: x509.Certificate) -> str:
    """Return who issued a certificate."""
    return _name(certificate.issuer, (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME))


def signer_role(certificate: x509.Certificate) -> str:
    """Return the role that a certificate of the workspace states, empty for others."""
    attributes = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return str(attributes[0].value) if attributes else ""


def signer_sex(certificate: x509.Certificate) -> str:
    """Return « F » where a certificate of the workspace bears a woman's title, empty for any other."""
    role = signer_role(certificate)
    titles = [str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.TITLE)]
    woman = role_words(role, sex="F")
    return "F" if titles == [woman] and woman != role_words(role) else ""


def _name(name: x509.Name, wanted: Sequence[x509.ObjectIdentifier]) -> str:
    for oid in wanted:
        attributes = name.get_attributes_for_oid(oid)
        if attributes:
            return str(attributes[0].value)
    return name.rfc4514_string()


_Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def _opened(content: bytes, password: str) -> tuple[_Key, x509.Certificate, list[x509.Certificate]]:
    try:
        outer = asn1_pkcs12.Pfx.load(content, strict=True)
        readable = outer["version"].native == "v3" and bool(outer["auth_safe"].dump())
    except (ValueError, TypeError, KeyError):
        readable = False
    if not readable:
        raise RuleError("certificate.unreadable")
    secret = password.encode("utf-8", "surrogatepass") or None
    try:
        found = pkcs12.load_pkcs12(content, secret)
    except UnsupportedAlgorithm:
        raise RuleError("certificate.unreadable") from None
    except ValueError:
        raise RuleError("certificate.password") from None
    if found.key is None or found.cert is None:
        raise RuleError("certificate.no_key")
    if not isinstance(found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise RuleError("certificate.kind")
    return found.key, found.cert.certificate, [one.certificate for one in found.additional_certs]


def check_certificate(certificate: x509.Certificate, *, at: datetime) -> None:
    """Refuse a certificate that may not sign at ``at``: the codes are ``CertificateFiles.read``'s."""
    _check_key(certificate)
    _check_times(certificate, at)
    _check_usage(certificate)


def chain_pem(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> bytes:
    """Return the certificate and, where it is whole, the path to a self-signed one; the own one first."""
    path = path_of(certificate, others)
    chain = path if issued(path[-1], path[-1]) else path[:1]
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain)


def _check_key(certificate: x509.Certificate) -> None:
    if certificate.public_key_algorithm_oid not in _KEYS:
        raise RuleError("certificate.kind")
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise RuleError("certificate.kind") from None
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            raise RuleError("certificate.weak", bits=key.key_size, least=LEAST_RSA_BITS)
    elif not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, _CURVES):
        raise RuleError("certificate.kind")


def _check_times(certificate: x509.Certificate, at: datetime) -> None:
    name = subject_name(certificate)
    if at > certificate.not_valid_after_utc:
        raise RuleError("certificate.expired", name=name, day=_day(certificate.not_valid_after_utc, at))
    if at < certificate.not_valid_before_utc:
        raise RuleError("certificate.not_yet", name=name, day=_day(certificate.not_valid_before_utc, at))


def _day(moment: datetime, at: datetime) -> str:
    return f"{moment.astimezone(at.tzinfo):%d/%m/%Y}"


def _check_usage(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except ValueError:
        raise RuleError("certificate.unreadable") from None
    if not (usage.digital_signature or usage.content_commitment):
        raise RuleError("certificate.usage", name=subject_name(certificate))
