"""Who signs: the workspace's own authority, and each juror's key, sealed by the own code.

The authority vouches for nothing but this workspace and says so in its name. A juror's private key exists
in clear only while it signs. This module must not know where keys are stored nor how many wrong tries are
allowed.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from argon2.low_level import Type, hash_secret_raw
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.application.ports import Authority, AuthorityMaterial, SealedIdentity
from cisp_desktop.domain.errors import RuleError

AUTHORITY_COMMON_NAME = "Autorité de l'espace de travail (n'est pas le certificateur)"
LEAST_CODE_LENGTH = 6
_CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
AUTHORITY_ROLE = "AUTHORITY"
FULL_NAME_OID = x509.ObjectIdentifier("2.5.4.41")
"""Where a certificate keeps a name longer than a common name may be (X.520, « name »)."""
_DIRECTORY_LIMIT = 64
_VALIDITY = timedelta(days=365 * 20)
_PARAMETERS = re.compile(r"argon2id,t=(\d{1,4}),m=(\d{1,8}),p=(\d{1,3})")
_CLOCK_TOLERANCE = timedelta(days=2)
_NONCE_LENGTH = 12
_SALT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class SealingParameters:
    """Cost of turning a code into a key by argon2id: passes, memory in KiB, lanes (RFC 9106)."""

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4

    def __str__(self) -> str:
        """Return the text form that is stored beside the sealed key."""
        return f"argon2id,t={self.passes},m={self.memory_kib},p={self.lanes}"

    @classmethod
    def parse(cls, text: str) -> "SealingParameters":
        """Read the stored form. Raises ``RuleError("identity.parameters")`` for another one, or for absurd
        costs.
        """
        found = _PARAMETERS.fullmatch(text)
        if found is None:
            raise RuleError("identity.parameters")
        passes, memory, lanes = (int(group) for group in found.groups())
        if not (1 <= passes <= 32 and 8 * lanes <= memory <= 4 * 1024 * 1024 and 1 <= lanes <= 64):
            raise RuleError("identity.parameters")
        return cls(passes, memory, lanes)


@dataclass(frozen=True, slots=True, repr=False)
class JurorKey:
    """A private key in clear (PKCS#8, DER) with its certificate chain (PEM, own certificate first).

    Lives as long as the owner signs; never stored, never printed.
    """

    private_key_der: bytes
    certificate_pem: bytes


def new_first_code() -> str:
    """Return a code of eight unambiguous characters, « XXXX-XXXX » (about 39 bits)."""
    characters = [secrets.choice(_CODE_ALPHABET) for _ in range(8)]
    return f"{''.join(characters[:4])}-{''.join(characters[4:])}"


def normalised_code(code: str) -> str:
    """Return a typed code without case, spaces and hyphens: what its owner reads is what counts."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(character for character in text if not character.isspace() and character != "-")


def check_code(code: str) -> str:
    """Return the normalised code, or refuse it.

    Raises ``RuleError``: ``identity.code.too_short`` (under six characters) or
    ``identity.code.too_simple`` (one character repeated, or a plain sequence).
    """
    text = normalised_code(code)
    if len(text) < LEAST_CODE_LENGTH:
        raise RuleError("identity.code.too_short", minimum=LEAST_CODE_LENGTH)
    steps = {ord(following) - ord(character) for character, following in pairwise(text)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise RuleError("identity.code.too_simple")
    return text


class Identities:
    """Makes authorities and jurors' identities, and opens them. ``parameters`` is the cost for new ones."""

    def __init__(self, parameters: SealingParameters | None = None) -> None:
        self._parameters = parameters or SealingParameters()

    def create_authority(self, workspace_name: str) -> AuthorityMaterial:
        """Return a new authority (P-256) whose certificate says plainly that it is not the certifier."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_COMMON_NAME),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, _directory_text(workspace_name)),
            ]
        )
        certificate = (
            _certificate(subject, subject, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        private_pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return AuthorityMaterial(
            certificate_pem=certificate.public_bytes(serialization.Encoding.PEM), private_key_pem=private_pem
        )

    def new_first_code(self) -> str:
        """Return a code of eight unambiguous characters, « XXXX-XXXX » (about 39 bits)."""
        return new_first_code()

    def create_juror_identity(
        self, authority: Authority, *, name: str, role: str, code: str, sex: str = ""
    ) -> SealedIdentity:
        """Return a juror's new key (P-256), certified by ``authority`` and sealed by ``code``.

        ``name`` as it is printed (NOM Prénom), ``role`` a code of DOMAIN.md, ``sex`` as a juror's. Raises
        ``RuleError`` for a weak code.
        """
        issuer_key = _private_key(authority)
        issuer = x509.load_pem_x509_certificate(authority.certificate_pem)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            _certificate(_juror_name(name, role, sex), issuer.subject, key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(certificates=False), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
            )
            .sign(issuer_key, hashes.SHA256())
        )
        chain = certificate.public_bytes(serialization.Encoding.PEM) + authority.certificate_pem
        return _seal(JurorKey(_pkcs8(key), chain), code, parameters=self._parameters)

    def unlock(self, identity: SealedIdentity, code: str) -> JurorKey:
        """Return the key in clear.

        Raises ``RuleError("identity.code.wrong")``, also when the sealed key was altered.
        """
        parameters = SealingParameters.parse(identity.parameters)
        secret = _secret(normalised_code(code), identity.salt, parameters=parameters)
        nonce, text = identity.sealed_key[:_NONCE_LENGTH], identity.sealed_key[_NONCE_LENGTH:]
        try:
            private = AESGCM(secret).decrypt(nonce, text, identity.certificate_pem)
        except (InvalidTag, ValueError):
            raise RuleError("identity.code.wrong") from None
        return JurorKey(private, identity.certificate_pem)

    def change_code(self, identity: SealedIdentity, *, old: str, new: str) -> SealedIdentity:
        """Return the same identity sealed by another code.

        Raises ``RuleError``: ``identity.code.wrong`` for the old one, ``identity.code.too_short`` or
        ``identity.code.too_simple`` for the new one.
        """
        check_code(new)
        return _seal(self.unlock(identity, old), new, parameters=self._parameters)

    def fingerprint(self, certificate_pem: bytes) -> str:
        """Return a certificate's SHA-256 in hexadecimal."""
        return certificate_fingerprint(certificate_pem)


def authority_key(authority: Authority) -> JurorKey:
    """Return the authority as a signer."""
    return JurorKey(_pkcs8(_private_key(authority)), authority.certificate_pem)


def certificate_fingerprint(certificate_pem: bytes) -> str:
    """Return the SHA-256 of a certificate, in hexadecimal: what two people compare aloud."""
    return x509.load_pem_x509_certificate(certificate_pem).fingerprint(hashes.SHA256()).hex()


def _private_key(authority: Authority) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(authority.private_key_pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("an authority's key is an elliptic curve key")
    return key


def _pkcs8(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _seal(key: JurorKey, code: str, *, parameters: SealingParameters) -> SealedIdentity:
    salt, nonce = secrets.token_bytes(_SALT_LENGTH), secrets.token_bytes(_NONCE_LENGTH)
    secret = _secret(check_code(code), salt, parameters=parameters)
    sealed = nonce + AESGCM(secret).encrypt(nonce, key.private_key_der, key.certificate_pem)
    return SealedIdentity(
        certificate_pem=key.certificate_pem, sealed_key=sealed, salt=salt, parameters=str(parameters)
    )


def _secret(code: str, salt: bytes, *, parameters: SealingParameters) -> bytes:
    return hash_secret_raw(
        code.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=parameters.passes,
        memory_cost=parameters.memory_kib,
        parallelism=parameters.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _directory_text(text: str) -> str:
    """Return ``text`` cut to what a directory attribute holds: 64 bytes of UTF-8, never empty."""
    cut = text.encode("utf-8", "ignore")[:_DIRECTORY_LIMIT].decode("utf-8", "ignore").strip()
    return cut or "–"


def _juror_name(name: str, role: str, sex: str) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COMMON_NAME, _directory_text(name)),
        x509.NameAttribute(NameOID.TITLE, _directory_text(words.role_words(role, sex=sex))),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _directory_text(role)),
    ]
    if _directory_text(name) != name:
        attributes.append(x509.NameAttribute(FULL_NAME_OID, name))
    return x509.Name(attributes)


def _certificate(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    start = datetime.now(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - _CLOCK_TOLERANCE)
        .not_valid_after(start + _VALIDITY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
