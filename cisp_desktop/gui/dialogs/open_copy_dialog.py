"""Asks for the passphrase of a rescue copy, and where to put the workspace that it becomes.

This module must not know how a copy is restored.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.rescue_copies import copies_in, free_folder, later_copy
from cisp_desktop.gui.dialogs.passphrase_dialog import PassphraseDialog
from cisp_desktop.gui.forms.open_copy_dialog import Ui_OpenCopyDialog
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panels import Tone


class OpenCopyDialog(PassphraseDialog):
    """``path`` holds what was chosen once ``submitted`` was emitted."""

    form: Ui_OpenCopyDialog

    def __init__(
        self, file: Path, target: Path, messages: Messages, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._target = target
        self.form = Ui_OpenCopyDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
        )  # fmt: skip
        self.form.fileLabel.setText(str(file))
        self._show_age(file)
        self._show_target()
        self.form.folderButton.clicked.connect(self._on_folder_clicked)
        self.ask_passphrase()
        fit_dialog(self)

    @property
    def path(self) -> Path:
        """The folder to make."""
        return self._target

    def problem(self) -> str:
        """Ask for at least something."""
        return "" if self.passphrase else self.tr("Tapez la phrase de passe de l’espace de travail copié.")

    def _show_age(self, file: Path) -> None:
        """Say when the copy was made, and warn when a later one lies beside it."""
        this = next((copy for copy in copies_in(file.parent) if copy.path == file), None)
        self.form.ageLabel.setVisible(this is not None)
        if this is None:
            return
        self.form.ageLabel.setText(
            self.tr("Copie faite le {0}.").format(this.made_at.strftime("%d/%m/%Y à %H h %M"))
        )
        later = later_copy(file)
        if later is not None:
            words = self.tr("Une copie plus récente se trouve à côté : {0}.").format(later.path.name)
            self.form.laterBanner.show_text(Tone.WARNING, words)

    def _show_target(self) -> None:
        self.form.folderLabel.setText(str(self._target))

    def _on_folder_clicked(self) -> None:
        folder = self._messages.open_folder(self, self.tr("Où mettre l’espace de travail repris ?"))
        if folder is not None:
            self._target = free_folder(folder, self._target.name)
            self._show_target()
