"""What the candidate is told of one block: recommendations, and conditions of a new attempt.

This module must not know how an advice is stored.
"""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from cisp_desktop.application.advising import AdviceText
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.typing_pause import TypingPause


class AdviceBox(QWidget):
    """``changed`` follows each key; ``settled`` asks to save, after a pause or when the focus leaves."""

    changed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = AdviceText()
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
        layout.addWidget(self.state_label)
        self._typing = TypingPause([self.recommendation_edit, self.conditions_edit], parent=self)
        self._typing.settled.connect(self.settled)

    @property
    def advice(self) -> AdviceText:
        """What is typed."""
        return AdviceText(
            typed_text(self.recommendation_edit).strip(), typed_text(self.conditions_edit).strip()
        )

    @property
    def differs(self) -> bool:
        """Whether what is typed waits to be saved."""
        return self.advice != self._stored

    def show_advice(self, stored: AdviceText, typed: AdviceText | None = None, *, locked: bool) -> None:
        """Show what is stored, or what was typed over it; ``locked`` lets nothing change."""
        self._stored = stored
        shown = typed or stored
        for edit, text in (
            (self.recommendation_edit, shown.recommendation),
            (self.conditions_edit, shown.conditions),
        ):
            edit.setReadOnly(locked)
            if typed_text(edit).strip() != text.strip():  # the cursor of who is typing stays
                with QSignalBlocker(edit):
                    edit.setPlainText(text)
        if self.differs and not locked:
            self._typing.wait()
        self._show_state()

    def show_problem(self, text: str) -> None:
        """Say why what is typed was not saved instead of the state."""
        self._typing.stop()
        self.state_label.setText(self.tr("Non enregistré\u00a0: {0}").format(text))

    def note_stored(self) -> None:
        """Hear that what is typed was saved."""
        self._stored = self.advice
        self._typing.stop()
        self._show_state()

    def wait(self) -> None:
        """Ask to save again after another pause."""
        self._typing.wait()

    def give_up(self) -> None:
        """Show again what is stored."""
        self._typing.stop()
        self.show_advice(self._stored, locked=self.recommendation_edit.isReadOnly())

    def _show_state(self) -> None:
        if self.differs:
            self.state_label.setText(self.tr("Saisie en cours…"))
        elif self._stored == AdviceText():
            self.state_label.setText(self.tr("Aucun avis écrit au candidat sur ce bloc."))
        else:
            self.state_label.setText(self.tr("Avis enregistré"))

    def _on_text_changed(self) -> None:
        self._show_state()
        self.changed.emit()
