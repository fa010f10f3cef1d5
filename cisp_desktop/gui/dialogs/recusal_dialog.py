"""Asks which juror may not judge which candidate, and why.

This module must not know how a recusal is stored.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import SeatRow
from cisp_desktop.application.wording import RECUSAL_GROUNDS
from cisp_desktop.application.wording_seats import seat_words
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.recusal_dialog import Ui_RecusalDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class RecusalDialog(FormDialog):
    """The properties hold what was chosen once ``submitted`` was emitted."""

    def __init__(
        self,
        candidates: Sequence[tuple[str, str]],
        seats: Sequence[SeatRow],
        *,
        registration_id: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``candidates`` are (registration id, name); with ``registration_id`` the candidate is given."""
        super().__init__(parent)
        self.form = Ui_RecusalDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel,
            fields={"recusal.detail": self.form.detailEdit},
        )  # fmt: skip
        for candidate_id, name in candidates:
            self.form.candidateComboBox.addItem(name, candidate_id)
        for seat in seats:
            self.form.jurorComboBox.addItem(seat_words(seat), seat.id)
        for ground in RecusalGround:
            self.form.groundComboBox.addItem(RECUSAL_GROUNDS[ground], ground.value)
        if registration_id is not None:
            self.form.candidateComboBox.setCurrentIndex(self.form.candidateComboBox.findData(registration_id))
            self.form.candidateComboBox.setEnabled(False)
            self.form.jurorComboBox.setFocus()
        fit_dialog(self)

    @property
    def registration_id(self) -> str:
        """The candidate's registration."""
        return str(self.form.candidateComboBox.currentData())

    @property
    def seat_id(self) -> str:
        """The juror's seat."""
        return str(self.form.jurorComboBox.currentData())

    @property
    def ground(self) -> RecusalGround:
        """Why."""
        return RecusalGround(self.form.groundComboBox.currentData())

    @property
    def detail(self) -> str:
        """What was added to the ground, possibly empty."""
        return self.form.detailEdit.text()
