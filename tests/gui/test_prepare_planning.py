"""« Préparer », the planning: dragged, nudged, proposed, explained when there is none; every edit undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QTimeEdit
from pytestqt.qtbot import QtBot

from cisp_desktop.application.absences import Absence, absence_of, add_unavailability
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.planning import PlanningSettings, keep_places, kept_in, set_settings
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.wording_planning import ADVICE, REMEDIES, Remedy
from cisp_desktop.domain.planning import Plan, PlanningProblem, PlanStatus, Slot, Who
from cisp_desktop.domain.planning_clash import Clash, ConstraintKind, ConstraintRef
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.planning_settings_dialog import PlanningSettingsDialog
from cisp_desktop.gui.dialogs.unavailabilities_dialog import UnavailabilitiesDialog
from cisp_desktop.gui.dialogs.unavailability_dialog import UnavailabilityDialog
from cisp_desktop.gui.itemmodels.slot_table_model import Column, SlotTableModel
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.planning_board import PlanningBoard
from cisp_desktop.gui.widgets.prepare_planning import PreparePlanning
from cisp_desktop.gui.widgets.waiting_list import WaitingList
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store
from tests.gui.checks import check_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.preparing import show_page

Idle = Callable[[TaskRunner], None]
Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


def at(hour: int, minute: int = 0, *, day: int = 14) -> datetime:
    return datetime(2022, 12, day, hour, minute)


class FakePlanner:
    """Hears everybody one after another in the first room, or answers what the test wants."""

    def __init__(self) -> None:
        self.problems: list[PlanningProblem] = []
        self.clash: Clash | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        self.endless = False

    def solve(
        self, problem: PlanningProblem, *, progress: Callable[[int, int], None], seconds: float = 10.0
    ) -> Plan | Clash:
        """Answer at once, or never until it is cancelled."""
        self.problems.append(problem)
        self.meanwhile()
        while self.endless:
            progress(0, 1)
        if self.clash is not None:
            return self.clash
        slots = []
        starts = datetime.combine(problem.days[0].day, problem.days[0].first)
        for candidate in problem.candidates:
            room, begins = problem.fixed.get(candidate.id, (problem.rooms[0].id, starts))
            slots.append(Slot(candidate.id, room, begins, candidate.minutes))
            starts = max(starts, begins) + timedelta(minutes=candidate.minutes + problem.pause)
        return Plan(tuple(slots), PlanStatus.OPTIMAL)


@pytest.fixture
def planner(services: FakeServices) -> FakePlanner:
    """The planner of this test."""
    services.planner = FakePlanner()  # type: ignore[attr-defined]  # the product's otherwise
    return services.planner  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def rooms(workspace: SqlWorkspace, made: SessionMade) -> tuple[str, str]:
    """Two panels; the first candidate at 9 and the second at 10 before the first panel, a third waits."""
    second = add_panel(workspace, made.id, name="Jury 2")
    place_defences(workspace, made.id, {
        made.registrations[0]: Place(made.panel_id, at(9), 60),
        made.registrations[1]: Place(made.panel_id, at(10), 60),
    })  # fmt: skip
    return made.panel_id, second


@pytest.fixture
def tab(
    qtbot: QtBot, session_context: GuiContext, rooms: tuple[str, str], planner: FakePlanner
) -> Iterator[PreparePlanning]:
    """The tab on two rooms."""
    page = show_page(qtbot, session_context)
    page.focus_on("tab:planning")
    QApplication.processEvents()
    yield page.planning
    page.planning.board.blockSignals(True)


def places(tab: PreparePlanning) -> list[tuple[str, datetime | None, int | None]]:
    assert tab.context.session_id is not None
    rows = tab.context.queries.registrations(tab.context.session_id)
    return [(row.panel_id, row.starts_at, row.minutes) for row in rows]


def undo(tab: PreparePlanning) -> None:
    tab.context.operations.undo_stack.undo()


def middle(board: PlanningBoard, registration: str) -> QPoint:
    return board.block_place(registration).center().toPoint()


def spot(board: PlanningBoard, *, room: int, minute: int) -> QPoint:
    """Where a minute lies in a room, in the viewport."""
    geometry = board.geometry_now()
    x = geometry.x_of(room) + geometry.column / 2 - board.horizontalScrollBar().value()
    return QPointF(x, geometry.y_of(minute) - board.verticalScrollBar().value()).toPoint()


def drag(board: PlanningBoard, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    """Drag by real mouse events."""
    QTest.mousePress(board.viewport(), LEFT, Modifier.NoModifier, start)
    for step in (1, 2, 3):
        QTest.mouseMove(board.viewport(), start + (end - start) * step / 3)
        QApplication.processEvents()
    if drop:
        QTest.mouseRelease(board.viewport(), LEFT, Modifier.NoModifier, end)


# --- the mouse -----------------------------------------------------------------------------------------


def test_a_block_dragged_down_moves_by_the_grid_and_undo_brings_it_back(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    board, second = tab.board, made.registrations[1]
    start = middle(board, second)
    moved = spot(board, room=0, minute=12 * 60) - spot(board, room=0, minute=10 * 60)
    drag(board, start, start + moved + QPoint(0, 1))
    assert places(tab)[1] == (rooms[0], at(12), 60)
    assert "pendant la pause" in tab.form.conflictList.sentences[0]
    undo(tab)
    assert places(tab)[1] == (rooms[0], at(10), 60)


def test_a_block_dragged_across_changes_panel(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    start = middle(tab.board, made.registrations[0])
    drag(tab.board, start, QPoint(spot(tab.board, room=1, minute=0).x(), start.y()))
    assert places(tab)[0] == (rooms[1], at(9), 60)
    undo(tab)
    assert places(tab)[0] == (rooms[0], at(9), 60)


def test_what_would_be_wrong_shows_while_the_block_moves(tab: PreparePlanning, made: SessionMade) -> None:
    first, second = made.registrations[:2]
    start, end = middle(tab.board, second), middle(tab.board, first)
    drag(tab.board, start, end, drop=False)
    trial = tab.board.trial
    assert trial is not None
    assert trial.start == 9 * 60
    assert "passent en même temps" in trial.problems[0]
    assert tab.form.conflictList.sentences == list(trial.problems)
    assert places(tab)[1][1] == at(10)
    QTest.keyClick(tab.board, Key.Key_Escape)
    QTest.mouseRelease(tab.board.viewport(), LEFT, Modifier.NoModifier, end)
    assert places(tab)[1][1] == at(10)
    assert tab.form.conflictList.sentences == ["Aucun conflit dans ce planning."]


def test_the_foot_of_a_block_changes_its_length(tab: PreparePlanning, made: SessionMade) -> None:
    place = tab.board.block_place(made.registrations[1])
    foot = QPointF(place.center().x(), place.bottom() - 2).toPoint()
    drag(tab.board, foot, spot(tab.board, room=0, minute=11 * 60 + 30))
    assert places(tab)[1][1:] == (at(10), 90)


def test_a_block_dropped_on_another_with_shift_swaps_them(tab: PreparePlanning, made: SessionMade) -> None:
    first, second = made.registrations[:2]
    start, end = middle(tab.board, second), middle(tab.board, first)
    drag(tab.board, start, end, drop=False)
    QTest.mouseRelease(tab.board.viewport(), LEFT, Modifier.ShiftModifier, end)
    assert [starts for _, starts, _ in places(tab)[:2]] == [at(10), at(9)]
    undo(tab)
    assert [starts for _, starts, _ in places(tab)[:2]] == [at(9), at(10)]


def test_a_block_dragged_to_those_who_wait_loses_its_hour(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    board, waiting = tab.board, tab.form.waitingList
    end = board.viewport().mapFromGlobal(waiting.mapToGlobal(waiting.rect().center()))
    drag(board, middle(board, made.registrations[0]), end)
    assert places(tab)[0] == (rooms[0], None, None)
    assert waiting.count() == 2
    undo(tab)
    assert places(tab)[0] == (rooms[0], at(9), 60)


def carried(waiting: WaitingList, row: int = 0) -> QMimeData:
    return waiting.mimeData([waiting.item(row)])


def test_a_candidate_who_waits_is_dropped_on_the_board(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    board = tab.board
    data, place = carried(tab.form.waitingList), spot(board, room=1, minute=11 * 60 + 30)
    buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    target = board.viewport()
    QApplication.sendEvent(target, QDragEnterEvent(place, action, data, buttons, Modifier.NoModifier))
    QApplication.sendEvent(target, QDragMoveEvent(place, action, data, buttons, Modifier.NoModifier))
    assert board.trial is not None
    QApplication.sendEvent(target, QDropEvent(QPointF(place), action, data, buttons, Modifier.NoModifier))
    assert places(tab)[2] == (rooms[1], at(11), 60)
    assert board.current == made.registrations[2]
    undo(tab)
    assert places(tab)[2][1] is None


def test_a_closed_session_moves_nothing(
    qtbot: QtBot,
    session_context: GuiContext,
    workspace: SqlWorkspace,
    made: SessionMade,
    tab: PreparePlanning,
) -> None:
    with workspace.unit_of_work() as work:
        open_session(work, made.id).closed_at = workspace.clock()
        work.commit()
    page = show_page(qtbot, session_context)
    page.focus_on("tab:planning")
    board = page.planning.board
    start = middle(board, made.registrations[0])
    drag(board, start, start + QPoint(0, 120))
    QTest.keyClick(board, Key.Key_Delete)
    assert places(tab)[0][1] == at(9)
    assert not page.planning.form.proposeButton.isEnabled()


# --- the keys ------------------------------------------------------------------------------------------


def test_arrows_move_a_block_in_one_step_of_undo(tab: PreparePlanning, made: SessionMade) -> None:
    board = tab.board
    board.choose(made.registrations[1])
    board.setFocus()
    for _ in range(3):
        QTest.keyClick(board, Key.Key_Down)
    assert places(tab)[1][1] == at(10)
    QTest.keyClick(board, Key.Key_Return)
    assert places(tab)[1][1] == at(10, 15)
    assert tab.context.operations.undo_stack.count() == 1
    undo(tab)
    assert places(tab)[1][1] == at(10)


def test_what_the_keys_moved_is_stored_when_no_key_follows(
    qtbot: QtBot, tab: PreparePlanning, made: SessionMade
) -> None:
    tab.board.choose(made.registrations[1])
    QTest.keyClick(tab.board, Key.Key_Up)
    with qtbot.waitSignal(tab.board.placed):
        pass
    assert places(tab)[1][1] == at(9, 55)


def test_ctrl_and_arrows_change_panel_and_length(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    board = tab.board
    board.choose(made.registrations[0])
    QTest.keyClick(board, Key.Key_Right, Modifier.ControlModifier)
    QTest.keyClick(board, Key.Key_Right, Modifier.ControlModifier)
    QTest.keyClick(board, Key.Key_Down, Modifier.ControlModifier)
    QTest.keyClick(board, Key.Key_Return)
    assert places(tab)[0] == (rooms[1], at(9), 65)
    QTest.keyClick(board, Key.Key_Left, Modifier.ControlModifier)
    QTest.keyClick(board, Key.Key_Escape)
    assert places(tab)[0] == (rooms[1], at(9), 65)


def test_shift_and_arrows_swap_neighbours(tab: PreparePlanning, made: SessionMade) -> None:
    tab.board.choose(made.registrations[0])
    QTest.keyClick(tab.board, Key.Key_Down, Modifier.ShiftModifier)
    assert [starts for _, starts, _ in places(tab)[:2]] == [at(10), at(9)]
    assert tab.board.current == made.registrations[0]
    QTest.keyClick(tab.board, Key.Key_Down, Modifier.ShiftModifier)
    assert [starts for _, starts, _ in places(tab)[:2]] == [at(10), at(9)]


def test_delete_takes_the_hour_away(tab: PreparePlanning, made: SessionMade) -> None:
    tab.board.choose(made.registrations[0])
    QTest.keyClick(tab.board, Key.Key_Delete)
    assert places(tab)[0][1] is None
    undo(tab)
    assert places(tab)[0][1] == at(9)


def test_f2_edits_the_hour_in_place(tab: PreparePlanning, made: SessionMade) -> None:
    tab.board.choose(made.registrations[1])
    QTest.keyClick(tab.board, Key.Key_F2)
    (editor,) = [e for e in tab.board.viewport().findChildren(QTimeEdit) if e.isVisible()]
    assert "DUPONT2" in editor.accessibleName()
    editor.setTime(QTime(14, 20))
    QTest.keyClick(editor, Key.Key_Return)
    assert places(tab)[1][1] == at(14, 20)


def test_tab_goes_from_block_to_block_and_then_on(tab: PreparePlanning, made: SessionMade) -> None:
    board = tab.board
    tab.activateWindow()
    board.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(board, Key.Key_Tab)
        seen.append(board.current if board.hasFocus() else "")
    assert seen == [*made.registrations[:2], ""]


def test_a_screen_reader_is_told_the_block_and_what_is_wrong(tab: PreparePlanning, made: SessionMade) -> None:
    tab.board.choose(made.registrations[1])
    assert tab.board.accessibleName() == "Planning du 14/12/2022"
    assert "DUPONT2 Zoé (D-0002)\n10\u00a0h\u00a000" in tab.board.accessibleDescription()
    for _ in range(4):
        QTest.keyClick(tab.board, Key.Key_Up)
    assert "passent en même temps" in tab.board.accessibleDescription()
    QTest.keyClick(tab.board, Key.Key_Escape)


def test_enter_places_who_waits_at_the_first_free_hour(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    tab.form.waitingList.setCurrentRow(0)
    QTest.keyClick(tab.form.waitingList, Key.Key_Return)
    assert places(tab)[2] == (rooms[1], at(9), 60) or places(tab)[2] == (rooms[0], at(11), 60)
    assert tab.form.conflictList.sentences == ["Aucun conflit dans ce planning."]


# --- several days --------------------------------------------------------------------------------------


def test_each_day_has_its_tab(tab: PreparePlanning, workspace: SqlWorkspace, made: SessionMade) -> None:
    tab.context.operations.run(
        lambda: place_defences(
            workspace, made.id, {made.registrations[0]: Place(made.panel_id, at(9, day=15), 60)}
        )
    )
    bar = tab.form.dayTabBar
    assert [bar.tabText(place) for place in range(bar.count())] == ["14/12/2022", "15/12/2022"]
    assert [block.id for block in tab.board.board.blocks] == [made.registrations[1]]
    bar.setCurrentIndex(1)
    assert [block.id for block in tab.board.board.blocks] == [made.registrations[0]]


# --- proposing -----------------------------------------------------------------------------------------


def test_a_planning_is_proposed_and_one_undo_takes_it_back(tab: PreparePlanning, idle: Idle) -> None:
    before = places(tab)
    tab.form.proposeButton.click()
    assert not tab.form.proposeButton.isEnabled()
    idle(tab.context.tasks)
    assert [starts for _, starts, _ in places(tab)] == [at(9), at(10), at(11)]
    assert tab.form.proposeButton.isEnabled()
    undo(tab)
    assert places(tab) == before


def test_a_pinned_slot_stays_whatever_is_proposed(
    tab: PreparePlanning, made: SessionMade, planner: FakePlanner, idle: Idle
) -> None:
    tab.board.choose(made.registrations[1])
    QTest.keyClick(tab.board, Key.Key_Space)
    assert tab.form.keepButton.isChecked()
    tab.propose()
    idle(tab.context.tasks)
    assert planner.problems[0].fixed == {made.registrations[1]: (made.panel_id, at(10))}
    undo(tab)
    undo(tab)
    assert kept_in(tab.context.queries.session(made.id)) == frozenset()


def test_candidates_stay_unless_told_otherwise_and_who_would_move_is_said_first(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str], messages: RecordedMessages, idle: Idle
) -> None:
    assert tab.form.stayCheckBox.isChecked()
    tab.board.choose(made.registrations[0])
    QTest.keyClick(tab.board, Key.Key_Right, Modifier.ControlModifier)
    QTest.qWait(0)
    tab.board.settle()
    before = places(tab)
    assert before[0][0] == rooms[1]
    tab.form.stayCheckBox.setChecked(False)
    tab.propose()
    idle(tab.context.tasks)
    assert "DUPONT1 Zoé\u00a0: Jury 2 → Jury\u00a01" in messages.asked[-1]
    assert places(tab) == before
    messages.answers.append(True)
    tab.propose()
    idle(tab.context.tasks)
    assert [panel for panel, *_ in places(tab)] == [rooms[0]] * 3
    undo(tab)
    assert places(tab) == before


def test_candidates_may_be_told_to_stay_in_their_panel(
    tab: PreparePlanning, planner: FakePlanner, made: SessionMade, idle: Idle
) -> None:
    tab.form.stayCheckBox.setChecked(True)
    tab.propose()
    idle(tab.context.tasks)
    assert {one.room_id for one in planner.problems[0].candidates} == {made.panel_id}


def test_a_search_is_cancelled_and_changes_nothing(
    qtbot: QtBot, tab: PreparePlanning, planner: FakePlanner, idle: Idle
) -> None:
    before = places(tab)
    planner.endless = True
    with qtbot.waitSignal(tab.context.tasks.started) as began:
        tab.propose()
    began.args[0].cancel()
    idle(tab.context.tasks)
    assert places(tab) == before
    assert tab.form.proposeButton.isEnabled()


def test_a_planning_found_for_what_changed_meanwhile_is_dropped(
    tab: PreparePlanning, planner: FakePlanner, made: SessionMade, messages: RecordedMessages, idle: Idle
) -> None:
    workspace = tab.context.workspace
    place = {made.registrations[0]: Place(made.panel_id, at(16), 60)}
    planner.meanwhile = lambda: place_defences(workspace, made.id, place) and None
    tab.propose()
    idle(tab.context.tasks)
    assert [error.code for error in messages.errors] == ["planning.changed_meanwhile"]
    assert places(tab)[0][1] == at(16)


def a_clash(made: SessionMade) -> Clash:
    first, day = made.registrations[0], date(2022, 12, 14)
    absence = ConstraintRef(
        ConstraintKind.UNAVAILABLE, juror_ids=("juror-PRESIDENT",), starts=at(9), ends=at(12), label="Train"
    )
    kept = ConstraintRef(
        ConstraintKind.FIXED, candidate_ids=(first,), room_ids=(made.panel_id,), starts=at(9)
    )
    return Clash((
        ConstraintRef(ConstraintKind.HEARD, candidate_ids=tuple(made.registrations), minutes=60),
        ConstraintRef(ConstraintKind.DAY, day=day, starts=time(9), ends=time(10)),
        absence,
        kept,
    ))  # fmt: skip


def test_without_a_solution_the_clash_is_named_and_each_line_leads_on(
    qtbot: QtBot, tab: PreparePlanning, planner: FakePlanner, made: SessionMade, messages: RecordedMessages,
    idle: Idle,
) -> None:  # fmt: skip
    keep_places(tab.context.workspace, made.id, [made.registrations[0]])
    planner.clash = a_clash(made)
    tab.propose()
    idle(tab.context.tasks)
    panel = tab.form.clashPanel
    assert panel.isVisible()
    words = panel.accessibleName()
    assert "DUPONT1 Zoé, DUPONT2 Zoé et DUPONT3 Zoé à entendre, 60\u00a0min chacun" in words
    assert "La journée du 14/12/2022, de 9\u00a0h\u00a000 à 10\u00a0h\u00a000" in words
    assert "MARTIN Anne indisponible le 14/12/2022 de 9\u00a0h\u00a000 à 12\u00a0h\u00a000 (Train)" in words
    check_page(tab)
    for button in panel.buttons:
        button.click()
    assert messages.dialogs == [
        "PlanningSettingsDialog", "PlanningSettingsDialog", "UnavailabilitiesDialog",
    ]  # fmt: skip
    assert kept_in(tab.context.queries.session(made.id)) == frozenset()
    panel.close_button.click()
    assert not panel.isVisible()


def test_every_constraint_has_advice_and_a_remedy() -> None:
    assert set(REMEDIES) == set(ADVICE) == set(ConstraintKind)
    assert set(REMEDIES.values()) == set(Remedy)


# --- settings and absences -----------------------------------------------------------------------------


def test_the_settings_are_asked_for_and_undone(
    qtbot: QtBot, tab: PreparePlanning, messages: RecordedMessages, made: SessionMade
) -> None:
    def fill(dialog: PlanningSettingsDialog) -> None:
        check_page(dialog)
        dialog.form.firstTimeEdit.setTime(QTime(8, 30))
        dialog.form.minutesSpinBox.setValue(45)
        dialog.form.addBreakButton.click()
        row = dialog.form.breakRows.rows[1]
        row.label_edit.setText("Café")
        row.start_edit.setTime(QTime(10, 0))
        row.end_edit.setTime(QTime(10, 15))
        row.day_box.setCurrentIndex(2)
        dialog.form.acceptButton.click()

    messages.scripts.append(fill)
    tab.form.settingsButton.click()
    settings = PlanningSettings.from_data(tab.context.queries.session(made.id).planning["settings"])
    assert (settings.first, settings.minutes) == (time(8, 30), 45)
    assert [(one.label, one.day) for one in settings.breaks] == [
        ("Déjeuner", None),
        ("Café", date(2022, 12, 15)),
    ]
    assert "De 8\u00a0h\u00a030 à 18\u00a0h\u00a000" in tab.form.settingsLabel.text()
    undo(tab)
    assert "settings" not in tab.context.queries.session(made.id).planning


def test_impossible_hours_are_told_in_the_dialog(
    qtbot: QtBot, tab: PreparePlanning, messages: RecordedMessages, made: SessionMade
) -> None:
    told: list[str] = []

    def fill(dialog: PlanningSettingsDialog) -> None:
        dialog.form.lastTimeEdit.setTime(QTime(8, 0))
        dialog.form.acceptButton.click()
        told.append(dialog.form.problemLabel.text())
        dialog.form.breakRows.rows[0].remove_button.click()
        told.append(str(len(dialog.form.breakRows.values)))
        dialog.form.cancelButton.click()

    messages.scripts.append(fill)
    tab.form.settingsButton.click()
    assert told[0].startswith("La journée finirait avant de commencer")
    assert told[1] == "0"
    assert "settings" not in tab.context.queries.session(made.id).planning


def test_an_absence_is_added_changed_and_removed_with_undo(
    qtbot: QtBot, tab: PreparePlanning, messages: RecordedMessages, made: SessionMade
) -> None:
    def entries() -> list[tuple[str, str, datetime]]:
        rows = tab.context.queries.unavailabilities(made.id)
        return [(one.id, one.label, one.ends_at) for one in map(absence_of, rows)]

    def type_new(dialog: UnavailabilityDialog) -> None:
        check_page(dialog)
        dialog.form.whoComboBox.setCurrentIndex(dialog.form.whoComboBox.findData("JUROR:juror-PRESIDENT"))
        dialog.form.endTimeEdit.setTime(QTime(9, 30))
        dialog.form.labelEdit.setText("Train")
        dialog.form.acceptButton.click()

    def change(dialog: UnavailabilityDialog) -> None:
        dialog.form.endTimeEdit.setTime(QTime(8, 0))
        dialog.form.acceptButton.click()
        assert "avant de commencer" in dialog.form.problemLabel.text()
        dialog.form.endTimeEdit.setTime(QTime(9, 45))
        dialog.form.acceptButton.click()

    def work(dialog: UnavailabilitiesDialog) -> None:
        check_page(dialog)
        messages.scripts.append(type_new)
        dialog.form.addButton.click()
        assert entries() == [("juror-PRESIDENT", "Train", at(9, 30))]
        dialog.form.entriesTableView.setCurrentIndex(dialog.model.index(0, 0))
        messages.scripts.append(change)
        dialog.form.editButton.click()
        assert entries() == [("juror-PRESIDENT", "Train", at(9, 45))]
        dialog.form.entriesTableView.setCurrentIndex(dialog.model.index(0, 0))
        dialog.form.removeButton.click()
        assert dialog.model.lines == ()
        dialog.form.closeButton.click()

    messages.scripts.append(work)
    tab.form.absencesButton.click()
    assert entries() == []
    undo(tab)
    assert entries() == [("juror-PRESIDENT", "Train", at(9, 45))]
    assert any("MARTIN Anne n’est pas disponible" in said for said in tab.form.conflictList.sentences)
    undo(tab)
    undo(tab)
    assert entries() == []
    for _ in range(3):
        tab.context.operations.undo_stack.redo()
    assert entries() == []
    messages.assert_silent()


def test_what_another_session_takes_is_shown_and_not_changed_here(
    qtbot: QtBot, tab: PreparePlanning, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    other = make_session(workspace, name="S2", candidates=1)
    place_defences(workspace, other.id, {other.registrations[0]: Place(other.panel_id, at(9), 60)})
    seen: list[tuple[str, ...]] = []

    def look(dialog: UnavailabilitiesDialog) -> None:
        seen.extend(line.texts for line in dialog.model.lines)
        dialog.form.entriesTableView.setCurrentIndex(dialog.model.index(0, 0))
        assert not dialog.form.removeButton.isEnabled()
        dialog.form.closeButton.click()

    messages.scripts.append(look)
    tab.form.absencesButton.click()
    when = "Le 14/12/2022 de 9\u00a0h\u00a000 à 10\u00a0h\u00a000"
    assert ("MARTIN Anne", when, "Session PV-2022-GRE-S2") in seen


# --- the list and the calendar -------------------------------------------------------------------------


def test_the_list_edits_hour_length_panel_and_day_in_place(
    tab: PreparePlanning, made: SessionMade, rooms: tuple[str, str]
) -> None:
    tab.form.listButton.setChecked(True)
    model = tab.model
    assert model.setData(model.index(1, Column.START), QTime(9, 30))
    assert "passent en même temps" in model.index(0, Column.REMARK).data()
    assert model.setData(model.index(1, Column.LENGTH), 90)
    assert model.setData(model.index(1, Column.PANEL), rooms[1])
    assert model.setData(model.index(1, Column.DAY), QDate(2022, 12, 15))
    assert places(tab)[1] == (rooms[1], at(9, 30, day=15), 90)
    for _ in range(4):
        undo(tab)
    assert places(tab)[1] == (rooms[0], at(10), 60)


def test_the_list_pins_and_takes_hours_away(qtbot: QtBot, tab: PreparePlanning, made: SessionMade) -> None:
    tab.form.listButton.setChecked(True)
    view, model = tab.form.slotTableView, tab.model
    index = model.index(0, Column.KEPT)
    assert model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert kept_in(tab.context.queries.session(made.id)) == {made.registrations[0]}
    view.setCurrentIndex(model.index(0, Column.NAME))
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Delete)
    assert places(tab)[0][1] is None
    assert not model.flags(model.index(2, Column.KEPT)) & Qt.ItemFlag.ItemIsUserCheckable


def test_the_model_keeps_qts_contract(tab: PreparePlanning) -> None:
    model = SlotTableModel(lambda _id, _place: True, lambda _id, _kept: None)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view = tab.view
    assert view is not None
    model.show_view(view, locked=False)
    rows = tuple(replace(row, starts_at=None, minutes=None) for row in view.scene.registrations)
    model.show_view(PlanningView(replace(view.scene, registrations=rows)), locked=False)
    assert [line.starts for line in model.lines] == [None] * 3
    assert tester.model() is model


def test_a_jurors_slots_go_to_a_calendar(
    tab: PreparePlanning, messages: RecordedMessages, tmp_path: Path, idle: Idle
) -> None:
    messages.paths.append(tmp_path / "martin.ics")
    names = [action.text() for action in tab.calendar_menu.actions() if action.text()]
    assert names[0] == "Tous les passages…"
    assert "MARTIN Anne…" in names
    next(action for action in tab.calendar_menu.actions() if action.text() == "MARTIN Anne…").trigger()
    idle(tab.context.tasks)
    text = (tmp_path / "martin.ics").read_text("utf-8").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 2
    assert "DUPONT1 Zoé" in text


# --- the whole -----------------------------------------------------------------------------------------


def test_the_tab_owes_what_every_page_owes(tab: PreparePlanning) -> None:
    check_page(tab)
    tab.form.listButton.setChecked(True)
    check_page(tab)


def test_the_line_below_leads_to_the_slot(tab: PreparePlanning, made: SessionMade) -> None:
    workspace = tab.context.workspace
    tab.context.operations.run(lambda: add_unavailability(
        workspace, made.id, Absence(Who.CANDIDATE, made.registrations[1], at(10), at(11))
    ))  # fmt: skip
    item = tab.form.conflictList.item(0)
    tab.form.conflictList.itemClicked.emit(item)
    assert tab.board.current == made.registrations[1]


def test_breaks_and_absences_are_drawn_where_they_matter(
    tab: PreparePlanning, workspace: SqlWorkspace, made: SessionMade, rooms: tuple[str, str]
) -> None:
    people = ((Who.ROOM, rooms[1]), (Who.JUROR, "juror-CENTRE"), (Who.CANDIDATE, made.registrations[0]))

    def record() -> None:
        for who, subject in people:
            add_unavailability(workspace, made.id, Absence(who, subject, at(15), at(16)))

    tab.context.operations.run(record)
    bands = {(band.room, band.start, band.candidate_id) for band in tab.board.board.bands}
    first = made.registrations[0]
    assert bands == {(None, 750, ""), (1, 900, ""), (0, 900, ""), (None, 900, first)}


def test_the_planning_survives_a_restart(
    tab: PreparePlanning, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    set_settings(workspace, made.id, PlanningSettings(time(8, 0)))
    tab.propose()
    idle(tab.context.tasks)
    stood = places(tab)
    workspace.close()
    again = make_store().open(workspace.path, PASSPHRASE)
    rows = again.queries.registrations(made.id)
    assert [(row.panel_id, row.starts_at, row.minutes) for row in rows] == stood
    again.abandon()
