"""Whose slots go to a calendar: everybody's, one panel's, one juror's.

This module must not know how a calendar is written.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.gui.widgets.labels import literal_caption


class CalendarMenu(QMenu):
    """``asked(name, panel id, juror id)``: two of the three are empty, or all of them for everybody."""

    asked = Signal(str, str, str)

    def show_view(self, view: PlanningView) -> None:
        """Offer the panels and jurors of a session."""
        self.clear()
        self._offer(self.tr("Tous les passages…"), "", "", "")
        self.addSeparator()
        if len(view.scene.panels) > 1:
            for panel in view.scene.panels:
                name = view.names.rooms[panel.id]
                self._offer(literal_caption(f"{name}…"), name, panel.id, "")
            self.addSeparator()
        for juror_id, name in sorted(view.names.jurors.items(), key=lambda one: one[1]):
            self._offer(literal_caption(f"{name}…"), name, "", juror_id)

    def _offer(self, words: str, name: str, panel_id: str, juror_id: str) -> None:
        self.addAction(words).triggered.connect(partial(self._on_chosen, name, panel_id, juror_id))

    def _on_chosen(self, name: str, panel_id: str, juror_id: str, checked: bool = False) -> None:
        del checked
        self.asked.emit(name, panel_id, juror_id)
