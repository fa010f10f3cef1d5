"""A juror at « Évaluer » in its frame with the keyboard alone: every key sent is counted."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import MarkStatus, SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.receipts_dialog import ReceiptsDialog
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog
from cisp_desktop.gui.pages.evaluate_page import EvaluatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.unit_of_work import SqlUnitOfWork
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]
KEYS = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
EVALUATE = PageSpec("evaluate", "2", "pencil-line", EvaluatePage)
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Juror:
    """The president at the open window; ``pressed`` counts keys, a modifier being one more."""

    def __init__(self, context: GuiContext, made: SessionMade, qtbot: QtBot) -> None:
        self.context, self.made, self._qtbot = context, made, qtbot
        self.pressed = 0
        context.set_session(made.id)
        self.frame = SessionFrame(context, [EVALUATE])
        qtbot.addWidget(self.frame)
        self.frame.resize(1366, 740)
        self.frame.show()
        self.frame.open_page(EVALUATE.key)
        context.set_juror(made.juror())
        self.page = cast(EvaluatePage, self.frame.current_page)
        self.frame.activateWindow()
        qtbot.waitUntil(self.page.pane.grid.hasFocus)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN, at: QWidget | None = None) -> None:
        """Press keys where the focus is."""
        for key in keys:
            target = at or self.frame.focusWidget()
            assert target is not None
            self.pressed += 1 if modifier == PLAIN else 2
            QTest.keyClick(target, key, modifier)

    def type_points(self, text: str, *, then: Qt.Key) -> QLineEdit:
        """Type points on the current line as they come from the keyboard."""
        grid = self.page.pane.grid
        QTest.keyClicks(grid, text[0])
        editor = grid.viewport().findChild(QLineEdit)
        assert editor is not None
        QTest.keyClicks(editor, text[1:])
        QTest.keyClick(editor, then)
        self._qtbot.waitUntil(lambda: self.closed() or self.page.pane.banner.isVisible())
        return editor

    def closed(self) -> bool:
        """Whether no field of points is open."""
        return self.page.pane.grid.viewport().findChild(QLineEdit) is None

    def sheet(self, block: int = 0) -> Any:
        """Return the first candidate's sheet as it is stored."""
        return self.context.queries.score_sheet(
            self.made.registrations[0], self.made.seats[Role.PRESIDENT], block_id=self.made.blocks[block]
        )


@pytest.fixture
def sit(
    qtbot: QtBot, context: GuiContext, workspace: SqlWorkspace, idle: Idle
) -> Iterator[Callable[..., Juror]]:
    """Return how the president sits down before a session of ``certification``."""

    def one(certification: str = "RNCP36128") -> Juror:
        return Juror(context, make_session(workspace, certification=certification, candidates=2), qtbot)

    yield one
    idle(context.tasks)


def test_five_blocks_are_scored_and_sealed_in_fewer_keys_than_13_tenths_of_the_competences(
    sit: Callable[..., Juror], messages: RecordedMessages, idle: Idle
) -> None:
    juror = sit()
    page = juror.page
    competences = sum(len(block.competences) for block in juror.made.certification.blocks)
    lines = competences + len(juror.made.blocks)

    def type_code(dialog: SealDialog) -> None:
        QTest.keyClicks(dialog.focusWidget(), "000001")  # the own code is counted apart
        juror.press(KEYS.Key_Return, at=dialog.focusWidget())

    def close(dialog: ReceiptsDialog) -> None:
        juror.press(KEYS.Key_Return, at=dialog.focusWidget())

    messages.scripts += [type_code, close]
    juror.press(KEYS.Key_Down, modifier=ALT)  # the candidate
    juror.press(KEYS.Key_S)
    for number in range(lines):
        juror.press((KEYS.Key_1, KEYS.Key_2, KEYS.Key_3)[number % 3])
    assert "il reste à les sceller (Alt+T)" in page.pane.banner.label.text()
    juror.press(KEYS.Key_T, modifier=ALT)
    idle(juror.context.tasks)
    sheets = juror.context.queries.sheet_states(juror.made.id, juror.made.seats[Role.PRESIDENT])
    second = {one.state for one in sheets if one.registration_id == juror.made.registrations[1]}
    assert second == {SheetState.SEALED}
    assert messages.dialogs == ["SealDialog", "ReceiptsDialog"]
    assert page.form.candidatePane.label.text() == "Candidats 1/2"
    assert juror.pressed == lines + 7
    assert juror.pressed < 1.3 * competences
    messages.assert_silent()


def test_a_mark_in_a_row_comes_back_to_the_lines_that_were_passed_over(sit: Callable[..., Juror]) -> None:
    juror = sit()
    grid, last = juror.page.pane.grid, juror.page.pane.model.rowCount() - 1
    juror.press(KEYS.Key_2)
    assert grid.current_row == 0  # a mark stays on its line until it is asked otherwise
    juror.press(KEYS.Key_S, KEYS.Key_2, KEYS.Key_Down)
    for _ in range(last - 1):
        juror.press(KEYS.Key_2)
    assert grid.current_row == 1
    juror.press(KEYS.Key_3)
    assert [line.level for line in juror.page.pane.model.lines[:3]] == [2, 3, 2]


def test_a_reason_for_no_mark_leads_on_too_and_a_click_does_not(
    sit: Callable[..., Juror], messages: RecordedMessages, qtbot: QtBot
) -> None:
    juror = sit()
    grid = juror.page.pane.grid
    messages.scripts.append(lambda dialog: QTest.keyClick(dialog, KEYS.Key_2))
    juror.press(KEYS.Key_S, KEYS.Key_N)
    assert juror.page.pane.model.lines[0].status is MarkStatus.NOT_EVALUATED
    assert grid.current_row == 1
    index = juror.page.pane.model.index(1, 1)
    places = grid.level_delegate.segments(index, grid.visualRect(index), metrics=grid.fontMetrics())
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=places[2].rect.center())
    assert juror.page.pane.model.lines[1].level == 2
    assert grid.current_row == 1


def test_marking_in_a_row_is_shown_and_ends_with_the_juror(sit: Callable[..., Juror]) -> None:
    juror = sit()
    head = juror.page.pane.head
    assert not head.in_a_row
    juror.press(KEYS.Key_S)
    assert head.row_button.isChecked()
    assert "(S)" in head.row_button.toolTip()
    juror.context.set_juror(None)
    juror.context.set_juror(juror.made.juror())  # the same juror, after a lock
    assert head.in_a_row
    juror.context.set_juror(juror.made.juror(Role.CENTRE))
    assert not head.in_a_row


def test_a_filled_block_says_which_one_follows_until_its_first_mark(sit: Callable[..., Juror]) -> None:
    juror = sit()
    juror.press(KEYS.Key_S)
    banner = juror.page.pane.banner
    for _ in range(juror.page.pane.model.rowCount()):
        juror.press(KEYS.Key_2)
    assert banner.label.text() == "BC01 est rempli. Vous notez maintenant BC02, ligne 1."
    assert banner.isVisible()
    assert juror.page.pane.grid.hasFocus()
    juror.press(KEYS.Key_2)
    assert not banner.isVisible()


def test_home_and_end_lead_to_the_first_and_the_last_line(sit: Callable[..., Juror]) -> None:
    juror = sit()
    grid = juror.page.pane.grid
    juror.press(KEYS.Key_End)
    assert grid.current_row == juror.page.pane.model.rowCount() - 1
    juror.press(KEYS.Key_Home)
    assert grid.current_row == 0
    juror.press(KEYS.Key_2)
    assert juror.sheet().lines[0].level == 2


# --- marks on 20 ----------------------------------------------------------------------------------


def test_points_are_typed_from_the_first_line_to_the_sealed_sheets(
    sit: Callable[..., Juror], messages: RecordedMessages, idle: Idle, qtbot: QtBot
) -> None:
    juror = sit("RNCP6133")
    page, given = juror.page, ["12,5", "13.5", "20", "0", "7,5"]
    juror.press(KEYS.Key_S)
    lines = sum(len(block.assessments) for block in juror.made.certification.blocks)
    for number in range(lines):
        juror.type_points(given[number % len(given)], then=KEYS.Key_Return)
        qtbot.waitUntil(juror.closed)
    first = [line.points for block in range(len(juror.made.blocks)) for line in juror.sheet(block).lines]
    assert first == [(1250, 1350, 2000, 0, 750)[number % 5] for number in range(lines)]
    assert "il reste à les sceller" in page.pane.banner.label.text()

    def type_code(dialog: SealDialog) -> None:
        QTest.keyClicks(dialog.focusWidget(), "000001")
        QTest.keyClick(dialog.focusWidget(), KEYS.Key_Return)

    messages.scripts.append(type_code)
    juror.press(KEYS.Key_T, modifier=ALT)
    idle(juror.context.tasks)
    assert {juror.sheet(block).state for block in range(len(juror.made.blocks))} == {SheetState.SEALED}
    messages.assert_silent()


@pytest.mark.parametrize("refused", ["21", "12,3"])
def test_what_is_no_mark_says_why_stays_in_its_field_and_changes_nothing(
    sit: Callable[..., Juror], qtbot: QtBot, messages: RecordedMessages, refused: str
) -> None:
    juror = sit("RNCP6133")
    grid = juror.page.pane.grid
    juror.press(KEYS.Key_S)
    juror.type_points("8,5", then=KEYS.Key_Return)
    qtbot.waitUntil(juror.closed)
    juror.press(KEYS.Key_Left, modifier=CONTROL)
    assert grid.current_row == 0
    juror.press(KEYS.Key_F2)
    editor = grid.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.clear()
    QTest.keyClicks(editor, refused)
    QTest.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(juror.page.pane.banner.isVisible)
    said = juror.page.pane.banner.label.text()
    assert said.startswith("Les points vont de 0 à 20, par demi-point")
    assert f"« {refused} »".replace(" ", "\u00a0") in said.replace(" ", "\u00a0")
    assert editor.text() == refused
    assert juror.sheet().lines[0].points == 850
    editor.clear()
    QTest.keyClicks(editor, "9")
    QTest.keyClick(editor, KEYS.Key_Return)
    qtbot.waitUntil(juror.closed)
    assert juror.sheet().lines[0].points == 900
    assert "est rempli" in juror.page.pane.banner.label.text()
    messages.assert_silent()


# --- the disk -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["workspace.disk_full", "workspace.io"])
def test_a_lost_disk_closes_the_sheet_keeps_what_is_typed_and_opens_it_again(
    sit: Callable[..., Juror], monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    juror = sit()
    pane, label = juror.page.pane, juror.frame.form.saveLabel
    juror.press(KEYS.Key_2)
    assert label.text().startswith("Enregistré ")

    def lost(_work: SqlUnitOfWork) -> None:
        raise StorageError(code, path="E:")

    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", lost)
        juror.press(KEYS.Key_C)
        QTest.keyClicks(juror.frame.focusWidget(), "Bon exemple")
        assert pane.editor.state_label.text() == "Saisie en cours…"
        juror.press(KEYS.Key_Escape)
        assert label.text() == "Non enregistré"
        assert pane.editor.editor.toPlainText() == "Bon exemple"
        assert pane.editor.editor.isReadOnly()
        said = pane.banner.label.text()
        assert "La grille se lit seulement" in said
        assert "1\u00a0saisie attend" in said
        assert pane.banner.button.text() == "Réessayer"
        pane.grid.setFocus()
        juror.press(KEYS.Key_3, KEYS.Key_Delete)
        pane._retry.timeout.emit()
        assert pane.model.read_only
        assert [line.level for line in pane.model.lines[:2]] == [2, None]
    pane._retry.timeout.emit()  # what the timer does five seconds later
    assert label.text().startswith("Enregistré ")
    assert not pane.model.read_only
    assert not pane.banner.isVisible()
    assert juror.sheet().lines[0].comment == "Bon exemple"
    juror.press(KEYS.Key_3)
    assert juror.sheet().lines[0].level == 3
    QApplication.processEvents()
