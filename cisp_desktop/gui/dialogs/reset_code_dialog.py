"""Asks two people for a forgotten code's replacement: a member of the jury by code, a witness by name.

This module must not know how a code is checked or replaced.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.code_reset import vouchers
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording_seats import seats_in_words
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.reset_code_dialog import Ui_ResetCodeDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class ResetCodeDialog(FormDialog):
    """The properties hold what was entered once ``submitted`` was emitted."""

    def __init__(
        self, panels: Sequence[PanelRow], seat_id: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panels = panels
        self._words = [(seat, words) for seat, words in seats_in_words(panels)]
        self.form = Ui_ResetCodeDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
            fields={
                "identity.code.wrong": self.form.codeEdit, "code_reset.same_person": self.form.witnessEdit,
                "code_reset.witness": self.form.witnessEdit, "code_reset.reason": self.form.reasonEdit,
            },
        )  # fmt: skip
        for seat, words in self._words:
            self.form.seatComboBox.addItem(words, seat.id)
        index = self.form.seatComboBox.findData(seat_id)
        self.form.seatComboBox.setCurrentIndex(max(index, 0))
        self.form.seatComboBox.currentIndexChanged.connect(self._show_members)
        self.form.memberComboBox.currentIndexChanged.connect(self.form.codeEdit.clear)
        self._show_members()
        if index >= 0:
            self.form.codeEdit.setFocus()
        fit_dialog(self)

    @property
    def seat_id(self) -> str:
        """The seat that gets a new code."""
        return str(self.form.seatComboBox.currentData() or "")

    @property
    def member_id(self) -> str:
        """The seat of who confirms."""
        return str(self.form.memberComboBox.currentData() or "")

    @property
    def code(self) -> str:
        """The own code of who confirms."""
        return self.form.codeEdit.text()

    @property
    def witness(self) -> str:
        """The witness's name."""
        return self.form.witnessEdit.text()

    @property
    def reason(self) -> str:
        """Why a new code is needed."""
        return self.form.reasonEdit.text()

    def problem(self) -> str:
        """Return what is missing, the first thing first."""
        if not self.member_id:
            return self.point_out(
                self.form.memberComboBox, self.tr("Aucun autre membre de ce jury ne peut confirmer.")
            )
        if not self.code:
            return self.point_out(
                self.form.codeEdit, self.tr("Le membre du jury qui confirme tape son code personnel.")
            )
        if not self.witness.strip():
            return self.point_out(
                self.form.witnessEdit,
                self.tr("Nommez la personne du centre qui atteste de l’identité du juré."),
            )
        if not self.reason.strip():
            return self.point_out(
                self.form.reasonEdit,
                self.tr("Dites en quelques mots pourquoi un nouveau code est nécessaire."),
            )
        if not self.form.checkedCheckBox.isChecked():
            return self.point_out(
                self.form.checkedCheckBox,
                self.tr("Le témoin doit avoir vérifié l’identité du juré : cochez la case."),
            )
        return ""

    def _show_members(self) -> None:
        """Offer who may confirm for the chosen seat."""
        combo = self.form.memberComboBox
        combo.clear()
        words = {seat.id: text for seat, text in self._words}
        for panel in self._panels:
            if any(seat.id == self.seat_id for seat in (*panel.seats, *panel.substitutes)):
                for seat in vouchers(panel.seats, self.seat_id):
                    combo.addItem(words[seat.id], seat.id)
        self.form.codeEdit.clear()
