"""Asks for what certificates must say and no other page holds.

This module must not know how a certificate is issued.
"""

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.issued_building import Choices
from cisp_desktop.application.wording import read_day, short_day
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.certificate_mentions_dialog import Ui_CertificateMentionsDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class CertificateMentionsDialog(FormDialog):
    """``choices`` holds what is typed, once ``submitted`` was emitted."""

    def __init__(self, known: Choices, *, parent: QWidget | None = None) -> None:
        """``known`` is what the latest certificate said."""
        super().__init__(parent)
        self.form = Ui_CertificateMentionsDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.signatoryEdit.setText(known.signatory)
        self.form.signatoryTitleEdit.setText(known.signatory_title)
        self.form.decidedEdit.setText(short_day(known.decided_on) if known.decided_on is not None else "")
        self.form.groundEdit.setText(known.ground)
        fit_dialog(self)

    @property
    def choices(self) -> Choices:
        """What is typed."""
        form = self.form
        return Choices(
            form.signatoryEdit.text().strip(),
            form.signatoryTitleEdit.text().strip(),
            read_day(form.decidedEdit.text()),
            form.groundEdit.text().strip(),
        )

    def problem(self) -> str:
        """Return what is missing."""
        if not self.choices.signatory:
            return self.point_out(self.form.signatoryEdit, self.tr("Donnez le nom de qui signe."))
        if self.choices.decided_on is None:
            words = self.tr("Donnez la date de la décision d’enregistrement, JJ/MM/AAAA.")
            return self.point_out(self.form.decidedEdit, words)
        return ""
