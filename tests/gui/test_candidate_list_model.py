"""The list of candidates to hear."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries import RegistrationRow, SheetStateRow
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.panel import Role as SeatRole
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateListModel, Role
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade


@pytest.fixture
def rows(workspace: SqlWorkspace, made: SessionMade) -> list[RegistrationRow]:
    """Three registrations; the last one passes first."""
    read = list(workspace.queries.registrations(made.id))
    read[0] = replace(read[0], starts_at=datetime(2022, 12, 14, 10, 15))
    read[1] = replace(read[1], starts_at=datetime(2022, 12, 14, 14, 0), birth_name="<b>LE & FILS</b>")
    read[2] = replace(read[2], starts_at=datetime(2022, 12, 14, 9, 0))
    return read


@pytest.fixture
def states(workspace: SqlWorkspace, made: SessionMade) -> list[SheetStateRow]:
    """The president's sheets, all empty."""
    return list(workspace.queries.sheet_states(made.id, made.seats[SeatRole.PRESIDENT]))


@pytest.fixture
def model(qtbot: QtBot, rows: list[RegistrationRow], states: list[SheetStateRow]) -> CandidateListModel:
    """The list, watched by Qt's own tester."""
    shown = CandidateListModel()
    QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal, shown)
    shown.show_candidates(rows, states, recusals={})
    return shown


def test_candidates_stand_in_the_order_of_their_slots(model: CandidateListModel) -> None:
    assert [model.index(row).data(Role.TIME) for row in range(3)] == [
        "9\u00a0h\u00a000", "10\u00a0h\u00a015", "14\u00a0h\u00a000",
    ]  # fmt: skip
    assert model.index(0).data() == "DUPONT3 Zoé"
    assert model.progress == (0, 3)
    assert model.index(0).data(Role.DAY) == ""


def test_each_of_several_days_is_headed_by_its_date(
    model: CandidateListModel, rows: list[RegistrationRow], states: list[SheetStateRow]
) -> None:
    rows[1] = replace(rows[1], starts_at=datetime(2022, 12, 15, 9, 0))
    model.show_candidates(rows, states, recusals={})
    assert [model.index(row).data(Role.DAY) for row in range(3)] == ["14/12/2022", "", "15/12/2022"]


def test_the_state_follows_the_own_sheets(model: CandidateListModel, made: SessionMade, qtbot: QtBot) -> None:
    first = made.registrations[2]
    assert model.index(0).data(Role.STATE) == DotState.TO_DO
    assert model.index(0).data(Role.DETAIL) == "À évaluer"
    with qtbot.waitSignal(model.dataChanged):
        model.show_sheet_state(first, made.blocks[0], state=SheetState.DRAFT)
    assert model.index(0).data(Role.STATE) == DotState.UNDER_WAY
    for block in made.blocks:
        model.show_sheet_state(first, block, state=SheetState.COMPLETE)
    assert model.index(0).data(Role.STATE) == DotState.READY
    for block in made.blocks:
        model.show_sheet_state(first, block, state=SheetState.SEALED)
    assert model.index(0).data(Role.STATE) == DotState.DONE
    assert model.index(0).data(Role.DETAIL) == "Scellé"
    assert model.progress == (1, 3)


def test_an_absent_or_recused_candidate_is_not_to_be_scored(
    model: CandidateListModel, rows: list[RegistrationRow], states: list[SheetStateRow], made: SessionMade
) -> None:
    rows[2] = replace(rows[2], attendance=Attendance.EXCUSED)
    model.show_candidates(rows, states, recusals={made.registrations[0]: RecusalGround.SAME_EMPLOYER})
    assert model.index(0).data(Role.DETAIL) == "Excusée"
    assert model.index(1).data(Role.DETAIL) == "Récusation\u00a0: même employeur, actuel ou passé"
    assert {model.index(row).data(Role.STATE) for row in (0, 1)} == {DotState.NONE}
    assert model.progress == (0, 1)


def test_a_name_with_markup_is_shown_as_typed_and_its_tooltip_is_escaped(model: CandidateListModel) -> None:
    assert model.index(2).data() == "<b>LE & FILS</b> Zoé"
    assert "&lt;b&gt;" in model.index(2).data(Qt.ItemDataRole.ToolTipRole)


def test_a_cleared_list_holds_nobody(model: CandidateListModel) -> None:
    model.clear()
    assert (model.rowCount(), model.lines, model.line(0)) == (0, (), None)
