"""« Délibérer » in its frame, for the tests that need the page as shown.

This module must not know what is tested.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries_discussion import BlockDiscussionRow
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace

Idle = Callable[[TaskRunner], None]


@contextmanager
def shown_page(
    qtbot: QtBot, desk: Desk, workspace: SqlWorkspace, *, session_id: str, idle: Idle
) -> Iterator[DeliberatePage]:
    """Open the page on a session, and put all away afterwards; the desk stays."""
    context = GuiContext(desk, workspace)
    context.set_session(session_id)
    frame = SessionFrame(context, [PageSpec("deliberate", "3  Délibérer", "scales", DeliberatePage)])
    qtbot.addWidget(frame)
    frame.resize(1366, 740)
    frame.show()
    frame.open_page("deliberate")
    idle(context.tasks)
    page = frame.current_page
    assert isinstance(page, DeliberatePage)
    yield page
    frame.hide()
    idle(context.tasks)
    context.deleteLater()


def kept(page: DeliberatePage, registration_id: str, block_id: str) -> BlockDiscussionRow:
    """Return what is stored of a block's discussion."""
    found = page.context.queries.discussion(registration_id, block_id).block
    assert found is not None
    return found
