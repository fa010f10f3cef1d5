"""Asks who makes an access pack, for whom, and when it was asked for.

This module must not know how a pack is made.
"""

from datetime import date

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.issued_building import AccessRequest
from cisp_desktop.application.wording import read_day
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.access_request_dialog import Ui_AccessRequestDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class AccessRequestDialog(FormDialog):
    """``request`` holds what is typed, once ``submitted`` was emitted."""

    def __init__(self, today: date, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.form = Ui_AccessRequestDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        fit_dialog(self)

    @property
    def request(self) -> AccessRequest:
        """What is typed."""
        form = self.form
        made_by, answered_to = form.madeByEdit.text().strip(), form.answeredToEdit.text().strip()
        return AccessRequest(made_by, answered_to, read_day(form.askedEdit.text()))

    def problem(self) -> str:
        """Return what is missing."""
        request, typed = self.request, self.form.askedEdit.text().strip()
        if not request.made_by:
            return self.point_out(self.form.madeByEdit, self.tr("Donnez le nom de qui établit le dossier."))
        if typed and (request.asked_on is None or request.asked_on > self._today):
            words = self.tr("La date de la demande se lit JJ/MM/AAAA et ne peut pas être à venir.")
            return self.point_out(self.form.askedEdit, words)
        return ""
