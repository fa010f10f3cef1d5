"""Asks for a block obtained earlier: its code, when, in which minutes; says at once what it counts for.

This module must not know how a claim is stored.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.cells import day, french_date
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.held_block_dialog import Ui_HeldBlockDialog
from cisp_desktop.gui.widgets.fields import fit_dialog

Standing = Callable[[HeldClaim], str]
"""Says in words what a claim would count for, why and until when."""


class HeldBlockDialog(FormDialog):
    """``claim`` is what was typed, once ``submitted`` came."""

    def __init__(
        self, candidate: str, known: HeldClaim | None, *, standing: Standing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._standing = standing
        self.form = Ui_HeldBlockDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.candidateLabel.setText(candidate)
        if known is not None:
            self.form.codeEdit.setText(known.code)
            self.form.obtainedEdit.setText(french_date(known.on) if known.on else "")
            self.form.minutesEdit.setText(known.minutes_number or "")
        for edit in (self.form.codeEdit, self.form.obtainedEdit):
            edit.textChanged.connect(self._on_text_changed)
        self._on_text_changed()
        fit_dialog(self)

    @property
    def claim(self) -> HeldClaim:
        """The claim; raises ``RuleError`` for a date that cannot be read."""
        form = self.form
        number = form.minutesEdit.text().strip() or None
        return HeldClaim(form.codeEdit.text().strip(), day(form.obtainedEdit.text()), number)

    def problem(self) -> str:
        """Return what is missing or cannot be read."""
        if not self.form.codeEdit.text().strip():
            return self.point_out(self.form.codeEdit, self.tr("Donnez le code du bloc, comme RNCP36128BC01."))
        try:
            self.claim  # noqa: B018  # read for what it raises
        except RuleError as error:
            return sentence(error)
        return ""

    def _on_text_changed(self) -> None:
        try:
            words = self._standing(self.claim) if self.form.codeEdit.text().strip() else ""
        except RuleError:
            words = ""
        self.form.standingLabel.setText(words)
