"""The settings of centres, and a session that starts from an earlier one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QSize
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.centres import CentreSettings
from cisp_desktop.gui.centre_acts import ask_centre
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.centre_dialog import CentreDialog
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog
from cisp_desktop.gui.pages.settings_page import SettingsPage
from cisp_desktop.gui.session_acts import ask_new_session
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.checks import check_page
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext) -> SettingsPage:
    """The settings, shown."""
    shown = SettingsPage(session_context)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()
    shown.refresh(None)
    session_context.operations.changed.connect(lambda changes: shown.refresh(changes))
    return shown


def stored(context: GuiContext) -> CentreSettings:
    return CentreSettings.of_row(context.queries.centres()[0])


def test_a_centre_is_changed_and_the_change_undone(
    page: SettingsPage, session_context: GuiContext, messages: RecordedMessages
) -> None:
    before = stored(session_context)

    def fill(dialog: CentreDialog) -> None:
        dialog.form.siretEdit.setText("123 456 789 01234")
        dialog.form.codeEdit.setText("vlc")
        dialog.form.minutesSpinBox.setValue(45)
        assert "PV-2026-VLC-0001" in dialog.form.codeNoteLabel.text()
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    page.form.centreButton.click()
    after = stored(session_context)
    assert (after.siret, after.code, after.planning.minutes) == ("12345678901234", "VLC", 45)
    assert "VLC" in page.centres.item(0).text()
    session_context.operations.undo()
    assert stored(session_context) == before
    session_context.operations.redo()
    assert stored(session_context) == after
    messages.assert_silent()


def test_what_is_wrong_is_said_in_the_dialog(page: SettingsPage, messages: RecordedMessages) -> None:
    said: list[str] = []

    def fill(dialog: CentreDialog) -> None:
        for field, text in ((dialog.form.siretEdit, "12"), (dialog.form.nameEdit, " ")):
            field.setText(text)
            dialog.form.acceptButton.click()
            said.append(dialog.form.problemLabel.text())
        dialog.reject()

    messages.scripts.append(fill)
    page.form.centreButton.click()
    assert "SIRET" in said[0]
    assert "nom du centre" in said[1]


def test_a_logo_is_chosen_shown_and_taken_off(
    page: SettingsPage, session_context: GuiContext, messages: RecordedMessages, tmp_path: Path
) -> None:
    image = QImage(400, 100, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(tmp_path / "logo.png"))
    (tmp_path / "logo.txt").write_text("pas une image")
    messages.paths += [tmp_path / "logo.txt", tmp_path / "logo.png"]

    def fill(dialog: CentreDialog) -> None:
        dialog.form.logoButton.click()
        assert "PNG ou JPEG" in dialog.form.problemLabel.text()
        assert not dialog.form.removeLogoButton.isEnabled()
        dialog.form.logoButton.click()
        assert dialog.form.logoLabel.pixmap().size() == QSize(200, 50)
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    page.form.centreButton.click()
    logo = stored(session_context).logo
    assert logo == (tmp_path / "logo.png").read_bytes()

    def remove(dialog: CentreDialog) -> None:
        dialog.form.removeLogoButton.click()
        assert dialog.form.logoLabel.text() == "Aucun logo"
        dialog.form.acceptButton.click()

    messages.scripts.append(remove)
    page.form.centreButton.click()
    assert stored(session_context).logo is None


def test_a_link_opens_the_centre_that_lacks_something(
    page: SettingsPage, session_context: GuiContext, messages: RecordedMessages
) -> None:
    page.focus_on(f"centre:{session_context.queries.centres()[0].id}")
    assert messages.dialogs == ["CentreDialog"]


@pytest.mark.parametrize("tab", [0, 1, 2])
def test_the_centre_dialog_is_for_everybody(qtbot: QtBot, session_context: GuiContext, tab: int) -> None:
    dialog = CentreDialog(stored(session_context), sessions=2)
    qtbot.addWidget(dialog)
    dialog.form.subjectTabWidget.setCurrentIndex(tab)
    dialog.show()
    check_page(dialog)


def test_the_question_for_a_line_is_for_everybody(qtbot: QtBot) -> None:
    dialog = AskTextDialog("Titre", intro="Pourquoi", label="&Motif", missing="Manque", accept="&Rouvrir")
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    assert dialog.problem() == "Manque"


def test_the_settings_page_is_for_everybody(page: SettingsPage) -> None:
    check_page(page, size=QSize(1084, 560))


# --- a session like another --------------------------------------------------------------------------


def new_session(context: GuiContext) -> NewSessionDialog:
    queries = context.queries
    return NewSessionDialog(
        queries.certifications(), queries.sessions(), today=date(2023, 1, 9), centres=queries.centres()
    )


def test_a_template_gives_title_centre_and_place(qtbot: QtBot, session_context: GuiContext) -> None:
    dialog = new_session(session_context)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.form.keepJuryCheckBox.isVisible()
    dialog.form.templateComboBox.setCurrentIndex(1)
    assert (dialog.certification, dialog.centre) == ("RNCP36128", "CISP Grenoble")
    assert dialog.form.keepJuryCheckBox.isVisible()
    assert not dialog.form.certificationComboBox.isEnabled()
    check_page(dialog)


def test_a_known_centre_keeps_its_own_address(qtbot: QtBot, session_context: GuiContext) -> None:
    dialog = new_session(session_context)
    qtbot.addWidget(dialog)
    assert not dialog.form.siretEdit.isEnabled()
    dialog.form.centreComboBox.setCurrentText("Centre nouveau")
    assert dialog.form.siretEdit.isEnabled()
    dialog.form.addressEdit.setText("1 rue Neuve")
    assert dialog.address == "1 rue Neuve"
    dialog.form.centreComboBox.setCurrentText("cisp grenoble")
    assert dialog.address == ""


@pytest.mark.parametrize("keeps", [True, False])
def test_a_session_like_another_keeps_the_jury_or_not(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, messages: RecordedMessages,
    made: SessionMade, keeps: bool, idle: Idle,
) -> None:  # fmt: skip
    host = SettingsPage(session_context)
    qtbot.addWidget(host)

    def fill(dialog: NewSessionDialog) -> None:
        dialog.form.templateComboBox.setCurrentIndex(1)
        dialog.form.keepJuryCheckBox.setChecked(keeps)
        dialog.form.startsDateEdit.setDate(QDate(2023, 12, 14))
        dialog.form.acceptButton.click()

    codes: list[str] = []

    def note(dialog: FirstCodesDialog) -> None:
        codes.append(dialog.text)
        dialog.accept()

    messages.scripts += [fill, note]
    ask_new_session(session_context, parent=host)
    idle(session_context.tasks)
    newest = session_context.session_id
    assert newest is not None
    assert newest != made.id
    row = workspace.queries.session(newest)
    assert (row.starts, row.centre_name) == (date(2023, 12, 14), "CISP Grenoble")
    assert [seat.name for seat in workspace.queries.panel(newest).seats] == (
        ["MARTIN Anne", "PETIT Karim", "ROUX Hélène"] if keeps else []
    )
    assert bool(codes) is keeps


@pytest.mark.parametrize("again", [True, False])
def test_a_session_that_is_there_already_is_created_only_when_confirmed(
    qtbot: QtBot, workspace: SqlWorkspace, session_context: GuiContext, messages: RecordedMessages,
    made: SessionMade, again: bool,
) -> None:  # fmt: skip
    host = SettingsPage(session_context)
    qtbot.addWidget(host)

    def fill(dialog: NewSessionDialog) -> None:
        form = dialog.form
        form.certificationComboBox.setCurrentIndex(form.certificationComboBox.findData("RNCP36128"))
        form.centreComboBox.setCurrentText("cisp GRENOBLE")
        form.placeEdit.setText("Grenoble")
        form.startsDateEdit.setDate(QDate(2022, 12, 14))
        form.endsDateEdit.setDate(QDate(2022, 12, 15))
        form.acceptButton.click()
        if not again:
            assert form.acceptButton.isEnabled()
            dialog.reject()

    messages.scripts.append(fill)
    messages.answers.append(again)
    ask_new_session(session_context, parent=host)
    assert len(messages.asked) == 1
    assert "Une session identique existe déjà" in messages.asked[0]
    assert "PV-2022-GRE-S1" in messages.asked[0]
    assert len(workspace.queries.sessions()) == (2 if again else 1)


def test_who_asks_for_the_logo_is_led_to_it(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, made: SessionMade
) -> None:
    seen: list[tuple[bool, bool]] = []

    def look(dialog: CentreDialog) -> None:
        form = dialog.form
        seen.append((form.subjectTabWidget.currentWidget() is form.papersTab, form.logoButton.hasFocus()))
        assert form.logoButton.x() == form.signatoryEdit.x()

    parent = QWidget()
    qtbot.addWidget(parent)
    messages.scripts.append(lambda dialog: (dialog.show(), QTest.qWait(20), look(dialog), dialog.reject()))
    centre_id = session_context.queries.session(made.id).centre_id
    ask_centre(session_context, centre_id, parent=parent, at_logo=True)
    assert seen == [(True, True)]
