"""Noting incidents, putting them right and withdrawing them, with undo.

This module must not know how an incident is stored.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.incidents import (
    Amended,
    IncidentEntry,
    amend_incident,
    entry_of,
    record_incident,
    unrecord_incident,
    withdraw_incident,
)
from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.wording import person_name
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.incident_dialog import Concerned, IncidentDialog
from cisp_desktop.gui.dialogs.incidents_dialog import IncidentsDialog


def show_incidents(context: GuiContext, *, registration_id: str = "", parent: QWidget) -> None:
    """Show the incidents of the session looked at until the dialog is closed.

    ``registration_id`` is the candidate looked at: offered first for a new incident, never chosen for it.
    """
    session_id = context.session_id
    if session_id is None:
        return
    queries = context.queries
    dialog = IncidentsDialog(
        queries.incidents(session_id), locked=queries.session(session_id).locked, parent=parent
    )

    def show_again() -> None:
        dialog.show_incidents(queries.incidents(session_id))

    def add() -> None:
        ask_incident(context, registration_id=registration_id, parent=dialog)
        show_again()

    def edit(row: IncidentRow) -> None:
        ask_incident(context, known=row, parent=dialog)
        show_again()

    def withdraw(row: IncidentRow) -> None:
        withdraw_one(context, row, parent=dialog)
        show_again()

    dialog.add_asked.connect(add)
    dialog.edit_asked.connect(edit)
    dialog.withdraw_asked.connect(withdraw)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def ask_incident(
    context: GuiContext, *, known: IncidentRow | None = None, registration_id: str = "", parent: QWidget
) -> None:
    """Ask for an incident, new or ``known``, until it is accepted or given up."""
    session_id = context.session_id
    if session_id is None:
        return
    panels = [(one.id, panel_words(one.name, one.position)) for one in context.queries.panels(session_id)]
    candidates = [
        Concerned(row.id, row.panel_id, f"{row.number} · {person_name(row.birth_name, row.first_names)}")
        for row in context.queries.registrations(session_id)
    ]
    about = next((one for one in candidates if one.registration_id == registration_id), None)
    if known is not None:
        before, panel_id = entry_of(known), known.panel_id
    else:
        now = context.workspace.clock()
        before = IncidentEntry(IncidentKind.OTHER, now, "")
        panel_id = about.panel_id if about is not None else _own_panel(context)
    if about is not None:
        candidates = [about, *(one for one in candidates if one is not about)]
    dialog = IncidentDialog(
        panels, candidates, known=before, panel_id=panel_id, new=known is None, parent=parent
    )
    if known is None:
        submit_dialog(
            context, dialog, lambda: _recorded(context, dialog.panel_id, dialog.entry), key="incident"
        )
    else:
        submit_dialog(
            context, dialog, lambda: _amended(context, known.id, dialog.entry, before=before),
            key=f"incident:{known.id}",
        )  # fmt: skip


def withdraw_one(context: GuiContext, row: IncidentRow, *, parent: QWidget) -> None:
    """Withdraw an incident that was noted by mistake."""
    workspace = context.workspace
    context.operations.run(
        lambda: withdraw_incident(workspace, row.id, by=context.seat_at_keyboard),
        text=_tr("le retrait d’un incident"),
        undo=lambda before: withdraw_incident(
            workspace, row.id, withdrawn=before, by=context.seat_at_keyboard
        ),
        parent=parent,
    )


def _own_panel(context: GuiContext) -> str:
    juror = context.current_juror
    return juror.panel_id if juror is not None else ""


def _recorded(context: GuiContext, panel_id: str, entry: IncidentEntry) -> Act[str]:
    workspace, incident_id = context.workspace, new_id()
    return Act(
        lambda: record_incident(
            workspace, panel_id, entry, incident_id=incident_id, by=context.seat_at_keyboard
        ),
        _tr("un incident"),
        lambda made: unrecord_incident(workspace, made, by=context.seat_at_keyboard),
    )


def _amended(
    context: GuiContext, incident_id: str, entry: IncidentEntry, *, before: IncidentEntry
) -> Act[Amended]:
    workspace = context.workspace
    return Act(
        lambda: amend_incident(workspace, incident_id, entry, before=before, by=context.seat_at_keyboard),
        _tr("un incident"),
        lambda done: amend_incident(
            workspace, incident_id, done.before, before=done.after, by=context.seat_at_keyboard
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Incidents", text)
