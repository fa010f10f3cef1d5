"""Asking before files of a chosen folder are replaced: the system's folder dialog does not.

This module must not know what is written.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.exporting import standing
from cisp_desktop.application.wording import plural
from cisp_desktop.gui.messages import Messages


def may_write(messages: Messages, parent: QWidget, folder: Path, *, names: Sequence[str]) -> bool:
    """Return whether files of these names may be written to ``folder``: none is there, or the user agreed."""
    present = standing(folder, names)
    if not present:
        return True
    count = plural(len(present), _tr("fichier porte déjà ce nom"), _tr("fichiers portent déjà ces noms"))
    words = _tr("Dans «\u00a0{0}\u00a0», {1}\u00a0: {2}…").format(folder, count, present[0])
    return messages.confirm(
        parent, _tr("Remplacer des fichiers"), text=words, accept=_tr("Remplacer"), destructive=True
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Replacing", text)
