"""Asks which block of an older certification stands for a block of this one.

This module must not know how an equivalence is stored.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.lineage import EquivalenceEntry
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.equivalence_dialog import Ui_EquivalenceDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers


class EquivalenceDialog(FormDialog):
    """``entry`` holds what is typed; ``replaced`` are the older codes that the sheet names."""

    def __init__(
        self, row: CertificationRow, replaced: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._code = row.code
        self.form = Ui_EquivalenceDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        for block in row.blocks:
            self.form.blockComboBox.addItem(f"{block.short_code} · {block.title}", block.code)
        if len(replaced) == 1:
            self.form.certificationEdit.setText(replaced[0])
        indent_numbers(self)
        fit_dialog(self)

    @property
    def entry(self) -> EquivalenceEntry:
        """What is typed."""
        form = self.form
        return EquivalenceEntry(
            form.certificationEdit.text(),
            form.heldBlockEdit.text(),
            self._code,
            str(form.blockComboBox.currentData() or ""),
            form.sourceEdit.text(),
            form.yearsSpinBox.value() or None,
        )

    def problem(self) -> str:
        """Return what is missing."""
        if not self.form.certificationEdit.text().strip():
            return self.point_out(
                self.form.certificationEdit, self.tr("Donnez le code de l’ancienne certification.")
            )
        if not self.form.heldBlockEdit.text().strip():
            return self.point_out(self.form.heldBlockEdit, self.tr("Donnez le code de l’ancien bloc."))
        return ""
