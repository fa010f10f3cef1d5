"""The last day for dossiers: none, or a day that is chosen.

This module must not know how the day is stored.
"""

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.fields import indent_numbers


class DossierDue(QWidget):
    """``day_chosen(day)``: a ``date``, or None for no limit."""

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._due: date | None = None
        self._usual = date.min
        self.check = QCheckBox(self.tr("&Date limite"), self)
        self.check.setToolTip(self.tr("Une pièce reçue après ce jour est prise, et marquée en retard"))
        self.day_edit = QDateEdit(self)
        self.day_edit.setCalendarPopup(True)
        self.day_edit.setDisplayFormat("dd/MM/yyyy")
        self.day_edit.setAccessibleName(self.tr("Date limite de remise des pièces"))
        indent_numbers(self.day_edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.check)
        layout.addWidget(self.day_edit)
        self.setFocusProxy(self.check)
        self.check.toggled.connect(self._on_toggled)
        self.day_edit.editingFinished.connect(self._on_day_finished)
        calendar = self.day_edit.calendarWidget()
        calendar.clicked.connect(self._on_day_finished)
        calendar.activated.connect(self._on_day_finished)

    def show_due(self, due: date | None, *, usual: date, last: date, locked: bool) -> None:
        """Show a day; ``usual`` is offered where there is none, ``last`` is the last that may be chosen."""
        self._due, self._usual = due, usual
        shown = due or usual
        with QSignalBlocker(self.check), QSignalBlocker(self.day_edit):
            self.check.setChecked(due is not None)
            self.day_edit.setMaximumDate(QDate(last.year, last.month, last.day))
            self.day_edit.setDate(QDate(shown.year, shown.month, shown.day))
        self.check.setEnabled(not locked)
        self.day_edit.setEnabled(due is not None and not locked)

    def _on_toggled(self, checked: bool) -> None:
        self._choose(self._usual if checked else None)

    def _on_day_finished(self) -> None:
        day = self.day_edit.date()
        if self._due is not None:
            self._choose(date(day.year(), day.month(), day.day()))

    def _choose(self, day: date | None) -> None:
        if day != self._due:
            self.day_chosen.emit(day)
