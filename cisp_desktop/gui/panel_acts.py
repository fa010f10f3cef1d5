"""Adding, naming and removing a session's panels, with undo.

This module must not know how a panel is stored, nor the tab that asks.
"""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.juror_codes import renew_codes
from cisp_desktop.application.jurors import SeatGiven
from cisp_desktop.application.panels import (
    PanelSaid,
    add_panel,
    describe_panel,
    remove_panel,
    restore_panel,
    said_of,
)
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.sheet_files import SheetExport, export_sheets, left_out_words
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import Act, submit_dialog
from cisp_desktop.gui.dialogs.panel_dialog import PanelDialog
from cisp_desktop.gui.session_data import SessionData


def ask_new_panel(context: GuiContext, data: SessionData, *, parent: QWidget) -> str | None:
    """Ask for a panel's name and room and add it; return its id, or None when it was given up."""
    dialog = PanelDialog(_tr("Ajouter un jury"), parent=parent)
    workspace, session_id, panel_id = context.workspace, data.session.id, new_id()

    def asked() -> Act[str]:
        said = dialog.said
        return Act(
            lambda: add_panel(workspace, session_id, name=said.name, room=said.room, panel_id=panel_id),
            _tr("l’ajout d’un jury"),
            lambda _id: remove_panel(workspace, panel_id),
        )

    added = submit_dialog(context, dialog, asked)
    return added.value if added is not None else None


def ask_panel_name(context: GuiContext, panel: PanelRow, *, parent: QWidget) -> None:
    """Ask what is said of a panel: name, room, secretary, certifier's representative, members far away."""
    title = _tr("{0} : nom, salle et mentions").format(panel_words(panel.name, panel.position))
    dialog = PanelDialog(title, said=said_of(panel), seats=(*panel.seats, *panel.substitutes), parent=parent)
    workspace = context.workspace

    def asked() -> Act[PanelSaid]:
        said = dialog.said
        return Act(
            lambda: describe_panel(workspace, panel.id, said),
            _tr("les mentions d’un jury"),
            lambda before: describe_panel(workspace, panel.id, before),
        )

    submit_dialog(context, dialog, asked)


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


def ask_new_codes(
    context: GuiContext,
    panel: PanelRow,
    given: Callable[[list[SeatGiven]], None],
    refused: Callable[[CispError], None],
    *,
    parent: QWidget,
) -> None:
    """Give new first codes, once confirmed, to the jurors of a panel who never used theirs; in the worker."""
    title = _tr("Nouveaux premiers codes")
    names = ", ".join(seat.name for seat in panel.seats if not seat.used)
    text = _tr("{0} : un nouveau code à remettre. Celui qui a été remis ne vaudra plus.").format(names)
    if context.operations.refuse_while_writing(parent) or not context.messages.confirm(
        parent, title, text=text, accept=_tr("Donner de nouveaux codes")
    ):
        return
    workspace, identities = context.workspace, context.services.identities
    context.tasks.run(
        lambda _progress: renew_codes(workspace, panel.id, identities=identities),
        given,
        refused,
        title=title,
        owner=parent,
        writes=True,
        cancellable=False,
    )


def export_blank_sheets(context: GuiContext, session_id: str, *, parent: QWidget) -> None:
    """Write one workbook per juror into a folder that is asked for."""
    folder = context.messages.open_folder(parent, _tr("Où écrire les grilles vierges"))
    if folder is None:
        return
    workspace, files = context.workspace, context.services.sheet_files

    def written(done: SheetExport) -> None:
        paths = done.paths
        names = "\n".join(f"• {path.name}" for path in paths)
        if done.sealed:
            names += f"\n\n{left_out_words(done.sealed)}"
        words = _tr(
            "Écrits dans {0} :\n{1}\n\nCes classeurs ne sont pas chiffrés et portent les noms des candidats."
        ).format(paths[0].parent if paths else "", names)
        context.messages.inform(parent, _tr("Grilles exportées"), words)

    context.tasks.run(
        lambda _progress: export_sheets(workspace, session_id, folder, files=files),
        written,
        title=_tr("Export des grilles vierges"),
        owner=parent,
        cancellable=False,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
