"""What a juror writes about one line, or about the whole block: stored a moment after the last key.

The editor only says ``text_ready``; the page stores. This module must not know use cases nor models.
"""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel

PAUSE = 1500
"""Milliseconds without a key before what is typed is stored."""
LINES = 2


class CommentEditor(QFrame):
    """One text of one ``item``.

    ``text_ready(item, text)`` asks to store it: after a pause, on Ctrl+Return, when the focus leaves, when
    another item comes. A text that was refused is kept as a draft until ``clear``. ``left`` asks for the
    focus to go back to the grid (Escape).
    """

    text_ready = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = ""
        self._stored = ""
        self._refused: str | None = None
        self._drafts: dict[str, str] = {}
        self.caption_label = ElidedLabel(self)
        self.caption_label.setProperty("kind", "strong")
        self.state_label = PlainLabel(self)
        self.state_label.setProperty("kind", "small")
        self.editor = _Editor(self)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.focus_lost.connect(self.store)
        self.editor.accepted.connect(self._on_accepted)
        row = QHBoxLayout()
        row.setSpacing(t.SPACE_S)
        row.addWidget(self.caption_label, 1)
        row.addWidget(self.state_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addLayout(row)
        layout.addWidget(self.editor)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.store)
        self.clear()

    @property
    def item(self) -> str:
        """What the text is about; empty for nothing."""
        return self._item

    @property
    def pending(self) -> bool:
        """Whether something typed on this item is not stored."""
        return bool(self._item) and self.editor.toPlainText() != self._stored

    @property
    def unsaved(self) -> bool:
        """Whether something typed, on this item or another one, is not stored."""
        return self.pending or bool(self._drafts)

    def show_text(self, item: str, text: str, *, caption: str, editable: bool) -> None:
        """Show the text of ``item``, storing first what stands of another one."""
        if item != self._item:
            self.store()
            if self.pending:
                self._drafts[self._item] = self.editor.toPlainText()
        elif self.pending and self.editor.hasFocus():
            self._stored = text  # what is being typed is newer than what was read
            return
        self._pause.stop()
        draft = self._drafts.pop(item, None) if editable else None
        self._item, self._stored, self._refused = item, text, draft
        self.caption_label.setText(caption)
        self.editor.setAccessibleName(caption)
        self._set_editable(editable)
        self.editor.setPlaceholderText(self.tr("Écrivez ici (C)") if editable else "")
        wanted = text if draft is None else draft
        if self.editor.toPlainText() != wanted:
            self.editor.setPlainText(wanted)
        self._pause.stop()
        self._show_state()

    def clear(self) -> None:
        """Hold nothing; what was not stored is dropped."""
        self._pause.stop()
        self._item, self._stored, self._refused = "", "", None
        self._drafts.clear()
        self.caption_label.setText(self.tr("Commentaire"))
        self.editor.setAccessibleName(self.tr("Commentaire"))
        self._set_editable(False)
        self.editor.setPlaceholderText("")
        self.editor.clear()
        self.editor.document().clearUndoRedoStacks()
        self._show_state()

    def note_stored(self) -> None:
        """Hear that what is typed was stored."""
        self._stored, self._refused = self.editor.toPlainText(), None
        self._show_state()

    def note_refused(self) -> None:
        """Hear that what is typed was refused: it stays, and is not tried again until it changes."""
        self._refused = self.editor.toPlainText()
        self._show_state()

    def store(self) -> None:
        """Ask to store what is typed, unless it is stored or was refused as it stands."""
        self._pause.stop()
        text = self.editor.toPlainText()
        if self.pending and not self.editor.isReadOnly() and text != self._refused:
            self.text_ready.emit(self._item, text)

    def _set_editable(self, editable: bool) -> None:
        if self.editor.isReadOnly() == editable:
            self.editor.setReadOnly(not editable)
            restyle(self.editor)

    def _on_text_changed(self) -> None:
        if self.pending and not self.editor.isReadOnly():
            self._pause.start()
        self._show_state()

    def _on_accepted(self) -> None:
        self._refused = None
        self.store()
        if not self.pending:
            self.left.emit()

    def _show_state(self) -> None:
        if not self.pending:
            self.state_label.setText("")
        elif self.editor.toPlainText() == self._refused:
            self.state_label.setText(self.tr("Non enregistré"))
        else:
            self.state_label.setText(self.tr("Saisie en cours…"))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height at some lines of the present text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.editor.updateGeometry()


class _Editor(QPlainTextEdit):
    """A few lines; Tab leaves it, Escape and Ctrl+Return accept it."""

    focus_lost = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setToolTip(
            self.tr("Enregistré à la pause, à la sortie du champ ou par Ctrl+Entrée (Échap : retour)")
        )
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        return LINES * self.fontMetrics().lineSpacing() + 18

    def updateGeometry(self) -> None:
        self.setFixedHeight(self._height())
        super().updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (
            entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accepted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.focus_lost.emit()
