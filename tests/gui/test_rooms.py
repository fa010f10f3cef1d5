"""Two panels of one session in the window: who sees whom, the matrix, one minutes page for each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.application.deliberating import open_deliberation, record_decisions
from cisp_desktop.application.wording_journal import read_names
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.dialogs.closing_dialog import ClosingDialog
from cisp_desktop.gui.dialogs.identify_juror_dialog import IdentifyJurorDialog
from cisp_desktop.gui.itemmodels.deliberation_model import Role as DeliberationRole
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.pages.minutes_page import MinutesPage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.session_status import read_status
from cisp_desktop.gui.tasks import TaskRunner
from tests.factories import SessionMade, make_room, score_by_all
from tests.gui.checks import check_page
from tests.gui.deliberation_room import let_in
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, open_day

Idle = Callable[[TaskRunner], None]
FIRST, SECOND = "Jury\u00a01", "Jury\u00a02"


def in_two_rooms(day: JuryDay) -> None:
    """One candidate for each panel, judged and decided; the second panel's other one waits for a sheet."""
    room = make_room(day.workspace, day.made, candidates=(1, 2))
    score_by_all(day.workspace, day.made, day.made.registrations[0])
    score_by_all(day.workspace, room, room.registrations[0])
    open_deliberation(day.workspace, day.made.id)
    record_decisions(day.workspace, day.made.id, accept_proposals=True)


def all_judged(day: JuryDay) -> None:
    """Nothing prevents closing: one candidate for each panel, decided."""
    room = make_room(day.workspace, day.made, candidates=(1,))
    for made in (day.made, room):
        score_by_all(day.workspace, made, made.registrations[0])
    open_deliberation(day.workspace, day.made.id)
    record_decisions(day.workspace, day.made.id, accept_proposals=True)


@pytest.fixture
def rooms(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    made = open_day(tmp_path, services, prepare=in_two_rooms, candidates=3)
    yield made
    made.workspace.abandon()


@pytest.fixture
def judged(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    made = open_day(tmp_path, services, prepare=all_judged, candidates=2)
    yield made
    made.workspace.abandon()


@pytest.fixture
def show(qtbot: QtBot, desk: Desk, idle: Idle) -> Iterator[Callable[[JuryDay, PageSpec], SessionFrame]]:
    """Return how to show one page of a day in its frame."""
    shown_ones: list[tuple[GuiContext, SessionFrame]] = []

    def shown(day: JuryDay, spec: PageSpec) -> SessionFrame:
        context = GuiContext(desk, day.workspace)
        context.set_session(day.made.id)
        if spec.key == "deliberate":
            let_in(context)
        frame = SessionFrame(context, [spec])
        shown_ones.append((context, frame))
        context.page_requested.disconnect(frame.open_page)
        qtbot.addWidget(frame)
        frame.resize(1366, 740)
        frame.show()
        frame.open_page(spec.key)
        idle(desk.tasks)
        return frame

    yield shown
    for context, frame in shown_ones:
        page = frame.current_page
        frame.hide()
        if isinstance(page, MinutesPage):
            page.form.minutesViewer.show_pages(None)
        context.deleteLater()
    desk.tasks.shut_down()


Show = Callable[[JuryDay, PageSpec], SessionFrame]


def second_room(day: JuryDay) -> SessionMade:
    """The second panel as its jurors are known."""
    panel = day.workspace.queries.panels(day.made.id)[1]
    return SessionMade(
        day.made.id, panel.id, day.made.certification, {seat.role: seat.id for seat in panel.seats},
        [r.id for r in day.workspace.queries.registrations(day.made.id) if r.panel_id == panel.id],
        {seat.role: seat.name for seat in panel.seats},
    )  # fmt: skip


def test_every_juror_of_both_panels_can_identify_and_sees_which_is_whose(rooms: JuryDay, show: Show) -> None:
    page = show(rooms, PageSpec("evaluate", "2", "pencil-line", EvaluatePage)).current_page
    assert isinstance(page, EvaluatePage)
    said = [button.accessibleName() for button in page.form.gateArea.buttons]
    assert len(said) == 6
    assert [name.endswith(SECOND) for name in said] == [False] * 3 + [True] * 3
    check_page(page)


def test_a_juror_of_the_second_panel_sees_its_candidates_alone(rooms: JuryDay, show: Show) -> None:
    page = show(rooms, PageSpec("evaluate", "2", "pencil-line", EvaluatePage)).current_page
    assert isinstance(page, EvaluatePage)
    room = second_room(rooms)
    page.context.set_juror(room.juror())
    assert [line.registration.id for line in page.candidates.lines] == room.registrations
    assert "DUPONT1" not in " ".join(label.text() for label in page.findChildren(QLabel))
    page.context.set_juror(rooms.made.juror())
    assert [line.registration.number for line in page.candidates.lines] == ["D-0001"]


def test_who_identifies_is_asked_with_the_panel(qtbot: QtBot, rooms: JuryDay, theme: object) -> None:
    dialog = IdentifyJurorDialog(rooms.workspace.queries.panels(rooms.made.id))
    qtbot.addWidget(dialog)
    combo = dialog.form.seatComboBox
    assert combo.itemText(0).endswith(f"Président du jury · {FIRST}")
    assert combo.itemText(3).endswith(f"Président du jury · {SECOND}")


def test_the_matrix_names_the_panel_and_shows_one_when_asked(rooms: JuryDay, show: Show) -> None:
    page = show(rooms, PageSpec("deliberate", "3", "scales", DeliberatePage)).current_page
    assert isinstance(page, DeliberatePage)
    shown, combo = page.matrix.filter, page.form.panelComboBox
    assert combo.currentText() == FIRST  # that of the juror at the keyboard
    assert shown.rowCount() == 1
    combo.setCurrentIndex(0)
    numbers = [str(shown.index(row, 0).data(DeliberationRole.NUMBER)) for row in range(shown.rowCount())]
    assert numbers == [f"D-0001 · {FIRST}", f"D-0002 · {SECOND}", f"D-0003 · {SECOND}"]
    assert combo.isVisibleTo(page)
    combo.setCurrentIndex(combo.findText(SECOND))
    assert shown.rowCount() == 2
    combo.setCurrentIndex(0)
    assert shown.rowCount() == 3
    check_page(page)


def test_members_of_each_panel_come_back_to_their_own_place(
    rooms: JuryDay, show: Show, idle: Callable[[TaskRunner], None]
) -> None:
    page = show(rooms, PageSpec("deliberate", "3", "scales", DeliberatePage)).current_page
    assert isinstance(page, DeliberatePage)
    place = (rooms.made.registrations[0], rooms.made.blocks[2])
    page.matrix.select(*place)
    page.context.set_juror(None)
    assert page.form.panelComboBox.count() == 0
    let_in(page.context, panel=1)
    idle(page.context.tasks)
    assert page.form.panelComboBox.currentText() == SECOND
    assert page.matrix.selected != place
    page.context.set_juror(None)
    let_in(page.context, Role.CENTRE)
    idle(page.context.tasks)
    assert (page.form.panelComboBox.currentText(), page.matrix.selected) == (FIRST, place)


def test_a_candidate_asked_for_is_shown_whatever_panel_was_chosen(rooms: JuryDay, show: Show) -> None:
    page = show(rooms, PageSpec("deliberate", "3", "scales", DeliberatePage)).current_page
    assert isinstance(page, DeliberatePage)
    page.form.panelComboBox.setCurrentIndex(2)
    first = rooms.made.registrations[0]
    page.focus_on(f"block:{first}:{rooms.made.blocks[0]}")
    assert page.matrix.selected == (first, rooms.made.blocks[0])


def test_a_session_with_one_panel_says_nothing_of_panels(
    qtbot: QtBot, tmp_path: Path, services: FakeServices, show: Show
) -> None:
    day = open_day(tmp_path, services, prepare=only_marked, candidates=1)
    page = show(day, PageSpec("deliberate", "3", "scales", DeliberatePage)).current_page
    day.workspace.abandon()
    assert isinstance(page, DeliberatePage)
    assert not page.form.panelComboBox.isVisibleTo(page)
    assert str(page.matrix.filter.index(0, 0).data(DeliberationRole.NUMBER)) == "D-0001"


def only_marked(day: JuryDay) -> None:
    """One candidate, judged alike by all."""
    score_by_all(day.workspace, day.made, day.made.registrations[0])


def test_the_minutes_of_each_panel_are_chosen_closed_together_and_signed_apart(
    judged: JuryDay, show: Show, messages: RecordedMessages, idle: Idle
) -> None:
    page = show(judged, PageSpec("minutes", "4", "file-text", MinutesPage)).current_page
    assert isinstance(page, MinutesPage)
    combo = page.form.panelComboBox
    assert [combo.itemText(place) for place in range(combo.count())] == [FIRST, SECOND]
    check_page(page)
    titles: list[str] = []

    def script(dialog: ClosingDialog) -> None:
        titles.append(dialog.form.titleLabel.text())
        dialog.form.acceptButton.click()

    messages.scripts.append(script)
    page.close_button.click()
    idle(page.context.tasks)
    assert titles == ["Clore la session et établir ses 2 procès-verbaux, un par jury\u00a0?"]
    first, second = judged.workspace.queries.minutes_of_session(judged.made.id)
    assert page.form.numberLabel.text() == first.number
    combo.setCurrentIndex(1)
    idle(page.context.tasks)
    assert page.form.numberLabel.text() == second.number
    assert SECOND in page.subtitle()
    assert [line.button is not None for line in page.side.lines] == [True] * 3
    page.focus_on(f"seat:{judged.made.seats[Role.CENTRE]}")
    idle(page.context.tasks)
    assert page.form.numberLabel.text() == first.number


def test_the_dashboards_figures_count_both_panels(rooms: JuryDay) -> None:
    status = read_status(rooms.workspace.queries, rooms.made.id)
    assert (status.sheets_sealed, status.sheets_expected) == (30, 45)
    assert status.empty_seats == ()
    assert len(status.panels) == 2


def test_the_journal_knows_both_panels_jurors_and_minutes(judged: JuryDay) -> None:
    names = read_names(judged.workspace.queries).words
    room = second_room(judged)
    assert names[room.seats[Role.CENTRE]] == room.names[Role.CENTRE]
    assert names[room.panel_id] == SECOND
