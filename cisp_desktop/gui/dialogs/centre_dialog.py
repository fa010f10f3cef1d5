"""Asks what a training centre's papers carry, how its minutes are numbered, what its plannings start from.

This module must not know how a centre is stored, nor where a picture comes from.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.centres import CentreSettings
from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.centre_dialog import Ui_CentreDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.planning_times import qt_time, time_of

LOGO_SIZE = QSize(200, 80)
"""Pixels of the preview."""


class CentreDialog(FormDialog):
    """``settings`` holds what is typed once ``submitted`` was emitted; ``logo_asked`` wants a picture."""

    logo_asked = Signal()

    def __init__(self, settings: CentreSettings, *, sessions: int = 0, parent: QWidget | None = None) -> None:
        """``sessions`` counts those that the centre has organised."""
        super().__init__(parent)
        self._logo = settings.logo
        self.form = Ui_CentreDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        organised = plural(sessions, self.tr("session"), self.tr("sessions"))
        self.form.titleLabel.setText(f"{settings.name} · {organised}")
        self._fields = {
            "name": self.form.nameEdit,
            "code": self.form.codeEdit,
            "address": self.form.addressEdit,
            "siret": self.form.siretEdit,
            "place": self.form.placeEdit,
            "phone": self.form.phoneEdit,
            "email": self.form.emailEdit,
            "signatory": self.form.signatoryEdit,
            "signatory_title": self.form.signatoryTitleEdit,
        }
        for name, field in self._fields.items():
            field.setText(getattr(settings, name))
        self._show_planning(settings.planning)
        self.form.codeEdit.textChanged.connect(self._on_code_changed)
        self.form.logoButton.clicked.connect(self.logo_asked)
        self.form.removeLogoButton.clicked.connect(self._on_logo_removed)
        for button in (self.form.logoButton, self.form.removeLogoButton, self.form.addBreakButton):
            button.setAutoDefault(False)
        self._on_code_changed()
        self.show_logo(settings.logo)
        indent_numbers(self)
        fit_dialog(self)

    @property
    def settings(self) -> CentreSettings:
        """What is typed; ``RuleError("slots.*")`` when the hours make no sense."""
        form = self.form
        planning = PlanningSettings(
            time_of(form.firstTimeEdit.time()),
            time_of(form.lastTimeEdit.time()),
            form.breakRows.values,
            form.minutesSpinBox.value(),
            form.pauseSpinBox.value(),
            form.gridSpinBox.value(),
        )
        texts = {name: field.text() for name, field in self._fields.items()}
        return CentreSettings(**texts, logo=self._logo, planning=planning)

    def problem(self) -> str:
        """Return what is missing."""
        if not self.form.nameEdit.text().strip():
            return self.point_out(self.form.nameEdit, self.tr("Donnez le nom du centre."))
        try:
            _ = self.settings
        except RuleError as error:
            return sentence(error)
        return ""

    def go_to_logo(self) -> None:
        """Show where the logo is chosen, and be there."""
        self.form.subjectTabWidget.setCurrentWidget(self.form.papersTab)
        self.form.logoButton.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_logo(self, logo: bytes | None) -> None:
        """Show another logo, or that there is none."""
        self._logo = logo
        self.show_problem("")
        picture = _picture(logo)
        self.form.logoLabel.setPixmap(picture)
        if picture.isNull():
            words = self.tr("Aucun logo") if logo is None else self.tr("Image illisible")
            self.form.logoLabel.setText(words)
        self.form.logoLabel.setAccessibleName(self.tr("Aperçu du logo"))
        self.form.removeLogoButton.setEnabled(logo is not None)

    def _show_planning(self, planning: PlanningSettings) -> None:
        form = self.form
        form.firstTimeEdit.setTime(qt_time(planning.first))
        form.lastTimeEdit.setTime(qt_time(planning.last))
        form.minutesSpinBox.setValue(planning.minutes)
        form.pauseSpinBox.setValue(planning.pause)
        form.gridSpinBox.setValue(planning.grid)
        form.breakRows.show_breaks(planning.breaks, ())
        form.addBreakButton.clicked.connect(form.breakRows.add)

    def _on_code_changed(self) -> None:
        code = self.form.codeEdit.text().strip().upper() or "…"
        words = self.tr(
            "Par exemple PV-2026-{0}-0001. De 2 à 5 lettres ou chiffres, propres à ce centre ; les numéros "
            "déjà réservés ne changent pas."
        )
        self.form.codeNoteLabel.setText(words.format(code))

    def _on_logo_removed(self) -> None:
        self.show_logo(None)


def _picture(logo: bytes | None) -> QPixmap:
    """Return a logo drawn small; a null picture when there is none or when it cannot be read."""
    if logo is None:
        return QPixmap()
    buffer = QBuffer()
    buffer.setData(QByteArray(logo))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid():
        return QPixmap()
    if size.width() > LOGO_SIZE.width() or size.height() > LOGO_SIZE.height():
        reader.setScaledSize(size.scaled(LOGO_SIZE, Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    return QPixmap.fromImage(image)
