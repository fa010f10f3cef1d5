"""Cards for the tests: tokens of SoftHSM2 in a folder of their own, with keys made on them and certificates.

Each filling runs in a process of its own: the module keeps what it read of ``SOFTHSM2_CONF`` for its life.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pkcs11 import Attribute, CertificateType, KeyType, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

from tests.documents.own_files import START, authority, certificate

PIN, LABEL, OTHER_LABEL = "271828", "Carte d’Alice", "Carte de Bruno"
RSA, CURVE, EXPIRED, SWAPPED, KEYLESS, EDWARDS, OTHER = (
    "Alice Martin", "Alice Martin (P-256)", "Alice hier", "Alice échangée", "Alice sans clé", "Alice Ed25519",
    "Bruno Petit",
)  # fmt: skip
_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/lib/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so", "C:/SoftHSM2/lib/softhsm2-x64.dll",
)  # fmt: skip
MODULE = next((Path(path) for path in _MODULES if Path(path).is_file()), None)
needs_soft_hsm = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None,
    reason="needs SoftHSM2, its module and softhsm2-util (Debian: softhsm2)",
)


@dataclass(frozen=True)
class _OnToken:
    """A key that stays on the token, as what issues certificates wants it."""

    public: Any

    def public_key(self) -> Any:
        """Return its public half."""
        return self.public


def make_tokens(folder: Path, kind: str) -> str:
    """Make tokens in ``folder`` and return the configuration to put into ``SOFTHSM2_CONF``.

    ``kind``: « full » (two tokens, the first with every kind of certificate), « bare » (one, without any),
    « none » (no token).
    """
    tokens = folder / "tokens"
    tokens.mkdir(parents=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n", "utf-8"
    )
    environment = {**os.environ, "SOFTHSM2_CONF": str(configuration)}
    labels = {"full": (LABEL, OTHER_LABEL), "bare": (LABEL,), "none": ()}[kind]
    for label in labels:
        command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", PIN, "--pin", PIN]
        subprocess.run(command, env=environment, check=True, capture_output=True)
    if kind == "full":
        command = [sys.executable, "-c", "from tests.soft_token import fill; fill()"]
        subprocess.run(command, env=environment, cwd=Path(__file__).parent.parent, check=True)
    return str(configuration)


def fill() -> None:
    """Put keys and certificates on the tokens; runs in a process whose environment names them."""
    module = pkcs11.lib(str(MODULE))
    root, by = authority("Autorité des cartes")
    issued = {"issuer": root, "by": by}
    stranger = ec.generate_private_key(ec.SECP256R1())
    with module.get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
        curve = _curve_key(session, b"\x02")
        ends = START + timedelta(days=1)
        stored = [
            (b"\x00", root),
            (b"\x01", certificate(_rsa_key(session, b"\x01"), name=RSA, **issued)),
            (b"\x02", certificate(curve, name=CURVE, **issued)),
            (b"\x02", certificate(curve, name=EXPIRED, ends=ends, **issued)),
            (b"\x02", certificate(stranger, name=SWAPPED, **issued)),
            (b"\x04", certificate(stranger, name=KEYLESS, **issued)),
            (b"\x05", certificate(ed25519.Ed25519PrivateKey.generate(), name=EDWARDS)),
        ]
        for number, one in stored:
            _store(session, number, one)
    with module.get_token(token_label=OTHER_LABEL).open(rw=True, user_pin=PIN) as session:
        _store(session, b"\x01", certificate(_curve_key(session, b"\x01"), name=OTHER, **issued))


def _store(session: pkcs11.Session, number: bytes, one: x509.Certificate) -> None:
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: False,
            Attribute.ID: number,
            Attribute.SUBJECT: one.subject.public_bytes(),
            Attribute.VALUE: one.public_bytes(serialization.Encoding.DER),
        }
    )


def _rsa_key(session: pkcs11.Session, number: bytes) -> _OnToken:
    public, _private = session.generate_keypair(KeyType.RSA, 2048, id=number, store=True)
    exponent, modulus = (
        int.from_bytes(public[name]) for name in (Attribute.PUBLIC_EXPONENT, Attribute.MODULUS)
    )
    return _OnToken(rsa.RSAPublicNumbers(exponent, modulus).public_key())


def _curve_key(session: pkcs11.Session, number: bytes) -> _OnToken:
    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
    public, _private = parameters.generate_keypair(id=number, store=True)
    return _OnToken(serialization.load_der_public_key(encode_ec_public_key(public)))
