"""One clock of a defence, as it shows: what was spent, what was planned, its buttons.

It counts up, changes colour past its time, and stays silent unless a setting asks. It asks for acts and
changes nothing itself. This module must not know candidates nor pages.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSpinBox, QToolButton, QWidget

from cisp_desktop.application.timers import LISTENING_MARGIN
from cisp_desktop.domain.hearing_log import Timed, TimerAct
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.icons import Icons
from cisp_desktop.gui.theme import restyle, tabular
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_tooltip

TICK = 250
"""Milliseconds between two looks at the clock."""
LONGEST = 240
"""Minutes that may be set."""
FIELD_FRAME = 46
"""Pixels of a field beside its number: borders, paddings, arrows."""


def clock_words(seconds: int) -> str:
    """« 12:31 », « 1:02:07 » from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


class DefenceTimer(QFrame):
    """One named clock: elapsed, planned, start or pause, end, back to zero.

    ``asked(TimerAct)`` follows the buttons; ``usual_changed(minutes)`` the field, which shows where the
    assessment plans no length.
    """

    asked = Signal(object)
    usual_changed = Signal(int)

    def __init__(
        self, name: str, icons: Icons, *, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._icons = icons
        self._now = now
        self._timed = Timed()
        self._planned = 0
        self._usual = 0
        self._over = False
        self.sound = False
        self.name_label = PlainLabel(name, self)
        self.elapsed_label = PlainLabel(self)
        self.elapsed_label.setProperty("kind", "section")
        self.planned_label = PlainLabel(self)
        self.late_label = PlainLabel(self)
        self.late_label.setProperty("kind", "danger")
        self.more_label = PlainLabel(self)
        self.more_label.setProperty("kind", "small")
        self._make_field()
        self.play_button = QToolButton(self)
        self.play_button.clicked.connect(self._on_play_clicked)
        self.stop_button = self._button("stop", TimerAct.STOP)
        self.stop_button.setToolTip(self.tr("Terminer\u00a0: l’heure de fin va au procès-verbal"))
        self.stop_button.setAccessibleName(self.tr("{0}\u00a0: terminer").format(name))
        self.reset_button = self._button("arrow-counter-clockwise", TimerAct.RESET)
        self.reset_button.setToolTip(self.tr("Remettre à zéro"))
        self.reset_button.setAccessibleName(self.tr("{0}\u00a0: remettre à zéro").format(name))
        self.setFocusProxy(self.play_button)
        self._lay_out()
        self._tick = QTimer(self, interval=TICK)
        self._tick.timeout.connect(self.show_time)
        self.show_timed(self._timed, planned=1)

    @property
    def running(self) -> bool:
        """Whether what is shown runs."""
        return self._timed.running

    @property
    def late(self) -> bool:
        """Whether the time is passed."""
        return self._seconds > self._planned * 60

    @property
    def forgotten(self) -> bool:
        """Whether it runs so long past its time that nobody may be listening: the lock waits no more."""
        return self.running and self._seconds >= self._planned * 60 + LISTENING_MARGIN.total_seconds()

    def show_timed(self, timed: Timed, *, planned: int) -> None:
        """Show where a timer stands, and the minutes to hold to."""
        self._timed, self._planned = timed, planned
        self._over = self.late
        if timed.running:
            self._tick.start()
        else:
            self._tick.stop()
        self._icons.set(self.play_button, "pause" if timed.running else "play")
        words = (
            self.tr("{0}\u00a0: mettre en pause") if timed.running else self.tr("{0}\u00a0: démarrer")
        ).format(self._name)
        self.play_button.setAccessibleName(words)
        self.play_button.setToolTip(self.tr("{0} (Espace)").format(words))
        self.stop_button.setEnabled(timed.began is not None and timed.ended is None)
        self.reset_button.setEnabled(timed.began is not None)
        self.show_time()

    def show_plan(self, words: str, *, editable: bool, usual: int, more: str = "") -> None:
        """Say where the planned length comes from; ``editable``: the assessment gives none.

        ``usual`` is in minutes, without the candidate's extra time, of which ``more`` tells.
        """
        self._usual = usual
        self.more_label.setText(more)
        self.more_label.setToolTip(literal_tooltip(words))
        self.usual_box.setVisible(editable)
        self.usual_box.blockSignals(True)
        self.usual_box.setValue(usual)
        self.usual_box.blockSignals(False)
        self.planned_label.setToolTip(literal_tooltip(words))

    def show_time(self) -> None:
        """Read the clock."""
        seconds, over = self._seconds, self.late
        self.elapsed_label.setText(clock_words(seconds))
        planned = self.tr("/ {0}\u00a0min").format(self._usual or self._planned)
        self.planned_label.setText("/" if self.usual_box.isVisibleTo(self) else planned)
        self.planned_label.setAccessibleName(
            self.tr("{0}\u00a0: {1}\u00a0min prévues").format(self._name, self._planned)
        )
        late = clock_words(seconds - self._planned * 60) if over else ""
        self.late_label.setText(self._late_words(late) if over else "")
        self.more_label.setVisible(bool(self.more_label.text()) and not over)
        if over != self.late_label.isVisibleTo(self):
            self.late_label.setVisible(over)
        if over != (self.property("kind") == "danger"):
            self.setProperty("kind", "danger" if over else None)
            restyle(self)
        if over and not self._over and self.sound and self.running:
            QApplication.beep()
        self._over = over
        self.elapsed_label.setAccessibleName(
            self.tr("{0}\u00a0: {1} écoulées").format(self._name, clock_words(seconds))
        )

    def _late_words(self, late: str) -> str:
        """Say by how much the time is passed, and that a timer left running holds back no lock."""
        forgotten = self.forgotten
        self.late_label.setToolTip(
            self.tr(
                "Le verrouillage automatique n’attend plus ce chronomètre\u00a0: mettez-le en pause ou "
                "terminez-le s’il a été oublié."
            )
            if forgotten
            else ""
        )
        words = self.tr("oublié\u00a0? + {0}") if forgotten else self.tr("dépassé de {0}")
        return words.format(late)

    @property
    def _seconds(self) -> int:
        return int(self._timed.at(self._now()).total_seconds())

    def _make_field(self) -> None:
        self.usual_box = QSpinBox(self)
        self.usual_box.setRange(1, LONGEST)
        self.usual_box.setSuffix(self.tr("\u00a0min"))
        self.usual_box.setAccessibleName(self.tr("Durée prévue\u00a0: {0}").format(self._name))
        self.usual_box.setToolTip(
            self.tr("Durée prévue, en minutes\u00a0: passé ce temps, le chronomètre change de couleur")
        )
        self.usual_box.valueChanged.connect(self.usual_changed)

    def _button(self, icon: str, act: TimerAct) -> QToolButton:
        button = QToolButton(self)
        button.clicked.connect(lambda: self.asked.emit(act))
        self._icons.set(button, icon, tone="muted")
        return button

    def _lay_out(self) -> None:
        self.elapsed_label.setFont(tabular(self.elapsed_label.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, t.SPACE_XS)
        layout.setSpacing(t.SPACE_XS)
        for widget in (
            self.name_label, self.elapsed_label, self.planned_label, self.usual_box, self.more_label,
            self.late_label, self.play_button, self.stop_button, self.reset_button,
        ):  # fmt: skip
            layout.addWidget(widget)
        self._size_field()
        self.late_label.hide()
        self.more_label.hide()
        self.usual_box.hide()

    def _size_field(self) -> None:
        """Give the field the width of its longest number, at any size of the text."""
        longest = f"{LONGEST}{self.usual_box.suffix()}"
        self.usual_box.setFixedWidth(self.fontMetrics().horizontalAdvance(longest) + FIELD_FRAME)

    def changeEvent(self, event: QEvent) -> None:
        """Size the field for the present text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "late_label"):
            self._size_field()

    def _on_play_clicked(self) -> None:
        self.asked.emit(TimerAct.PAUSE if self.running else TimerAct.START)
