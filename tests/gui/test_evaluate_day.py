"""The day's acts from « Évaluer »: presence, jurors who leave, receipts, paper sheets, ready comments."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTime
from pytestqt.qtbot import QtBot

from cisp_desktop.application.attending import coming_of
from cisp_desktop.application.comment_templates import add_template
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.comment_templates_dialog import CommentTemplatesDialog
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.receipts_dialog import ReceiptsDialog
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.template_acts import manage_templates
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.fakes import FakeIdentities
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, made: SessionMade, idle: Idle) -> Iterator[EvaluatePage]:
    """The page in its holder, the president at the keyboard."""
    shown = EvaluatePage(session_context)
    holder = PageHolder(shown)
    session_context.juror_changed.connect(partial(holder.invalidate, None))
    qtbot.addWidget(holder)
    session_context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    session_context.set_juror(made.juror())
    yield shown
    idle(session_context.tasks)


def entry(page: EvaluatePage, words: str) -> Any:
    """The entry of the jury's menu that says ``words``."""
    page.header.fill_jury_menu()
    return next(one for one in page.header.jury_menu.actions() if words in one.text().replace("&", ""))


def add_substitute(workspace: SqlWorkspace, made: SessionMade) -> str:
    """Name a substitute; return the seat."""
    seats = workspace.queries.panels(made.id)[0].seats
    choices = [SeatChoice(seat.role, seat.name) for seat in seats]
    choices.append(SeatChoice(Role.PROFESSIONAL, "DURAND Éva", standby=True))
    set_panel(workspace, made.id, choices=choices, identities=FakeIdentities())
    return workspace.queries.panels(made.id)[0].substitutes[0].id


# --- presence -------------------------------------------------------------------------------------


def test_absent_closes_the_sheet_at_once_and_undo_opens_it_again(page: EvaluatePage) -> None:
    page.header.presence_button.said.emit(Attendance.ABSENT)
    assert page.header.presence_button.text() == "Absente"
    assert page.pane.model.view is None
    page.context.operations.undo()
    assert page.header.presence_button.text() == "Attendue"
    assert page.pane.model.view is not None


def test_a_late_candidate_is_present_with_an_hour(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    def fill(dialog: AttendanceDialog) -> None:
        check_page(dialog)
        dialog.form.hourEdit.setTime(QTime(7, 12))
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    page.header.presence_button.asked.emit(Came.LATE)
    coming = coming_of(workspace, made.registrations[0])
    assert coming.attendance is Attendance.PRESENT
    assert coming.arrived_at is not None
    assert page.header.presence_button.text() == "Présente, arrivée notée à 7\u00a0h\u00a012"
    assert page.pane.model.view is not None


def test_an_excused_candidate_needs_a_reason_and_keeps_a_document(
    page: EvaluatePage,
    made: SessionMade,
    messages: RecordedMessages,
    workspace: SqlWorkspace,
    tmp_path: Path,
    idle: Idle,
) -> None:
    document = tmp_path / "certificat médical.pdf"
    document.write_bytes(b"%PDF-1.7 certificat")
    messages.paths.append(document)

    def fill(dialog: AttendanceDialog) -> None:
        dialog.form.acceptButton.click()
        assert dialog.form.problemLabel.text() == "Dites pourquoi ce candidat est excusé."
        dialog.form.excuseEdit.setPlainText("Hospitalisée")
        dialog.form.attachButton.click()
        idle(page.context.tasks)
        assert dialog.form.documentLabel.text() == "certificat médical.pdf"
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    page.header.presence_button.asked.emit(Came.EXCUSED)
    coming = coming_of(workspace, made.registrations[0])
    assert (coming.attendance, coming.excuse) == (Attendance.EXCUSED, "Hospitalisée")
    assert coming.document_sha256 is not None
    assert workspace.vault.read(coming.document_sha256) == b"%PDF-1.7 certificat"
    page.context.operations.undo()
    assert coming_of(workspace, made.registrations[0]).attendance is Attendance.EXPECTED


# --- jurors ---------------------------------------------------------------------------------------


def test_a_juror_leaves_a_substitute_is_called_and_the_code_is_shown_once(
    page: EvaluatePage,
    made: SessionMade,
    messages: RecordedMessages,
    workspace: SqlWorkspace,
    idle: Idle,
) -> None:
    substitute = add_substitute(workspace, made)
    gone = made.seats[Role.PROFESSIONAL]
    codes: list[str] = []

    def fill(dialog: DepartureDialog) -> None:
        check_page(dialog)
        form = dialog.form
        form.jurorComboBox.setCurrentIndex(form.jurorComboBox.findData(gone))
        form.acceptButton.click()
        assert form.problemLabel.isVisible()
        form.reasonEdit.setText("Souffrant")
        form.substituteComboBox.setCurrentIndex(form.substituteComboBox.findData(substitute))
        form.followingButton.setChecked(True)
        form.acceptButton.click()

    def read(dialog: Any) -> None:
        codes.append(dialog.text)
        dialog.form.handedCheckBox.setChecked(True)
        dialog.form.closeButton.click()

    messages.scripts += [fill, read]
    entry(page, "manque ou part").trigger()
    idle(page.context.tasks)
    rows = workspace.queries.stand_ins(made.id)
    assert {(row.seat_id, row.substitute_id, row.reason) for row in rows} == {(gone, substitute, "Souffrant")}
    assert len(rows) == len(made.registrations)
    assert len(codes) == 1
    assert "DURAND Éva" in codes[0]
    entry(page, "PETIT Karim est de retour").trigger()
    here = {row.registration_id for row in workspace.queries.stand_ins(made.id)}
    assert made.registrations[0] not in here


def test_the_president_alone_sets_aside_the_sheets_of_who_left(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    score(workspace, made, made.registrations[0], role=Role.PROFESSIONAL, seal=False)
    gone = made.seats[Role.PROFESSIONAL]

    def leave(dialog: DepartureDialog) -> None:
        dialog.form.jurorComboBox.setCurrentIndex(dialog.form.jurorComboBox.findData(gone))
        dialog.form.reasonEdit.setText("Train")
        dialog.form.acceptButton.click()

    def say(dialog: Any) -> None:
        dialog.form.answerEdit.setText("Parti sans sceller")
        dialog.form.acceptButton.click()

    messages.scripts += [leave, say]
    entry(page, "manque ou part").trigger()
    entry(page, "Écarter les grilles de PETIT Karim").trigger()
    with workspace.unit_of_work() as work:
        sheets = work.sheets.of_registration(made.registrations[0])
        reasons = {sheet.set_aside_reason for sheet in sheets if sheet.seat_id == gone}
    assert reasons == {"Parti sans sceller"}
    page.context.set_juror(made.juror(Role.CENTRE))
    page.header.fill_jury_menu()
    assert not any("Écarter" in one.text() for one in page.header.jury_menu.actions())


# --- receipts, paper, templates -------------------------------------------------------------------


def test_sealing_shows_a_receipt_that_is_found_again(
    page: EvaluatePage,
    made: SessionMade,
    messages: RecordedMessages,
    workspace: SqlWorkspace,
    idle: Idle,
) -> None:
    score(workspace, made, made.registrations[0], seal=False)
    page.refresh(None)
    seen: list[str] = []

    def seal(dialog: Any) -> None:
        dialog.form.codeEdit.setText("000001")
        dialog.form.acceptButton.click()

    def read(dialog: ReceiptsDialog) -> None:
        check_page(dialog)
        seen.append(dialog.text)
        dialog.form.closeButton.click()

    messages.scripts += [seal, read, read]
    page.form.sealButton.click()
    idle(page.context.tasks)
    entries = page.header.sitting_menu.menu().actions()
    next(one for one in entries if "reçus" in one.text().replace("&", "")).trigger()
    idle(page.context.tasks)
    assert len(seen) == 2
    assert seen[0] == seen[1]
    assert len(seen[0].rpartition(" · ")[2].replace(" ", "")) == 12


def test_a_paper_sheet_names_who_types_and_who_checks(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    def name(words: str) -> Callable[[Any], None]:
        def fill(dialog: Any) -> None:
            dialog.form.answerEdit.setText(words)
            dialog.form.acceptButton.click()

        return fill

    messages.scripts += [name("ROUX Hélène"), name("PETIT Karim")]
    page.header.paper_asked.emit()
    assert page.pane.paper_banner.label.text().startswith("Grille papier saisie par ROUX Hélène")
    page.pane.paper_banner.button.click()
    assert page.pane.paper_banner.label.text().endswith("relue par PETIT Karim.")
    page.pane.model.setData(page.pane.model.index(0, 1), 2)
    assert "changée depuis sa relecture" in page.pane.paper_banner.label.text()
    page.context.operations.undo_stack.clear()
    messages.answers.append(True)
    page.header.paper_asked.emit()
    assert not page.pane.paper_banner.isVisible()


def test_a_ready_comment_is_inserted_at_the_cursor(page: EvaluatePage, workspace: SqlWorkspace) -> None:
    add_template(workspace, "Exemples précis & variés.", template_id="t")
    editor = page.pane.editor
    editor.editor.setPlainText("Bien.")
    editor.editor.moveCursor(editor.editor.textCursor().MoveOperation.End)
    editor.fill_menu()
    editor.menu.actions()[0].trigger()
    assert editor.editor.toPlainText() == "Bien. Exemples précis & variés."
    editor.store()
    assert page.pane.model.lines[0].comment == "Bien. Exemples précis & variés."


def test_ready_comments_are_kept_in_a_dialog_and_undone(
    session_context: GuiContext, messages: RecordedMessages, qtbot: QtBot, workspace: SqlWorkspace
) -> None:
    def keep(dialog: CommentTemplatesDialog) -> None:
        check_page(dialog)
        form = dialog.form
        for words in ("Premier", "Second"):
            form.templateEdit.setPlainText(words)
            form.addButton.click()
        form.upButton.click()
        assert [form.templatesListWidget.item(row).text() for row in range(2)] == ["Second", "Premier"]
        form.templateEdit.setPlainText("Second, revu")
        form.changeButton.click()
        form.closeButton.click()

    messages.scripts.append(keep)
    owner = EvaluatePage(session_context)
    qtbot.addWidget(owner)
    manage_templates(session_context, parent=owner)
    texts = [row.text for row in workspace.queries.comment_templates()]
    assert texts == ["Second, revu", "Premier"]
    for _ in range(4):
        session_context.operations.undo()
    assert workspace.queries.comment_templates() == []
