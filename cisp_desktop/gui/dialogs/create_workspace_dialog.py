"""Asks for a new workspace's name, place and passphrase, with a strength meter.

This module must not know how a workspace is made.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.workspaces import LEAST_PASSPHRASE, passphrase_strength
from cisp_desktop.gui.dialogs.form_dialog import FormDialog, show_secrets
from cisp_desktop.gui.forms.create_workspace_dialog import Ui_CreateWorkspaceDialog
from cisp_desktop.gui.messages import Messages
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.fields import fit_dialog

FORBIDDEN = frozenset('<>:"/\\|?*')


class CreateWorkspaceDialog(FormDialog):
    """``path`` and ``passphrase`` hold what was entered once ``submitted`` was emitted."""

    def __init__(self, messages: Messages, folder: Path, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.form = Ui_CreateWorkspaceDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.folderEdit.setText(str(folder))
        self.form.nameEdit.setText(self.tr("Jurys"))
        self.form.nameEdit.selectAll()
        self.form.folderButton.clicked.connect(self._on_folder_clicked)
        self.form.passphraseEdit.textChanged.connect(self._on_passphrase_changed)
        self.form.showCheckBox.toggled.connect(self._on_show_toggled)
        self._on_passphrase_changed("")
        fit_dialog(self)

    @property
    def path(self) -> Path:
        """The folder to create."""
        return Path(self.form.folderEdit.text()).expanduser() / self.form.nameEdit.text().strip()

    @property
    def passphrase(self) -> str:
        """The passphrase as typed."""
        return self.form.passphraseEdit.text()

    def problem(self) -> str:
        """Return what is missing, the first thing first."""
        name = self.form.nameEdit.text().strip()
        if not name:
            return self.point_out(self.form.nameEdit, self.tr("Donnez un nom à l’espace de travail."))
        if FORBIDDEN & set(name) or name.startswith(".") or name.endswith("."):
            return self.point_out(
                self.form.nameEdit,
                self.tr('Le nom ne peut ni contenir < > : " / \\ | ? *, ni commencer ou finir par un point.'),
            )
        if not Path(self.form.folderEdit.text()).expanduser().is_dir():
            return self.point_out(
                self.form.folderEdit,
                self.tr("L’emplacement n’existe pas : choisissez un dossier avec « Parcourir… »."),
            )
        if self.path.exists() and any(self.path.iterdir() if self.path.is_dir() else [self.path]):
            return self.point_out(
                self.form.nameEdit,
                self.tr("Un dossier de ce nom existe déjà à cet endroit et n’est pas vide : changez de nom."),
            )
        if not passphrase_strength(self.passphrase).accepted:
            return self.point_out(
                self.form.passphraseEdit,
                self.tr(
                    "La phrase de passe est trop courte : il faut au moins {0} caractères variés."
                ).format(LEAST_PASSPHRASE),
            )
        if self.form.repeatEdit.text() != self.passphrase:
            return self.point_out(
                self.form.repeatEdit, self.tr("Les deux phrases de passe diffèrent : retapez la seconde.")
            )
        return ""

    def _on_folder_clicked(self) -> None:
        folder = self._messages.open_folder(self, self.tr("Où créer l’espace de travail ?"))
        if folder is not None:
            self.form.folderEdit.setText(str(folder))

    def _on_passphrase_changed(self, text: str) -> None:
        strength = passphrase_strength(text)
        words = (
            self.tr("trop courte"),
            self.tr("faible : ajoutez des mots"),
            self.tr("moyenne"),
            self.tr("bonne"),
            self.tr("très bonne"),
        )
        self.form.strengthBar.setValue(strength.score)
        kind = ("danger", "danger", "warning", "success", "success")[strength.score]
        self.form.strengthBar.setProperty("kind", kind)
        restyle(self.form.strengthBar)
        self.form.strengthLabel.setText(words[strength.score] if text else "")

    def _on_show_toggled(self, shown: bool) -> None:
        show_secrets([self.form.passphraseEdit, self.form.repeatEdit], shown)
