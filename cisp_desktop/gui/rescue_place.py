"""Asking where rescue copies go.

This module must not know pages nor how a copy is written.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.rescue_copies import shares_disk
from cisp_desktop.gui.context import GuiContext


def choose_place(context: GuiContext, parent: QWidget) -> bool:
    """Ask where copies go and copy there at once; a folder of the workspace's own disk is pointed out."""
    place = context.messages.open_folder(parent, _tr("Où copier l’espace de travail ?"))
    if place is None:
        return False
    same = shares_disk(context.workspace, place)
    if same and not context.messages.confirm(
        parent,
        _tr("Même disque"),
        text=_tr(
            "Ce dossier est sur le même disque que l’espace de travail : si ce disque ou cet ordinateur "
            "tombe en panne, la copie est perdue aussi. Une clé USB protège mieux."
        ),
        accept=_tr("Copier ici quand même"),
    ):
        return False
    context.rescue.choose(place)
    return True


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rescue", text)
