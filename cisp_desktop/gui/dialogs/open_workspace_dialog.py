"""Asks for the passphrase of one workspace.

This module must not know how a workspace is opened.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.dialogs.passphrase_dialog import PassphraseDialog
from cisp_desktop.gui.forms.open_workspace_dialog import Ui_OpenWorkspaceDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class OpenWorkspaceDialog(PassphraseDialog):
    """Names the workspace."""

    form: Ui_OpenWorkspaceDialog

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_OpenWorkspaceDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.titleLabel.setText(path.name)
        self.form.pathLabel.setText(str(path))
        self.ask_passphrase()
        fit_dialog(self)

    def problem(self) -> str:
        """Ask for at least something."""
        return "" if self.passphrase else self.tr("Tapez la phrase de passe de cet espace de travail.")
