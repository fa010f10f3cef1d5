"""The stage of the pictures: the real window on a demonstration workspace.

``Stage`` is what a shot works on.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cisp_desktop.application.demonstration import CODES
from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.services import Services
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.application import GuiOptions, Start
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.pages.page import Page
from cisp_desktop.gui.session_data import read_session_data
from tests.gui.deliberation_room import let_in
from tests.gui.fakes import RecordedMessages

LEAST_ROUNDS = 4
"""Of events: on a busy machine a single one may take all the time given, and its layouts come in the next."""


class Stage:
    """One window, its controller and the open demonstration."""

    def __init__(self, app: QApplication, services: Services, folder: Path) -> None:
        self._app = app
        self.services = services
        options = GuiOptions(folder / "settings.ini")
        # Nobody would close a message box: what would have been said is recorded, and fails the shot.
        self.messages = RecordedMessages()
        controller = cast(type[Controller], partial(Controller, messages=self.messages))
        self.start = Start(app, services, options, load_controller=lambda: controller)
        self.window = self.start.window
        scaled = os.environ.get("QT_SCALE_FACTOR") == "1.5"
        self.window.resize(*((1280, 660) if scaled else (1366, 768)))
        self.window.show()
        self.settle()
        self.start.furnish()
        assert self.start.controller is not None
        self.controller: Controller = self.start.controller
        self._keys: dict[Role, Any] = {}
        self._session: str | None = None
        self._first_facts: tuple[Any, ...] = ()

    @property
    def context(self) -> GuiContext:
        """The open workspace's context."""
        assert self.controller.context is not None
        return self.controller.context

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.controller.frame is not None
        page = self.controller.frame.current_page
        assert page is not None
        return page

    def open(self, workspace: Workspace) -> None:
        """Show a workspace."""
        self.controller.show_workspace(workspace)
        self._session = self.context.session_id
        self._first_facts = self._facts()
        self._keys.clear()
        self.settle()

    @property
    def changed(self) -> bool:
        """Whether a shot changed the demonstration's own session: the next one wants it as it was."""
        return self.controller.context is not None and self._facts() != self._first_facts

    def _facts(self) -> tuple[Any, ...]:
        assert self._session is not None
        queries = self.context.queries
        data = read_session_data(queries, self._session)
        progress = list(queries.progress(self._session))
        seated = {seat.name for panel in data.panels for seat in panel.seats}
        # A session that a shot made for itself, and the next ones look at again, is no change.
        rows = [row for row in queries.jurors() if row.name in seated or not row.sessions]
        jurors = [replace(row, sessions=0) for row in rows]
        sheet = replace(data.certification, sessions=0)
        own = replace(data, certification=sheet, jurors=())
        return own, progress, jurors, queries.equivalences(sheet.code)

    def close(self) -> None:
        """Put the workspace away, with whatever was typed and not stored."""
        self.messages.answers[:] = [True] * 3
        self.controller.close_workspace()
        self.settle()
        self.messages.answers.clear()
        assert self.controller.context is None, "a page would not be left"

    def reset(self) -> None:
        """Undo what a shot may have changed: session and juror."""
        if self.controller.context is not None:
            self.context.set_session(self._session)
            self.context.set_juror(None)
            self.settle(50)

    def show_page(self, key: str, target: str = "") -> Page:
        """Show a page and wait until it has settled; « Délibérer » before its president."""
        if key == "deliberate" and self.context.current_juror is None:
            let_in(self.context)
        self.context.open_page(key, target)
        self.settle()
        return self.page

    def identify(self, role: Role | None) -> None:
        """Unlock a juror of the demonstration, as if the code had been typed; None locks."""
        if role is None:
            self.context.set_juror(None)
        else:
            if role not in self._keys:
                assert self.context.session_id is not None
                seats = self.context.queries.panel(self.context.session_id).seats
                seat = next(seat for seat in seats if seat.role is role)
                self._keys[role] = identify_juror(
                    self.context.workspace, seat.id, code=CODES[role], identities=self.services.identities
                )
            self.context.set_juror(self._keys[role])
        self.settle()

    def settle(self, milliseconds: int = 250) -> None:
        """Let tasks end and events pass."""
        deadline = QDeadlineTimer(20_000)
        quiet = QDeadlineTimer(milliseconds)
        controller, rounds = self.start.controller, 0
        while not deadline.hasExpired():
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
            rounds += 1
            if controller is not None and controller.tasks.busy:
                quiet, rounds = QDeadlineTimer(milliseconds), 0
            elif quiet.hasExpired() and rounds >= LEAST_ROUNDS:
                return


DialogBuilder = Callable[[Stage], QDialog]
Prepare = Callable[[Stage], QWidget | None]
