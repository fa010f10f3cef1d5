"""What a jury needs at hand during a sitting, under one button of the page's header.

This module must not know any page.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.incident_acts import show_incidents


class SittingMenu(QPushButton):
    """« Séance »: incidents, the room's screen, and whatever a page adds.

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
        self.offer(self.tr("&Écran de la salle"), context.room_screen_requested.emit)

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Add an entry."""
        self.menu().addAction(words).triggered.connect(lambda _checked=False: act())

    def _on_incidents_asked(self) -> None:
        show_incidents(self._context, registration_id=self._chosen(), parent=self.window())
