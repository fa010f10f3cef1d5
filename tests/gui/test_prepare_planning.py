"""« Préparer », the planning: slots given at once, adjusted one by one, with undo."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.preparing import place_slots
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.itemmodels.slot_table_model import Column, SlotTableModel
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import read_session_data
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_store
from tests.gui.fakes import RecordedMessages
from tests.gui.preparing import a_line, show_page

DAY = date(2022, 12, 14)


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext) -> PreparePage:
    shown = show_page(qtbot, session_context)
    shown.focus_on("tab:planning")
    return shown


def at(hour: int, minute: int = 0, *, day: int = 14) -> datetime:
    return datetime(2022, 12, day, hour, minute)


def slots(context: GuiContext) -> list[tuple[datetime | None, int | None]]:
    assert context.session_id is not None
    return [(row.starts_at, row.minutes) for row in context.queries.registrations(context.session_id)]


def assign(page: PreparePage, *, first: QTime = QTime(9, 0), minutes: int = 60, pause: int = 10) -> None:  # noqa: B008
    form = page.planning.form
    form.firstTimeEdit.setTime(first)
    form.lengthSpinBox.setValue(minutes)
    form.pauseSpinBox.setValue(pause)
    form.assignButton.click()


def test_everybody_gets_a_slot_and_one_undo_takes_them_back(page: PreparePage) -> None:
    assign(page)
    assert slots(page.context) == [(at(9), 60), (at(10, 10), 60), (at(11, 20), 60)]
    assert page.planning.form.summaryLabel.text().startswith("3\u00a0passages")
    page.context.operations.undo_stack.undo()
    assert slots(page.context) == [(None, None)] * 3
    page.context.operations.undo_stack.redo()
    assert slots(page.context)[0] == (at(9), 60)


def test_no_slot_runs_into_lunch(page: PreparePage) -> None:
    assign(page, first=QTime(11, 0), minutes=50, pause=0)
    assert [start for start, _ in slots(page.context)] == [at(11), at(13, 30), at(14, 20)]


def test_extra_time_shows_as_a_longer_slot(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    line = a_line(2, "T-1", accommodations="Tiers temps")
    page.context.operations.run(lambda: import_candidates(workspace, made.id, CandidateList((line,), (), {})))
    assign(page)
    assert slots(page.context)[3][1] == 80
    model = page.planning.model
    assert model.index(3, Column.LENGTH).data() == "80 min"
    assert model.index(3, Column.REMARK).data() == "Tiers temps"


def test_those_that_do_not_fit_stay_without_a_slot_and_are_told(page: PreparePage) -> None:
    page.planning.form.lastTimeEdit.setTime(QTime(10, 30))
    assign(page)
    assert slots(page.context) == [(at(9), 60), (at(9, day=15), 60), (None, None)]
    assert "n’a pas d’horaire" in page.planning.form.slotsBanner.label.text()
    assert page.planning.model.index(2, Column.REMARK).data() == "Sans horaire"


def test_impossible_hours_are_refused_with_a_sentence(page: PreparePage, messages: RecordedMessages) -> None:
    page.planning.form.lastTimeEdit.setTime(QTime(8, 0))
    assign(page)
    assert [error.code for error in messages.errors] == ["slots.hours"]
    assert slots(page.context) == [(None, None)] * 3
    assert page.context.operations.undo_stack.count() == 0


def test_a_start_is_adjusted_in_place_with_undo_and_a_clash_is_shown(page: PreparePage) -> None:
    assign(page)
    model = page.planning.model
    assert model.setData(model.index(1, Column.START), QTime(9, 30))
    assert slots(page.context)[1] == (at(9, 30), 60)
    assert "En même temps que DUPONT1" in model.index(1, Column.REMARK).data()
    assert "se chevauche" in page.planning.form.slotsBanner.label.text()
    page.context.operations.undo_stack.undo()
    assert slots(page.context)[1] == (at(10, 10), 60)


def test_a_length_and_a_day_are_adjusted_in_place(page: PreparePage) -> None:
    assign(page)
    model = page.planning.model
    assert model.setData(model.index(2, Column.LENGTH), 90)
    assert model.setData(model.index(2, Column.DAY), QDate(2022, 12, 15))
    assert slots(page.context)[2] == (at(11, 20, day=15), 90)


def test_a_slot_is_taken_away_with_the_delete_key(qtbot: QtBot, page: PreparePage) -> None:
    assign(page)
    view = page.planning.form.slotTableView
    view.setCurrentIndex(page.planning.model.index(0, Column.NAME))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert slots(page.context)[0] == (None, None)
    page.context.operations.undo_stack.undo()
    assert slots(page.context)[0] == (at(9), 60)


def test_the_planning_survives_a_restart(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    assign(page)
    workspace.close()
    again = make_store().open(workspace.path, PASSPHRASE)
    assert [row.starts_at for row in again.queries.registrations(made.id)] == [at(9), at(10, 10), at(11, 20)]
    again.abandon()


def test_the_slot_model_keeps_qts_contract(
    qtbot: QtBot, session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade
) -> None:
    model = SlotTableModel(lambda _id, _slot: True)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_data(read_session_data(session_context.queries, made.id))
    place_slots(workspace, made.id, slots={made.registrations[2]: (at(8), 45)})
    model.show_data(read_session_data(session_context.queries, made.id))
    assert model.line_at(0).row.id == made.registrations[2]
    assert tester.model() is model
