"""A refusal to sign, asked with a member's own code and noted, or taken back the same way.

This module must not know how the page shows it, nor how any of it is stored.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.jurors import identify_juror
from cisp_desktop.application.minutes_life import refuse_signature, take_refusal_back, who_may_record
from cisp_desktop.application.queries import MinutesRow
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.code_problem import show_code_problem
from cisp_desktop.gui.dialogs.refusal_dialog import RefusalDialog
from cisp_desktop.gui.tasks import Progress


class MinutesRefusals(QObject):
    """From the button of a member's line to the journal."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def refuse(self, minutes: MinutesRow, seat_id: str) -> None:
        """Ask why a member refuses to sign, with a code, and note it."""
        self._ask(minutes, seat_id, withdraws=False)

    def take_back(self, minutes: MinutesRow, seat_id: str) -> None:
        """Ask for a code, and take the refusal back."""
        self._ask(minutes, seat_id, withdraws=True)

    def _ask(self, minutes: MinutesRow, seat_id: str, *, withdraws: bool) -> None:
        recorders = who_may_record(minutes, seat_id)
        member = next((row for row in recorders if row.seat_id == seat_id), None)
        if member is None:
            return
        dialog = RefusalDialog(
            minutes.number, member, recorders, withdraws=withdraws, parent=self._window.window()
        )
        dialog.submitted.connect(lambda: self._submit(dialog, minutes, seat_id, withdraws=withdraws))
        kind = "return" if withdraws else "refusal"
        with self._context.interrupted.watching(dialog, f"{kind}:{minutes.id}:{seat_id}"):
            self._context.messages.run_dialog(dialog)
        dialog.deleteLater()

    def _submit(self, dialog: RefusalDialog, minutes: MinutesRow, seat_id: str, *, withdraws: bool) -> None:
        workspace, identities = self._context.workspace, self._context.services.identities
        by, code, reason = dialog.by_seat_id, dialog.code, dialog.reason

        def work(_progress: Progress) -> None:
            juror = identify_juror(workspace, by, code=code, identities=identities)
            if withdraws:
                take_refusal_back(workspace, minutes.id, seat_id, juror=juror)
            else:
                refuse_signature(workspace, minutes.id, seat_id, reason=reason, juror=juror)

        self._context.tasks.run(
            work, lambda _none: dialog.accept(),
            lambda error: show_code_problem(dialog, error, context=self._context, seat_id=by),
            title=self.tr("Refus de signer"), owner=dialog, writes=True, cancellable=False, quiet=True,
        )  # fmt: skip
