"""Adding, naming and removing a session's panels, with undo.

This module must not know how a panel is stored, nor the tab that asks.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.panels import add_panel, edit_panel, remove_panel, restore_panel
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.session_data import SessionData


def ask_new_panel(context: GuiContext, data: SessionData, *, parent: QWidget) -> str | None:
    """Ask for a panel's name and room and add it; return its id, or None when it was given up."""
    dialog = PanelDialog(_tr("Ajouter un jury"), parent=parent)
    workspace, session_id, panel_id = context.workspace, data.session.id, new_id()
    added: list[str] = []

    def submit() -> None:
        name, room = dialog.name, dialog.room
        done = context.operations.run(
            lambda: add_panel(workspace, session_id, name=name, room=room, panel_id=panel_id),
            text=_tr("l’ajout d’un jury"),
            undo=lambda _id: remove_panel(workspace, panel_id),
            parent=dialog,
            on_error=lambda error: dialog.show_problem(sentence(error)),
        )
        if done is not None:
            added.append(done.value)
            dialog.accept()

    dialog.submitted.connect(submit)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()
    return added[0] if added else None


def ask_panel_name(context: GuiContext, panel: PanelRow, *, parent: QWidget) -> None:
    """Ask for another name and room of a panel."""
    title = _tr("Nom et salle de {0}").format(panel_words(panel.name, panel.position))
    dialog = PanelDialog(title, name=panel.name, room=panel.room, parent=parent)
    workspace = context.workspace

    def submit() -> None:
        name, room = dialog.name, dialog.room
        done = context.operations.run(
            lambda: edit_panel(workspace, panel.id, name=name, room=room),
            text=_tr("le nom et la salle d’un jury"),
            undo=lambda before: edit_panel(workspace, panel.id, name=before[0], room=before[1]),
            parent=dialog,
            on_error=lambda error: dialog.show_problem(sentence(error)),
        )
        if done is not None:
            dialog.accept()

    dialog.submitted.connect(submit)
    context.messages.run_dialog(dialog)
    dialog.deleteLater()


def remove_one_panel(context: GuiContext, data: SessionData, panel: PanelRow, *, parent: QWidget) -> bool:
    """Remove a panel; ask before when candidates pass to the first one or codes are lost."""
    heard, named = len(data.heard_by(panel.id)), len(panel.seats) + len(panel.substitutes)
    if (heard or named) and not context.messages.confirm(
        parent,
        _tr("Supprimer {0}").format(panel_words(panel.name, panel.position)),
        text=_tr(
            "Ce jury perd {0} ; {1} devant {2}. « Annuler » le rétablit tel qu’il est, codes compris."
        ).format(
            plural(named, _tr("siège nommé"), _tr("sièges nommés")),
            plural(heard, _tr("candidat passe"), _tr("candidats passent")),
            panel_words(data.panel.name, data.panel.position),
        ),
        accept=_tr("Supprimer le jury"),
        destructive=True,
    ):
        return False
    workspace = context.workspace
    done = context.operations.run(
        lambda: remove_panel(workspace, panel.id),
        text=_tr("la suppression d’un jury"),
        undo=lambda removed: restore_panel(workspace, removed),
        parent=parent,
    )
    return done is not None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
