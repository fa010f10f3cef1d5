"""What stands in place of a page of the jury while nobody is identified: who can, one button a seat.

Nothing of any sheet is behind it. Each page may say its own words. This module must not know codes nor pages.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cisp_desktop.application.queries import PanelRow, SeatRow
from cisp_desktop.application.wording_seats import seats_in_words
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_caption, literal_tooltip
from cisp_desktop.gui.widgets.state_dot import StateDot

BUTTON_WIDTH = 340


class JurorGate(QWidget):
    """« Écran masqué ». ``seat_chosen(seat id)`` follows a button."""

    seat_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot = StateDot(self, side=28)
        self.dot.set_state(DotState.WAITING)
        self.title_label = self._said(self.tr("Écran masqué"), "section")
        self.text_label = self._said(
            self.tr(
                "Chaque juré déverrouille ses propres grilles avec son code personnel. "
                "Personne d’autre ne les voit avant que toutes soient scellées. Qui évalue maintenant ?"
            ),
            "muted",
        )
        self.timer_label = self._said(
            self.tr(
                "Un chronomètre tourne encore, bien au-delà du temps prévu\u00a0: le verrouillage ne l’a "
                "plus attendu. S’il a été oublié, mettez-le en pause."
            ),
            "warning",
        )
        self.timer_label.hide()
        self.hint_label = self._said("", "strong")
        self.hint_label.hide()
        self.keys_label = self._said(
            self.tr(
                "Dans la grille\u00a0: un chiffre ou un clic donne le niveau, ↑ ↓ change de ligne, C "
                "commente, F1 montre toutes les touches."
            ),
            "muted",
        )
        self.buttons: list[QPushButton] = []
        self._offered: list[tuple[SeatRow, str]] = []
        self._preferred = ""
        self._buttons_layout = QVBoxLayout()
        self._buttons_layout.setSpacing(t.SPACE_S)
        self._buttons_layout.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lay_out()

    def _lay_out(self) -> None:
        text_row = QHBoxLayout()
        text_row.addStretch(1)
        text_row.addWidget(self.text_label, 3)
        text_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(t.SPACE_XL, t.SPACE_XL, t.SPACE_XL, t.SPACE_XL)
        layout.setSpacing(t.SPACE_M)
        layout.addStretch(2)
        layout.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title_label)
        layout.addLayout(text_row)
        layout.addWidget(self.timer_label)
        layout.addSpacing(t.SPACE_S)
        layout.addLayout(self._buttons_layout)
        layout.addWidget(self.hint_label)
        layout.addWidget(self.keys_label)
        layout.addStretch(3)

    def show_panels(self, panels: Sequence[PanelRow], *, timer_forgotten: bool = False) -> None:
        """Offer one button a seat, in the order of the sheet, one panel after the other.

        ``timer_forgotten``: why the screen locked although a timer runs.
        """
        self.timer_label.setVisible(timer_forgotten)
        offered = seats_in_words(panels)
        if offered == self._offered:  # who is about to press one keeps the focus
            return
        self._offered = offered
        for button in self.buttons:
            self._buttons_layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(seat, words) for seat, words in offered]

    def explain(self, text: str, keys: str) -> None:
        """Say whose page this is, and which ``keys`` serve behind the gate."""
        self.text_label.setText(text)
        self.keys_label.setText(keys)

    def prefer(self, seat_id: str) -> None:
        """Put the keys on one seat's button."""
        for button in self.buttons:
            if button.property("seatId") == seat_id:
                self._preferred = seat_id
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hint(self, text: str) -> None:
        """Say the codes of a demonstration; nothing for an empty text."""
        self.hint_label.setText(text)
        self.hint_label.setVisible(bool(text))

    def _said(self, text: str, kind: str) -> PlainLabel:
        """Return a centred text of the masked screen."""
        label = PlainLabel(text, self)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _button(self, seat: SeatRow, words: str) -> QPushButton:
        button = QPushButton(self)
        button.setText(
            literal_caption(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 460))
        )
        button.setToolTip(literal_tooltip(self.tr("Identifier {0}").format(words)))
        button.setAccessibleName(self.tr("Identifier {0}").format(words))
        button.setMinimumWidth(BUTTON_WIDTH)
        button.setProperty("seatId", seat.id)
        button.clicked.connect(self._on_button_clicked)
        self._buttons_layout.addWidget(button)
        return button

    def showEvent(self, event: QShowEvent) -> None:
        """Let Return or Space identify at once."""
        super().showEvent(event)
        if self.buttons:
            wanted = [one for one in self.buttons if one.property("seatId") == self._preferred]
            (wanted or self.buttons)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_button_clicked(self) -> None:
        self.seat_chosen.emit(str(self.sender().property("seatId")))
