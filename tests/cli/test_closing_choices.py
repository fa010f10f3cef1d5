"""``minutes build --originals --no-reasons`` and ``minutes print``: what is chosen is frozen, printed."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.cli import minutes_commands
from cisp_desktop.domain.registration import Attendance
from tests.cli.command import PASSPHRASE, Answer, command
from tests.documents.reading import whole_text
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def closable(services: QuickServices, folder: Path, made: SessionMade) -> SessionMade:
    """A session in which everybody was absent."""
    workspace = services.open_workspace(folder, PASSPHRASE)
    for registration_id in made.registrations:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    workspace.close()
    return made


def build(services: QuickServices, folder: Path, made: SessionMade, *options: str) -> Answer:
    target = folder.parent / "pv.pdf"
    return command(services, "minutes", "build", folder, made.id, "--out", target, *options, "--json")


def test_the_number_of_originals_is_printed_by_the_draft_and_frozen_by_the_closing(
    services: QuickServices, folder: Path, closable: SessionMade
) -> None:
    assert build(services, folder, closable, "--draft", "--originals", "3").code == 0
    assert "en 3 originaux." in whole_text((folder.parent / "pv.pdf").read_bytes())
    assert build(services, folder, closable, "--originals", "2", "--no-reasons").code == 0
    assert "en 2 originaux." in whole_text((folder.parent / "pv.pdf").read_bytes())
    assert build(services, folder, closable, "--originals", "2").code == 0  # the same: written again
    assert build(services, folder, closable, "--originals", "3").refusal == "minutes.originals_frozen"
    assert build(services, folder, closable, "--reasons").refusal == "minutes.reasons_frozen"


@pytest.mark.parametrize("wanted", ["0", "10", "-4"])
def test_a_number_out_of_range_is_refused_with_a_sentence(
    services: QuickServices, folder: Path, closable: SessionMade, wanted: str
) -> None:
    answer = build(services, folder, closable, "--originals", wanted)
    assert (answer.code, answer.refusal) == (1, "minutes.originals")
    assert "de 1 à 9 originaux" in answer.stderr
    assert not (folder.parent / "pv.pdf").exists()


def test_printing_sends_as_many_copies_as_originals_and_the_journal_notes_it(
    services: QuickServices, monkeypatch: pytest.MonkeyPatch, folder: Path, closable: SessionMade
) -> None:
    minutes = build(services, folder, closable, "--originals", "2").data["id"]
    sent: list[list[str]] = []

    def spool(wanted: list[str], **_: object) -> SimpleNamespace:
        sent.append(wanted[-2:])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(minutes_commands.shutil, "which", lambda _name: "/usr/bin/lp")
    monkeypatch.setattr(minutes_commands.subprocess, "run", spool)
    assert command(services, "minutes", "print", folder, minutes, "--json").data["copies"] == 2
    assert command(services, "minutes", "print", folder, minutes, "--copies", "1", "--json").code == 0
    refused = command(services, "minutes", "print", folder, minutes, "--copies", "12", "--json")
    assert refused.refusal == "batch.copies"
    assert sent == [["-n", "2"], ["-n", "1"]]
    workspace = make_store().open(folder, PASSPHRASE)
    printed = [one.details for one in workspace.queries.events() if one.action == "papers.printed"]
    workspace.close()
    assert ['"copies": 1' in one or '"copies":1' in one for one in printed] == [True, False]
