"""Long work: a worker thread each for what reads, writes and prints, progress as (done, total), and a cancel
that works.

Nothing over 50 ms runs on the GUI thread. A task opens its own transactions; its callbacks run on the GUI
thread. This module must not know any use case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from queue import SimpleQueue
from threading import Event
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from shiboken6 import isValid

from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.garbage import GarbageGuard
from cisp_desktop.gui.messages import Messages

T = TypeVar("T")
Progress = Callable[[int, int], None]
PROGRESS_PERIOD = 0.05
"""Seconds between two progress signals of one task; the last one always goes through."""


class Lane(StrEnum):
    """Who runs a task. Each lane keeps its order; none waits for another."""

    READING = "READING"
    WRITING = "WRITING"
    PRINTING = "PRINTING"


class Cancelled(Exception):  # noqa: N818  # it is no error: the user asked
    """Raised inside the work by ``progress(done, total)`` once the user cancelled."""


@dataclass(eq=False)
class Task(Generic[T]):
    """One piece of work.

    ``quiet`` ones show no strip; ``writes`` ones hold back the user's edits meanwhile.
    """

    title: str
    work: Callable[[Progress], T]
    on_done: Callable[[T], None] | None
    on_error: Callable[[CispError], None] | None
    on_cancelled: Callable[[], None] | None
    owner: QObject | None
    cancellable: bool
    writes: bool
    quiet: bool
    lane: Lane
    cancel_flag: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask the work to stop at its next progress call."""
        self.cancel_flag.set()

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the answer (an owner that was deleted waits for nothing)."""
        return self.owner is None or isValid(self.owner)


class _Dispatcher(QObject):
    """Carries results from the worker to the GUI thread; it lives as long as the runner."""

    began = Signal(object)
    progressed = Signal(object, int, int)
    ended = Signal(object, object, object)


class _Worker(QThread):
    """Takes tasks one after the other until it is handed None."""

    def __init__(self, dispatcher: _Dispatcher, parent: QObject) -> None:
        super().__init__(parent)
        self.queue: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self.period = PROGRESS_PERIOD
        self._dispatcher = dispatcher

    def _perform(self, task: Task[Any]) -> None:
        self._dispatcher.began.emit(task)
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if task.cancel_flag.is_set():
                raise Cancelled
            now = monotonic()
            if done >= total or now - last >= self.period:
                last = now
                self._dispatcher.progressed.emit(task, done, total)

        try:
            if task.cancel_flag.is_set():
                raise Cancelled
            result, error = task.work(progress), None
        except Exception as caught:
            result, error = None, caught
        self._dispatcher.ended.emit(task, result, error)

    def run(self) -> None:
        """Work through the queue (Qt calls this in the thread)."""
        while (task := self.queue.get()) is not None:
            self._perform(task)
            del task


class TaskRunner(QObject):
    """Runs tasks in order, one at a time in each lane: who reads never waits for who writes or prints.

    ``queued(task)`` says that one waits for another of its lane. ``started(task)``, ``progressed(task, done,
    total)`` and ``finished(task)`` tell the strip; ``total`` 0 means that nobody knows how long.
    """

    queued = Signal(object)
    started = Signal(object)
    progressed = Signal(object, int, int)
    finished = Signal(object)

    def __init__(
        self, messages: Messages, parent: QObject | None = None, *, garbage: GarbageGuard | None = None
    ) -> None:
        """``garbage`` is another runner's guard, for a second worker beside it."""
        super().__init__(parent)
        self._messages = messages
        self._pending: list[Task[Any]] = []
        self._pauses: list[QTimer] = []
        self._dispatcher = _Dispatcher(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._dispatcher.began.connect(self._on_task_began, queued)
        self._dispatcher.progressed.connect(self._on_task_progressed, queued)
        self._dispatcher.ended.connect(self._on_task_ended, queued)
        self._workers = {lane: _Worker(self._dispatcher, self) for lane in Lane}
        self.garbage = garbage or GarbageGuard()

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits, a pause included."""
        return bool(self._pending) or any(isValid(pause) and pause.isActive() for pause in self._pauses)

    @property
    def writing(self) -> Task[Any] | None:
        """The task that writes to the workspace, running or waiting, if any."""
        return next((task for task in self._pending if task.writes), None)

    def pause(self, act: Callable[[], None], *, milliseconds: int, owner: QObject) -> QTimer:
        """Return a timer that calls ``act`` once it was not started again for so many milliseconds."""
        timer = QTimer(owner, singleShot=True, interval=milliseconds)
        timer.timeout.connect(act)
        self._pauses = [*filter(isValid, self._pauses), timer]
        return timer

    def run(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[CispError], None] | None = None,
        *,
        title: str,
        owner: QObject | None = None,
        on_cancelled: Callable[[], None] | None = None,
        cancellable: bool = True,
        writes: bool = False,
        quiet: bool = False,
        prints: bool = False,
    ) -> Task[T]:
        """Run ``work(progress)`` in a worker; the callbacks come back on the GUI thread.

        What ``writes`` to the workspace waits for its like, what ``prints`` (to paper or to many files) too.
        Without ``on_error`` a known error is shown as a message; a bug always is. ``on_cancelled`` is called
        when there is neither a result nor a known error: cancelled, or a bug. Callbacks are dropped when
        ``owner`` was deleted meanwhile. ``work`` must call ``progress`` often enough to be cancelled.
        """
        lane = Lane.WRITING if writes else Lane.PRINTING if prints else Lane.READING
        task = Task(title, work, on_done, on_error, on_cancelled, owner, cancellable, writes, quiet, lane)
        waits = any(one.lane is lane for one in self._pending)
        self._pending.append(task)
        self.garbage.hold(id(self))
        self._put(task, lane)
        if waits and not quiet:
            self.queued.emit(task)
        return task

    def wait_for_others(self) -> None:
        """Wait until what was asked of the other lanes is done (only from a task that reads)."""
        for lane in (Lane.WRITING, Lane.PRINTING):
            if self._workers[lane].isRunning():
                self._wait_for(lane)

    def _wait_for(self, lane: Lane) -> None:
        passed = Event()
        mark = Task(
            "", lambda _progress: passed.set(), None, None, None, None,
            cancellable=False, writes=False, quiet=True, lane=lane,
        )  # fmt: skip
        self._workers[lane].queue.put(mark)
        passed.wait()

    def _put(self, task: Task[Any], lane: Lane) -> None:
        worker = self._workers[lane]
        if not worker.isRunning():
            worker.start()
        worker.queue.put(task)

    def shut_down(self) -> None:
        """Cancel what can be, wait for the rest, end the thread. Safe to call twice."""
        for task in self._pending:
            task.cancel()
        running = [worker for worker in self._workers.values() if worker.isRunning()]
        for worker in running:
            worker.queue.put(None)
        for worker in running:
            worker.wait()
        self._pending.clear()
        self.garbage.release(id(self))

    def _on_task_began(self, task: Task[Any]) -> None:
        if not task.quiet:
            self.started.emit(task)

    def _on_task_progressed(self, task: Task[Any], done: int, total: int) -> None:
        self.garbage.collect_if_due()
        if not task.quiet:
            self.progressed.emit(task, done, total)

    def _on_task_ended(self, task: Task[Any], result: object, error: Exception | None) -> None:
        if task in self._pending:
            self._pending.remove(task)
        self.garbage.collect_if_due()
        if not self._pending:
            self.garbage.release(id(self))
        self.finished.emit(task)
        if not task.wanted:
            return
        if error is None:
            if task.on_done is not None:
                task.on_done(result)
        elif isinstance(error, Cancelled):
            if task.on_cancelled is not None:
                task.on_cancelled()
        elif not isinstance(error, CispError):
            self._messages.bug(error)
            if task.on_cancelled is not None:
                task.on_cancelled()
        elif task.on_error is not None:
            task.on_error(error)
        else:
            self._messages.error(None, error)
