"""Asks for the five things without which nobody is registered.

This module must not know how a candidate is stored.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cisp_desktop.application.candidate_table import Sheet
from cisp_desktop.application.wording import FIELDS, sentence
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.add_candidate_dialog import Ui_AddCandidateDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class AddCandidateDialog(FormDialog):
    """``values`` holds what was typed, by field, once ``submitted`` came."""

    def __init__(
        self, sheet: Sheet, paths: Sequence[AccessPath], *, number: str, parent: QWidget | None = None
    ) -> None:
        """``number`` is the one that follows the list's last."""
        super().__init__(parent)
        self._sheet = sheet
        self.form = Ui_AddCandidateDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self._fields: dict[str, QLineEdit] = {
            "number": self.form.numberEdit,
            "birth_name": self.form.birthNameEdit,
            "first_names": self.form.firstNamesEdit,
            "birth_date": self.form.birthDateEdit,
        }
        for path in paths:
            self.form.pathComboBox.addItem(ACCESS_PATHS[path], path.value)
        self.form.numberEdit.setText(number)
        (self.form.birthNameEdit if number else self.form.numberEdit).setFocus()
        fit_dialog(self)

    @property
    def values(self) -> dict[str, Any]:
        """The five values; raises ``RuleError`` for one that cannot be read."""
        found = {name: self._sheet.read(name, edit.text()) for name, edit in self._fields.items()}
        return {**found, "access_path": AccessPath(self.form.pathComboBox.currentData())}

    def problem(self) -> str:
        """Return what the first wrong field lacks, and go there."""
        for name, edit in self._fields.items():
            try:
                self._sheet.read(name, edit.text())
            except RuleError as error:
                edit.setFocus()
                return self.tr("{0} : {1}").format(FIELDS[f"candidate.{name}"], sentence(error))
        return ""
