"""What a jury needs at hand during a sitting, under one button of the page's header.

This module must not know any page.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.incident_acts import show_incidents
from cisp_desktop.gui.panel_acts import ask_panel_name


class SittingMenu(QPushButton):
    """« Séance »: incidents, what is said of the panel, the room's screen, and whatever a page adds.

    ``chosen`` gives the registration looked at.
    """

    def __init__(self, context: GuiContext, chosen: Callable[[], str], *, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = chosen
        self.setText(self.tr("Séance"))
        self.setAccessibleName(self.tr("Séance : incidents, écran de la salle"))
        self.setProperty("kind", "quiet")
        self.setMenu(QMenu(self))
        self.menu().addAction(self.tr("&Incidents…")).triggered.connect(self._on_incidents_asked)
        self.offer(self.tr("Membres à &distance, secrétaire…"), self._on_said_asked)
        self.offer(self.tr("&Écran de la salle"), context.room_screen_requested.emit)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Add an entry."""
        self.menu().addAction(words).triggered.connect(lambda _checked=False: act())

    def _on_said_asked(self) -> None:
        session_id = self._context.session_id
        panels = self._context.queries.panels(session_id) if session_id is not None else []
        if panels and session_id is not None:
            rows = self._context.queries.registrations(session_id)
            heard_by = {row.id: row.panel_id for row in rows}.get(self._chosen())
            panel = next((one for one in panels if one.id == heard_by), panels[0])
            ask_panel_name(self._context, panel, parent=self.window())

    def _on_incidents_asked(self) -> None:
        show_incidents(self._context, registration_id=self._chosen(), parent=self.window())
