"""A widget alone on the whole screen, and back in its place.

This module must not know what it shows.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget


class FullScreen(QWidget):
    """A window for one widget; ``left`` asks to take it back: Escape, F11, or the window closed."""

    left = Signal()

    def __init__(self, parent: QWidget, keys: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._taken: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for sequence, act in {**keys, "F11": self.left.emit}.items():
            QShortcut(QKeySequence(sequence), self).activated.connect(act)

    @property
    def taken(self) -> QWidget | None:
        """What it shows; None while it is closed."""
        return self._taken

    def take(self, widget: QWidget, title: str) -> None:
        """Show ``widget`` alone on the screen."""
        self._taken = widget
        self.setWindowTitle(title)
        self._layout.addWidget(widget)
        widget.show()
        self.showFullScreen()
        self.activateWindow()

    def give_back(self) -> QWidget | None:
        """Hide; returns the widget, for its place. The window stays: a dialog may still hang on it."""
        widget, self._taken = self._taken, None
        self.hide()
        return widget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape, unless who has the focus had a use for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the widget back rather than close with it."""
        event.ignore()
        self.left.emit()
