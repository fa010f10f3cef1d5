"""A desk, an open workspace and a context for every test of the window; everything put away afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.gui.application import use_french
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.controller import Controller
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.main_window import MainWindow
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.theme import Theme, ThemeMode
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace
from tests.gui.fakes import FakeServices, RecordedMessages


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The look, made once: the style sheet is the application's."""
    use_french(qapp)
    theme = Theme(qapp)
    theme.load_first_fonts()
    theme.load_later_fonts()
    theme.apply(ThemeMode.LIGHT)
    return theme


@pytest.fixture(scope="session")
def icons(theme: Theme) -> Icons:
    """The icons, loaded once."""
    return Icons(theme)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test alone."""
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def messages() -> Iterator[RecordedMessages]:
    """What the user would have been told; a bug fails the test."""
    recorded = RecordedMessages()
    yield recorded
    if recorded.bugs:
        raise recorded.bugs[0]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    """Services without adapters."""
    return FakeServices(tmp_path)


@pytest.fixture
def tasks(qapp: QApplication, messages: RecordedMessages) -> Iterator[TaskRunner]:
    """A runner whose thread ends with the test."""
    runner = TaskRunner(messages)
    yield runner
    runner.shut_down()
    runner.deleteLater()


@pytest.fixture
def desk(
    services: FakeServices,
    settings: Settings,
    theme: Theme,
    icons: Icons,
    messages: RecordedMessages,
    tasks: TaskRunner,
) -> Desk:
    """What lives as long as the application."""
    return Desk(services, settings, theme, icons, messages, tasks)  # type: ignore[arg-type]  # a fake


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    """An open workspace with both shipped certifications and no session."""
    opened = make_workspace(tmp_path)
    yield opened
    opened.abandon()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    """A session with its jury and three candidates, nothing marked."""
    return make_session(workspace)


@pytest.fixture
def context(desk: Desk, workspace: SqlWorkspace) -> Iterator[GuiContext]:
    """A context over the workspace, without a session; take ``session_context`` for one with."""
    opened = GuiContext(desk, workspace)
    yield opened
    opened.rescue.put_away()
    desk.tasks.shut_down()
    opened.deleteLater()


@pytest.fixture
def session_context(made: SessionMade, context: GuiContext) -> GuiContext:
    """A context that looks at the session made."""
    context.set_session(made.id)
    return context


@pytest.fixture
def window(
    qtbot: QtBot, theme: Theme, settings: Settings, services: FakeServices, messages: RecordedMessages
) -> Iterator[MainWindow]:
    """The main window with its controller (``window.controller``), shown, no workspace open."""
    shown = MainWindow(theme, settings)
    controller = Controller(shown, services, theme=theme, settings=settings, messages=messages)  # type: ignore[arg-type]  # a fake
    shown.controller = controller  # type: ignore[attr-defined]  # for the tests only
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    controller.tasks.shut_down()
    if controller.context is not None:
        controller.context.rescue.put_away()
        controller.context.workspace.abandon()  # type: ignore[attr-defined]  # a real workspace of the tests
        controller.context.deleteLater()


@pytest.fixture
def idle(qtbot: QtBot) -> Callable[[TaskRunner], None]:
    """Wait until a runner has nothing left to do."""

    def wait(tasks: TaskRunner) -> None:
        qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)

    return wait
