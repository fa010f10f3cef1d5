"""What happens to a jury during a sitting, through the window: done, undone, redone, and read again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTime
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.attending import Coming, coming_of
from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.attendance_dialog import AttendanceDialog, Came
from cisp_desktop.gui.dialogs.code_problem import seconds_locked
from cisp_desktop.gui.dialogs.departure_dialog import DepartureDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.proof_dialog import ProofDialog, picture_of
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.fakes import FakeIdentities
from tests.gui.checks import check_page
from tests.gui.dossiers import a_pdf
from tests.gui.fakes import RecordedMessages
from tests.gui.test_evaluate_day import add_substitute, entry, page

__all__ = ["page"]
Idle = Callable[[TaskRunner], None]


def departs(seat_id: str, *, substitute: str = "", reason: str = "Souffrant") -> Callable[[Any], None]:
    """Fill the question of who is missing."""

    def fill(dialog: DepartureDialog) -> None:
        form = dialog.form
        form.jurorComboBox.setCurrentIndex(form.jurorComboBox.findData(seat_id))
        form.reasonEdit.setText(reason)
        form.substituteComboBox.setCurrentIndex(form.substituteComboBox.findData(substitute))
        form.acceptButton.click()

    return fill


def hand_over(dialog: Any) -> None:
    """Say that the code was handed over."""
    dialog.form.handedCheckBox.setChecked(True)
    dialog.form.closeButton.click()


def standing(workspace: SqlWorkspace, made: SessionMade) -> list[tuple[str, str | None, str]]:
    """Who is gone for the first candidate, who is called, why."""
    rows = workspace.queries.stand_ins(made.id)
    mine = [row for row in rows if row.registration_id == made.registrations[0]]
    return [(row.seat_id, row.substitute_id, row.reason) for row in mine]


# --- done and undone ----------------------------------------------------------------------------------


def test_a_departure_the_call_and_the_return_are_undone_and_redone_one_by_one(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace, idle: Idle
) -> None:
    substitute, gone = add_substitute(workspace, made), made.seats[Role.PROFESSIONAL]
    page.refresh(None)
    messages.scripts += [departs(gone, substitute=substitute), hand_over]
    entry(page, "manque ou part").trigger()
    operations = page.context.operations
    idle(page.context.tasks)
    whole = [(gone, substitute, "Souffrant")]
    for expected, act in (
        (whole, operations.undo), ([(gone, None, "Souffrant")], operations.undo), ([], operations.redo),
        ([(gone, None, "Souffrant")], operations.redo), (whole, operations.undo),
    ):  # fmt: skip
        assert standing(workspace, made) == expected
        act()
        idle(page.context.tasks)
    assert standing(workspace, made) == [(gone, None, "Souffrant")]
    operations.redo()
    idle(page.context.tasks)
    entry(page, "PETIT Karim est de retour").trigger()  # the substitute is dismissed first
    assert standing(workspace, made) == []
    operations.undo()
    assert standing(workspace, made) == [(gone, None, "Souffrant")]
    operations.undo()
    idle(page.context.tasks)
    assert standing(workspace, made) == whole
    messages.assert_silent()


def test_sheets_set_aside_and_a_recusal_of_the_day_are_undone(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    gone, first = made.seats[Role.PROFESSIONAL], made.registrations[0]
    score(workspace, made, first, role=Role.PROFESSIONAL, blocks=made.blocks[:1], seal=False)

    def say(dialog: AskTextDialog) -> None:
        dialog.form.answerEdit.setText("Parti sans sceller")
        dialog.form.acceptButton.click()

    def recuse(dialog: RecusalDialog) -> None:
        check_page(dialog)
        form = dialog.form
        form.jurorComboBox.setCurrentIndex(form.jurorComboBox.findData(made.seats[Role.CENTRE]))
        form.detailEdit.setText("Ancien collègue")
        form.acceptButton.click()

    def aside() -> set[str]:
        with workspace.unit_of_work() as work:
            return {sheet.set_aside_reason for sheet in work.sheets.of_registration(first)}

    def recused() -> list[str]:
        return [one.seat_id for one in workspace.queries.panels(made.id)[0].recusals]

    messages.scripts += [departs(gone, reason="Train"), say, recuse]
    entry(page, "manque ou part").trigger()
    entry(page, "Écarter les grilles de PETIT Karim").trigger()
    entry(page, "se récuse").trigger()
    assert (aside(), recused()) == ({"Parti sans sceller"}, [made.seats[Role.CENTRE]])
    page.context.operations.undo()
    assert (aside(), recused()) == ({"Parti sans sceller"}, [])
    page.context.operations.undo()
    assert aside() == {""}
    page.context.operations.undo()
    assert standing(workspace, made) == []
    for _ in range(3):
        page.context.operations.redo()
    assert (aside(), recused()) == ({"Parti sans sceller"}, [made.seats[Role.CENTRE]])
    messages.assert_silent()


# --- the substitute -----------------------------------------------------------------------------------


def test_a_called_substitute_unlocks_scores_and_may_forget_the_code(
    qtbot: QtBot, page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace,
    idle: Idle,
) -> None:  # fmt: skip
    substitute, gone = add_substitute(workspace, made), made.seats[Role.PROFESSIONAL]
    page.refresh(None)
    codes: list[str] = []

    def read(dialog: Any) -> None:
        codes.append(dialog.text.rpartition(" ")[2])
        hand_over(dialog)

    gate = page.form.gateArea
    page.context.set_juror(None)
    assert not any("DURAND" in button.text() for button in gate.buttons)  # nobody called this one yet
    page.context.set_juror(made.juror())
    messages.scripts += [departs(gone, substitute=substitute), read]
    entry(page, "manque ou part").trigger()
    idle(page.context.tasks)
    page.context.set_juror(None)
    assert [button.property("seatId") for button in gate.buttons][-1] == substitute
    assert "suppléant" in gate.buttons[-1].accessibleName()

    def unlock(dialog: IdentifyJurorDialog) -> None:
        assert dialog.seat_id == substitute
        dialog.form.codeEdit.setText(codes[0])
        dialog.form.acceptButton.click()

    host = QWidget()
    qtbot.addWidget(host)
    identification = Identification(page.context, QPushButton(host), window=host)
    messages.scripts.append(unlock)
    gate.buttons[-1].click()
    assert page.context.current_juror is not None
    assert page.context.current_juror.seat_id == substitute
    assert page.pane.model.setData(page.pane.model.index(0, 1), 2)
    view = workspace.queries.score_sheet(made.registrations[0], substitute, block_id=made.blocks[0])
    assert view.lines[0].level == 2
    identification.menu.aboutToShow.emit()
    assert any("DURAND Éva" in action.text() for action in identification.menu.actions())
    page.context.set_juror(None)
    for _ in range(3):
        with pytest.raises(Exception, match=r"identity\.code\.wrong"):
            identify_juror(workspace, substitute, code="faux", identities=FakeIdentities())
    assert 0 < seconds_locked(page.context, substitute) <= 5
    dialog = ResetCodeDialog(workspace.queries.panels(made.id), substitute)
    qtbot.addWidget(dialog)
    assert (dialog.seat_id, dialog.member_id) == (substitute, made.seats[Role.PRESIDENT])


# --- the document that shows an excuse ----------------------------------------------------------------


def a_picture(folder: Path) -> Path:
    """A scan larger than what is shown of it."""
    picture = QImage(2400, 1200, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    path = folder / "certificat.png"
    picture.save(str(path))
    return path


def test_the_document_of_an_excuse_is_read_where_it_was_attached(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    paper = tmp_path / "certificat.pdf"
    paper.write_bytes(a_pdf(pages=1, outline=False))
    messages.paths += [tmp_path / "lettre.docx", paper, a_picture(tmp_path)]
    messages.paths[0].write_bytes(b"PK\x03\x04")
    shown: list[tuple[str, int]] = []

    def look(dialog: ProofDialog) -> None:
        if dialog.viewer is not None and dialog.viewer.page_set is not None:
            shown.append((dialog.windowTitle(), dialog.viewer.page_set.count))
        elif dialog.picture_label is not None:
            shown.append((dialog.windowTitle(), dialog.picture_label.pixmap().width()))
        dialog.reject()

    def fill(dialog: AttendanceDialog) -> None:
        form = dialog.form
        assert not form.readButton.isEnabled()
        form.attachButton.click()
        idle(page.context.tasks)
        assert "ni un PDF ni une image" in form.problemLabel.text()
        form.excuseEdit.setPlainText("Hospitalisée")
        for _ in range(2):
            form.attachButton.click()
            idle(page.context.tasks)
            form.readButton.click()
            idle(page.context.tasks)
        form.acceptButton.click()

    def again(dialog: AttendanceDialog) -> None:
        dialog.form.readButton.click()
        idle(page.context.tasks)
        dialog.reject()

    messages.scripts += [fill, look, look, again, look]
    page.header.presence_button.asked.emit(Came.EXCUSED)
    page.header.presence_button.asked.emit(Came.EXCUSED)
    assert shown == [("certificat.pdf", 1), ("certificat.png", 1600), ("certificat.png", 1600)]
    assert "certificat.png" in page.header.presence_button.toolTip()
    assert list(tmp_path.rglob("*.tmp")) == []


def test_a_damaged_picture_is_said_and_not_shown() -> None:
    with pytest.raises(Exception, match=r"attendance\.unreadable"):
        picture_of(b"\x89PNG\r\n\x1a\nrien")


# --- presence -----------------------------------------------------------------------------------------


def test_who_withdraws_has_no_sheet_any_more_until_it_is_undone(
    page: EvaluatePage, made: SessionMade, messages: RecordedMessages, workspace: SqlWorkspace
) -> None:
    def withdraw(dialog: AttendanceDialog) -> None:
        check_page(dialog)
        dialog.form.hourEdit.setTime(QTime(8, 40))
        dialog.form.acceptButton.click()
        assert "cet ordinateur indique 14/12/2022 à 8\u00a0h\u00a000" in dialog.form.problemLabel.text()
        assert dialog.focusWidget() is dialog.form.hourEdit
        dialog.form.hourEdit.setTime(QTime(7, 40))
        dialog.form.acceptButton.click()

    messages.scripts.append(withdraw)
    page.header.presence_button.asked.emit(Came.WITHDRAWN)
    assert page.header.presence_button.text() == "Abandon à 7\u00a0h\u00a040"
    assert page.pane.model.view is None
    page.context.operations.undo()
    assert coming_of(workspace, made.registrations[0]).attendance is Attendance.EXPECTED
    assert page.pane.model.view is not None
    page.context.operations.redo()
    assert coming_of(workspace, made.registrations[0]).attendance is Attendance.WITHDRAWN


def test_an_hour_put_right_on_a_later_day_stays_on_its_day(
    session_context: GuiContext, qtbot: QtBot, workspace: SqlWorkspace
) -> None:
    yesterday = workspace.clock()
    known = Coming(Attendance.PRESENT, arrived_at=yesterday)
    dialog = AttendanceDialog("DUPONT Zoé", Came.LATE, known=known, now=yesterday + timedelta(days=1))
    qtbot.addWidget(dialog)
    dialog.form.hourEdit.setTime(QTime(9, 12))
    assert dialog.coming.arrived_at == datetime(2022, 12, 14, 9, 12, tzinfo=yesterday.tzinfo)
