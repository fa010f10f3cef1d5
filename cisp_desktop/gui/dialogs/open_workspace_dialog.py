"""Asks for the passphrase of one workspace.

This module must not know how a workspace is opened.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.dialogs.form_dialog import FormDialog, show_secrets
from cisp_desktop.gui.forms.open_workspace_dialog import Ui_OpenWorkspaceDialog


class OpenWorkspaceDialog(FormDialog):
    """``passphrase`` holds what was entered once ``submitted`` was emitted."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_OpenWorkspaceDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.titleLabel.setText(path.name)
        self.form.pathLabel.setText(str(path))
        self.form.showCheckBox.toggled.connect(self._on_show_toggled)
        self.form.passphraseEdit.setFocus()

    @property
    def passphrase(self) -> str:
        """The passphrase as typed."""
        return self.form.passphraseEdit.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong, and select the passphrase to be typed again."""
        super().show_problem(text)
        if text:
            self.form.passphraseEdit.selectAll()
            self.form.passphraseEdit.setFocus()

    def problem(self) -> str:
        """Ask for at least something."""
        return "" if self.passphrase else self.tr("Tapez la phrase de passe de cet espace de travail.")

    def _on_show_toggled(self, shown: bool) -> None:
        show_secrets([self.form.passphraseEdit], shown)
