"""Asking before what was typed, and could not be stored, is given up.

This module must not know what is typed.
"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.messages import Messages


def gives_up(messages: Messages, parent: QWidget) -> bool:
    """Return whether the user gives up what cannot be stored."""
    return messages.confirm(
        parent,
        _tr("Saisie non enregistrée"),
        text=_tr("Ce que vous avez tapé n’a pas pu être enregistré. Si vous continuez, c’est perdu."),
        accept=_tr("Abandonner cette saisie"),
        destructive=True,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("GivingUp", text)
