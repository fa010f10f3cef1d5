"""What is written and voted on the block shown, saved as it is given: no button has to be found for it.

Before the decision it is kept as a draft; a reason changed afterwards is the decision's new reason. This
module must not know the sheets, the proposal, nor how a vote is counted.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QTextCursor

from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.drafting import Draft, keep_draft
from cisp_desktop.application.wording import person_name, sentence
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.pages.block_shown import Key, Shown
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.typing_pause import TypingPause


class BlockDraft(QObject):
    """``typed`` follows each key in the reason and each saving; ``refused(sentence)`` says why one failed."""

    typed = Signal()
    refused = Signal(str)

    def __init__(self, context: GuiContext, form: Ui_DeliberatePage, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._form = form
        self._shown: Shown | None = None
        self._stored = Draft()
        self._waiting: dict[Key, str] = {}
        self._refused: tuple[Key, str] | None = None
        self._typing = TypingPause([form.reasonEdit], parent=self)
        self._typing.settled.connect(self.store)
        form.reasonEdit.textChanged.connect(self._on_reason_changed)

    @property
    def stored(self) -> Draft:
        """What is saved of the block shown."""
        return self._stored

    @property
    def reason(self) -> str:
        """The reason as it stands in its field."""
        return typed_text(self._form.reasonEdit)

    @property
    def pending(self) -> bool:
        """Whether the reason typed is not saved yet."""
        return self._shown is not None and self.reason.strip() != self._stored.reason

    @property
    def failed(self) -> bool:
        """Whether what is typed was refused as it stands."""
        return self._shown is not None and self._refused == (self._shown.key, self.reason)

    def show_nothing(self) -> None:
        """Show no block."""
        self._shown, self._stored = None, Draft()

    def show_block(self, shown: Shown) -> None:
        """Show what is saved of a block, or the reason typed over it; what is being typed stays as it is."""
        same = self._shown is not None and self._shown.key == shown.key
        self._shown = shown
        block = shown.discussion.block
        self._stored = Draft(block.reason, block.casting_vote, dict(block.ballots)) if block else Draft()
        wanted = self._waiting.get(shown.key, self._stored.reason)
        edit, box = self._form.reasonEdit, self._form.castingVoteCheckBox
        if not same or self.reason.strip() != wanted.strip():
            with QSignalBlocker(edit):
                edit.setPlainText(wanted)
                edit.moveCursor(QTextCursor.MoveOperation.End)
        edit.setReadOnly(not shown.open)
        if self.pending and not edit.hasFocus():
            self._typing.wait()
        with QSignalBlocker(box):
            box.setChecked(self._stored.casting_vote)
        box.setEnabled(shown.open and not shown.decided)

    def forget(self, key: Key) -> None:
        """What was typed on a block went into its decision."""
        self._waiting.pop(key, None)
        self._typing.stop()

    def abandon(self) -> None:
        """Give up what could not be saved."""
        self._waiting.clear()
        self._typing.stop()
        with QSignalBlocker(self._form.reasonEdit):
            self._form.reasonEdit.setPlainText(self._stored.reason)

    def take_unsaved(self) -> dict[Key, str]:
        """Return the reasons that could not be saved, and keep none of them here."""
        unsaved, self._refused = dict(self._waiting), None
        self.abandon()
        return unsaved

    def give_back(self, unsaved: Mapping[Key, str]) -> None:
        """Show these reasons again on their blocks, to be saved."""
        self._waiting.update(unsaved)

    @property
    def waits(self) -> bool:
        """Whether a reason typed here, on this block or another, is not saved."""
        return bool(self._waiting)

    def store(self) -> None:
        """Save the reason typed, unless it is saved, or was refused as it stands."""
        self._typing.stop()
        shown = self._shown
        if shown is None or not shown.open or not self.pending or self.failed:
            return
        if self._context.tasks.writing is not None:
            self._typing.wait()
            return
        typed = self.reason
        if self._keep(replace(self._stored, reason=typed), self.tr("Motif")):
            self._stored = replace(self._stored, reason=typed.strip())
            self._waiting.pop(shown.key, None)
        self.typed.emit()

    def keep_ballots(self, ballots: Mapping[str, Ballot]) -> bool:
        """Save the ballots given so far; False when that failed: they are as before."""
        draft = replace(self._stored, ballots=dict(ballots))
        if not self._keep(draft, self.tr("Voix des jurés")):
            return False
        self._stored = draft
        return True

    def keep_casting_vote(self, used: bool) -> None:
        """Save whether the president is said to use the casting vote."""
        draft = replace(self._stored, casting_vote=used)
        if self._keep(draft, self.tr("Voix prépondérante")):
            self._stored = draft

    def _keep(self, draft: Draft, what: str) -> bool:
        """Save ``draft``, of which one undo step says ``what`` changed."""
        shown = self._shown
        if shown is None:
            return False
        context, workspace, (registration_id, block_id) = self._context, self._context.workspace, shown.key
        value, voted = shown.cell.decision, self._stored.ballots
        words = (
            f"{what}, {shown.block.short_code}, {person_name(shown.row.birth_name, shown.row.first_names)}"
        )
        if value is not None:
            ruling = Ruling(value, draft.reason, draft.casting_vote)
            done = self._context.operations.run(
                lambda: decide(
                    workspace, registration_id, block_id=block_id, ruling=ruling, ballots=draft.ballots,
                    by=context.seat_at_keyboard,
                ),
                text=words,
                undo=lambda before: decide(
                    workspace, registration_id, block_id=block_id, ruling=before, ballots=voted,
                    by=context.seat_at_keyboard,
                ),
                on_error=self._on_refused,
            )  # fmt: skip
            return done is not None
        kept = self._context.operations.run(
            lambda: keep_draft(
                workspace, registration_id, block_id=block_id, draft=draft, by=context.seat_at_keyboard
            ),
            text=words,
            undo=lambda before: keep_draft(
                workspace, registration_id, block_id=block_id, draft=before, by=context.seat_at_keyboard
            ),
            on_error=self._on_refused,
        )
        return kept is not None

    def _on_refused(self, error: CispError) -> None:
        if self._shown is not None and isinstance(error, RuleError):
            self._refused = self._shown.key, self.reason
        self.refused.emit(sentence(error))

    def _on_reason_changed(self) -> None:
        if self._shown is None:
            return
        if self.pending:
            self._waiting[self._shown.key] = self.reason
        else:
            self._waiting.pop(self._shown.key, None)
            self._typing.stop()
        self.typed.emit()
