"""``register``, ``journal verify``, ``session archive``: what is kept of a session, by command."""

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def closed(services: QuickServices, folder: Path, made: SessionMade) -> Path:
    """The workspace, its session closed: nobody came."""
    for number in ("D-0001", "D-0002", "D-0003"):
        assert command(services, "presence", "set", folder, made.id, number, "ABSENT").code == 0
    out = folder.parent / "pv.pdf"
    assert command(services, "minutes", "build", folder, made.id, "--out", out).code == 0
    return folder


def test_numbers_are_listed_and_written_as_table_and_paper(
    services: QuickServices, closed: Path, tmp_path: Path
) -> None:
    data = command(services, "register", "numbers", closed, "--json").data
    (line,) = data["numbers"]
    assert (line["state"], line["centre"], data["anomalies"]) == ("CLOSED", "GRE", [])
    table, paper = tmp_path / "r.csv", tmp_path / "r.pdf"
    for out in (table, paper):
        answer = command(services, "register", "numbers", closed, "--centre", "cisp grenoble", "--out", out)
        assert (answer.code, answer.stdout.strip()) == (0, str(out))
        assert "en clair" in answer.stderr
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1][0] == line["number"]
    assert paper.read_bytes().startswith(b"%PDF-1.7")
    again = command(services, "register", "numbers", closed, "--out", table, "--json")
    assert (again.code, again.refusal) == (1, "export.exists")
    assert command(services, "register", "numbers", closed, "--year", "2021", "--json").data["count"] == 0
    assert command(services, "register", "numbers", closed, "--centre", "Lyon").code == 2


def test_no_award_before_every_signature(services: QuickServices, closed: Path) -> None:
    data = command(services, "register", "awards", closed, "--json").data
    assert (data["awards"], data["count"]) == ([], 0)


def test_the_archive_folder_is_written_once_and_in_clear(
    services: QuickServices, closed: Path, made: SessionMade, tmp_path: Path
) -> None:
    out = tmp_path / "archives"
    answer = command(services, "session", "archive", closed, made.id, "--out", out)
    assert (answer.code, answer.stdout.splitlines()[0]) == (0, str(out))
    assert "en clair" in answer.stderr
    assert sha256((out / "empreintes.txt").read_bytes()).hexdigest() in answer.stdout
    assert (out / "autorite.crt").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    again = command(services, "session", "archive", closed, made.id, "--out", out, "--json")
    assert (again.code, again.refusal) == (1, "archive.exists")
    assert command(services, "session", "archive", closed, made.id).code == 2


def test_a_head_printed_on_minutes_is_looked_for_in_the_journal(
    services: QuickServices, closed: Path, made: SessionMade, tmp_path: Path
) -> None:
    out = tmp_path / "archives"
    command(services, "session", "archive", closed, made.id, "--out", out)
    (frozen,) = (out / "proces-verbaux").glob("*.json")
    head = json.loads(frozen.read_text("utf-8"))["journal_head"]
    answer = command(services, "journal", "verify", closed, "--head", head, "--json")
    assert (answer.code, answer.data["sound"], answer.data["asked"]["holds"]) == (0, True, True)
    assert "Oui" in command(services, "journal", "verify", closed, "--head", head[:16]).stdout
    other = command(services, "journal", "verify", closed, "--head", "f" * 64, "--json")
    assert (other.code, other.data["asked"]["found"]) == (1, False)
    wrong = command(services, "journal", "verify", closed, "--head", "bonjour", "--json")
    assert (wrong.code, wrong.refusal) == (1, "journal.head")


def test_a_cut_tail_is_found_by_the_head_on_the_minutes(services: QuickServices, closed: Path) -> None:
    workspace = make_store().open(closed, PASSPHRASE)
    with workspace._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_delete")
        connection.exec_driver_sql("DELETE FROM audit_event WHERE sequence > 2")
    workspace.abandon()
    answer = command(services, "journal", "verify", closed, "--json")
    assert (answer.code, answer.data["kind"], answer.data["first_broken"]) == (1, "CUT", 3)
    assert "PV-2022-GRE-S1" in answer.stderr


def test_the_journal_is_written_as_lines_with_their_hashes(
    services: QuickServices, closed: Path, made: SessionMade, tmp_path: Path
) -> None:
    out = tmp_path / "journal.jsonl"
    asked = ("journal", "show", closed, "--session", made.id, "--text", "ABSENT", "--out", out)
    assert command(services, *asked).code == 0
    *lines, head = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(lines) == 3
    assert {len(line["hash"]) for line in lines} == {64}
    assert head["sequence"] >= lines[-1]["sequence"]
