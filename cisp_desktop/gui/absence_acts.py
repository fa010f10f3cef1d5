"""Recording who cannot be there, changing it and taking it back, with undo.

This module must not know how an absence is drawn or stored.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.absences import (
    Absence,
    absence_of,
    add_unavailability,
    change_unavailability,
    remove_unavailability,
)
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.queries import UnavailabilityRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.planning import Who
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.unavailabilities_dialog import UnavailabilitiesDialog
from cisp_desktop.gui.dialogs.unavailability_dialog import Subject, UnavailabilityDialog


def show_absences(
    context: GuiContext, read: Callable[[], PlanningView], *, locked: bool, parent: QWidget
) -> None:
    """Show everybody who cannot be there, until the dialog is closed; ``read`` reads the planning anew."""
    dialog = UnavailabilitiesDialog(read(), locked=locked, parent=parent)

    def add() -> None:
        ask_absence(context, read(), parent=dialog)
        dialog.show_entries(read())

    def edit(row: UnavailabilityRow) -> None:
        ask_absence(context, read(), known=row, parent=dialog)
        dialog.show_entries(read())

    def remove(row: UnavailabilityRow) -> None:
        remove_absence(context, read().scene.session.id, row, parent=dialog)
        dialog.show_entries(read())

    dialog.add_asked.connect(add)
    dialog.edit_asked.connect(edit)
    dialog.remove_asked.connect(remove)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def ask_absence(
    context: GuiContext, view: PlanningView, *, known: UnavailabilityRow | None = None, parent: QWidget
) -> None:
    """Ask for an absence, new or ``known``, until it is accepted or given up."""
    settings, session = view.scene.settings, view.scene.session
    before = absence_of(known) if known is not None else None
    dialog = UnavailabilityDialog(
        subjects(view),
        first=datetime.combine(session.starts, settings.first),
        last=datetime.combine(session.starts, settings.last),
        known=before,
        parent=parent,
    )

    if known is None or before is None:
        submit_dialog(context, dialog, lambda: _added(context, session.id, dialog.absence))
    else:
        submit_dialog(context, dialog, lambda: _changed(context, known.id, dialog.absence, before=before))


def _added(context: GuiContext, session_id: str, wanted: Absence) -> Act[str]:
    workspace, entry_id = context.workspace, new_id()
    return Act(
        lambda: add_unavailability(workspace, session_id, wanted, entry_id=entry_id),
        _tr("une indisponibilité"),
        lambda added: remove_unavailability(workspace, added),
    )


def _changed(context: GuiContext, known_id: str, wanted: Absence, *, before: Absence) -> Act[Absence]:
    workspace = context.workspace
    changed = Absence(wanted.who, wanted.id, wanted.starts_at, wanted.ends_at, wanted.label.strip())
    return Act(
        lambda: change_unavailability(workspace, known_id, changed, before=before),
        _tr("une indisponibilité"),
        lambda stood: change_unavailability(workspace, known_id, stood, before=changed),
    )


def remove_absence(context: GuiContext, session_id: str, row: UnavailabilityRow, *, parent: QWidget) -> None:
    """Take an absence back; undo brings it back under its own identifier."""
    workspace = context.workspace
    context.operations.run(
        lambda: remove_unavailability(workspace, row.id),
        text=_tr("le retrait d’une indisponibilité"),
        undo=lambda stood: add_unavailability(workspace, session_id, stood, entry_id=row.id),
        parent=parent,
    )


def subjects(view: PlanningView) -> list[Subject]:
    """Return who may be missing: jurors, then rooms, then candidates."""
    found = [(Who.JUROR, key, _tr("Juré · {0}").format(name)) for key, name in view.names.jurors.items()]
    found += [
        (Who.ROOM, panel.id, _tr("Salle · {0}").format(view.names.rooms[panel.id]))
        for panel in view.scene.panels
    ]
    found += [
        (Who.CANDIDATE, row.id, _tr("Candidat · {0}").format(f"{row.number} {view.names.people[row.id]}"))
        for row in view.rows.values()
    ]
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("Absences", text)
