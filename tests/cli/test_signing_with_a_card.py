"""``minutes sign --pkcs11``: a card of SoftHSM2 signs, and what stops it is told."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from cisp_desktop.application.own_cards import Padding
from cisp_desktop.documents.card_certificate import CardCertificates
from cisp_desktop.domain.errors import RuleError
from tests.cli.command import Answer, command
from tests.cli.conftest import CODE
from tests.documents.paper_card import PaperCard
from tests.journeys.quick_services import QuickServices
from tests.soft_token import CURVE, LABEL, MODULE, OTHER, OTHER_LABEL, PIN, RSA, make_tokens, needs_soft_hsm


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_tokens(tmp_path_factory.mktemp("cartes"), "full")


@pytest.fixture
def inserted(cards: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two cards; the module's path."""
    monkeypatch.setenv("SOFTHSM2_CONF", cards)
    return str(MODULE)


def sign(services: QuickServices, folder: Path, signable: str, *more: str, pin: str = PIN) -> Answer:
    arguments = ("minutes", "sign", folder, signable, "--juror", "MARTIN Anne", "--yes", *more)
    return command(services, *arguments, code=CODE, stdin=f"{pin}\n" if pin else "")


@needs_soft_hsm
def test_a_card_signs_with_the_pin_of_standard_input(
    services: QuickServices, folder: Path, signable: str, inserted: str, tmp_path: Path
) -> None:
    out = tmp_path / "signe.pdf"
    asked = ("--pkcs11", inserted, "--token", LABEL, "--certificate", CURVE, "--out", str(out), "--json")
    answer = sign(services, folder, signable, *asked)
    assert (answer.code, answer.data["signed"]) == (0, ["MARTIN Anne"])
    report = command(services, "minutes", "verify", out, "--json", passphrase=None).data
    assert report["intact"]
    assert CURVE in str(report["signatures"])
    extracts = command(services, "minutes", "extract", folder, signable, "--out", tmp_path / "E", "--json")
    for one in extracts.data["extracts"]:  # signed with the one PIN that was given
        judged = command(services, "minutes", "verify", one["path"], "--json", passphrase=None).data
        assert judged["intact"]
        assert CURVE in str(judged["signatures"])


@needs_soft_hsm
def test_a_card_is_found_by_its_label_alone_when_it_has_one_certificate(
    services: QuickServices, folder: Path, signable: str, inserted: str
) -> None:
    answer = sign(services, folder, signable, "--pkcs11", inserted, "--token", OTHER_LABEL, "--json")
    assert answer.code == 0, answer.stderr


@needs_soft_hsm
def test_a_wrong_pin_leaves_the_minutes_unsigned(
    services: QuickServices, folder: Path, signable: str, inserted: str
) -> None:
    answer = sign(
        services, folder, signable, "--pkcs11", inserted, "--certificate", OTHER, "--json", pin="999999"
    )
    assert (answer.code, answer.refusal) == (1, "card.pin_wrong")
    assert "999999" not in answer.stdout + answer.stderr
    assert command(services, "minutes", "show", folder, signable, "--json").data["signed"] == []


@needs_soft_hsm
def test_several_certificates_are_listed_to_choose_from(
    services: QuickServices, folder: Path, signable: str, inserted: str
) -> None:
    answer = sign(services, folder, signable, "--pkcs11", inserted, "--token", LABEL, "--json")
    assert (answer.code, answer.refusal) == (1, "card.several")
    details = answer.data["error"]["details"]
    assert any(f"{LABEL}\u00a0: {RSA}, émis par Autorité des cartes" in line for line in details)
    answer = sign(services, folder, signable, "--pkcs11", inserted, "--certificate", "Personne", "--json")
    assert answer.refusal == "card.not_found"


@needs_soft_hsm
def test_a_pin_is_needed(services: QuickServices, folder: Path, signable: str, inserted: str) -> None:
    answer = sign(services, folder, signable, "--pkcs11", inserted, "--certificate", OTHER, "--json", pin="")
    assert (answer.code, answer.refusal) == (2, "secret.missing")
    assert "PIN" in answer.stderr


class LeavingCard(PaperCard):
    """Is taken out after two signatures."""

    def sign(self, pin: str, data: bytes, *, padding: Padding | None) -> bytes:
        """Sign, or be gone."""
        if len(self.asked) == 2:
            raise RuleError("card.removed", token="Carte")
        return super().sign(pin, data, padding=padding)


def test_a_card_taken_out_in_the_middle_leaves_nothing_signed_and_says_so(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = LeavingCard(ec.generate_private_key(ec.SECP256R1()))
    monkeypatch.setattr(services, "own_cards", CardCertificates(card))
    before = command(services, "minutes", "extract", folder, signable, "--out", tmp_path / "A", "--json").data
    answer = sign(services, folder, signable, "--pkcs11", "m.so", "--json")
    assert (answer.code, answer.refusal) == (1, "card.removed")
    assert "rien n’a été signé" in answer.stderr
    assert (card.opens, len(card.asked), card.is_open) == ([PIN], 2, False)
    assert command(services, "minutes", "show", folder, signable, "--json").data["signed"] == []
    command(services, "minutes", "extract", folder, signable, "--out", tmp_path / "B", "--json")
    for one in before["extracts"]:
        path = Path(one["path"])
        assert (tmp_path / "B" / path.name).read_bytes() == path.read_bytes()


def test_a_certificate_in_another_name_signs_only_once_it_is_said_to_be_the_member_s(
    services: QuickServices, folder: Path, signable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = PaperCard(ec.generate_private_key(ec.SECP256R1()))
    monkeypatch.setattr(services, "own_cards", CardCertificates(card))
    asked = ("minutes", "sign", folder, signable, "--juror", "MARTIN Anne", "--pkcs11", "m.so", "--json")
    answer = command(services, *asked, code=CODE, stdin=f"{PIN}\n")
    assert (answer.code, answer.refusal, card.opens) == (1, "certificate.other_name", [])
    assert "au nom de Alice Martin" in answer.stderr
    assert sign(services, folder, signable, "--pkcs11", "m.so", "--json").code == 0
    assert (card.opens, len(card.asked)) == ([PIN], 4)


def test_what_is_no_module_is_told(
    services: QuickServices, folder: Path, signable: str, tmp_path: Path
) -> None:
    text = tmp_path / "module.so"
    text.write_text("Je suis un texte.")
    answer = sign(services, folder, signable, "--pkcs11", str(text), "--json")
    assert (answer.code, answer.refusal) == (1, "card.module_unreadable")
    answer = sign(services, folder, signable, "--pkcs11", str(tmp_path / "rien.so"), "--json")
    assert answer.refusal == "card.module_missing"
    answer = sign(services, folder, signable, "--token", LABEL, "--json")
    assert (answer.code, answer.refusal) == (2, "card.no_module")
