"""Asks a juror's own code.

This module must not know how a code is checked.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.wording_seats import seats_in_words
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.identify_juror_dialog import Ui_IdentifyJurorDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class IdentifyJurorDialog(FormDialog):
    """``seat_id`` and ``code`` hold what was entered once ``submitted`` was emitted.

    ``forgotten_seat`` is the seat whose owner says that the code is forgotten; the dialog is closed then.
    """

    def __init__(
        self, panels: Sequence[PanelRow], seat_id: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = Ui_IdentifyJurorDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton,
            problem_label=self.form.problemLabel, wait_bar=self.form.waitBar,
        )  # fmt: skip
        self.forgotten_seat = ""
        self.form.forgottenButton.setAutoDefault(False)
        self.form.forgottenButton.clicked.connect(self._on_forgotten_clicked)
        for seat, words in seats_in_words(panels):
            self.form.seatComboBox.addItem(words, seat.id)
        index = self.form.seatComboBox.findData(seat_id)
        self.form.seatComboBox.setCurrentIndex(max(index, 0))
        self.form.seatComboBox.currentIndexChanged.connect(self.form.codeEdit.clear)
        if index >= 0:
            self.form.codeEdit.setFocus()
        fit_dialog(self)

    @property
    def seat_id(self) -> str:
        """The seat to unlock."""
        return str(self.form.seatComboBox.currentData() or "")

    @property
    def code(self) -> str:
        """The code as typed."""
        return self.form.codeEdit.text()

    def show_hint(self, text: str) -> None:
        """Say the codes of a demonstration; nothing for an empty text."""
        self.form.hintLabel.setText(text)
        self.form.hintLabel.setVisible(bool(text))

    def show_problem(self, text: str) -> None:
        """Say what is wrong, and select the code to be typed again."""
        super().show_problem(self.point_out(self.form.codeEdit, text))

    def problem(self) -> str:
        """Ask for at least something."""
        return "" if self.code else self.tr("Tapez votre code personnel.")

    def _on_forgotten_clicked(self) -> None:
        self.forgotten_seat = self.seat_id
        self.reject()
