"""When what is typed has to be saved: after a moment without a key, and when the focus leaves the field.

This module must not know what is typed, nor where it is saved.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

PAUSE = 1500
"""Milliseconds without a key."""


class TypingPause(QObject):
    """``settled`` asks to save; the listener knows whether anything has to be."""

    settled = Signal()

    def __init__(self, fields: Sequence[QPlainTextEdit], *, parent: QObject) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.settled)
        for field in fields:
            field.textChanged.connect(self._pause.start)
            field.installEventFilter(self)

    def wait(self) -> None:
        """Ask again after another pause."""
        self._pause.start()

    def stop(self) -> None:
        """Ask no more until the next key: all is saved."""
        self._pause.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask at once when the focus leaves, except for a menu."""
        if isinstance(event, QFocusEvent) and _leaves(event):
            self.settled.emit()
        return super().eventFilter(watched, event)


def _leaves(event: QFocusEvent) -> bool:
    return event.type() == QEvent.Type.FocusOut and event.reason() is not Qt.FocusReason.PopupFocusReason
