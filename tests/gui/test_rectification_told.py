"""While minutes are rectified every page of the session says so, and « Préparer » declares nothing ready."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.rectifying import give_up_rectification, open_rectification
from cisp_desktop.domain.minutes import Ground
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.pages.registry import page_specs
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import completed_session, open_completed
from tests.factories import SessionMade
from tests.gui.checks import check_page

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    opened, made = open_completed(tmp_path)
    (minutes,) = opened.queries.minutes_of_session(made.id)
    open_rectification(opened, minutes.id, ground=Ground.CLERICAL, reason="Nom faux.", by="ROUX Hélène")
    yield opened
    opened.close()


@pytest.fixture
def made(workspace: SqlWorkspace) -> SessionMade:
    del workspace
    return completed_session()


@pytest.fixture
def frame(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> SessionFrame:
    shown = SessionFrame(session_context, page_specs())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.open_page("prepare")
    idle(session_context.tasks)
    return shown


@pytest.mark.parametrize("key", ["dashboard", "register", "settings", "minutes"])
def test_pages_that_are_no_step_do_not_say_it_and_the_minutes_say_it_themselves(
    frame: SessionFrame, idle: Idle, key: str
) -> None:
    frame.open_page(key)
    idle(frame.context.tasks)
    assert not frame.form.cancelledBanner.isVisible()


@pytest.mark.parametrize("key", ["prepare", "evaluate", "sequel"])
def test_each_step_says_that_minutes_are_rectified_and_leads_to_them(
    frame: SessionFrame, idle: Idle, key: str
) -> None:
    frame.open_page(key)
    idle(frame.context.tasks)
    banner = frame.form.cancelledBanner
    assert "Rectification du procès-verbal" in banner.label.text()
    assert "demandée par ROUX Hélène" in banner.label.text()
    check_page(frame)
    banner.button.click()
    idle(frame.context.tasks)
    assert frame.current_key == "minutes"


def test_nothing_is_declared_ready_while_minutes_are_rectified(
    frame: SessionFrame, made: SessionMade, idle: Idle
) -> None:
    page = frame.current_page
    assert isinstance(page, PreparePage)
    assert "procès-verbal" in page.next_button.text().lower()
    page.focus_on("tab:ready")
    idle(frame.context.tasks)
    assert not page.ready.form.declareButton.isVisible()
    give_up_rectification(frame.context.workspace, made.id)
    idle(frame.context.tasks)
    assert not frame.form.cancelledBanner.isVisible()
