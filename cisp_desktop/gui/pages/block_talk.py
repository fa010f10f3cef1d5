"""What the jury does about one block besides deciding: votes, advice to the candidate, another round.

Each ballot and what is typed is saved as it is given. This module must not know the matrix.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.queries import DeliberationRow
from cisp_desktop.application.rounds import cancel_round, open_round
from cisp_desktop.application.votes import CARRIES
from cisp_desktop.application.wording import moment_words, person_name, plural, sentence
from cisp_desktop.application.wording_votes import vote_words
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot, Count, count_votes
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.domain.hearing_acts import LAST_ROUND
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.ask_text_dialog import AskTextDialog
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.pages.block_draft import BlockDraft
from cisp_desktop.gui.pages.block_shown import Key, Shown


class BlockTalk(QObject):
    """``voted(value)`` asks to record the decision that the vote carries; ``counted`` follows each ballot."""

    voted = Signal(object)
    counted = Signal()

    def __init__(self, context: GuiContext, form: Ui_DeliberatePage, draft: BlockDraft) -> None:
        super().__init__(draft.parent())
        self._context = context
        self._form = form
        self._draft = draft
        self._shown: Shown | None = None
        self._advice: dict[Key, AdviceText] = {}
        self._refused: AdviceText | None = None
        form.voteBox.changed.connect(self._on_vote_changed)
        form.voteBox.asked.connect(self._on_vote_asked)
        form.adviceBox.changed.connect(self._on_advice_changed)
        form.adviceBox.settled.connect(self.store)
        form.roundButton.clicked.connect(self._on_round_asked)

    @property
    def ballots(self) -> dict[str, Ballot] | None:
        """The ballots given for the block shown; None when the jury did not vote on it."""
        return (self._form.voteBox.ballots or None) if self._shown else None

    @property
    def tied(self) -> bool:
        """Whether the casting vote can decide: everybody voted, a tie, the rule, the president's own."""
        count = self._count(casting_vote=False)
        return (
            count is not None
            and not self._missing()
            and count.carried is None
            and self._count(casting_vote=True) != count
        )

    def show_nothing(self) -> None:
        """Show no block."""
        self._shown = None

    def show_block(self, shown: Shown) -> None:
        """Show votes, advice and rounds of a block whose first round is revealed."""
        self._shown = shown
        form, block = self._form, shown.discussion.block
        voters = shown.discussion.voters
        ballots = self._draft.stored.ballots
        form.voteBox.show_voters(voters, ballots, locked=shown.decided or not shown.open)
        stored = AdviceText(block.recommendation, block.conditions) if block else AdviceText()
        form.adviceBox.show_advice(stored, self._advice.get(shown.key), locked=shown.locked or block is None)
        number = block.round if block else 1
        form.roundButton.setText(
            self.tr("Ouvrir &un second tour…") if number == 1 else self.tr("Ouvrir &un autre tour…")
        )
        form.roundButton.setVisible(shown.open and not shown.decided and number < LAST_ROUND)
        self._show_round()
        self.show_count()

    def show_count(self) -> None:
        """Say how the vote stands."""
        shown, form = self._shown, self._form
        if shown is None:
            return
        casting = form.castingVoteCheckBox.isChecked() and self.tied
        count = self._count(casting_vote=casting)
        missing = self._missing()
        text = vote_words(
            count, form.voteBox.ballots,
            missing=missing, casting_rule=self.tied, sex=self._presiding_sex,
        )  # fmt: skip
        if shown.decided:
            text = text if count is not None else self.tr("Décidé sans que les voix soient notées.")
            if shown.open:
                words = self.tr(
                    "Pour changer les voix, retirez d’abord la décision\u00a0: bouton «\u00a0{0}\u00a0»."
                )
                text += "\n" + words.format(form.withdrawButton.text())
        carried = count is not None and count.carried is not None and not missing
        form.voteBox.show_result(text, can_record=carried and shown.open and not shown.decided)

    def _show_round(self) -> None:
        shown, label = self._shown, self._form.roundLabel
        block = shown.discussion.block if shown else None
        label.setVisible(block is not None and bool(block.rounds))
        if block is None or not block.rounds:
            return
        last = block.rounds[-1]
        words = self.tr("Tour {0} ouvert le {1}\u00a0: {2}")
        lines = [words.format(last.number, moment_words(last.opened_at), last.reason)]
        if block.awaited:
            awaited = plural(block.awaited, self.tr("grille à sceller"), self.tr("grilles à sceller"))
            words = self.tr("{0} avant d’en voir une\u00a0; le tour précédent reste montré.")
            lines.append(words.format(awaited))
        label.setText("\n".join(lines))

    # --- votes --------------------------------------------------------------------------------------

    def _missing(self) -> int:
        voters = self._shown.discussion.voters if self._shown else ()
        return len(voters) - len(self._form.voteBox.ballots)

    def _count(self, *, casting_vote: bool) -> Count | None:
        ballots = self._form.voteBox.ballots
        if self._shown is None or not ballots:
            return None
        discussion = self._shown.discussion
        president = next((voter.seat_id for voter in discussion.voters if voter.presides), None)
        return count_votes(
            ballots, president=president, casting_vote=casting_vote and discussion.casting_vote
        )

    @property
    def _presiding_sex(self) -> str:
        voters = self._shown.discussion.voters if self._shown else ()
        return next((voter.sex for voter in voters if voter.presides), "")

    def _on_vote_changed(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if not self._draft.keep_ballots(self._form.voteBox.ballots):
            self._form.voteBox.show_voters(shown.discussion.voters, self._draft.stored.ballots, locked=False)
        self.counted.emit()
        self.show_count()

    def _on_vote_asked(self) -> None:
        casting = self._form.castingVoteCheckBox.isChecked() and self.tied
        count = self._count(casting_vote=casting)
        if count is not None and count.carried is not None:
            self.voted.emit(DecisionValue(CARRIES[count.carried]))

    # --- advice -------------------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        """Whether an advice typed here, on this block or another, is not saved."""
        return bool(self._advice)

    def take_unsaved(self) -> dict[Key, AdviceText]:
        """Return the advice that could not be saved, and keep none of it here."""
        unsaved, self._refused = dict(self._advice), None
        self.abandon()
        return unsaved

    def give_back(self, unsaved: Mapping[Key, AdviceText]) -> None:
        """Show this advice again on its blocks, to be saved."""
        self._advice.update(unsaved)

    def abandon(self) -> None:
        """Give up what could not be saved."""
        self._advice.clear()
        self._form.adviceBox.give_up()

    def _on_advice_changed(self) -> None:
        if self._shown is None:
            return
        if self._form.adviceBox.differs:
            self._advice[self._shown.key] = self._form.adviceBox.advice
        else:
            self._advice.pop(self._shown.key, None)

    def store(self) -> None:
        """Save the advice typed, unless it is saved, or was refused as it stands."""
        shown, box = self._shown, self._form.adviceBox
        if shown is None or shown.locked or not box.differs or box.advice == self._refused:
            return
        if self._context.tasks.writing is not None:
            box.wait()
            return
        context, workspace, (registration_id, block_id) = self._context, self._context.workspace, shown.key
        advice = box.advice
        done = self._context.operations.run(
            lambda: advise(
                workspace, registration_id, block_id=block_id, advice=advice, by=context.seat_at_keyboard
            ),
            text=self.tr("Avis, {0}, {1}").format(shown.block.short_code, _name(shown.row)),
            undo=lambda before: advise(
                workspace, registration_id, block_id=block_id, advice=before, by=context.seat_at_keyboard
            ),
            parent=self._form.adviceTab,
            on_error=self._on_advice_refused,
        )
        if done is not None:
            self._advice.pop(shown.key, None)
            box.note_stored()

    def _on_advice_refused(self, error: CispError) -> None:
        box = self._form.adviceBox
        self._refused = box.advice if isinstance(error, RuleError) else None
        box.show_problem(sentence(error))

    # --- rounds -------------------------------------------------------------------------------------

    def _on_round_asked(self) -> None:
        shown = self._shown
        if shown is None:
            return
        context, workspace, (registration_id, block_id) = self._context, self._context.workspace, shown.key
        dialog = AskTextDialog(
            self._form.roundButton.text().replace("&", "").rstrip("…"),
            intro=f"{_name(shown.row)} · {shown.block.short_code}, {shown.block.title}\n\n"
            + self.tr(
                "Chaque juré remplit une nouvelle grille de ce bloc après la discussion. Les grilles déjà "
                "scellées ne changent pas et restent montrées\u00a0; les nouvelles se montrent quand "
                "toutes sont scellées."
            ),
            label=self.tr("&Motif"),
            missing=self.tr("Écrivez pourquoi le jury ouvre ce tour."),
            accept=self.tr("&Ouvrir le tour"),
            parent=self._form.workArea,
        )

        def asked() -> Act[int]:
            reason = dialog.text
            return Act(
                lambda: open_round(
                    workspace, registration_id, block_id, reason=reason, by=context.seat_at_keyboard
                ),
                text=self.tr("Nouveau tour, {0}, {1}").format(shown.block.short_code, _name(shown.row)),
                undo=lambda _number: cancel_round(
                    workspace, registration_id, block_id, by=context.seat_at_keyboard
                ),
            )

        submit_dialog(self._context, dialog, asked, key=f"round:{registration_id}:{block_id}")


def _name(row: DeliberationRow) -> str:
    return person_name(row.birth_name, row.first_names)
