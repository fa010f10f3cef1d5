"""« Délibérer » masked: who can open it, what each juror finds again, and nothing of anybody behind it.

This module must not know how a decision is recorded, nor codes.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker

from cisp_desktop.application.advising import AdviceText
from cisp_desktop.application.demonstration_codes import told_codes
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.deliberate_page import Ui_DeliberatePage
from cisp_desktop.gui.itemmodels.deliberation_model import CellState
from cisp_desktop.gui.pages.block_panel import BlockPanel
from cisp_desktop.gui.pages.block_shown import Asked, Key
from cisp_desktop.gui.pages.matrix_panel import MatrixPanel, Place
from cisp_desktop.gui.widgets.decision_badge import BadgeLook
from cisp_desktop.gui.widgets.panels import Tone


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """What a juror typed here that could not be saved, and the decisions that waited for a reason."""

    reasons: dict[Key, str]
    advice: dict[Key, AdviceText]
    unreasoned: dict[Key, Asked]


class DeliberationGate(QObject):
    """The gate of the page, and the way back through it.

    The members of one panel come back to the block that the last of them looked at; what one typed and could
    not save comes back to that one alone.
    """

    def __init__(
        self,
        context: GuiContext,
        form: Ui_DeliberatePage,
        *,
        matrix: MatrixPanel,
        block_panel: BlockPanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._form = context, form
        self._matrix, self._block_panel = matrix, block_panel
        self._places: dict[str, Place] = {}
        self._unsaved: dict[str, _Unsaved] = {}
        self.juror: IdentifiedJuror | None = None
        """Whom the page is open for; None while it is masked."""
        form.gateArea.seat_chosen.connect(context.identify)
        context.juror_leaving.connect(self.keep_unsaved)

    @property
    def member(self) -> IdentifiedJuror | None:
        """Who may open the page now: whoever has a seat in the session looked at."""
        juror = self._context.current_juror
        return juror if juror is not None and juror.session_id == self._context.session_id else None

    def keep_unsaved(self) -> None:
        """Save what is typed while its author is still known; keep in memory what could not be saved."""
        juror, panel = self.juror, self._block_panel
        if juror is None:
            return
        panel.store()
        self._places[juror.panel_id] = self._matrix.place
        left = _Unsaved(panel.draft.take_unsaved(), panel.talk.take_unsaved(), dict(panel.unreasoned))
        self._unsaved[juror.seat_id] = left
        panel.unreasoned.clear()

    def open(self, juror: IdentifiedJuror) -> None:
        """Let a juror in, where their panel was, with what they had typed."""
        self.juror = juror
        left = self._unsaved.pop(juror.seat_id, None)
        if left is not None:
            self._block_panel.draft.give_back(left.reasons)
            self._block_panel.talk.give_back(left.advice)
            self._block_panel.unreasoned.update(left.unreasoned)
        place = self._places.get(juror.panel_id)
        if place is not None:
            self._matrix.return_to(place)
        self._form.stateStack.setCurrentWidget(self._form.workArea)

    def close(self) -> None:
        """Mask the page: no name, no mark, no decision and no text stays behind the gate."""
        self.juror = None
        self._matrix.clear()
        self._block_panel.show_nothing()
        self._blank_block()
        self._form.checkStrip.show_flaws(())
        self._form.pageBanner.show_text(Tone.INFO, "")
        self._show_gate()

    def _show_gate(self) -> None:
        context, gate = self._context, self._form.gateArea
        session_id, queries = context.session_id, context.queries
        closed = session_id is not None and queries.session(session_id).closed
        gate.explain(*(self._words_once_closed() if closed else self._words()))
        panels = queries.panels(session_id) if session_id is not None else ()
        gate.show_panels(panels, timer_forgotten=context.timer_forgotten)
        gate.show_hint(told_codes(queries, session_id))
        self._form.stateStack.setCurrentWidget(gate)

    def _words(self) -> tuple[str, str]:
        return (
            self.tr(
                "La délibération appartient au jury. Chaque membre d’un jury de la session, suppléant "
                "appelé compris, l’ouvre avec son code personnel\u00a0; les autres y délibèrent avec lui. Le "
                "jury décide\u00a0: qui est au clavier saisit, et le journal le nomme. Qui saisit "
                "maintenant\u00a0?"
            ),
            self.tr(
                "Dans le tableau\u00a0: V, N et D décident du bloc choisi, F8 mène au bloc suivant à "
                "décider, F1 montre toutes les touches."
            ),
        )

    def _words_once_closed(self) -> tuple[str, str]:
        return (
            self.tr(
                "La session est close, mais les grilles et les votes de chaque juré restent au jury. Un "
                "membre les relit avec son code personnel. Qui relit\u00a0?"
            ),
            self.tr(
                "Le procès-verbal, lui, se lit sans code\u00a0: page «\u00a0Procès-verbal\u00a0», dans la "
                "liste de gauche."
            ),
        )

    def _blank_block(self) -> None:
        """Empty every field of the block, shown or hidden."""
        form = self._form
        for label in (
            form.candidateLabel, form.outcomeLabel, form.blockLabel, form.proposalLabel, form.doubtsLabel,
            form.outsideLabel, form.roundLabel, form.reasonHintLabel, form.problemLabel,
        ):  # fmt: skip
            label.setText("")
        form.problemLabel.setAccessibleName("")
        form.problemLabel.hide()
        form.proposalBadge.set_look(BadgeLook(CellState.WAITING, None, ""), "")
        with QSignalBlocker(form.reasonEdit):
            form.reasonEdit.setPlainText("")
        form.adviceBox.show_advice(AdviceText(), locked=True)
        form.voteBox.show_voters((), {}, locked=True)
        form.voteBox.show_result("", can_record=False)
        form.roundButton.hide()
        for button in (form.validateButton, form.refuseButton, form.deferButton, form.castingVoteCheckBox):
            with QSignalBlocker(button):
                button.setChecked(False)
            button.setEnabled(False)
        form.withdrawButton.setEnabled(False)
