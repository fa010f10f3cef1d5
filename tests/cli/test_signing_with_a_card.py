"""``minutes sign --pkcs11``: a card of SoftHSM2 signs, and what stops it is told."""

from pathlib import Path

import pytest

from cisp_desktop.application.minutes import close_session
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.documents.identity import Identities
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from tests.cli.command import PASSPHRASE, Answer, command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices
from tests.soft_token import CURVE, LABEL, MODULE, OTHER, OTHER_LABEL, PIN, RSA, make_tokens, needs_soft_hsm

CODE = "AB12-CD34"


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_tokens(tmp_path_factory.mktemp("cartes"), "full")


@pytest.fixture
def minutes(services: QuickServices, folder: Path, made: SessionMade) -> str:
    """Closed minutes that the president can sign with a real key, by ``CODE``."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    identities: Identities = services.identities
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(made.seats[Role.PRESIDENT])
        assert seat.juror is not None
        assert seat.credential is not None
        sealed = identities.create_juror_identity(
            workspace.authority, name=seat.juror.name, role=Role.PRESIDENT.value, code=CODE
        )
        credential = seat.credential
        credential.certificate, credential.sealed_key = sealed.certificate_pem, sealed.sealed_key
        credential.salt, credential.parameters = sealed.salt, sealed.parameters
        work.commit()
    (row,) = close_session(workspace, made.id, renderer=services.renderer, signer=services.signer)
    workspace.close()
    return row.id


@pytest.fixture
def inserted(cards: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two cards; the module's path."""
    monkeypatch.setenv("SOFTHSM2_CONF", cards)
    return str(MODULE)


def sign(services: QuickServices, folder: Path, minutes: str, *more: str, pin: str = PIN) -> Answer:
    arguments = ("minutes", "sign", folder, minutes, "--juror", "MARTIN Anne", *more)
    return command(services, *arguments, code=CODE, stdin=f"{pin}\n" if pin else "")


@needs_soft_hsm
def test_a_card_signs_with_the_pin_of_standard_input(
    services: QuickServices, folder: Path, minutes: str, inserted: str, tmp_path: Path
) -> None:
    out = tmp_path / "signe.pdf"
    asked = ("--pkcs11", inserted, "--token", LABEL, "--certificate", CURVE, "--out", str(out), "--json")
    answer = sign(services, folder, minutes, *asked)
    assert (answer.code, answer.data["signed"]) == (0, ["MARTIN Anne"])
    report = command(services, "minutes", "verify", out, "--json", passphrase=None).data
    assert report["intact"]
    assert CURVE in str(report["signatures"])


@needs_soft_hsm
def test_a_card_is_found_by_its_label_alone_when_it_has_one_certificate(
    services: QuickServices, folder: Path, minutes: str, inserted: str
) -> None:
    answer = sign(services, folder, minutes, "--pkcs11", inserted, "--token", OTHER_LABEL, "--json")
    assert answer.code == 0, answer.stderr


@needs_soft_hsm
def test_a_wrong_pin_leaves_the_minutes_unsigned(
    services: QuickServices, folder: Path, minutes: str, inserted: str
) -> None:
    answer = sign(
        services, folder, minutes, "--pkcs11", inserted, "--certificate", OTHER, "--json", pin="999999"
    )
    assert (answer.code, answer.refusal) == (1, "card.pin_wrong")
    assert "999999" not in answer.stdout + answer.stderr
    assert command(services, "minutes", "show", folder, minutes, "--json").data["signed"] == []


@needs_soft_hsm
def test_several_certificates_are_listed_to_choose_from(
    services: QuickServices, folder: Path, minutes: str, inserted: str
) -> None:
    answer = sign(services, folder, minutes, "--pkcs11", inserted, "--token", LABEL, "--json")
    assert (answer.code, answer.refusal) == (1, "card.several")
    details = answer.data["error"]["details"]
    assert any(f"{LABEL}\u00a0: {RSA}, émis par Autorité des cartes" in line for line in details)
    answer = sign(services, folder, minutes, "--pkcs11", inserted, "--certificate", "Personne", "--json")
    assert answer.refusal == "card.not_found"


@needs_soft_hsm
def test_a_pin_is_needed(services: QuickServices, folder: Path, minutes: str, inserted: str) -> None:
    answer = sign(services, folder, minutes, "--pkcs11", inserted, "--certificate", OTHER, "--json", pin="")
    assert (answer.code, answer.refusal) == (2, "secret.missing")
    assert "PIN" in answer.stderr


def test_what_is_no_module_is_told(
    services: QuickServices, folder: Path, minutes: str, tmp_path: Path
) -> None:
    text = tmp_path / "module.so"
    text.write_text("Je suis un texte.")
    answer = sign(services, folder, minutes, "--pkcs11", str(text), "--json")
    assert (answer.code, answer.refusal) == (1, "card.module_unreadable")
    answer = sign(services, folder, minutes, "--pkcs11", str(tmp_path / "rien.so"), "--json")
    assert answer.refusal == "card.module_missing"
    answer = sign(services, folder, minutes, "--token", LABEL, "--json")
    assert (answer.code, answer.refusal) == (2, "card.no_module")
