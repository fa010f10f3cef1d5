"""« Accepter toutes les propositions »: asked once, recorded in one COMMIT, taken back in one.

This module must not know the matrix.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.deliberating import (
    BatchDecided,
    Ruling,
    record_decisions,
    withdraw_decisions,
)
from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.accept_proposals_dialog import AcceptProposalsDialog
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state
from cisp_desktop.gui.widgets.panels import Tone

Say = Callable[[Tone, str, str], None]
"""Shows a banner: tone, text, text of its button."""


class AllProposals(QObject):
    """Records the proposals that stand, and can take the same ones back."""

    def __init__(self, context: GuiContext, say: Say, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._say = say
        self._window = parent
        self._recorded: tuple[tuple[str, str], ...] = ()

    def ask(self, rows: Sequence[DeliberationRow], blocks: Sequence[BlockRow]) -> None:
        """Name the counts, ask the reason of the refusals, and record."""
        states = [(row, cell, cell_state(cell)) for row in rows for cell in row.cells]
        proposed = [(row, cell) for row, cell, state in states if state is CellState.PROPOSED]
        refusals = sum(cell.proposal is Verdict.NOT_VALIDATED for _, cell in proposed)
        dialog = AcceptProposalsDialog(
            len(proposed) - refusals,
            refusals=refusals,
            to_deliberate=sum(state is CellState.OPEN for _, _, state in states),
            parent=self._window,
        )
        with self._context.interrupted.watching(dialog, "accept_proposals"):
            accepted = self._context.messages.run_dialog(dialog)
        if accepted:
            self._record(proposed, dialog.reason, codes={block.id: block.code for block in blocks})
        dialog.deleteLater()

    def forget(self) -> None:
        """Offer nothing any more: somebody else comes."""
        self._recorded = ()

    def take_back(self) -> None:
        """Take back what was recorded last."""
        blocks, workspace, by = self._recorded, self._context.workspace, self._context.seat_at_keyboard
        self._recorded = ()
        self._context.tasks.run(
            lambda _progress: withdraw_decisions(workspace, blocks, by=by),
            lambda _count: self._say(Tone.INFO, "", ""),
            title=self.tr("Annulation des décisions"), owner=self, writes=True, cancellable=False,
        )  # fmt: skip

    def _record(
        self,
        proposed: Sequence[tuple[DeliberationRow, DeliberationCell]],
        reason: str,
        *,
        codes: dict[str, str],
    ) -> None:
        """Without ``reason`` the refusals are left to be decided."""
        session_id, workspace, by = (
            self._context.session_id, self._context.workspace, self._context.seat_at_keyboard,
        )  # fmt: skip
        rulings: list[tuple[str, str, Ruling]] = []
        blocks: list[tuple[str, str]] = []
        for row, cell in proposed:
            refused = cell.proposal is Verdict.NOT_VALIDATED
            if cell.proposal is None or (refused and not reason):
                continue
            ruling = Ruling(DecisionValue(cell.proposal.value), reason if refused else "")
            rulings.append((row.number, codes[cell.block_id], ruling))
            blocks.append((row.registration_id, cell.block_id))
        if session_id is None or not rulings:
            return
        self._context.tasks.run(
            lambda _progress: record_decisions(workspace, session_id, rulings=rulings, by=by),
            partial(self._on_recorded, by, tuple(blocks)),
            title=self.tr("Enregistrement des décisions"), owner=self, writes=True, cancellable=False,
        )  # fmt: skip

    def _on_recorded(self, by: str, blocks: tuple[tuple[str, str], ...], done: BatchDecided) -> None:
        if self._context.seat_at_keyboard != by:  # locked meanwhile: the matrix says what was decided
            return
        if done.failed:
            said = {f"{one.number} · {one.block}\u00a0: {sentence(one.error)}" for one in done.failed}
            text = self.tr("Aucune décision n’a été enregistrée.")
            self._say(Tone.WARNING, "\n".join([text, *sorted(said)[:3]]), "")
            return
        self._context.operations.undo_stack.clear()
        self._recorded = blocks
        words = plural(done.recorded, self.tr("décision enregistrée"), self.tr("décisions enregistrées"))
        text = self.tr("{0}, chacune comme proposée.").format(words)
        self._say(Tone.SUCCESS, text, self.tr("Annuler ces décisions"))
