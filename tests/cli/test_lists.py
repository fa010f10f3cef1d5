"""Lists on the command line: trials, columns, worksheets, results judged outside the panel."""

from datetime import date
from pathlib import Path

import pytest

from cisp_desktop.application.list_columns import ListKind, remember_mapping
from tests.cli.command import PASSPHRASE, command
from tests.exchange.factories import AUBERT, COSTA, HEADER, candidate, csv_text, rows_of, xlsx
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices


@pytest.fixture
def odd(folder: Path) -> Path:
    """A list whose number has a title of the centre's own."""
    path = folder.parent / "liste.csv"
    path.write_text(csv_text([("Ident", *HEADER[1:]), AUBERT, COSTA]), "utf-8")
    return path


def a_list(folder: Path, *lines: tuple[object, ...]) -> Path:
    path = folder.parent / "liste.csv"
    path.write_text(csv_text([HEADER, *lines]), "utf-8")
    return path


def test_a_trial_tells_each_line_and_writes_nothing(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    file = a_list(folder, AUBERT, COSTA)
    answer = command(services, "candidates", "import", folder, made.id, file, "--dry-run", "--json")
    assert answer.code == 0
    assert (answer.data["imported"], answer.data["dry_run"]) == (2, True)
    assert [(line["line"], line["number"], line["state"]) for line in answer.data["lines"]] == [
        (2, "GRE-22-001", "NEW"),
        (3, "GRE-22-003", "NEW"),
    ]
    assert [one["number"] for one in answer.data["absent"]] == ["D-0001", "D-0002", "D-0003"]
    shown = command(services, "session", "show", folder, made.id, "--json")
    assert len(shown.data["registrations"]) == 3


def test_a_trial_tells_changes_field_by_field(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    command(services, "candidates", "import", folder, made.id, a_list(folder, AUBERT))
    changed = (*AUBERT[:3], date(1991, 4, 13), AUBERT[4])
    file = a_list(folder, changed)
    answer = command(services, "candidates", "import", folder, made.id, file, "--dry-run", "--json")
    assert (answer.data["updated"], answer.data["unchanged"]) == (1, 0)
    assert answer.data["lines"][0]["changes"] == [
        {"field": "birth_date", "before": "1991-04-12", "after": "1991-04-13"}
    ]
    for_people = command(services, "candidates", "import", folder, made.id, file, "--dry-run")
    assert "Date de naissance\u00a0: 12/04/1991 → 13/04/1991" in for_people.stdout


def test_a_trial_of_a_list_with_errors_is_refused_as_the_import_would_be(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    file = a_list(folder, AUBERT, (*COSTA[:4], "Candidature individuelle"))
    answer = command(services, "candidates", "import", folder, made.id, file, "--dry-run", "--json")
    assert (answer.code, answer.data["imported"], answer.data["refused"]) == (1, 0, 1)
    assert [(error["line"], error["column"]) for error in answer.data["errors"]] == [(3, "Voie d'accès")]
    assert [line["state"] for line in answer.data["lines"]] == ["NEW", "REFUSED"]


def test_the_answer_says_what_each_column_filled(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    answer = command(services, "candidates", "import", folder, made.id, a_list(folder, AUBERT), "--json")
    assert answer.data["columns"]["N° dossier"] == "number"
    assert answer.data["columns"]["Voie d'accès"] == "access_path"
    assert "lines" not in answer.data


def test_the_columns_that_the_centre_taught_are_used(
    services: QuickServices, folder: Path, made: SessionMade, odd: Path
) -> None:
    refused = command(services, "candidates", "import", folder, made.id, odd, "--json")
    assert (refused.code, refused.refusal) == (1, "table.columns_missing")
    workspace = make_store().open(folder, PASSPHRASE)
    centre = workspace.queries.session(made.id).centre_id
    remember_mapping(workspace, centre, {"ident": "number"}, kind=ListKind.CANDIDATES)
    workspace.abandon()
    answer = command(services, "candidates", "import", folder, made.id, odd, "--json")
    assert (answer.code, answer.data["imported"], answer.data["columns"]["Ident"]) == (0, 2, "number")


@pytest.mark.parametrize("option", ["Ident=N° dossier", "ident=number"])
def test_a_column_is_named_for_one_import(
    services: QuickServices, folder: Path, made: SessionMade, odd: Path, option: str
) -> None:
    answer = command(services, "candidates", "import", folder, made.id, odd, "--column", option, "--json")
    assert (answer.code, answer.data["imported"]) == (0, 2)


def test_a_column_that_fills_no_known_field_is_wrong_usage(
    services: QuickServices, folder: Path, made: SessionMade, odd: Path
) -> None:
    answer = command(services, "candidates", "import", folder, made.id, odd, "--column", "Ident=Pointure")
    assert answer.code == 2
    assert "TITRE=CHAMP" in answer.stderr


def test_a_worksheet_is_named_when_two_hold_a_list(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    other = candidate(**{"N° dossier": "LYO-22-009"})
    file = folder.parent / "deux.xlsx"
    file.write_bytes(xlsx(rows_of(candidate()), rows_of(other), names=("Grenoble", "Lyon")))
    refused = command(services, "candidates", "import", folder, made.id, file, "--json")
    assert refused.refusal == "candidates.several_sheets"
    answer = command(services, "candidates", "import", folder, made.id, file, "--sheet", "Lyon", "--json")
    assert answer.data["imported"] == 1


def test_results_are_tried_then_imported(services: QuickServices, folder: Path, made: SessionMade) -> None:
    file = folder.parent / "résultats.csv"
    rows = [
        ("N° dossier", "Bloc", "Résultat", "Note /20", "Évaluateur", "Date"),
        ("D-0001", "BC03", "Favorable", "12,5", "TARDY Nicole", date(2022, 11, 3)),
        ("D-0002", "BC03", "Défavorable", "", "TARDY Nicole", date(2022, 11, 3)),
    ]
    file.write_text(csv_text(rows), "utf-8")
    tried = command(services, "results", "import", folder, made.id, file, "--dry-run", "--json")
    assert (tried.code, tried.data["imported"]) == (0, 2)
    assert [line["state"] for line in tried.data["lines"]] == ["NEW", "NEW"]
    assert [one["number"] for one in tried.data["absent"]] == ["D-0003"]
    done = command(services, "results", "import", folder, made.id, file, "--json")
    assert (done.code, done.data["imported"], done.data["errors"]) == (0, 2, [])
    again = command(services, "results", "import", folder, made.id, file, "--json")
    assert (again.data["imported"], again.data["unchanged"]) == (0, 2)


def test_a_result_for_nobody_refuses_the_list(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    file = folder.parent / "résultats.csv"
    rows = [
        ("N° dossier", "Bloc", "Résultat", "Évaluateur", "Date"),
        ("D-0099", "BC03", "Favorable", "TARDY Nicole", date(2022, 11, 3)),
    ]
    file.write_text(csv_text(rows), "utf-8")
    answer = command(services, "results", "import", folder, made.id, file, "--json")
    assert (answer.code, answer.data["imported"], answer.data["refused"]) == (1, 0, 1)
    assert "D-0099" in answer.data["errors"][0]["message"]


def test_a_list_is_exported_and_comes_back_unchanged(
    services: QuickServices, folder: Path, made: SessionMade, tmp_path: Path
) -> None:
    target = tmp_path / "liste.xlsx"
    export = ("candidates", "export", folder, made.id, target, "--json")
    answer = command(services, *export)
    assert (answer.code, answer.data) == (0, {"candidates": 3, "path": str(target)})
    again = command(services, *export)
    assert (again.code, again.refusal) == (1, "export.exists")
    back = command(services, "candidates", "import", folder, made.id, target, "--dry-run", "--json").data
    assert (back["imported"], back["updated"], back["unchanged"]) == (0, 0, 3)
