"""``panel set``, ``panel add`` and what ``session show`` says of the panels."""

from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.jurors import SeatChoice, recuse, set_panel
from cisp_desktop.application.preparing import create_session
from cisp_desktop.domain.panel import RecusalGround, Role
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.fakes import FakeIdentities
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
    assert [seat["juror"] for seat in shown["seats"]] == [
        "MARTIN Anne", "PETIT Karim", "ROUX Hélène", "GARNIER Paul", "LEROY Samir", "TARDY Nicole",
    ]  # fmt: skip
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


def test_a_panel_set_again_renews_only_the_codes_of_who_is_new(
    services: QuickServices, folder: Path, older: str
) -> None:
    first = command(services, "panel", "set", folder, older, *FOUR, "--json")
    assert first.data["new_codes"] == ["MARTIN Anne", "PETIT Karim", "LEROY Samir", "BRUN Luc"]
    other = ("--president", "anne MARTIN", *FOUR[2:6], "--trainer", "DURAND Éva")
    again = command(services, "panel", "set", folder, older, *other, "--json")
    assert again.data["new_codes"] == ["DURAND Éva"]
    assert again.data["seats"][0] == {"role": "PRESIDENT", "rank": 1, "juror": "anne MARTIN", "code": None}
    assert "1\u00a0nouveau code : DURAND Éva." in again.stderr
    same = command(services, "panel", "set", folder, older, *other)
    assert (same.code, "Rien n’a changé" in same.stderr) == (0, True)
    assert "anne MARTIN  code inchangé" in same.stdout
    lost = command(services, "panel", "codes", folder, older, "--juror", "karim petit", "--json")
    assert [seat["juror"] for seat in lost.data["seats"]] == ["PETIT Karim"]
    assert lost.data["seats"][0]["code"] not in (None, first.data["seats"][1]["code"])


def test_a_name_in_another_order_keeps_what_the_register_says(
    services: QuickServices, folder: Path, older: str
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    add_juror(workspace, JurorDetails("LEROY Samir", "Chef de projet", "CCAS"))
    workspace.abandon()
    turned = [{"LEROY Samir": "Samir Leroy"}.get(part, part) for part in FOUR]
    assert command(services, "panel", "set", folder, older, *turned).code == 0
    workspace = make_store().open(folder, PASSPHRASE)
    found = [(row.name, row.employer) for row in workspace.queries.jurors() if "eroy" in row.name.lower()]
    assert found == [("LEROY Samir", "CCAS")]
    workspace.abandon()


def test_a_panel_with_candidates_is_removed_with_yes_alone(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    command(services, "panel", "add", folder, made.id, "--room", "Salle 2")
    command(services, "panel", "set", folder, made.id, *THREE, "--panel", "2")
    command(services, "planning", "make", folder, made.id)
    remove = ("panel", "remove", folder, made.id, "--panel", "2")
    refused = command(services, *remove, "--json")
    assert (refused.code, refused.refusal) == (1, "panel.heard")
    heard = [line.split()[0] for line in refused.data["error"]["details"]]
    assert heard
    done = command(services, *remove, "--yes", "--json")
    assert (done.code, done.data["moved"]) == (0, heard)
    assert len(command(services, "session", "show", folder, made.id, "--json").data["panels"]) == 1


def test_the_first_panel_or_one_that_scored_is_not_removed(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    first = command(services, "panel", "remove", folder, made.id, "--panel", "1", "--json")
    assert first.code == 2
    command(services, "panel", "add", folder, made.id)
    workspace = make_store().open(folder, PASSPHRASE)
    second = workspace.queries.panels(made.id)[1].id
    set_panel(
        workspace, made.id, panel_id=second, identities=FakeIdentities(),
        choices=[SeatChoice(Role.PRESIDENT, "A Anne"), SeatChoice(Role.PROFESSIONAL, "B Bob"),
                 SeatChoice(Role.CENTRE, "C Cléo")],
    )  # fmt: skip
    with workspace.unit_of_work() as work:
        credential = work.panels.get(second).sitting[0].credential
        assert credential is not None
        credential.right_try(workspace.clock())
        work.commit()
    workspace.abandon()
    refused = command(services, "panel", "remove", folder, made.id, "--panel", "2", "--json")
    assert (refused.code, refused.refusal) == (1, "panel.code_used")


def test_a_ready_session_refuses_another_panel_with_the_way_out(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    command(services, "session", "ready", folder, made.id, "--by", "DUPUIS Marc")
    refused = command(services, "panel", "add", folder, made.id, "--json")
    assert (refused.code, refused.refusal) == (1, "session.ready_panels")
    assert "Rouvrez la préparation" in refused.stderr


def test_the_quorum_of_a_candidate_with_a_recusal_says_who_is_left_and_why(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    recuse(
        workspace, made.registrations[0], seat_id=made.seats[Role.PROFESSIONAL], ground=RecusalGround.TRAINED
    )
    recuse(workspace, made.registrations[1], seat_id=made.seats[Role.PRESIDENT], ground=RecusalGround.TRAINED)
    workspace.abandon()
    shown = command(services, "panel", "show", folder, made.id, "--json")
    (panel,) = shown.data["panels"]
    assert panel["quorums"]["D-0001"].startswith(
        "Atteint\u00a0: 2\u00a0membres sur 3 (PETIT Karim récusé), il"
    )
    assert panel["quorums"]["D-0002"] == "pas de quorum, le président est récusé (MARTIN Anne)"
    assert "D-0003" not in panel["quorums"]
    assert "    Quorum\u00a0: Atteint" in command(services, "panel", "show", folder, made.id).stdout


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
