"""Keeps the session's status fresh, off the GUI thread: at most one read under way and one to come.

This module must not know who shows it.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.issuing import read_papers
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.session_status import (
    COUNTED_ALONE,
    SessionStatus,
    Step,
    StepState,
    StepStatus,
    read_again,
    read_status,
)
from cisp_desktop.gui.tasks import Progress, TaskRunner

PAUSE = 250
"""Milliseconds after a change before reading: while somebody types, the keys have the processor."""

FEW = 20
"""Candidates whose decisions are counted again by themselves; more are read with all the others."""

UNCOUNTED = Change.READING | Change.TEMPLATES
"""What nothing in a status depends on."""


def with_papers(workspace: Workspace, status: SessionStatus) -> SessionStatus:
    """Return ``status`` with where its last step stands: it is done once every paper that is due is issued.

    Papers are due from the moment that the minutes are signed: read then, and no earlier.
    """
    if status.steps[Step.SEQUEL].state is StepState.WAITING:
        return status
    papers = read_papers(workspace, status.session.id).rows
    state = StepState.UNDER_WAY if any(one.issued is not None for one in papers) else StepState.TO_DO
    if not any(one.to_issue for one in papers):
        state = StepState.DONE
    return replace(status, steps={**status.steps, Step.SEQUEL: StepStatus(state)})


class StatusReader(QObject):
    """``updated`` follows each read; ``status`` is the last one, None before the first or without session."""

    updated = Signal()

    def __init__(self, workspace: Workspace, tasks: TaskRunner, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._session_id: str | None = None
        self._reading = False
        self._stale = False
        self._due, self._ids = Change.EVERYTHING, set[str]()
        self._pause = tasks.pause(self._read, milliseconds=PAUSE, owner=self)
        self.status: SessionStatus | None = None

    def show_session(self, session_id: str | None) -> None:
        """Forget the other session's status and read this one's."""
        self._session_id = session_id
        self.status = None
        self._due = Change.EVERYTHING
        self.updated.emit()
        self._read()

    def note_changes(self, changes: Changes) -> None:
        """Hear of a commit: read again once nothing changes for a moment; what comes meanwhile is one."""
        counted = changes.flags & ~UNCOUNTED
        if counted:
            self._due |= counted
            self._ids |= changes.ids
            self._pause.start()

    def _read(self) -> None:
        self._pause.stop()
        if self._session_id is None:
            return
        if self._reading:
            self._stale = True
            return
        self._reading = True
        workspace, queries, session_id = self._workspace, self._workspace.queries, self._session_id
        known, due, ids = self.status, self._due, frozenset(self._ids)
        self._due, self._ids = Change.NOTHING, set()

        def work(_progress: Progress) -> SessionStatus:
            concerned = ids & known.decisions.keys() if known is not None else frozenset()
            if known is None or due & ~COUNTED_ALONE or len(concerned) > FEW:
                return with_papers(workspace, read_status(queries, session_id))
            return with_papers(workspace, read_again(queries, known, due, registrations=concerned))

        self._tasks.run(
            work,
            self._on_status_read,
            self._on_status_failed,
            title=self.tr("Lecture de l’état de la session"),
            owner=self,
            on_cancelled=self._on_read_failed,
            quiet=True,
        )

    def _on_status_read(self, status: SessionStatus) -> None:
        if status.session.id == self._session_id:
            self.status = status
            self.updated.emit()
        self._on_read_ended(wrong=status.session.id != self._session_id)

    def _on_status_failed(self, error: CispError) -> None:
        del error  # the session went away meanwhile, or the workspace is closing: the next change reads again
        self._on_read_failed()

    def _on_read_failed(self) -> None:
        self._due = Change.EVERYTHING
        self._on_read_ended()

    def _on_read_ended(self, *, wrong: bool = False) -> None:
        self._reading = False
        if self._stale or wrong:
            self._stale = False
            self._pause.start()
