"""Asks for a result judged outside the panel: favourable or not, by whom, when.

This module must not know how a result is stored.
"""

import re
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.queries import AssessmentRow, OutsideResultRow
from cisp_desktop.application.wording import JUDGED_BY, decimal
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
        weighed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``last_day`` is the end of the session; ``weighed``: the scheme wants a mark on 20."""
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
            self.form.pointsEdit.setText(decimal(known.points / 100) if known.points is not None else "")
        self._weighed = weighed
        for widget in (self.form.pointsLabel, self.form.pointsEdit):
            widget.setVisible(weighed or bool(self.form.pointsEdit.text()))
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

    @property
    def points(self) -> int | None:
        """The mark in hundredths of a point, None without one; raises ``ValueError`` when it is none."""
        text = self.form.pointsEdit.text().strip().removesuffix("/20").strip().replace(",", ".")
        if not text:
            return None
        if re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text) is None or float(text) > 20:
            raise ValueError(text)
        return round(float(text) * 100)

    def problem(self) -> str:
        """Return what is missing."""
        form = self.form
        if not form.favourableRadioButton.isChecked() and not form.unfavourableRadioButton.isChecked():
            return self.point_out(
                form.favourableRadioButton, self.tr("Dites si le résultat est favorable ou défavorable.")
            )
        if not self.evaluator.strip():
            return self.point_out(form.evaluatorEdit, self.tr("Donnez le nom de l’évaluateur."))
        try:
            points = self.points
        except ValueError:
            return self.point_out(
                form.pointsEdit, self.tr("La note va de 0 à 20, avec deux décimales au plus : 12,5.")
            )
        if self._weighed and points is None:
            return self.point_out(
                form.pointsEdit, self.tr("Le barème donne un poids à cette épreuve : tapez la note sur 20.")
            )
        return ""
