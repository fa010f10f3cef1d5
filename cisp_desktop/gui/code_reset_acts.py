"""A forgotten code, from the question to the new first code shown once.

This module must not know how a code is checked or replaced.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.code_reset import Vouching, reset_code
from cisp_desktop.application.jurors import SeatGiven, identify_juror
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.code_problem import show_code_problem
from cisp_desktop.gui.dialogs.first_codes_dialog import FirstCodesDialog
from cisp_desktop.gui.dialogs.reset_code_dialog import ResetCodeDialog
from cisp_desktop.gui.tasks import Progress


def ask_code_reset(context: GuiContext, seat_id: str, *, parent: QWidget) -> None:
    """Ask both people; lock meanwhile, and show the new first code once it is given."""
    session_id = context.session_id
    if session_id is None:
        return
    context.set_juror(None)
    dialog = ResetCodeDialog(context.queries.panels(session_id), seat_id, parent=parent)
    given: list[SeatGiven] = []
    dialog.submitted.connect(lambda: _submit(context, dialog, given))
    context.messages.run_dialog(dialog)
    dialog.deleteLater()
    if given:
        number = context.queries.session(session_id).minutes_number
        shown = FirstCodesDialog(given, context.messages, session=number, parent=parent)
        context.messages.run_dialog(shown)
        shown.deleteLater()


def _submit(context: GuiContext, dialog: ResetCodeDialog, given: list[SeatGiven]) -> None:
    workspace, identities = context.workspace, context.services.identities
    seat_id, member_id, code = dialog.seat_id, dialog.member_id, dialog.code
    witness, reason = dialog.witness, dialog.reason

    def work(_progress: Progress) -> SeatGiven:
        member = identify_juror(workspace, member_id, code=code, identities=identities)
        vouching = Vouching(member, witness, reason)
        return reset_code(workspace, seat_id, vouching=vouching, identities=identities)

    def done(seat: SeatGiven) -> None:
        given.append(seat)
        dialog.accept()

    context.tasks.run(
        work,
        done,
        lambda error: show_code_problem(dialog, error, context=context, seat_id=member_id),
        title=QCoreApplication.translate("CodeReset", "Nouveau code"),
        owner=dialog,
        cancellable=False,
        quiet=True,
    )
