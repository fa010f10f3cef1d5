"""One member's line of the minutes: who, in which quality, signed or refused when, or what can be done.

This module must not know how a signature is made.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import SignatureRow
from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.application.wording_minutes_life import refusal_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class SignatureLine(QFrame):
    """A card. ``asked(seat id)`` is the button to sign, ``refusal_asked`` and ``return_asked`` the others."""

    asked = Signal(str)
    refusal_asked = Signal(str)
    return_asked = Signal(str)

    def __init__(
        self,
        row: SignatureRow,
        refusal: RefusalRow | None = None,
        parent: QWidget | None = None,
        *,
        on_screen: bool = True,
        open_: bool = True,
    ) -> None:
        """``refusal``: the member's last one, also when it was taken back; ``on_screen``: whether these
        minutes are signed on screen; ``open_``: whether anything can still be said about them.
        """
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._seat_id = row.seat_id
        self.button: QPushButton | None = None
        self.refuse_button: QPushButton | None = None
        self.return_button: QPushButton | None = None
        dot = StateDot(self, side=16)
        dot.set_state(*self._state(row))
        name = ElidedLabel(row.name, self)
        name.setProperty("kind", "strong")
        role = PlainLabel(self._words(row, refusal), self)
        role.setProperty("kind", "muted")
        role.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(name)
        texts.addWidget(role)
        layout = QGridLayout(self)
        layout.setContentsMargins(t.SPACE_M, t.SPACE_S, t.SPACE_S, t.SPACE_S)
        layout.setHorizontalSpacing(t.SPACE_S)
        layout.setVerticalSpacing(t.SPACE_XS)
        layout.addWidget(dot, 0, 0)
        layout.addLayout(texts, 0, 1)
        layout.setColumnStretch(1, 1)
        if open_:
            self._offer(row, layout, on_screen=on_screen)

    def _offer(self, row: SignatureRow, layout: QGridLayout, *, on_screen: bool) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(t.SPACE_XS)
        if row.refused_at is not None:
            self.return_button = self._button(self.tr("Retirer le refus…"), row.name, kind="link")
            self.return_button.clicked.connect(lambda: self.return_asked.emit(self._seat_id))
            buttons.addWidget(self.return_button)
        elif row.awaited:
            self.refuse_button = self._button(self.tr("Refus…"), row.name, kind="link")
            self.refuse_button.setToolTip(self.tr("Ce membre refuse de signer\u00a0: noter son motif"))
            self.refuse_button.clicked.connect(lambda: self.refusal_asked.emit(self._seat_id))
            buttons.addWidget(self.refuse_button)
            if on_screen:
                self.button = self._button(self.tr("Signer…"), row.name)
                self.button.clicked.connect(lambda: self.asked.emit(self._seat_id))
                buttons.addWidget(self.button)
        layout.addLayout(buttons, 0, 2)

    def _button(self, text: str, name: str, *, kind: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(self.tr("{0}\u00a0: {1}").format(text.rstrip("…"), name))
        if kind:
            button.setProperty("kind", kind)
        return button

    def _state(self, row: SignatureRow) -> tuple[DotState, str]:
        if row.signed_at is not None:
            return DotState.DONE, self.tr("signé")
        if row.refused_at is not None:
            return DotState.BLOCKED, self.tr("refus de signer")
        return DotState.TO_DO, self.tr("à signer")

    def _words(self, row: SignatureRow, refusal: RefusalRow | None) -> str:
        words = [role_name(row.role, sex=row.sex)]
        if row.signed_at is not None:
            words.append(self.tr("Signé le {0}").format(moment_words(row.signed_at)))
        if refusal is not None:
            words.append(refusal_words(refusal))
        return "\n".join(words)
