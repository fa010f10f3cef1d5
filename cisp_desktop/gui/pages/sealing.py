"""Sealing, from the button to the sealed sheets: what is missing, the own code, the act.

This module must not know how the page shows a sheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.jurors import IdentifiedJuror, identify_juror
from cisp_desktop.application.queries import BlockRow
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.code_problem import show_code_problem
from cisp_desktop.gui.dialogs.seal_dialog import SealDialog, SheetToSeal
from cisp_desktop.gui.receipt_acts import show_new_receipts


class Sealing(QObject):
    """Seals sheets of the juror at the keyboard.

    ``missing_found(block id, item)`` leads to what is missing. ``store`` puts away what is typed; False
    stops.
    """

    missing_found = Signal(str, str)

    def __init__(self, context: GuiContext, page: QWidget, *, store: Callable[[], bool]) -> None:
        super().__init__(page)
        self._context, self._page, self._store = context, page, store

    def seal(self, registration_id: str, candidate: str, *, blocks: Sequence[BlockRow]) -> bool:
        """Ask, check the own code and seal the sheets on ``blocks`` that are not sealed.

        Return whether it was done.
        """
        juror = self._context.current_juror
        if juror is None:
            return False
        if not self._store():
            self._context.messages.inform(
                self._page,
                self.tr("Saisie non enregistrée"),
                self.tr(
                    "Rien n’est scellé tant qu’une saisie attend\u00a0: corrigez le commentaire refusé, ou "
                    "attendez que le disque réponde, puis scellez."
                ),
            )
            return False
        sheets = self._sheets(juror, registration_id, blocks=blocks)
        if not sheets:
            return False
        dialog = SealDialog(candidate, sheets, parent=self._page)
        attempt = _Attempt(dialog, juror, registration_id, [sheet.block.id for sheet in sheets])
        dialog.submitted.connect(lambda: self._check(attempt))
        self._context.messages.run_dialog(dialog)
        goal = dialog.goal
        attempt.given_up.set()
        dialog.deleteLater()
        if goal is not None:
            self.missing_found.emit(*goal)
        if attempt.refusal is not None:
            self._context.messages.error(self._page, attempt.refusal)
        if not attempt.sealed or self._context.current_juror is not juror:
            return False
        show_new_receipts(self._context, attempt.sealed, parent=self._page)
        return True

    def _sheets(
        self, juror: IdentifiedJuror, registration_id: str, *, blocks: Sequence[BlockRow]
    ) -> list[SheetToSeal]:
        queries = self._context.queries
        sheets = [
            SheetToSeal(block, queries.score_sheet(registration_id, juror.seat_id, block_id=block.id))
            for block in blocks
        ]
        return [sheet for sheet in sheets if sheet.view.state is not SheetState.SEALED]

    def _check(self, attempt: "_Attempt") -> None:
        """Check the code and seal, both out of the window's way; once given up, nothing is sealed."""
        dialog, juror, context = attempt.dialog, attempt.juror, self._context
        if context.operations.refuse_while_writing(dialog):
            dialog.set_busy(False)
            return
        workspace, identities, code = context.workspace, context.services.identities, dialog.code
        attempt.recognised = False

        def seal() -> list[str]:
            again = identify_juror(workspace, juror.seat_id, code=code, identities=identities)
            attempt.recognised = True
            if attempt.given_up.is_set():
                return []
            return seal_sheets(
                workspace, again, registration_id=attempt.registration_id, block_ids=attempt.block_ids
            )

        def sealed(ids: list[str]) -> None:
            attempt.sealed = ids
            if ids:
                context.operations.undo_stack.clear()
            if not attempt.given_up.is_set():
                dialog.accept()
            elif ids and context.current_juror is juror:  # given up a moment too late
                show_new_receipts(context, ids, parent=self._page)

        def refused(error: CispError) -> None:
            if attempt.given_up.is_set():
                return
            if attempt.recognised:
                attempt.refusal = error
                dialog.reject()
            else:
                show_code_problem(dialog, error, context=context, seat_id=juror.seat_id)

        context.operations.run_behind(seal, sealed, refused, title=self.tr("Scellement"), owner=self._page)


@dataclass(eq=False)
class _Attempt:
    """One time that the dialog asks. ``given_up`` is heard in the worker before anything is sealed."""

    dialog: SealDialog
    juror: IdentifiedJuror
    registration_id: str
    block_ids: list[str]
    given_up: Event = field(default_factory=Event)
    recognised: bool = False
    sealed: list[str] = field(default_factory=list)
    refusal: CispError | None = None
