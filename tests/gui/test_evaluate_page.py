"""« Évaluer » through its widgets, against the real storage."""

import re
from collections.abc import Callable, Iterator
from threading import current_thread, main_thread
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.jurors import recuse, withdraw_recusal
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.scoring import MarkValue, give_marks
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus, NotEvaluatedReason, SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.not_evaluated_dialog import NotEvaluatedDialog
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog
from cisp_desktop.gui.itemmodels.score_sheet_model import Column
from cisp_desktop.gui.itemmodels.score_sheet_model import Role as LineRole
from cisp_desktop.gui.operations import SaveStatus
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageHolder
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import PASSPHRASE, SessionMade, make_session, make_store, score, score_everything
from tests.gui.checks import check_page
from tests.gui.dossiers import add_dossier
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
SECRET = "Secret de la professionnelle"
KEYS = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, session_context: GuiContext, idle: Idle) -> Iterator[EvaluatePage]:
    """The page in its holder, refreshed as the frame does, nobody identified."""
    # The frame hears of a change of juror before the page does: it is made first.
    session_context.juror_changed.connect(lambda: holder.invalidate(None))
    shown = EvaluatePage(session_context)
    holder = PageHolder(shown)
    qtbot.addWidget(holder)
    session_context.operations.changed.connect(holder.invalidate)
    holder.resize(1150, 690)
    holder.show()
    holder.bring_up_to_date()
    qtbot.waitExposed(holder)
    yield shown
    idle(session_context.tasks)


@pytest.fixture
def as_president(page: EvaluatePage, made: SessionMade, qtbot: QtBot) -> EvaluatePage:
    """The page while the president is at the keyboard."""
    page.context.set_juror(made.juror())
    page.window().activateWindow()
    qtbot.waitUntil(page.pane.grid.hasFocus)
    return page


def press(
    page: EvaluatePage, *keys: KEYS, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys where the focus of the grid is."""
    from PySide6.QtTest import QTest

    for key in keys:
        QTest.keyClick(page.pane.grid, key, modifier)


def levels(page: EvaluatePage) -> list[int | None]:
    """Return the levels that stand in the grid, the global one last."""
    return [line.level for line in page.pane.model.lines]


def stored(page: EvaluatePage, made: SessionMade, *, block: int = 0, role: Role = Role.PRESIDENT) -> Any:
    """Return the sheet as the database has it."""
    return page.context.queries.score_sheet(
        made.registrations[0], made.seats[role], block_id=made.blocks[block]
    )


def answer(messages: RecordedMessages, reason: NotEvaluatedReason) -> None:
    """Choose ``reason`` in the next dialog, with its figure."""
    from PySide6.QtTest import QTest

    figure = list(NotEvaluatedReason).index(reason)

    def choose(dialog: NotEvaluatedDialog) -> None:
        QTest.keyClick(dialog, Qt.Key(KEYS.Key_1.value + figure))

    messages.scripts.append(choose)


def type_code(messages: RecordedMessages, code: str, *, close: bool = False) -> None:
    """Type ``code`` in the next dialog and confirm; ``close`` gives up after the answer."""

    def fill(dialog: SealDialog) -> None:
        dialog.form.codeEdit.setText(code)
        dialog.form.acceptButton.click()
        if close:
            QApplication.processEvents()
            while not dialog.form.problemLabel.isVisible():
                QApplication.processEvents()
            dialog.reject()

    messages.scripts.append(fill)


# --- who sees what --------------------------------------------------------------------------------


def test_nobody_identified_shows_who_can_be_one_button_a_seat(page: EvaluatePage) -> None:
    gate = page.form.gateArea
    assert page.form.stateStack.currentWidget() is gate
    assert [button.text() for button in gate.buttons] == [
        "MARTIN Anne · Président du jury",
        "PETIT Karim · Professionnel du métier visé",
        "ROUX Hélène · Représentant du centre de formation",
    ]
    assert page.candidates.lines == ()


def test_a_button_of_the_masked_screen_asks_for_that_seats_code(
    qtbot: QtBot, page: EvaluatePage, made: SessionMade
) -> None:
    with qtbot.waitSignal(page.context.identification_requested) as asked:
        page.form.gateArea.buttons[1].click()
    assert asked.args == [made.seats[Role.PROFESSIONAL]]


def test_an_identified_juror_sees_candidates_and_the_own_grid(as_president: EvaluatePage) -> None:
    page = as_president
    assert page.form.stateStack.currentWidget() is page.form.workArea
    assert [line.name for line in page.candidates.lines] == ["DUPONT1 Zoé", "DUPONT2 Zoé", "DUPONT3 Zoé"]
    assert page.form.candidatePane.label.text() == "Candidats 0/3"
    assert [tab.caption for tab in page.pane.tabs.tabs] == ["BC01", "BC02", "BC03", "BC04", "BC05"]
    assert page.pane.model.rowCount() == 12
    assert page.pane.counter_label.text() == "0/11"


def test_locking_leaves_nothing_of_the_sheet_in_any_model(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> None:
    page = as_president
    add_dossier(workspace, made.registrations[0])
    page.refresh(None)
    idle(page.context.tasks)
    press(page, KEYS.Key_2)
    page.pane.model.give_comment(page.pane.model.lines[0].item, SECRET)
    page.context.set_juror(None)
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert not page.context.operations.undo_stack.count()
    assert page.pane.model.view is None
    assert page.reader.shelf.document("x") is None
    assert page.reader.current is None
    texts = "\n".join(everything_said(page))
    assert SECRET not in texts
    assert "DUPONT" not in texts


def test_nothing_of_another_jurors_marks_is_anywhere_in_the_page(
    page: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    block = made.certification.blocks[0]
    values = [(c.id, MarkValue.of_level(3, SECRET)) for c in block.competences]
    values += [(GLOBAL_ITEM, MarkValue.of_level(3, SECRET))]
    give_marks(
        workspace, made.juror(Role.PROFESSIONAL),
        registration_id=made.registrations[0], block_id=block.id, values=values,
    )  # fmt: skip
    untouched = make_session(workspace, name="S2")
    page.context.set_juror(made.juror())
    said = everything_said(page)
    page.context.set_session(untouched.id)
    page.context.set_juror(untouched.juror())
    same_day_without = everything_said(page)
    assert SECRET not in "\n".join(said)
    assert said == same_day_without  # not a count, not a state, not a word differs


def everything_said(page: EvaluatePage) -> list[str]:
    """Return every text that the page can show or speak: roles of models, labels, tooltips, tabs, actions."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    said: list[str] = []
    for model in page.findChildren(QAbstractItemModel):
        said += _model_texts(model, QModelIndex())
    for widget in [page, *page.findChildren(QWidget)]:
        said += [
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.statusTip(),
        ]
        said += [widget.whatsThis(), widget.windowTitle()]
        if isinstance(widget, QLabel):
            said.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            said += [widget.toPlainText(), widget.placeholderText()]
        if isinstance(widget, QTabBar):
            for place in range(widget.count()):
                said += [widget.tabText(place), widget.tabToolTip(place), widget.accessibleTabName(place)]
    said += [action.text() for action in page.findChildren(QAction)]
    said += [str(child.objectName()) for child in page.findChildren(QObject)]
    return [text for text in said if text]


def _model_texts(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    texts = []
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            roles = [*range(16), *range(256, 280)]
            texts += [str(model.data(index, role)) for role in roles if _is_text(model.data(index, role))]
            if column == 0:
                texts += _model_texts(model, index)
    return texts


def _is_text(value: object) -> bool:
    return isinstance(value, str | int | float) and not _identifier(str(value))


def _identifier(text: str) -> bool:
    return text.startswith(("S1-", "S2-", "S1", "S2"))


def test_one_juror_after_the_other_sees_the_own_grid_only(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    page = as_president
    press(page, KEYS.Key_3)
    page.context.set_juror(made.juror(Role.CENTRE))  # straight from one to the other
    assert levels(page) == [None] * 12
    assert page.pane.model.view is not None
    assert page.pane.model.view.seat_id == made.seats[Role.CENTRE]
    press(page, KEYS.Key_1)
    page.context.set_juror(None)
    page.context.set_juror(made.juror())
    assert levels(page)[0] == 3


# --- scoring --------------------------------------------------------------------------------------


def test_a_whole_block_is_scored_by_the_keyboard_alone(
    as_president: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    page = as_president
    answer(messages, NotEvaluatedReason.NO_TIME)
    press(page, KEYS.Key_0, KEYS.Key_Down, KEYS.Key_1, KEYS.Key_Down, KEYS.Key_2, KEYS.Key_Down, KEYS.Key_3)
    press(page, KEYS.Key_Down, KEYS.Key_N)
    for _ in range(7):
        press(page, KEYS.Key_Down, KEYS.Key_2)
    sheet = stored(page, made)
    assert [line.level for line in sheet.lines] == [0, 1, 2, 3, None, 2, 2, 2, 2, 2, 2]
    assert sheet.lines[4].reason is NotEvaluatedReason.NO_TIME
    assert sheet.overall.level == 2
    assert sheet.state is SheetState.COMPLETE
    assert page.pane.counter_label.text() == "11/11"
    assert page.pane.tabs.tabs[0].state is DotState.READY
    assert page.context.operations.save_state.status is SaveStatus.SAVED
    messages.assert_silent()


def test_the_keys_of_a_french_keyboard_without_shift_give_levels_too(as_president: EvaluatePage) -> None:
    page = as_president
    plain = Qt.KeyboardModifier.NoModifier
    for text, key in (
        ("à", KEYS.Key_Agrave),
        ("&", KEYS.Key_Ampersand),
        ("é", KEYS.Key_Eacute),
        ('"', KEYS.Key_QuoteDbl),
    ):
        QApplication.sendEvent(page.pane.grid, QKeyEvent(QEvent.Type.KeyPress, key, plain, text))
        press(page, KEYS.Key_Down)
    assert levels(page)[:4] == [0, 1, 2, 3]


def place_of(page: EvaluatePage, row: int, level: int) -> QPoint:
    """Where a level is drawn in the grid's viewport."""
    grid = page.pane.grid
    index = page.pane.model.index(row, 1)
    places = grid.level_delegate.segments(index, grid.visualRect(index), metrics=grid.fontMetrics())
    return places[level].rect.center()


def test_a_click_on_a_level_gives_it(as_president: EvaluatePage, qtbot: QtBot) -> None:
    viewport = as_president.pane.grid.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place_of(as_president, 1, 3))
    assert levels(as_president)[:3] == [None, 3, None]


def test_the_place_pressed_is_marked_even_if_the_lines_slide_under_the_mouse(
    as_president: EvaluatePage, qtbot: QtBot
) -> None:
    grid = as_president.pane.grid
    where = place_of(as_president, 1, 3)
    qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    grid.setRowHeight(0, grid.rowHeight(0) + 3 * grid.rowHeight(1))
    assert grid.rowAt(where.y()) == 0
    qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert levels(as_president)[:3] == [None, 3, None]


def test_a_mouse_that_went_away_marks_nothing(as_president: EvaluatePage, qtbot: QtBot) -> None:
    viewport = as_president.pane.grid.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place_of(as_president, 1, 3))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place_of(as_president, 2, 0))
    assert levels(as_president)[:3] == [None, None, None]


def test_a_sheet_opens_on_its_first_line_without_a_mark(as_president: EvaluatePage) -> None:
    page = as_president
    press(page, KEYS.Key_1)
    press(page, KEYS.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)
    press(page, KEYS.Key_Left, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.pane.grid.current_row == 1


def test_a_second_round_is_told_with_the_own_marks_of_the_first(
    page: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    score_everything(workspace, made)
    open_deliberation(workspace, made.id)
    open_round(workspace, made.registrations[0], made.blocks[0], reason="Écart à discuter")
    page.context.set_juror(made.juror())
    page.refresh(None)
    head = page.pane.head.outside_label
    assert head.isVisibleTo(page)
    assert head.text().startswith("Tour 2\u00a0: une grille nouvelle, ouverte par le jury")
    assert levels(page)[0] is None
    model = page.pane.model
    told = [model.index(row, Column.WORDING).data(LineRole.EARLIER) for row in range(model.rowCount())]
    assert all(re.fullmatch(r"Au tour 1\u00a0: \d – .+", words) for words in told)
    assert told[0] in model.index(0, Column.WORDING).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_mark_survives_reopening_the_workspace(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    press(as_president, KEYS.Key_3)
    path = workspace.path
    workspace.abandon()
    again = make_store().open(path, PASSPHRASE)
    sheet = again.queries.score_sheet(
        made.registrations[0], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    )
    again.abandon()
    assert sheet.lines[0].level == 3


def test_undo_and_redo_of_marks_append_rows_and_show_at_once(
    as_president: EvaluatePage, made: SessionMade
) -> None:
    page, stack = as_president, as_president.context.operations.undo_stack
    press(page, KEYS.Key_2, KEYS.Key_1)
    assert stack.count() == 2
    stack.undo()
    assert levels(page)[0] == 2
    stack.undo()
    assert levels(page)[0] is None
    assert stored(page, made).lines[0].status is MarkStatus.WITHDRAWN
    stack.redo()
    assert levels(page)[0] == 2
    assert stored(page, made).lines[0].rows == 5


def test_the_same_mark_again_changes_nothing_and_leaves_no_undo_step(
    as_president: EvaluatePage, made: SessionMade
) -> None:
    press(as_president, KEYS.Key_2, KEYS.Key_2)
    assert as_president.context.operations.undo_stack.count() == 1
    assert stored(as_president, made).lines[0].rows == 1


def test_undo_on_another_candidate_leads_there(
    as_president: EvaluatePage, made: SessionMade, qtbot: QtBot
) -> None:
    page = as_president
    press(page, KEYS.Key_2)
    press(page, KEYS.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
    assert page.subtitle().startswith("DUPONT2")
    press(page, KEYS.Key_3)
    page.context.operations.undo_stack.undo()
    assert levels(page)[0] is None
    page.context.operations.undo_stack.undo()
    assert stored(page, made).lines[0].status is MarkStatus.WITHDRAWN
    qtbot.waitUntil(lambda: page.subtitle().startswith("DUPONT1"))  # led to what was undone
    assert levels(page)[0] is None
    assert page.candidates.lines[0].sheets[made.blocks[0]] is SheetState.EMPTY


def test_delete_takes_a_mark_back(as_president: EvaluatePage) -> None:
    press(as_president, KEYS.Key_2, KEYS.Key_Delete)
    assert levels(as_president)[0] is None


def test_several_lines_are_not_evaluated_in_one_commit(
    as_president: EvaluatePage, made: SessionMade, messages: RecordedMessages
) -> None:
    page = as_president
    press(page, KEYS.Key_Down, KEYS.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    answer(messages, NotEvaluatedReason.OUTSIDE_MY_FIELD)
    press(page, KEYS.Key_N)
    sheet = stored(page, made)
    assert [line.status for line in sheet.lines[:4]] == [MarkStatus.NOT_EVALUATED] * 3 + [None]
    assert page.context.operations.undo_stack.count() == 1
    page.context.operations.undo_stack.undo()
    assert {line.status for line in stored(page, made).lines[:3]} == {MarkStatus.WITHDRAWN}


def test_the_global_level_cannot_be_left_out(as_president: EvaluatePage, messages: RecordedMessages) -> None:
    page = as_president
    page.pane.go_to(11)
    press(page, KEYS.Key_N)
    assert not messages.dialogs
    assert "niveau global" in page.pane.banner.label.text()


def test_a_comment_is_stored_when_the_editor_is_left(
    as_president: EvaluatePage, made: SessionMade, qtbot: QtBot
) -> None:
    page = as_president
    press(page, KEYS.Key_2, KEYS.Key_C)
    editor = page.pane.editor.editor
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClicks(editor, "Exemple net & note <b>")
    assert page.pane.editor.state_label.text() == "Saisie en cours…"
    qtbot.keyClick(editor, KEYS.Key_Escape)
    assert stored(page, made).lines[0].comment == "Exemple net & note <b>"
    assert stored(page, made).lines[0].level == 2
    assert page.pane.editor.state_label.text() == ""
    assert page.pane.grid.hasFocus()


def test_a_comment_is_stored_after_a_pause(
    as_president: EvaluatePage, made: SessionMade, qtbot: QtBot
) -> None:
    page = as_president
    page.pane.editor._pause.setInterval(10)
    press(page, KEYS.Key_C)
    qtbot.keyClicks(page.pane.editor.editor, "A revoir")
    qtbot.waitUntil(lambda: stored(page, made).lines[0].comment == "A revoir")


def test_observations_on_the_block_belong_to_its_global_line(
    as_president: EvaluatePage, made: SessionMade, qtbot: QtBot
) -> None:
    page = as_president
    page.pane.go_to(11)
    press(page, KEYS.Key_C)
    assert page.pane.editor.caption_label.text() == "Observations sur le bloc"
    qtbot.keyClicks(page.pane.editor.editor, "Entretien vivant")
    press(page, KEYS.Key_Up)  # the line changes: what was typed is stored first
    assert stored(page, made).overall.comment == "Entretien vivant"


def test_a_refused_comment_stays_in_the_editor_and_is_asked_about_before_it_is_lost(
    as_president: EvaluatePage, messages: RecordedMessages
) -> None:
    page = as_president
    press(page, KEYS.Key_C)
    page.pane.editor.editor.setPlainText("x" * 10_001)
    page.pane.editor.store()
    assert [error.code for error in messages.errors] == ["text.too_long"]
    press(page, KEYS.Key_Down)
    press(page, KEYS.Key_Up)
    assert len(page.pane.editor.editor.toPlainText()) == 10_001
    assert page.leave() is False
    messages.answers.append(True)
    assert page.leave() is True
    assert len(messages.errors) == 1


def test_what_is_being_typed_is_stored_for_its_juror_when_the_screen_locks(
    as_president: EvaluatePage, made: SessionMade, qtbot: QtBot
) -> None:
    page = as_president
    press(page, KEYS.Key_C)
    qtbot.keyClicks(page.pane.editor.editor, "En cours")
    page.context.set_juror(None)
    assert stored(page, made).lines[0].comment == "En cours"
    assert not page.context.operations.undo_stack.count()


def test_a_disk_that_refuses_closes_the_sheet_keeps_what_was_typed_and_resumes(
    as_president: EvaluatePage,
    made: SessionMade,
    workspace: SqlWorkspace,
    messages: RecordedMessages,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = as_president
    press(page, KEYS.Key_2)
    at = page.context.operations.save_state.at

    def full(*_arguments: object) -> None:
        raise StorageError("workspace.disk_full", path="W")

    with monkeypatch.context() as patch:
        patch.setattr(type(workspace.unit_of_work()), "commit", full)
        press(page, KEYS.Key_0)
        assert page.context.operations.save_state.status is SaveStatus.FAILED
        assert page.context.operations.save_state.at == at
        assert page.pane.banner.isVisible()
        assert "1\u00a0saisie attend" in page.pane.banner.label.text()
        press(page, KEYS.Key_3)
        assert page.pane.editor.editor.isReadOnly()
        page.pane.banner.button.click()
        assert page.pane.model.read_only
        assert not page.leave()
    assert messages.asked == [
        "Ce que vous avez tapé n’a pas pu être enregistré. Si vous continuez, c’est perdu."
    ]
    assert levels(page)[0] == 2
    assert stored(page, made).lines[0].level == 2
    page.pane.banner.button.click()
    assert levels(page)[0] == stored(page, made).lines[0].level == 0
    assert not page.pane.banner.isVisible()
    assert not page.pane.editor.editor.isReadOnly()
    assert page.context.operations.save_state.status is SaveStatus.SAVED
    press(page, KEYS.Key_1)
    assert stored(page, made).lines[0].level == 1


def test_a_comment_that_the_disk_refuses_stays_on_screen_until_it_is_stored(
    as_president: EvaluatePage,
    made: SessionMade,
    workspace: SqlWorkspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = as_president

    def lost(*_arguments: object) -> None:
        raise StorageError("workspace.io", path="W")

    press(page, KEYS.Key_C)
    with monkeypatch.context() as patch:
        patch.setattr(type(workspace.unit_of_work()), "commit", lost)
        page.pane.editor.editor.insertPlainText("À garder")
        page.pane.editor.store()
        page.refresh(None)
        assert page.pane.editor.editor.toPlainText() == "À garder"
        assert page.pane.editor.state_label.text() == "En attente du disque"
        assert stored(page, made).lines[0].comment == ""
    page.pane.model.retry()
    assert stored(page, made).lines[0].comment == "À garder"
    assert page.pane.editor.editor.toPlainText() == "À garder"
    assert page.pane.editor.state_label.text() == ""


def test_a_mark_reads_nothing_again(as_president: EvaluatePage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = as_president
    press(page, KEYS.Key_1)
    asked: list[str] = []
    queries = type(page.context.queries)
    for name in ("score_sheet", "sheet_states", "registrations", "panel", "dossiers", "session"):
        monkeypatch.setattr(queries, name, _recorded(getattr(queries, name), asked))
    press(page, KEYS.Key_2)
    assert levels(page)[0] == 2
    assert asked == []


def _recorded(read: Callable[..., Any], asked: list[str]) -> Callable[..., Any]:
    """Note a read made by the GUI thread; the status is counted elsewhere, in the worker."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        if current_thread() is main_thread():
            asked.append(read.__name__)
        return read(*arguments, **named)

    return wrapped


# --- moving ---------------------------------------------------------------------------------------


def test_control_and_an_arrow_change_the_block_and_alt_the_candidate(as_president: EvaluatePage) -> None:
    page = as_president
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    press(page, KEYS.Key_Right, KEYS.Key_Right, modifier=control)
    assert page.pane.tabs.tabs[page.pane.tabs.currentIndex()].caption == "BC03"
    press(page, KEYS.Key_Left, modifier=control)
    assert page.pane.title_label.text().startswith("Accueil")
    press(page, KEYS.Key_Down, modifier=alt)
    assert page.subtitle().startswith("DUPONT2")
    assert page.pane.title_label.text().startswith("Accueil")
    press(page, KEYS.Key_Up, modifier=alt)
    press(page, KEYS.Key_Up, modifier=alt)
    assert page.subtitle().startswith("DUPONT1")


def test_the_whole_wording_stands_in_the_grid_at_420_pixels(as_president: EvaluatePage) -> None:
    page = as_president
    page.form.paneSplitter.setSizes([150, 500, 420])
    grid = page.pane.grid
    for row in range(page.pane.model.rowCount()):
        rect = grid.visualRect(page.pane.model.index(row, 0))
        text = str(page.pane.model.index(row, 0).data())
        needed = grid.fontMetrics().boundingRect(
            0, 0, rect.width() - 30, 1000, int(Qt.TextFlag.TextWordWrap), text
        )
        assert grid.rowHeight(row) >= needed.height(), text
    width = sum(grid.columnWidth(column) for column in range(3))
    assert width <= grid.viewport().width()


def test_the_widths_of_the_panes_are_remembered(as_president: EvaluatePage, qtbot: QtBot) -> None:
    page = as_president
    page.form.paneSplitter.setSizes([160, 300, 600])
    page.form.paneSplitter.splitterMoved.emit(160, 1)
    again = EvaluatePage(page.context)
    qtbot.addWidget(again)
    again.resize(page.size())
    again.show()
    assert again.form.paneSplitter.saveState() == page.form.paneSplitter.saveState()
    again.context.juror_changed.disconnect(again._on_juror_changed)


def test_the_page_leads_to_a_block_that_is_named(as_president: EvaluatePage, made: SessionMade) -> None:
    as_president.focus_on(f"block:{made.registrations[2]}:{made.blocks[3]}")
    assert as_president.subtitle().startswith("DUPONT3")
    assert as_president.pane.model.view is not None
    assert as_president.pane.model.view.block_id == made.blocks[3]


# --- who is not to be scored ----------------------------------------------------------------------


def test_a_recused_juror_has_nothing_to_score_and_is_told_why(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    page, seat = as_president, made.seats[Role.PRESIDENT]
    add_dossier(workspace, made.registrations[0])
    page.context.operations.run(
        lambda: recuse(workspace, made.registrations[0], seat_id=seat, ground=RecusalGround.TRAINED)
    )
    assert page.pane.model.view is None
    assert "récusé pour DUPONT1 Zoé" in page.pane.empty_state.title_label.text()
    assert "a formé le candidat" in page.pane.empty_state.text_label.text()
    assert not page.form.sealButton.isEnabled()
    assert page.reader.current is None
    assert page.form.candidatePane.label.text() == "Candidats 0/2"
    page.context.operations.run(lambda: withdraw_recusal(workspace, made.registrations[0], seat_id=seat))
    assert page.pane.model.view is not None


def test_an_absent_candidate_is_shown_so(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(made.registrations[0]).attendance = Attendance.ABSENT
        work.commit()
    as_president.refresh(None)
    assert as_president.pane.empty_state.title_label.text() == "DUPONT1 Zoé\u00a0: absente"
    assert not as_president.seal_all_button.isEnabled()
    assert as_president.candidates.index(0).data(257 + 3) == "Absente"


# --- sealing --------------------------------------------------------------------------------------


def test_sealing_says_what_is_missing_and_leads_there(
    as_president: EvaluatePage, messages: RecordedMessages
) -> None:
    page = as_president
    press(page, KEYS.Key_2, KEYS.Key_Down, KEYS.Key_2)
    shown: list[str] = []

    def lead(dialog: SealDialog) -> None:
        shown.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        dialog.form.acceptButton.click()

    messages.scripts.append(lead)
    page.form.sealButton.click()
    assert any("9\u00a0notes et le niveau global du bloc" in text for text in shown), shown
    assert page.pane.grid.current_row == 2
    assert not page.pane.model.sealed


def test_a_complete_sheet_is_sealed_by_the_own_code_and_never_changes_again(
    as_president: EvaluatePage,
    made: SessionMade,
    workspace: SqlWorkspace,
    messages: RecordedMessages,
    idle: Idle,
) -> None:
    page = as_president
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1], seal=False)
    page.refresh(None)
    press(page, KEYS.Key_3)
    type_code(messages, "000001")
    page.form.sealButton.click()
    idle(page.context.tasks)
    assert page.pane.model.sealed
    assert page.pane.tabs.tabs[0].state is DotState.DONE
    assert "scellée le" in page.pane.banner.label.text()
    assert not page.context.operations.undo_stack.count()
    assert not page.form.sealButton.isEnabled()
    press(page, KEYS.Key_0, KEYS.Key_N, KEYS.Key_Delete)
    page.pane.editor.editor.setPlainText("trop tard")
    page.pane.editor.store()
    assert levels(page)[0] == 3
    assert stored(page, made).lines[0].rows == 2
    assert stored(page, made).lines[0].comment == ""
    messages.assert_silent()


def test_a_sealed_sheet_refuses_a_mark_even_when_the_screen_is_behind(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    page = as_president
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1])
    assert page.pane.model.sealed  # the commit was told to the page
    view = page.context.queries.score_sheet(
        made.registrations[1], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    )
    from dataclasses import replace

    page.pane.model.show_sheet(replace(view, registration_id=made.registrations[0]), made.juror())
    press(page, KEYS.Key_0)
    assert [error.code for error in messages.errors] == ["sheet.sealed"]
    assert stored(page, made).lines[0].level == 2


def test_a_wrong_code_seals_nothing(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    page = as_president
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1], seal=False)
    page.refresh(None)
    type_code(messages, "999999", close=True)
    page.form.sealButton.click()
    assert not page.pane.model.sealed
    assert stored(page, made).sealed_at is None


def test_every_sheet_of_the_candidate_is_sealed_at_once(
    as_president: EvaluatePage,
    made: SessionMade,
    workspace: SqlWorkspace,
    messages: RecordedMessages,
    idle: Idle,
) -> None:
    page = as_president
    score(workspace, made, made.registrations[0], seal=False)
    page.refresh(None)
    type_code(messages, "000001")
    page.seal_all_button.click()
    idle(page.context.tasks)
    assert page.candidates.lines[0].done
    assert page.form.candidatePane.label.text() == "Candidats 1/3"
    assert not page.seal_all_button.isEnabled()


def test_another_jurors_code_does_not_seal(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    page = as_president
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1], seal=False)
    page.refresh(None)
    type_code(messages, "000002", close=True)
    page.form.sealButton.click()
    assert stored(page, made).sealed_at is None


# --- the rest -------------------------------------------------------------------------------------


def test_the_dossier_of_the_block_comes_to_the_front(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> None:
    page = as_president
    for kind in (DossierKind.TERRITORY_SURVEY, DossierKind.MONOGRAPH, DossierKind.THESIS):
        add_dossier(workspace, made.registrations[0], kind)
    page.refresh(None)
    idle(page.context.tasks)
    assert page.reader.current is not None
    assert page.reader.current.kind is DossierKind.TERRITORY_SURVEY
    press(page, KEYS.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.reader.current.kind is DossierKind.MONOGRAPH
    assert page.reader.missing_label.text().startswith("Non remis\u00a0: Cartographie")


def test_a_running_timer_holds_back_the_automatic_lock(as_president: EvaluatePage, qtbot: QtBot) -> None:
    page = as_president
    timer = page.timers.presentation
    timer.play_button.setFocus()
    qtbot.keyClick(timer.play_button, KEYS.Key_Space)
    assert page.context.lock_postponed
    qtbot.keyClick(timer.play_button, KEYS.Key_Space)
    assert not page.context.lock_postponed


def test_the_page_waits_for_a_jury_and_candidates(
    context: GuiContext, workspace: SqlWorkspace, qtbot: QtBot
) -> None:
    page = EvaluatePage(context)
    qtbot.addWidget(page)
    waiting = page.waiting_for()
    assert waiting is not None
    assert waiting.page == "dashboard"
    context.set_session(make_session(workspace, roles=(), candidates=2).id)
    waiting = page.waiting_for()
    assert waiting is not None
    assert waiting.target == "tab:panel"
    context.set_session(make_session(workspace, candidates=0, name="S2").id)
    waiting = page.waiting_for()
    assert waiting is not None
    assert waiting.page == "prepare"


def test_the_page_is_usable_by_all(
    as_president: EvaluatePage, made: SessionMade, workspace: SqlWorkspace, idle: Idle
) -> None:
    page = as_president
    check_page(page)
    add_dossier(workspace, made.registrations[0])
    page.refresh(None)
    idle(page.context.tasks)
    page.reader.toolbar.search_button.click()
    check_page(page)
    page.context.set_juror(None)
    check_page(page)


def test_every_key_of_the_page_stands_in_its_sheet(as_president: EvaluatePage) -> None:
    keys = " ".join(line.keys for line in as_president.shortcut_lines())
    for wanted in ("↑ ↓", "0 1 2 …", "N", "C", "Ctrl+← →", "Alt+↑ ↓", "F6", "Ctrl+F", "Espace", "Ctrl+Z"):
        assert wanted in keys


def test_marks_on_20_are_typed_with_a_french_comma(
    qtbot: QtBot, page: EvaluatePage, workspace: SqlWorkspace, messages: RecordedMessages
) -> None:
    made = make_session(workspace, name="P", certification="RNCP6133")
    page.context.set_session(made.id)
    page.context.set_juror(made.juror())
    assert page.pane.model.rowCount() == 2
    for typed in ("12,5", "13,2"):
        press(page, Qt.Key(ord(typed[0])))
        editor = page.pane.grid.viewport().findChild(QLineEdit)
        assert editor is not None
        qtbot.keyClicks(editor, typed[1:])
        qtbot.keyClick(editor, KEYS.Key_Return)
        qtbot.waitUntil(
            lambda: page.pane.banner.isVisible() or page.pane.grid.viewport().findChild(QLineEdit) is None
        )
    assert editor.text() == "13,2"  # what is no mark stays in its field, to be mended
    qtbot.keyClick(editor, KEYS.Key_Escape)
    qtbot.waitUntil(lambda: page.pane.grid.viewport().findChild(QLineEdit) is None)
    sheet = page.context.queries.score_sheet(
        made.registrations[0], made.seats[Role.PRESIDENT], block_id=made.blocks[0]
    )
    assert sheet.lines[0].points == 1250
    assert page.pane.model.index(0, 1).data() == "12,5 / 20"
    assert "13,2" in page.pane.banner.label.text()
    press(page, KEYS.Key_Down, KEYS.Key_3)
    assert page.pane.model.lines[1].level == 3
    messages.assert_silent()
