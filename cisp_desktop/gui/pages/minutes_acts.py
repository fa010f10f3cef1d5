"""What becomes of closed minutes, asked and done: reopening, cancelling, rectifying, giving up.

This module must not know how the page shows it, nor how any of it is stored.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.minutes_life import cancel_minutes, reopen_closing
from cisp_desktop.application.queries import MinutesRow, RectificationRow
from cisp_desktop.application.rectifying import give_up_rectification, open_rectification
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.minutes_reason_dialog import Asked, MinutesReasonDialog


class MinutesActs(QObject):
    """Each act asks what it needs, and is refused in a sentence beside what was typed."""

    def __init__(self, context: GuiContext, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def reopen(self, minutes: MinutesRow) -> None:
        """Ask who wants the session open again, and why; nobody has signed."""
        asked = Asked(
            self.tr("Rouvrir la session\u00a0?"),
            self.tr(
                "Personne n’a encore signé le procès-verbal {0}. La session se modifie de nouveau, et le "
                "même numéro servira à la prochaine clôture. Les copies imprimées de la version {1} sont à "
                "détruire."
            ).format(minutes.number, minutes.version),
            self.tr("&Rouvrir la session"),
            self.tr("Écrivez pourquoi la session est rouverte."),
        )
        dialog = self._dialog(asked)
        workspace = self._context.workspace
        self._submit(
            dialog, lambda: reopen_closing(workspace, minutes.session_id, by=dialog.name, why=dialog.reason)
        )

    def cancel(self, minutes: MinutesRow) -> None:
        """Ask who wants these minutes cancelled, and why; some have signed. Then tell the new number."""
        asked = Asked(
            self.tr("Annuler le procès-verbal {0}\u00a0?").format(minutes.number),
            self.tr(
                "Il porte déjà une signature\u00a0: il est gardé, marqué annulé, et son numéro reste au "
                "registre. La session se modifie de nouveau\u00a0; un nouveau numéro est réservé pour la "
                "prochaine clôture."
            ),
            self.tr("Annuler cette &version"),
            self.tr("Écrivez pourquoi cette version est annulée."),
        )
        dialog = self._dialog(asked)
        workspace = self._context.workspace
        self._submit(
            dialog, lambda: cancel_minutes(workspace, minutes.session_id, by=dialog.name, why=dialog.reason)
        )

    def rectify(self, minutes: MinutesRow) -> None:
        """Ask on which ground complete minutes are rectified, what for, and who asks."""
        asked = Asked(
            self.tr("Rectifier le procès-verbal {0}\u00a0?").format(minutes.number),
            self.tr(
                "Il est complet et reste tel quel. La session se modifie de nouveau\u00a0; un procès-verbal "
                "rectificatif, sous un numéro à lui, dira ce qui change et pourquoi. Tous deux sont gardés."
            ),
            self.tr("&Ouvrir la rectification"),
            self.tr("Écrivez ce qui est à rectifier, et pourquoi."),
            grounded=True,
        )
        dialog = self._dialog(asked)
        workspace = self._context.workspace
        self._submit(
            dialog,
            lambda: open_rectification(
                workspace, minutes.id, ground=dialog.ground, reason=dialog.reason, by=dialog.name
            ),
        )

    def give_up(self, session_id: str, rectification: RectificationRow) -> None:
        """Close the session again without new minutes, once that is confirmed."""
        sure = self._context.messages.confirm(
            self._window,
            self.tr("Abandonner la rectification"),
            text=self.tr(
                "La session est close de nouveau, et le procès-verbal {0} fait foi tel qu’il est signé."
            ).format(rectification.number),
            accept=self.tr("Abandonner la rectification"),
        )
        if sure:
            workspace = self._context.workspace
            self._context.operations.run(
                lambda: give_up_rectification(workspace, session_id), clears_undo=True, parent=self._window
            )

    def _dialog(self, asked: Asked) -> MinutesReasonDialog:
        juror = self._context.current_juror
        name = juror.name if juror is not None else ""
        return MinutesReasonDialog(asked, name=name, parent=self._window.window())

    def _submit(self, dialog: MinutesReasonDialog, do: Callable[[], object]) -> None:
        """Show the form until its act is accepted; what was done before then has no way back."""
        if submit_dialog(self._context, dialog, lambda: Act(do)) is not None:
            self._context.operations.undo_stack.clear()
