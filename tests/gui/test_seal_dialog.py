"""The dialogs of scoring: sealing, the growing delay, the reasons for « non évalué »."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.scoring import NotEvaluatedReason
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.code_problem import seconds_locked, show_code_problem
from cisp_desktop.gui.dialogs.not_evaluated_dialog import NotEvaluatedDialog
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog, SheetToSeal
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.fakes import FakeIdentities
from tests.gui.checks import check_page


def sheets(context: GuiContext, made: SessionMade, count: int) -> list[SheetToSeal]:
    """Return the president's first sheets as they stand."""
    assert context.session_id is not None
    certification = context.queries.certification(made.certification.id)
    return [
        SheetToSeal(
            block,
            context.queries.score_sheet(made.registrations[0], made.seats[Role.PRESIDENT], block_id=block.id),
        )
        for block in certification.blocks[:count]
    ]


@pytest.fixture
def complete(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, workspace: SqlWorkspace
) -> SealDialog:
    """The dialog on two complete sheets."""
    score(workspace, made, made.registrations[0], seal=False)
    dialog = SealDialog("AUBERT Zoé", sheets(session_context, made, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_complete_sheets_ask_for_the_own_code_once(complete: SealDialog, qtbot: QtBot) -> None:
    check_page(complete)
    complete.form.acceptButton.click()
    assert "code" in complete.form.problemLabel.text()
    complete.form.codeEdit.setText("000001")
    with qtbot.waitSignal(complete.submitted):
        complete.form.acceptButton.click()
    texts = [label.text() for label in complete.findChildren(QLabel)]
    assert any("11\u00a0lignes notées · niveau global 2 – Acquis" in text for text in texts)


def test_incomplete_sheets_ask_for_no_code_and_lead_to_what_is_missing(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    dialog = SealDialog("AUBERT Zoé", sheets(session_context, made, 2))
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    assert not dialog.form.codeEdit.isVisible()
    dialog.form.acceptButton.click()
    assert dialog.goal == (made.blocks[0], made.certification.blocks[0].competences[0].id)
    assert not dialog.isVisible()


def test_too_many_wrong_codes_count_down(
    complete: SealDialog,
    session_context: GuiContext,
    made: SessionMade,
    workspace: SqlWorkspace,
    qtbot: QtBot,
) -> None:
    seat = made.seats[Role.PRESIDENT]
    refused: list[CispError] = []
    for _ in range(3):
        with pytest.raises(RuleError) as caught:
            identify_juror(workspace, seat, code="faux", identities=FakeIdentities())
        refused.append(caught.value)
    assert seconds_locked(session_context, seat) in (4, 5)
    show_code_problem(complete, refused[-1], context=session_context, seat_id=seat)
    assert complete.form.problemLabel.text().startswith("Trop de codes faux")
    assert not complete.form.acceptButton.isEnabled()
    complete._seconds_left = 1
    complete._on_second_passed()
    assert complete.form.acceptButton.isEnabled()
    assert not complete.form.problemLabel.isVisible()
    error = Refused("juror.code.delayed", seconds=65)
    show_code_problem(complete, error, context=session_context, seat_id=seat)
    assert complete.form.problemLabel.text().endswith("1\u00a0min\u00a005\u00a0s.")
    complete.reject()
    assert not complete._countdown.isActive()


def test_a_single_wrong_code_waits_for_nothing(
    complete: SealDialog, session_context: GuiContext, made: SessionMade
) -> None:
    error = RuleError("identity.code.wrong")
    show_code_problem(complete, error, context=session_context, seat_id=made.seats[Role.PRESIDENT])
    assert complete.form.acceptButton.isEnabled()
    assert complete.form.problemLabel.isVisible()
    assert seconds_locked(session_context, "unknown") == 0


def test_a_figure_chooses_the_reason_and_accepts(qtbot: QtBot) -> None:
    dialog = NotEvaluatedDialog(3)
    qtbot.addWidget(dialog)
    dialog.show()
    check_page(dialog)
    assert "3\u00a0lignes" in dialog.form.questionLabel.text()
    qtbot.keyClick(dialog, Qt.Key.Key_4)
    assert dialog.result() == NotEvaluatedDialog.DialogCode.Accepted
    assert dialog.reason is NotEvaluatedReason.OUTSIDE_MY_FIELD


def test_return_accepts_the_reason_of_last_time(qtbot: QtBot) -> None:
    dialog = NotEvaluatedDialog(1, NotEvaluatedReason.NO_TIME)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == NotEvaluatedDialog.DialogCode.Accepted
    assert dialog.reason is NotEvaluatedReason.NO_TIME
