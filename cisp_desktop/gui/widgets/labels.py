"""Labels that show data: always plain text, in full or shortened with a tooltip.

This module must not know what is shown.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class PlainLabel(QLabel):
    """A label whose text is never taken for markup, whatever it holds."""

    def __init__(self, text: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        # The forms compiled by uic pass the parent alone.
        owner = text if isinstance(text, QWidget) else parent
        super().__init__(owner)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if isinstance(text, str):
            self.setText(text)


class ElidedLabel(PlainLabel):
    """One line that is shortened with « … » when the place lacks; the tooltip then holds it in full."""

    def __init__(self, text: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Allow any width down to a few letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        del event
        painter = QPainter(self)
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        wanted = literal_tooltip(self.text()) if shown != self.text() else ""
        if self.toolTip() != wanted:
            self.setToolTip(wanted)
        flags = self.alignment() | Qt.TextFlag.TextSingleLine
        self.style().drawItemText(
            painter, rect, int(flags), self.palette(),
            self.isEnabled(), shown, QPalette.ColorRole.WindowText,
        )  # fmt: skip


def literal_tooltip(text: str) -> str:
    """Return ``text`` so that a tooltip shows it as typed: Qt guesses rich text from a first tag."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<span style="white-space: pre-wrap">{escaped}</span>'


def literal_caption(text: str) -> str:
    """Return ``text`` so that a button, tab or menu shows ``&`` as typed instead of a mnemonic."""
    return text.replace("&", "&&")
