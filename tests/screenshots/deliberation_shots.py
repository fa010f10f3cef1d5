"""Pictures of « Délibérer » beyond the matrix: vote, advice, second round, checks, harmonisation."""

from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.demonstration import _jurors, _score
from cisp_desktop.application.harmonisation import harmonise
from cisp_desktop.application.rounds import open_round
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.gui.dialogs.harmonisation_dialog import HarmonisationDialog
from cisp_desktop.gui.harmonisation_acts import criteria_words
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state
from cisp_desktop.gui.pages.deliberate_page import DeliberatePage
from tests.screenshots.stage import Stage

LEAST = 30


def _open_block(stage: Stage) -> tuple[DeliberatePage, str, str]:
    """Show the first block to decide on which jurors stand apart."""
    stage.reset()
    page = cast(DeliberatePage, stage.show_page("deliberate"))
    page.block_panel.unreasoned.clear()
    apart = [
        (cell.straddles, cell.gaps, row.registration_id, cell.block_id)
        for row in page.matrix.model.rows
        for cell in row.cells
        if cell_state(cell) in (CellState.PROPOSED, CellState.OPEN)
    ]
    _, _, registration_id, block_id = max(apart)
    page.matrix.select(registration_id, block_id)
    stage.settle()
    return page, registration_id, block_id


def masked(stage: Stage) -> None:
    """Nobody identified: who can open the deliberation."""
    stage.reset()
    stage.context.open_page("deliberate")
    stage.settle()


def vote(stage: Stage) -> None:
    """A vote that a majority carries."""
    page, _, _ = _open_block(stage)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    for number, combo in enumerate(page.form.voteBox.combos.values()):
        combo.setCurrentIndex(1 if number else 2)
    stage.settle()


def tie(stage: Stage) -> None:
    """Three different votes: no majority."""
    page, _, _ = _open_block(stage)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.voteTab)
    for number, combo in enumerate(page.form.voteBox.combos.values()):
        combo.setCurrentIndex(1 + number % 3)
    stage.settle()


def advice(stage: Stage) -> None:
    """What the candidate is told of a block."""
    page, registration_id, block_id = _open_block(stage)
    text = AdviceText(
        "Approfondir l’évaluation des acquis et la tenue des preuves.",
        "Un nouvel entretien de trente minutes sur ce bloc, dans l’année.",
    )
    advise(stage.context.workspace, registration_id, block_id=block_id, advice=text)
    stage.settle()
    page.form.sheetsTabWidget.setCurrentWidget(page.form.adviceTab)
    stage.settle()


def second_round(stage: Stage) -> None:
    """A second round just opened: the first round's sheets stay shown, the new ones are awaited."""
    page, registration_id, block_id = _open_block(stage)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.comparisonTab)
    reason = "Les résultats des jurés restent de part et d’autre du seuil après discussion."
    open_round(stage.context.workspace, registration_id, block_id, reason=reason)
    stage.settle()


def checks(stage: Stage) -> None:
    """Two refusals wait for their reasons."""
    page, registration_id, block_id = _open_block(stage)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.comparisonTab)
    page.block_panel.rule(DecisionValue.NOT_VALIDATED)
    row = next(row for row in page.matrix.model.rows if row.registration_id == registration_id)
    other = next(cell for cell in row.cells if cell.block_id != block_id)
    page.matrix.select(registration_id, other.block_id)
    page.block_panel.rule(DecisionValue.DEFERRED)
    stage.settle()


def _harmonisation(stage: Stage, *, least: int) -> HarmonisationDialog:
    stage.reset()
    stage.show_page("deliberate")
    session_id, queries = stage.context.session_id, stage.context.queries
    assert session_id is not None
    found = harmonise(queries, session_id, least=least, progress=lambda _done, _total: None)
    title = "Harmonisation, PV-2026-12-GRE-016"
    return HarmonisationDialog(found, criteria_words(queries, session_id), title=title, parent=stage.window)


def harmonisation_session(stage: Stage) -> QDialog:
    """This session: shares, and the gap of each criterion."""
    return _harmonisation(stage, least=LEAST)


def harmonisation_pooled(stage: Stage) -> QDialog:
    """All sessions: coefficients with their intervals, severities."""
    dialog = _harmonisation(stage, least=LEAST)
    dialog.form.agreementTabWidget.setCurrentWidget(dialog.form.pooledTab)
    return dialog


def harmonisation_few(stage: Stage) -> QDialog:
    """Under the floor: reasons instead of numbers."""
    dialog = _harmonisation(stage, least=1000)
    dialog.form.agreementTabWidget.setCurrentWidget(dialog.form.pooledTab)
    return dialog


def two_rounds(stage: Stage) -> None:
    """A second round that all have sealed, beside the first one, and a reason kept before the decision."""
    page, registration_id, block_id = _open_block(stage)
    page.form.sheetsTabWidget.setCurrentWidget(page.form.comparisonTab)
    workspace, queries = stage.context.workspace, stage.context.queries
    reason = "Les résultats des jurés restent de part et d’autre du seuil après discussion."
    open_round(workspace, registration_id, block_id, reason=reason)
    session_id = stage.context.session_id
    assert session_id is not None
    row = queries.registration(registration_id)
    for juror in _jurors(workspace, stage.services, session_id).values():
        _score(workspace, juror, row, session_id=session_id, seal=True)
    stage.settle()
    page.form.reasonEdit.setPlainText("L’entretien a levé les écarts du premier tour.")
    page.block_panel.store()
    stage.settle()
