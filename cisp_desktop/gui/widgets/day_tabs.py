"""The days of a planning, one tab each.

This module must not know what a day shows.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from cisp_desktop.application.wording import short_day


class DayTabs(QTabBar):
    """``day_chosen(date)`` follows the user, not ``show_days``."""

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setProperty("kind", "compact")
        self.setAccessibleName(self.tr("Jours de la session"))
        self.currentChanged.connect(self._on_tab_changed)

    def show_days(self, days: Sequence[date], current: date | None) -> date | None:
        """Show days; returns which of them is in front: ``current`` if it is one of them, else the first."""
        self.blockSignals(True)
        while self.count() > len(days):
            self.removeTab(self.count() - 1)
        for place, day in enumerate(days):
            if place == self.count():
                self.addTab("")
            self.setTabText(place, short_day(day))
            self.setTabData(place, day)
        shown = current if current in days else days[0] if days else None
        if shown is not None:
            self.setCurrentIndex(list(days).index(shown))
        self.blockSignals(False)
        return shown

    def _on_tab_changed(self, place: int) -> None:
        self.day_chosen.emit(self.tabData(place))
