"""The list of candidates written out, opened by others, and read in again."""

import csv
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration, value_of
from cisp_desktop.application.candidate_fields import TITLES
from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_table import PLACE_TITLES, Sheet, export_table, table_of
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.wording import ATTENDANCE
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.exchange.candidate_columns import CANDIDATE_FIELDS
from cisp_desktop.exchange.candidate_export import write_candidates
from cisp_desktop.exchange.candidates import read_candidates
from cisp_desktop.exchange.tables import guarded, unguarded
from tests.factories import make_session, make_workspace

HOSTILE = ['=HYPERLINK("x")', "+33 6 12 34", "-1", "@SUM(A1)", "'=déjà", "007", "1,5", "31/12", "a;b\tc\nd"]


def test_the_titles_are_those_that_an_import_looks_for() -> None:
    labels = {spec.name: spec.label for spec in CANDIDATE_FIELDS}
    assert {name: title for name, title in TITLES.items() if name != "extra_time_percent"} == labels


@given(st.text("'=+-@\ta1", max_size=6))
def test_what_keeps_a_formula_away_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_list_written_out_imports_again_without_a_change(tmp_path: Path, suffix: str) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=len(HOSTILE))
    blocks = tuple(made.blocks[:2])
    for registration_id, text in zip(made.registrations, HOSTILE, strict=True):
        before = workspace.queries.registration(registration_id)
        values = {
            "birth_name": text.splitlines()[0].replace("\t", " "), "accommodations": text.replace("\t", " "),
            "phone": "+33 6", "presented": blocks, "selection_passed": False, "entered_on": date(2021, 9, 1),
            "held": (HeldClaim("BC03", date(2020, 1, 2), "PV-1"), HeldClaim("U9")),
        }  # fmt: skip
        changes = {name: FieldChange(value_of(before, name), value) for name, value in values.items()}
        edit_registration(workspace, registration_id, changes=changes)
    rows = workspace.queries.registrations(made.id)
    path = tmp_path / f"liste{suffix}"
    fields = {name: title for name, title in TITLES.items() if name != "extra_time_percent"}
    sheet = Sheet("RNCP36128", made.certification.blocks, date(2022, 12, 14))
    write_candidates(path, table_of(rows, sheet, fields=fields))
    listed = read_candidates(path, today=date(2022, 12, 14))
    assert listed.errors == ()
    report = import_candidates(workspace, made.id, listed)
    assert (report.imported, report.updated, report.unchanged) == (0, 0, len(HOSTILE))
    assert workspace.queries.registrations(made.id) == rows
    workspace.abandon()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_export_with_places_and_attendance_imports_again_without_a_change(
    tmp_path: Path, suffix: str
) -> None:
    workspace = make_workspace(tmp_path)
    made = make_session(workspace, candidates=3)
    first = workspace.queries.registration(made.registrations[0])
    changes = {
        "accommodations": FieldChange(first.accommodations, "tiers temps"),
        "extra_time_percent": FieldChange(first.extra_time_percent, 50),
    }
    edit_registration(workspace, first.id, changes=changes)
    set_attendance(workspace, first.id, attendance=Attendance.ABSENT)
    with workspace.unit_of_work() as work:
        placed = work.registrations.get(first.id)
        placed.starts_at, placed.minutes = datetime(2022, 12, 14, 9, 30), 45
        work.commit()
    rows = workspace.queries.registrations(made.id)
    sheet = Sheet("RNCP36128", made.certification.blocks, date(2022, 12, 14))
    table = export_table(rows, sheet, workspace.queries.panels(made.id))
    own = len(PLACE_TITLES)
    assert table[0][-own:] == list(PLACE_TITLES)
    assert table[1][-own:] == [
        "50", "14/12/2022", "9\u00a0h\u00a030", "Jury\u00a01", "Salle 1", ATTENDANCE["ABSENT"],
    ]  # fmt: skip
    assert table[2][-own:][:3] == ["", "", ""]
    path = tmp_path / f"liste{suffix}"
    write_candidates(path, table)
    listed = read_candidates(path, today=date(2022, 12, 14))
    assert (listed.errors, set(listed.ignored_columns)) == ((), set(PLACE_TITLES))
    report = import_candidates(workspace, made.id, listed)
    assert (report.imported, report.updated, report.unchanged) == (0, 0, 3)
    assert workspace.queries.registrations(made.id) == rows
    workspace.abandon()


def test_no_cell_of_a_workbook_is_a_formula_or_a_number(tmp_path: Path) -> None:
    write_candidates(tmp_path / "a.xlsx", [["Nom", "N°"], ["=1+1", "007"]])
    cells = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2:B2"][0])
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("007", "s")]


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path) -> None:
    write_candidates(tmp_path / "a.csv", [["Nom"], *([text] for text in HOSTILE)])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file, delimiter=";")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"file\.no_folder"):
        write_candidates(tmp_path / "absent" / "a.csv", [["Nom"]])
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(StorageError, match=r"file\.not_written"):
        write_candidates(tmp_path / "a.csv", [["Nom"]])
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
