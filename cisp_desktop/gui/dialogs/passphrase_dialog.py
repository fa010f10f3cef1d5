"""What the dialogs that open something with its passphrase share.

This module must not know what is opened.
"""

from typing import Protocol

from PySide6.QtWidgets import QCheckBox, QLineEdit

from cisp_desktop.gui.dialogs.form_dialog import FormDialog, show_secrets


class _PassphraseForm(Protocol):
    passphraseEdit: QLineEdit
    showCheckBox: QCheckBox


class PassphraseDialog(FormDialog):
    """``passphrase`` holds what was entered once ``submitted`` was emitted."""

    form: _PassphraseForm

    def ask_passphrase(self) -> None:
        """Wire the fields of the passphrase; called once after ``compose``."""
        self.form.showCheckBox.toggled.connect(self._on_show_toggled)
        self.form.passphraseEdit.setFocus()

    @property
    def passphrase(self) -> str:
        """The passphrase as typed."""
        return self.form.passphraseEdit.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong, and select the passphrase to be typed again."""
        super().show_problem(self.point_out(self.form.passphraseEdit, text))

    def _on_show_toggled(self, shown: bool) -> None:
        show_secrets([self.form.passphraseEdit], shown)
