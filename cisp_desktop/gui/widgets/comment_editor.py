"""What a juror writes about one line, or about the whole block: stored a moment after the last key.

The editor only says ``text_ready``; the page stores. This module must not know use cases nor models.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.queries_evaluating import CommentTemplateRow
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.theme import restyle
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel, literal_caption, literal_tooltip

PAUSE = 1500
"""Milliseconds without a key before what is typed is stored."""
LINES = 2


class CommentEditor(QFrame):
    """One text of one ``item``.

    ``text_ready(item, text)`` asks to store it: after a pause, on Ctrl+Return, when the focus leaves, when
    another item comes. A text that was refused is kept as a draft until ``clear``. ``left`` asks for the
    focus to go back to the grid (Escape). ``templates`` reads the ready comments when their menu opens;
    ``templates_asked`` is the wish to change them.
    """

    text_ready = Signal(str, str)
    left = Signal()
    templates_asked = Signal()

    def __init__(
        self, templates: Callable[[], Sequence[CommentTemplateRow]], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._templates = templates
        self._waiting = False
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
        self.editor.templates_wanted.connect(self._on_templates_wanted)
        self.templates_button = QToolButton(self)
        self.templates_button.setAccessibleName(self.tr("Commentaires types"))
        self.templates_button.setToolTip(self.tr("Insérer un commentaire type (Ctrl+Espace)"))
        self.templates_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)  # a long comment is shortened in its entry
        self.menu.aboutToShow.connect(self.fill_menu)
        self.templates_button.setMenu(self.menu)
        row = QHBoxLayout()
        row.setSpacing(t.SPACE_S)
        row.addWidget(self.caption_label, 1)
        row.addWidget(self.state_label)
        row.addWidget(self.templates_button)
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
        return bool(self._item) and typed_text(self.editor) != self._stored

    @property
    def unsaved(self) -> bool:
        """Whether something typed, on this item or another one, is not stored."""
        return self.pending or bool(self._drafts)

    def show_text(self, item: str, text: str, *, caption: str, editable: bool, waiting: bool = False) -> None:
        """Show the text of ``item``, storing first what stands of another one. ``waiting``: not stored."""
        self._waiting = waiting
        if item != self._item:
            self.store()
            if self.pending:
                self._drafts[self._item] = typed_text(self.editor)
        elif editable and self.pending and self.editor.hasFocus():
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
        if typed_text(self.editor) != wanted:
            self.editor.setPlainText(wanted)
        self._pause.stop()
        self._show_state()

    def clear(self) -> None:
        """Hold nothing; what was not stored is dropped."""
        self._pause.stop()
        self._waiting = False
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
        self._stored, self._refused = typed_text(self.editor), None
        self._show_state()

    def note_refused(self) -> None:
        """Hear that what is typed was refused: it stays, and is not tried again until it changes."""
        self._refused = typed_text(self.editor)
        self._show_state()

    def store(self) -> None:
        """Ask to store what is typed, unless it is stored or was refused as it stands."""
        self._pause.stop()
        text = typed_text(self.editor)
        if self.pending and not self.editor.isReadOnly() and text != self._refused:
            self.text_ready.emit(self._item, text)

    def fill_menu(self) -> None:
        """Offer the ready comments, shortened to a line, and a way to change them."""
        self.menu.clear()
        for one in self._templates():
            line = " ".join(one.text.split())
            shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            action = self.menu.addAction(literal_caption(shown))
            action.setToolTip(literal_tooltip(one.text))
            action.triggered.connect(partial(self._on_template_chosen, one.text))
        if self.menu.isEmpty():
            self.menu.addAction(self.tr("Aucun commentaire type")).setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("&Gérer les commentaires types…")).triggered.connect(
            lambda _checked=False: self.templates_asked.emit()
        )

    def insert(self, text: str) -> None:
        """Put ``text`` at the cursor, a space before it where a word ends there."""
        if self.editor.isReadOnly():
            return
        cursor = self.editor.textCursor()
        before = typed_text(self.editor)[: cursor.selectionStart()]
        glue = " " if before and not before[-1].isspace() else ""
        cursor.insertText(glue + text)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_template_chosen(self, text: str, checked: bool = False) -> None:
        del checked
        self.insert(text)

    def _on_templates_wanted(self) -> None:
        if not self.editor.isReadOnly():
            corner = self.editor.cursorRect().bottomLeft()
            self.menu.popup(self.editor.viewport().mapToGlobal(corner))

    def _set_editable(self, editable: bool) -> None:
        self.templates_button.setEnabled(editable)
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
        if self._waiting:
            self.state_label.setText(self.tr("En attente du disque"))
        elif not self.pending:
            self.state_label.setText("")
        elif typed_text(self.editor) == self._refused:
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
    templates_wanted = Signal()

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
        if event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.templates_wanted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.focus_lost.emit()
