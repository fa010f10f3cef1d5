"""The receipts of the juror at the keyboard: after sealing, and again at any time.

This module must not know how a receipt is computed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.receipts import Receipt, receipt_of
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.receipts_dialog import ReceiptsDialog


def show_new_receipts(context: GuiContext, sheet_ids: Sequence[str], *, parent: QWidget) -> None:
    """Show the receipts of what was just sealed."""
    words = plural(len(sheet_ids), _tr("grille scellée"), _tr("grilles scellées"))
    _show(context, sheet_ids, title=words, parent=parent)


def show_own_receipts(context: GuiContext, *, parent: QWidget) -> None:
    """Show every receipt of the juror at the keyboard, the latest first."""
    juror = context.current_juror
    if juror is None:
        return
    rows = context.queries.sealed_sheets(juror.session_id, juror.seat_id)
    if not rows:
        context.messages.inform(
            parent, _tr("Mes reçus"), _tr("Vous n’avez encore scellé aucune grille dans cette session.")
        )
        return
    _show(context, [row.sheet_id for row in rows], title=_tr("Mes reçus"), parent=parent)


def _show(context: GuiContext, sheet_ids: Sequence[str], *, title: str, parent: QWidget) -> None:
    juror, workspace = context.current_juror, context.workspace
    if juror is None:
        return
    number = context.queries.session(juror.session_id).minutes_number

    def show(receipts: list[Receipt]) -> None:
        if context.current_juror is not juror:
            return
        owner = f"{juror.name} · {number}"
        dialog = ReceiptsDialog(title, receipts, context.messages, owner=owner, parent=parent)
        context.messages.run_dialog(dialog)
        dialog.deleteLater()

    context.tasks.run(
        lambda _progress: [receipt_of(workspace, juror, one) for one in sheet_ids],
        show,
        title=_tr("Reçus"),
        owner=parent,
        quiet=True,
        cancellable=False,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receipts", text)
