"""« Préparer », the table of candidates edited as a spreadsheet is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import Refused
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.dialogs.add_candidate_dialog import AddCandidateDialog
from cisp_desktop.gui.dialogs.duplicates_dialog import DuplicatesDialog
from cisp_desktop.gui.dialogs.paste_dialog import PasteDialog
from cisp_desktop.gui.itemmodels.candidate_columns import SHOWN_AT_FIRST, Column
from cisp_desktop.gui.itemmodels.candidate_filter import CandidateFilter
from cisp_desktop.gui.itemmodels.twin_model import Column as Side
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.prepare_candidates import PrepareCandidates
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import show_page

Idle = Callable[[TaskRunner], None]
T = TypeVar("T", bound=QWidget)
NEW_LINE = "N-1\tAUBERT\tLéa\t12/04/1991\tVAE"


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> PreparePage:
    shown = show_page(qtbot, session_context)
    idle(session_context.tasks)
    return shown


@pytest.fixture
def tab(page: PreparePage) -> PrepareCandidates:
    page.candidates.form.candidateTableView.setFocus()
    return page.candidates


def go(tab: PrepareCandidates, line: int, column: Column) -> QModelIndex:
    view = tab.form.candidateTableView
    index = tab.filter.index(line, column)
    view.setCurrentIndex(index)
    return index


def editor(tab: PrepareCandidates, kind: type[T]) -> T:
    """Return the editor that is open: the one that has the keys."""
    found = tab.form.candidateTableView.viewport().focusWidget()
    assert isinstance(found, kind)
    return found


def settle() -> None:
    """Let Qt close the editor: after Enter it does so when the key was dealt with."""
    QApplication.processEvents()


def typed(qtbot: QtBot, tab: PrepareCandidates, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Begin to type in the current cell, go on in its editor, and leave by ``key``."""
    qtbot.keyClick(tab.form.candidateTableView, text[0])
    line = editor(tab, QLineEdit)
    qtbot.keyClicks(line, text[1:])
    qtbot.keyClick(line, key)
    settle()


def row(tab: PrepareCandidates, line: int = 0) -> RegistrationRow:
    return tab.context.queries.registration(tab.shown_rows()[line].id)


def texts(tab: PrepareCandidates, column: Column) -> list[str]:
    return [str(tab.filter.index(line, column).data()) for line in range(tab.filter.rowCount())]


def test_typing_in_a_cell_writes_it_and_enter_goes_down(qtbot: QtBot, tab: PrepareCandidates) -> None:
    go(tab, 0, Column.BIRTH_NAME)
    typed(qtbot, tab, "O'BRIEN")
    assert row(tab).birth_name == "O'BRIEN"
    here = tab.form.candidateTableView.currentIndex()
    assert (here.row(), here.column()) == (1, Column.BIRTH_NAME)
    tab.context.operations.undo_stack.undo()
    assert row(tab).birth_name == "DUPONT1"
    tab.context.operations.undo_stack.redo()
    assert texts(tab, Column.BIRTH_NAME)[0] == "O'BRIEN"


def test_tab_goes_on_to_the_next_cell_that_can_be_edited(qtbot: QtBot, tab: PrepareCandidates) -> None:
    go(tab, 0, Column.BIRTH_NAME)
    typed(qtbot, tab, "AUBERT", Qt.Key.Key_Tab)
    assert tab.form.candidateTableView.currentIndex().column() == Column.FIRST_NAMES
    line = editor(tab, QLineEdit)
    assert line.selectedText() == "Zoé Ève"
    qtbot.keyClicks(line, "Lea")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert (row(tab).birth_name, row(tab).first_names) == ("AUBERT", "Lea")


def test_f2_opens_a_cell_and_escape_keeps_its_value(qtbot: QtBot, tab: PrepareCandidates) -> None:
    go(tab, 0, Column.BIRTH)
    qtbot.keyClick(tab.form.candidateTableView, Qt.Key.Key_F2)
    line = editor(tab, QLineEdit)
    qtbot.keyClicks(line, "01/01/1980")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert row(tab).birth_date == date(1990, 1, 2)
    assert tab.context.operations.undo_stack.count() == 0


def test_a_date_that_does_not_exist_is_told_and_the_old_one_stays(
    qtbot: QtBot, tab: PrepareCandidates, messages: RecordedMessages
) -> None:
    go(tab, 0, Column.BIRTH)
    typed(qtbot, tab, "31/02/1990")
    assert row(tab).birth_date == date(1990, 1, 2)
    assert "31/02/1990" in tab.form.problemBanner.label.text()
    go(tab, 0, Column.BIRTH)
    typed(qtbot, tab, "28/02/1990")
    assert row(tab).birth_date == date(1990, 2, 28)
    assert not tab.form.problemBanner.isVisible()
    messages.assert_silent()


def test_a_number_that_another_candidate_has_is_refused(qtbot: QtBot, tab: PrepareCandidates) -> None:
    go(tab, 0, Column.NUMBER)
    typed(qtbot, tab, "D-0002")
    assert row(tab).number == "D-0001"
    assert "D-0002" in tab.form.problemBanner.label.text()


def test_a_path_is_chosen_among_those_that_the_sheet_opens(tab: PrepareCandidates) -> None:
    index = go(tab, 0, Column.PATH)
    assert isinstance(tab.form.candidateTableView.itemDelegateForIndex(index), ChoiceDelegate)
    assert AccessPath.VAE in tab.edits.open_paths
    assert AccessPath.STUDENT not in tab.edits.open_paths
    assert tab.filter.setData(index, "VAE")
    assert row(tab).access_path is AccessPath.VAE


def test_blocks_are_ticked_by_keys(qtbot: QtBot, tab: PrepareCandidates, made: SessionMade) -> None:
    go(tab, 0, Column.PRESENTED)
    qtbot.keyClick(tab.form.candidateTableView, Qt.Key.Key_F2)
    ticks = editor(tab, QListWidget)
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    qtbot.keyClick(ticks, Qt.Key.Key_Return)
    assert row(tab).presented == tuple(made.blocks[1:])
    tab.context.operations.undo_stack.undo()
    assert row(tab).presented == tuple(made.blocks)


def test_an_edit_from_another_window_is_never_overwritten_in_silence(
    tab: PrepareCandidates, workspace: SqlWorkspace
) -> None:
    seen = row(tab)
    changes = {"employer": FieldChange("", "Mairie de Voiron")}
    edit_registration(workspace, seen.id, changes=changes)
    assert not tab.edits.edit(seen, "employer", "Autre employeur")
    assert "entre-temps" in tab.form.problemBanner.label.text()
    assert row(tab).employer == "Mairie de Voiron"


def test_one_edit_changes_one_line_and_resets_nothing(qtbot: QtBot, tab: PrepareCandidates) -> None:
    go(tab, 1, Column.BIRTH_NAME)
    changed: list[tuple[int, int]] = []
    tab.model.dataChanged.connect(lambda top, bottom, *_: changed.append((top.row(), bottom.row())))
    with qtbot.assertNotEmitted(tab.model.modelReset), qtbot.assertNotEmitted(tab.model.layoutChanged):
        typed(qtbot, tab, "ZZZ")
    assert changed == [(1, 1)]
    assert texts(tab, Column.BIRTH_NAME) == ["DUPONT1", "ZZZ", "DUPONT3"]


def test_the_model_keeps_qt_s_contract_while_it_sorts_filters_and_edits(tab: PrepareCandidates) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (tab.model, tab.filter)
    ]
    view = tab.form.candidateTableView
    go(tab, 1, Column.BIRTH_NAME)
    view.sortByColumn(Column.BIRTH, Qt.SortOrder.DescendingOrder)
    assert tab.selected_rows()[0].birth_name == "DUPONT2"
    tab.filter.set_words("dupont2")
    assert tab.selected_rows()[0].birth_name == "DUPONT2"
    tab.filter.set_words("")
    assert tab.model.setData(tab.model.index(0, Column.EMPLOYER), "Mairie")
    assert all(testers)


def test_cells_are_copied_as_a_spreadsheet_takes_them(qtbot: QtBot, tab: PrepareCandidates) -> None:
    view = tab.form.candidateTableView
    model, selection = tab.filter, view.selectionModel()
    go(tab, 0, Column.BIRTH_NAME)
    for line in (0, 1):
        for column in (Column.BIRTH_NAME, Column.FIRST_NAMES, Column.BIRTH):
            selection.select(model.index(line, column), selection.SelectionFlag.Select)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    wanted = "DUPONT1\tZoé Ève\t02/01/1990\nDUPONT2\tZoé Ève\t03/01/1990\n"
    assert QGuiApplication.clipboard().text() == wanted


def test_a_block_of_cells_is_pasted_over_lines_and_below_them_in_one_undo_step(
    qtbot: QtBot, tab: PrepareCandidates, messages: RecordedMessages
) -> None:
    before = [row(tab, line) for line in range(3)]
    QGuiApplication.clipboard().setText(f"D-0003\tMOREAU\n{NEW_LINE}\n")
    go(tab, 2, Column.NUMBER)
    seen: list[str] = []

    def script(dialog: PasteDialog) -> None:
        check_page(dialog)
        seen.append(dialog.form.summaryLabel.text())
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    qtbot.keyClick(tab.form.candidateTableView, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["1\u00a0case changée · 1\u00a0candidat inscrit"]
    assert texts(tab, Column.BIRTH_NAME) == ["DUPONT1", "DUPONT2", "MOREAU", "AUBERT"]
    tab.context.operations.undo_stack.undo()
    assert [row(tab, line) for line in range(3)] == before
    assert tab.filter.rowCount() == 3
    tab.context.operations.undo_stack.redo()
    assert texts(tab, Column.BIRTH_NAME) == ["DUPONT1", "DUPONT2", "MOREAU", "AUBERT"]


def test_a_paste_lists_what_it_refuses_and_writes_nothing_when_cancelled(
    qtbot: QtBot, tab: PrepareCandidates, messages: RecordedMessages
) -> None:
    QGuiApplication.clipboard().setText("MOREAU\tLéa\t31/02/1990\n")
    go(tab, 0, Column.BIRTH_NAME)
    seen: list[str] = []

    def script(dialog: PasteDialog) -> None:
        seen.extend(str(dialog.refused_model.index(0, column).data()) for column in range(4))
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    qtbot.keyClick(tab.form.candidateTableView, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert seen[:3] == ["1", "Date de naissance", "31/02/1990"]
    assert "n’existe pas" in seen[3]
    assert row(tab).birth_name == "DUPONT1"


def test_a_list_with_its_titles_is_pasted_into_an_empty_session(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    context.set_session(make_session(workspace, candidates=0).id)
    page = show_page(qtbot, context)
    titles = "N° dossier\tNom de naissance\tPrénoms\tDate de naissance\tVoie d'accès"
    QGuiApplication.clipboard().setText(f"{titles}\n{NEW_LINE}\n")
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    button = page.candidates.form.emptyAddButton
    button.window().activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert texts(page.candidates, Column.BIRTH_NAME) == ["AUBERT"]
    idle(context.tasks)


def test_an_empty_clipboard_is_told(qtbot: QtBot, tab: PrepareCandidates, messages: RecordedMessages) -> None:
    QGuiApplication.clipboard().setText(" \n")
    qtbot.keyClick(tab.form.candidateTableView, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [error.code for error in messages.errors] == ["paste.empty"]


def test_a_candidate_is_added_from_its_dialog_and_undone(
    tab: PrepareCandidates, messages: RecordedMessages
) -> None:
    problems: list[str] = []

    def script(dialog: AddCandidateDialog) -> None:
        check_page(dialog)
        assert dialog.form.numberEdit.text() == "D-0004"
        dialog.form.birthNameEdit.setText("AUBERT")
        dialog.form.firstNamesEdit.setText("Léa")
        dialog.form.birthDateEdit.setText("12/04/91")
        dialog.form.acceptButton.click()
        problems.append(dialog.form.problemLabel.text())
        dialog.form.birthDateEdit.setText("12/04/1991")
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    tab.form.addButton.click()
    assert "quatre chiffres" in problems[0]
    assert texts(tab, Column.NUMBER)[-1] == "D-0004"
    assert tab.selected_rows()[0].birth_name == "AUBERT"
    tab.context.operations.undo_stack.undo()
    assert tab.filter.rowCount() == 3


def test_a_removal_without_dossiers_is_undone(tab: PrepareCandidates, messages: RecordedMessages) -> None:
    before = [row(tab, line) for line in range(3)]
    tab.form.candidateTableView.selectAll()
    messages.answers.append(True)
    tab.form.removeButton.click()
    assert tab.model.rowCount() == 0
    tab.context.operations.undo_stack.undo()
    assert [row(tab, line) for line in range(3)] == before


def test_chips_leave_who_is_concerned_and_say_how_many(tab: PrepareCandidates) -> None:
    assert tab.model.setData(tab.model.index(0, Column.ATTENDANCE), "ABSENT")
    assert tab.form.absentButton.text().endswith("1")
    tab.form.absentButton.click()
    assert texts(tab, Column.NUMBER) == ["D-0001"]
    assert tab.form.countLabel.text() == "1 sur 3\u00a0candidats"
    tab.form.absentButton.click()
    tab.form.withoutSlotButton.click()
    assert texts(tab, Column.NUMBER) == ["D-0002", "D-0003"]


def test_the_path_is_a_filter_once_there_are_two(tab: PrepareCandidates) -> None:
    assert not tab.form.pathComboBox.isVisible()
    assert tab.model.setData(tab.model.index(1, Column.PATH), "VAE")
    assert tab.form.pathComboBox.isVisible()
    tab.form.pathComboBox.setCurrentIndex(tab.form.pathComboBox.findData("VAE"))
    tab.form.pathComboBox.activated.emit(tab.form.pathComboBox.currentIndex())
    assert texts(tab, Column.NUMBER) == ["D-0002"]


def test_columns_are_chosen_and_remembered(
    qtbot: QtBot, tab: PrepareCandidates, session_context: GuiContext, idle: Idle
) -> None:
    assert tab.columns.shown == list(SHOWN_AT_FIRST)
    tab.columns.show_column(Column.EMPLOYER)
    assert not tab.form.candidateTableView.isColumnHidden(Column.EMPLOYER)
    again = show_page(qtbot, session_context).candidates
    assert not again.form.candidateTableView.isColumnHidden(Column.EMPLOYER)
    assert again.form.candidateTableView.isColumnHidden(Column.PANEL)
    idle(session_context.tasks)


def test_the_list_is_exported_where_the_user_says(
    tab: PrepareCandidates, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    messages.paths.append(tmp_path / "liste.csv")
    tab.form.exportButton.click()
    idle(tab.context.tasks)
    lines = (tmp_path / "liste.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "DUPONT1" in lines[1]


@pytest.fixture
def twins(
    tab: PrepareCandidates, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> PrepareCandidates:
    """The third candidate is the first one written otherwise."""
    third = workspace.queries.registration(made.registrations[2])
    first = workspace.queries.registration(made.registrations[0])
    changes = {
        "birth_name": FieldChange(third.birth_name, "DUPOND1"),
        "birth_date": FieldChange(third.birth_date, first.birth_date),
        "employer": FieldChange("", "Mairie"),
    }
    edit_registration(workspace, third.id, changes=changes)
    second = workspace.queries.registration(made.registrations[1])
    edit_registration(workspace, second.id, changes={"first_names": FieldChange(second.first_names, "Bruno")})
    tab.duplicates.look()
    idle(tab.context.tasks)
    return tab


def test_two_registrations_of_one_person_are_united_and_parted_again(
    qtbot: QtBot, twins: PrepareCandidates, messages: RecordedMessages, idle: Idle
) -> None:
    assert "Une personne semble inscrite deux fois" in twins.form.duplicatesBanner.label.text()
    before = [row(twins, line) for line in range(3)]

    def script(dialog: DuplicatesDialog) -> None:
        check_page(dialog)
        view = dialog.form.fieldTableView
        fields = [str(dialog.model.index(line, 0).data()) for line in range(dialog.model.rowCount())]
        assert fields == ["N° dossier", "Nom de naissance", "Employeur ou structure de stage"]
        view.setCurrentIndex(dialog.model.index(1, Side.RIGHT))
        dialog.activateWindow()
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        qtbot.keyClick(view, Qt.Key.Key_Space)
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    twins.form.duplicatesBanner.button.click()
    assert texts(twins, Column.NUMBER) == ["D-0001", "D-0002"]
    assert (row(twins).birth_name, row(twins).employer) == ("DUPOND1", "Mairie")
    idle(twins.context.tasks)
    assert not twins.form.duplicatesBanner.isVisible()
    twins.context.operations.undo_stack.undo()
    assert [row(twins, line) for line in range(3)] == before


def test_two_persons_said_to_be_two_are_not_shown_again(
    twins: PrepareCandidates, messages: RecordedMessages, idle: Idle
) -> None:
    messages.scripts.append(lambda dialog: dialog.form.apartButton.click())
    twins.form.duplicatesBanner.button.click()
    idle(twins.context.tasks)
    assert not twins.form.duplicatesBanner.isVisible()
    assert twins.filter.rowCount() == 3
    twins.context.operations.undo_stack.undo()
    twins.duplicates.look()
    idle(twins.context.tasks)
    assert twins.form.duplicatesBanner.isVisible()


def test_birth_data_are_taken_over_from_another_session(
    tab: PrepareCandidates, workspace: SqlWorkspace, messages: RecordedMessages, idle: Idle
) -> None:
    first = row(tab)
    make_session(workspace, candidates=3, name="S2")
    for line in range(3):
        one = row(tab, line)
        edit_registration(
            workspace,
            one.id,
            changes={"birth_insee": FieldChange(one.birth_insee, "" if not line else "38185")},
        )
    tab.duplicates.look()
    idle(tab.context.tasks)
    assert "connu d’une autre session" in tab.form.duplicatesBanner.label.text()
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    tab.form.duplicatesBanner.button.click()
    assert row(tab).birth_insee == first.birth_insee
    idle(tab.context.tasks)


def test_nothing_can_be_changed_once_the_session_is_closed(
    qtbot: QtBot, tab: PrepareCandidates, workspace: SqlWorkspace, made: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).closed_at = workspace.clock()
        work.commit()
    tab.context.session_changed.emit()
    assert tab.locked
    assert not tab.form.addButton.isVisible()
    assert not tab.filter.index(0, Column.NUMBER).flags() & Qt.ItemFlag.ItemIsEditable
    with pytest.raises(Refused, match=r"session\.closed"):
        edit_registration(workspace, made.registrations[0], changes={"employer": FieldChange("", "X")})


def test_the_table_is_for_everybody_at_any_size(qtbot: QtBot, page: PreparePage) -> None:
    check_page(page)
    page.candidates.columns.show_column(Column.EMAIL)
    check_page(page)


def test_the_services_write_lists(services: FakeServices) -> None:
    assert services.candidate_writer is services.candidate_writer


def test_a_filter_without_a_model_shows_nothing() -> None:
    assert CandidateFilter().count_words() == "0\u00a0candidat"
