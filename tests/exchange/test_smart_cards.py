"""Cards through PKCS#11: what is read, what signs, and what each thing that goes wrong is called."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11 import exceptions as cryptoki

from cisp_desktop.application.own_cards import CardContent, Padding, PinState
from cisp_desktop.application.wording import sentence
from cisp_desktop.documents.own_certificate import subject_name
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange import limited_child, smart_cards
from cisp_desktop.exchange.card_child import answers
from cisp_desktop.exchange.smart_cards import SmartCards
from tests.soft_token import (
    CURVE,
    KEYLESS,
    LABEL,
    MODULE,
    OTHER,
    OTHER_LABEL,
    PIN,
    RSA,
    make_tokens,
    needs_soft_hsm,
)

DATA = b"what the signature covers"
CARDS = SmartCards()


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two cards, made once."""
    return make_tokens(tmp_path_factory.mktemp("cartes"), "full")


@pytest.fixture
def module(full: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module of SoftHSM2, with two cards inserted."""
    assert MODULE is not None
    monkeypatch.setenv("SOFTHSM2_CONF", full)
    return MODULE


def on_card(module: Path, name: str) -> CardContent:
    [found] = [one for one in CARDS.read(module) if name_of(one) == name]
    return found


def name_of(content: CardContent) -> str:
    return subject_name(x509.load_der_x509_certificate(content.certificate))


def signature_of(
    content: CardContent, pin: str = PIN, *, padding: Padding | None = None, cards: SmartCards = CARDS
) -> bytes:
    """Open the card for one signature."""
    with cards.opened(content, pin, padding=padding) as sign:
        return sign(DATA)


def refusal(module: Path, content: CardContent | None = None, pin: str = PIN, **more: Any) -> RuleError:
    """Return what is refused: to read, or with a certificate to sign."""
    cards = SmartCards(**more)
    ask = partial(cards.read, module)
    if content is not None:
        ask = partial(signature_of, content, pin, cards=cards)
    with pytest.raises(RuleError) as refused:
        ask()
    assert not pin or pin not in f"{refused.value!r} {refused.value.values} {sentence(refused.value)}"
    return refused.value


@needs_soft_hsm
def test_the_certificates_of_all_cards_are_read_without_a_pin(module: Path) -> None:
    found = CARDS.read(module)
    assert {name_of(one) for one in found} >= {RSA, CURVE, OTHER, "Autorité des cartes"}
    first, other = on_card(module, RSA), on_card(module, OTHER)
    assert (first.token, other.token) == (LABEL, OTHER_LABEL)
    assert first.serial != other.serial
    assert (len(first.others), other.others) == (6, ())
    assert (first.pin, first.on_reader, first.signs_on_curves) == (PinState.FREE, False, True)
    assert set(first.paddings) == {Padding.PLAIN, Padding.SALTED}


@needs_soft_hsm
@pytest.mark.parametrize("way", Padding)
def test_an_rsa_key_signs_in_both_ways(module: Path, way: Padding) -> None:
    content = on_card(module, RSA)
    signature = signature_of(content, padding=way)
    key = x509.load_der_x509_certificate(content.certificate).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    key.verify(signature, DATA, salted if way is Padding.SALTED else padding.PKCS1v15(), hashes.SHA256())


@needs_soft_hsm
def test_a_curve_signs_with_two_numbers_side_by_side(module: Path) -> None:
    content = on_card(module, CURVE)
    signature = signature_of(content)
    assert len(signature) == 64
    pair = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    key = x509.load_der_x509_certificate(content.certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(encode_dss_signature(*pair), DATA, ec.ECDSA(hashes.SHA256()))


@needs_soft_hsm
def test_one_child_signs_all_of_an_act_and_ends_with_it(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = limited_child._started

    def noted(command: Sequence[str]) -> subprocess.Popen[bytes]:
        started.append(real(command))
        return started[-1]

    content = on_card(module, CURVE)
    monkeypatch.setattr(limited_child, "_started", noted)
    key = x509.load_der_x509_certificate(content.certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    with CARDS.opened(content, PIN, padding=None) as sign:
        for data in (DATA, b"another file", b"a third"):
            raw = sign(data)
            pair = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
            key.verify(encode_dss_signature(*pair), data, ec.ECDSA(hashes.SHA256()))
        assert [process.poll() for process in started] == [None]
    assert [process.poll() for process in started] == [0]  # it logged out and left by itself


@needs_soft_hsm
def test_a_wrong_pin_is_tried_once_and_remembered_by_the_card(module: Path) -> None:
    content = on_card(module, OTHER)
    assert refusal(module, content, "999999").code == "card.pin_wrong"
    assert on_card(module, OTHER).pin is PinState.TRIED
    assert on_card(module, RSA).pin is PinState.FREE
    assert len(signature_of(content)) == 64
    assert refusal(module, content, "").code == "card.pin_length"


@needs_soft_hsm
def test_a_certificate_without_its_key_signs_nothing(module: Path) -> None:
    refused = refusal(module, on_card(module, KEYLESS))
    assert (refused.code, refused.values) == ("card.no_key", {"token": LABEL})


@needs_soft_hsm
def test_a_card_taken_out_before_it_signs_is_told(
    module: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = on_card(module, CURVE)
    monkeypatch.setenv("SOFTHSM2_CONF", make_tokens(tmp_path, "bare"))
    assert refusal(module, content).code == "card.removed"
    assert refusal(module).code == "card.no_certificate"


@needs_soft_hsm
def test_no_card_at_all_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert MODULE is not None
    monkeypatch.setenv("SOFTHSM2_CONF", make_tokens(tmp_path, "none"))
    assert refusal(MODULE).code == "card.none"


@needs_soft_hsm
def test_the_module_does_not_enter_this_process(module: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cisp_desktop.exchange.smart_cards import SmartCards;"
        f"SmartCards().read(Path({str(module)!r})); print('pkcs11' in sys.modules);"
        "maps = Path('/proc/self/maps'); print(maps.is_file() and 'softhsm' in maps.read_text())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_module_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "rien.so", tmp_path):
        refused = refusal(path)
        assert (refused.code, refused.values) == ("card.module_missing", {"path": str(path)})


def test_what_is_no_module_is_told(tmp_path: Path) -> None:
    text = tmp_path / "module.so"
    text.write_text("Je suis un texte.")
    damaged = tmp_path / "abîmé.so"
    damaged.write_bytes(b"\x7fELF" + bytes(200))
    for path in (text, damaged):
        refused = refusal(path)
        assert (refused.code, refused.values) == ("card.module_unreadable", {"name": path.name})


def child(code: str) -> list[str]:
    return [sys.executable, "-c", f"print('ready', flush=True)\n{code}"]


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import os; os.abort()",
        "print('no JSON')",
        "print('[]')",
        "print('{}')",
        'print(\'{"certificates": [{"token": 3}]}\')',
        'print(\'{"certificates": "zz"}\')',
        "raise SystemExit(0)",
    ],
)
def test_a_module_that_hangs_crashes_or_talks_nonsense_is_ended(tmp_path: Path, code: str) -> None:
    module = tmp_path / "module.so"
    module.touch()
    refused = refusal(module, command=child(code), reading_seconds=1.0)
    assert (refused.code, refused.values) == ("card.module_failed", {"name": "module.so"})
    content = CardContent(module, "C", "", "", b"", (), PinState.FREE, False, (), True)
    assert refusal(module, content, command=child(code), signing_seconds=1.0).code == "card.module_failed"


def test_a_child_that_cannot_start_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"exchange\.child\.failed"):
        SmartCards(["/nowhere/python"]).read(Path(sys.executable))
    for code in ("raise SystemExit(3)", "print('hello'); import time; time.sleep(60)", "input(); input()"):
        mute = SmartCards([sys.executable, "-c", code], reading_seconds=1.0)
        with pytest.raises(StorageError, match=r"exchange\.child\.failed"):
            mute.read(Path(sys.executable))


def test_what_a_module_prints_does_not_disturb_its_answer(tmp_path: Path) -> None:
    # The child's standard output is given away before the module is loaded: a fake one prints all the same.
    module = tmp_path / "module.so"
    module.touch()
    code = (
        "import os, sys, pkcs11\n"
        "from cisp_desktop.exchange import card_child\n"
        "def loud(path):\n"
        "    os.write(1, b'debug: slot 0\\n')\n"
        "    raise pkcs11.PKCS11Error(path)\n"
        "pkcs11.lib = loud\n"
        "sys.exit(card_child.child_main())\n"
    )
    refused = refusal(module, command=[sys.executable, "-c", code])
    assert refused.code == "card.module_unreadable"


def test_modules_of_known_cards_are_found_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "opensc-pkcs11.so", tmp_path / "autre.so"
    first.touch()
    second.symlink_to(first)
    monkeypatch.setattr(smart_cards, "_candidates", lambda: [tmp_path / "rien.so", first, second])
    assert CARDS.modules() == (first,)


# --------------------------------------------------- what SoftHSM2 cannot play: a card made of paper


class PaperKey:
    """Signs with nothing; tells how it was asked."""

    def __init__(self, token: "PaperToken") -> None:
        self._token = token

    def __getitem__(self, name: Attribute) -> Any:
        if name is Attribute.ALWAYS_AUTHENTICATE:
            return self._token.always
        raise cryptoki.AttributeTypeInvalid

    def sign(self, data: bytes, **how: Any) -> bytes:
        if self._token.signs_left == 0:
            raise cryptoki.DeviceRemoved
        self._token.signs_left -= 1
        self._token.signed = {"data": data, **how}
        return b"signature"


class PaperToken:
    """A card whose mechanisms, flags and failures the test chooses."""

    label, serial = "Carte", b"\x01"

    def __init__(
        self,
        mechanisms: set[Mechanism],
        *,
        flags: int = 0,
        fails: Exception | None = None,
        flags_after: TokenFlag | None = None,
        always: bool = False,
        signs: int = 100,
    ) -> None:
        self.signs_left, self.closed = signs, 0
        self.flags: int = flags | TokenFlag.TOKEN_INITIALIZED
        self.fails, self.always = fails, always
        self.mechanisms, self.flags_after = mechanisms, flags_after
        self.slot = self
        self.tries: list[Any] = []
        self.signed: dict[str, Any] = {}

    def get_slots(self, token_present: bool) -> list["PaperToken"]:
        return [self] if token_present else []

    def get_token(self) -> "PaperToken":
        if self.tries and self.flags_after is not None:
            self.flags |= self.flags_after
        return self

    def get_mechanisms(self) -> set[Mechanism]:
        return self.mechanisms

    def open(self, user_pin: Any = None) -> "PaperToken":
        self.tries.append(user_pin)
        if self.fails is not None:
            raise self.fails
        return self

    def __enter__(self) -> "PaperToken":
        return self

    def __exit__(self, *_: object) -> None:
        self.closed += 1

    def get_objects(self, wanted: dict[Attribute, Any]) -> Iterator[PaperKey]:
        if wanted[Attribute.CLASS] is ObjectClass.PRIVATE_KEY:
            yield PaperKey(self)


def told(token: PaperToken, *, pin: str = PIN, way: Padding | None = None, times: int = 1) -> list[Any]:
    """Return all that the child answers to who opens the card and signs so many times."""
    request = {
        "module": "m", "act": "sign", "token": "Carte", "serial": "01", "id": "07", "pin": pin,
        "padding": way,
    }  # fmt: skip
    lines = [json.loads(json.dumps(one)) for one in (request, *([{"data": DATA.hex()}] * times))]
    return list(answers(iter(lines), loads=lambda _path: token))


def asked(token: PaperToken, *, pin: str = PIN, way: Padding | None = None) -> Any:
    """Return the last answer to who signs once."""
    return told(token, pin=pin, way=way)[-1]


@pytest.mark.parametrize(
    ("error", "after", "meaning"),
    [
        (cryptoki.PinIncorrect(), TokenFlag.USER_PIN_COUNT_LOW, "pin_wrong"),
        (cryptoki.PinIncorrect(), TokenFlag.USER_PIN_FINAL_TRY, "pin_last"),
        (cryptoki.PinIncorrect(), TokenFlag.USER_PIN_LOCKED, "pin_locked"),
        (cryptoki.PinLocked(), None, "pin_locked"),
        (cryptoki.PinLenRange(), None, "pin_length"),
        (cryptoki.PinExpired(), None, "pin_expired"),
        (cryptoki.UserPinNotInitialized(), None, "pin_unset"),
        (cryptoki.FunctionCancelled(), None, "cancelled"),
        (cryptoki.DeviceRemoved(), None, "removed"),
    ],
)
def test_what_the_card_says_of_its_pin_is_passed_on_after_one_try(
    error: Exception, after: TokenFlag | None, meaning: str
) -> None:
    token = PaperToken({Mechanism.ECDSA}, fails=error, flags_after=after)
    assert asked(token) == {"error": meaning}
    assert token.tries == [PIN]


def test_a_locked_card_is_given_no_pin() -> None:
    token = PaperToken({Mechanism.ECDSA}, flags=TokenFlag.USER_PIN_LOCKED)
    assert asked(token) == {"error": "pin_locked"}
    assert token.tries == []


def test_an_error_is_told_by_its_name_never_by_what_the_module_says() -> None:
    token = PaperToken({Mechanism.ECDSA}, fails=cryptoki.DeviceError(f"PIN {PIN} was given"))
    assert asked(token) == {"error": "failed", "name": "DeviceError"}


def test_a_pin_typed_on_the_reader_is_not_asked_for() -> None:
    token = PaperToken({Mechanism.ECDSA}, flags=TokenFlag.PROTECTED_AUTHENTICATION_PATH, always=True)
    assert asked(token, pin="") == {"signature": b"signature".hex()}
    assert token.tries == [pkcs11.PROTECTED_AUTH]
    assert "pin" not in token.signed


def test_a_card_is_opened_once_for_all_that_is_signed_and_then_let_go() -> None:
    token = PaperToken({Mechanism.ECDSA})
    signature = {"signature": b"signature".hex()}
    assert told(token, times=4) == [{"opened": True}, *[signature] * 4]
    assert (token.tries, token.closed) == ([PIN], 1)


def test_a_card_taken_out_between_two_signatures_is_told_and_let_go() -> None:
    token = PaperToken({Mechanism.ECDSA}, signs=2)
    assert told(token, times=4)[2:] == [{"signature": b"signature".hex()}, {"error": "removed"}]
    assert (token.tries, token.closed) == ([PIN], 1)


def test_a_key_that_wants_its_pin_at_each_signature_gets_it() -> None:
    token = PaperToken({Mechanism.ECDSA}, always=True)
    asked(token)
    assert token.signed["pin"] == PIN


DIGEST = hashlib.sha256(DATA).digest()
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420") + DIGEST


@pytest.mark.parametrize(
    ("offered", "way", "data"),
    [
        (Mechanism.ECDSA, None, DIGEST),
        (Mechanism.ECDSA_SHA256, None, DATA),
        (Mechanism.SHA256_RSA_PKCS, Padding.PLAIN, DATA),
        (Mechanism.RSA_PKCS, Padding.PLAIN, DIGEST_INFO),
        (Mechanism.SHA256_RSA_PKCS_PSS, Padding.SALTED, DATA),
        (Mechanism.RSA_PKCS_PSS, Padding.SALTED, DIGEST),
    ],
)
def test_a_card_signs_by_what_it_offers(offered: Mechanism, way: Padding | None, data: bytes) -> None:
    token = PaperToken({offered})
    asked(token, way=way)
    assert (token.signed["mechanism"], token.signed["data"]) == (offered, data)
