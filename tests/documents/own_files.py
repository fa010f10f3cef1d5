"""Members' own certificates for the tests: made on the spot, never kept."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "trois poires"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | dsa.DSAPrivateKey
START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2040, 1, 1, tzinfo=UTC)


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(
    key: Key,
    *,
    name: str,
    issuer: x509.Certificate | None = None,
    by: Key | None = None,
    starts: datetime = START,
    ends: datetime = END,
    signs: bool | None = True,
) -> x509.Certificate:
    """Return a certificate; without ``issuer``, self-signed. ``signs``: what its usage says, if anything."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(name) if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
    )
    if signs is not None:
        usage = [False] * 9
        usage[0 if signs else 2] = True
        builder = builder.add_extension(x509.KeyUsage(*usage), critical=True)
    signer = by or key
    return builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def authority(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return who issues certificates, told as such, and the key."""
    key = ec.generate_private_key(ec.SECP384R1())
    builder = x509.CertificateBuilder(
        _named(name),
        _named(name),
        key.public_key(),
        x509.random_serial_number(),
        START,
        END + timedelta(days=1),
    )
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    return builder.add_extension(constraints, critical=True).sign(key, hashes.SHA256()), key


def own_file(key: Key | None = None, *, issued_by: str = "", chain: bool = True, **more: object) -> bytes:
    """Return a ``.p12`` in the name of Alice Martin, of an issuer of its own where one is named."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    root, by, others = None, None, []
    if issued_by:
        by = ec.generate_private_key(ec.SECP384R1())
        root = certificate(by, name=issued_by, ends=END + timedelta(days=1))
        others = [root] if chain else []
    own = certificate(key, name="Alice Martin", issuer=root, by=by, **more)
    return packed(key, own, others)


def packed(key: Key | None, own: x509.Certificate | None, others: list[x509.Certificate]) -> bytes:
    """Return a ``.p12`` of these, under ``PASSWORD``."""
    sealing = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(1000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .build(PASSWORD.encode())
    )
    return pkcs12.serialize_key_and_certificates(b"mine", key, own, others or None, sealing)
