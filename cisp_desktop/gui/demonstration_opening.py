"""Opens the demonstration from the welcome page, made first when it is absent, and says there how far.

This module must not know how a demonstration is made, nor what becomes of the open workspace.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from cisp_desktop.application.demonstration_steps import WORDS, MakingStep, step_at
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import Services
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.pages.welcome_page import WelcomePage
from cisp_desktop.gui.tasks import Progress, Task, TaskRunner


class DemonstrationOpening(QObject):
    """One opening at a time; ``opened`` is called with the workspace."""

    told = Signal(int, int)
    """From the worker: how much of the whole is behind."""

    def __init__(
        self,
        services: Services,
        tasks: TaskRunner,
        messages: Messages,
        *,
        page: WelcomePage,
        opened: Callable[[Workspace], None],
    ) -> None:
        super().__init__(page)
        self._services, self._tasks, self._messages = services, tasks, messages
        self._page, self._opened = page, opened
        self._task: Task[Workspace] | None = None
        self.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        page.cancel_asked.connect(self._on_cancel_asked)

    def begin(self, path: Path | None) -> None:
        """Open the demonstration at ``path`` (in the user’s folder when None), made now if it is absent."""
        if self._task is not None:
            return
        services, told = self._services, self.told
        there = (path or services.demonstration_path()).exists()

        def work(progress: Progress) -> Workspace:
            def both(done: int, total: int) -> None:
                progress(done, total)  # raises once the user cancelled
                told.emit(done, total)

            return services.open_demonstration(both, path)

        title = self.tr("Ouverture de la session de démonstration…")
        if not there:
            title = self.tr("Préparation de la session de démonstration : une minute environ, une seule fois")
        self._page.show_waiting(title)
        self._task = self._tasks.run(
            work, self._on_done, self._on_error, on_cancelled=self._end, title=title, owner=self, quiet=True
        )

    def _end(self) -> None:
        self._task = None
        self._page.end_waiting()

    def _on_done(self, workspace: Workspace) -> None:
        self._end()
        self._opened(workspace)

    def _on_error(self, error: CispError) -> None:
        self._end()
        self._messages.error(self._page.window(), error)

    def _on_told(self, done: int, total: int) -> None:
        if self._task is not None:
            step = step_at(done)
            self._page.show_step(WORDS[step], done, total, cancellable=step < MakingStep.OPENING)

    def _on_cancel_asked(self) -> None:
        if self._task is not None:
            self._task.cancel()
