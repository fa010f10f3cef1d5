"""What the tabs of « Préparer » have in common.

This module must not know any of them.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.session_data import SessionData


class PrepareTab(QWidget):
    """One tab. ``told(words)`` says how an act ended: the page shows it beside its title."""

    told = Signal(str)

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._data: SessionData | None = None

    @property
    def locked(self) -> bool:
        """Whether nothing can be changed: no session, or a closed one."""
        return self._data is None or self._data.locked

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; called while the tab is in front, or when it comes there."""
        self._data = data
