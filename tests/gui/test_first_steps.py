"""From the first window to the first mark: the demonstration, the dashboard's lead, where a juror begins."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.demonstration_steps import WORDS, Making, MakingStep, step_at
from cisp_desktop.application.timers import TimerKey, start_timer
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.demonstration_opening import DemonstrationOpening
from cisp_desktop.gui.identification import Identification
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.pages.welcome_page import WelcomePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages

Idle = Callable[[TaskRunner], None]
EVALUATE = PageSpec("evaluate", "2", "pencil-line", EvaluatePage)


# --- the demonstration is made ----------------------------------------------------------------------


def test_the_steps_of_the_making_lead_on_and_each_has_its_words() -> None:
    told: list[tuple[int, int]] = []
    making = Making(lambda done, total: told.append((done, total)))
    for step in MakingStep:
        making.enter(step)
        within = making.within(step)
        for done in range(4):
            within(done, 3)
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert {step_at(done) for done, _ in told} == set(MakingStep) == set(WORDS)


@pytest.fixture
def opening(
    qtbot: QtBot, settings: Settings, services: FakeServices, tasks: TaskRunner, messages: RecordedMessages
) -> tuple[DemonstrationOpening, WelcomePage, list[Any]]:
    """The opening of a demonstration on a welcome page that is shown, and what it opened."""
    page = WelcomePage(settings)
    qtbot.addWidget(page)
    page.resize(1280, 660)
    page.show()
    opened: list[Any] = []
    made = DemonstrationOpening(cast(Any, services), tasks, messages, page=page, opened=opened.append)
    return made, page, opened


def test_the_welcome_page_says_what_is_being_made_and_how_far(
    qtbot: QtBot,
    opening: tuple[DemonstrationOpening, WelcomePage, list[Any]],
    services: FakeServices,
    idle: Idle,
    tasks: TaskRunner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, page, opened = opening
    seen: list[tuple[str, int, bool]] = []

    def watch(words: str, done: int, total: int, *, cancellable: bool) -> None:
        WelcomePage.show_step(page, words, done, total, cancellable=cancellable)
        form = page.form
        seen.append(
            (form.makingStepLabel.text(), form.makingBar.value(), form.makingCancelButton.isVisible())
        )
        check_page(page)

    def make(progress: Callable[[int, int], None], path: object) -> Any:
        making = Making(progress)
        for step in MakingStep:
            making.enter(step)
        return services.create_workspace(services.demonstration_path(), "une phrase de démonstration")

    monkeypatch.setattr(services, "open_demonstration", make)
    monkeypatch.setattr(page, "show_step", watch)
    made.begin(None)
    assert page.form.makingFrame.isVisible()
    assert not page.form.demonstrationButton.isEnabled()
    idle(tasks)
    qtbot.waitUntil(lambda: bool(opened))
    assert seen == [(WORDS[step], step.value, step is not MakingStep.OPENING) for step in MakingStep]
    assert page.form.makingFrame.isHidden()
    assert page.form.demonstrationButton.isEnabled()
    opened[0].abandon()


def test_a_making_that_is_cancelled_opens_nothing_and_can_be_asked_again(
    qtbot: QtBot,
    opening: tuple[DemonstrationOpening, WelcomePage, list[Any]],
    services: FakeServices,
    messages: RecordedMessages,
    idle: Idle,
    tasks: TaskRunner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, page, opened = opening
    rounds = iter(range(10_000))

    def make(progress: Callable[[int, int], None], path: object) -> Any:
        for _ in rounds:
            progress(MakingStep.DOSSIERS, 100)
            QTest.qSleep(1)

    monkeypatch.setattr(services, "open_demonstration", make)
    made.begin(None)
    qtbot.waitUntil(page.form.makingCancelButton.isVisible)
    page.form.makingCancelButton.click()
    assert page.form.makingStepLabel.text() == "Annulation…"
    idle(tasks)
    assert opened == []
    assert page.form.makingFrame.isHidden()
    assert page.form.demonstrationButton.isEnabled()
    messages.assert_silent()


# --- the own code ---------------------------------------------------------------------------------


@pytest.fixture
def identified(
    qtbot: QtBot, session_context: GuiContext, messages: RecordedMessages, made: SessionMade, idle: Idle
) -> Callable[[], list[str]]:
    """Identify the president, answer nothing else, and return the dialogs that came."""
    frame = SessionFrame(session_context, [EVALUATE])
    qtbot.addWidget(frame)
    Identification(session_context, frame.form.jurorButton, window=frame)

    def type_code(dialog: Any) -> None:
        dialog.form.codeEdit.setText("000001")
        dialog.form.acceptButton.click()

    def one() -> list[str]:
        messages.dialogs.clear()
        messages.scripts[:] = [type_code, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)]
        session_context.identify(made.seats[Role.PRESIDENT])
        qtbot.wait(1)
        idle(session_context.tasks)
        assert session_context.current_juror is not None
        messages.scripts.clear()
        return list(messages.dialogs)

    return one


def test_a_real_session_offers_once_to_change_the_first_code(identified: Callable[[], list[str]]) -> None:
    assert identified() == ["IdentifyJurorDialog", "ChangeCodeDialog"]
    assert identified() == ["IdentifyJurorDialog"]


def test_the_demonstration_asks_nothing_after_the_told_code(
    identified: Callable[[], list[str]], workspace: SqlWorkspace, made: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.sessions.get(made.id).demonstration = True
        work.commit()
    assert identified() == ["IdentifyJurorDialog"]


# --- where « Évaluer » opens ------------------------------------------------------------------------


@pytest.fixture
def frame(qtbot: QtBot, session_context: GuiContext) -> SessionFrame:
    """« Évaluer » in its frame."""
    frame = SessionFrame(session_context, [EVALUATE])
    qtbot.addWidget(frame)
    frame.resize(1366, 740)
    frame.show()
    frame.open_page("evaluate")
    qtbot.waitExposed(frame)
    return frame


@pytest.fixture
def page(frame: SessionFrame) -> EvaluatePage:
    """The page, masked."""
    return cast(EvaluatePage, frame.current_page)


def shown_place(page: EvaluatePage) -> tuple[str, str]:
    view = page.pane.model.view
    assert view is not None
    return view.registration_id, view.block_id


def test_a_juror_begins_at_the_first_candidate_and_block_not_filled(
    page: EvaluatePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    score(workspace, made, made.registrations[0])
    score(workspace, made, made.registrations[1], blocks=made.blocks[:1], seal=False)
    page.context.set_juror(made.juror())
    assert shown_place(page) == (made.registrations[1], made.blocks[1])
    assert page.pane.grid.current_row == 0


def test_another_juror_begins_at_the_own_work_and_a_lock_brings_back_to_the_same_place(
    page: EvaluatePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    score(workspace, made, made.registrations[0])
    page.context.set_juror(made.juror())
    assert shown_place(page)[0] == made.registrations[1]
    page.form.candidatePane.choose(made.registrations[0])  # looks back at a sealed sheet
    page.pane.tabs.setCurrentIndex(2)
    page.context.set_juror(None)
    page.context.set_juror(made.juror())
    assert shown_place(page) == (made.registrations[0], made.blocks[2])
    page.context.set_juror(made.juror(Role.CENTRE))
    assert shown_place(page) == (made.registrations[0], made.blocks[2])  # nothing is filled there yet


def test_a_juror_who_comes_is_led_to_who_is_being_heard(page: EvaluatePage, made: SessionMade) -> None:
    run_timer(page, made, 2)
    page.context.set_juror(made.juror())
    assert shown_place(page)[0] == made.registrations[2]


def run_timer(page: EvaluatePage, made: SessionMade, candidate: int) -> None:
    one = made.certification.blocks[0].assessments[0]
    key = TimerKey(made.registrations[candidate], one.id, Phase.PRESENTATION)
    start_timer(page.context.workspace, key, actor="SITE")


def test_the_dashboards_lead_is_followed_once_the_juror_is_identified(
    page: EvaluatePage, made: SessionMade
) -> None:
    page.focus_on(f"registration:{made.registrations[1]}")
    page.context.set_juror(made.juror())
    assert shown_place(page) == (made.registrations[1], made.blocks[0])


def test_a_line_of_the_dashboard_leads_to_that_jurors_button(page: EvaluatePage, made: SessionMade) -> None:
    page.focus_on(f"seat:{made.seats[Role.CENTRE]}")
    assert page.form.gateArea.buttons[2].hasFocus()


# --- what runs out of sight -------------------------------------------------------------------------


def test_a_timer_of_another_candidate_is_named_beside_the_timers_and_leads_there(
    page: EvaluatePage, made: SessionMade
) -> None:
    elsewhere = page.timers.elsewhere
    page.context.set_juror(made.juror())
    assert elsewhere.isHidden()
    page.timers.presentation.play_button.click()
    assert elsewhere.isHidden()
    page.form.candidatePane.choose(made.registrations[1])
    assert elsewhere.isVisible()
    assert elsewhere.text().startswith("DUPONT1 Zoé\u00a0: 00:0")
    assert "DUPONT1 Zoé" in elsewhere.accessibleName()
    page.context.set_juror(None)
    assert "DUPONT1" not in elsewhere.text() + elsewhere.toolTip() + elsewhere.accessibleName()
    page.context.set_juror(made.juror())
    page.form.candidatePane.choose(made.registrations[1])
    elsewhere.click()
    assert shown_place(page)[0] == made.registrations[0]
    assert elsewhere.isHidden()


def test_the_menu_of_presence_ticks_what_is_known_and_agrees_with_a_woman(
    page: EvaluatePage, workspace: SqlWorkspace, made: SessionMade
) -> None:
    page.context.set_juror(made.juror())
    button = page.header.presence_button

    def ticked() -> list[str]:
        return [one.text().replace("&", "") for one in button.menu().actions() if one.isChecked()]

    def know(attendance: Attendance, sex: str) -> None:
        with workspace.unit_of_work() as work:
            registration = work.registrations.get(made.registrations[0])
            registration.attendance = attendance
            work.candidates.get(registration.candidate_id).sex = sex
            work.commit()
        page.refresh(None)

    know(Attendance.EXPECTED, "M")
    assert (button.text(), ticked()) == ("Attendu", ["Attendu"])
    know(Attendance.PRESENT, "F")
    assert (button.text(), ticked()) == ("Présente", ["Présente"])
    late = next(one for one in button.menu().actions() if "retard" in one.text())
    assert late.text().replace("&", "") == "Arrivée en retard…"
    know(Attendance.WITHDRAWN, "F")
    assert (button.text(), ticked()) == ("Abandon", ["S’est retirée pendant la soutenance…"])


def test_the_rooms_screen_opens_from_the_session_menu_and_from_the_sitting(
    frame: SessionFrame, page: EvaluatePage
) -> None:
    asked: list[int] = []
    page.context.room_screen_requested.connect(lambda: asked.append(1))
    menu = frame.form.sessionButton.menu()
    menu.aboutToShow.emit()
    for one in (menu, page.header.sitting_menu.menu()):
        entry: QAction = next(act for act in one.actions() if "cran de la salle" in act.text())
        entry.trigger()
    assert len(asked) == 2


def test_a_demonstration_is_among_the_recent_workspaces_and_opens_again_without_a_passphrase(
    qtbot: QtBot,
    window: Any,
    services: FakeServices,
    settings: Settings,
    messages: RecordedMessages,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def make(_progress: Callable[[int, int], None], path: Path) -> Any:
        words = "une phrase de démonstration"
        return (
            services.open_workspace(path, words) if path.exists() else services.create_workspace(path, words)
        )

    monkeypatch.setattr(services, "open_demonstration", make)
    controller, place = window.controller, tmp_path / "essai"
    controller.open_demonstration(place)
    qtbot.waitUntil(lambda: controller.context is not None, timeout=20_000)
    controller.close_workspace()
    qtbot.waitUntil(lambda: controller.context is None, timeout=20_000)
    assert settings.recent_workspaces == (str(place),)
    assert window.welcome_page.form.recentListWidget.count() == 1
    controller.open_workspace(place)
    qtbot.waitUntil(lambda: controller.context is not None, timeout=20_000)
    assert messages.dialogs == []
    settings.remember_workspace(place)
    assert settings.demonstrations == ()
