"""The garbage collector frees nothing of Qt in the worker."""

import gc
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.garbage import GarbageGuard
from cisp_desktop.gui.tasks import TaskRunner

Idle = Callable[[TaskRunner], None]


def make_garbage(freed_in: list[str]) -> None:
    """Leave a widget in a cycle that nothing reaches; note which thread frees it."""

    class Noted:
        def __del__(self) -> None:
            freed_in.append(threading.current_thread().name)

    widget = QWidget()
    widget.setProperty("kind", "card")
    cycle = {"widget": widget, "noted": Noted()}
    cycle["self"] = cycle


def allocate(_progress: object = None) -> int:
    """Allocate enough for the collector to start by itself many times over."""
    return len([{"n": [n]} for n in range(60_000)])


def test_a_task_frees_no_widget_in_its_thread(qtbot: QtBot, tasks: TaskRunner, idle: Idle) -> None:
    freed_in: list[str] = []
    make_garbage(freed_in)
    done: list[int] = []
    tasks.run(allocate, done.append, title="x")
    assert not gc.isenabled()
    idle(tasks)
    assert gc.isenabled()
    assert done == [60_000]
    gc.collect()
    assert freed_in == [threading.main_thread().name]


def test_without_the_guard_another_thread_collects(qapp: QObject) -> None:
    """The control: a cycle without a widget, so that nothing crashes."""
    freed_in: list[str] = []

    class Noted:
        def __init__(self) -> None:
            self.cycle = self

        def __del__(self) -> None:
            freed_in.append(threading.current_thread().name)

    Noted()
    thread = threading.Thread(target=allocate, name="autre")
    thread.start()
    thread.join()
    assert freed_in == ["autre"]


def test_the_guard_collects_young_garbage_meanwhile(qapp: QObject) -> None:
    guard = GarbageGuard()
    guard.hold()
    guard.hold()
    try:
        kept = [[n] for n in range(gc.get_threshold()[0] * 2)]
        assert gc.get_count()[0] > gc.get_threshold()[0]
        guard.collect_if_due()
        assert gc.get_count()[0] <= gc.get_threshold()[0]
        assert kept
    finally:
        guard.release()
    assert gc.isenabled()
