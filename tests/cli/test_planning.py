"""``planning``: make, show and export, with what a program reads of them."""

from pathlib import Path

import pytest

from tests.cli.command import command
from tests.factories import SessionMade
from tests.journeys.quick_services import QuickServices


def test_a_planning_is_made_shown_and_kept(services: QuickServices, folder: Path, made: SessionMade) -> None:
    answer = command(
        services, "planning", "make", folder, made.id, "--first", "08:30", "--last", "17 h",
        "--minutes", "45", "--pause", "10", "--break", "12:00-13:00 Déjeuner", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer
    assert (answer.data["placed"], answer.data["status"]) == (3, "OPTIMAL")
    assert [(slot["number"], slot["starts"], slot["minutes"]) for slot in answer.data["slots"]] == [
        ("D-0001", "2022-12-14T08:30", 45),
        ("D-0002", "2022-12-14T09:25", 45),
        ("D-0003", "2022-12-14T10:20", 45),
    ]
    shown = command(services, "planning", "show", folder, made.id, "--json").data
    assert shown == {
        "settings": answer.data["settings"], "slots": answer.data["slots"], "waiting": [], "conflicts": [],
    }  # fmt: skip
    again = command(services, "planning", "make", folder, made.id, "--stay", "--json").data
    assert again["slots"] == answer.data["slots"]


def test_the_settings_used_are_told_kept_and_reset(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    make = ("planning", "make", folder, made.id)
    usual = command(services, *make)
    assert "Réglages : De 9\u00a0h\u00a000 à 18\u00a0h\u00a000 · 60\u00a0min par défaut" in usual.stderr
    assert "Déjeuner de 12\u00a0h\u00a030 à 13\u00a0h\u00a030" in usual.stderr
    command(services, *make, "--first", "10:00", "--minutes", "30")
    kept = command(services, *make, "--json").data["settings"]
    assert (kept["first"], kept["minutes"]) == ("10:00", 30)
    again = command(services, *make, "--reset", "--minutes", "45", "--json").data["settings"]
    assert (again["first"], again["minutes"]) == ("09:00", 45)
    back = command(services, *make, "--reset", "--json").data
    assert (back["settings"]["minutes"], back["slots"][0]["hour"]) == (60, "9\u00a0h\u00a000")
    shown = command(services, "planning", "show", folder, made.id, "--json").data
    assert shown["settings"] == back["settings"]


def test_the_help_says_where_the_settings_start_and_that_they_are_kept(
    services: QuickServices, folder: Path
) -> None:
    said = " ".join(command(services, "planning", "make", "--help").stdout.split())
    assert "au départ 09:00" in said
    assert "sont gardés pour la fois suivante" in said


def test_candidates_who_would_change_panel_are_named_and_nothing_is_written_without_yes(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    make = ("planning", "make", folder, made.id)
    first = command(services, *make, "--json").data["slots"]
    command(services, "panel", "add", folder, made.id)
    command(
        services, "panel", "set", folder, made.id, "--panel", "2", "--president", "GARNIER Paul",
        "--professional", "LEROY Samir", "--centre", "TARDY Nicole",
    )  # fmt: skip
    refused = command(services, *make, "--json")
    assert (refused.code, refused.refusal) == (1, "planning.moves")
    moves = refused.data["error"]["moves"]
    assert moves
    assert all("Jury\u00a01 – Salle 1 → Jury\u00a02" in line for line in moves)
    assert moves[0].startswith("DUPONT")
    assert command(services, "planning", "show", folder, made.id, "--json").data["slots"] == first
    stayed = command(services, *make, "--stay", "--json")
    assert (stayed.code, stayed.data["moved"], stayed.data["slots"]) == (0, [], first)
    assert "Les passages n’ont pas changé." in stayed.stderr
    taken = command(services, *make, "--yes", "--json")
    assert (taken.code, taken.data["moved"]) == (0, moves)


def test_a_ready_session_takes_another_planning_with_yes_alone_and_says_so(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    make = ("planning", "make", folder, made.id)
    command(services, *make)
    command(services, "session", "ready", folder, made.id, "--by", "DUPUIS Marc")
    assert command(services, *make).code == 0
    refused = command(services, *make, "--first", "10:00", "--json")
    assert (refused.code, refused.refusal, len(refused.data["error"]["moves"])) == (1, "planning.moves", 3)
    assert "3\u00a0candidats changeraient d’horaire" in refused.stderr
    assert command(services, *make, "--first", "10:00", "--yes").code == 0
    findings = command(services, "session", "findings", folder, made.id)
    assert "à revoir" in findings.stdout
    assert "Depuis que la session a été déclarée prête" in findings.stdout


def test_summons_written_then_moved_are_found_out_of_date(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    command(services, "planning", "make", folder, made.id)
    papers = ("documents", "print", folder, made.id, "--kind", "SUMMONS_CANDIDATES", "--out", tmp_path / "p")
    assert command(services, *papers).code == 0
    moved = command(services, "planning", "make", folder, made.id, "--first", "11:00", "--json")
    assert moved.refusal == "planning.moves"
    command(services, "planning", "make", folder, made.id, "--first", "11:00", "--yes")
    found = command(services, "session", "findings", folder, made.id, "--json").data["findings"]
    assert [one["count"] for one in found if one["code"] == "SUMMONS_OUTDATED"] == [3]


def test_without_a_candidate_nothing_is_done_and_said_so(services: QuickServices, folder: Path) -> None:
    created = command(
        services, "session", "create", folder, "--certification", "RNCP36128", "--centre", "Centre Test",
        "--starts", "14/12/2022", "--json",
    )  # fmt: skip
    answer = command(services, "planning", "make", folder, created.data["id"], "--json")
    assert (answer.code, answer.data["placed"]) == (0, 0)
    assert "Aucun candidat à placer." in answer.stderr


def test_without_a_planning_everybody_waits(services: QuickServices, folder: Path, made: SessionMade) -> None:
    shown = command(services, "planning", "show", folder, made.id)
    assert shown.stdout.splitlines()[0] == "Sans horaire : D-0001  DUPONT1 Zoé"
    refused = command(services, "planning", "export", folder, made.id, folder / "x.ics", "--json")
    assert (refused.code, refused.refusal) == (1, "planning.nothing_placed")
    assert not (folder / "x.ics").exists()


def test_without_a_solution_the_clash_is_named_and_nothing_changes(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    arguments = ("planning", "make", folder, made.id, "--last", "10:00")
    answer = command(services, *arguments, "--json")
    assert (answer.code, answer.refusal) == (1, "planning.clash")
    assert answer.data["error"]["smallest"] is True
    told = answer.data["error"]["constraints"]
    assert [one["kind"] for one in told] == ["HEARD", "DAY", "DAY"]
    assert told[1]["message"] == "La journée du 14/12/2022, de 9\u00a0h\u00a000 à 10\u00a0h\u00a000"
    spoken = command(services, *arguments).stderr
    assert (
        "– La journée du 15/12/2022, de 9\u00a0h\u00a000 à 10\u00a0h\u00a000. Allongez la journée." in spoken
    )
    shown = command(services, "planning", "show", folder, made.id, "--json").data
    assert (shown["slots"], len(shown["waiting"])) == ([], 3)


@pytest.mark.parametrize(
    "wrong", [("--first", "25:00"), ("--first", "matin"), ("--break", "midi"), ("--break", "12:30")]
)
def test_an_hour_that_is_none_is_a_wrong_usage(
    services: QuickServices, folder: Path, made: SessionMade, wrong: tuple[str, str]
) -> None:
    answer = command(services, "planning", "make", folder, made.id, *wrong, "--json")
    assert (answer.code, answer.refusal) == (2, "usage")
    assert wrong[1] in answer.data["error"]["message"]


def test_hours_that_make_no_sense_are_refused(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    answer = command(services, "planning", "make", folder, made.id, "--last", "08:00", "--json")
    assert (answer.code, answer.refusal) == (1, "slots.hours")


def test_a_calendar_of_one_juror_is_written(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    command(services, "planning", "make", folder, made.id)
    file = tmp_path / "petit.ics"
    export = ("planning", "export", folder, made.id, file, "--json", "--juror")
    answer = command(services, *export, "petit karim")
    assert (answer.code, answer.data["events"]) == (0, 3)
    content = file.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 3
    assert b"SUMMARY:Jury RNCP36128" in content
    unknown = command(services, *export, "PERSONNE", "--force")
    assert (unknown.code, unknown.refusal) == (1, "panel.unknown_juror")
    again = command(services, *export, "petit karim")
    assert (again.code, again.refusal) == (1, "export.exists")
    wrong = command(services, "planning", "export", folder, made.id, tmp_path / "petit.pdf", "--json")
    assert (wrong.code, wrong.refusal) == (1, "export.ending")
