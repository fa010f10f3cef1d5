"""Copies the workspace to the place that the user chose, after each seal and each candidate, in a worker of
its own: a slow key holds nothing else up.

A place that is absent, full or read-only stops nobody: the state says so, and the next seal tries again.
This module must not know pages nor how a copy is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.rescue_copies import RescueCopy, write_copy
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import Progress, TaskRunner

COPIED_AFTER = Change.SHEETS | Change.DECISIONS | Change.MINUTES
"""What asks for a copy at once: seals, decisions, minutes."""
COLLECT_PERIOD = 500
"""Milliseconds between two looks at the garbage while a copy runs."""


class RescueStatus(StrEnum):
    """What became of the last copy."""

    OFF = "OFF"
    CHOSEN = "CHOSEN"
    WRITTEN = "WRITTEN"
    FAILED = "FAILED"
    BACK = "BACK"


@dataclass(frozen=True, slots=True)
class RescueState:
    """``at`` is the local time when the last copy of this opening was whole; ``error`` is why none is now."""

    status: RescueStatus
    at: datetime | None = None
    error: CispError | None = None
    running: bool = False


class RescueKeeper(QObject):
    """``changed`` follows each new ``state``."""

    changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        messages: Messages,
        *,
        tasks: TaskRunner,
        session: Callable[[], str | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._session = session
        self._tasks = TaskRunner(messages, self, garbage=tasks.garbage)
        self._collector = QTimer(self, interval=COLLECT_PERIOD)
        self._collector.timeout.connect(tasks.garbage.collect_if_due)
        self._free = Event()
        self._free.set()
        self._wanted = False
        self._stopped = False
        status = RescueStatus.CHOSEN if settings.copy_folder else RescueStatus.OFF
        self._state = RescueState(status)

    @property
    def state(self) -> RescueState:
        """What the header shows."""
        return self._state

    @property
    def place(self) -> Path | None:
        """Where copies go; None while no place is chosen."""
        text = self._settings.copy_folder
        return Path(text) if text else None

    @property
    def busy(self) -> bool:
        """Whether a copy is being written."""
        return self._tasks.busy

    def choose(self, place: Path | None) -> None:
        """Copy to ``place`` from now on, the first time at once; None copies no more."""
        self._settings.copy_folder = str(place) if place is not None else ""
        status = RescueStatus.CHOSEN if place is not None else RescueStatus.OFF
        self._show(RescueState(status, running=self._state.running))
        self.copy_now()

    def note_changes(self, changes: Changes) -> None:
        """Hear of a commit: a seal or a decision is copied at once, other acts with the next candidate."""
        self._wanted = True
        if changes.flags & COPIED_AFTER:
            self.copy_now()

    def copy_if_changed(self) -> None:
        """Copy when something was stored since the last copy began."""
        if self._wanted:
            self.copy_now()

    def copy_now(self) -> None:
        """Write a copy, or one more once the one under way is done."""
        self._wanted = True
        place = self.place
        if place is None or self._stopped or self._state.running:
            return
        self._wanted = False
        workspace, session_id, free = self._workspace, self._session(), self._free
        free.clear()

        def work(_progress: Progress) -> RescueCopy:
            try:
                return write_copy(workspace, place, session_id=session_id)
            finally:
                free.set()

        self._show(RescueState(self._state.status, self._state.at, self._state.error, running=True))
        self._collector.start()
        self._tasks.run(
            work, self._on_written, self._on_failed, on_cancelled=self._on_bug,
            title=self.tr("Copie de secours"), owner=self, cancellable=False, quiet=True,
        )  # fmt: skip

    def stop(self) -> None:
        """Begin no other copy: the workspace is being closed. What is missing is left to ``finish``."""
        self._stopped = True

    def finish(self) -> None:
        """Wait for the copy under way and write what it missed; called in another worker, after ``stop``.

        A place that fails is not told any more: the workspace itself has everything.
        """
        self._free.wait()
        place = self.place
        if place is None or not self._wanted:
            return
        try:
            write_copy(self._workspace, place, session_id=self._session())
        except CispError:
            return

    def put_away(self) -> None:
        """End the worker; waits for the copy under way. Safe to call twice."""
        self._stopped = True
        self._collector.stop()
        self._tasks.shut_down()

    def _on_written(self, _copy: RescueCopy) -> None:
        failed = self._state.error is not None
        status = RescueStatus.BACK if failed else RescueStatus.WRITTEN
        self._end(RescueState(status, self._workspace.clock()))

    def _on_failed(self, error: CispError) -> None:
        self._end(RescueState(RescueStatus.FAILED, self._state.at, error))

    def _on_bug(self) -> None:
        self._end(RescueState(self._state.status, self._state.at, self._state.error))

    def _end(self, state: RescueState) -> None:
        self._collector.stop()
        if self.place is None:
            state = RescueState(RescueStatus.OFF)
        failed = state.status is RescueStatus.FAILED
        again = self._wanted and not failed
        self._wanted = self._wanted or failed
        self._show(state)
        if again:
            self.copy_now()

    def _show(self, state: RescueState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()
