"""The real window over a workspace, for what is measured at the screen: opened, waited for, put away.

This module must not know what is measured.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from cisp_desktop.gui.application import make_application
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.gui.fakes import FakeServices, RecordedMessages

PATIENCE = 60
"""Seconds that anything may take before the figure is given up."""
REST = 0.0002
"""Seconds that the waiting window leaves to the workers, as Qt's own loop does."""


@dataclass(frozen=True)
class OpenWindow:
    """A window of 1366 × 768 that shows an open workspace."""

    app: QApplication
    window: MainWindow
    context: GuiContext
    frame: SessionFrame
    messages: RecordedMessages

    def page(self, key: str) -> Any:
        """Open a page and wait until it is read."""
        self.frame.open_page(key)
        self.settle()
        return self.frame.current_page

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is done."""
        limit = time.monotonic() + PATIENCE
        while not done() and time.monotonic() < limit:
            self.app.processEvents()
            time.sleep(REST)
        assert done()

    def settle(self) -> None:
        """Wait until nothing runs, in the worker nor beside it."""
        for _ in range(2):  # what ends may start something else
            self.wait(lambda: not self.context.tasks.busy and not self.context.rescue.busy)
            self.app.processEvents()
        if self.messages.bugs:
            raise self.messages.bugs[0]
        assert not self.messages.errors, [error.code for error in self.messages.errors]


def bench_application() -> QApplication:
    """Return the process's application, made now if there is none."""
    app = QApplication.instance() or make_application(["bench"])
    assert isinstance(app, QApplication)
    return app


@contextmanager
def open_window(folder: Path, workspace: SqlWorkspace) -> Iterator[OpenWindow]:
    """Open the window as the product does; everything is put away after, the workspace abandoned."""
    app = bench_application()
    theme, settings, messages = Theme(app), Settings(folder / "settings.ini"), RecordedMessages()
    theme.load_first_fonts()
    theme.load_later_fonts()
    theme.apply(ThemeMode.LIGHT)
    window = MainWindow(theme, settings)
    controller = Controller(
        window, FakeServices(folder), theme=theme, settings=settings, messages=messages,  # type: ignore[arg-type]  # fakes
    )  # fmt: skip
    window.resize(1366, 768)
    window.show()
    controller.show_workspace(workspace)
    context, frame = controller.context, controller.frame
    assert context is not None
    assert frame is not None
    opened = OpenWindow(app, window, context, frame, messages)
    opened.settle()
    try:
        yield opened
    finally:
        put_away(controller)
        workspace.abandon()


def put_away(controller: Controller) -> None:
    """End the workers, then delete the window and all that it holds."""
    context = controller.context
    if context is not None:
        context.rescue.put_away()
        context.set_session(None)
    controller.tasks.shut_down()
    controller.window.hide()
    controller.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
