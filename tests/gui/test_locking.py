"""Locking by itself, with the system's screen and on demand; and what the juror finds when unlocking."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.locks import IdleLock, watch_locks
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.system_lock import SystemLock
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> Iterator[EvaluatePage]:
    """« Évaluer » as the frame shows it."""
    session_context.juror_changed.connect(lambda: holder.invalidate(None))
    shown = EvaluatePage(session_context)
    holder = PageHolder(shown)
    qtbot.addWidget(holder)
    session_context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    qtbot.waitExposed(holder)
    yield shown
    idle(session_context.tasks)


@pytest.fixture
def identification(qtbot: QtBot, session_context: GuiContext) -> Identification:
    host = QWidget()
    qtbot.addWidget(host)
    return Identification(session_context, QPushButton(host), window=host)


def go_to(page: EvaluatePage, made: SessionMade, *, candidate: int, block: int, row: int) -> None:
    page.focus_on(f"block:{made.registrations[candidate]}:{made.blocks[block]}")
    page.pane.go_to(row)


def place(page: EvaluatePage) -> tuple[str, str, int]:
    view = page.pane.model.view
    assert view is not None
    return view.registration_id, view.block_id, page.pane.grid.current_row


# --- where one was ---------------------------------------------------------------------------------


def test_unlocking_leads_back_to_the_candidate_the_block_and_the_line(
    page: EvaluatePage, made: SessionMade
) -> None:
    page.context.set_juror(made.juror())
    go_to(page, made, candidate=1, block=2, row=3)
    before = place(page)
    page.context.set_juror(None)
    assert page.pane.model.view is None
    page.context.set_juror(made.juror())
    assert place(page) == before == (made.registrations[1], made.blocks[2], 3)


def test_the_line_of_one_juror_is_nothing_to_the_next(page: EvaluatePage, made: SessionMade) -> None:
    page.context.set_juror(made.juror())
    go_to(page, made, candidate=1, block=2, row=3)
    page.context.set_juror(None)
    page.context.set_juror(made.juror(Role.CENTRE))
    assert place(page)[2] == 0


def test_a_comment_being_typed_is_stored_before_the_screen_is_masked(
    page: EvaluatePage, made: SessionMade
) -> None:
    page.context.set_juror(made.juror())
    go_to(page, made, candidate=0, block=0, row=1)
    page.pane.editor.editor.setPlainText("Dit sans papier, exemples précis")
    page.context.set_juror(None)
    seat = made.seats[Role.PRESIDENT]
    view = page.context.queries.score_sheet(made.registrations[0], seat, block_id=made.blocks[0])
    assert view.lines[1].comment == "Dit sans papier, exemples précis"


def test_what_the_disk_refused_is_there_again_after_unlocking(
    page: EvaluatePage,
    made: SessionMade,
    workspace: SqlWorkspace,
    messages: RecordedMessages,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.context.set_juror(made.juror())
    go_to(page, made, candidate=0, block=0, row=1)
    page.pane.editor.editor.setPlainText("Écrit pendant que le disque est plein")

    def full(*_given: object, **_named: object) -> Any:
        raise StorageError("workspace.disk_full", path="/")

    with monkeypatch.context() as broken:
        broken.setattr(workspace, "unit_of_work", full)
        page.context.set_juror(None)
        assert page.pane.editor.editor.toPlainText() == ""
    page.context.set_juror(made.juror())
    assert page.pane.editor.editor.toPlainText() == "Écrit pendant que le disque est plein"
    page.pane.model.retry()
    seat = made.seats[Role.PRESIDENT]
    view = page.context.queries.score_sheet(made.registrations[0], seat, block_id=made.blocks[0])
    assert view.lines[1].comment == "Écrit pendant que le disque est plein"
    messages.errors.clear()


def test_locking_closes_what_a_page_shows_of_the_juror_in_a_dialog(
    qtbot: QtBot, page: EvaluatePage, made: SessionMade, identification: Identification
) -> None:
    page.context.set_juror(made.juror())
    private, common = QDialog(page), QDialog(identification.menu)
    for dialog in (private, common):
        qtbot.addWidget(dialog)
        dialog.show()
    page.context.set_juror(None)
    assert not private.isVisible()
    assert common.isVisible()


# --- by itself -------------------------------------------------------------------------------------


def test_other_minutes_count_at_once(session_context: GuiContext, made: SessionMade) -> None:
    lock = IdleLock(session_context, session_context)
    session_context.set_juror(made.juror())
    session_context.settings.lock_minutes = 1
    assert 0 < lock._timer.remainingTime() <= 66_000
    session_context.settings.lock_minutes = 30
    assert lock._timer.remainingTime() > 29 * 60_000
    session_context.set_juror(None)


@pytest.mark.parametrize("text", ["0", "31", "-5", "jamais"])
def test_minutes_that_are_not_offered_count_as_five(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.ini"
    file.write_text(f"[safety]\nlock_minutes={text}\n")
    assert Settings(file).lock_minutes == 5


def test_the_system_lock_locks_even_while_a_timer_runs(
    session_context: GuiContext, made: SessionMade
) -> None:
    watch_locks(session_context, session_context)
    system = session_context.findChild(SystemLock)
    session_context.set_juror(made.juror())
    session_context.lock_waits_until = session_context.workspace.clock() + timedelta(minutes=1)
    system.on_active(False)
    assert session_context.current_juror is not None
    system.on_active(True)
    assert session_context.current_juror is None
    session_context.set_juror(made.juror())
    system.on_locked()
    assert session_context.current_juror is None


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A session bus of this test alone, told to its process by the environment."""
    try:
        started = subprocess.run(
            ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this computer has no D-Bus daemon")
    address, pid = started.stdout.split()
    yield {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address, "QT_QPA_PLATFORM": "offscreen"}
    os.kill(int(pid), signal.SIGTERM)


LISTENER = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from cisp_desktop.gui.system_lock import SystemLock
app = QCoreApplication([])
lock = SystemLock()
lock.locked.connect(lambda: (print("locked", flush=True), app.quit()))
QTimer.singleShot(20_000, app.quit)
print("heard", lock.heard, flush=True)
app.exec()
"""


def test_the_screen_savers_signal_on_a_real_bus_is_heard(bus: dict[str, str], project_folder: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], env=bus, cwd=project_folder,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    listener = subprocess.Popen(
        [sys.executable, "-c", LISTENER], env=bus, cwd=project_folder, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    assert owner.stdin is not None
    assert listener.stdout is not None
    try:
        assert owner.stdout.readline().strip() == "owns True"
        assert listener.stdout.readline().strip() == "heard True"
        owner.stdin.write("\n")
        owner.stdin.flush()
        assert listener.stdout.readline().strip() == "locked"
    finally:
        for process in (owner, listener):
            process.kill()
            process.communicate()


OWNER = """
import sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage
app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
print("owns", bus.registerService("org.freedesktop.ScreenSaver"), flush=True)
sys.stdin.readline()
message = QDBusMessage.createSignal("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged")
message.setArguments([True])
bus.send(message)
QCoreApplication.processEvents()
sys.stdin.readline()
"""


# --- a forgotten code ------------------------------------------------------------------------------


def fill_reset(dialog: ResetCodeDialog, code: str) -> None:
    dialog.form.codeEdit.setText(code)
    dialog.form.witnessEdit.setText("BERNARD Lucie")
    dialog.form.reasonEdit.setText("Code égaré")
    dialog.form.checkedCheckBox.setChecked(True)
    dialog.form.acceptButton.click()


def test_a_forgotten_code_is_replaced_from_the_question_for_it(
    qtbot: QtBot,
    session_context: GuiContext,
    made: SessionMade,
    messages: RecordedMessages,
    identification: Identification,
) -> None:
    shown: list[str] = []

    def forget(dialog: IdentifyJurorDialog) -> None:
        dialog.form.forgottenButton.click()

    def reset(dialog: ResetCodeDialog) -> None:
        assert dialog.seat_id == made.seats[Role.CENTRE]
        assert dialog.form.memberComboBox.count() == 1
        fill_reset(dialog, "000001")

    def read(dialog: Any) -> None:
        shown.append(dialog.text)
        dialog.form.handedCheckBox.setChecked(True)
        dialog.form.closeButton.click()

    messages.scripts += [forget, reset, read]
    identification.identify(made.seats[Role.CENTRE])
    assert messages.dialogs == ["IdentifyJurorDialog", "ResetCodeDialog", "FirstCodesDialog"]
    code = shown[0].rpartition(" ")[2]

    def unlock(dialog: IdentifyJurorDialog) -> None:
        dialog.form.codeEdit.setText(code)
        dialog.form.acceptButton.click()

    messages.scripts.append(unlock)
    identification.identify(made.seats[Role.CENTRE])
    assert session_context.current_juror is not None
    assert session_context.current_juror.seat_id == made.seats[Role.CENTRE]
    session_context.set_juror(None)


def test_a_wrong_code_of_the_member_replaces_nothing_and_delays(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages,
    identification: Identification,
) -> None:  # fmt: skip
    problems: list[str] = []

    def wrong(dialog: ResetCodeDialog) -> None:
        fill_reset(dialog, "faux")
        for _ in range(2):
            qtbot.waitUntil(dialog.form.acceptButton.isEnabled)
            dialog.form.acceptButton.click()
        qtbot.waitUntil(lambda: "nouvel essai possible" in dialog.form.problemLabel.text())
        problems.append(dialog.form.problemLabel.text())
        dialog.reject()

    messages.scripts.append(wrong)
    identification.reset_code(made.seats[Role.CENTRE])
    assert messages.dialogs == ["ResetCodeDialog"]
    assert "s." in problems[0]
    assert not [e for e in session_context.queries.events() if e.action == "juror.code_reset"]


def test_nothing_is_asked_of_the_use_case_before_the_form_is_whole(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    panels = session_context.queries.panels(made.id)
    dialog = ResetCodeDialog(panels, made.seats[Role.PRESIDENT])
    qtbot.addWidget(dialog)
    dialog.show()
    submitted: list[bool] = []
    dialog.submitted.connect(lambda: submitted.append(True))
    assert dialog.form.memberComboBox.count() == 2
    for fill in (
        lambda: dialog.form.codeEdit.setText("code"),
        lambda: dialog.form.witnessEdit.setText("BERNARD Lucie"),
        lambda: dialog.form.reasonEdit.setText("Code égaré"),
        lambda: dialog.form.checkedCheckBox.setChecked(True),
    ):
        dialog.form.acceptButton.click()
        assert dialog.form.problemLabel.text()
        assert not submitted
        fill()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert submitted
    assert cut_texts(dialog) == []


def test_the_dialog_is_usable_by_all(qtbot: QtBot, session_context: GuiContext, made: SessionMade) -> None:
    dialog = ResetCodeDialog(session_context.queries.panels(made.id), made.seats[Role.CENTRE])
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
