"""« Préparer », the candidates: import, table, attendance, the candidate's file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.attending import Coming, coming_of
from cisp_desktop.application.candidate_table import Sheet
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.panel import Role as SeatRole
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.dialogs.import_list_dialog import ImportListDialog
from cisp_desktop.gui.dialogs.outside_result_dialog import OutsideResultDialog
from cisp_desktop.gui.itemmodels.candidate_columns import Column
from cisp_desktop.gui.itemmodels.candidate_table_model import CandidateTableModel, Role
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import read_session_data
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store, score_by_all
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import FakeCandidateFiles, a_line, drop, show_page

Idle = Callable[[TaskRunner], None]
HOSTILE = ("<b>Jean</b>", '=HYPERLINK("x")', "DUPONT & FILS", "<img src=x>")


@pytest.fixture
def files(services: FakeServices) -> FakeCandidateFiles:
    given = FakeCandidateFiles()
    services.candidate_files = given  # type: ignore[attr-defined]
    return given


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, files: FakeCandidateFiles) -> PreparePage:
    return show_page(qtbot, session_context)


@pytest.fixture
def empty_page(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, files: FakeCandidateFiles
) -> PreparePage:
    context.set_session(make_session(workspace, candidates=0).id)
    return show_page(qtbot, context)


def numbers(context: GuiContext) -> list[str]:
    assert context.session_id is not None
    return [row.number for row in context.queries.registrations(context.session_id)]


def cell(page: PreparePage, line: int, column: Column) -> str:
    return str(page.candidates.model.index(line, column).data())


def press(name: str) -> Callable[[ImportListDialog], None]:
    return lambda dialog: getattr(dialog.form, name).click()


def read(page: PreparePage, idle: Idle, path: str = "liste.xlsx") -> None:
    page.candidates.read_file(Path(path))
    idle(page.context.tasks)


def test_hostile_names_stand_verbatim_in_report_table_and_file(
    qtbot: QtBot, empty_page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle
) -> None:
    names = HOSTILE
    files.give(
        *[a_line(i + 2, f"<i>{i}</i>", birth_name=name, usage_name="") for i, name in enumerate(names)]
    )
    messages.scripts.append(press("importButton"))
    read(empty_page, idle, "<b>liste</b>.xlsx")
    table = empty_page.candidates
    assert [table.model.row_at(i).birth_name for i in range(4)] == list(names)
    assert cell(empty_page, 2, Column.BIRTH_NAME) == "DUPONT & FILS"
    data = read_session_data(empty_page.context.queries, str(empty_page.context.session_id))
    for row in data.registrations:
        dialog = CandidateDialog(empty_page.context, data, registration_id=row.id, order=[row.id])
        qtbot.addWidget(dialog)
        dialog.show()
        check_page(dialog)
        assert dialog.fields.identity_model.value("birth_name") == row.birth_name
        assert dialog.form.nameLabel.textFormat() is Qt.TextFormat.PlainText
        dialog.close()


def test_a_file_dropped_on_the_empty_page_is_read(
    empty_page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    drop(empty_page.candidates.form.emptyPage, [tmp_path / "liste.csv"])
    idle(empty_page.context.tasks)
    assert files.read_paths == [tmp_path / "liste.csv"]
    assert numbers(empty_page.context) == ["GRE-22-001"]


def test_a_file_dropped_on_the_table_is_read(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle, tmp_path: Path
) -> None:
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    drop(page.candidates.form.candidateTableView.viewport(), [tmp_path / "liste.ods"])
    idle(page.context.tasks)
    assert len(numbers(page.context)) == 4


def test_two_files_at_once_are_refused_with_advice(
    page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, tmp_path: Path
) -> None:
    drop(page.candidates.form.candidateTableView.viewport(), [tmp_path / "a.ods", tmp_path / "b.ods"])
    assert files.read_paths == []
    assert "une seule liste" in messages.informed[0]


def test_the_titles_of_a_list_are_copied_for_an_empty_workbook(empty_page: PreparePage) -> None:
    empty_page.candidates.form.copyTitlesButton.click()
    titles = QGuiApplication.clipboard().text().split("\t")
    assert titles[0] == "N° dossier"
    assert len(titles) == 25


def test_the_attendance_column_changes_with_undo(page: PreparePage, made: SessionMade) -> None:
    model = page.candidates.model
    assert model.setData(model.index(0, Column.ATTENDANCE), "ABSENT")
    assert cell(page, 0, Column.ATTENDANCE) == "Absent"
    page.context.operations.undo_stack.undo()
    assert cell(page, 0, Column.ATTENDANCE) == "Attendu"
    page.context.operations.undo_stack.redo()
    assert page.context.queries.registration(made.registrations[0]).attendance is Attendance.ABSENT


def test_the_attendance_menu_takes_every_selected_candidate_in_one_undo_step(page: PreparePage) -> None:
    table = page.candidates
    table.form.candidateTableView.selectAll()
    action = next(a for a in table.form.attendanceButton.menu().actions() if a.data() == "PRESENT")
    action.trigger()
    assert [cell(page, i, Column.ATTENDANCE) for i in range(3)] == ["Présent"] * 3
    page.context.operations.undo_stack.undo()
    assert [cell(page, i, Column.ATTENDANCE) for i in range(3)] == ["Attendu"] * 3


def test_a_heard_candidate_cannot_become_absent(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    score_by_all(workspace, made, made.registrations[0])
    before = cell(page, 0, Column.ATTENDANCE)
    model = page.candidates.model
    assert not model.setData(model.index(0, Column.ATTENDANCE), "ABSENT")
    assert [error.code for error in messages.errors] == ["attendance.sealed"]
    assert cell(page, 0, Column.ATTENDANCE) == before
    assert page.context.operations.undo_stack.count() == 0


def test_removing_names_what_is_lost_and_asks(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    recuse(
        workspace, made.registrations[0], seat_id=made.seats[SeatRole.CENTRE], ground=RecusalGround.TRAINED
    )
    page.candidates.show_registration(made.registrations[0])
    page.candidates.form.removeButton.click()
    assert "1\u00a0récusation" in messages.asked[0]
    assert len(numbers(page.context)) == 3
    messages.answers.append(True)
    page.candidates.form.removeButton.click()
    assert len(numbers(page.context)) == 2


def test_a_candidate_with_marks_is_not_removed(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    score_by_all(workspace, made, made.registrations[0])
    page.candidates.show_registration(made.registrations[0])
    messages.answers.append(True)
    page.candidates.form.removeButton.click()
    assert [error.code for error in messages.errors] == ["registration.scored"]
    assert len(numbers(page.context)) == 3


def test_the_filter_finds_without_accents_and_says_how_many(qtbot: QtBot, page: PreparePage) -> None:
    field = page.candidates.form.searchField
    field.setFocus()
    qtbot.keyClicks(field, "dupont2 zoe")
    assert page.candidates.filter.rowCount() == 1
    assert page.candidates.form.countLabel.text() == "1 sur 3\u00a0candidats"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert page.candidates.filter.rowCount() == 3


def test_columns_sort_by_native_values(page: PreparePage) -> None:
    table = page.candidates
    table.form.candidateTableView.sortByColumn(Column.BIRTH, Qt.SortOrder.DescendingOrder)
    dates = [table.filter.index(i, Column.BIRTH).data(Role.SORT) for i in range(3)]
    assert dates == sorted(dates, reverse=True)


def test_enter_opens_the_candidate_and_attendance_is_changed_there(
    qtbot: QtBot, page: PreparePage, messages: RecordedMessages, made: SessionMade
) -> None:
    table = page.candidates
    table.show_registration(made.registrations[1])
    table.form.candidateTableView.setFocus()

    def excuse(dialog: AttendanceDialog) -> None:
        dialog.form.excuseEdit.setPlainText("Hospitalisation")
        dialog.form.acceptButton.click()

    def script(dialog: CandidateDialog) -> None:
        assert dialog.registration_id == made.registrations[1]
        box = dialog.form.attendanceComboBox
        box.setCurrentIndex(box.findData("EXCUSED"))
        messages.scripts.append(excuse)
        box.activated.emit(box.currentIndex())
        dialog.form.checkedByEdit.setText("MARTIN Anne")
        dialog.form.checkedByButton.click()
        dialog.form.nextButton.click()
        assert dialog.registration_id == made.registrations[2]
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    qtbot.keyClick(table.form.candidateTableView, Qt.Key.Key_Return)
    row = page.context.queries.registration(made.registrations[1])
    assert row.attendance is Attendance.EXCUSED
    assert row.identity_checked_by == "MARTIN Anne"
    assert table.selected_rows()[0].id == made.registrations[2]
    messages.assert_silent()


def test_an_outside_result_is_recorded_from_the_candidates_file(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    data = read_session_data(session_context.queries, made.id)
    dialog = CandidateDialog(
        session_context, data, registration_id=made.registrations[0], order=made.registrations
    )
    qtbot.addWidget(dialog)
    dialog.show()
    problems: list[str] = []

    def script(asking: OutsideResultDialog) -> None:
        check_page(asking)
        asking.form.acceptButton.click()
        problems.append(asking.form.problemLabel.text())
        asking.form.unfavourableRadioButton.setChecked(True)
        asking.form.evaluatorEdit.setText("TARDY <b>Nicole</b>")
        asking.form.acceptButton.click()

    messages.scripts.append(script)
    dialog.form.outsideTableView.selectRow(1)
    dialog.form.recordButton.click()
    assert "favorable ou défavorable" in problems[0]
    results = session_context.queries.registration(made.registrations[0]).outside_results
    assert [(r.favourable, r.evaluator) for r in results] == [(False, "TARDY <b>Nicole</b>")]
    assert dialog.outside_model.index(1, 3).data() == "Défavorable"
    session_context.operations.undo_stack.undo()
    assert session_context.queries.registration(made.registrations[0]).outside_results == ()
    dialog.close()


def test_the_import_survives_a_restart(
    empty_page: PreparePage, files: FakeCandidateFiles, messages: RecordedMessages, idle: Idle,
    workspace: SqlWorkspace,
) -> None:  # fmt: skip
    files.give(a_line(2))
    messages.scripts.append(press("importButton"))
    read(empty_page, idle)
    session_id = str(empty_page.context.session_id)
    workspace.close()
    again = make_store().open(workspace.path, PASSPHRASE)
    assert [row.number for row in again.queries.registrations(session_id)] == ["GRE-22-001"]
    again.abandon()


def test_two_hundred_candidates_are_one_model_that_keeps_the_selection(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, files: FakeCandidateFiles
) -> None:
    made = make_session(workspace, candidates=200)
    context.set_session(made.id)
    page = show_page(qtbot, context)
    model = page.candidates.model
    page.candidates.show_registration(made.registrations[150])
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    set_attendance(workspace, made.registrations[3], attendance=Attendance.PRESENT)
    assert model.rowCount() == 200
    assert resets == []
    assert page.candidates.selected_rows()[0].id == made.registrations[150]


def test_the_table_model_keeps_qts_contract(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    model = CandidateTableModel(lambda _row, _column, _value: True)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    data = read_session_data(session_context.queries, made.id)
    for rows in (data.registrations, data.registrations[:1], ()):
        sheet = Sheet(data.certification.code, data.certification.blocks, date(2022, 12, 14))
        model.show_rows(rows, sheet, panels={}, days=2, locked=False)
        assert model.rowCount() == len(rows)
    assert tester.model() is model


def test_several_candidates_are_excused_by_one_reason_in_one_undo_step(
    page: PreparePage, messages: RecordedMessages, made: SessionMade
) -> None:
    rows = page.context.queries.registrations(made.id)
    edits = page.candidates.edits

    def give_up(dialog: AskTextDialog) -> None:
        dialog.form.acceptButton.click()
        assert dialog.form.problemLabel.text() == "Écrivez le motif de l’excuse."
        dialog.form.cancelButton.click()

    def excuse(dialog: AskTextDialog) -> None:
        dialog.form.answerEdit.setText("Train supprimé")
        dialog.form.acceptButton.click()

    messages.scripts += [give_up, excuse]
    assert not edits.give_attendance(rows, Attendance.EXCUSED)
    assert {one.attendance for one in page.context.queries.registrations(made.id)} == {Attendance.EXPECTED}
    assert edits.give_attendance(rows, Attendance.EXCUSED)
    said = [coming_of(page.context.workspace, one.id) for one in rows]
    assert said == [Coming(Attendance.EXCUSED, excuse="Train supprimé")] * len(rows)
    page.context.operations.undo()
    assert {one.attendance for one in page.context.queries.registrations(made.id)} == {Attendance.EXPECTED}
    messages.assert_silent()


def test_an_excuse_chosen_in_the_cell_asks_why_once_the_cell_is_closed(
    qtbot: QtBot, page: PreparePage, messages: RecordedMessages, made: SessionMade
) -> None:
    row = page.context.queries.registrations(made.id)[0]
    messages.scripts.append(
        lambda dialog: (dialog.form.answerEdit.setText("Malade"), dialog.form.acceptButton.click())
    )
    assert page.candidates._edit_cell(row, Column.ATTENDANCE, "EXCUSED")
    assert messages.dialogs == []
    qtbot.waitUntil(lambda: messages.dialogs == ["AskTextDialog"])
    assert coming_of(page.context.workspace, row.id).excuse == "Malade"
