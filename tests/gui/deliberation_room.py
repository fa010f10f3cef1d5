"""« Délibérer » in its frame, for the tests that need the page as shown.

This module must not know what is tested.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_discussion import BlockDiscussionRow
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.fakes import FakeKey

Idle = Callable[[TaskRunner], None]


def member_of(
    queries: Queries, session_id: str, role: Role = Role.PRESIDENT, *, panel: int = 0
) -> IdentifiedJuror:
    """Return a member of one of a session's panels as if the own code had been typed."""
    seats = queries.panels(session_id)[panel].seats
    seat = next(seat for seat in seats if seat.role is role)
    key = FakeKey(b"CERTIFICATE")
    panel_id = queries.panels(session_id)[panel].id
    return IdentifiedJuror(
        seat.id, session_id, panel_id, seat.role, seat.name, False, key, seat.standby, seat.sex
    )


def let_in(context: GuiContext, role: Role = Role.PRESIDENT, *, panel: int = 0) -> IdentifiedJuror:
    """Identify a member of the session looked at: « Délibérer » is masked for nobody in particular."""
    assert context.session_id is not None
    juror = member_of(context.queries, context.session_id, role, panel=panel)
    context.set_juror(juror)
    return juror


@contextmanager
def shown_page(
    qtbot: QtBot, desk: Desk, workspace: SqlWorkspace, *, session_id: str, idle: Idle
) -> Iterator[DeliberatePage]:
    """Open the page on a session, before its president; put all away afterwards; the desk stays."""
    context = GuiContext(desk, workspace)
    context.set_session(session_id)
    let_in(context)
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
