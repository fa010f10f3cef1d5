"""Sealing, from the button to the sealed sheets: what is missing, the own code, the act.

This module must not know how the page shows a sheet.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.jurors import IdentifiedJuror, identify_juror
from cisp_desktop.application.queries import BlockRow
from cisp_desktop.application.scoring import seal_sheets
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
        confirmed: list[IdentifiedJuror] = []
        dialog.submitted.connect(lambda: self._check(dialog, juror, confirmed=confirmed))
        accepted = self._context.messages.run_dialog(dialog)
        goal = dialog.goal
        dialog.deleteLater()
        if goal is not None:
            self.missing_found.emit(*goal)
        if not accepted or not confirmed or self._context.current_juror is not juror:
            return False
        block_ids = [sheet.block.id for sheet in sheets]
        done = self._context.operations.run(
            lambda: seal_sheets(
                self._context.workspace, confirmed[0], registration_id=registration_id, block_ids=block_ids
            ),
            clears_undo=True,
            parent=self._page,
        )
        if done is not None:
            show_new_receipts(self._context, done.value, parent=self._page)
        return done is not None

    def _sheets(
        self, juror: IdentifiedJuror, registration_id: str, *, blocks: Sequence[BlockRow]
    ) -> list[SheetToSeal]:
        queries = self._context.queries
        sheets = [
            SheetToSeal(block, queries.score_sheet(registration_id, juror.seat_id, block_id=block.id))
            for block in blocks
        ]
        return [sheet for sheet in sheets if sheet.view.state is not SheetState.SEALED]

    def _check(self, dialog: SealDialog, juror: IdentifiedJuror, *, confirmed: list[IdentifiedJuror]) -> None:
        workspace, services, code = self._context.workspace, self._context.services, dialog.code

        def recognised(again: IdentifiedJuror) -> None:
            confirmed.append(again)
            dialog.accept()

        self._context.tasks.run(
            lambda _progress: identify_juror(
                workspace, juror.seat_id, code=code, identities=services.identities
            ),
            recognised,
            lambda error: show_code_problem(dialog, error, context=self._context, seat_id=juror.seat_id),
            title=self.tr("Vérification du code"),
            owner=dialog,
            cancellable=False,
            quiet=True,
        )
