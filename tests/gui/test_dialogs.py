"""The foundation's dialogs: what they ask, what they refuse, and what every dialog owes to everybody."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from cisp_desktop.application.panels import add_panel
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.crash_dialog import CrashDialog
from cisp_desktop.gui.dialogs.change_code_dialog import ChangeCodeDialog
from cisp_desktop.gui.dialogs.create_workspace_dialog import CreateWorkspaceDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.new_session_dialog import NewSessionDialog
from cisp_desktop.gui.dialogs.open_workspace_dialog import OpenWorkspaceDialog
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.dialogs.shortcuts_dialog import ShortcutsDialog, common_lines
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.operations import Done
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme
from tests.factories import PASSPHRASE, copy_template, make_store
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages

Idle = Callable[[TaskRunner], None]
Build = Callable[[GuiContext, RecordedMessages, Path], QDialog]


def seats(context: GuiContext) -> Any:
    assert context.session_id is not None
    return context.queries.panel(context.session_id).seats


DIALOGS: dict[str, Build] = {
    "create": lambda _c, messages, folder: CreateWorkspaceDialog(messages, folder),
    "open": lambda _c, _m, folder: OpenWorkspaceDialog(folder / "A<b>&"),
    "session": lambda c, _m, _f: NewSessionDialog(
        c.queries.certifications(), c.queries.sessions(), today=date(2026, 12, 14)
    ),
    "identify": lambda c, _m, _f: IdentifyJurorDialog(c.queries.panels(c.session_id)),
    "code": lambda _c, _m, _f: ChangeCodeDialog("MARTIN Anne", first=True),
    "crash": lambda _c, _m, _f: CrashDialog("  module.py:1 f\nbuiltins.ZeroDivisionError"),
}


@pytest.mark.parametrize("name", [*DIALOGS, "shortcuts"])
def test_a_dialog_owes_names_mnemonics_order_and_size_to_everybody(
    qtbot: QtBot,
    session_context: GuiContext,
    messages: RecordedMessages,
    tmp_path: Path,
    theme: Theme,
    name: str,
) -> None:
    if name == "shortcuts":
        host = QDialog()
        qtbot.addWidget(host)
        dialog: QDialog = ShortcutsDialog([("Partout", common_lines(host))])
    else:
        dialog = DIALOGS[name](session_context, messages, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    try:
        theme.apply(theme.mode, text_scale=150)
        check_page(dialog)
    finally:
        theme.apply(theme.mode)


@pytest.fixture
def creation(qtbot: QtBot, messages: RecordedMessages, tmp_path: Path) -> CreateWorkspaceDialog:
    dialog = CreateWorkspaceDialog(messages, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.nameEdit.setText("Jurys 2026")
    dialog.form.passphraseEdit.setText("quatre pommes vertes")
    dialog.form.repeatEdit.setText("quatre pommes vertes")
    return dialog


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("nameEdit", "  ", "nom"),
        ("nameEdit", "a/b", "contenir"),
        ("nameEdit", ".caché", "point"),
        ("folderEdit", "/nulle/part", "emplacement"),
        ("passphraseEdit", "court", "courte"),
        ("repeatEdit", "autre chose", "diffèrent"),
    ],
)
def test_a_workspace_is_not_created_from_what_cannot_be(
    creation: CreateWorkspaceDialog, field: str, text: str, word: str
) -> None:
    submitted: list[int] = []
    creation.submitted.connect(lambda: submitted.append(1))
    getattr(creation.form, field).setText(text)
    creation.form.acceptButton.click()
    assert word in creation.form.problemLabel.text().casefold()
    assert not submitted


def test_a_folder_that_holds_something_is_not_taken(creation: CreateWorkspaceDialog, tmp_path: Path) -> None:
    (tmp_path / "Jurys 2026").mkdir()
    (tmp_path / "Jurys 2026" / "fichier").write_text("x")
    creation.form.acceptButton.click()
    assert "existe déjà" in creation.form.problemLabel.text()


def test_what_is_submitted_is_submitted_once(creation: CreateWorkspaceDialog, tmp_path: Path) -> None:
    submitted: list[tuple[Path, str]] = []
    creation.submitted.connect(lambda: submitted.append((creation.path, creation.passphrase)))
    creation.form.acceptButton.click()
    creation.form.acceptButton.click()
    assert submitted == [(tmp_path / "Jurys 2026", "quatre pommes vertes")]


def test_the_meter_follows_the_passphrase_in_words_and_length(creation: CreateWorkspaceDialog) -> None:
    seen = []
    for text in ("abc", "pommevert", "quatre pommes", "Quatre pommes vertes 4"):
        creation.form.passphraseEdit.setText(text)
        seen.append((creation.form.strengthBar.value(), creation.form.strengthLabel.text()))
    assert [value for value, _words in seen] == [0, 1, 2, 4]
    assert len({words for _value, words in seen}) == 4


def test_secrets_show_only_when_asked(creation: CreateWorkspaceDialog) -> None:
    assert creation.form.passphraseEdit.echoMode() is QLineEdit.EchoMode.Password
    creation.form.showCheckBox.click()
    assert creation.form.repeatEdit.echoMode() is QLineEdit.EchoMode.Normal


def test_a_session_that_ends_before_it_starts_is_refused(qtbot: QtBot, session_context: GuiContext) -> None:
    queries = session_context.queries
    dialog = NewSessionDialog(queries.certifications(), queries.sessions(), today=date(2022, 12, 14))
    qtbot.addWidget(dialog)
    assert dialog.centre == "CISP Grenoble"
    dialog.form.startsDateEdit.setDate(QDate(2022, 12, 20))
    assert dialog.ends == date(2022, 12, 20)
    dialog.form.endsDateEdit.setDate(QDate(2022, 12, 1))
    assert "précède" in dialog.problem()


def test_an_ended_registration_warns_and_does_not_refuse(qtbot: QtBot, session_context: GuiContext) -> None:
    queries = session_context.queries
    dialog = NewSessionDialog(queries.certifications(), queries.sessions(), today=date(2026, 12, 14))
    qtbot.addWidget(dialog)
    dialog.show()
    index = dialog.form.certificationComboBox.findData("RNCP36128")
    dialog.form.certificationComboBox.setCurrentIndex(index)
    assert "26/01/2023" in dialog.form.certificationNoteLabel.text()
    assert dialog.problem() == ""
    dialog.form.startsDateEdit.setDate(QDate(2022, 12, 14))
    assert not dialog.form.certificationNoteLabel.isVisible()


# --- through the window ----------------------------------------------------------------------------


def test_a_workspace_is_created_from_the_welcome_page(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    def fill(dialog: CreateWorkspaceDialog) -> None:
        dialog.form.folderEdit.setText(str(tmp_path))
        dialog.form.nameEdit.setText("Neuf")
        dialog.form.passphraseEdit.setText("quatre pommes vertes")
        dialog.form.repeatEdit.setText("quatre pommes vertes")
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    window.welcome_page.form.createButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    idle(controller.tasks)
    assert controller.context is not None
    assert controller.context.workspace.path == tmp_path / "Neuf"
    assert window.windowTitle().startswith("Neuf")
    assert window._settings.recent_workspaces == (str(tmp_path / "Neuf"),)
    assert controller.frame.holder("dashboard").waiting
    messages.assert_silent()


def test_a_wrong_passphrase_is_told_in_the_dialog_and_the_right_one_opens(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    path = copy_template(tmp_path)
    problems: list[str] = []

    def fill(dialog: OpenWorkspaceDialog) -> None:
        dialog.form.passphraseEdit.setText("ce n’est pas elle")
        dialog.form.acceptButton.click()
        qtbot.waitUntil(lambda: dialog.form.acceptButton.isEnabled(), timeout=10_000)
        problems.append(dialog.form.problemLabel.text())
        dialog.form.passphraseEdit.setText(PASSPHRASE)
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    messages.paths.append(path)
    window.welcome_page.form.openButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    idle(controller.tasks)
    assert problems[0]
    assert controller.context is not None
    messages.assert_silent()


def test_a_workspace_that_opens_after_the_user_gave_up_is_put_away(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    path = copy_template(tmp_path)

    def give_up(dialog: OpenWorkspaceDialog) -> None:
        dialog.form.passphraseEdit.setText(PASSPHRASE)
        dialog.form.acceptButton.click()
        dialog.form.cancelButton.click()

    messages.scripts.append(give_up)
    messages.paths.append(path)
    window.welcome_page.form.openButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    idle(controller.tasks)
    assert controller.context is None
    make_store().open(path, PASSPHRASE).abandon()
    messages.assert_silent()


def test_the_demonstration_opens_without_a_question(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, idle: Idle
) -> None:
    window.welcome_page.form.demonstrationButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    idle(controller.tasks)
    assert controller.context is not None
    assert messages.dialogs == []


def test_a_session_is_created_from_the_empty_dashboard(
    qtbot: QtBot, window: MainWindow, messages: RecordedMessages, services: FakeServices, idle: Idle
) -> None:
    def fill(dialog: NewSessionDialog) -> None:
        dialog.form.centreComboBox.setCurrentText("Centre & <b>fils</b>")
        dialog.form.siretEdit.setText("12")
        dialog.form.acceptButton.click()
        assert dialog.form.problemLabel.text()
        dialog.form.siretEdit.clear()
        dialog.form.acceptButton.click()

    window.welcome_page.form.demonstrationButton.click()
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    idle(controller.tasks)
    messages.scripts.append(fill)
    controller.frame.holder("dashboard").empty_state.button.click()
    sessions = controller.context.queries.sessions()
    assert [row.centre_name for row in sessions] == ["Centre & <b>fils</b>"]
    assert controller.context.session_id == sessions[0].id
    assert controller.frame.form.sessionButton.text().startswith("Centre && <b>fils</b>")
    assert controller.frame.current_key == "prepare"
    messages.assert_silent()


def ask(context: GuiContext, dialog: PanelDialog) -> Done[str] | None:
    def asked() -> Act[str]:
        name = dialog.said.name
        return Act(lambda: add_panel(context.workspace, str(context.session_id), name=name), text="un jury")

    return submit_dialog(context, dialog, asked)


def test_a_form_stays_open_until_its_act_is_accepted_and_returns_what_it_made(
    session_context: GuiContext, messages: RecordedMessages
) -> None:
    said = []

    def name_it(dialog: PanelDialog) -> None:
        dialog.form.nameEdit.setText("n" * 4_000)
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.nameEdit.setText("Jury du soir")
        dialog.form.acceptButton.click()

    messages.scripts.append(name_it)
    done = ask(session_context, PanelDialog("Ajouter un jury"))
    assert said[0] != ""
    names = {
        panel.id: panel.name for panel in session_context.queries.panels(str(session_context.session_id))
    }
    assert done is not None
    assert names[done.value] == "Jury du soir"


def test_a_form_given_up_makes_nothing(session_context: GuiContext, messages: RecordedMessages) -> None:
    messages.scripts.append(lambda dialog: dialog.reject())
    assert ask(session_context, PanelDialog("Ajouter un jury")) is None
    assert len(session_context.queries.panels(str(session_context.session_id))) == 1


def test_a_form_can_be_used_again_when_a_long_task_was_writing(
    session_context: GuiContext, messages: RecordedMessages, idle: Idle
) -> None:
    def wait_and_try_again(dialog: PanelDialog) -> None:
        dialog.form.nameEdit.setText("Jury du soir")
        dialog.form.acceptButton.click()
        idle(session_context.tasks)
        dialog.form.acceptButton.click()

    session_context.tasks.run(lambda _progress: None, title="Import des candidats", writes=True)
    messages.scripts.append(wait_and_try_again)
    assert ask(session_context, PanelDialog("Ajouter un jury")) is not None
    assert [error.code for error in messages.errors] == ["gui.busy_writing"]
