"""The clocks of a defence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.widgets.defence_timer import DefenceClock, DefenceTimer, clock_words
from cisp_desktop.gui.widgets.defence_timers import DefenceTimers


class Hours:
    """A clock set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timers(qtbot: QtBot, settings: Settings, icons: Icons) -> DefenceTimers:
    """Both timers of one candidate, shown."""
    shown = DefenceTimers(settings, icons)
    qtbot.addWidget(shown)
    shown.show()
    shown.show_registration("A")
    return shown


@pytest.mark.parametrize(("seconds", "words"), [(0, "00:00"), (751, "12:31"), (3727, "1:02:07")])
def test_a_clock_is_read_in_minutes_and_seconds(seconds: int, words: str) -> None:
    assert clock_words(seconds) == words


def test_a_clock_counts_only_while_it_runs() -> None:
    hours = Hours()
    clock = DefenceClock(hours)
    clock.start()
    hours.now += 90
    clock.pause()
    hours.now += 600
    assert clock.seconds == 90
    clock.start()
    clock.start()
    hours.now += 10
    assert clock.seconds == 100
    clock.reset()
    assert (clock.seconds, clock.running) == (0, False)


def test_a_timer_past_its_time_says_so_in_words_and_colour_and_stays_silent(
    qtbot: QtBot, icons: Icons, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(QApplication, "beep", lambda: rung.append(True))
    hours = Hours()
    timer = DefenceTimer("Exposé", icons)
    qtbot.addWidget(timer)
    timer.show_target(20)
    clock = DefenceClock(hours)
    clock.start()
    timer.show_clock(clock)
    hours.now += 20 * 60
    timer.show_time()
    assert timer.property("kind") is None
    hours.now += 31
    timer.show_time()
    assert timer.property("kind") == "danger"
    assert timer.late_label.text() == "dépassé de 00:31"
    assert timer.elapsed_label.text() == "20:31"
    assert rung == []
    timer.target_box.setValue(25)
    assert timer.property("kind") is None
    timer.sound = True
    hours.now += 5 * 60
    timer.show_time()
    timer.show_time()
    assert rung == [True]
    clock.pause()
    timer.show_running()


def test_space_starts_and_pauses_the_timer_that_has_the_focus(qtbot: QtBot, timers: DefenceTimers) -> None:
    button = timers.presentation.play_button
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert timers.presentation.clock.running
    assert button.accessibleName() == "Exposé\u00a0: mettre en pause"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not timers.presentation.clock.running


def test_one_clock_runs_at_a_time(qtbot: QtBot, timers: DefenceTimers) -> None:
    timers.presentation.play_button.click()
    timers.interview.play_button.click()
    assert (timers.presentation.clock.running, timers.interview.clock.running) == (False, True)
    timers.interview.play_button.click()
    assert timers.running is False


def test_a_clock_goes_on_while_another_candidate_is_shown(qtbot: QtBot, timers: DefenceTimers) -> None:
    timers.presentation.play_button.click()
    first = timers.presentation.clock
    timers.show_registration("B")
    assert first.running
    assert timers.presentation.clock is not first
    with qtbot.waitSignal(timers.running_changed) as told:
        timers.presentation.play_button.click()
    assert told.args == [True]
    assert not first.running
    timers.show_registration("A")
    assert timers.presentation.clock is first
    timers.show_registration("B")
    timers.presentation.play_button.click()


def test_the_minutes_to_hold_to_are_remembered(
    qtbot: QtBot, timers: DefenceTimers, settings: Settings, icons: Icons
) -> None:
    timers.presentation.target_box.setValue(15)
    timers.interview.target_box.setValue(45)
    again = DefenceTimers(settings, icons)
    qtbot.addWidget(again)
    assert (again.presentation.target_box.value(), again.interview.target_box.value()) == (15, 45)
