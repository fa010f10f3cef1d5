"""Says that a timer runs for another candidate than the one shown: the name, the clock, one click away.

This module must not know how timers are stored.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cisp_desktop.domain.hearing_log import Timed
from cisp_desktop.gui.widgets.defence_timer import TICK, clock_words
from cisp_desktop.gui.widgets.labels import literal_caption, literal_tooltip

NAME_LETTERS = 15
"""How many letters of the name fit beside the timers; the tooltip says it in full."""


class HeardElsewhere(QPushButton):
    """Hidden while nobody else is heard. ``asked(registration id)`` follows a click."""

    asked = Signal(str)

    def __init__(self, *, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._registration_id, self._name = "", ""
        self._timed = Timed()
        self.setProperty("kind", "link")
        self.clicked.connect(lambda: self.asked.emit(self._registration_id))
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self._show_time)
        self.hide()

    def show_heard(self, registration_id: str, name: str, timed: Timed) -> None:
        """Show whose timer runs; an empty name hides the button."""
        self._registration_id, self._name, self._timed = registration_id, name, timed
        self.setVisible(bool(name))
        words = self.tr("Un chronomètre tourne pour {0}\u00a0: y aller").format(name) if name else ""
        self.setAccessibleName(words)
        self.setToolTip(literal_tooltip(words))
        if name:
            self._tick.start()
            self._show_time()
        else:
            self._tick.stop()
            self.setText("")

    def _show_time(self) -> None:
        seconds = int(self._timed.at(self._now()).total_seconds())
        short = self._name if len(self._name) <= NAME_LETTERS else f"{self._name[: NAME_LETTERS - 1]}…"
        self.setText(literal_caption(f"{short}\u00a0: {clock_words(seconds)}"))
