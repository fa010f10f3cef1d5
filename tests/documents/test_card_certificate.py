"""Members' cards: which certificate may sign, what a card returns, minutes signed with it and verified."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from cisp_desktop.application.own_cards import CardCertificate, Padding, PinState
from cisp_desktop.application.ports import UnlockedKey
from cisp_desktop.documents.card_certificate import CardCertificates
from cisp_desktop.documents.own_certificate import CertificateFiles
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.documents.verification import MinutesVerifier
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.smart_cards import SmartCards
from tests.documents.attacks import ATTACKS
from tests.documents.attacks_inside import INSIDE_ATTACKS
from tests.documents.conftest import WHEN, Signed
from tests.documents.factories import SEATS
from tests.documents.own_files import END, Key, authority, certificate
from tests.documents.paper_card import PaperCard
from tests.soft_token import CURVE, EXPIRED, MODULE, PIN, RSA, SWAPPED, make_tokens, needs_soft_hsm

FILES = CertificateFiles()
SOME_ATTACKS = (
    "something in the last signature's padding", "a stranger's certificate beside", "an unsigned attribute",
    "a weaker digest", "another hour of signature",
)  # fmt: skip


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def described(paper: PaperCard, **more: Any) -> CardCertificate:
    """Return what a person chooses."""
    paper.read = lambda _module: [paper.content(**more)]  # type: ignore[method-assign]
    [card] = CardCertificates(paper).read(Path("m.so"))
    return card


@contextmanager
def key_of(paper: PaperCard, pin: str = PIN, /, **more: Any) -> Iterator[Any]:
    with CardCertificates(paper).opened(described(paper, **more), pin=pin, at=WHEN) as own:
        yield own.key


def signed_by(signed: Signed, key: UnlockedKey) -> bytes:
    return MinutesSigner().sign(
        signed.states[2], field_name=signed.rendered.frames[2].field_name, key=key, image=None,
        name=SEATS[2][2], role=SEATS[2][1], when=WHEN, last=True,
    )  # fmt: skip


@contextmanager
def vouched(paper: PaperCard, signed: Signed, **more: Any) -> Iterator[UnlockedKey]:
    with CardCertificates(paper).opened(described(paper, **more), pin=PIN, at=WHEN) as own:
        yield FILES.vouched(own, signed.keys[2])


def assert_signed_by_a_card(signed: Signed, pdf: bytes, holder: str) -> None:
    """The verifier finds the file intact, and notes whose certificate signed."""
    report = MinutesVerifier().verify(pdf, authority_pem=signed.authority.certificate_pem)
    assert report.intact
    assert [problem.code for problem in report.problems] == ["verification.own_certificate"]
    last = report.signatures[-1]
    assert (last.name, last.valid, last.trusted, last.holder) == (SEATS[2][2], True, False, holder)


@pytest.mark.parametrize("kind", ["rsa", "rsa salted", "p256", "p384", "p521", "p256 high"])
def test_minutes_are_signed_by_a_card_and_told_as_another_authority(
    signed: Signed, rsa_key: rsa.RSAPrivateKey, kind: str
) -> None:
    curves = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}
    name, _, how = kind.partition(" ")
    paper = PaperCard(
        rsa_key if name == "rsa" else ec.generate_private_key(curves[name]()), high=how == "high"
    )
    offered = {"paddings": (Padding.SALTED,)} if how == "salted" else {}
    with vouched(paper, signed, **offered) as key:
        pdf = signed_by(signed, key)
    assert_signed_by_a_card(signed, pdf, "Alice Martin")
    plain = Padding.SALTED if how == "salted" else Padding.PLAIN
    assert paper.asked == [(PIN, plain if name == "rsa" else None)]


def test_the_card_s_chain_goes_into_the_file(signed: Signed) -> None:
    root, by = authority("Autorité des cartes")
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    other = certificate(ec.generate_private_key(ec.SECP256R1()), name="Une autre personne")
    others = tuple(one.public_bytes(serialization.Encoding.DER) for one in (other, root))
    with vouched(paper, signed, issuer=root, by=by, others=(*others, b"no certificate")) as key:
        assert key.certificate_pem.count(b"BEGIN CERTIFICATE") == 2
        pdf = signed_by(signed, key)
    assert_signed_by_a_card(signed, pdf, "Alice Martin")
    pem = signed.authority.certificate_pem + root.public_bytes(serialization.Encoding.PEM)
    assert MinutesVerifier().verify(pdf, authority_pem=pem).trusted


def test_a_card_that_no_member_vouches_for_is_a_stranger(signed: Signed) -> None:
    with key_of(PaperCard(ec.generate_private_key(ec.SECP256R1()))) as key:
        pdf = signed_by(signed, key)
    report = MinutesVerifier().verify(pdf, authority_pem=None)
    assert not report.intact
    assert "verification.foreign_signer" in {problem.code for problem in report.problems}


@pytest.mark.parametrize("lie", [b"", b"\0", bytes(64), b"\x01" * 64, b"\x01" * 256, b"\xff" * 64])
@pytest.mark.parametrize("curve", [True, False])
def test_a_signature_that_the_certificate_does_not_bear_out_enters_no_file(
    signed: Signed, rsa_key: rsa.RSAPrivateKey, lie: bytes, curve: bool
) -> None:
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()) if curve else rsa_key, lie=lie)
    with pytest.raises(RuleError) as refused, vouched(paper, signed) as key:
        signed_by(signed, key)
    assert (refused.value.code, refused.value.values) == ("card.signature_wrong", {"token": "Carte"})
    assert len(paper.asked) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": WHEN - timedelta(days=1)}, "certificate.expired"),
        ({"starts": WHEN + timedelta(days=1)}, "certificate.not_yet"),
        ({"signs": False}, "certificate.usage"),
        ({"signs_on_curves": False}, "card.mechanism"),
        ({"pin": PinState.LOCKED}, "card.pin_locked"),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_before_the_card_is_asked(
    change: dict[str, Any], code: str
) -> None:
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    for ask in (lambda: opened(paper, **change), lambda: check(paper, **change)):
        with pytest.raises(RuleError) as refused:
            ask()
        assert refused.value.code == code
    assert paper.opens == []


def opened(paper: PaperCard, pin: str = PIN, /, **more: Any) -> None:
    """Open it, sign once, and let it go."""
    with key_of(paper, pin, **more) as key:
        key.sign(b"data")


def check(paper: PaperCard, **more: Any) -> None:
    CardCertificates(paper).check(described(paper, **more), at=WHEN)


def test_a_card_that_does_not_sign_with_rsa_is_refused(rsa_key: rsa.RSAPrivateKey) -> None:
    with pytest.raises(RuleError, match=r"card\.mechanism"):
        opened(PaperCard(rsa_key), paddings=())


@pytest.mark.parametrize(
    "key", [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256K1())], ids=["ed", "k1"]
)
def test_a_key_of_another_kind_is_refused(key: Key) -> None:
    with pytest.raises(RuleError, match=r"certificate\.kind"):
        opened(PaperCard(key))


def test_a_pin_is_needed_unless_it_is_typed_on_the_reader() -> None:
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    for pin, code in (("", "card.pin_missing"), ("9" * 256, "card.pin_length")):
        with pytest.raises(RuleError) as refused:
            opened(paper, pin)
        assert refused.value.code == code
    opened(paper, "", on_reader=True)
    opened(paper, PIN, on_reader=True)
    assert paper.opens == ["", ""]


def test_the_pin_is_in_nothing_that_is_written_out() -> None:
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    with CardCertificates(paper).opened(described(paper), pin=PIN, at=WHEN) as own:
        assert PIN not in f"{own!r} {own.key!r} {own.key.sign!r}"  # type: ignore[attr-defined]  # a card's key


def test_an_authority_s_certificate_and_what_is_none_are_not_offered() -> None:
    paper = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    root, _by = authority("Autorité des cartes")
    der = root.public_bytes(serialization.Encoding.DER)
    contents = [replace(paper.content(), certificate=der), replace(paper.content(), certificate=b"garbage")]
    paper.read = lambda _module: contents  # type: ignore[method-assign]
    with pytest.raises(RuleError, match=r"card\.no_certificate"):
        CardCertificates(paper).read(Path("m.so"))
    contents.append(paper.content("Zoé"))
    contents.append(paper.content("alice"))
    found = CardCertificates(paper).read(Path("m.so"))
    assert [(card.name, card.expires) for card in found] == [("alice", END), ("Zoé", END)]


# ------------------------------------------------------------------------------- real cards, made by SoftHSM2


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_tokens(tmp_path_factory.mktemp("cartes"), "full")


@pytest.fixture
def by_name(cards: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, CardCertificate]:
    assert MODULE is not None
    monkeypatch.setenv("SOFTHSM2_CONF", cards)
    return {card.name: card for card in CardCertificates(SmartCards()).read(MODULE)}


def by_card(signed: Signed, card: CardCertificate, pin: str = PIN) -> bytes:
    with CardCertificates(SmartCards()).opened(card, pin=pin, at=WHEN) as own:
        return signed_by(signed, FILES.vouched(own, signed.keys[2]))


@needs_soft_hsm
@pytest.mark.skipif(which("pdfsig") is None or which("qpdf") is None, reason="needs pdfsig and qpdf")
@pytest.mark.parametrize("name", [RSA, CURVE])
def test_an_independent_reader_accepts_minutes_signed_by_a_card(
    signed: Signed, by_name: dict[str, CardCertificate], name: str, tmp_path: Path
) -> None:
    pdf = by_card(signed, by_name[name])
    assert_signed_by_a_card(signed, pdf, name)
    file = tmp_path / "minutes.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid") == 4
    assert subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False).returncode == 0


@needs_soft_hsm
def test_attacks_on_minutes_signed_by_a_card_are_seen(
    signed: Signed, by_name: dict[str, CardCertificate]
) -> None:
    attacks = {**ATTACKS, **INSIDE_ATTACKS}
    pdf = by_card(signed, by_name[CURVE])
    for name in (*SOME_ATTACKS, "a signature that holds in its other form"):
        altered = attacks[name](pdf)
        assert altered != pdf
        assert not MinutesVerifier().verify(altered, authority_pem=None).intact, name


@needs_soft_hsm
@pytest.mark.parametrize(
    ("name", "pin", "code"),
    [
        (CURVE, "314159", "card.pin_wrong"),
        (SWAPPED, PIN, "card.signature_wrong"),
        (EXPIRED, PIN, "certificate.expired"),
    ],
)
def test_a_card_that_does_not_sign_leaves_no_file(
    signed: Signed, by_name: dict[str, CardCertificate], name: str, pin: str, code: str
) -> None:
    with pytest.raises(RuleError) as refused:
        by_card(signed, by_name[name], pin)
    assert refused.value.code == code
