"""The window and its frame: opening, navigating, waiting, saving, locking, by mouse and by keyboard."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.locks import IdleLock
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.pages.page import Page, Waiting, primary_button
from cisp_desktop.gui.pages.registry import page_specs
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.session_status import Step
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from tests.factories import JURORS, SessionMade, make_session, make_workspace, score_by_all
from tests.gui.checks import check_page, cut_texts
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


class CountingPage(Page):
    """Counts what the frame asks of it."""

    concerns = Change.CANDIDATES
    follows_juror = True

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.seen: list[Changes | None] = []
        self.focused: list[str] = []
        self.waits: Waiting | None = None
        self.leaves = True
        self.button = primary_button("Suite", self)
        self.field = QPushButton("Champ", self)

    @property
    def title(self) -> str:
        return "Essai"

    def header_widgets(self) -> tuple[QWidget, ...]:
        return (self.button,)

    def waiting_for(self) -> Waiting | None:
        return self.waits

    def refresh(self, changes: Changes | None) -> None:
        self.seen.append(changes)

    def focus_on(self, target: str) -> None:
        self.focused.append(target)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.field,)

    def leave(self) -> bool:
        return self.leaves


@pytest.fixture
def frame(qtbot: QtBot, session_context: GuiContext) -> SessionFrame:
    specs = [
        PageSpec("one", "Un", "house", CountingPage),
        PageSpec("two", "Deux", "house", CountingPage),
        PageSpec("three", "Trois", "house", CountingPage, group=2),
    ]
    shown = SessionFrame(session_context, specs)
    qtbot.addWidget(shown)
    shown.resize(1280, 660)
    shown.show()
    qtbot.waitExposed(shown)
    shown.open_page("one")
    return shown


def counting(frame: SessionFrame, key: str) -> CountingPage:
    page = frame.holder(key).page
    assert isinstance(page, CountingPage)
    return page


def attend(context: GuiContext, made: SessionMade, number: int = 0) -> None:
    workspace = context.workspace
    context.operations.run(
        lambda: set_attendance(workspace, made.registrations[number], attendance=Attendance.PRESENT)
    )


def test_pages_are_made_on_their_first_visit_only(frame: SessionFrame) -> None:
    assert list(frame._holders) == ["one"]
    frame.navigation.buttons["two"].click()
    assert frame.current_key == "two"
    first = frame.current_page
    frame.open_page("one")
    frame.open_page("two")
    assert frame.current_page is first


def test_a_page_refreshes_while_shown_and_once_more_when_shown_next(
    frame: SessionFrame, session_context: GuiContext, made: SessionMade
) -> None:
    frame.open_page("two")
    frame.open_page("one")
    one, two = counting(frame, "one"), counting(frame, "two")
    before_one, before_two = len(one.seen), len(two.seen)
    attend(session_context, made, 0)
    attend(session_context, made, 1)
    assert len(one.seen) == before_one + 2
    assert len(two.seen) == before_two
    frame.open_page("two")
    assert len(two.seen) == before_two + 1
    last = two.seen[-1]
    assert last is not None
    assert {made.registrations[0], made.registrations[1]} <= last.ids


def test_a_change_that_does_not_concern_a_page_leaves_it_alone(
    frame: SessionFrame, session_context: GuiContext
) -> None:
    before = len(counting(frame, "one").seen)
    session_context.operations.changed.emit(Changes(Change.MINUTES, frozenset()))
    assert len(counting(frame, "one").seen) == before


def test_another_session_refreshes_everything(frame: SessionFrame, session_context: GuiContext) -> None:
    session_context.set_session(None)
    assert counting(frame, "one").seen[-1] is None


def test_another_juror_refreshes_the_pages_that_follow(
    frame: SessionFrame, session_context: GuiContext, made: SessionMade
) -> None:
    before = len(counting(frame, "one").seen)
    session_context.set_juror(made.juror())
    assert counting(frame, "one").seen[before:] == [None]


def test_a_page_that_waits_teaches_and_its_button_leads_on(frame: SessionFrame) -> None:
    page = counting(frame, "two")
    page.waits = Waiting("Pas encore", "Il manque <b>tout</b>.", "Voir un", page="one", target="tab:x")
    frame.open_page("two")
    holder = frame.holder("two")
    assert holder.waiting
    assert holder.empty_state.text_label.text() == "Il manque <b>tout</b>."
    assert holder.empty_state.text_label.textFormat() is Qt.TextFormat.PlainText
    assert not page.button.isVisible()
    assert page.seen == []
    holder.empty_state.button.click()
    assert frame.current_key == "one"
    assert counting(frame, "one").focused == ["tab:x"]


def test_a_page_that_no_longer_waits_is_read_whole(frame: SessionFrame) -> None:
    page = counting(frame, "two")
    page.waits = Waiting("Pas encore", "…")
    frame.open_page("two")
    page.waits = None
    frame.holder("two").bring_up_to_date()
    assert page.seen == [None]
    assert page.button.isVisible()


def test_a_page_may_keep_the_user(frame: SessionFrame) -> None:
    counting(frame, "one").leaves = False
    frame.navigation.buttons["two"].click()
    assert frame.current_key == "one"
    assert frame.navigation.buttons["one"].isChecked()


def test_the_header_says_when_it_was_saved(
    frame: SessionFrame, session_context: GuiContext, made: SessionMade
) -> None:
    assert frame.form.saveLabel.text() == ""
    attend(session_context, made)
    assert frame.form.saveLabel.text().startswith("Enregistré 08:00:0")
    assert frame.form.saveDot.state is DotState.DONE


def test_the_header_names_the_session_and_its_month(frame: SessionFrame) -> None:
    assert frame.form.sessionButton.text() == "CISP Grenoble · décembre 2022"


def test_f6_goes_round_the_panes(qtbot: QtBot, frame: SessionFrame) -> None:
    counting(frame, "one").field.setFocus()
    frame.next_pane()
    assert frame.navigation.buttons["one"].hasFocus()
    frame.next_pane()
    assert counting(frame, "one").field.hasFocus()


def test_arrows_move_in_the_navigation_and_space_opens(qtbot: QtBot, frame: SessionFrame) -> None:
    frame.navigation.buttons["one"].setFocus()
    qtbot.keyClick(frame.navigation.buttons["one"], Qt.Key.Key_Down)
    assert frame.navigation.buttons["two"].hasFocus()
    assert frame.current_key == "one"
    qtbot.keyClick(frame.navigation.buttons["two"], Qt.Key.Key_Space)
    assert frame.current_key == "two"


# --- the whole window ------------------------------------------------------------------------------


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, tmp_path: Any, idle: Idle) -> Any:
    """The window on a workspace with one session; gives (controller, session made)."""
    workspace = make_workspace(tmp_path)
    made = make_session(workspace)
    controller = window.controller  # type: ignore[attr-defined]  # set by the fixture
    controller.show_workspace(workspace)
    idle(controller.tasks)
    return controller, made


def test_the_window_fits_a_1080p_laptop_at_150_percent(window: MainWindow, opened: Any) -> None:
    assert window.minimumSize().width() <= 1280
    assert window.minimumSize().height() <= 660
    hint = window.minimumSizeHint()
    assert (hint.width(), hint.height()) <= (1280, 660)


def test_every_page_of_the_registry_opens_and_is_usable_by_all(
    qtbot: QtBot, window: MainWindow, opened: Any, idle: Idle
) -> None:
    controller, _made = opened
    for spec in page_specs():
        controller.context.open_page(spec.key)
        idle(controller.tasks)
        assert controller.frame.current_key == spec.key
        check_page(controller.frame.holder(spec.key))


def test_text_at_150_percent_is_not_cut_on_any_page(
    qtbot: QtBot, window: MainWindow, opened: Any, idle: Idle, theme: Any
) -> None:
    controller, _made = opened
    window.resize(1280, 660)
    try:
        theme.apply(theme.mode, text_scale=150)
        for spec in page_specs():
            controller.context.open_page(spec.key)
            idle(controller.tasks)
            with contextlib.suppress(TimeoutError, qtbot.TimeoutError):  # layouts settle over a few events
                qtbot.waitUntil(lambda: not cut_texts(window), timeout=2_000)
            assert cut_texts(window) == [], spec.key
            assert window.width() <= 1280, spec.key
            assert window.height() <= 660, spec.key
    finally:
        theme.apply(theme.mode)


def test_the_navigation_draws_where_each_step_stands(opened: Any, idle: Idle) -> None:
    controller, made = opened
    states = {s: controller.context.status.status.steps[s].state.value for s in Step}
    assert states[Step.EVALUATE] == "TO_DO"
    assert states[Step.MINUTES] == "WAITING"
    score_by_all(controller.context.workspace, made, made.registrations[0])
    idle(controller.tasks)
    assert controller.context.status.status.steps[Step.EVALUATE].state.value == "UNDER_WAY"
    assert controller.context.status.status.steps[Step.EVALUATE].missing == 30
    button = controller.frame.navigation.buttons["sequel"]
    assert button.entry_state.state is DotState.WAITING
    assert "pas encore possible" in button.accessibleDescription()


def test_control_and_a_figure_open_the_steps(qtbot: QtBot, window: MainWindow, opened: Any) -> None:
    controller, _made = opened
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert controller.frame.current_key == "sequel"
    qtbot.keyClick(window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert controller.frame.current_key == "dashboard"


def test_text_scales_by_keys_and_is_remembered(qtbot: QtBot, window: MainWindow, theme: Any) -> None:
    try:
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert theme.text_scale == 110
        qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
        assert theme.text_scale == 90
        assert window._settings.text_scale == 90
    finally:
        qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.text_scale == 100


def test_f1_shows_the_keys(qtbot: QtBot, window: MainWindow, opened: Any, messages: RecordedMessages) -> None:
    words: list[str] = []

    def read(dialog: Any) -> None:
        table = dialog.form.shortcutsTableWidget
        words.extend(table.item(row, 0).text() for row in range(table.rowCount()))
        dialog.accept()

    messages.scripts.append(read)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert {"Ctrl+Z", "F6", "F1"} <= set(words)


def test_control_z_undoes_from_anywhere(qtbot: QtBot, window: MainWindow, opened: Any) -> None:
    controller, made = opened
    workspace = controller.context.workspace
    registration = made.registrations[0]
    controller.context.operations.run(
        lambda: set_attendance(workspace, registration, attendance=Attendance.ABSENT),
        text="Présence",
        undo=lambda before: set_attendance(workspace, registration, attendance=before),
    )
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.queries.registration(registration).attendance is Attendance.EXPECTED
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert workspace.queries.registration(registration).attendance is Attendance.ABSENT


def test_closing_the_window_puts_the_workspace_away_first(
    qtbot: QtBot, window: MainWindow, opened: Any
) -> None:
    controller, _made = opened
    folder = controller.context.workspace.path
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert controller.context is None
    assert list((folder / "backups").iterdir())


def test_closing_the_workspace_comes_back_to_the_welcome_page(
    qtbot: QtBot, window: MainWindow, opened: Any, idle: Idle
) -> None:
    controller, _made = opened
    controller.close_workspace()
    idle(controller.tasks)
    assert window.form.windowStack.currentWidget() is window.welcome_page
    assert controller.context is None
    assert window.isEnabled()


# --- jurors ----------------------------------------------------------------------------------------


def test_a_juror_is_identified_by_the_own_code_after_a_wrong_one(
    qtbot: QtBot, opened: Any, messages: RecordedMessages, idle: Idle
) -> None:
    controller, made = opened
    problems: list[str] = []

    def type_codes(dialog: Any) -> None:
        dialog.form.codeEdit.setText("faux")
        dialog.form.acceptButton.click()
        qtbot.waitUntil(lambda: dialog.form.acceptButton.isEnabled())
        problems.append(dialog.form.problemLabel.text())
        dialog.form.codeEdit.setText("000001")
        dialog.form.acceptButton.click()

    def keep(dialog: Any) -> None:
        dialog.form.keepButton.click()

    messages.scripts += [type_codes, keep]
    controller.context.identify(made.seats[Role.PRESIDENT])
    assert problems[0]
    juror = controller.context.current_juror
    assert juror is not None
    assert juror.name == JURORS[Role.PRESIDENT]
    assert controller.frame.form.jurorButton.text() == "MARTIN Anne, président"
    qtbot.waitUntil(lambda: messages.dialogs == ["IdentifyJurorDialog", "ChangeCodeDialog"])
    panel = controller.context.queries.panel(made.id)
    assert not next(seat for seat in panel.seats if seat.id == juror.seat_id).first_code
    messages.assert_silent()


def test_the_first_code_can_be_changed_at_once(
    qtbot: QtBot, opened: Any, messages: RecordedMessages, idle: Idle
) -> None:
    controller, made = opened

    def type_code(dialog: Any) -> None:
        dialog.form.codeEdit.setText("000001")
        dialog.form.acceptButton.click()

    def change(dialog: Any) -> None:
        assert not dialog.form.oldEdit.isVisible()
        dialog.form.newEdit.setText("mon code à moi")
        dialog.form.repeatEdit.setText("mon code à moi")
        dialog.form.acceptButton.click()

    messages.scripts += [type_code, change]
    controller.context.identify(made.seats[Role.PRESIDENT])
    qtbot.waitUntil(lambda: len(messages.dialogs) == 2)
    idle(controller.tasks)
    controller.context.set_juror(None)

    def type_new(dialog: Any) -> None:
        dialog.form.codeEdit.setText("mon code à moi")
        dialog.form.acceptButton.click()

    messages.scripts.append(type_new)
    controller.context.identify(made.seats[Role.PRESIDENT])
    assert controller.context.current_juror is not None
    messages.assert_silent()


def test_asking_for_another_code_blanks_the_screen_first(opened: Any, messages: RecordedMessages) -> None:
    controller, made = opened
    controller.context.set_juror(made.juror())
    seen: list[object] = []

    def look(dialog: Any) -> None:
        seen.append(controller.context.current_juror)
        dialog.reject()

    messages.scripts.append(look)
    controller.context.identify(made.seats[Role.CENTRE])
    assert seen == [None]
    assert controller.context.current_juror is None


def test_control_l_locks(qtbot: QtBot, window: MainWindow, opened: Any) -> None:
    controller, made = opened
    controller.context.set_juror(made.juror())
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert controller.context.current_juror is None


def test_a_session_without_jury_says_where_to_compose_it(
    qtbot: QtBot, context: GuiContext, workspace: Any, messages: RecordedMessages
) -> None:
    made = make_session(workspace, roles=())
    context.set_session(made.id)
    host = QWidget()
    qtbot.addWidget(host)
    button = QPushButton(host)
    Identification(context, button, window=host).identify()
    assert [error.code for error in messages.errors] == ["gui.no_seat"]


def test_the_automatic_lock_waits_while_a_timer_runs(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    lock = IdleLock(session_context, session_context)
    session_context.set_juror(made.juror())
    assert lock._timer.remainingTime() > 4 * 60_000
    session_context.lock_waits_until = session_context.workspace.clock() + timedelta(minutes=1)
    lock._on_time_passed()
    assert session_context.current_juror is not None
    session_context.lock_waits_until = None
    lock._on_time_passed()
    assert session_context.current_juror is None
    assert not lock._timer.isActive()


def test_a_key_puts_the_automatic_lock_off(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    lock = IdleLock(session_context, session_context)
    session_context.set_juror(made.juror())
    lock._timer.start(1_000)
    lock._timer.setInterval(60_000)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    app = QApplication.instance()
    assert app is not None
    host = QWidget()
    qtbot.addWidget(host)
    QApplication.sendEvent(host, event)
    assert lock._timer.remainingTime() > 30_000
    session_context.set_juror(None)
