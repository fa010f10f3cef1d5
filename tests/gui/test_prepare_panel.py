"""« Préparer », the jury: seats, first codes, recusals, exports."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.jurors import SeatGiven, identify_juror
from cisp_desktop.application.preparing import create_session
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.exchange.score_sheets import JurorWorkbooks
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.seat_card import SeatCard
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import JURORS, PASSPHRASE, SessionMade, make_session, make_store
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import a_line, show_page

Idle = Callable[[TaskRunner], None]
NAMES = {
    Role.PRESIDENT: "MARTIN <b>Anne</b>",
    Role.PROFESSIONAL: "PETIT & FILS Karim",
    Role.CENTRE: "ROUX Hélène",
}


@pytest.fixture
def page(qtbot: QtBot, workspace: SqlWorkspace, context: GuiContext) -> PreparePage:
    """A session whose three seats are empty."""
    context.set_session(make_session(workspace, roles=()).id)
    shown = show_page(qtbot, context)
    shown.focus_on("tab:panel")
    return shown


@pytest.fixture
def set_page(qtbot: QtBot, session_context: GuiContext) -> PreparePage:
    """A session whose jury is composed."""
    shown = show_page(qtbot, session_context)
    shown.focus_on("tab:panel")
    return shown


def seat(page: PreparePage, role: Role, rank: int = 1, *, standby: bool = False) -> SeatCard:
    return page.panel.cards[(role, rank, standby)]


def type_names(page: PreparePage, names: dict[Role, str]) -> None:
    for role, name in names.items():
        seat(page, role).name_edit.setText(name)


def hand_over(dialog: FirstCodesDialog) -> None:
    dialog.form.handedCheckBox.setChecked(True)
    dialog.form.closeButton.click()


def test_composing_shows_the_first_code_of_each_juror_once(
    page: PreparePage, messages: RecordedMessages, idle: Idle
) -> None:
    shown: list[str] = []

    def script(dialog: FirstCodesDialog) -> None:
        check_page(dialog)
        dialog.form.copyButton.click()
        shown.append(QGuiApplication.clipboard().text())
        assert not dialog.form.closeButton.isEnabled()
        hand_over(dialog)

    type_names(page, NAMES)
    messages.scripts.append(script)
    page.panel.form.composeButton.click()
    idle(page.context.tasks)
    assert "MARTIN <b>Anne</b> (Président du jury) : 000001" in shown[0]
    seats = page.context.queries.panel(str(page.context.session_id)).seats
    assert [seat.name for seat in seats] == list(NAMES.values())
    assert not page.panel.unsaved
    messages.assert_silent()


def test_closing_the_codes_unread_asks_first(
    qtbot: QtBot, page: PreparePage, messages: RecordedMessages
) -> None:
    dialog = FirstCodesDialog([SeatGiven("s", Role.PRESIDENT, "MARTIN Anne", "K7")], messages, session="Jury")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert dialog.isVisible()
    assert "plus montrés" in messages.asked[0]
    messages.answers.append(True)
    dialog.reject()
    assert not dialog.isVisible()


def test_the_slips_are_drawn_one_per_juror(
    qtbot: QtBot, page: PreparePage, messages: RecordedMessages, tmp_path: Path
) -> None:
    given = [
        SeatGiven("s", Role.PRESIDENT, "MARTIN Anne", "K7"),
        SeatGiven("t", Role.CENTRE, "ROUX H.", None),
    ]
    dialog = FirstCodesDialog(given, messages, session="Jury")
    qtbot.addWidget(dialog)
    printer = QPrinter()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(tmp_path / "billets.pdf"))
    dialog.paint_slips(printer)
    assert (tmp_path / "billets.pdf").read_bytes().startswith(b"%PDF")
    assert "ROUX H." in dialog.form.keptBanner.label.text()


def test_one_person_on_two_seats_is_refused_as_it_is_typed(page: PreparePage) -> None:
    type_names(
        page, {Role.PRESIDENT: "MARTIN Anne", Role.PROFESSIONAL: "anne MARTIN", Role.CENTRE: "ROUX H."}
    )
    assert not page.panel.form.composeButton.isEnabled()
    assert "deux sièges" in page.panel.form.rulesBanner.label.text()
    assert seat(page, Role.PRESIDENT).name_edit.property("kind") == "invalid"
    seat(page, Role.PROFESSIONAL).name_edit.setText("PETIT Karim")
    assert page.panel.form.composeButton.isEnabled()
    assert seat(page, Role.PRESIDENT).name_edit.property("kind") == ""


def test_a_missing_name_is_named(page: PreparePage) -> None:
    type_names(page, {Role.PRESIDENT: "MARTIN Anne"})
    assert "professionnel, centre" in page.panel.form.rulesBanner.label.text()


def test_a_low_external_share_warns_and_refuses_nothing(page: PreparePage) -> None:
    type_names(page, NAMES)
    assert "1 sur 3\u00a0; la moitié est souhaitée" in page.panel.form.rulesBanner.label.text()
    assert page.panel.form.composeButton.isEnabled()


def test_a_name_with_an_invisible_character_is_refused_and_nothing_is_set(
    page: PreparePage, messages: RecordedMessages, idle: Idle
) -> None:
    type_names(page, NAMES | {Role.CENTRE: "ROUX\u202eHélène"})
    page.panel.form.composeButton.click()
    idle(page.context.tasks)
    assert [error.code for error in messages.errors] == ["text.character"]
    assert page.context.queries.panel(str(page.context.session_id)).seats == ()
    assert seat(page, Role.PRESIDENT).name_edit.text() == NAMES[Role.PRESIDENT]


def test_a_seat_whose_code_was_used_keeps_its_owner(
    set_page: PreparePage, workspace: SqlWorkspace, made: SessionMade, services: FakeServices
) -> None:
    card = seat(set_page, Role.PRESIDENT)
    assert not card.name_edit.isReadOnly()
    identify_juror(workspace, made.seats[Role.PRESIDENT], code="000001", identities=services.identities)
    assert card.name_edit.isReadOnly()
    assert not card.title_edit.isReadOnly()
    assert "garde son titulaire" in card.state_label.text()


def test_what_is_typed_stays_while_something_else_changes(
    set_page: PreparePage, workspace: SqlWorkspace, made: SessionMade, messages: RecordedMessages
) -> None:
    card = seat(set_page, Role.CENTRE)
    card.title_edit.setText("Directrice")
    set_page.context.operations.run(
        lambda: create_session(
            workspace, certification="RNCP36128", centre="Autre", starts=made_day(workspace)
        )
    )
    assert card.title_edit.text() == "Directrice"
    assert set_page.panel.unsaved
    assert not set_page.leave()
    messages.answers.append(True)
    assert set_page.leave()
    assert card.title_edit.text() == ""


def made_day(workspace: SqlWorkspace) -> date:
    return workspace.queries.sessions()[0].starts


def test_a_recusal_is_added_and_taken_back_with_undo(
    set_page: PreparePage, made: SessionMade, messages: RecordedMessages
) -> None:
    def script(dialog: RecusalDialog) -> None:
        check_page(dialog)
        dialog.form.candidateComboBox.setCurrentIndex(1)
        dialog.form.jurorComboBox.setCurrentIndex(2)
        dialog.form.detailEdit.setText("tutrice <i>en</i> 2021")
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    section = set_page.panel.recusals
    section.form.recuseButton.click()
    (recusal,) = set_page.context.queries.panel(made.id).recusals
    assert (recusal.registration_id, recusal.seat_id) == (made.registrations[1], made.seats[Role.CENTRE])
    assert section.model.index(0, 3).data() == "tutrice <i>en</i> 2021"
    section.form.recusalTableView.selectRow(0)
    section.form.withdrawButton.click()
    assert set_page.context.queries.panel(made.id).recusals == ()
    set_page.context.operations.undo_stack.undo()
    (again,) = set_page.context.queries.panel(made.id).recusals
    assert (again.ground, again.detail) == (recusal.ground, recusal.detail)


def test_a_recusal_twice_is_told_in_the_dialog(set_page: PreparePage, messages: RecordedMessages) -> None:
    said: list[str] = []

    def twice(dialog: RecusalDialog) -> None:
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.cancelButton.click()

    messages.scripts += [lambda dialog: dialog.form.acceptButton.click(), twice]
    set_page.panel.recusals.form.recuseButton.click()
    set_page.panel.recusals.form.recuseButton.click()
    assert "déjà récusé" in said[0]
    messages.assert_silent()


def test_a_tie_that_the_files_show_is_suggested_and_declared_in_one_click(
    set_page: PreparePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    line = a_line(2, "T-1", referent_trainer="Hélène ROUX", employer="Autre")
    listed = CandidateList((line,), (), {})
    set_page.context.operations.run(lambda: import_candidates(workspace, made.id, listed))
    section = set_page.panel.recusals
    assert section.model.index(0, 4).data() == "Suggérée"
    section.form.recusalTableView.selectRow(0)
    section.form.declareButton.click()
    (recusal,) = set_page.context.queries.panel(made.id).recusals
    assert recusal.ground is RecusalGround.TRAINED
    assert section.model.index(0, 4).data() == "Déclarée"


def test_the_authoritys_certificate_is_explained_then_written(
    set_page: PreparePage, workspace: SqlWorkspace, messages: RecordedMessages, tmp_path: Path
) -> None:
    target = tmp_path / "autorite.crt"
    messages.answers.append(True)
    messages.paths.append(target)
    set_page.panel.form.exportButton.menu().actions()[1].trigger()
    assert "n’est pas le certificateur" in messages.asked[0]
    assert target.read_bytes() == workspace.authority.certificate_pem


def test_one_workbook_per_juror_is_written(
    set_page: PreparePage, services: FakeServices, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    services.sheet_files = JurorWorkbooks()  # type: ignore[attr-defined]
    messages.paths.append(tmp_path / "grilles")
    set_page.panel.form.exportButton.menu().actions()[0].trigger()
    idle(set_page.context.tasks)
    written = sorted(path.name for path in (tmp_path / "grilles").iterdir())
    assert written == sorted(f"{role} {name}.xlsx" for role, name in JURORS.items())
    assert "pas chiffrés" in messages.informed[0]


def test_the_panel_survives_a_restart(
    page: PreparePage, workspace: SqlWorkspace, messages: RecordedMessages, idle: Idle
) -> None:
    type_names(page, NAMES)
    messages.scripts.append(hand_over)
    page.panel.form.composeButton.click()
    idle(page.context.tasks)
    session_id = str(page.context.session_id)
    workspace.close()
    again = make_store().open(workspace.path, PASSPHRASE)
    assert [seat.name for seat in again.queries.panel(session_id).seats] == list(NAMES.values())
    again.abandon()
