"""``journal show``: filters, table, and the first broken link."""

import csv
from pathlib import Path

import pytest

from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def recused(services: QuickServices, folder: Path, made: SessionMade) -> Path:
    """The workspace after a recusal."""
    told = ("D-0001", "--juror", "PETIT Karim", "--ground", "TRAINED")
    assert command(services, "recusal", "add", folder, made.id, *told).code == 0
    return folder


def test_the_journal_is_read_in_words_the_oldest_first(services: QuickServices, recused: Path) -> None:
    data = command(services, "journal", "show", recused, "--json").data
    numbers = [event["sequence"] for event in data["events"]]
    assert numbers == sorted(numbers)
    assert (data["sound"], data["first_broken"], data["count"]) == (True, None, len(numbers))
    last = data["events"][-1]
    assert last["words"] == {
        "actor": "Centre", "act": "Récusation déclarée", "subject": "D-0001",
        "details": "A formé le candidat · PETIT Karim",
    }  # fmt: skip
    answer = command(services, "journal", "show", recused)
    assert "Centre  Récusation déclarée  D-0001" in answer.stdout
    assert "intacte" in answer.stderr


@pytest.mark.parametrize(
    ("asked", "found"),
    [(("--act", "récusation"), 1), (("--act", "recusal.declared"), 1), (("--person", "petit"), 1),
     (("--act", "candidats"), 0), (("--until", "01/01/2000"), 0),
     (("--from", "01/01/2000", "--act", "récus"), 1)],
)  # fmt: skip
def test_lines_are_chosen_by_day_act_and_person(
    services: QuickServices, recused: Path, asked: tuple[str, ...], found: int
) -> None:
    assert command(services, "journal", "show", recused, *asked, "--json").data["count"] == found


def test_the_journal_is_written_as_a_table(services: QuickServices, recused: Path, tmp_path: Path) -> None:
    out = tmp_path / "journal.csv"
    answer = command(services, "journal", "show", recused, "--act", "récusation", "--out", out)
    assert (answer.code, answer.stdout.strip()) == (0, str(out))
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["N°", "Date", "Heure", "Par", "Acte", "Objet", "Détails"]
    assert rows[1][3:6] == ["Centre", "Récusation déclarée", "D-0001"]
    assert len(rows) == 2
    wrong = command(services, "journal", "show", recused, "--out", tmp_path / "journal.doc", "--json")
    assert (wrong.code, wrong.refusal) == (1, "export.ending")


def test_a_line_changed_by_hand_is_the_first_broken_link(services: QuickServices, recused: Path) -> None:
    workspace = make_store().open(recused, PASSPHRASE)
    with workspace._writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.exec_driver_sql("UPDATE audit_event SET subject = 'X' WHERE sequence = 1")
    workspace.abandon()
    answer = command(services, "journal", "show", recused, "--json")
    assert (answer.code, answer.data["sound"], answer.data["first_broken"]) == (1, False, 1)
    assert "maillon 1" in answer.stderr
