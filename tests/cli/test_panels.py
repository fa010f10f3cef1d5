"""``panel set``, ``panel add`` and what ``session show`` says of the panels."""

from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.preparing import create_session
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices

FOUR = (
    "--president", "MARTIN Anne", "--professional", "PETIT Karim", "--professional", "LEROY Samir",
    "--trainer", "BRUN Luc",
)  # fmt: skip
THREE = ("--president", "GARNIER Paul", "--professional", "LEROY Samir", "--centre", "TARDY Nicole")


@pytest.fixture
def older(folder: Path) -> str:
    """A session of the older title, whose panel has four seats."""
    workspace = make_store().open(folder, PASSPHRASE)
    made = create_session(
        workspace, certification="RNCP6133", centre="Centre Lyon", starts=date(2022, 12, 14)
    )
    workspace.abandon()
    return made


def test_a_panel_of_four_is_set_with_two_professionals(
    services: QuickServices, folder: Path, older: str
) -> None:
    answer = command(
        services, "panel", "set", folder, older, *FOUR, "--substitute", "president:DURAND Éva", "--json"
    )
    assert answer.code == 0, answer
    seats = answer.data["seats"]
    assert [(seat["role"], seat["juror"]) for seat in seats] == [
        ("PRESIDENT", "MARTIN Anne"), ("PROFESSIONAL", "PETIT Karim"), ("PROFESSIONAL", "LEROY Samir"),
        ("TRAINER", "BRUN Luc"),
    ]  # fmt: skip
    assert all(isinstance(seat["code"], str) for seat in seats)
    assert answer.data["substitutes"] == [{"role": "PRESIDENT", "rank": 1, "juror": "DURAND Éva"}]
    assert "sexe non renseigné" in " ".join(answer.data["warnings"])
    assert "DURAND Éva" in command(services, "session", "show", folder, older).stdout


def test_a_second_panel_is_added_set_and_shown_with_its_findings(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    added = command(
        services, "panel", "add", folder, made.id, "--name", "Jury B", "--room", "Salle 2", "--json"
    )
    assert (added.code, added.data["panel"], added.data["name"]) == (0, 2, "Jury B")
    answer = command(services, "panel", "set", folder, made.id, *THREE, "--panel", "2", "--json")
    assert (answer.code, answer.data["panel"]) == (0, 2)
    shown = command(services, "session", "show", folder, made.id, "--json").data
    assert [seat["juror"] for seat in shown["seats"]] == ["MARTIN Anne", "PETIT Karim", "ROUX Hélène"]
    assert [(p["panel"], p["room"], len(p["seats"])) for p in shown["panels"]] == [
        (1, "Salle 1", 3), (2, "Salle 2", 3),
    ]  # fmt: skip
    assert [len(panel["candidates"]) for panel in shown["panels"]] == [len(made.registrations), 0]
    assert any("Jury B" in warning and "1 sur 3" in warning for warning in shown["warnings"])


def test_what_the_register_knows_of_a_juror_stays(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    add_juror(workspace, JurorDetails("LEROY Samir", "Chef de projet", "CCAS"))
    workspace.abandon()
    command(services, "panel", "add", folder, made.id)
    assert command(services, "panel", "set", folder, made.id, *THREE, "--panel", "2").code == 0
    workspace = make_store().open(folder, PASSPHRASE)
    juror = next(row for row in workspace.queries.jurors() if row.name == "LEROY Samir")
    assert (juror.title, juror.employer, juror.sessions) == ("Chef de projet", "CCAS", 1)
    workspace.abandon()


@pytest.mark.parametrize(
    "more", [("--substitute", "DURAND Éva"), ("--substitute", "CHEF:DURAND Éva"), ("--panel", "3")]
)
def test_a_substitute_or_a_panel_that_cannot_be_is_a_wrong_usage(
    services: QuickServices, folder: Path, made: SessionMade, more: tuple[str, ...]
) -> None:
    answer = command(services, "panel", "set", folder, made.id, *THREE, *more, "--json")
    assert answer.code == 2
    assert answer.data["error"]["message"]


def test_a_missing_seat_is_refused_with_its_role(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    answer = command(services, "panel", "set", folder, made.id, *THREE[:4], "--json")
    assert (answer.code, answer.refusal) == (1, "panel.seat_missing")
    assert "centre" in answer.stderr
