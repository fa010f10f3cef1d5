"""Declaring a recusal and taking it back, with undo: shared by the panel's tab and the candidate's file.

This module must not know who asks.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.jurors import recuse, withdraw_recusal
from cisp_desktop.application.queries import PanelRow, RecusalRow
from cisp_desktop.application.recusal_advice import SuggestedRecusal
from cisp_desktop.application.recusals import declare_suggested, withdraw_recusals
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.recusal_dialog import RecusalDialog
from cisp_desktop.gui.session_data import SessionData, name_of


def ask_recusal(
    context: GuiContext,
    data: SessionData,
    *,
    panel: PanelRow | None = None,
    registration_id: str | None = None,
    parent: QWidget,
) -> None:
    """Ask for a recusal until it is accepted or given up; by ``panel``, or by the candidate's own."""
    panel = panel or data.panel_of(registration_id or "")
    candidates = [(row.id, f"{row.number}   {name_of(row)}") for row in data.heard_by(panel.id)]
    seats = (*panel.seats, *panel.substitutes)
    dialog = RecusalDialog(candidates, seats, registration_id=registration_id, parent=parent)
    workspace = context.workspace

    def asked() -> Act[str]:
        wanted, seat, ground, detail = dialog.registration_id, dialog.seat_id, dialog.ground, dialog.detail
        return Act(
            lambda: recuse(workspace, wanted, seat_id=seat, ground=ground, detail=detail),
            _tr("la récusation"),
            lambda _id: withdraw_recusal(workspace, wanted, seat_id=seat),
        )

    submit_dialog(context, dialog, asked)


def declare(
    context: GuiContext,
    registration_id: str,
    *,
    seat_id: str,
    ground: RecusalGround,
    detail: str,
    parent: QWidget,
) -> None:
    """Declare a recusal that the files suggested."""
    workspace = context.workspace
    context.operations.run(
        lambda: recuse(workspace, registration_id, seat_id=seat_id, ground=ground, detail=detail),
        text=_tr("la récusation"),
        undo=lambda _id: withdraw_recusal(workspace, registration_id, seat_id=seat_id),
        parent=parent,
    )


def declare_all(context: GuiContext, suggestions: Sequence[SuggestedRecusal], *, parent: QWidget) -> None:
    """Declare every suggestion at once, in one undo step."""
    workspace = context.workspace
    context.operations.run(
        lambda: declare_suggested(workspace, suggestions),
        text=_tr("les récusations suggérées"),
        undo=lambda pairs: withdraw_recusals(workspace, pairs),
        parent=parent,
    )


def withdraw(context: GuiContext, recusal: RecusalRow, *, parent: QWidget) -> None:
    """Take a recusal back."""
    workspace, seat_id = context.workspace, recusal.seat_id
    context.operations.run(
        lambda: withdraw_recusal(workspace, recusal.registration_id, seat_id=seat_id),
        text=_tr("le retrait de la récusation"),
        undo=lambda _none: recuse(
            workspace,
            recusal.registration_id,
            seat_id=seat_id,
            ground=recusal.ground,
            detail=recusal.detail,
            restored=True,
        ),
        parent=parent,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recusals", text)
