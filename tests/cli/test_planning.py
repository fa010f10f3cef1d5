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
    assert shown == {"slots": answer.data["slots"], "waiting": [], "conflicts": []}
    again = command(services, "planning", "make", folder, made.id, "--stay", "--json").data
    assert again["slots"] == answer.data["slots"]


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
    file = tmp_path / "agenda" / "petit.ics"
    export = ("planning", "export", folder, made.id, file, "--json", "--juror")
    answer = command(services, *export, "petit karim")
    assert (answer.code, answer.data["events"]) == (0, 3)
    content = file.read_bytes()
    assert content.count(b"BEGIN:VEVENT") == 3
    assert b"SUMMARY:Jury RNCP36128" in content
    unknown = command(services, *export, "PERSONNE")
    assert (unknown.code, unknown.refusal) == (1, "panel.unknown_juror")
