"""What the candidate is told of one block: recommendations, and conditions of a new attempt.

This module must not know how an advice is stored.
"""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.advising import AdviceText
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.labels import PlainLabel


class AdviceBox(QWidget):
    """``changed`` follows each key; ``asked`` is the button that saves."""

    changed = Signal()
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = AdviceText()
        self._locked = False
        self.recommendation_edit = QPlainTextEdit(self)
        self.conditions_edit = QPlainTextEdit(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        for caption, edit in (
            (self.tr("Recommand&ations au candidat"), self.recommendation_edit),
            (self.tr("Conditions d’une nouvelle présentation"), self.conditions_edit),
        ):
            label = QLabel(caption, self)
            label.setBuddy(edit)
            edit.setTabChangesFocus(True)
            edit.setAccessibleName(caption.replace("&", ""))
            edit.setMinimumHeight(2 * edit.fontMetrics().lineSpacing() + t.SPACE_M)
            edit.textChanged.connect(self._on_text_changed)
            layout.addWidget(label)
            layout.addWidget(edit, 1)
        self.state_label = PlainLabel(self)
        self.state_label.setProperty("kind", "muted")
        self.state_label.setWordWrap(True)
        self.save_button = QPushButton(self.tr("Enregistrer l’av&is"), self)
        self.save_button.clicked.connect(self.asked)
        foot = QHBoxLayout()
        foot.setSpacing(t.SPACE_M)
        foot.addWidget(self.state_label, 1)
        foot.addWidget(self.save_button)
        layout.addLayout(foot)

    @property
    def advice(self) -> AdviceText:
        """What is typed."""
        return AdviceText(
            self.recommendation_edit.toPlainText().strip(), self.conditions_edit.toPlainText().strip()
        )

    @property
    def differs(self) -> bool:
        """Whether what is typed waits to be saved."""
        return self.advice != self._stored

    def show_advice(self, stored: AdviceText, typed: AdviceText | None = None, *, locked: bool) -> None:
        """Show what is stored, or what was typed over it; ``locked`` lets nothing change."""
        self._stored, self._locked = stored, locked
        shown = typed or stored
        for edit, text in (
            (self.recommendation_edit, shown.recommendation),
            (self.conditions_edit, shown.conditions),
        ):
            edit.setReadOnly(locked)
            if edit.toPlainText() != text:
                with QSignalBlocker(edit):
                    edit.setPlainText(text)
        self._show_state()

    def show_problem(self, text: str) -> None:
        """Say what is wrong instead of the state."""
        self.state_label.setText(text)

    def _show_state(self) -> None:
        self.save_button.setEnabled(self.differs and not self._locked)
        if self.differs:
            self.state_label.setText(self.tr("Pas encore enregistré"))
        elif self._stored == AdviceText():
            self.state_label.setText(self.tr("Rien n’est dit au candidat de ce bloc."))
        else:
            self.state_label.setText(self.tr("Avis enregistré"))

    def _on_text_changed(self) -> None:
        self._show_state()
        self.changed.emit()
