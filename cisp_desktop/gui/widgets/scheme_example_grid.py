"""The grid of an example: levels by the figures of the keyboard, N for « non évalué », or by a click.

This module must not know what the marks give.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from cisp_desktop.gui.widgets.points_edit import figure_of
from cisp_desktop.gui.widgets.record_table import RecordTable


class ExampleGrid(RecordTable):
    """``level_typed(level)``: a figure, None for N; it concerns every cell that is selected."""

    level_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # A line each: the tooltip says a long wording in full.
        self.setWordWrap(False)
        self.takes_figures = True

    def selected_cells(self) -> list[tuple[int, int]]:
        """Return (row, column) of the cells selected."""
        return [(index.row(), index.column()) for index in self.selectedIndexes()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a level; in a grid of points the key opens the field."""
        figure = figure_of(event)
        if self.takes_figures and (figure is not None or event.text().casefold() == "n"):
            self.level_typed.emit(figure)
            return
        super().keyPressEvent(event)
