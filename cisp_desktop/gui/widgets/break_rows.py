"""The breaks of a planning's days, one per line: name, day or every day, from, to.

This module must not know what is done with them.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QTimeEdit, QVBoxLayout, QWidget

from cisp_desktop.application.wording import short_day
from cisp_desktop.domain.planning import Break
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.planning_times import qt_time, time_of

NEW_FROM, NEW_TO = QTime(12, 30), QTime(13, 30)


class BreakRow(QWidget):
    """One break."""

    def __init__(self, one: Break, days: Sequence[date], parent: QWidget) -> None:
        super().__init__(parent)
        self.label_edit = QLineEdit(one.label, self)
        self.label_edit.setAccessibleName(self.tr("Nom de la pause"))
        self.label_edit.setPlaceholderText(self.tr("Pause"))
        self.label_edit.setMaxLength(60)
        self.day_box = QComboBox(self)
        self.day_box.setAccessibleName(self.tr("Jour de la pause"))
        self.day_box.addItem(self.tr("Chaque jour"), None)
        for day in days:
            self.day_box.addItem(short_day(day), day.isoformat())
        if one.day is not None and one.day not in days:
            self.day_box.addItem(short_day(one.day), one.day.isoformat())
        if one.day is not None:
            self.day_box.setCurrentIndex(self.day_box.findData(one.day.isoformat()))
        self.start_edit = self._hour(self.tr("Début de la pause"), qt_time(one.starts))
        self.end_edit = self._hour(self.tr("Fin de la pause"), qt_time(one.ends))
        self.remove_button = QPushButton(self.tr("Retirer"), self)
        self.remove_button.setProperty("kind", "quiet")
        self.remove_button.setAccessibleName(self.tr("Retirer cette pause"))
        self.remove_button.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.label_edit, 1)
        for widget in (self.day_box, self.start_edit, self.end_edit, self.remove_button):
            layout.addWidget(widget)
        indent_numbers(self)

    @property
    def value(self) -> Break:
        """What is typed."""
        chosen = self.day_box.currentData()
        return Break(
            time_of(self.start_edit.time()),
            time_of(self.end_edit.time()),
            self.label_edit.text().strip(),
            date.fromisoformat(chosen) if chosen else None,
        )

    def _hour(self, name: str, hour: QTime) -> QTimeEdit:
        edit = QTimeEdit(hour, self)
        edit.setDisplayFormat("HH:mm")
        edit.setAccessibleName(name)
        return edit


class BreakRows(QWidget):
    """All of them, in the order in which they were added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrollContents")
        self._days: Sequence[date] = ()
        self.rows: list[BreakRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, t.SPACE_S, 0)
        self._layout.setSpacing(t.SPACE_S)
        self._layout.addStretch(1)

    @property
    def values(self) -> tuple[Break, ...]:
        """What is typed."""
        return tuple(row.value for row in self.rows)

    def show_breaks(self, breaks: Sequence[Break], days: Sequence[date]) -> None:
        """Show breaks; ``days`` are the session's."""
        self._days = days
        for one in breaks:
            self._add(one)

    def add(self) -> None:
        """Add a break at lunch time, to be changed."""
        self._add(Break(time_of(NEW_FROM), time_of(NEW_TO))).label_edit.setFocus()

    def _add(self, one: Break) -> BreakRow:
        row = BreakRow(one, self._days, self)
        row.remove_button.clicked.connect(self._on_remove_clicked)
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        row.show()
        return row

    def _on_remove_clicked(self) -> None:
        button = self.sender()
        for row in [row for row in self.rows if row.remove_button is button]:
            self.rows.remove(row)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
