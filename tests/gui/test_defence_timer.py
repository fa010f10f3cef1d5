"""The clocks of a defence."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.timers import any_running
from cisp_desktop.domain.hearing_log import Phase, Timed, TimerAct
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.widgets.defence_timer import DefenceTimer, clock_words
from cisp_desktop.gui.widgets.defence_timers import DefenceTimers
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade

NINE = datetime(2022, 12, 14, 9, 0, tzinfo=UTC)


class Hours:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> datetime:
        return self.now


def rows(context: GuiContext) -> list[RegistrationRow]:
    """The session's candidates."""
    assert context.session_id is not None
    return list(context.queries.registrations(context.session_id))


def show(timers: DefenceTimers, context: GuiContext, *, candidate: int = 0, block: int = 0) -> None:
    """Show a candidate and one of the blocks."""
    assert context.session_id is not None
    blocks = context.queries.certification(
        context.queries.session(context.session_id).certification_id
    ).blocks
    timers.show_candidate(rows(context)[candidate], blocks, block_id=blocks[block].id)


@pytest.fixture
def timers(qtbot: QtBot, session_context: GuiContext) -> DefenceTimers:
    """Both timers of the first candidate, shown."""
    shown = DefenceTimers(session_context)
    qtbot.addWidget(shown)
    shown.read(session_context.session_id)
    show(shown, session_context)
    shown.show()
    return shown


@pytest.mark.parametrize(("seconds", "words"), [(0, "00:00"), (751, "12:31"), (3727, "1:02:07")])
def test_a_clock_is_read_in_minutes_and_seconds(seconds: int, words: str) -> None:
    assert clock_words(seconds) == words


def test_a_timer_past_its_time_says_so_in_words_and_colour_and_stays_silent(
    qtbot: QtBot, icons: Icons, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(QApplication, "beep", lambda: rung.append(True))
    hours = Hours()
    timer = DefenceTimer("Exposé", icons, now=hours)
    qtbot.addWidget(timer)
    going = Timed(since=NINE, began=NINE)
    timer.show_timed(going, planned=20)
    hours.now += timedelta(minutes=20)
    timer.show_time()
    assert timer.property("kind") is None
    hours.now += timedelta(seconds=31)
    timer.show_time()
    assert timer.property("kind") == "danger"
    assert timer.late_label.text() == "dépassé de 00:31"
    assert timer.elapsed_label.text() == "20:31"
    assert rung == []
    timer.show_timed(going, planned=25)
    assert timer.property("kind") is None
    timer.sound = True
    hours.now += timedelta(minutes=5)
    timer.show_time()
    timer.show_time()
    assert rung == [True]
    timer.show_timed(Timed(), planned=25)


def test_space_starts_and_pauses_the_timer_that_has_the_focus(timers: DefenceTimers) -> None:
    button = timers.presentation.play_button
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert timers.presentation.running
    assert button.accessibleName() == "Exposé\u00a0: mettre en pause"
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not timers.presentation.running


def test_one_clock_runs_at_a_time(timers: DefenceTimers) -> None:
    timers.presentation.play_button.click()
    timers.interview.play_button.click()
    assert (timers.presentation.running, timers.interview.running) == (False, True)
    timers.interview.play_button.click()
    assert not timers.interview.running


def test_a_clock_goes_on_while_another_candidate_is_shown_and_over_a_restart(
    qtbot: QtBot, timers: DefenceTimers, session_context: GuiContext
) -> None:
    timers.presentation.play_button.click()
    show(timers, session_context, candidate=1)
    assert not timers.presentation.running
    again = DefenceTimers(session_context)
    qtbot.addWidget(again)
    again.read(session_context.session_id)
    assert session_context.lock_postponed
    show(again, session_context, block=4)
    assert again.presentation.running
    again.presentation.stop_button.click()
    assert not any_running(session_context.queries.timer_events(session_context.session_id or ""))


def test_the_hours_of_the_defence_show(timers: DefenceTimers) -> None:
    assert timers.hours_label.text() == ""
    timers.presentation.play_button.click()
    assert timers.hours_label.text().startswith("depuis ")
    timers.presentation.stop_button.click()
    assert " – " in timers.hours_label.text()
    timers.presentation.reset_button.click()
    assert timers.hours_label.text() == ""
    assert timers.presentation.elapsed_label.text() == "00:00"


def test_the_minutes_to_hold_to_are_remembered_where_the_assessment_gives_none(
    qtbot: QtBot, timers: DefenceTimers, settings: Settings, session_context: GuiContext
) -> None:
    timers.presentation.usual_box.setValue(15)
    timers.interview.usual_box.setValue(45)
    assert (settings.presentation_minutes, settings.interview_minutes) == (15, 45)
    again = DefenceTimers(session_context)
    qtbot.addWidget(again)
    show(again, session_context)
    again.show()
    assert again.presentation.usual_box.value() == 15


def test_extra_time_lengthens_what_is_planned(
    timers: DefenceTimers, session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).extra_time_percent = 33
        work.commit()
    show(timers, session_context, block=1)
    assert timers.presentation.planned_label.text() == "/"  # the field beside it says 20 min
    assert timers.presentation.usual_box.text() == "20\u00a0min"
    assert timers.presentation.more_label.text() == "+ 10\u00a0min,\ntiers temps"
    assert "33\u00a0%" in timers.presentation.planned_label.toolTip()


def test_another_assessment_is_chosen_in_the_menu_and_stays(
    timers: DefenceTimers, session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).presented = list(made.blocks[1:4])
        work.commit()
    show(timers, session_context, block=1)
    timers.presentation.play_button.click()
    others = [one for one in timers.assessment_button.menu().actions() if not one.isChecked()]
    others[0].trigger()
    assert not timers.presentation.running
    show(timers, session_context, block=1)
    assert not timers.presentation.running
    show(timers, session_context, candidate=1)
    show(timers, session_context, block=1)
    assert timers.presentation.running
    timers.presentation.stop_button.click()


def test_a_refused_act_changes_nothing(timers: DefenceTimers) -> None:
    timers.timers[Phase.INTERVIEW].asked.emit(TimerAct.PAUSE)
    assert not timers.interview.running
    assert timers.interview.elapsed_label.text() == "00:00"
