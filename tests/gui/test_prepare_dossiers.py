"""« Préparer », the dossiers: matrix, files dropped, folders assigned, refusals."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from cisp_desktop.application.dossiers import set_dossiers_due, store_dossier
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.exchange.dossier_folder import DossierFolderReader
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.assign_dossiers_dialog import AssignDossiersDialog
from cisp_desktop.gui.dialogs.dossier_window import DossierWindow
from cisp_desktop.gui.dialogs.reassign_dossier_dialog import ReassignDossierDialog
from cisp_desktop.gui.dialogs.reminders_dialog import RemindersDialog
from cisp_desktop.gui.dialogs.versions_dialog import VersionsDialog
from cisp_desktop.gui.itemmodels.dossier_matrix_model import DossierMatrixModel, DossierState, Role
from cisp_desktop.gui.itemmodels.found_file_model import Column
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.session_data import read_session_data
from cisp_desktop.gui.tasks import Task, TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import PDF, FakeInspector, drop, show_page

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, services: FakeServices) -> PreparePage:
    services.dossier_folders = DossierFolderReader()  # type: ignore[attr-defined]
    services.inspector = FakeInspector()  # type: ignore[attr-defined]
    shown = show_page(qtbot, session_context)
    shown.focus_on("tab:dossiers")
    return shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files that speak, one that does not, one that is no PDF."""
    made = tmp_path / "pièces"
    made.mkdir()
    (made / "D-0001 DUPONT1 mémoire.pdf").write_bytes(PDF + b"P" * 3)
    (made / "D-0002 DUPONT2 monographie.pdf").write_bytes(PDF + b"P" * 5)
    (made / "scan.pdf").write_bytes(PDF)
    (made / "D-0003 DUPONT3 mémoire.docx").write_bytes(b"PK")
    return made


def store(workspace: SqlWorkspace, registration_id: str, kind: DossierKind, content: bytes = PDF) -> str:
    return store_dossier(
        workspace, registration_id, kind=kind, file_name="a.pdf", content=content, inspector=FakeInspector()
    )


def kinds_of(context: GuiContext, registration_id: str) -> list[DossierKind]:
    return [row.kind for row in context.queries.dossiers_of(registration_id)]


def state(page: PreparePage, registration_id: str, kind: DossierKind) -> DossierState:
    return DossierState(page.dossiers.model.index_of(registration_id, kind).data(Role.STATE))


def file_row(dialog: AssignDossiersDialog, name: str) -> int:
    return next(i for i in range(dialog.model.rowCount()) if dialog.model.line_at(i).found.name == name)


def test_the_matrix_says_present_missing_not_required_and_not_expected(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, second, _ = made.registrations
    store(workspace, first, DossierKind.THESIS)
    set_attendance(workspace, second, attendance=Attendance.ABSENT)
    assert state(page, first, DossierKind.THESIS) is DossierState.PRESENT
    assert state(page, first, DossierKind.MONOGRAPH) is DossierState.MISSING
    assert state(page, second, DossierKind.THESIS) is DossierState.NOT_EXPECTED
    assert "1\u00a0pièce reçue" in page.dossiers.form.summaryLabel.text()
    assert "chez 2\u00a0candidats" in page.dossiers.form.summaryLabel.text()


def test_a_pdf_dropped_on_a_cell_is_stored_there(
    page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    view = page.dossiers.form.matrixTableView
    index = page.dossiers.model.index_of(made.registrations[2], DossierKind.MONOGRAPH)
    drop(view.viewport(), [folder / "scan.pdf"], view.visualRect(index).center())
    idle(page.context.tasks)
    assert kinds_of(page.context, made.registrations[2]) == [DossierKind.MONOGRAPH]
    assert page.dossiers.model.index_of(made.registrations[2], DossierKind.MONOGRAPH).data() == "1 p."
    messages.assert_silent()


def test_a_pdf_is_added_to_the_selected_cell_by_enter(
    qtbot: QtBot, page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    view = page.dossiers.form.matrixTableView
    page.dossiers.select(made.registrations[0], DossierKind.THESIS)
    view.setFocus()
    messages.paths.append(folder / "scan.pdf")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    idle(page.context.tasks)
    assert kinds_of(page.context, made.registrations[0]) == [DossierKind.THESIS]


def test_a_dropped_folder_is_recognised_and_the_rest_assigned_by_hand(
    page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    def script(dialog: AssignDossiersDialog) -> None:
        check_page(dialog)
        assert len(dialog.taken) == 2
        row = file_row(dialog, "scan.pdf")
        dialog.model.setData(dialog.model.index(row, Column.CANDIDATE), made.registrations[2])
        dialog.model.setData(dialog.model.index(row, Column.KIND), DossierKind.PROJECT_FILE.value)
        assert len(dialog.taken) == 3
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    drop(page.dossiers.form.matrixTableView.viewport(), [folder])
    idle(page.context.tasks)
    assert kinds_of(page.context, made.registrations[0]) == [DossierKind.THESIS]
    assert kinds_of(page.context, made.registrations[1]) == [DossierKind.MONOGRAPH]
    assert kinds_of(page.context, made.registrations[2]) == [DossierKind.PROJECT_FILE]


def test_a_docx_is_refused_with_advice_and_cannot_be_ticked(
    page: PreparePage, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    said: list[str] = []

    def script(dialog: AssignDossiersDialog) -> None:
        row = file_row(dialog, "D-0003 DUPONT3 mémoire.docx")
        index = dialog.model.index(row, Column.FILE)
        said.append(dialog.model.index(row, Column.REMARK).data())
        assert not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
        assert not dialog.model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        dialog.form.cancelButton.click()

    messages.scripts.append(script)
    messages.paths.append(folder)
    page.dossiers.form.folderButton.click()
    idle(page.context.tasks)
    assert "Ouvrez-le dans Word ou LibreOffice, puis Fichier › Exporter en PDF" in said[0]
    assert page.context.queries.dossiers(str(page.context.session_id)) == []


def test_a_file_that_only_claims_to_be_a_pdf_is_refused_and_the_others_stored(
    page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    (folder / "D-0003 DUPONT3 mémoire.pdf").write_bytes(b"not a pdf")
    said: list[str] = []

    def script(dialog: AssignDossiersDialog) -> None:
        row = file_row(dialog, "D-0003 DUPONT3 mémoire.pdf")
        said.append(dialog.model.index(row, Column.REMARK).data())
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    messages.paths.append(folder)
    page.dossiers.form.folderButton.click()
    idle(page.context.tasks)
    assert kinds_of(page.context, made.registrations[0]) == [DossierKind.THESIS]
    assert kinds_of(page.context, made.registrations[2]) == []
    assert "n’est pas un PDF" in said[0]


def test_cancelling_keeps_what_is_stored_and_says_so(
    page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    told: list[str] = []
    page.dossiers.told.connect(told.append)
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    tasks = page.context.tasks

    def cancel(task: Task[object]) -> None:
        if task.writes:
            task.cancel()

    tasks.started.connect(cancel)
    messages.paths.append(folder)
    page.dossiers.form.folderButton.click()
    idle(tasks)
    tasks.started.disconnect(cancel)
    assert told
    assert "interrompu" in told[-1]
    stored = sum(len(kinds_of(page.context, r)) for r in made.registrations)
    assert stored <= 2


def test_a_dossier_is_reassigned_with_undo(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    first, second, _ = made.registrations
    store(workspace, first, DossierKind.THESIS)
    page.dossiers.select(first, DossierKind.THESIS)
    problems: list[str] = []

    def script(dialog: ReassignDossierDialog) -> None:
        check_page(dialog)
        dialog.form.acceptButton.click()
        problems.append(dialog.form.problemLabel.text())
        dialog.form.candidateComboBox.setCurrentIndex(dialog.form.candidateComboBox.findData(second))
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.dossiers.form.moreButton.menu().actions()[0].trigger()
    assert "y est déjà" in problems[0]
    assert kinds_of(page.context, second) == [DossierKind.THESIS]
    page.context.operations.undo_stack.undo()
    assert kinds_of(page.context, first) == [DossierKind.THESIS]


def test_removing_a_dossier_lets_the_earlier_version_count_and_can_be_undone(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    told: list[str] = []
    page.dossiers.told.connect(told.append)
    first = made.registrations[0]
    store(workspace, first, DossierKind.THESIS, PDF + b"PPP")
    store(workspace, first, DossierKind.THESIS, PDF + b"PPPPPP")
    page.dossiers.select(first, DossierKind.THESIS)
    index = page.dossiers.model.index_of(first, DossierKind.THESIS)
    assert index.data(Role.VERSIONS) == 2
    page.dossiers.form.moreButton.menu().actions()[1].trigger()
    assert "a.pdf" in told[0]
    assert page.dossiers.model.index_of(first, DossierKind.THESIS).data() == "3 p."
    page.context.operations.undo()
    assert page.dossiers.model.index_of(first, DossierKind.THESIS).data() == "6 p."
    assert page.dossiers.model.index_of(first, DossierKind.THESIS).data(Role.VERSIONS) == 2


def test_enter_on_a_dossier_reads_it_in_a_window_of_its_own(
    qtbot: QtBot, page: PreparePage, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.write(content)
    store(workspace, made.registrations[0], DossierKind.THESIS, content.getvalue())
    view = page.dossiers.form.matrixTableView
    page.dossiers.select(made.registrations[0], DossierKind.THESIS)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    idle(page.context.tasks)
    (window,) = page.dossiers.findChildren(DossierWindow)
    assert window.isVisible()
    assert window.windowTitle() == "Pièces de DUPONT1 Zoé"
    assert window.reader.current is not None
    assert window.reader.current.kind is DossierKind.THESIS
    window.reject()
    assert not window.isVisible()
    assert window.reader.current is None
    idle(page.context.tasks)


def test_what_was_stored_survives_a_restart(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, folder: Path, idle: Idle
) -> None:
    page.dossiers.acts.take_file(
        folder / "scan.pdf", registration_id=made.registrations[0], kind=DossierKind.THESIS
    )
    idle(page.context.tasks)
    workspace.close()
    again = make_store().open(workspace.path, PASSPHRASE)
    rows = again.queries.dossiers(made.id)
    assert [(row.kind, row.file_name) for row in rows] == [(DossierKind.THESIS, "scan.pdf")]
    assert again.vault.read(rows[0].sha256) == PDF
    again.abandon()


def test_without_candidates_the_matrix_leads_to_them(
    qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext
) -> None:
    context.set_session(make_session(workspace, candidates=0).id)
    shown = show_page(qtbot, context)
    shown.focus_on("tab:dossiers")
    shown.dossiers.form.emptyState.button.click()
    assert shown.form.subjectTabWidget.currentWidget() is shown.candidates


def test_the_matrix_keeps_qts_contract(
    qtbot: QtBot, session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade
) -> None:
    model = DossierMatrixModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_data(read_session_data(session_context.queries, made.id))
    store(workspace, made.registrations[0], DossierKind.VAE_FILE)
    model.show_data(read_session_data(session_context.queries, made.id))
    assert model.index_of(made.registrations[0], DossierKind.VAE_FILE).data(Role.STATE) == "PRESENT"
    assert tester.model() is model


# --- review, versions, last day, reminders ------------------------------------------------------------------


def test_what_a_folder_brought_is_taken_back_and_brought_again_in_one_step(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, folder: Path, idle: Idle,
    messages: RecordedMessages,
) -> None:  # fmt: skip
    told: list[str] = []
    page.dossiers.told.connect(told.append)
    store(workspace, made.registrations[0], DossierKind.THESIS, PDF + b"before")
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    page.dossiers.acts.take_paths(page.dossiers._data, [folder])  # type: ignore[arg-type]  # a session is shown
    idle(page.context.tasks)
    assert told[-1] == "2\u00a0pièces rangées · 2\u00a0fichiers laissés de côté"
    first = page.dossiers.model.index_of(made.registrations[0], DossierKind.THESIS)
    assert first.data(Role.VERSIONS) == 2
    page.context.operations.undo()
    assert first.data(Role.VERSIONS) == 1
    assert kinds_of(page.context, made.registrations[1]) == []
    page.context.operations.redo()
    assert first.data(Role.VERSIONS) == 2
    assert kinds_of(page.context, made.registrations[1]) == [DossierKind.MONOGRAPH]
    messages.assert_silent()


def test_several_files_are_assigned_at_once_and_the_states_filter_them(
    page: PreparePage, made: SessionMade, folder: Path, idle: Idle, messages: RecordedMessages
) -> None:
    for name in ("scan 2.pdf", "scan 3.pdf"):
        (folder / name).write_bytes(PDF + name.encode())
    shown: list[int] = []

    def script(dialog: AssignDossiersDialog) -> None:
        form = dialog.form
        form.stateComboBox.setCurrentIndex(form.stateComboBox.findData("UNKNOWN"))
        shown.append(dialog.filter.rowCount())
        form.fileTableView.selectAll()
        form.candidateComboBox.setCurrentIndex(form.candidateComboBox.findData(made.registrations[2]))
        form.kindComboBox.setCurrentIndex(form.kindComboBox.findData("OTHER_FILE"))
        form.applyButton.click()
        shown.append(dialog.filter.rowCount())
        form.stateComboBox.setCurrentIndex(0)
        twins = [line for line in dialog.taken if line.kind is DossierKind.OTHER_FILE]
        assert all(line.twin for line in twins)
        form.fileTableView.clearSelection()
        row = file_row(dialog, "scan 3.pdf")
        index = dialog.filter.mapFromSource(dialog.model.index(row, Column.FILE))
        form.fileTableView.setCurrentIndex(index)
        form.asideButton.click()
        shown.append(len(dialog.taken))
        check_page(dialog)
        form.cancelButton.click()

    messages.scripts.append(script)
    messages.paths.append(folder)
    page.dossiers.form.folderButton.click()
    idle(page.context.tasks)
    assert shown == [3, 0, 4]


def test_an_earlier_version_counts_again_from_the_list_of_versions(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    first = made.registrations[0]
    store(workspace, first, DossierKind.THESIS, PDF + b"PPP")
    store(workspace, first, DossierKind.THESIS, PDF + b"PPPPPP")
    page.dossiers.select(first, DossierKind.THESIS)
    cell = page.dossiers.model.index_of(first, DossierKind.THESIS)

    def script(dialog: VersionsDialog) -> None:
        check_page(dialog)
        assert dialog.model.rowCount() == 2
        assert not dialog.form.countButton.isEnabled()
        dialog.form.versionsTableView.setCurrentIndex(dialog.model.index(1, 0))
        dialog.form.countButton.click()
        assert dialog.model.index(1, 4).data() == "Compte"
        assert dialog.model.index(0, 4).data().startswith("Remplacée le")
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.dossiers.form.moreButton.menu().actions()[2].trigger()
    assert cell.data() == "3 p."
    page.context.operations.undo()
    assert cell.data() == "6 p."


def test_a_last_day_marks_what_came_after_it_and_can_be_undone(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    store(workspace, made.registrations[0], DossierKind.THESIS)  # received on 14/12/2022
    due = page.dossiers.form.dueField
    due.check.click()
    assert workspace.queries.session(made.id).dossiers_due == date(2022, 11, 29)
    assert state(page, made.registrations[0], DossierKind.THESIS) is DossierState.LATE
    cell = page.dossiers.model.index_of(made.registrations[0], DossierKind.THESIS)
    assert "en retard" in cell.data()
    assert "dont 1 en retard" in page.dossiers.form.summaryLabel.text()
    due.day_edit.setDate(QDate(2022, 12, 14))
    due.day_edit.editingFinished.emit()
    assert state(page, made.registrations[0], DossierKind.THESIS) is DossierState.PRESENT
    page.context.operations.undo()
    page.context.operations.undo()
    assert workspace.queries.session(made.id).dossiers_due is None
    assert not due.check.isChecked()


def test_only_the_incomplete_candidates_are_shown(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    set_attendance(workspace, made.registrations[1], attendance=Attendance.ABSENT)
    view = page.dossiers.form.matrixTableView
    page.dossiers.form.incompleteCheckBox.setChecked(True)
    assert [view.isRowHidden(row) for row in range(3)] == [False, True, False]
    page.dossiers.form.searchEdit.setText("dupont3")
    assert [view.isRowHidden(row) for row in range(3)] == [True, True, False]
    page.dossiers.select(made.registrations[1], DossierKind.THESIS)
    assert not any(view.isRowHidden(row) for row in range(3))


def test_reminders_are_copied_listed_and_written_one_by_one(
    page: PreparePage, made: SessionMade, tmp_path: Path, idle: Idle, messages: RecordedMessages
) -> None:
    done: list[str] = []

    def script(dialog: RemindersDialog) -> None:
        check_page(dialog)
        dialog.form.bodyEdit.setPlainText("Bonjour {candidat}, il manque {pièces} {oubli}")
        assert "{oubli}" in dialog.form.warningBanner.label.text()
        dialog.form.candidateTableView.setCurrentIndex(dialog.model.index(1, 0))
        dialog.form.copyButton.click()
        done.append(QGuiApplication.clipboard().text())
        messages.paths.append(tmp_path / "relances.csv")
        dialog.form.listButton.click()
        messages.paths.append(tmp_path)
        dialog.form.messagesButton.click()
        idle(page.context.tasks)
        done.append(dialog.form.warningBanner.label.text())
        dialog.form.closeButton.click()

    messages.scripts.append(script)
    page.dossiers.form.remindersButton.click()
    idle(page.context.tasks)
    assert done[0].startswith("Bonjour DUPONT2 Zoé, il manque – ")
    assert done[1].startswith("3\u00a0messages enregistrés")
    listed = (tmp_path / "relances.csv").read_text("utf-8-sig").splitlines()
    assert listed[1].startswith("D-0001;DUPONT1 Zoé;")
    assert len(list((tmp_path / "Relances PV-2022-GRE-S1").glob("*.eml"))) == 3


def test_the_whole_matrix_is_exported(
    page: PreparePage, workspace: SqlWorkspace, made: SessionMade, tmp_path: Path, idle: Idle,
    messages: RecordedMessages,
) -> None:  # fmt: skip
    store(workspace, made.registrations[0], DossierKind.THESIS)
    set_dossiers_due(workspace, made.id, date(2022, 12, 1), None)
    set_attendance(workspace, made.registrations[1], attendance=Attendance.ABSENT)
    messages.paths.append(tmp_path / "pièces.csv")
    page.dossiers.form.exportButton.click()
    idle(page.context.tasks)
    with (tmp_path / "pièces.csv").open(encoding="utf-8-sig", newline="") as stream:
        first, second, third = csv.DictReader(stream, delimiter=";")
    assert first["Mémoire"] == "14/12/2022, en retard"
    assert (first["Mémoire, pages"], first["Mémoire, versions"]) == ("1", "1")
    assert first["Monographie"] == "manquant"
    assert second["Mémoire"] == "non attendu"
    assert third["Pièces manquantes"] == "7"
