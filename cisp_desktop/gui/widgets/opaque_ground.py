"""Lets a view move its pixels when it scrolls, instead of painting every cell again.

The style sheet takes from a view the ground that it fills by itself, and Qt then paints all of it at each
line scrolled. This module must not know what a view shows.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea

_STYLED = (QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class OpaqueGround(QObject):
    """Fills the ground of ``view`` with the colour that the style sheet gave it, whatever the theme."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._viewport = view.viewport()
        self._viewport.installEventFilter(self)
        self._viewport.setAutoFillBackground(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fill it again after each styling, which turns that off."""
        if watched is self._viewport and event.type() in _STYLED:
            self._viewport.setAutoFillBackground(True)
        return bool(super().eventFilter(watched, event))
