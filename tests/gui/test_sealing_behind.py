"""Code and seal go through the worker in one piece: given up in time seals nothing, a refusal is said."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.application.deliberating import open_deliberation
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog
from cisp_desktop.gui.operations import SaveStatus
from cisp_desktop.gui.pages import sealing
from cisp_desktop.gui.pages.sealing import Sealing
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all
from tests.gui.fakes import RecordedMessages

Idle = Callable[[TaskRunner], None]


class Seals:
    """The button « Sceller » on the president's first sheet of the first candidate, complete."""

    def __init__(self, context: GuiContext, made: SessionMade, qtbot: QtBot) -> None:
        context.set_juror(made.juror())
        self.page = QLabel()
        qtbot.addWidget(self.page)
        self.sealing = Sealing(context, self.page, store=lambda: True)
        self.context, self.made = context, made

    def press(self) -> bool:
        blocks = self.context.queries.certification(self.made.certification.id).blocks[:1]
        return self.sealing.seal(self.made.registrations[0], "DUPONT1 Zoé", blocks=blocks)

    @property
    def sealed(self) -> bool:
        seat = self.made.seats[Role.PRESIDENT]
        view = self.context.queries.score_sheet(
            self.made.registrations[0], seat, block_id=self.made.blocks[0]
        )
        return view.sealed_at is not None


@pytest.fixture
def seals(session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace, qtbot: QtBot) -> Seals:
    score(workspace, made, made.registrations[0], blocks=made.blocks[:1], seal=False)
    return Seals(session_context, made, qtbot)


def confirm(dialog: SealDialog) -> None:
    dialog.form.codeEdit.setText("000001")
    dialog.form.acceptButton.click()


def close(dialog: Any) -> None:
    dialog.accept()


def test_the_code_and_the_seal_leave_the_window_free(
    seals: Seals, messages: RecordedMessages, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[threading.Thread] = []

    def watched(*args: Any, **which: Any) -> list[str]:
        where.append(threading.current_thread())
        return seal_sheets(*args, **which)

    monkeypatch.setattr(sealing, "seal_sheets", watched)
    seals.context.operations.run(lambda: None)
    messages.scripts += [confirm, close]
    assert seals.press()
    idle(seals.context.tasks)
    assert where
    assert threading.main_thread() not in where
    assert seals.sealed
    assert not seals.context.operations.undo_stack.count()
    assert messages.dialogs == ["SealDialog", "ReceiptsDialog"]


def test_given_up_while_the_code_is_checked_nothing_is_sealed(
    seals: Seals, messages: RecordedMessages, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()
    identify = sealing.identify_juror

    def slow(*args: Any, **which: Any) -> Any:
        asked.set()
        assert go_on.wait(20)
        return identify(*args, **which)

    monkeypatch.setattr(sealing, "identify_juror", slow)

    def give_up(dialog: SealDialog) -> None:
        confirm(dialog)
        while not asked.is_set():
            QApplication.processEvents()
        dialog.form.cancelButton.click()

    messages.scripts.append(give_up)
    assert not seals.press()
    go_on.set()
    idle(seals.context.tasks)
    assert not seals.sealed
    assert messages.dialogs == ["SealDialog"]
    messages.assert_silent()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuleError("sheet.incomplete", block="BC01", missing=1, overall=""), SaveStatus.SAVED),
        (StorageError("workspace.full"), SaveStatus.FAILED),
    ],
)
def test_what_refuses_the_seal_is_said_and_the_dialog_closes(
    seals: Seals,
    messages: RecordedMessages,
    monkeypatch: pytest.MonkeyPatch,
    error: RuleError | StorageError,
    status: SaveStatus,
) -> None:
    def refuse(*_args: object, **_which: object) -> list[str]:
        raise error

    monkeypatch.setattr(sealing, "seal_sheets", refuse)
    messages.scripts.append(confirm)
    assert not seals.press()
    assert messages.errors == [error]
    messages.errors.clear()
    assert not seals.sealed
    assert seals.context.operations.save_state.status is status


def test_a_second_round_is_told_before_it_is_sealed(
    seals: Seals, messages: RecordedMessages, workspace: SqlWorkspace, made: SessionMade
) -> None:
    first, block = made.registrations[0], made.blocks[0]
    score_by_all(workspace, made, first)
    open_deliberation(workspace, made.id)
    open_round(workspace, first, block, reason="Reprise")
    score(workspace, made, first, blocks=[block], seal=False)
    said: list[str] = []

    def look(dialog: SealDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        dialog.form.cancelButton.click()

    messages.scripts.append(look)
    seals.press()
    assert any(text.endswith("DUPONT1 Zoé (second tour)") for text in said)
    assert any(text.startswith("BC01 · second tour · ") for text in said)
    assert any("La grille du tour précédent ne change pas" in text for text in said)
