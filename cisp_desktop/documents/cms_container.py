"""The container of a signature (CMS): whether it holds what the application writes and nothing else.

Parts of a CMS are signed by nobody (certificates, algorithm lists, unsigned attributes). The container is
built anew around what is signed, and compared: a changed bit anywhere is seen. Must not know the PDF around
it.
"""

from collections.abc import Sequence

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.sign.validation import EmbeddedPdfSignature

_DIGEST_ALGORITHM = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()
_ECDSA = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump()
_RSA = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump()
_DIGEST_LENGTH = 32
_VERSION = core.Integer(1).dump()
_SEQUENCE, _SET, _TAGGED = 0x30, 0x31, 0xA0


def container_is_plain(
    signature: EmbeddedPdfSignature, authority: asn1_x509.Certificate, *, either_form: bool = False
) -> bool:
    """Whether the container holds what the application writes and nothing else, in its one DER form.

    ``either_form`` lets a signature on a curve be either of the two that hold, as early versions wrote them.

    Its certificates are the signer's and its issuers up to a self-signed one, every signature among them
    checked; or, for a signer that ``authority`` did not certify, the signer's alone.
    """
    content = signature.pkcs7_content[: der_length(signature.pkcs7_content)]
    data = cms.ContentInfo.load(content)["content"]
    leaf, signer = signature.signer_cert, data["signer_infos"][0]
    stored = [item.chosen.dump() for item in data["certificates"]]
    if not _certificates_are_plain(leaf.dump(), stored, authority.dump()):
        return False
    algorithm = signer["signature_algorithm"].dump()
    if algorithm not in _algorithms(leaf):
        return False
    if not either_form and not _in_one_form(signer["signature"].native, _key(leaf)):
        return False
    information = _element(
        _SEQUENCE,
        _VERSION,
        _element(_SEQUENCE, leaf.issuer.dump(), core.Integer(leaf.serial_number).dump()),
        _DIGEST_ALGORITHM,
        signer["signed_attrs"].dump(),
        algorithm,
        signer["signature"].dump(),
    )
    signed_data = _element(
        _SEQUENCE,
        _VERSION,
        _element(_SET, _DIGEST_ALGORITHM),
        _element(_SEQUENCE, cms.ContentType("data").dump()),
        _element(_TAGGED, *stored),
        _element(_SET, information),
    )
    expected = _element(_SEQUENCE, cms.ContentType("signed_data").dump(), _element(_TAGGED, signed_data))
    return expected == content


def _certificates_are_plain(leaf: bytes, stored: Sequence[bytes], authority: bytes) -> bool:
    if len(set(stored)) != len(stored) or leaf not in stored:
        return False
    signer, issuer = (x509.load_der_x509_certificate(content) for content in (leaf, authority))
    if signer == issuer or issued(signer, issuer):
        return set(stored) == {leaf, authority}
    others = [x509.load_der_x509_certificate(content) for content in stored if content != leaf]
    path = path_of(signer, others)
    return not others or (len(path) == len(stored) and issued(path[-1], path[-1]))


def path_of(
    certificate: x509.Certificate, others: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return the certificate, who issued it among ``others``, and so on; each of them once."""
    path, left = [certificate], [other for other in others if other != certificate]
    while issuer := next((other for other in left if issued(path[-1], other)), None):
        path.append(issuer)
        left.remove(issuer)
    return tuple(path)


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether ``issuer`` signed the certificate, as names and signature say."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _in_one_form(signature: bytes, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bool:
    """Whether a signature is the lower of the two that hold on a curve (s and its opposite), in DER: nobody
    makes one without the key, but anybody turns the one into the other.
    """
    return isinstance(key, rsa.RSAPublicKey) or in_low_half(signature, key.curve) == signature


def in_low_half(signature: bytes, curve: ec.EllipticCurve) -> bytes:
    """Return a signature on ``curve`` with the lower of its two s."""
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, curve.group_order - s))


def _key(leaf: asn1_x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(leaf.dump()).public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise ValueError("neither RSA nor a curve")
    return key


def _algorithms(leaf: asn1_x509.Certificate) -> tuple[bytes, ...]:
    """Return the algorithms, as DER, that may sign with the certificate's key: SHA-256 in each."""
    key = _key(leaf)
    if not isinstance(key, rsa.RSAPublicKey):
        return (_ECDSA,)
    longest = (key.key_size - 1 + 7) // 8 - _DIGEST_LENGTH - 2
    return (_RSA, *(_pss(length) for length in (_DIGEST_LENGTH, longest)))


def _pss(salt_length: int) -> bytes:
    digest = {"algorithm": "sha256"}
    parameters = {
        "hash_algorithm": digest,
        "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": digest},
        "salt_length": salt_length,
    }
    content: bytes = algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters}).dump()
    return content


def _element(tag: int, *parts: bytes) -> bytes:
    """Return a DER element of ``parts``."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(size))) + size + content


def der_length(content: bytes) -> int | None:
    """Return the whole length of the DER sequence that starts ``content``; ``None`` when there is none."""
    if len(content) < 2 or content[0] != 0x30:
        return None
    if content[1] < 0x80:
        return 2 + content[1]
    count = content[1] & 0x7F
    if not 1 <= count <= 4 or len(content) < 2 + count:
        return None
    length = 2 + count + int.from_bytes(content[2 : 2 + count], "big")
    return length if length <= len(content) else None
