"""The window where a jury could not sit, sits in part at a distance, or a session is cancelled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cisp_desktop.application.queries import PanelRow
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.issues import session_issues
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.session_frame import SessionFrame
from cisp_desktop.gui.session_status import Step, StepState, read_status
from cisp_desktop.gui.tasks import TaskRunner
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, open_day
from tests.gui.test_minutes_life import fill
from tests.gui.test_minutes_page import show_page

Idle = Callable[[TaskRunner], None]
WHY = "Le président est hospitalisé."


def nothing(_day: JuryDay) -> None:
    """Nobody scored."""


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> JuryDay:
    return open_day(tmp_path, services, prepare=nothing, candidates=2)


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk, day: JuryDay, idle: Idle) -> Iterator[tuple[MinutesPage, SessionFrame]]:
    yield from show_page(qtbot, desk, day, idle)


def panel_of(page: MinutesPage) -> PanelRow:
    assert page.context.session_id is not None
    return page.context.queries.panel(page.context.session_id)


def test_a_jury_that_could_not_sit_is_stated_undone_and_taken_back(
    shown: tuple[MinutesPage, SessionFrame], messages: RecordedMessages, idle: Idle
) -> None:
    page, _frame = shown
    said: list[str] = []

    def state(dialog: Any) -> None:
        check_page(dialog)
        dialog.form.nameEdit.setText("ROUX Hélène")
        dialog.form.acceptButton.click()
        said.append(dialog.form.problemLabel.text())
        dialog.form.reasonEdit.setPlainText(WHY)
        next(iter(dialog.boxes.values())).click()
        dialog.form.acceptButton.click()

    messages.scripts.append(state)
    page.form.notSittingButton.click()
    idle(page.context.tasks)
    assert said == ["Écrivez pourquoi le jury n’a pas pu siéger."]
    assert panel_of(page).could_not_sit_why == WHY
    assert page.form.blockersListView.model().rowCount() == 0
    assert WHY.rstrip(".") in page.form.pageBanner.label.text()
    assert page.form.notSittingButton.text() == "Retirer la co&nstatation"
    status = read_status(page.context.queries, str(page.context.session_id))
    assert (status.undecided, status.sheets_expected) == (0, 0)
    assert status.steps[Step.MINUTES].state is StepState.TO_DO
    page.context.operations.undo()
    idle(page.context.tasks)
    assert panel_of(page).could_not_sit_at is None
    page.context.operations.redo()
    idle(page.context.tasks)
    page.form.notSittingButton.click()
    idle(page.context.tasks)
    assert panel_of(page).could_not_sit_at is None
    page.context.operations.undo()
    idle(page.context.tasks)
    assert panel_of(page).could_not_sit_why == WHY


def test_secretary_and_members_at_a_distance_are_said_from_the_minutes_page(
    shown: tuple[MinutesPage, SessionFrame], messages: RecordedMessages, idle: Idle
) -> None:
    page, _frame = shown

    def tell(dialog: Any) -> None:
        check_page(dialog)
        dialog.form.secretaryEdit.setText("BLANC Luc")
        dialog.form.representativeEdit.setText("NOIR Zoé")
        list(dialog.remote_boxes.values())[1].setCurrentText("par visioconférence")
        dialog.form.acceptButton.click()

    messages.scripts.append(tell)
    page.form.saidButton.click()
    idle(page.context.tasks)
    panel = panel_of(page)
    assert (panel.secretary, panel.representative) == ("BLANC Luc", "NOIR Zoé")
    assert [seat.remote for seat in panel.seats] == ["", "par visioconférence", ""]
    page.context.operations.undo()
    idle(page.context.tasks)
    assert panel_of(page).secretary == ""


def entry(frame: SessionFrame, words: str) -> Any:
    """Open the session's menu and return one of its entries."""
    menu = frame.form.sessionButton.menu()
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text().replace("&", "").startswith(words))


def test_a_cancelled_session_says_so_above_every_page_and_is_taken_up(
    shown: tuple[MinutesPage, SessionFrame], messages: RecordedMessages, idle: Idle
) -> None:
    page, frame = shown
    session_id = str(page.context.session_id)
    assert not frame.form.cancelledBanner.isVisible()
    messages.scripts.append(fill("Salle fermée"))
    entry(frame, "Annuler la session").trigger()
    idle(page.context.tasks)
    assert frame.form.cancelledBanner.isVisible()
    assert "par ROUX Hélène\u00a0: Salle fermée." in frame.form.cancelledBanner.label.text()
    assert session_issues(read_status(page.context.queries, session_id)) == []
    assert page.close_button.property("unavailable")
    assert not page.form.notSittingButton.isVisibleTo(page)
    assert any("annulée" in action.text() for action in frame.form.sessionButton.menu().actions()) is False
    entry(frame, "Reprendre la session")
    assert any("annulée" in action.text() for action in frame.form.sessionButton.menu().actions())
    frame.form.cancelledBanner.button.click()
    idle(page.context.tasks)
    assert not frame.form.cancelledBanner.isVisible()
    page.context.operations.undo()
    idle(page.context.tasks)
    assert page.context.queries.session(session_id).cancelled_why == "Salle fermée"
