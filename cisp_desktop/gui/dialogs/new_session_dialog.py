"""Asks what a new session is: certification, centre, days and place.

This module must not know how a session is stored.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import CertificationRow, SessionRow
from cisp_desktop.application.wording import short_day
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.new_session_dialog import Ui_NewSessionDialog


class NewSessionDialog(FormDialog):
    """The properties hold what was entered once ``submitted`` was emitted."""

    def __init__(
        self,
        certifications: Sequence[CertificationRow],
        sessions: Sequence[SessionRow],
        *,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._certifications = list(certifications)
        self.form = Ui_NewSessionDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        for row in self._certifications:
            self.form.certificationComboBox.addItem(f"{row.code} · {row.title}", row.code)
        if sessions:  # a centre organises one session after the other: its data is offered again
            last = sessions[-1]
            self.form.centreEdit.setText(last.centre_name)
            self.form.addressEdit.setText(last.centre_address)
            self.form.siretEdit.setText(last.centre_siret)
            self.form.placeEdit.setText(last.place)
        day = QDate(today.year, today.month, today.day)
        self.form.startsDateEdit.setDate(day)
        self.form.endsDateEdit.setDate(day)
        self.form.startsDateEdit.dateChanged.connect(self._on_start_changed)
        self.form.certificationComboBox.currentIndexChanged.connect(self._on_certification_changed)
        self._on_certification_changed()

    @property
    def certification(self) -> str:
        """The certification's code."""
        return str(self.form.certificationComboBox.currentData() or "")

    @property
    def centre(self) -> str:
        """The centre's name."""
        return self.form.centreEdit.text()

    @property
    def address(self) -> str:
        """The centre's address, possibly empty."""
        return self.form.addressEdit.text()

    @property
    def siret(self) -> str:
        """The centre's SIRET as typed, possibly empty."""
        return self.form.siretEdit.text()

    @property
    def starts(self) -> date:
        """The first day."""
        return _date(self.form.startsDateEdit.date())

    @property
    def ends(self) -> date:
        """The last day."""
        return _date(self.form.endsDateEdit.date())

    @property
    def place(self) -> str:
        """Where the jury sits, possibly empty."""
        return self.form.placeEdit.text()

    def problem(self) -> str:
        """Return what is missing, the first thing first."""
        if not self.certification:
            return self.tr("Aucune certification : importez-en une depuis « Référentiels ».")
        if not self.centre.strip():
            return self.tr("Donnez le nom du centre de formation.")
        if self.ends < self.starts:
            return self.tr("Le dernier jour précède le premier : corrigez les dates.")
        return ""

    def _on_start_changed(self, day: QDate) -> None:
        if self.form.endsDateEdit.date() < day:
            self.form.endsDateEdit.setDate(day)
        self._on_certification_changed()

    def _on_certification_changed(self) -> None:
        row = next((r for r in self._certifications if r.code == self.certification), None)
        ended = row is not None and row.registration_ends is not None and self.starts > row.registration_ends
        text = ""
        if row is not None and row.registration_ends is not None and ended:
            text = self.tr(
                "L’enregistrement de {0} a pris fin le {1}. La session reste possible ; le motif de chaque "
                "candidat (code du travail, L6113-9) sera demandé pour le parchemin."
            ).format(row.code, short_day(row.registration_ends))
        self.form.certificationNoteLabel.setText(text)
        self.form.certificationNoteLabel.setVisible(bool(text))


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
