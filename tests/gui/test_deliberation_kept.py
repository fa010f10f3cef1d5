"""« Délibérer » saves what is typed and voted as it is given: no restart loses it, and undo takes it back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.text import COMMENT_LENGTH
from cisp_desktop.gui.context import Desk
from cisp_desktop.gui.operations import SaveStatus
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.widgets import typing_pause
from tests.factories import PASSPHRASE
from tests.gui.deliberation_room import Idle, kept, shown_page
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, open_day, to_deliberate


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    """Four candidates, one per profile, and a fifth whose sheets are not all sealed."""
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    yield made
    made.workspace.abandon()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, day: JuryDay, idle: Idle) -> Iterator[DeliberatePage]:
    with shown_page(qtbot, desk, day.workspace, session_id=day.made.id, idle=idle) as shown:
        yield shown
    desk.tasks.shut_down()


@pytest.fixture
def block(page: DeliberatePage, day: JuryDay) -> tuple[str, str]:
    """A block whose refusal is proposed, chosen."""
    place = day.made.registrations[2], day.made.blocks[0]
    page.matrix.select(*place)
    return place


def leave_field(page: DeliberatePage) -> None:
    page.form.matrixTableView.setFocus(Qt.FocusReason.TabFocusReason)


def give(page: DeliberatePage, *ballots: Ballot) -> None:
    """Choose the ballots of president, professional and centre."""
    for combo, ballot in zip(page.form.voteBox.combos.values(), ballots, strict=False):
        combo.setCurrentIndex(combo.findData(str(ballot)))


def test_a_reason_is_saved_after_a_pause_while_the_cursor_stays(
    qtbot: QtBot, page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    page.block_panel.draft._typing._pause.setInterval(1)
    page.block_panel.focus_reason()
    qtbot.keyClicks(page.form.reasonEdit, "Le projet manque ")
    assert page.form.reasonHintLabel.text() == "Saisie en cours…"
    qtbot.waitUntil(lambda: kept(page, *block).reason == "Le projet manque")
    idle(page.context.tasks)
    assert page.form.reasonHintLabel.text() == "Motif enregistré, la décision reste à prendre"
    assert page.context.operations.save_state.status is SaveStatus.SAVED
    qtbot.keyClicks(page.form.reasonEdit, "encore")
    assert page.form.reasonEdit.toPlainText() == "Le projet manque encore"
    assert typing_pause.PAUSE == 1500


def test_what_is_typed_and_voted_survives_a_power_cut(
    qtbot: QtBot, desk: Desk, page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle,
    services: FakeServices, tmp_path: Path,
) -> None:  # fmt: skip
    qtbot.keyClicks(page.form.reasonEdit, "À mi-chemin")
    page.form.adviceBox.recommendation_edit.setPlainText("Approfondir l’évaluation.")
    page.form.adviceBox.conditions_edit.setPlainText("Un nouvel entretien.")
    give(page, Ballot.FOR, Ballot.AGAINST)
    page.matrix.select(day.made.registrations[2], day.made.blocks[1])
    after = Path(shutil.copytree(day.workspace.path, tmp_path / "after"))
    idle(page.context.tasks)
    reopened = services.store.open(after, PASSPHRASE)
    with shown_page(qtbot, desk, reopened, session_id=day.made.id, idle=idle) as again:
        again.matrix.select(*block)
        assert again.form.reasonEdit.toPlainText() == "À mi-chemin"
        assert again.form.adviceBox.advice == AdviceText("Approfondir l’évaluation.", "Un nouvel entretien.")
        assert list(again.form.voteBox.ballots.values()) == [Ballot.FOR, Ballot.AGAINST]
        assert "encore 1\u00a0voix à donner" in again.form.voteBox.result_label.text()
    reopened.abandon()


def test_leaving_the_field_or_the_page_saves_what_is_typed(
    qtbot: QtBot, page: DeliberatePage, block: tuple[str, str], idle: Idle, messages: RecordedMessages
) -> None:
    page.block_panel.focus_reason()
    qtbot.keyClicks(page.form.reasonEdit, "Un")
    leave_field(page)
    assert kept(page, *block).reason == "Un"
    page.block_panel.focus_reason()
    qtbot.keyClicks(page.form.reasonEdit, " et demi")
    page.form.adviceBox.recommendation_edit.setPlainText("Lire la fiche.")
    assert page.leave()
    found = kept(page, *block)
    assert (found.reason, found.recommendation) == ("Un et demi", "Lire la fiche.")
    idle(page.context.tasks)
    messages.assert_silent()


def test_each_saving_is_one_step_of_undo(
    qtbot: QtBot, page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    page.block_panel.focus_reason()
    qtbot.keyClicks(page.form.reasonEdit, "Un motif")
    leave_field(page)
    give(page, Ballot.AGAINST)
    page.form.adviceBox.conditions_edit.setPlainText("Un entretien.")
    page.block_panel.store()
    stack = page.context.operations.undo_stack
    assert [stack.text(n).split(",")[0] for n in range(stack.count())] == ["Motif", "Voix des jurés", "Avis"]
    for _ in range(stack.count()):
        stack.undo()
    idle(page.context.tasks)
    found = kept(page, *block)
    assert (found.reason, found.ballots, found.conditions) == ("", {}, "")
    assert page.form.reasonEdit.toPlainText() == ""
    assert page.form.voteBox.ballots == {}
    assert page.form.adviceBox.advice == AdviceText()


def test_a_refused_text_stays_says_why_and_is_given_up_only_when_asked(
    page: DeliberatePage, block: tuple[str, str], messages: RecordedMessages
) -> None:
    page.form.reasonEdit.setPlainText("x" * (COMMENT_LENGTH + 1))
    page.block_panel.store()
    assert page.form.reasonHintLabel.text() == "Non enregistré"
    assert "10" in page.form.problemLabel.text()
    assert page.form.problemLabel.isVisible()
    messages.answers.append(False)
    assert not page.leave()
    messages.answers.append(True)
    assert page.leave()
    assert page.form.reasonEdit.toPlainText() == ""
    assert kept(page, *block).reason == ""


def test_a_refused_advice_says_why(page: DeliberatePage, block: tuple[str, str]) -> None:
    page.form.adviceBox.recommendation_edit.setPlainText("x" * (COMMENT_LENGTH + 1))
    page.block_panel.store()
    assert page.form.adviceBox.state_label.text().startswith("Non enregistré\u00a0: ")
    assert kept(page, *block).recommendation == ""


def test_the_reason_of_a_decision_is_changed_as_typed(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle
) -> None:
    decide(
        day.workspace, block[0], block_id=block[1], ruling=Ruling(DecisionValue.NOT_VALIDATED, "Le projet.")
    )
    idle(page.context.tasks)
    page.block_panel.focus_reason()
    qtbot.keyClicks(page.form.reasonEdit, " manque")
    leave_field(page)
    idle(page.context.tasks)
    cell = page.context.queries.deliberation(day.made.id)[2].cells[0]
    assert (cell.decision, cell.reason) == (DecisionValue.NOT_VALIDATED, "Le projet. manque")
    assert page.form.reasonHintLabel.text() == "Motif enregistré"


def test_a_compulsory_reason_is_not_emptied(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle
) -> None:
    decide(
        day.workspace, block[0], block_id=block[1], ruling=Ruling(DecisionValue.NOT_VALIDATED, "Le projet.")
    )
    idle(page.context.tasks)
    page.form.reasonEdit.setPlainText("")
    page.block_panel.store()
    idle(page.context.tasks)
    assert page.form.reasonHintLabel.text() == "Non enregistré"
    assert "motif écrit est obligatoire" in page.form.problemLabel.text()
    assert kept(page, *block).reason == "Le projet."


def test_a_decision_taken_back_keeps_its_reason_and_votes(
    page: DeliberatePage, block: tuple[str, str], idle: Idle
) -> None:
    give(page, Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR)
    page.form.reasonEdit.setPlainText("Le projet manque.")
    page.form.voteBox.record_button.click()
    idle(page.context.tasks)
    assert not any(combo.isEnabled() for combo in page.form.voteBox.combos.values())
    assert "«\u00a0Retirer\u00a0»" in page.form.voteBox.result_label.text()
    assert page.block_panel.withdraw()
    idle(page.context.tasks)
    found = kept(page, *block)
    assert (found.reason, len(found.ballots)) == ("Le projet manque.", 3)
    assert all(combo.isEnabled() for combo in page.form.voteBox.combos.values())
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    cell = page.context.queries.deliberation(page.context.session_id or "")[2].cells[0]
    assert cell.decision is DecisionValue.NOT_VALIDATED
    assert len(kept(page, *block).ballots) == 3


def test_looking_at_what_is_stored_saves_nothing(
    page: DeliberatePage, day: JuryDay, block: tuple[str, str], idle: Idle
) -> None:
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "Refus\u00a0: le projet manque.\n\nÀ revoir.")
    decide(day.workspace, block[0], block_id=block[1], ruling=ruling)
    advice = AdviceText("Lire «\u00a0la fiche\u00a0».", "Un entretien.")
    advise(day.workspace, block[0], block_id=block[1], advice=advice)
    idle(page.context.tasks)
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    page.matrix.select(*block)
    assert page.leave()
    assert page.context.operations.undo_stack.count() == 0
    found = kept(page, *block)
    assert (found.reason, AdviceText(found.recommendation, found.conditions)) == (ruling.reason, advice)
    assert page.form.reasonHintLabel.text() == "Motif enregistré"
    assert page.form.adviceBox.state_label.text() == "Avis enregistré"


def test_the_wheel_changes_nobody_s_vote(page: DeliberatePage, block: tuple[str, str]) -> None:
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    combo = next(iter(page.form.voteBox.combos.values()))
    down = QPoint(0, -120)
    turned = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), down, down, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, turned)
    assert page.form.voteBox.ballots == {}
    assert kept(page, *block).ballots == {}
