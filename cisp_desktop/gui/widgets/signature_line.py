"""One member's line of the minutes: who, in which quality, signed when, or the button to sign.

This module must not know how a signature is made.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class SignatureLine(QFrame):
    """A card. ``asked(seat id)`` is the button."""

    asked = Signal(str)

    def __init__(self, row: SignatureRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._seat_id = row.seat_id
        signed = row.signed_at is not None
        dot = StateDot(self, side=16)
        dot.set_state(
            DotState.DONE if signed else DotState.TO_DO, self.tr("signé") if signed else self.tr("à signer")
        )
        name = ElidedLabel(row.name, self)
        name.setProperty("kind", "strong")
        words = role_name(row.role)
        if row.signed_at is not None:
            words = self.tr("{0}\nSigné le {1}").format(words, moment_words(row.signed_at))
        role = PlainLabel(words, self)
        role.setProperty("kind", "muted")
        role.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(name)
        texts.addWidget(role)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_S, t.SPACE_S)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(dot)
        layout.addLayout(texts, 1)
        self.button: QPushButton | None = None
        if not signed:
            self.button = QPushButton(self.tr("Signer…"), self)
            self.button.setAccessibleName(self.tr("Signer\u00a0: {0}").format(row.name))
            self.button.clicked.connect(self._on_button_clicked)
            layout.addWidget(self.button)

    def _on_button_clicked(self) -> None:
        self.asked.emit(self._seat_id)
