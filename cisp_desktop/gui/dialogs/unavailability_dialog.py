"""Asks who, or what room, cannot be there, and when.

This module must not know how an absence is stored.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtWidgets import QWidget

from cisp_desktop.application.absences import Absence
from cisp_desktop.domain.planning import Who
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.unavailability_dialog import Ui_UnavailabilityDialog
from cisp_desktop.gui.widgets.fields import fit_dialog, indent_numbers
from cisp_desktop.gui.widgets.planning_times import day_of, qt_day, qt_time, time_of

Subject = tuple[Who, str, str]
"""Who, identifier, words."""


class UnavailabilityDialog(FormDialog):
    """``absence`` holds what is typed, once ``submitted`` was emitted."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        *,
        first: datetime,
        last: datetime,
        known: Absence | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """A new absence runs from ``first`` to ``last``; ``known`` is one to change."""
        super().__init__(parent)
        self.form = Ui_UnavailabilityDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        for who, subject, words in subjects:
            self.form.whoComboBox.addItem(words, f"{who.value}:{subject}")
        starts, ends = (known.starts_at, known.ends_at) if known is not None else (first, last)
        if known is not None:
            self.form.whoComboBox.setCurrentIndex(
                self.form.whoComboBox.findData(f"{known.who.value}:{known.id}")
            )
            self.form.labelEdit.setText(known.label)
        self.form.startDateEdit.setDate(qt_day(starts.date()))
        self.form.endDateEdit.setDate(qt_day(ends.date()))
        self.form.startTimeEdit.setTime(qt_time(starts.time()))
        self.form.endTimeEdit.setTime(qt_time(ends.time()))
        self.form.startDateEdit.dateChanged.connect(self._on_start_changed)
        indent_numbers(self)
        fit_dialog(self)

    @property
    def absence(self) -> Absence:
        """What is typed."""
        who, _, subject = str(self.form.whoComboBox.currentData()).partition(":")
        return Absence(
            Who(who),
            subject,
            _moment(day_of(self.form.startDateEdit.date()), time_of(self.form.startTimeEdit.time())),
            _moment(day_of(self.form.endDateEdit.date()), time_of(self.form.endTimeEdit.time())),
            self.form.labelEdit.text(),
        )

    def problem(self) -> str:
        """Return what is missing."""
        return "" if self.form.whoComboBox.currentIndex() >= 0 else self.tr("Choisissez qui.")

    def _on_start_changed(self) -> None:
        """Never end before the first day."""
        if self.form.endDateEdit.date() < self.form.startDateEdit.date():
            self.form.endDateEdit.setDate(self.form.startDateEdit.date())


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour)
