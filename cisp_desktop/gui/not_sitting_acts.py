"""Stating that a panel could not sit and taking that back, with undo; cancelling a session and taking it up.

This module must not know how any of it is stored, nor the page that asks.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.not_sitting import state_not_sitting, take_statement_back
from cisp_desktop.application.queries import PanelRow, SessionRow
from cisp_desktop.application.session_cancelling import cancel_session, take_up_session
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.minutes_reason_dialog import Asked, MinutesReasonDialog
from cisp_desktop.gui.dialogs.not_sitting_dialog import NotSittingDialog


def ask_not_sitting(context: GuiContext, panel: PanelRow, *, parent: QWidget) -> None:
    """Ask who states that a panel could not sit, when, why and who was there."""
    workspace, juror = context.workspace, context.current_juror
    dialog = NotSittingDialog(
        panel_words(panel.name, panel.position), panel.seats, now=workspace.clock(),
        name=juror.name if juror is not None else "", parent=parent.window(),
    )  # fmt: skip

    def asked() -> Act[None]:
        by, why, at, absent = dialog.name, dialog.reason, dialog.at, dialog.absent
        return Act(
            lambda: state_not_sitting(workspace, panel.id, by=by, why=why, at=at, absent=absent),
            _tr("la constatation qu’un jury n’a pas pu siéger"),
            lambda _none: take_statement_back(workspace, panel.id),
        )

    submit_dialog(context, dialog, asked, key=f"not-sitting:{panel.id}")


def take_back(context: GuiContext, panel: PanelRow, *, parent: QWidget) -> None:
    """Let the panel sit after all."""
    workspace, undone = context.workspace, _tr("Annuler")
    context.operations.run(
        lambda: take_statement_back(workspace, panel.id),
        text=_tr("le retrait de la constatation"),
        undo=lambda before: state_not_sitting(
            workspace, panel.id, by=undone, why=before.why, at=before.at, absent=before.absent
        ),
        parent=parent,
    )


def ask_cancel_session(context: GuiContext, session: SessionRow, *, parent: QWidget) -> None:
    """Ask who cancels a session, and why."""
    asked = Asked(
        _tr("Annuler la session\u00a0?"),
        _tr(
            "Rien n’est effacé\u00a0: la session se lit, mais plus rien n’y change. Son numéro {0} reste au "
            "registre, comme annulé. Une session annulée par erreur se reprend telle quelle."
        ).format(session.minutes_number),
        _tr("&Annuler la session"),
        _tr("Écrivez pourquoi la session est annulée."),
    )
    juror = context.current_juror
    name = juror.name if juror is not None else ""
    dialog = MinutesReasonDialog(asked, name=name, parent=parent.window())
    workspace = context.workspace

    def act() -> Act[None]:
        by, why = dialog.name, dialog.reason
        return Act(
            lambda: cancel_session(workspace, session.id, by=by, why=why),
            _tr("l’annulation de la session"),
            lambda _none: take_up_session(workspace, session.id),
        )

    submit_dialog(context, dialog, act, key=f"cancel-session:{session.id}")


def take_up(context: GuiContext, session: SessionRow, *, parent: QWidget) -> None:
    """Take a cancelled session up again."""
    workspace = context.workspace
    context.operations.run(
        lambda: take_up_session(workspace, session.id),
        text=_tr("la reprise de la session"),
        undo=lambda before: cancel_session(workspace, session.id, by=before.by, why=before.why, at=before.at),
        parent=parent,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("NotSitting", text)
