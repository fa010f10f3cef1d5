"""A line that says what the drawn states mean.

This module must not know where they are drawn.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel
from cisp_desktop.gui.widgets.state_dot import StateDot


class StateLegend(QWidget):
    """Drawn states with their words, on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(t.SPACE_XS)

    def show_states(self, states: Sequence[tuple[DotState, str]]) -> None:
        """Show ``states`` with their words; called once."""
        for state, words in states:
            dot = StateDot(self)
            dot.set_state(state, words)
            label = PlainLabel(words, self)
            label.setProperty("kind", "small")
            self._layout.addWidget(dot)
            self._layout.addWidget(label)
            self._layout.addSpacing(t.SPACE_M)
