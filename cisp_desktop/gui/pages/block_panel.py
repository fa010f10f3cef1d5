"""The right side of « Délibérer »: one block of one candidate, the sheets compared, proposal and decision.

Everything given is saved as it is given. This module must not know the matrix.
"""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton

from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.queries import (
    BlockRow,
    DeliberationCell,
    DeliberationRow,
)
from cisp_desktop.application.wording import (
    decision_words,
    outcome_words,
    person_name,
    sentence,
)
from cisp_desktop.application.wording_schemes import doubt_words
from cisp_desktop.domain.deliberation import JURY_DECISIONS, DecisionValue, reason_required
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.grading import NoProposal
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.deliberation_delegate import look_of
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.itemmodels.deliberation_model import CellState, cell_state, disagreement_lines
from cisp_desktop.gui.pages.block_draft import BlockDraft
from cisp_desktop.gui.pages.block_sheets import BlockSheets
from cisp_desktop.gui.pages.block_shown import Asked, Key, Shown
from cisp_desktop.gui.pages.block_talk import BlockTalk
from cisp_desktop.gui.pages.block_words import closed_words, facts_besides, proposal_text
from cisp_desktop.gui.widgets.drawing import DotState


class BlockPanel(QObject):
    """Shows one block and records the jury's ruling on it. ``locked``: the session is closed.

    ``unreasoned`` holds the decisions asked for that lacked their reason; ``checked`` says it changed.
    """

    checked = Signal()

    def __init__(self, context: GuiContext, form: Ui_DeliberatePage, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._form = form
        self._row: DeliberationRow | None = None
        self._block: BlockRow | None = None
        self._cell: DeliberationCell | None = None
        self._locked = False
        self._barred = self._of_the_vote = False
        self.unreasoned: dict[Key, Asked] = {}
        self.sheets = BlockSheets(context, form, parent=self)
        self.model = self.sheets.model
        self.draft = BlockDraft(context, form, parent=self)
        self.draft.typed.connect(self._on_reason_typed)
        self.draft.refused.connect(self._show_problem)
        self.talk = BlockTalk(context, form, self.draft)
        form.voteBox.changed.connect(self._on_ballots_changed)
        self.talk.voted.connect(self._on_voted)
        self.talk.counted.connect(self._show_casting_vote)
        self.buttons: dict[DecisionValue, QPushButton] = {
            DecisionValue.VALIDATED: form.validateButton,
            DecisionValue.NOT_VALIDATED: form.refuseButton,
            DecisionValue.DEFERRED: form.deferButton,
        }
        for value, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, value=value: self.rule(value))
        form.withdrawButton.clicked.connect(self.withdraw)
        form.castingVoteCheckBox.toggled.connect(self._on_casting_vote_toggled)
        form.problemLabel.hide()
        context.icons.set(form.withdrawButton, "arrow-counter-clockwise")

    @property
    def key(self) -> Key | None:
        """Which block is shown."""
        return (self._row.registration_id, self._block.id) if self._row and self._block else None

    @property
    def can_rule(self) -> bool:
        """Whether the jury can decide this block now."""
        if self._cell is None or self._locked or self._barred:
            return False
        return cell_state(self._cell) in (CellState.PROPOSED, CellState.OPEN, CellState.DECIDED)

    def store(self) -> bool:
        """Save what is typed; False when something typed here is not saved."""
        self.draft.store()
        self.talk.store()
        return not (self.draft.waits or self.talk.waits)

    def abandon(self) -> None:
        """Give up what could not be saved."""
        self.draft.abandon()
        self.talk.abandon()

    def show_nothing(self) -> None:
        """Show no block."""
        self._leave_block()
        self._row = self._block = self._cell = None
        self._form.emptyDetail.show_text(
            self.tr("Choisissez un bloc"),
            self.tr("Les grilles scellées s’affichent ici côte à côte, avec la proposition et la décision."),
            state=DotState.NONE,
        )
        self._form.detailStack.setCurrentWidget(self._form.emptyDetail)

    def _leave_block(self) -> None:
        """Save what is typed on the block shown, and show none of it any more."""
        self.store()
        self.sheets.show_nothing()
        self.draft.show_nothing()
        self.talk.show_nothing()

    def show_block(
        self, row: DeliberationRow, block: BlockRow, *, locked: bool, barred: bool = False
    ) -> None:
        """Show one block of one candidate; nothing of a round while one of its sheets is unsealed, nothing at
        all to who is ``barred``: recused for this candidate.
        """
        cell = next(cell for cell in row.cells if cell.block_id == block.id)
        other = self.key != (row.registration_id, block.id)
        if other:
            self.store()
        if other or (self._cell is not None and self._cell.decision != cell.decision):
            self._show_problem("")
        self._row, self._block, self._cell, self._locked, self._barred = row, block, cell, locked, barred
        form = self._form
        form.candidateLabel.setText(f"{_name(row)} · {row.number}")
        form.outcomeLabel.setText(outcome_words(row.outcome))
        form.blockLabel.setText(f"{block.short_code} · {block.title}")
        state = cell_state(cell)
        if barred or state is CellState.STANDING or (state is CellState.WAITING and cell.round == 1):
            self._show_closed_block(state)
            return
        discussion = self.sheets.show_block((row.registration_id, block.id))
        if discussion is None:
            self._show_closed_block(CellState.WAITING)
            return
        shown = Shown(row, block, cell, discussion, open=self.can_rule, locked=locked)
        self.draft.show_block(shown)
        self.talk.show_block(shown)
        self._show_proposal()
        self._show_ruling()
        form.detailStack.setCurrentWidget(form.blockDetail)

    def rule(self, value: DecisionValue) -> bool:
        """Record the jury's decision with the reason as typed; a refusal is said beside the field."""
        if self._row is None or self._block is None or not self.can_rule:
            return False
        if self._cell is not None and self._cell.decision is None:
            self.draft.store()
        box = self._form.castingVoteCheckBox
        ruling = Ruling(value, self.draft.reason, box.isChecked() and not box.isHidden())
        return self._record(ruling, decision_words(value))

    def _on_ballots_changed(self) -> None:
        """What was said of the votes is out of date."""
        if self._of_the_vote:
            self._show_problem("")

    def _on_voted(self, value: DecisionValue) -> None:
        """Decide as the jury voted; the button goes, and the keys lead on in the matrix."""
        if self.rule(value):
            self._form.matrixTableView.setFocus(Qt.FocusReason.OtherFocusReason)

    def withdraw(self) -> bool:
        """Take the decision back: the block is to be decided again, its reason and votes are kept; no reason
        is awaited.
        """
        if self.key is not None and self.unreasoned.pop(self.key, None) is not None:
            self._show_problem("")
            self.checked.emit()
        if self._cell is None or self._cell.decision is None or not self.can_rule:
            return False
        kept = Ruling(None, self.draft.stored.reason, self.draft.stored.casting_vote)
        return self._record(kept, self.tr("Décision retirée"))

    def focus_reason(self) -> None:
        """Put the cursor into the reason."""
        if self.can_rule:
            self._form.reasonEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _record(self, ruling: Ruling, text: str) -> bool:
        if self._row is None or self._block is None or self.key is None:
            return False
        workspace, key, voted = self._context.workspace, self.key, self.draft.stored.ballots
        ballots = self.talk.ballots if ruling.value is not None else voted
        registration_id, block_id = key
        self._show_problem("")

        def rule(wanted: Ruling, votes: Mapping[str, Ballot] | None) -> Ruling:
            by = self._context.seat_at_keyboard
            return decide(workspace, registration_id, block_id=block_id, ruling=wanted, ballots=votes, by=by)

        def undo(before: Ruling) -> Ruling:
            return rule(before, voted)

        done = self._context.operations.run(
            lambda: rule(ruling, ballots),
            text=f"{text}, {self._block.short_code}, {_name(self._row)}",
            undo=undo,
            parent=self._form.decisionFrame,
            on_error=partial(self._on_ruling_refused, key, ruling.value),
        )
        if done is None:
            self._show_ruling_buttons()
            return False
        self.draft.forget(key)
        if self.unreasoned.pop(key, None) is not None:
            self.checked.emit()
        return True

    def _on_ruling_refused(self, key: Key, value: DecisionValue | None, error: CispError) -> None:
        self._show_problem(sentence(error))
        self._of_the_vote = error.code.startswith("vote.")
        if error.code == "decision.reason_missing" and value is not None:
            self.unreasoned[key] = Asked(value)
            self.checked.emit()
            self._form.reasonEdit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self, text: str) -> None:
        self._of_the_vote = False
        self._form.problemLabel.setText(text)
        self._form.problemLabel.setAccessibleName(text)
        self._form.problemLabel.setVisible(bool(text))

    def _show_closed_block(self, state: CellState) -> None:
        cell, form = self._cell, self._form
        self._leave_block()
        if cell is None or self._row is None or self._block is None:
            return
        where = f"{_name(self._row)} · {self._block.short_code}"
        standing = state is CellState.STANDING and not self._barred
        dot = DotState.NONE if self._barred else DotState.DONE if standing else DotState.WAITING
        title = f"{where}\n{decision_words(cell.decision)}" if standing else where
        missing = sum(one.unsealed for one in self._row.cells)
        words = closed_words(standing=standing, missing=missing, barred=self._barred)
        form.emptyDetail.show_text(title, words, state=dot)
        form.detailStack.setCurrentWidget(form.emptyDetail)

    # --- the proposal -------------------------------------------------------------------------------

    def _show_proposal(self) -> None:
        cell, block, form = self._cell, self._block, self._form
        detail = self.model.detail
        if cell is None or block is None or detail is None:
            return
        if cell_state(cell) is CellState.WAITING:
            self._show_awaited_round(cell)
            return
        text = proposal_text(cell)
        form.proposalLabel.setText(text)
        form.proposalBadge.set_look(look_of(cell), text)
        doubts = [doubt_words(detail.scheme, NoProposal(doubt)) for doubt in cell.doubts]
        lines = disagreement_lines(cell) + doubts
        form.doubtsLabel.setText("\n".join(f"– {line}" for line in lines))
        form.doubtsLabel.setVisible(bool(lines))
        facts = facts_besides(detail, block)
        form.outsideLabel.setText("\n".join(facts))
        form.outsideLabel.setVisible(bool(facts))

    def _show_awaited_round(self, cell: DeliberationCell) -> None:
        """Say that the proposal of the round that counts is still to come."""
        form = self._form
        text = self.tr("Nouveau tour en cours\u00a0: pas encore de proposition")
        form.proposalLabel.setText(text)
        form.proposalBadge.set_look(look_of(cell), text)
        form.doubtsLabel.hide()
        form.outsideLabel.hide()

    # --- the ruling ---------------------------------------------------------------------------------

    def _show_ruling(self) -> None:
        self._show_casting_vote()
        self._show_ruling_buttons()
        self._show_hint()

    def _show_casting_vote(self) -> None:
        """Ask for the casting vote on a tie where the rules give one, and nowhere else."""
        used = self._cell is not None and self._cell.casting_vote
        box = self._form.castingVoteCheckBox
        box.setVisible(used or self.talk.tied)
        if box.isHidden():
            with QSignalBlocker(box):
                box.setChecked(False)

    def _show_ruling_buttons(self) -> None:
        decision = self._cell.decision if self._cell else None
        for value, button in self.buttons.items():
            button.setChecked(decision == value)
            button.setEnabled(self.can_rule)
            font = QFont(button.font())
            font.setBold(decision == value)
            button.setFont(font)
        self._form.withdrawButton.setEnabled(self.can_rule and decision is not None)

    def _show_hint(self) -> None:
        """Say, before any click, for which decisions the reason is compulsory, or that it waits."""
        cell, form = self._cell, self._form
        if cell is None or not self.can_rule:
            form.reasonHintLabel.setText("")
            return
        casting = form.castingVoteCheckBox.isChecked()
        if self.draft.failed:
            text = self.tr("Non enregistré")
        elif self.draft.pending:
            text = self.tr("Saisie en cours…")
        elif self.draft.stored.reason:
            text = self.tr("Motif enregistré")
            if cell.decision is None:
                text = self.tr("Motif enregistré, la décision reste à prendre")
        else:
            needing = [v for v in JURY_DECISIONS if reason_required(v, cell.proposal, casting_vote=casting)]
            names = self.tr(" ou ").join(self.buttons[v].text().replace("&", "").lower() for v in needing)
            text = self.tr("Obligatoire pour {0}").format(names) if names else self.tr("Facultatif")
            if len(needing) == len(JURY_DECISIONS):
                text = self.tr("Obligatoire pour toute décision")
        form.reasonHintLabel.setText(text)

    def _on_reason_typed(self) -> None:
        if not self.draft.failed:
            self._show_problem("")
        self._show_hint()
        self._check_reason()

    def _check_reason(self) -> None:
        """Tell whether the reason that a decision waited for is saved now."""
        asked = self.unreasoned.get(self.key) if self.key is not None else None
        kept = bool(self.draft.stored.reason) and not self.draft.pending
        if self.key is not None and asked is not None and asked.reason_kept != kept:
            self.unreasoned[self.key] = Asked(asked.value, kept)
            self.checked.emit()

    def _on_casting_vote_toggled(self, used: bool) -> None:
        self.draft.keep_casting_vote(used)
        self._show_hint()
        self.talk.show_count()


def _name(row: DeliberationRow) -> str:
    return person_name(row.birth_name, row.first_names)
