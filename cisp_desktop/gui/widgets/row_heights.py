"""Rows of a long table, as high as their text: measured when they come into view, never all at once.

This module must not know what the rows hold.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QHeaderView, QTableView


class ShownRowHeights(QObject):
    """Fits the height of each row of ``view`` the first time it is seen, and anew when columns or text change
    their size.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._fitted: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fit_shown)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.verticalScrollBar().valueChanged.connect(self._soon.start)
        view.horizontalHeader().sectionResized.connect(self._start_again)
        model = view.model()
        model.modelReset.connect(self._start_again)
        model.dataChanged.connect(self._start_again)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the text's size, and what a larger view shows."""
        if watched is self._view and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._start_again()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._soon.start()
        return bool(super().eventFilter(watched, event))

    def _start_again(self) -> None:
        self._fitted.clear()
        self._soon.start()

    def _fit_shown(self) -> None:
        """Fit from the first row seen to the last: each that grows takes room from the following ones."""
        view = self._view
        row, rows, bottom = view.rowAt(0), view.model().rowCount(), view.viewport().height()
        while 0 <= row < rows and view.rowViewportPosition(row) < bottom:
            if row not in self._fitted:
                self._fitted.add(row)
                view.resizeRowToContents(row)
            row += 1
