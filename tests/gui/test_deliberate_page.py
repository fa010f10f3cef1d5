"""« Délibérer »: nothing shows before all have sealed; the jury decides by keyboard, with its reasons."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.advising import AdviceText
from cisp_desktop.application.changes import Change
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.application.wording import DOUBTS
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.hearing_log import StandIn
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import Desk, GuiContext
from cisp_desktop.gui.itemmodels import comparison_model
from cisp_desktop.gui.itemmodels.comparison_model import ComparisonModel
from cisp_desktop.gui.itemmodels.deliberation_model import (
    CellState,
    DeliberationModel,
    ToDecideFilter,
    cell_state,
)
from cisp_desktop.gui.itemmodels.deliberation_model import Role as CellRole
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from cisp_desktop.gui.session_frame import PageSpec, SessionFrame
from cisp_desktop.gui.tasks import TaskRunner
from tests.factories import PASSPHRASE, make_store, score
from tests.gui.checks import check_page
from tests.gui.deliberation_room import let_in
from tests.gui.fakes import FakeServices, RecordedMessages
from tests.gui.jury_day import JuryDay, make_day, open_day, to_deliberate

Idle = Callable[[TaskRunner], None]


@pytest.fixture
def day(tmp_path: Path, services: FakeServices) -> Iterator[JuryDay]:
    """Four candidates, one per profile, and a fifth whose sheets are not all sealed."""
    made = open_day(tmp_path, services, prepare=to_deliberate, candidates=5)
    yield made
    made.workspace.abandon()


@pytest.fixture
def jury_context(desk: Desk, day: JuryDay) -> Iterator[GuiContext]:
    context = GuiContext(desk, day.workspace)
    context.set_session(day.made.id)
    let_in(context)
    yield context
    desk.tasks.shut_down()
    context.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, jury_context: GuiContext, idle: Idle) -> Iterator[DeliberatePage]:
    """The page in its frame, as shown."""
    frame = SessionFrame(jury_context, [PageSpec("deliberate", "3  Délibérer", "scales", DeliberatePage)])
    qtbot.addWidget(frame)
    frame.resize(1366, 740)
    frame.show()
    frame.open_page("deliberate")
    idle(jury_context.tasks)
    shown = frame.current_page
    assert isinstance(shown, DeliberatePage)
    yield shown
    frame.hide()


def decided(page: DeliberatePage, registration_id: str, block_id: str) -> Any:
    """Return the cell as the database has it."""
    session_id = page.context.session_id
    assert session_id is not None
    rows = page.context.queries.deliberation(session_id)
    row = next(row for row in rows if row.registration_id == registration_id)
    return next(cell for cell in row.cells if cell.block_id == block_id)


def everything_said(widget: QWidget) -> str:
    """Every text that a user or a screen reader could meet: labels, models in all their roles, tooltips."""
    said = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
    for child in widget.findChildren(QWidget):
        said += [child.toolTip(), child.accessibleName(), child.accessibleDescription(), child.statusTip()]
        if isinstance(child, QLabel):
            said.append(child.text())
        if isinstance(child, QPlainTextEdit):
            said.append(child.toPlainText())
    for model in widget.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                roles = [*range(20), *(Qt.ItemDataRole.UserRole + n for n in range(12))]
                said += [repr(model.index(row, column).data(role)) for role in roles]
    return "\n".join(str(text) for text in said)


def test_the_models_keep_the_rules_of_qt(page: DeliberatePage) -> None:
    for model in (DeliberationModel(), ToDecideFilter(), ComparisonModel()):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        if isinstance(model, ToDecideFilter):
            model.setSourceModel(page.matrix.model)
            model.set_only_to_decide(True)
            model.set_only_to_decide(False)
        elif isinstance(model, DeliberationModel):
            rows, blocks = page.matrix.model.rows, page.matrix.model.blocks
            model.set_rows(rows, blocks, scheme=GradingScheme())
            model.set_rows(rows[:2], blocks, scheme=GradingScheme())
        else:
            model.set_detail(page.block_panel.model.detail)
            model.set_detail(None)


def test_the_page_owes_nothing_to_anybody(page: DeliberatePage, day: JuryDay) -> None:
    check_page(page)
    page.matrix.select(day.made.registrations[4], day.made.blocks[0])
    check_page(page)


def test_opening_the_page_freezes_what_all_have_sealed(page: DeliberatePage, day: JuryDay) -> None:
    states = [{cell_state(cell) for cell in row.cells} for row in page.matrix.model.rows]
    assert states == [
        {CellState.PROPOSED},
        {CellState.PROPOSED},
        {CellState.PROPOSED},
        {CellState.OPEN},
        {CellState.WAITING},
    ]
    assert "1\u00a0candidat attend" in page.subtitle()


def test_nothing_shows_while_a_sheet_is_unsealed(page: DeliberatePage, day: JuryDay) -> None:
    """The fifth candidate's two sealed sheets stand at 0 and 1: no mark, comment, total nor count shows."""
    page.matrix.select(day.made.registrations[4], day.made.blocks[0])
    row = next(r for r in page.matrix.model.rows if r.registration_id == day.made.registrations[4])
    for cell in row.cells:
        assert (cell.result, cell.doubts, cell.straddles, cell.gaps) == (None, (), False, 0)
        assert cell.unsealed == 1
    assert page.block_panel.model.rowCount() == 0
    assert page.form.detailStack.currentWidget() is page.form.emptyDetail
    said = everything_said(page.form.emptyDetail) + everything_said_of_row(page, day.made.registrations[4])
    for secret in ("Observations", "exemples", "/20", "Non validé", *DOUBTS.values()):
        assert secret not in said
    assert page.block_panel.can_rule is False
    assert page.block_panel.rule(DecisionValue.VALIDATED) is False


def everything_said_of_row(page: DeliberatePage, registration_id: str) -> str:
    """Every role of every cell of one candidate, the source's and the filter's."""
    number = page.matrix.model.row_of(registration_id)
    assert number is not None
    model, roles = page.matrix.model, [*range(20), *(Qt.ItemDataRole.UserRole + n for n in range(12))]
    source = [model.index(number, c) for c in range(model.columnCount())]
    filtered = [page.matrix.filter.mapFromSource(index) for index in source]
    return "\n".join(repr(index.data(role)) for index in source + filtered for role in roles)


def test_the_check_for_leaks_bites(page: DeliberatePage, day: JuryDay) -> None:
    assert "/20" in everything_said_of_row(page, day.made.registrations[0])
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    assert "Observations de" in everything_said(page)


def test_the_block_shows_the_sheets_side_by_side_widest_gap_first(page: DeliberatePage, day: JuryDay) -> None:
    page.matrix.select(day.made.registrations[1], day.made.blocks[0])
    model = page.block_panel.model
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert heads == ["Compétence", "Présidence", "Professionnel", "Centre", "Écart"]
    results = [model.index(comparison_model.RESULT_ROW, c).data() for c in (1, 2, 3)]
    assert all(text.endswith("/20") for text in results)
    gaps = [
        model.index(r, model.gap_column).data(comparison_model.Role.GAP) for r in range(2, model.rowCount())
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == 2
    assert "de part et d’autre du seuil" in page.form.doubtsLabel.text()
    assert "Observations de MARTIN Anne" in page.form.observationsEdit.toPlainText()
    assert "Peu d’exemples à l’oral." in page.form.observationsEdit.toPlainText()


def test_what_the_scheme_leaves_to_the_jury_says_why(page: DeliberatePage, day: JuryDay) -> None:
    page.matrix.select(day.made.registrations[3], day.made.blocks[0])
    assert "À délibérer" in page.form.proposalLabel.text()
    assert DOUBTS["ZEROS"] in page.form.doubtsLabel.text()


def test_the_matrix_says_a_doubt_in_the_numbers_of_the_session_s_scheme(
    page: DeliberatePage, day: JuryDay
) -> None:
    matrix = page.matrix.model
    row = matrix.row_of(day.made.registrations[3])
    assert row is not None
    cell = matrix.rows[row].cells[0]
    assert DOUBTS["ZEROS"] in matrix.cell_words(cell)
    matrix.set_rows(matrix.rows, matrix.blocks, scheme=GradingScheme(most_zeros=(1, 3)))
    assert "Plus de 1/3 des compétences" in matrix.cell_words(cell)


def test_a_block_is_validated_by_one_key(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_V)
    idle(page.context.tasks)
    cell = decided(page, day.made.registrations[0], day.made.blocks[0])
    assert cell.decision is DecisionValue.VALIDATED
    assert page.form.validateButton.isChecked()
    assert page.matrix.view.currentIndex().data(CellRole.STATE) == CellState.DECIDED
    messages.assert_silent()


def test_the_keyboard_goes_from_block_to_block(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, blocks = day.made.registrations[0], day.made.blocks
    page.matrix.select(registration, blocks[0])
    for _ in blocks:
        qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_V)
        idle(page.context.tasks)
        qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_F8)
    assert all(decided(page, registration, block).decision for block in blocks)
    assert page.matrix.selected == (day.made.registrations[1], blocks[1])  # with the most wide gaps
    assert page.matrix.model.rows[0].outcome == "CERTIFIED"
    assert page.matrix.model.index(0, page.matrix.model.outcome_column).data() == "Certification délivrée"
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.matrix.selected == (day.made.registrations[2], blocks[1])


def test_a_refusal_without_a_reason_stores_nothing_and_says_so(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[2], day.made.blocks[0]
    page.matrix.select(registration, block)
    assert "obligatoire" in page.form.reasonHintLabel.text().lower()
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_N)
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is None
    assert "Un motif écrit est obligatoire" in page.form.problemLabel.text()
    assert page.form.problemLabel.isVisible()
    assert page.form.reasonEdit.hasFocus()
    assert not page.form.refuseButton.isChecked()
    assert not page.context.operations.undo_stack.canUndo()
    qtbot.keyClicks(page.form.reasonEdit, "Le projet manque.")
    assert page.form.reasonHintLabel.text() == "Saisie en cours…"
    page.form.refuseButton.click()
    idle(page.context.tasks)
    cell = decided(page, registration, block)
    assert (cell.decision, cell.reason) == (DecisionValue.NOT_VALIDATED, "Le projet manque.")
    assert page.form.reasonHintLabel.text() == "Motif enregistré"


def test_the_hint_follows_proposal_and_casting_vote(page: DeliberatePage, day: JuryDay) -> None:
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    assert page.form.reasonHintLabel.text() == "Obligatoire pour ne pas valider ou différer"
    page.form.castingVoteCheckBox.setVisible(True)
    page.form.castingVoteCheckBox.click()
    assert page.form.reasonHintLabel.text() == "Obligatoire pour toute décision"


def test_a_decision_is_undone_and_done_again(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[0], day.made.blocks[1]
    page.matrix.select(registration, block)
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_V)
    idle(page.context.tasks)
    stack = page.context.operations.undo_stack
    assert "BC02" in stack.undoText()
    stack.undo()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is None
    assert not page.form.validateButton.isChecked()
    stack.redo()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is DecisionValue.VALIDATED
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_Delete)
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is None


def test_a_reason_being_written_waits_for_its_block(page: DeliberatePage, day: JuryDay) -> None:
    page.matrix.select(day.made.registrations[2], day.made.blocks[0])
    page.form.reasonEdit.setPlainText("À mi-chemin")
    page.matrix.select(day.made.registrations[2], day.made.blocks[1])
    assert page.form.reasonEdit.toPlainText() == ""
    page.matrix.select(day.made.registrations[2], day.made.blocks[0])
    assert page.form.reasonEdit.toPlainText() == "À mi-chemin"


def test_the_filter_keeps_who_is_to_be_decided(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    for block in day.made.blocks:
        decide(
            day.workspace, day.made.registrations[0], block_id=block, ruling=Ruling(DecisionValue.VALIDATED)
        )
    idle(page.context.tasks)
    page.form.undecidedCheckBox.click()
    idle(page.context.tasks)
    names = [page.matrix.filter.index(r, 0).data() for r in range(page.matrix.filter.rowCount())]
    assert names == ["DUPONT2 Zoé", "DUPONT3 Zoé", "DUPONT4 Zoé"]
    assert page.form.countLabel.text() == "3 sur 5\u00a0candidats"
    page.focus_on(f"block:{day.made.registrations[0]}:{day.made.blocks[2]}")
    assert not page.form.undecidedCheckBox.isChecked()
    assert page.matrix.selected == (day.made.registrations[0], day.made.blocks[2])


def test_all_proposals_are_accepted_with_one_reason_and_taken_back(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    def accept(dialog: Any) -> None:
        check_page(dialog)
        assert "10\u00a0blocs proposés «\u00a0Validé\u00a0»" in dialog.form.countsLabel.text()
        assert dialog.form.acceptButton.text() == "&Enregistrer 10\u00a0décisions"
        dialog.form.reasonEdit.setPlainText("Acquis insuffisants au regard du référentiel.")
        assert dialog.form.acceptButton.text() == "&Enregistrer 15\u00a0décisions"
        dialog.form.acceptButton.click()

    messages.scripts.append(accept)
    page.accept_button.click()
    idle(page.context.tasks)
    states = [cell_state(cell) for row in page.matrix.model.rows for cell in row.cells]
    assert states.count(CellState.DECIDED) == 15
    assert states.count(CellState.OPEN) == 5
    refused = decided(page, day.made.registrations[2], day.made.blocks[0])
    assert refused.reason == "Acquis insuffisants au regard du référentiel."
    assert "15\u00a0décisions enregistrées" in page.form.pageBanner.label.text()
    page.form.pageBanner.button.click()
    idle(page.context.tasks)
    states = [cell_state(cell) for row in page.matrix.model.rows for cell in row.cells]
    assert states.count(CellState.DECIDED) == 0
    assert not page.form.pageBanner.isVisible()


def test_without_a_reason_the_refusals_are_left(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    messages.scripts.append(lambda dialog: dialog.form.acceptButton.click())
    page.accept_button.click()
    idle(page.context.tasks)
    assert decided(page, day.made.registrations[2], day.made.blocks[0]).decision is None
    assert decided(page, day.made.registrations[1], day.made.blocks[0]).decision is DecisionValue.VALIDATED


def test_decisions_survive_a_restart(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle, tmp_path: Path
) -> None:
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_V)
    idle(page.context.tasks)
    day.workspace.abandon()
    reopened = make_store().open(day.workspace.path, PASSPHRASE)
    cell = reopened.queries.deliberation(day.made.id)[0].cells[0]
    reopened.abandon()
    assert cell.decision is DecisionValue.VALIDATED


def test_the_page_waits_for_a_first_sealed_sheet(
    qtbot: QtBot, desk: Desk, tmp_path: Path, services: FakeServices, idle: Idle
) -> None:
    empty = make_day(tmp_path, services)
    context = GuiContext(desk, empty.workspace)
    try:
        waiting = DeliberatePage(context)
        qtbot.addWidget(waiting)
        asked = waiting.waiting_for()
        assert asked is not None
        assert asked.page == "dashboard"
        context.set_session(empty.made.id)
        asked = waiting.waiting_for()
        assert asked is not None
        assert asked.page == "evaluate"
        empty.mark(0, 0, roles=(Role.PRESIDENT,))
        assert waiting.waiting_for() is None
    finally:
        desk.tasks.shut_down()
        context.deleteLater()
        empty.workspace.abandon()


def test_opening_again_freezes_nothing_twice(page: DeliberatePage, day: JuryDay) -> None:
    assert open_deliberation(day.workspace, day.made.id) == 0


def vote(page: DeliberatePage, *ballots: Ballot) -> None:
    """Give the ballots of president, professional and centre, as the lists do."""
    for combo, ballot in zip(page.form.voteBox.combos.values(), ballots, strict=False):
        combo.setCurrentIndex(combo.findData(str(ballot)))


def stored_votes(page: DeliberatePage, registration_id: str, block_id: str) -> list[Ballot]:
    found = page.context.queries.discussion(registration_id, block_id).block
    assert found is not None
    return sorted(found.ballots.values())


def test_the_majority_shows_and_decides_with_its_votes(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[0], day.made.blocks[0]
    page.matrix.select(registration, block)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    assert not page.form.voteBox.record_button.isEnabled()
    vote(page, Ballot.FOR, Ballot.FOR)
    assert "encore 1\u00a0voix à donner" in page.form.voteBox.result_label.text()
    assert not page.form.voteBox.record_button.isEnabled()
    vote(page, Ballot.FOR, Ballot.FOR, Ballot.AGAINST)
    assert "à la majorité" in page.form.voteBox.result_label.text()
    assert page.form.castingVoteCheckBox.isHidden()
    check_page(page)
    page.form.voteBox.record_button.click()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is DecisionValue.VALIDATED
    assert stored_votes(page, registration, block) == [Ballot.AGAINST, Ballot.FOR, Ballot.FOR]
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is None
    assert stored_votes(page, registration, block) == [Ballot.AGAINST, Ballot.FOR, Ballot.FOR]
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    assert stored_votes(page, registration, block) == [Ballot.FOR, Ballot.FOR]
    page.context.operations.undo_stack.redo()
    page.context.operations.undo_stack.redo()
    idle(page.context.tasks)
    assert stored_votes(page, registration, block) == [Ballot.AGAINST, Ballot.FOR, Ballot.FOR]


def test_a_decision_against_its_vote_is_refused_beside_the_field(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[0], day.made.blocks[0]
    page.matrix.select(registration, block)
    vote(page, Ballot.AGAINST, Ballot.AGAINST, Ballot.FOR)
    page.form.validateButton.click()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is None
    assert "n’est pas celle du vote" in page.form.problemLabel.text()
    vote(page, Ballot.FOR, Ballot.FOR, Ballot.FOR)
    assert page.form.problemLabel.isHidden()
    page.form.voteBox.record_button.setFocus()
    page.form.voteBox.record_button.click()
    idle(page.context.tasks)
    assert decided(page, registration, block).decision is DecisionValue.VALIDATED
    assert page.form.matrixTableView.hasFocus()


def test_a_vote_waits_for_its_block(page: DeliberatePage, day: JuryDay) -> None:
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    vote(page, Ballot.DEFER)
    page.matrix.select(day.made.registrations[0], day.made.blocks[1])
    assert page.form.voteBox.ballots == {}
    page.matrix.select(day.made.registrations[0], day.made.blocks[0])
    assert list(page.form.voteBox.ballots.values()) == [Ballot.DEFER]


def test_the_casting_vote_is_asked_on_a_tie_where_the_rules_give_one(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[0], day.made.blocks[0]
    page.matrix.select(registration, block)
    vote(page, Ballot.FOR, Ballot.AGAINST, Ballot.DEFER)
    assert page.form.castingVoteCheckBox.isHidden()
    with day.workspace.unit_of_work() as work:
        work.registrations.get(registration).access_path = AccessPath.VAE
        work.changed(Change.CANDIDATES, registration)
        work.commit()
    idle(page.context.tasks)
    assert not page.form.castingVoteCheckBox.isHidden()
    page.form.castingVoteCheckBox.click()
    assert "voix prépondérante" in page.form.voteBox.result_label.text()
    page.form.reasonEdit.setPlainText("Le président tranche.")
    page.form.voteBox.record_button.click()
    idle(page.context.tasks)
    cell = decided(page, registration, block)
    assert (cell.decision, cell.casting_vote) == (DecisionValue.VALIDATED, True)


def test_advice_is_saved_undone_and_waits_for_its_block(
    page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[2], day.made.blocks[0]
    page.matrix.select(registration, block)
    box = page.form.adviceBox
    page.form.sheetsTabWidget.setCurrentWidget(page.form.adviceTab)
    box.recommendation_edit.setPlainText("Approfondir l’évaluation.")
    box.conditions_edit.setPlainText("Un nouvel entretien.")
    assert box.state_label.text() == "Saisie en cours…"
    check_page(page)
    page.matrix.select(registration, day.made.blocks[1])
    assert box.advice == AdviceText()
    page.matrix.select(registration, block)
    idle(page.context.tasks)
    found = page.context.queries.discussion(registration, block).block
    assert found is not None
    assert (found.recommendation, found.conditions) == ("Approfondir l’évaluation.", "Un nouvel entretien.")
    assert box.state_label.text() == "Avis enregistré"
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    found = page.context.queries.discussion(registration, block).block
    assert found is not None
    assert found.recommendation == ""
    assert box.advice == AdviceText()


def open_second_round(page: DeliberatePage, messages: RecordedMessages, idle: Idle) -> None:
    def accept(dialog: Any) -> None:
        check_page(dialog)
        dialog.form.acceptButton.click()
        assert "Écrivez pourquoi" in dialog.form.problemLabel.text()
        dialog.form.answerEdit.setText("Reprise après discussion")
        dialog.form.acceptButton.click()

    messages.scripts.append(accept)
    page.form.roundButton.click()
    idle(page.context.tasks)


def test_a_second_round_hides_itself_keeps_the_first_and_is_undone(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    registration, block = day.made.registrations[1], day.made.blocks[0]
    page.matrix.select(registration, block)
    open_second_round(page, messages, idle)
    assert cell_state(decided(page, registration, block)) is CellState.WAITING
    assert page.form.detailStack.currentWidget() is page.form.blockDetail
    assert page.block_panel.model.rowCount() > 2
    assert "Tour 2 ouvert" in page.form.roundLabel.text()
    assert "Reprise après discussion" in page.form.roundLabel.text()
    assert page.form.roundButton.isHidden()
    assert page.block_panel.can_rule is False
    assert page.block_panel.rule(DecisionValue.VALIDATED) is False
    other = decided(page, registration, day.made.blocks[1])
    assert cell_state(other) is CellState.PROPOSED
    page.context.operations.undo_stack.undo()
    idle(page.context.tasks)
    assert cell_state(decided(page, registration, block)) is CellState.PROPOSED


def test_the_sheets_of_the_second_round_show_beside_the_first_once_all_are_sealed(
    page: DeliberatePage, day: JuryDay, idle: Idle, messages: RecordedMessages
) -> None:
    registration, block = day.made.registrations[1], day.made.blocks[0]
    page.matrix.select(registration, block)
    open_second_round(page, messages, idle)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(day.workspace, day.made, registration, role=role, level=3, blocks=[block], seal=False)
        idle(page.context.tasks)
        seal_sheets(day.workspace, day.made.juror(role), registration_id=registration, block_ids=[block])
        idle(page.context.tasks)
    model = page.block_panel.model
    assert model.columnCount() == 5
    assert "20/20" not in everything_said(page.form.blockDetail) + everything_said_of_row(page, registration)
    score(day.workspace, day.made, registration, role=Role.CENTRE, level=3, blocks=[block])
    idle(page.context.tasks)
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert heads == [
        "Compétence",
        "Présidence\ntour 2", "Professionnel\ntour 2", "Centre\ntour 2",
        "Présidence\ntour 1", "Professionnel\ntour 1", "Centre\ntour 1",
        "Écart",
    ]  # fmt: skip
    results = [model.index(comparison_model.RESULT_ROW, c).data() for c in range(1, 7)]
    assert results[:3] == ["20/20"] * 3
    assert "20/20" not in results[3:]
    assert page.block_panel.can_rule


def test_what_does_not_hold_is_listed_with_a_link_until_it_is_mended(
    qtbot: QtBot, page: DeliberatePage, day: JuryDay, idle: Idle
) -> None:
    registration, block = day.made.registrations[2], day.made.blocks[0]
    strip = page.form.checkStrip
    assert strip.isHidden()
    page.matrix.select(registration, block)
    qtbot.keyClick(page.form.matrixTableView, Qt.Key.Key_N)
    idle(page.context.tasks)
    assert [flaw.text for flaw in strip.flaws] == [
        "DUPONT3 Zoé, BC01\u00a0: «\u00a0Bloc non validé\u00a0» attend son motif, rien n’est enregistré"
    ]
    page.matrix.select(day.made.registrations[0], block)
    check_page(page)
    strip.links[0].click()
    assert page.matrix.selected == (registration, block)
    assert page.form.reasonEdit.hasFocus()
    qtbot.keyClicks(page.form.reasonEdit, "Le projet manque.")
    page.form.refuseButton.click()
    idle(page.context.tasks)
    assert strip.isHidden()


def test_a_candidate_without_quorum_is_listed(page: DeliberatePage, day: JuryDay, idle: Idle) -> None:
    with day.workspace.unit_of_work() as work:
        for role in (Role.PROFESSIONAL, Role.CENTRE):
            seat_id, now = day.made.seats[role], day.workspace.clock()
            gone = StandIn(f"gone-{role}", day.made.registrations[1], seat_id, None, now, "Parti")
            work.hearings.add_stand_in(gone)
        work.changed(Change.PANEL, day.made.id)
        work.commit()
    idle(page.context.tasks)
    (flaw,) = page.form.checkStrip.flaws
    assert flaw.text == "DUPONT2 Zoé\u00a0: quorum non atteint, 1\u00a0membre peut décider"
    page.form.checkStrip.links[0].click()
    assert page.matrix.selected is not None
    assert page.matrix.selected[0] == day.made.registrations[1]
