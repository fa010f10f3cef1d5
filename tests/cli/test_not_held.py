"""``panel edit``, ``panel not-sitting``, ``panel sits``, ``session cancel``, ``session take-up``."""

from pathlib import Path

from tests.cli.command import command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices

BY = ("--by", "ROUX Hélène", "--reason", "Le président est hospitalisé.")


def test_what_is_said_of_a_panel_is_written_and_what_is_not_given_stays(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    edit = ("panel", "edit", folder, made.id)
    first = command(services, *edit, "--secretary", "BLANC Luc", "--representative", "NOIR Zoé", "--json")
    assert (first.data["secretary"], first.data["representative"]) == ("BLANC Luc", "NOIR Zoé")
    far = command(services, *edit, "--remote", "petit karim:par visioconférence", "--json")
    assert far.data["remote"] == {"PETIT Karim": "par visioconférence"}
    assert far.data["secretary"] == "BLANC Luc"
    told = command(services, "panel", "show", folder, made.id).stdout
    assert "Secrétaire de séance, sans voix\u00a0: BLANC Luc" in told
    assert "PETIT Karim siège à distance, par visioconférence" in told
    back = command(services, *edit, "--remote", "PETIT Karim:", "--secretary", "", "--json")
    assert (back.data["remote"], back.data["secretary"]) == ({}, "")
    assert command(services, *edit, "--remote", "PETIT Karim").code == 2
    assert (
        command(services, *edit, "--remote", "X Y:par téléphone", "--json").refusal == "panel.unknown_juror"
    )


def test_a_panel_that_could_not_sit_is_stated_closed_and_before_that_taken_back(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    stated = command(
        services, "panel", "not-sitting", folder, made.id, *BY, "--at", "14/12/2022 09:40",
        "--absent", "MARTIN Anne", "--json",
    )  # fmt: skip
    assert stated.data["could_not_sit"].startswith("2022-12-14T09:40")
    assert command(services, "panel", "sits", folder, made.id, "--json").data["could_not_sit"] is None
    command(services, "panel", "not-sitting", folder, made.id, *BY, "--absent", "MARTIN Anne")
    built = command(
        services, "minutes", "build", folder, made.id, "--out", folder.parent / "pv.pdf", "--json"
    )
    assert built.code == 0
    shown = command(services, "minutes", "show", folder, str(built.data["id"]), "--json")
    assert shown.data["waiting"] == ["PETIT Karim", "ROUX Hélène"]
    assert command(services, "panel", "sits", folder, made.id, "--json").refusal == "session.closed"


def test_a_session_is_cancelled_told_and_taken_up(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    cancelled = command(services, "session", "cancel", folder, made.id, *BY)
    assert cancelled.code == 0
    assert "par ROUX Hélène" in cancelled.stdout
    assert "annulée" in command(services, "session", "list", folder).stdout
    assert "Session annulée le" in command(services, "session", "show", folder, made.id).stdout
    refused = command(services, "panel", "edit", folder, made.id, "--room", "B", "--json")
    assert (refused.code, refused.refusal) == (1, "session.cancelled")
    assert command(services, "session", "take-up", folder, made.id, "--json").data["cancelled"] is None
    again = command(services, "session", "take-up", folder, made.id, "--json")
    assert again.refusal == "session.not_cancelled"
