"""The sitting's acts and rescue copies by command: presence, incidents, going on after a laptop died."""

import shutil
from pathlib import Path

from cisp_desktop.application.rescue_copies import write_copy
from cisp_desktop.application.timers import TimerKey, pause_timer, start_timer
from cisp_desktop.domain.hearing_log import Phase
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.fakes import FakeClock
from tests.journeys.quick_services import QuickServices

# --- presence -----------------------------------------------------------------------------------------


def test_presence_is_set_with_its_hour_and_listed_with_the_hours_of_the_defence(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    clock = FakeClock()
    workspace = make_store(clock).open(folder, PASSPHRASE)
    key = TimerKey(made.registrations[0], made.certification.blocks[0].assessments[0].id, Phase.PRESENTATION)
    start_timer(workspace, key, actor="SITE")
    clock.advance(minutes=20)
    pause_timer(workspace, key, actor="SITE")
    workspace.close()
    told = command(
        services, "presence", "set", folder, made.id, "D-0001", "présent", "--arrived", "14/12/2022 07:12",
        "--json",
    ).data  # fmt: skip
    assert told["attendance"] == "PRESENT"
    assert told["arrived_at"].startswith("2022-12-14T07:12")
    first, second, _third = command(services, "presence", "list", folder, made.id, "--json").data[
        "candidates"
    ]
    assert (first["number"], first["starts"][:16], second["attendance"]) == (
        "D-0001", "2022-12-14T08:00", "EXPECTED",
    )  # fmt: skip
    printed = command(services, "presence", "list", folder, made.id).stdout
    assert "arrivé à 7\u00a0h\u00a012, soutenance commencée à 8\u00a0h\u00a000" in printed


def test_an_excuse_keeps_its_document_and_what_cannot_be_read_again_is_refused(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    proof, note = tmp_path / "certificat.pdf", tmp_path / "certificat.docx"
    proof.write_bytes(b"%PDF-1.7 certificat")
    note.write_bytes(b"PK\x03\x04")
    asked = (
        "presence",
        "set",
        folder,
        made.id,
        "D-0002",
        "EXCUSED",
        "--excuse",
        "Hospitalisée",
        "--document",
    )
    assert command(services, *asked, note, "--json").refusal == "attendance.document_kind"
    told = command(services, *asked, proof, "--json").data
    assert (told["excuse"], told["document"]) == ("Hospitalisée", "certificat.pdf")
    asked = ("presence", "set", folder, made.id, "D-0003", "EXCUSED", "--json")
    assert command(services, *asked).refusal == "attendance.reason"
    asked = (
        "presence",
        "set",
        folder,
        made.id,
        "D-0003",
        "PRESENT",
        "--arrived",
        "14/12/2099 09:12",
        "--json",
    )
    assert command(services, *asked).refusal == "attendance.in_future"
    wrong = ("presence", "set", folder, made.id, "D-0003", "ABSENT", "--excuse", "Malade", "--json")
    assert command(services, *wrong).refusal == "attendance.excuse"


# --- incidents ----------------------------------------------------------------------------------------


def test_an_incident_is_noted_and_listed(services: QuickServices, folder: Path, made: SessionMade) -> None:
    noted = command(
        services, "incident", "add", folder, made.id, "--kind", "incident technique", "--at",
        "14/12/2022 10:20", "--account", "Panne\nde courant", "--candidate", "D-0002", "--decision",
        "Reprise", "--json",
    ).data  # fmt: skip
    assert (noted["kind"], noted["number"], noted["panel"]) == ("TECHNICAL", "D-0002", 1)
    assert noted["happened_at"].startswith("2022-12-14T10:20")
    assert command(services, "incident", "list", folder, made.id, "--json").data["incidents"] == [noted]
    line = command(services, "incident", "list", folder, made.id).stdout
    assert line == (
        "14/12/2022 à 10\u00a0h\u00a020, Incident technique, DUPONT2 Zoé (D-0002), Panne de courant\n"
    )


def test_an_incident_to_come_is_refused(services: QuickServices, folder: Path, made: SessionMade) -> None:
    asked = ("incident", "add", folder, made.id, "--account", "Panne", "--at", "14/12/2999 10:20", "--json")
    assert command(services, *asked).refusal == "incident.in_future"
    assert command(services, "incident", "list", folder, made.id).stdout == "Aucun incident.\n"


# --- rescue copies ------------------------------------------------------------------------------------


def test_copies_are_listed_without_a_passphrase_and_the_last_is_gone_on_with(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    place, target = tmp_path / "clé", tmp_path / "second"
    place.mkdir()
    workspace = make_store().open(folder, PASSPHRASE)
    first = write_copy(workspace, place, session_id=made.id)
    last = write_copy(workspace, place, session_id=made.id)
    workspace.close()
    shutil.rmtree(folder)
    listed = command(services, "workspace", "copies", place, "--json", passphrase=None).data["copies"]
    assert [(one["path"], one["number"]) for one in listed] == [(str(last.path), 2), (str(first.path), 1)]
    assert listed[0]["made_at"] == "2022-12-14T08:00"
    assert "n° 2" in command(services, "workspace", "copies", place, passphrase=None).stdout
    answer = command(services, "workspace", "open-copy", last.path, target, "--json")
    assert (answer.data["path"], answer.data["later"]) == (str(target), None)
    assert command(services, "session", "list", target, "--json").data["sessions"][0]["id"] == made.id
    assert "repris" in command(services, "journal", "show", target).stdout.lower()


def test_an_older_copy_says_that_a_later_one_lies_beside(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    first = write_copy(workspace, tmp_path, session_id=made.id)
    last = write_copy(workspace, tmp_path, session_id=made.id)
    workspace.close()
    answer = command(services, "workspace", "open-copy", first.path, tmp_path / "second")
    assert answer.code == 0
    assert last.path.name in answer.stderr
    assert "N’utilisez plus l’autre ordinateur" in answer.stdout


def test_a_place_that_is_not_there_and_a_wrong_passphrase_are_refused_and_leave_nothing(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    assert command(services, "workspace", "copies", tmp_path / "absente", "--json").refusal == "copy.no_place"
    assert command(services, "workspace", "copies", tmp_path / "workspace").stdout == (
        "Aucune copie de secours à cet endroit.\n"
    )
    workspace = make_store().open(folder, PASSPHRASE)
    copy = write_copy(workspace, tmp_path, session_id=made.id)
    workspace.close()
    asked = ("workspace", "open-copy", copy.path, tmp_path / "second", "--json")
    assert command(services, *asked, passphrase="une autre phrase").code == 1
    assert not (tmp_path / "second").exists() or list((tmp_path / "second").iterdir()) == []
    assert command(services, *asked).code == 0
