"""The widths of the three panes of « Évaluer »: the grid's own comes first, the user's choice is remembered.

This module must not know what the panes show.
"""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QWidget

from cisp_desktop.gui.settings import Settings

NAME = "evaluate"
FIRST_WIDTHS = (180, 410, 480)
READER_LEAST = 320
"""Pixels that the dossiers keep at least, and may ask for at most: two of them side by side, or a longer bar
of tools, never take the room of the grid.
"""
READER, GRID = 1, 2


class PaneWidths(QObject):
    """Candidates, dossiers, grid: the splitter holds them already, ``reader`` being the second."""

    def __init__(self, splitter: QSplitter, reader: QWidget, settings: Settings) -> None:
        super().__init__(splitter)
        self._splitter, self._settings = splitter, settings
        reader.setMinimumWidth(READER_LEAST)
        splitter.setCollapsible(GRID, False)
        splitter.setStretchFactor(READER, 3)
        splitter.setStretchFactor(GRID, 2)
        splitter.setSizes(list(FIRST_WIDTHS))
        splitter.restoreState(settings.splitter_state(NAME))
        splitter.splitterMoved.connect(self._on_splitter_moved)

    def _on_splitter_moved(self) -> None:
        self._settings.set_splitter_state(NAME, self._splitter.saveState())
