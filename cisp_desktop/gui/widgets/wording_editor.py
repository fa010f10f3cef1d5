"""One worded paragraph of a paper: its text, the fields that can be put in, the way back to the origin.

This module must not know which paper it belongs to, nor where a template is kept.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.paper_fields import field_words
from cisp_desktop.application.paragraph import Paragraph
from cisp_desktop.domain.paper_template import PARAGRAPH_LINES
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption

_LEAST_LINES, _MOST_LINES, _LONG_LINES = 4, 7, 12


class WordingEditor(QWidget):
    """``changed`` follows each key; ``text`` is as typed."""

    changed = Signal()

    def __init__(self, paragraph: Paragraph, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paragraph = paragraph
        title, hint = PlainLabel(paragraph.title, self), PlainLabel(paragraph.hint, self)
        strong = title.font()
        strong.setWeight(QFont.Weight.DemiBold)
        title.setFont(strong)
        hint.setProperty("kind", "small")
        hint.setWordWrap(True)
        self.edit = QPlainTextEdit(self)
        self.edit.setAccessibleName(paragraph.title)
        self.edit.setTabChangesFocus(True)
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.field_button = QPushButton(self.tr("Insérer un champ"), self)
        self.field_button.setAccessibleName(
            self.tr("Insérer un champ dans «\u00a0{0}\u00a0»").format(paragraph.title)
        )
        self.origin_button = QPushButton(self.tr("Texte d’origine"), self)
        self.origin_button.setAccessibleName(
            self.tr("Revenir au texte d’origine de «\u00a0{0}\u00a0»").format(paragraph.title)
        )
        self.origin_button.setProperty("kind", "quiet")
        self._offer_fields()
        self._lay_out(title, hint)
        self.edit.textChanged.connect(self._on_text_changed)
        self.origin_button.clicked.connect(self.go_back)
        self._on_text_changed()

    @property
    def text(self) -> str:
        """What is typed."""
        return typed_text(self.edit)

    def go_back(self) -> None:
        """Put the words of origin back; the field's own undo takes that back."""
        self._replace_all(self.paragraph.origin)
        self.edit.setFocus()

    def insert_field(self, name: str) -> None:
        """Put a field where the cursor is."""
        self.edit.insertPlainText(f"{{{name}}}")
        self.edit.setFocus()

    def _replace_all(self, text: str) -> None:
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def _offer_fields(self) -> None:
        menu = QMenu(self.field_button)
        for name in self.paragraph.rule.known:
            caption = f"{field_words(name)} – {{{name}}}"
            menu.addAction(literal_caption(caption)).triggered.connect(partial(self._on_field_chosen, name))
        self.field_button.setMenu(menu)

    def _on_field_chosen(self, name: str, checked: bool = False) -> None:
        del checked
        self.insert_field(name)

    def _lay_out(self, title: PlainLabel, hint: PlainLabel) -> None:
        line = self.edit.fontMetrics().lineSpacing()
        lines = self.paragraph.rule.lines
        least, most = (_LONG_LINES, _LONG_LINES) if lines > PARAGRAPH_LINES else (_LEAST_LINES, _MOST_LINES)
        self.edit.setMinimumHeight(line * min(least, lines) + 2 * t.SPACE_M)
        self.edit.setMaximumHeight(line * min(most, lines) + 2 * t.SPACE_M)
        buttons = QHBoxLayout()
        buttons.setSpacing(t.SPACE_S)
        buttons.addWidget(self.field_button)
        buttons.addStretch(1)
        buttons.addWidget(self.origin_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        for widget in (title, hint, self.edit):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def _on_text_changed(self) -> None:
        self.origin_button.setEnabled(self.text != self.paragraph.origin)
        self.changed.emit()
