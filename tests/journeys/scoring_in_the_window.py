"""Three jurors at one laptop: identified by their own codes, scoring by keys alone, sealing."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.scoring import MarkStatus, SheetState
from cisp_desktop.gui.operations import SaveState, SaveStatus
from cisp_desktop.persistence.unit_of_work import SqlUnitOfWork
from tests.journeys.in_the_window import User, press, said_by, type_text, until_said, write
from tests.journeys.preparing_in_the_window import HOSTILE, JURORS

KEYS = Qt.Key
Codes = dict[str, str]
"""Own codes by role."""


def identify(user: User, role: str, code: str, *, then: Any) -> None:
    """Choose one's seat on the masked page and type the own code; ``then`` answers the offer to change it."""

    def type_code(dialog: Any) -> None:
        write(dialog.form.codeEdit, "faux-code-9")
        press(dialog.form.acceptButton)
        assert "code" in until_said(dialog, dialog.form.problemLabel)
        write(dialog.form.codeEdit, code)
        press(dialog.form.acceptButton)

    if user.frame.current_key != "evaluate":
        user.go_to("evaluate")
    page = user.page
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    button = next(b for b in page.form.gateArea.buttons if JURORS[role] in b.text())
    user.answers(type_code, then)
    user.click(button)
    user.wait(lambda: not user.messages.scripts)
    user.settle()
    assert user.context.current_juror is not None
    assert user.context.current_juror.name == JURORS[role]
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)


def keep_code(dialog: Any) -> None:
    """Keep the first code."""
    press(dialog.form.keepButton)


def score_as_president(user: User, codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Score the first candidate with every kind of key, and watch what « Enregistré » means."""

    def change(dialog: Any) -> None:
        write(dialog.form.newEdit, "Présidence-7421")
        write(dialog.form.repeatEdit, "Présidence-7421")
        press(dialog.form.acceptButton)

    identify(user, "PRESIDENT", codes["PRESIDENT"], then=change)
    codes["PRESIDENT"] = "Présidence-7421"
    page = user.page
    saved_means_stored(user)
    a_refused_write_is_not_called_saved(user, monkeypatch)

    for level in (KEYS.Key_0, KEYS.Key_1, KEYS.Key_3):
        user.keys(KEYS.Key_Down, level)
    user.answers(lambda dialog: QTest.keyClick(dialog, KEYS.Key_2))
    user.keys(KEYS.Key_Down, KEYS.Key_N)  # not evaluated, for the second reason of the list
    user.all_answered()
    assert [line.level for line in page.pane.model.lines[:5]] == [2, 0, 1, 3, None]
    assert page.pane.model.lines[4].status is MarkStatus.NOT_EVALUATED
    user.keys(KEYS.Key_Up, KEYS.Key_Up, KEYS.Key_Up)
    user.keys(KEYS.Key_3)
    user.keys(KEYS.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.pane.model.lines[1].level == 0
    user.keys(KEYS.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.pane.model.lines[1].level == 3
    user.keys(KEYS.Key_C)
    type_text(user.window.focusWidget(), "Avis de la présidente & <b>rien d'autre</b>")
    QTest.keyClick(user.window.focusWidget(), KEYS.Key_Escape)
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)
    give_every_mark(user, "2")
    seal_everything(user, codes["PRESIDENT"])


def saved_means_stored(user: User) -> None:
    """The header says « Enregistré » once the row can be read by another connection, never before."""
    page = user.page
    view, seat = page.pane.model.view, user.context.current_juror.seat_id
    told: list[int] = []

    def count(state: SaveState) -> None:
        sheet = user.context.queries.score_sheet(view.registration_id, seat, block_id=view.block_id)
        told.append(sum(line.rows for line in sheet.lines))
        assert state.status is SaveStatus.SAVED

    user.context.operations.save_state_changed.connect(count)
    user.keys(KEYS.Key_1, KEYS.Key_2)
    user.context.operations.save_state_changed.disconnect(count)
    assert told == [1, 2]
    assert user.saved.startswith("Enregistré ")


def a_refused_write_is_not_called_saved(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the header and the sheet say so, and what was typed is kept until it goes."""
    page = user.page
    row, acts = page.pane.grid.current_row, user.context.operations.undo_stack.count()

    def full(_work: SqlUnitOfWork) -> None:
        raise StorageError("workspace.disk_full", path="disque")

    with monkeypatch.context() as patched:
        patched.setattr(SqlUnitOfWork, "commit", full)
        user.keys(KEYS.Key_3)
        assert user.saved == "Non enregistré"
        assert page.pane.model.read_only
        assert not page.pane.banner.isHidden()
        assert user.context.operations.undo_stack.count() == acts
    page.pane.model.retry()
    user.settle()
    assert user.saved.startswith("Enregistré ")
    assert not page.pane.model.read_only
    assert page.pane.model.lines[row].level == 3
    user.context.operations.undo()
    user.settle()


def give_every_mark(user: User, level: str) -> None:
    """Give ``level`` to every line still open of the candidates that can be scored, by keys alone."""
    page = user.page
    for number in ("GRE-22-001", "GRE-22-007"):
        line = next(one for one in page.candidates.lines if one.registration.number == number)
        page.pane.grid.setFocus()
        while user.page._registration_id != line.registration.id:
            user.keys(KEYS.Key_Down, modifier=Qt.KeyboardModifier.AltModifier)
        chosen = level if number == "GRE-22-001" else "1"
        while page.pane.model.view.block_id != line.registration.presented[0]:
            user.keys(KEYS.Key_Left, modifier=Qt.KeyboardModifier.ControlModifier)
        for block in line.registration.presented:
            assert page.pane.model.view.block_id == block
            while (row := page.pane.model.first_missing()) >= 0:
                while page.pane.grid.current_row != row:
                    user.keys(KEYS.Key_Down if page.pane.grid.current_row < row else KEYS.Key_Up)
                user.keys(chosen)
            if block != line.registration.presented[-1]:
                user.keys(KEYS.Key_Right, modifier=Qt.KeyboardModifier.ControlModifier)


def seal_everything(user: User, code: str) -> None:
    """Seal the sheets of both candidates with the own code, asked once each."""

    def confirm(dialog: Any) -> None:
        write(dialog.form.codeEdit, code)
        press(dialog.form.acceptButton)

    page = user.page
    for _ in range(2):
        user.answers(confirm)
        user.click(page.seal_all_button)
        user.settle()
        user.all_answered()
        assert page.pane.model.state is SheetState.SEALED
        assert user.window.focusWidget() is page.pane.grid  # the keys go on where they were
        user.keys(KEYS.Key_Up, modifier=Qt.KeyboardModifier.AltModifier)
    juror = user.context.current_juror
    (progress,) = [p for p in user.context.queries.progress(user.context.session_id) if p.name == juror.name]
    assert (progress.sealed, progress.expected) == (6, 6)


def score_as(user: User, role: str, codes: Codes, *, level: str, others_said: str) -> str:
    """Change juror: the page masks itself first, then shows an empty grid; return all that was to be seen."""
    page = user.page
    user.keys(KEYS.Key_L, modifier=Qt.KeyboardModifier.ControlModifier)
    user.settle()
    assert page.form.stateStack.currentWidget() is page.form.gateArea
    assert others_said not in user.sees()
    assert HOSTILE not in "\n".join(said_by(page))
    identify(user, role, codes[role], then=keep_code)
    seen = user.sees()
    assert others_said not in seen
    assert all(line.level is None and not line.comment for line in page.pane.model.lines)
    assert page.pane.counter_label.text().startswith("0/")
    assert page.candidates.progress == (0, 2)
    user.keys(KEYS.Key_C)
    type_text(user.window.focusWidget(), f"Avis de {JURORS[role]}")
    QTest.keyClick(user.window.focusWidget(), KEYS.Key_Escape)
    user.wait(lambda: user.window.focusWidget() is page.pane.grid)
    give_every_mark(user, level)
    seal_everything(user, codes[role])
    return seen
