"""Asks for a note's text, colour and the line of the grid that it cites.

This module must not know how a note is stored.
"""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.reading_notes import NoteContent
from cisp_desktop.application.wording_reading import NOTE_COLOURS
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.widgets.fields import ElidedComboBox
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.note_look import swatch

LETTERS = 114
"""Letters that the form is wide, names and margins of its fields included."""


class ReadingNoteDialog(FormDialog):
    """``content`` is what was typed; ``items`` names each line of the grid by id. Ctrl+Return accepts."""

    def __init__(
        self,
        title: str,
        content: NoteContent,
        items: Mapping[str, str],
        *,
        bare: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bare = bare
        self.setWindowTitle(title)
        self.text_edit = QPlainTextEdit(content.text, self)
        self.text_edit.setAccessibleName(self.tr("Texte de la note"))
        self.text_edit.setTabChangesFocus(True)
        self.colour_combo = QComboBox(self)
        self.colour_combo.setAccessibleName(self.tr("Couleur et motif"))
        for colour, name in NOTE_COLOURS.items():
            self.colour_combo.addItem(swatch(colour), name, colour.value)
        self.colour_combo.setCurrentIndex(self.colour_combo.findData(content.colour.value))
        self.item_combo = ElidedComboBox(self)
        self.item_combo.setAccessibleName(self.tr("Compétence citée"))
        self.item_combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.item_combo.setMinimumContentsLength(24)
        self.item_combo.addItem(self.tr("Aucune"), "")
        for item, words in items.items():
            self.item_combo.addItem(words, item)
        self.item_combo.setCurrentIndex(max(0, self.item_combo.findData(content.item)))
        self._lay_out()
        self.text_edit.setFocus()

    @property
    def content(self) -> NoteContent:
        """What was typed and chosen."""
        colour = NoteColour(self.colour_combo.currentData())
        return NoteContent(colour, typed_text(self.text_edit), str(self.item_combo.currentData()))

    def problem(self) -> str:
        """A note on a whole page says something."""
        if self._bare and not typed_text(self.text_edit).strip():
            return self.tr("Écrivez la note, ou surlignez un passage de la page.")
        return ""

    def sizeHint(self) -> QSize:
        """Room for a few lines, and for the wording of a competence on one."""
        wide = self.fontMetrics().averageCharWidth() * LETTERS
        return QSize(max(wide, super().sizeHint().width()), max(320, super().sizeHint().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Ctrl+Return: Return alone is a new line of the text."""
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_button.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        privacy = PlainLabel(self)
        privacy.setText(
            self.tr(
                "Personne d’autre ne lit vos notes tant que vous ne les partagez pas. Aucun document ne les "
                "reprend."
            )
        )
        privacy.setProperty("kind", "small")
        privacy.setWordWrap(True)
        problem = PlainLabel(self)
        problem.setProperty("kind", "danger")
        problem.setWordWrap(True)
        cancel = QPushButton(self.tr("A&nnuler"), self)
        cancel.setAccessibleName(self.tr("Annuler"))
        self.accept_button = QPushButton(self.tr("&Enregistrer la note"), self)
        self.accept_button.setAccessibleName(self.tr("Enregistrer la note"))
        self.accept_button.setProperty("kind", "primary")
        self.accept_button.setDefault(True)
        form = QFormLayout()
        form.setSpacing(t.SPACE_S)
        form.addRow(self.tr("&Texte"), self.text_edit)
        form.addRow(self.tr("&Couleur"), self.colour_combo)
        form.addRow(self.tr("C&ompétence"), self.item_combo)
        buttons = QHBoxLayout()
        buttons.setSpacing(t.SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XL, t.SPACE_XL, t.SPACE_XL, t.SPACE_L)
        layout.setSpacing(t.SPACE_M)
        layout.addLayout(form, 1)
        layout.addWidget(privacy)
        layout.addWidget(problem)
        layout.addLayout(buttons)
        self.compose(self.accept_button, cancel, problem_label=problem, fields={"note.text": self.text_edit})
