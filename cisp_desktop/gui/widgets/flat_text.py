"""A field for one long line: it wraps, takes what is pasted from several lines, and holds no line end.

This module must not know what is typed in it.
"""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from cisp_desktop.gui.tokens import SPACE_L, SPACE_M

LINES = 3


def typed_text(edit: QPlainTextEdit) -> str:
    """Return what an area holds, to the letter: ``toPlainText()`` turns no-break spaces into plain ones."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class FlatText(QPlainTextEdit):
    """``edited(text)`` follows each change by the user; ``split_asked`` is Ctrl+Enter.

    ``least_lines`` stay in sight where room is scarce.
    """

    edited = Signal(str)
    split_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.least_lines = LINES
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.textChanged.connect(self._on_text_changed)

    @property
    def text(self) -> str:
        """What is typed, on one line."""
        return typed_text(self).replace("\n", " ")

    def show_text(self, text: str) -> None:
        """Show another text; the cursor stays where it is when the text is the same."""
        flat = text.replace("\r\n", "\n").replace("\n", " ")
        if flat == self.text:
            return
        self._filling = True
        self.setPlainText(flat)
        self._filling = False

    def _on_text_changed(self) -> None:
        if not self._filling:
            self.edited.emit(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds no line; with Ctrl it asks to part the text at the cursor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.split_asked.emit()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste on one line."""
        self.insertPlainText(" ".join(source.text().split("\n")))

    def minimumSizeHint(self) -> QSize:
        """Some lines of text, at any size of it."""
        return QSize(super().minimumSizeHint().width(), self._height(self.least_lines))

    def sizeHint(self) -> QSize:
        """What the usual lines need: the layout gives more where there is room."""
        return QSize(super().sizeHint().width(), self._height(LINES))

    def _height(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + (SPACE_L if lines > 1 else SPACE_M)
