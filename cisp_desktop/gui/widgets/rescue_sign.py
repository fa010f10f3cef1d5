"""The header's quiet word on rescue copies: none chosen, the last one's hour, or why there is none.

This module must not know how a copy is written.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cisp_desktop.application.wording import sentence
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.rescue_keeper import RescueState, RescueStatus
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.state_dot import StateDot

_DOTS = {
    RescueStatus.OFF: DotState.TO_DO,
    RescueStatus.CHOSEN: DotState.UNDER_WAY,
    RescueStatus.WRITTEN: DotState.DONE,
    RescueStatus.FAILED: DotState.BLOCKED,
    RescueStatus.BACK: DotState.DONE,
}


class RescueSign(QWidget):
    """A dot and a few words; ``activated`` follows a click on them."""

    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot = StateDot(self)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "quiet")
        self.button.clicked.connect(self.activated)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.dot)
        layout.addWidget(self.button)
        self.hide()

    def show_state(self, state: RescueState, *, evaluating: bool) -> None:
        """Show what became of the copies; that no place is chosen is said only while somebody evaluates."""
        words, more = self._words(state)
        self.dot.set_state(_DOTS[state.status])
        self.button.setText(words)
        self.button.setToolTip(literal_tooltip(more))
        self.button.setAccessibleName(words)
        self.button.setAccessibleDescription(more)
        off = state.status is RescueStatus.OFF
        self.setVisible(evaluating if off else state.status is not RescueStatus.CHOSEN or state.running)

    def _words(self, state: RescueState) -> tuple[str, str]:
        """Return what stands in the header, and what is said of it."""
        at = state.at.strftime("%H:%M") if state.at is not None else ""
        if state.status is RescueStatus.OFF:
            return self.tr("Sans copie de secours"), self.tr(
                "Choisir une clé USB ou un dossier où copier l’espace de travail, chiffré, après chaque "
                "grille scellée : si cet ordinateur tombe en panne, un autre continue."
            )
        if state.status is RescueStatus.FAILED and state.error is not None:
            return self.tr("Copie de secours impossible"), sentence(state.error)
        if state.status is RescueStatus.BACK:
            return self.tr("Copie de secours rétablie {0}").format(at), self.tr(
                "Le lieu des copies répond de nouveau : tout ce qui est enregistré y est."
            )
        if state.status is RescueStatus.WRITTEN:
            return self.tr("Copie {0}").format(at), self.tr("Dernière copie de secours, relue et entière.")
        return self.tr("Copie de secours…"), self.tr("La première copie de secours est en cours.")
