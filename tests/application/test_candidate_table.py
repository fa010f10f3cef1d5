"""Cells copied, pasted and read back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration, value_of
from cisp_desktop.application.candidate_fields import TITLES
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.candidate_table import (
    PastePlan,
    Sheet,
    copied_cells,
    plan_paste,
    table_of,
    to_clipboard,
)
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

FIELDS = ("number", "birth_name", "first_names", "birth_date", "access_path")
NEW = ["N-1", "AUBERT", "Léa", "12/04/1991", "VAE"]


@pytest.fixture
def sheet(session: SessionMade) -> Sheet:
    return Sheet("RNCP36128", session.certification.blocks, date(2022, 12, 14))


def plan(
    workspace: SqlWorkspace,
    session: SessionMade,
    sheet: Sheet,
    cells: list[list[str]],
    *,
    fields: tuple[str | None, ...] = FIELDS,
) -> PastePlan:
    rows = workspace.queries.registrations(session.id)
    return plan_paste(cells, rows, fields=fields, sheet=sheet)


@given(st.lists(st.lists(st.text('a"\t\n é=', max_size=5), min_size=2, max_size=3), min_size=1, max_size=4))
def test_copied_cells_come_back_as_they_were(rows: list[list[str]]) -> None:
    rows = [*rows, ["fin", "fin"]]
    assert copied_cells(to_clipboard(rows)) == rows


def test_cells_of_a_spreadsheet_with_quotes_and_line_ends_are_understood() -> None:
    assert copied_cells('a\t"b\nc"\r\n"d ""e"""\tf\r\n') == [["a", "b\nc"], ['d "e"', "f"]]


def test_a_lone_quote_is_taken_as_it_stands() -> None:
    assert copied_cells('12" de long\tb') == [['12" de long', "b"]]


@pytest.mark.parametrize("text", ["", "\n\n", " \t \n"])
def test_an_empty_clipboard_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match=r"paste\.empty"):
        copied_cells(text)


def test_lines_over_known_candidates_change_what_differs_only(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    cells = [["D-0001", "AUBERT"], ["D-0002", "DUPONT2"]]
    found = plan(workspace, session, sheet, cells)
    assert found.edits == {session.registrations[0]: {"birth_name": FieldChange("DUPONT1", "AUBERT")}}
    assert (found.cells, found.additions, found.refused) == (1, [], [])


def test_lines_below_the_last_are_new_candidates(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    same = [[row.number] for row in workspace.queries.registrations(session.id)]
    found = plan(workspace, session, sheet, [*same, NEW])
    assert [addition.values["birth_name"] for addition in found.additions] == ["AUBERT"]
    assert found.additions[0].values["birth_date"] == date(1991, 4, 12)
    assert not found.edits


def test_a_refused_cell_is_told_and_the_others_of_its_line_are_taken(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    cells = [["D-0001", "AUBERT", "Léa", "31/02/1991", "Par avion"]]
    found = plan(workspace, session, sheet, cells)
    assert [(cell.line, cell.column, cell.error.code) for cell in found.refused] == [
        (1, 4, "date.impossible"),
        (1, 5, "candidate.access_path"),
    ]
    assert set(found.edits[session.registrations[0]]) == {"birth_name", "first_names"}


def test_a_new_line_without_a_required_value_is_refused_whole(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    same = [[row.number] for row in workspace.queries.registrations(session.id)]
    found = plan(workspace, session, sheet, [*same, NEW[:3]])
    assert [cell.title for cell in found.refused] == ["Date de naissance", "Voie d'accès"]
    assert found.empty


def test_cells_beyond_the_last_column_and_over_a_fixed_one_are_refused(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    found = plan(workspace, session, sheet, [["D-0001", "9 h", "de trop"]], fields=("number", None))
    assert [cell.error.code for cell in found.refused] == ["paste.read_only", "paste.no_such_column"]


def test_a_line_of_titles_says_the_columns_and_numbers_find_the_candidates(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    titles = ["Remarque", *(TITLES[name] for name in FIELDS)]
    cells = [
        titles, ["x", "D-0002", "AUBERT", "Zoé Ève", "03/01/1990", "Formation continue"], ["", *NEW],
    ]  # fmt: skip
    found = plan(workspace, session, sheet, cells)
    assert found.edits == {session.registrations[1]: {"birth_name": FieldChange("DUPONT2", "AUBERT")}}
    assert [addition.values["number"] for addition in found.additions] == ["N-1"]
    assert found.refused == []


def test_every_field_reads_back_as_it_is_written(
    workspace: SqlWorkspace, session: SessionMade, sheet: Sheet
) -> None:
    values: dict[str, Any] = {
        "phone": "+33 6 12", "birth_name": '=A"1', "accommodations": "salle calme\ntiers temps",
        "presented": tuple(session.blocks[1:3]), "selection_passed": False, "entered_on": date(2021, 9, 1),
        "held": (HeldClaim("BC01"), HeldClaim("U1", date(2016, 6, 24), "PV-12"), HeldClaim("U2", None, "7")),
    }  # fmt: skip
    before = workspace.queries.registration(session.registrations[0])
    changes = {name: FieldChange(value_of(before, name), value) for name, value in values.items()}
    edit_registration(workspace, before.id, changes=changes)
    row = workspace.queries.registration(before.id)
    assert all(sheet.read(name, sheet.text(row, name)) == value_of(row, name) for name in TITLES)
    table = table_of([row], sheet)
    assert plan_paste(table, [row], fields=(), sheet=sheet).empty
