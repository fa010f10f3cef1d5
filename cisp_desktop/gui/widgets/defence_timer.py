"""The two clocks of a defence, exposé and entretien.

They count up, change colour past their time, and stay silent. ``DefenceClock`` counts, ``DefenceTimer``
shows. This module must not know candidates nor pages.
"""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSpinBox, QToolButton, QWidget

from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.theme import restyle, tabular
from cisp_desktop.gui.widgets.labels import PlainLabel

TICK = 250
"""Milliseconds between two looks at the clock."""
LONGEST = 240
"""Minutes that may be set."""


class DefenceClock:
    """Seconds that passed while it ran. ``now`` never goes backwards (seconds)."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._counted = 0.0
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def seconds(self) -> int:
        """Whole seconds counted so far."""
        going = self._now() - self._since if self._since is not None else 0.0
        return int(self._counted + going)

    def start(self) -> None:
        """Count from now on."""
        if self._since is None:
            self._since = self._now()

    def pause(self) -> None:
        """Stop counting; what was counted stays."""
        if self._since is not None:
            self._counted += self._now() - self._since
            self._since = None

    def reset(self) -> None:
        """Begin again at zero, stopped."""
        self._counted, self._since = 0.0, None


def clock_words(seconds: int) -> str:
    """« 12:31 », « 1:02:07 » from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


class DefenceTimer(QFrame):
    """One named clock: elapsed, minutes to hold to, start or pause, back to zero.

    ``toggled`` follows the button; ``target_changed(minutes)`` the field.
    """

    toggled = Signal()
    target_changed = Signal(int)

    def __init__(self, name: str, icons: Icons, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._icons = icons
        self._clock = DefenceClock()
        self._over = False
        self.sound = False
        self.name_label = PlainLabel(name, self)
        self.elapsed_label = PlainLabel(self)
        self.elapsed_label.setProperty("kind", "section")
        self.late_label = PlainLabel(self)
        self.late_label.setProperty("kind", "danger")
        self.target_box = QSpinBox(self)
        self.target_box.setRange(1, LONGEST)
        self.target_box.setSuffix(self.tr(" min"))
        self.target_box.setAccessibleName(self.tr("Durée prévue : {0}").format(name))
        self.target_box.setToolTip(
            self.tr("Durée prévue, en minutes : passé ce temps, le chronomètre change de couleur")
        )
        self.target_box.valueChanged.connect(self._on_target_changed)
        self.play_button = QToolButton(self)
        self.play_button.clicked.connect(self._on_play_clicked)
        self.reset_button = QToolButton(self)
        self.reset_button.setToolTip(self.tr("Remettre à zéro"))
        self.reset_button.setAccessibleName(self.tr("{0} : remettre à zéro").format(name))
        self.reset_button.clicked.connect(self._on_reset_clicked)
        icons.set(self.reset_button, "arrow-counter-clockwise", tone="muted")
        self.setFocusProxy(self.play_button)
        self._lay_out()
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.show_time)
        self.show_clock(self._clock)

    @property
    def clock(self) -> DefenceClock:
        """What is shown."""
        return self._clock

    def show_clock(self, clock: DefenceClock) -> None:
        """Show another clock, running or not."""
        self._clock = clock
        self._over = clock.seconds > self.target_box.value() * 60
        self.show_running()

    def show_target(self, minutes: int) -> None:
        """Show the minutes to hold to."""
        self.target_box.setValue(minutes)
        self.show_time()

    def show_running(self) -> None:
        """Show whether the clock runs: it may have been stopped by the other one."""
        running = self._clock.running
        if running:
            self._tick.start()
        else:
            self._tick.stop()
        self._icons.set(self.play_button, "pause" if running else "play")
        words = self.tr("{0} : mettre en pause") if running else self.tr("{0} : démarrer")
        self.play_button.setAccessibleName(words.format(self._name))
        self.play_button.setToolTip(self.tr("{0} (Espace)").format(words.format(self._name)))
        self.reset_button.setEnabled(running or self._clock.seconds > 0)
        self.show_time()

    def show_time(self) -> None:
        """Read the clock."""
        seconds, target = self._clock.seconds, self.target_box.value() * 60
        over = seconds > target
        self.elapsed_label.setText(clock_words(seconds))
        self.late_label.setText(
            self.tr("dépassé de {0}").format(clock_words(seconds - target)) if over else ""
        )
        if over != self.late_label.isVisibleTo(self):
            self.late_label.setVisible(over)
        if over != (self.property("kind") == "danger"):
            self.setProperty("kind", "danger" if over else None)
            restyle(self)
        if over and not self._over and self.sound:
            QApplication.beep()
        self._over = over
        self.elapsed_label.setAccessibleName(
            self.tr("{0} : {1} écoulées").format(self._name, clock_words(seconds))
        )

    def _lay_out(self) -> None:
        self.elapsed_label.setFont(tabular(self.elapsed_label.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, t.SPACE_XS)
        layout.setSpacing(t.SPACE_XS)
        layout.addWidget(self.name_label)
        layout.addWidget(self.elapsed_label)
        layout.addWidget(PlainLabel("/", self))
        layout.addWidget(self.target_box)
        layout.addWidget(self.late_label)
        layout.addWidget(self.play_button)
        layout.addWidget(self.reset_button)
        self.late_label.hide()

    def _on_play_clicked(self) -> None:
        if self._clock.running:
            self._clock.pause()
        else:
            self._clock.start()
        self.show_running()
        self.toggled.emit()

    def _on_reset_clicked(self) -> None:
        self._clock.reset()
        self.show_running()
        self.toggled.emit()

    def _on_target_changed(self, minutes: int) -> None:
        self.show_time()
        self.target_changed.emit(minutes)
