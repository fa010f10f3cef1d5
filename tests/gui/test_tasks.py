"""Long work: in order, with progress, with a cancel that works, and no result lost."""

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.gui.tasks import Lane, Progress, Task, TaskRunner
from cisp_desktop.gui.widgets.progress_strip import ProgressStrip
from tests.gui.fakes import RecordedMessages


def wait(qtbot: QtBot, tasks: TaskRunner) -> None:
    """Wait until nothing runs."""
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)


def test_work_happens_off_the_gui_thread_and_its_answer_comes_back_on_it(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    threads: list[int] = []
    tasks.run(
        lambda _progress: threads.append(threading.get_ident()),
        lambda _none: threads.append(threading.get_ident()),
        title="Travail",
    )
    wait(qtbot, tasks)
    assert threads[0] != threads[1] == threading.get_ident()


def test_tasks_run_one_after_the_other_in_order(qtbot: QtBot, tasks: TaskRunner) -> None:
    order: list[int] = []
    for number in range(200):
        tasks.run(lambda _progress, n=number: order.append(n), title="Travail")  # type: ignore[misc]
    wait(qtbot, tasks)
    assert order == list(range(200))


def test_five_thousand_progress_signals_arrive_in_order(qtbot: QtBot, tasks: TaskRunner) -> None:
    seen: list[int] = []
    tasks.progressed.connect(lambda _task, done, _total: seen.append(done))
    tasks._workers[Lane.READING].period = 0.0

    def work(progress: Progress) -> str:
        for done in range(1, 5_001):
            progress(done, 5_000)
        return "fini"

    results: list[str] = []
    tasks.run(work, results.append, title="Travail")
    wait(qtbot, tasks)
    assert seen == list(range(1, 5_001))
    assert results == ["fini"]


def test_progress_is_thinned_but_its_end_always_shows(qtbot: QtBot, tasks: TaskRunner) -> None:
    seen: list[int] = []
    tasks.progressed.connect(lambda _task, done, _total: seen.append(done))

    def work(progress: Progress) -> None:
        for done in range(1, 2_001):
            progress(done, 2_000)

    tasks.run(work, title="Travail")
    wait(qtbot, tasks)
    assert seen[-1] == 2_000
    assert len(seen) < 1_000


def test_cancel_stops_the_work_at_its_next_progress(
    qtbot: QtBot, tasks: TaskRunner, messages: RecordedMessages
) -> None:
    begun, told = threading.Event(), []

    def work(progress: Progress) -> None:
        for done in range(1_000_000):
            progress(done, 1_000_000)
            begun.set()

    task = tasks.run(
        work, lambda _none: told.append("done"), title="T", on_cancelled=lambda: told.append("no")
    )
    assert begun.wait(5)
    task.cancel()
    wait(qtbot, tasks)
    assert told == ["no"]
    messages.assert_silent()


def test_a_task_cancelled_before_its_turn_never_starts(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate, ran = threading.Event(), []
    tasks.run(lambda _progress: gate.wait(5), title="Premier")
    second = tasks.run(lambda _progress: ran.append(1), title="Second")
    second.cancel()
    gate.set()
    wait(qtbot, tasks)
    assert ran == []


def test_a_known_error_goes_to_its_listener_or_to_a_message(
    qtbot: QtBot, tasks: TaskRunner, messages: RecordedMessages
) -> None:
    heard: list[CispError] = []

    def refuse(_progress: Progress) -> None:
        raise RuleError("session.dates")

    tasks.run(refuse, on_error=heard.append, title="Travail")
    tasks.run(refuse, title="Travail")
    wait(qtbot, tasks)
    assert [error.code for error in heard] == ["session.dates"]
    assert [error.code for error in messages.errors] == ["session.dates"]


def test_a_bug_in_the_worker_is_reported_and_the_next_task_still_runs(
    qtbot: QtBot, tasks: TaskRunner, messages: RecordedMessages
) -> None:
    def wrong(_progress: Progress) -> None:
        raise ZeroDivisionError

    after: list[int] = []
    tasks.run(wrong, title="Travail", on_cancelled=lambda: after.append(0))
    tasks.run(lambda _progress: 1, after.append, title="Travail")
    wait(qtbot, tasks)
    assert [type(bug) for bug in messages.bugs] == [ZeroDivisionError]
    assert after == [0, 1]
    messages.bugs.clear()


def test_nothing_is_called_back_for_an_owner_that_is_gone(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate, called = threading.Event(), []
    owner = QObject()
    tasks.run(lambda _progress: gate.wait(5), called.append, title="Travail", owner=owner)
    owner.deleteLater()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    wait(qtbot, tasks)
    assert called == []


def test_shutting_down_ends_the_thread_and_can_be_asked_twice(tasks: TaskRunner) -> None:
    tasks.run(lambda _progress: None, title="Travail")
    tasks.shut_down()
    tasks.shut_down()
    assert not any(worker.isRunning() for worker in tasks._workers.values())


@pytest.fixture
def strip(qtbot: QtBot, tasks: TaskRunner) -> ProgressStrip:
    shown = ProgressStrip(tasks)
    qtbot.addWidget(shown)
    return shown


def test_the_strip_shows_what_runs_and_its_button_cancels(
    qtbot: QtBot, tasks: TaskRunner, strip: ProgressStrip
) -> None:
    told: list[str] = []

    def work(progress: Progress) -> None:
        while True:
            progress(3, 12)

    tasks.run(work, title="Import <b>& fils", on_cancelled=lambda: told.append("annulé"))
    qtbot.waitUntil(strip.isVisible, timeout=5_000)
    assert strip.title_label.text() == "Import <b>& fils"
    qtbot.waitUntil(lambda: strip.count_label.text() == "3 sur 12")
    strip.cancel_button.click()
    wait(qtbot, tasks)
    assert told == ["annulé"]
    assert not strip.isVisible()


def test_quick_and_quiet_work_shows_no_strip(qtbot: QtBot, tasks: TaskRunner, strip: ProgressStrip) -> None:
    shown: list[Task[object]] = []
    tasks.started.connect(shown.append)
    tasks.run(lambda _progress: None, title="Lecture", quiet=True)
    tasks.run(lambda _progress: None, title="Bref")
    wait(qtbot, tasks)
    assert [task.title for task in shown] == ["Bref"]
    assert not strip.isVisible()


def test_who_reads_waits_for_nobody_who_writes_or_prints(qtbot: QtBot, tasks: TaskRunner) -> None:
    held, read = threading.Event(), []
    tasks.run(lambda _progress: held.wait(20), title="Impression de Documents", prints=True)
    tasks.run(lambda _progress: held.wait(20), title="Émission des documents", writes=True)
    tasks.run(lambda _progress: "lu", read.append, title="Lecture du journal", quiet=True)
    qtbot.waitUntil(lambda: read == ["lu"], timeout=10_000)
    assert tasks.writing is not None
    held.set()
    wait(qtbot, tasks)


def test_who_writes_waits_for_who_wrote_before(qtbot: QtBot, tasks: TaskRunner) -> None:
    order: list[int] = []
    for number in range(50):
        tasks.run(lambda _progress, n=number: order.append(n), title="Écriture", writes=True)  # type: ignore[misc]
    wait(qtbot, tasks)
    assert order == list(range(50))


def test_closing_waits_until_all_that_was_asked_is_done(qtbot: QtBot, tasks: TaskRunner) -> None:
    held, order = threading.Event(), []

    def last(_progress: Progress) -> None:
        tasks.wait_for_others()
        order.append("fermeture")

    for lane in ("prints", "writes"):
        tasks.run(
            lambda _progress, lane=lane: (held.wait(20), order.append(lane)),
            title=lane,
            **{lane: True},  # type: ignore[arg-type,misc]
        )
    tasks.run(last, title="Fermeture")
    qtbot.wait(100)
    assert order == []
    held.set()
    wait(qtbot, tasks)
    assert order[-1] == "fermeture"
    assert len(order) == 3


def test_the_strip_names_what_runs_and_what_waits_and_shows_the_first_one_again(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    strip = ProgressStrip(tasks)
    qtbot.addWidget(strip)
    printing, issuing = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        progress(88, 88)
        printing.wait(20)

    tasks.run(work, title="Impression de Documents", prints=True)
    qtbot.waitUntil(lambda: strip.count_label.text() == "88 sur 88")
    tasks.run(lambda _progress: None, title="Écriture des courriels", prints=True)
    assert strip.title_label.text() == "Impression de Documents · ensuite\u00a0: Écriture des courriels"
    tasks.run(lambda _progress: issuing.wait(20), title="Émission des documents", writes=True)
    qtbot.waitUntil(lambda: strip.title_label.text().startswith("Émission des documents"))
    issuing.set()
    qtbot.waitUntil(lambda: strip.title_label.text().startswith("Impression de Documents"))
    assert strip.count_label.text() == "88 sur 88"
    printing.set()
    wait(qtbot, tasks)
    assert strip.isHidden()
