"""Asks what a new session is: one like an earlier one, or certification, centre, days and place.

This module must not know how a session is stored.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import CentreRow, CertificationRow, SessionRow
from cisp_desktop.application.wording import session_days, short_day
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.new_session_dialog import Ui_NewSessionDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class NewSessionDialog(FormDialog):
    """The properties hold what was entered once ``submitted`` was emitted.

    With a template, title, centre and place are those of the earlier session.
    """

    def __init__(
        self,
        certifications: Sequence[CertificationRow],
        sessions: Sequence[SessionRow],
        *,
        today: date,
        centres: Sequence[CentreRow] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        newest: dict[str, CertificationRow] = {}
        for row in sorted(certifications, key=lambda row: row.version):
            newest[row.code] = row
        self._certifications = newest
        self._sessions = {row.id: row for row in sessions}
        self._centres = {folded(row.name): row for row in centres}
        self.form = Ui_NewSessionDialog()
        self.form.setupUi(self)
        self.compose(
            self.form.acceptButton,
            self.form.cancelButton,
            problem_label=self.form.problemLabel,
            wait_bar=self.form.waitBar,
        )
        self._fill_choices(sessions, centres)
        day = QDate(today.year, today.month, today.day)
        self.form.startsDateEdit.setDate(day)
        self.form.endsDateEdit.setDate(day)
        self.form.startsDateEdit.dateChanged.connect(self._on_start_changed)
        self.form.certificationComboBox.currentIndexChanged.connect(self._on_certification_changed)
        self.form.centreComboBox.currentTextChanged.connect(self._on_centre_changed)
        self.form.templateComboBox.currentIndexChanged.connect(self._on_template_changed)
        self._on_template_changed()
        fit_dialog(self)

    @property
    def template(self) -> str:
        """The id of the session to start from; empty for none."""
        return str(self.form.templateComboBox.currentData() or "")

    @property
    def keeps_jury(self) -> bool:
        """Whether the earlier session's jury sits again."""
        return self.form.keepJuryCheckBox.isChecked()

    @property
    def certification(self) -> str:
        """The certification's code."""
        return str(self.form.certificationComboBox.currentData() or "")

    @property
    def centre(self) -> str:
        """The centre's name."""
        return self.form.centreComboBox.currentText()

    @property
    def address(self) -> str:
        """A new centre's address, possibly empty; a known one keeps its own."""
        return "" if self._known_centre else self.form.addressEdit.text()

    @property
    def siret(self) -> str:
        """A new centre's SIRET as typed, possibly empty; a known one keeps its own."""
        return "" if self._known_centre else self.form.siretEdit.text()

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
            return self.point_out(
                self.form.certificationComboBox,
                self.tr("Aucune certification : importez-en une depuis « Référentiels »."),
            )
        if not self.centre.strip():
            return self.point_out(self.form.centreComboBox, self.tr("Donnez le nom du centre de formation."))
        if self.ends < self.starts:
            return self.point_out(
                self.form.endsDateEdit, self.tr("Le dernier jour précède le premier : corrigez les dates.")
            )
        return ""

    @property
    def _known_centre(self) -> CentreRow | None:
        return self._centres.get(folded(self.centre))

    def _fill_choices(self, sessions: Sequence[SessionRow], centres: Sequence[CentreRow]) -> None:
        form = self.form
        form.templateComboBox.addItem(self.tr("Nouvelle session, sans modèle"), "")
        for session in reversed(sessions):
            days = session_days(session.starts, session.ends)
            words = f"{session.centre_name} · {session.certification_code} · {days}"
            form.templateComboBox.addItem(words, session.id)
        for row in self._certifications.values():
            form.certificationComboBox.addItem(f"{row.code} · {row.title}", row.code)
        for centre in centres:
            form.centreComboBox.addItem(centre.name, centre.id)
        line = form.centreComboBox.lineEdit()
        if line is not None:
            line.setMaxLength(200)
            line.setAccessibleName(form.centreComboBox.accessibleName())
            line.setPlaceholderText(self.tr("Nom du centre, connu ou nouveau"))
        # A centre organises one session after the other: the last one's data are offered again.
        form.centreComboBox.setCurrentText(sessions[-1].centre_name if sessions else "")
        if sessions:
            form.addressEdit.setText(sessions[-1].centre_address)
            form.siretEdit.setText(sessions[-1].centre_siret)
            form.placeEdit.setText(sessions[-1].place)
        for widget in (form.templateLabel, form.templateComboBox):
            widget.setVisible(bool(sessions))

    def _on_template_changed(self) -> None:
        """Show the earlier session's own, or let everything be entered."""
        form, template = self.form, self._sessions.get(self.template)
        free = template is None
        if template is not None:
            found = form.certificationComboBox.findData(template.certification_code)
            form.certificationComboBox.setCurrentIndex(found)
            form.centreComboBox.setCurrentText(template.centre_name)
            form.placeEdit.setText(template.place)
        for widget in (form.certificationComboBox, form.centreComboBox, form.placeEdit):
            widget.setEnabled(free)
        form.keepJuryCheckBox.setVisible(not free)
        self._on_centre_changed()
        self._on_certification_changed()

    def _on_centre_changed(self) -> None:
        """Show a known centre's address and SIRET: they are changed in the settings, not here."""
        known, form = self._known_centre, self.form
        hint = self.tr("À compléter dans Réglages, Centres de formation") if known else ""
        form.addressEdit.setPlaceholderText(hint)
        form.siretEdit.setPlaceholderText(hint or self.tr("14 chiffres, facultatif"))
        if known is not None:
            form.addressEdit.setText(known.address)
            form.siretEdit.setText(known.siret)
        for field in (form.addressEdit, form.siretEdit):
            field.setEnabled(known is None and not self.template)

    def _on_start_changed(self, day: QDate) -> None:
        if self.form.endsDateEdit.date() < day:
            self.form.endsDateEdit.setDate(day)
        self._on_certification_changed()

    def _on_certification_changed(self) -> None:
        row = self._certifications.get(self.certification)
        ended = row is not None and row.registration_ends is not None and self.starts > row.registration_ends
        text = ""
        if row is not None and row.registration_ends is not None and ended:
            text = self.tr(
                "L’enregistrement de {0} a pris fin le {1}. La session reste possible ; le motif de chaque "
                "candidat (code du travail, L6113-9) sera demandé pour le parchemin."
            ).format(row.code, short_day(row.registration_ends))
        self.form.certificationNoteLabel.setText(text)
        self.form.certificationNoteLabel.setVisible(bool(text))


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
