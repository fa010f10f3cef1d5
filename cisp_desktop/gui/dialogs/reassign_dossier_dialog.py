"""Asks to whom a dossier belongs, and as what.

This module must not know how a dossier is filed.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.wording import DOSSIER_KINDS
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.reassign_dossier_dialog import Ui_ReassignDossierDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class ReassignDossierDialog(FormDialog):
    """The properties hold what was chosen once ``submitted`` was emitted."""

    def __init__(
        self,
        dossier: DossierRow,
        candidates: Sequence[tuple[str, str]],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """``candidates`` are (registration id, name)."""
        super().__init__(parent)
        self._dossier = dossier
        self.form = Ui_ReassignDossierDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.fileLabel.setText(dossier.file_name)
        owner = next(
            (name for candidate_id, name in candidates if candidate_id == dossier.registration_id), ""
        )
        self.form.fromLabel.setText(
            self.tr("Rangé comme : {0}, {1}").format(DOSSIER_KINDS[dossier.kind], owner)
        )
        for candidate_id, name in candidates:
            self.form.candidateComboBox.addItem(name, candidate_id)
        for kind in DossierKind:
            self.form.kindComboBox.addItem(DOSSIER_KINDS[kind], kind.value)
        self.form.candidateComboBox.setCurrentIndex(
            self.form.candidateComboBox.findData(dossier.registration_id)
        )
        self.form.kindComboBox.setCurrentIndex(self.form.kindComboBox.findData(dossier.kind.value))
        fit_dialog(self)

    @property
    def registration_id(self) -> str:
        """To whom it belongs."""
        return str(self.form.candidateComboBox.currentData())

    @property
    def kind(self) -> DossierKind:
        """As what."""
        return DossierKind(self.form.kindComboBox.currentData())

    def problem(self) -> str:
        """Say that nothing would change."""
        same = (self.registration_id, self.kind) == (self._dossier.registration_id, self._dossier.kind)
        return (
            self.tr("La pièce y est déjà : choisissez un autre candidat ou un autre genre.") if same else ""
        )
