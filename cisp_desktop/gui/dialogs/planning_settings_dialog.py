"""Asks how the days of a planning run: hours, lengths, breaks.

This module must not know how settings are stored.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.planning import PlanningSettings
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.planning_settings_dialog import Ui_PlanningSettingsDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.planning_times import qt_time, time_of


class PlanningSettingsDialog(FormDialog):
    """``settings`` holds what is typed, once ``submitted`` was emitted."""

    def __init__(
        self,
        settings: PlanningSettings,
        days: Sequence[date],
        *,
        lengths: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``lengths`` say what the référentiel fixes, one line per assessment."""
        super().__init__(parent)
        self.form = Ui_PlanningSettingsDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.firstTimeEdit.setTime(qt_time(settings.first))
        self.form.lastTimeEdit.setTime(qt_time(settings.last))
        self.form.minutesSpinBox.setValue(settings.minutes)
        self.form.pauseSpinBox.setValue(settings.pause)
        self.form.gridSpinBox.setValue(settings.grid)
        self.form.breakRows.show_breaks(settings.breaks, days)
        self.form.lengthsLabel.setText(self._length_words(lengths))
        self.form.addBreakButton.setAutoDefault(False)
        self.form.addBreakButton.clicked.connect(self.form.breakRows.add)
        indent_numbers(self)
        fit_dialog(self)

    @property
    def settings(self) -> PlanningSettings:
        """What is typed; ``RuleError("slots.*")`` when it makes no sense."""
        form = self.form
        return PlanningSettings(
            time_of(form.firstTimeEdit.time()),
            time_of(form.lastTimeEdit.time()),
            form.breakRows.values,
            form.minutesSpinBox.value(),
            form.pauseSpinBox.value(),
            form.gridSpinBox.value(),
        )

    def problem(self) -> str:
        """Return why the hours make no sense."""
        try:
            _ = self.settings
        except RuleError as error:
            return sentence(error)
        return ""

    def _length_words(self, lengths: Sequence[str]) -> str:
        if lengths:
            return "\n".join([self.tr("Durées que fixe le référentiel :"), *lengths])
        return self.tr(
            "Le référentiel ne fixe aucune durée : la durée d’un passage vaut pour tous, et le temps majoré "
            "d’un candidat l’allonge."
        )
