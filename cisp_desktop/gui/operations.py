"""One edit, from the gesture to « Enregistré »: run a use case, tell what it changed, offer to undo it.

The use case runs first; only when it was accepted does an undo command go on the stack, and the pushed
command's first ``redo()`` does nothing. A refusal shows its sentence and leaves nothing behind. What is long
goes through ``tasks`` instead. This module must not know any page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.errors import CispError, Refused, StorageError
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.tasks import Task, TaskRunner

T = TypeVar("T")
R = TypeVar("R")


class SaveStatus(StrEnum):
    """What the header says about the disk."""

    UNTOUCHED = "UNTOUCHED"
    PENDING = "PENDING"
    SAVED = "SAVED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class SaveState:
    """``at`` is the local time when the last COMMIT returned, None before the first."""

    status: SaveStatus
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The use case was accepted; ``value`` is what it returned."""

    value: T


class _Committed(QObject):
    """Brings what a worker's commit changed to the GUI thread."""

    happened = Signal(object)


class Operations(QObject):
    """Runs use cases on the GUI thread. ``changed(Changes)`` comes once per run, after COMMIT returned."""

    changed = Signal(object)
    save_state_changed = Signal(object)

    def __init__(
        self, workspace: Workspace, messages: Messages, *, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._messages = messages
        self._tasks = tasks
        self._state = SaveState(SaveStatus.UNTOUCHED, None)
        self._held: list[Changes] | None = None
        self.undo_stack = QUndoStack(self)
        self._committed = _Committed(self)
        self._committed.happened.connect(self._on_worker_committed, Qt.ConnectionType.QueuedConnection)
        tasks.started.connect(self._on_task_started)
        tasks.finished.connect(self._on_task_finished)
        workspace.subscribe(self._on_workspace_committed)

    @property
    def save_state(self) -> SaveState:
        """What the header shows."""
        return self._state

    def run(
        self,
        do: Callable[[], T],
        *,
        text: str = "",
        undo: Callable[[T], object] | None = None,
        clears_undo: bool = False,
        parent: QWidget | None = None,
        on_error: Callable[[CispError], None] | None = None,
    ) -> Done[T] | None:
        """Run a short use case; return ``Done(value)``, or None when it was refused (the sentence was shown).

        ``undo(value)`` is the inverse use case; with it, and when something was committed, « Annuler
        ``text`` » is offered. ``clears_undo`` empties the stack after success (sealing, closing).
        ``on_error`` replaces the message box, for a form that shows the sentence beside a field.
        """
        attempt = self._attempt(do, parent=parent, on_error=on_error)
        if attempt is None:
            return None
        done, committed = attempt
        if clears_undo:
            self.undo_stack.clear()
        elif undo is not None and committed:
            self.undo_stack.push(_UseCaseCommand(self, text, do=do, undo=undo, value=done.value))
        self._tell(committed)
        return done

    def run_behind(
        self,
        do: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[CispError], None],
        *,
        title: str,
        owner: QObject,
    ) -> None:
        """Run a use case in the worker, out of the window's way; what it commits is told before ``on_done``.

        Other edits are refused meanwhile: it has to be short as well.
        """

        def failed(error: CispError) -> None:
            if isinstance(error, StorageError):
                self._set_state(SaveState(SaveStatus.FAILED, self._state.at))
            on_error(error)

        self._tasks.run(
            lambda _progress: do(), on_done, failed,
            title=title, owner=owner, cancellable=False, writes=True, quiet=True,
        )  # fmt: skip

    def offer_undo(self, value: T, *, text: str, do: Callable[[], T], undo: Callable[[T], object]) -> None:
        """Offer « Annuler ``text`` » for what a task has done: ``value`` is what its use case returned."""
        self.undo_stack.push(_UseCaseCommand(self, text, do=do, undo=undo, value=value))

    def offer_long_undo(
        self, value: T, *, text: str, do: Callable[[], T], undo: Callable[[T], object]
    ) -> None:
        """``offer_undo`` for an act whose inverse is long as well: both then run as tasks that write."""
        self.undo_stack.push(_TaskCommand(self, text, do=do, undo=undo, value=value))

    def refuse_while_writing(self, parent: QWidget | None = None) -> bool:
        """Say that a long task writes, if one does; return whether it does."""
        task = self._tasks.writing
        if task is None:
            return False
        self._messages.error(parent, Refused("gui.busy_writing", task=task.title))
        return True

    def undo(self) -> None:
        """Undo the last act, unless a long task writes (the act then stays on the stack)."""
        if self.undo_stack.canUndo() and not self.refuse_while_writing():
            self.undo_stack.undo()

    def redo(self) -> None:
        """Do the last undone act again, unless a long task writes."""
        if self.undo_stack.canRedo() and not self.refuse_while_writing():
            self.undo_stack.redo()

    def _attempt(
        self,
        do: Callable[[], T],
        *,
        parent: QWidget | None = None,
        on_error: Callable[[CispError], None] | None = None,
    ) -> tuple[Done[T], list[Changes]] | None:
        if self.refuse_while_writing(parent):
            return None
        held: list[Changes] = []
        self._held = held
        try:
            value = do()
        except CispError as error:
            if isinstance(error, StorageError):
                self._set_state(SaveState(SaveStatus.FAILED, self._state.at))
            self._held = None
            self._tell(held)
            (on_error or (lambda e: self._messages.error(parent, e)))(error)
            return None
        except Exception as error:
            self._held = None
            self._tell(held)
            self._messages.bug(error)
            return None
        self._held = None
        return Done(value), held

    def _tell(self, committed: list[Changes]) -> None:
        if not committed:
            return
        flags, ids = Change.NOTHING, frozenset[str]()
        for changes in committed:
            flags, ids = flags | changes.flags, ids | changes.ids
        self._set_state(SaveState(SaveStatus.SAVED, self._workspace.clock()))
        self.changed.emit(Changes(flags, ids))

    def _set_state(self, state: SaveState) -> None:
        if state != self._state:
            self._state = state
            self.save_state_changed.emit(state)

    def _on_workspace_committed(self, changes: Changes) -> None:
        if QThread.currentThread() is not self.thread():
            self._committed.happened.emit(changes)
        elif self._held is not None:
            self._held.append(changes)
        else:
            self._tell([changes])

    def _on_worker_committed(self, changes: Changes) -> None:
        self._tell([changes])

    def _on_task_started(self, task: Task[object]) -> None:
        if task.writes:
            self._set_state(SaveState(SaveStatus.PENDING, self._state.at))

    def _on_task_finished(self, task: Task[object]) -> None:
        if task.writes and self._state.status is SaveStatus.PENDING:
            status = SaveStatus.SAVED if self._state.at else SaveStatus.UNTOUCHED
            self._set_state(SaveState(status, self._state.at))


class _UseCaseCommand(QUndoCommand, Generic[T]):
    """An accepted use case and its inverse.

    A later failure makes it obsolete: Qt then takes it off the stack.
    """

    def __init__(
        self,
        operations: Operations,
        text: str,
        *,
        do: Callable[[], T],
        undo: Callable[[T], object],
        value: T,
    ) -> None:
        super().__init__(text)
        self._operations = operations
        self._do = do
        self._undo = undo
        self._value = value
        self._pushed = False
        self._failed = False

    def redo(self) -> None:
        """Do it again; the first call comes from the push, when it is done already."""
        if not self._pushed:
            self._pushed = True
            return
        attempt = self._operations._attempt(self._do)
        if attempt is None:
            self.setObsolete(True)
            return
        self._value = attempt[0].value
        self._operations._tell(attempt[1])

    def undo(self) -> None:
        """Run the inverse use case."""
        attempt = self._operations._attempt(lambda: self._undo(self._value))
        if attempt is None:
            self.setObsolete(True)
            return
        self._operations._tell(attempt[1])


class _TaskCommand(_UseCaseCommand[T]):
    """The same in the worker. What fails there is taken off the stack when it is back."""

    def redo(self) -> None:
        """Do it again in the worker; a call after a failure takes the command off."""
        if self._failed:
            self.setObsolete(True)
        elif not self._pushed:
            self._pushed = True
        else:
            self._run(self._do, self._on_redone, back=QUndoStack.undo, place=-1)

    def undo(self) -> None:
        """Run the inverse in the worker; a call after a failure takes the command off."""
        if self._failed:
            self.setObsolete(True)
        else:
            value = self._value
            self._run(lambda: self._undo(value), lambda _none: None, back=QUndoStack.redo, place=0)

    def _on_redone(self, value: T) -> None:
        self._value = value

    def _run(
        self,
        work: Callable[[], R],
        done: Callable[[R], None],
        *,
        back: Callable[[QUndoStack], None],
        place: int,
    ) -> None:
        """Run in the worker; on failure ``back`` calls this command again, as it stands at ``place``."""

        def take_off() -> None:
            self._failed = True
            stack = self._operations.undo_stack
            if stack.command(stack.index() + place) is self:
                back(stack)

        def failed(error: CispError) -> None:
            self._operations._messages.error(None, error)
            take_off()

        self._operations._tasks.run(
            lambda _progress: work(),
            done,
            failed,
            title=self.text(),
            owner=self._operations,
            on_cancelled=take_off,
            cancellable=False,
            writes=True,
        )
