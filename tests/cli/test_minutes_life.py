"""``minutes show``, ``history``, ``refuse``, ``reopen``, ``cancel``, ``rectify``, ``attach``."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.minutes import sign_minutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from tests.application.test_rooms import PlainSigner
from tests.cli.command import PASSPHRASE, Answer, command
from tests.cli.conftest import CODE
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices

BY = ("--by", "ROUX Hélène", "--reason", "Un nom est faux.")


@pytest.fixture
def minutes(services: QuickServices, folder: Path, made: SessionMade) -> str:
    """Closed minutes of a session to which nobody came, written beside the workspace as ``pv.pdf``."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    workspace.close()
    return built(services, folder, made)


def built(services: QuickServices, folder: Path, made: SessionMade) -> str:
    answer = command(
        services, "minutes", "build", folder, made.id, "--out", folder.parent / "pv.pdf", "--json"
    )
    assert answer.code == 0, answer
    return str(answer.data["id"])


def sign(services: QuickServices, folder: Path, made: SessionMade, minutes: str, *roles: Role) -> None:
    """Let members sign without real keys."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for role in roles or made.seats:
        juror: IdentifiedJuror = made.juror(role)
        sign_minutes(workspace, minutes, juror=juror, image=None, signer=PlainSigner())
    workspace.close()


def test_minutes_are_shown_with_who_is_awaited(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str
) -> None:
    sign(services, folder, made, minutes, Role.PRESIDENT)
    answer = command(services, "minutes", "show", folder, minutes, "--json")
    assert (answer.data["state"], answer.data["route"]) == ("PARTLY_SIGNED", "SCREEN")
    assert answer.data["signed"] == ["MARTIN Anne"]
    assert answer.data["waiting"] == ["PETIT Karim", "ROUX Hélène"]
    said = command(services, "minutes", "show", folder, minutes).stdout
    assert "2\u00a0signatures manquent\u00a0: PETIT Karim et ROUX Hélène." in said
    assert command(services, "minutes", "show", folder, "rien", "--json").refusal == "minutes.not_found"


def test_a_refusal_needs_a_code_is_noted_with_its_reason_and_taken_back(
    services: QuickServices, folder: Path, signable: str
) -> None:
    who = ("minutes", "refuse", folder, signable, "--juror", "Roux Hélène", "--reason")
    assert "CISP_JUROR_CODE" in command(services, *who, "Désaccord.").stderr
    by = (*who, "Désaccord.", "--by", "MARTIN Anne", "--json")
    assert command(services, *by, code="FAUX-CODE").refusal == "identity.code.wrong"
    empty = command(services, *who, " ", "--by", "MARTIN Anne", "--json", code=CODE)
    assert empty.refusal == "minutes.refusal_reason"
    answer = command(services, *by, code=CODE)
    assert answer.data["refused"][0]["reason"] == "Désaccord."
    assert answer.data["refusals"][0]["entered_by"] == "MARTIN Anne"
    assert command(services, *by, code=CODE).refusal == "minutes.refused"
    assert "saisi par MARTIN Anne" in command(services, "minutes", "show", folder, signable).stdout
    back = ("minutes", "unrefuse", folder, signable, "--juror", "ROUX Hélène")
    assert "CISP_JUROR_CODE" in command(services, *back).stderr
    taken = command(services, *back, "--by", "MARTIN Anne", "--json", code=CODE)
    assert (taken.data["refused"], len(taken.data["waiting"])) == ([], 3)
    said = command(services, "minutes", "show", folder, signable).stdout
    assert "Désaccord. Refus retiré le" in said


def test_what_nobody_signed_is_reopened_and_what_some_signed_is_cancelled(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str
) -> None:
    refused = command(services, "minutes", "cancel", folder, made.id, *BY, "--json")
    assert (refused.code, refused.refusal) == (1, "minutes.unsigned")
    reopened = command(services, "minutes", "reopen", folder, made.id, *BY)
    assert "à détruire" in reopened.stdout
    assert command(services, "minutes", "reopen", folder, made.id, *BY, "--json").refusal == "session.open"
    again = built(services, folder, made)
    sign(services, folder, made, again, Role.PRESIDENT)
    refused = command(services, "minutes", "reopen", folder, made.id, *BY, "--json")
    assert refused.refusal == "minutes.signed_once"
    cancelled = command(services, "minutes", "cancel", folder, made.id, *BY, "--json").data
    assert cancelled["ended"] != cancelled["reserved"]
    rows = command(services, "minutes", "history", folder, made.id, "--json").data["minutes"]
    assert [(row["version"], row["state"]) for row in rows] == [(1, "REOPENED"), (2, "CANCELLED")]
    assert {row["ended_why"] for row in rows} == {"Un nom est faux."}


def test_a_rectification_is_opened_followed_and_abandoned(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str
) -> None:
    rectify = ("minutes", "rectify", folder, minutes, "--ground", "clerical", *BY, "--json")
    assert command(services, *rectify).refusal == "minutes.incomplete"
    sign(services, folder, made, minutes)
    assert command(services, *rectify).data["ground"] == "CLERICAL"
    assert command(services, *rectify).refusal == "rectification.open"
    found = command(services, "minutes", "history", folder, made.id, "--json").data["rectification"]
    assert (found["minutes"], found["differences"]) == (minutes, [])
    unchanged = command(services, "minutes", "build", folder, made.id, "--json")
    assert unchanged.refusal == "minutes.prevented"
    assert command(services, "minutes", "abandon", folder, made.id, "--json").data["abandoned"] is True
    assert command(services, "minutes", "abandon", folder, made.id, "--json").refusal == "rectification.none"


def attach(services: QuickServices, folder: Path, minutes: str, pdf: Path, *more: str) -> Answer:
    return command(
        services, "minutes", "attach", folder, minutes, pdf, "--by", "ROUX Hélène", *more, "--json"
    )


def test_a_scan_is_attached_with_the_signatures_that_it_shows(
    services: QuickServices, folder: Path, minutes: str
) -> None:
    pdf = folder.parent / "pv.pdf"
    answer = attach(services, folder, minutes, pdf, "--signed", "MARTIN Anne", "--signed", "PETIT Karim")
    assert (answer.data["route"], answer.data["missing_pages"]) == ("PAPER", [])
    assert answer.data["waiting"] == ["ROUX Hélène"]
    shown = command(services, "minutes", "show", folder, minutes, "--json").data
    assert [scan["file"] for scan in shown["scans"]] == ["pv.pdf"]


def test_a_scan_that_shows_other_minutes_or_not_all_pages_needs_a_yes(
    services: QuickServices, folder: Path, made: SessionMade, minutes: str
) -> None:
    other, part = folder.parent / "autre.pdf", folder.parent / "partie.pdf"
    other.write_bytes((folder.parent / "pv.pdf").read_bytes())
    assert command(services, "minutes", "reopen", folder, made.id, *BY).code == 0
    again = built(services, folder, made)
    writer = PdfWriter()
    writer.add_page(PdfReader(BytesIO((folder.parent / "pv.pdf").read_bytes())).pages[0])
    writer.write(part)
    assert attach(services, folder, again, other).refusal == "minutes.scan_foreign"
    answer = attach(services, folder, again, part)
    pages = command(services, "minutes", "show", folder, again, "--json").data["scans"]
    assert pages == []
    assert (answer.code, answer.refusal) == (1, "minutes.scan_incomplete")
    accepted = attach(services, folder, again, part, "--yes")
    assert accepted.data["missing_pages"][0] == 2
    not_pdf = folder.parent / "rien.pdf"
    not_pdf.write_bytes(b"rien")
    assert attach(services, folder, again, not_pdf).refusal == "dossier.pdf.not_pdf"
