"""How long the window stood still: a timer that wants to beat every millisecond, and the longest wait of it.

This module must not know what is measured.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer


@dataclass(frozen=True, slots=True)
class Still:
    """The longest time between two beats, in seconds: on the wall, and of the window's own computing.

    A busy machine lengthens the first alone; a disk that is waited for does as well.
    """

    wall: float
    computing: float


class Heartbeat(QObject):
    """Beats from its making to ``stop``."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter(), time.thread_time()
        self._longest = Still(0.0, 0.0)
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def stop(self) -> Still:
        """Beat no more; return how long the window stood still."""
        self._on_beat()
        self._timer.stop()
        return self._longest

    def _on_beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        wall, computing = now[0] - self._last[0], now[1] - self._last[1]
        self._longest = Still(max(self._longest.wall, wall), max(self._longest.computing, computing))
        self._last = now
