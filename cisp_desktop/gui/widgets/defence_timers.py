"""Exposé and entretien of each candidate: two clocks a candidate, one running at a time.

A clock goes on when another candidate, or nobody's screen, is shown. This module must not know jurors nor
pages.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.widgets.defence_timer import DefenceClock, DefenceTimer


class DefenceTimers(QWidget):
    """The two timers of the candidate shown. ``running_changed(bool)`` says whether any clock runs."""

    running_changed = Signal(bool)

    def __init__(self, settings: Settings, icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._clocks: dict[str, tuple[DefenceClock, DefenceClock]] = {}
        self.presentation = DefenceTimer(self.tr("Exposé"), icons, parent=self)
        self.interview = DefenceTimer(self.tr("Entretien"), icons, parent=self)
        self.presentation.show_target(settings.presentation_minutes)
        self.interview.show_target(settings.interview_minutes)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_M)
        for timer in self._timers:
            layout.addWidget(timer)
            timer.toggled.connect(self._on_toggled)
            timer.target_changed.connect(self._on_target_changed)

    @property
    def _timers(self) -> tuple[DefenceTimer, DefenceTimer]:
        return self.presentation, self.interview

    @property
    def running(self) -> bool:
        """Whether the clock of any candidate runs."""
        return any(clock.running for clocks in self._clocks.values() for clock in clocks)

    def show_registration(self, registration_id: str) -> None:
        """Show the clocks of a candidate, made at zero the first time."""
        clocks = self._clocks.setdefault(registration_id, (DefenceClock(), DefenceClock()))
        for timer, clock in zip(self._timers, clocks, strict=True):
            timer.sound = self._settings.timer_sounds
            timer.show_clock(clock)

    def _on_toggled(self) -> None:
        """Let one clock run at a time: a defence is either presented or discussed."""
        started = next(
            (timer.clock for timer in self._timers if timer is self.sender() and timer.clock.running), None
        )
        if started is not None:
            for clocks in self._clocks.values():
                for clock in clocks:
                    if clock is not started:
                        clock.pause()
        for timer in self._timers:
            timer.show_running()
        self.running_changed.emit(self.running)

    def _on_target_changed(self) -> None:
        self._settings.presentation_minutes = self.presentation.target_box.value()
        self._settings.interview_minutes = self.interview.target_box.value()
