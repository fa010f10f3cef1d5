"""Members' own certificates: read, refused, signing minutes, verified."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

from cisp_desktop.application.own_certificates import OwnCertificate
from cisp_desktop.application.ports import UnlockedKey
from cisp_desktop.documents import signing
from cisp_desktop.documents.own_certificate import CertificateFiles, VouchedKey, voucher
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.errors import RuleError
from tests.documents.attacks import ATTACKS
from tests.documents.attacks_inside import INSIDE_ATTACKS
from tests.documents.conftest import WHEN, Signed
from tests.documents.factories import SEATS
from tests.documents.own_files import END, PASSWORD, START, own_file, packed
from tests.documents.verdicts import READERS, counted, refused_by_readers

FILES = CertificateFiles()
ALL_ATTACKS = {**ATTACKS, **INSIDE_ATTACKS}
SOME_ATTACKS = (
    "something in the last signature's padding", "a stranger's certificate beside",
    "an unsigned attribute", "other attached data", "a cross-reference stream", "a weaker digest",
    "another hour of signature", "a white box over the table",
)  # fmt: skip


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def rsa_file(rsa_key: rsa.RSAPrivateKey) -> bytes:
    return own_file(rsa_key, issued_by="Autorité d’essai")


def read(content: bytes, password: str = PASSWORD, at: datetime = WHEN) -> OwnCertificate:
    return FILES.read(content, password, at=at)


def signed_by(signed: Signed, key: UnlockedKey, position: int = 2) -> bytes:
    return MinutesSigner().sign(
        signed.states[2],
        field_name=signed.rendered.frames[position].field_name,
        key=key,
        image=None,
        name=SEATS[position][2],
        role=SEATS[position][1],
        when=WHEN,
        last=True,
    )


@pytest.fixture(scope="module")
def by_rsa(signed: Signed, rsa_file: bytes) -> bytes:
    return signed_by(signed, FILES.vouched(read(rsa_file), signed.keys[2]))


def codes(pdf: bytes, pem: bytes | None = None) -> set[str]:
    report = MinutesVerifier().verify(pdf, authority_pem=pem)
    return {problem.code.removeprefix("verification.") for problem in report.problems}


def test_a_file_says_whom_it_names_and_who_issued_it(rsa_file: bytes) -> None:
    own = read(rsa_file)
    assert (own.name, own.issuer, own.expires) == ("Alice Martin", "Autorité d’essai", END)
    assert "PRIVATE" not in repr(own)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": WHEN - timedelta(days=1)}, "expired"),
        ({"starts": WHEN + timedelta(days=1)}, "not_yet"),
        ({"signs": False}, "usage"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(RuleError) as refused:
        read(own_file(**change))
    assert refused.value.code == f"certificate.{code}"


def test_a_short_rsa_key_is_refused() -> None:
    with pytest.raises(RuleError) as refused:
        read(own_file(rsa.generate_private_key(65537, 1024)))
    assert refused.value.code == "certificate.weak"
    assert refused.value.values == {"bits": 1024, "least": 2048}


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.generate(),
        ec.generate_private_key(ec.SECP256K1()),
        dsa.generate_private_key(1024),
    ],
    ids=["ed25519", "another curve", "dsa"],
)
def test_a_key_of_another_kind_is_refused(key: ed25519.Ed25519PrivateKey) -> None:
    with pytest.raises(RuleError, match=r"certificate\.kind"):
        read(own_file(key))


def test_a_wrong_password_is_told_apart_from_a_damaged_file() -> None:
    content = own_file()
    with pytest.raises(RuleError, match=r"certificate\.password"):
        read(content, "autre")
    for damaged in (b"", b"-----BEGIN CERTIFICATE-----", content[:-9], b"%PDF-1.7"):
        with pytest.raises(RuleError, match=r"certificate\.unreadable"):
            read(damaged)


def test_a_file_without_a_key_is_refused(rsa_file: bytes) -> None:
    certificates = x509.load_pem_x509_certificates(read(rsa_file).key.certificate_pem)
    with pytest.raises(RuleError, match=r"certificate\.no_key"):
        read(packed(None, None, certificates))


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384", "p521", "self-signed", "without its chain"])
def test_an_own_certificate_signs_and_is_told_as_another_authority(
    signed: Signed, rsa_key: rsa.RSAPrivateKey, kind: str
) -> None:
    curves = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}
    key = ec.generate_private_key(curves[kind]()) if kind in curves else rsa_key
    issuer = "" if kind == "self-signed" else "Autorité d’essai"
    own = read(own_file(key, issued_by=issuer, chain=kind != "without its chain"))
    pdf = signed_by(signed, FILES.vouched(own, signed.keys[2]))
    report = MinutesVerifier().verify(pdf, authority_pem=signed.authority.certificate_pem)
    assert report.intact
    assert codes(pdf, signed.authority.certificate_pem) == {"own_certificate"}
    last = report.signatures[-1]
    assert (last.name, last.role, last.valid, last.trusted) == (SEATS[2][2], SEATS[2][1], True, False)
    assert (last.holder, last.fingerprint) == ("Alice Martin", own.fingerprint)
    assert last.issuer == (issuer or "Alice Martin")


def test_its_own_issuer_makes_the_identity_known(signed: Signed, by_rsa: bytes, rsa_file: bytes) -> None:
    root = x509.load_pem_x509_certificates(read(rsa_file).key.certificate_pem)[-1]
    pem = signed.authority.certificate_pem + root.public_bytes(serialization.Encoding.PEM)
    report = MinutesVerifier().verify(by_rsa, authority_pem=pem)
    assert report.trusted
    assert all(signature.trusted for signature in report.signatures)


def test_an_own_certificate_that_no_member_vouches_for_is_a_stranger(signed: Signed, rsa_file: bytes) -> None:
    pdf = signed_by(signed, read(rsa_file).key)
    assert not MinutesVerifier().verify(pdf, authority_pem=None).intact
    assert "foreign_signer" in codes(pdf)


def test_a_voucher_serves_one_file_and_one_frame(
    signed: Signed, rsa_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = FILES.vouched(read(rsa_file), signed.keys[1])
    assert isinstance(key, VouchedKey)
    # Another member's voucher: the frame tells that it is not his.
    assert "role_differs" in codes(signed_by(signed, key))
    # The same voucher beside another file.
    monkeypatch.setattr(signing, "voucher", lambda key, _pdf, field: voucher(key, signed.states[1], field))
    assert "foreign_signer" in codes(signed_by(signed, FILES.vouched(read(rsa_file), signed.keys[2])))
    monkeypatch.undo()
    stranger = replace(key, member=read(own_file()).key)
    assert "foreign_signer" in codes(signed_by(signed, stranger))


@pytest.mark.parametrize("name", SOME_ATTACKS)
def test_an_attack_on_a_file_signed_with_rsa_is_seen(by_rsa: bytes, name: str) -> None:
    altered = ALL_ATTACKS[name](by_rsa)
    assert altered != by_rsa
    assert not MinutesVerifier().verify(altered, authority_pem=None).intact


@pytest.mark.robustness
def test_no_attack_on_a_file_signed_with_rsa_is_shown_as_intact(by_rsa: bytes) -> None:
    curves_alone = "a signature that holds in its other form"
    figures = counted(by_rsa, {name: one for name, one in ALL_ATTACKS.items() if name != curves_alone})
    print(figures.line("the last signed with RSA"))
    assert (figures.tried, figures.silent) == (len(ALL_ATTACKS) - 1, ())
    assert len(figures.control) >= 10


@pytest.mark.skipif(not READERS, reason="needs pdfsig and qpdf")
def test_independent_readers_accept_a_file_signed_with_rsa(by_rsa: bytes, tmp_path: Path) -> None:
    assert refused_by_readers(by_rsa, tmp_path, signatures=4) == []


def test_a_certificate_valid_on_another_day_is_told(signed: Signed) -> None:
    own = FILES.read(own_file(ends=START + timedelta(days=9)), PASSWORD, at=START + timedelta(days=1))
    pdf = signed_by(signed, FILES.vouched(own, signed.keys[2]))
    assert codes(pdf) == {"own_certificate", "certificate_period"}


def test_keys_of_another_maker_are_refused(signed: Signed, rsa_file: bytes) -> None:
    class Foreign:
        certificate_pem = b""

    with pytest.raises(RuleError, match=r"signing\.key_foreign"):
        FILES.vouched(read(rsa_file), Foreign())
