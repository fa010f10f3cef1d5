"""Columns of a table that follow the size of the text, one of them taking the room that is left.

This module must not know what the columns hold.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTableView

from cisp_desktop.gui.tokens import TEXT_POINTS


def text_factor(font: QFont) -> float:
    """Return how much larger ``font`` is than the usual text."""
    return max(font.pointSizeF(), 1.0) / TEXT_POINTS


class ColumnWidths(QObject):
    """Keeps the widths given for 100 %; column ``stretch`` takes the rest, never under ``least``.

    What the user widens by hand stays until the text changes its size.
    """

    def __init__(
        self, view: QTableView, widths: Mapping[int, int], *, stretch: int, least: int = 160
    ) -> None:
        super().__init__(view)
        self._view = view
        self._widths = dict(widths)
        self._stretch = stretch
        self._least = least
        self._factor = 0.0
        view.horizontalHeader().setStretchLastSection(False)
        view.horizontalHeader().setMinimumSectionSize(32)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        self.apply()

    def apply(self) -> None:
        """Set the widths again."""
        view, factor = self._view, text_factor(self._view.font())
        if factor != self._factor:
            self._factor = factor
            for column, width in self._widths.items():
                view.setColumnWidth(column, round(width * factor))
        taken = sum(view.columnWidth(c) for c in self._widths if not view.isColumnHidden(c))
        rest = max(round(self._least * factor), view.viewport().width() - taken)
        if view.columnWidth(self._stretch) != rest:
            view.setColumnWidth(self._stretch, rest)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the viewport's size and the view's font."""
        resized = event.type() is QEvent.Type.Resize and watched is not self._view
        if resized or event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.apply()
        return super().eventFilter(watched, event)
