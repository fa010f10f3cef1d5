"""Asks for a result judged outside the panel: favourable or not, by whom, when.

This module must not know how a result is stored.
"""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import AssessmentRow, OutsideResultRow
from cisp_desktop.application.wording import JUDGED_BY
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.outside_result_dialog import Ui_OutsideResultDialog
from cisp_desktop.gui.widgets.fields import fit_dialog


class OutsideResultDialog(FormDialog):
    """Nothing is ticked for a result that was never recorded: it must be said."""

    def __init__(
        self,
        candidate: str,
        assessment: AssessmentRow,
        *,
        known: OutsideResultRow | None,
        last_day: date,
        parent: QWidget | None = None,
    ) -> None:
        """``last_day`` is the end of the session: a later result cannot bear on it."""
        super().__init__(parent)
        self.form = Ui_OutsideResultDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.candidateLabel.setText(candidate)
        judged = JUDGED_BY[assessment.judged_by]
        self.form.assessmentLabel.setText(f"{judged} : {assessment.title}")
        day = known.judged_on if known else last_day
        self.form.judgedDateEdit.setMaximumDate(QDate(last_day.year, last_day.month, last_day.day))
        self.form.judgedDateEdit.setDate(QDate(day.year, day.month, day.day))
        if known is not None:
            self.form.favourableRadioButton.setChecked(known.favourable)
            self.form.unfavourableRadioButton.setChecked(not known.favourable)
            self.form.evaluatorEdit.setText(known.evaluator)
        fit_dialog(self)

    @property
    def favourable(self) -> bool:
        """What the evaluator found."""
        return self.form.favourableRadioButton.isChecked()

    @property
    def evaluator(self) -> str:
        """Who judged."""
        return self.form.evaluatorEdit.text()

    @property
    def judged_on(self) -> date:
        """When."""
        day = self.form.judgedDateEdit.date()
        return date(day.year(), day.month(), day.day())

    def problem(self) -> str:
        """Return what is missing."""
        form = self.form
        if not form.favourableRadioButton.isChecked() and not form.unfavourableRadioButton.isChecked():
            return self.tr("Dites si le résultat est favorable ou défavorable.")
        if not self.evaluator.strip():
            return self.tr("Donnez le nom de l’évaluateur.")
        return ""
