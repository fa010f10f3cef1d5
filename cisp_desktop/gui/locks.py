"""Locks by themselves: after minutes without a hand on keyboard or mouse, and with the system's screen.

This module must not know pages nor codes.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.settings import Settings
from cisp_desktop.gui.system_lock import SystemLock


def watch_locks(context: GuiContext, parent: QObject) -> None:
    """Lock the juror out by time and with the system's screen, for as long as ``parent`` lives."""
    idle, system = IdleLock(context, parent), SystemLock(parent)
    system.locked.connect(idle.lock_now)
    context.hears_screen = system.heard


class IdleLock(QObject):
    """Locks after the minutes that the settings say without a key or a click.

    It waits while a timer runs, as long as the context says that this means somebody listening.
    """

    WATCHED = frozenset(
        {
            QEvent.Type.KeyPress,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.Wheel,
            QEvent.Type.MouseMove,
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TabletPress,
            QEvent.Type.TabletMove,
        }
    )

    def __init__(self, context: GuiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time_passed)
        context.juror_changed.connect(self.restart)
        context.settings.changed.connect(self._on_setting_changed)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def restart(self) -> None:
        """Count from now."""
        if self._context.current_juror is None:
            self._timer.stop()
        else:
            self._timer.start(self._context.settings.lock_minutes * 60_000)

    def lock_now(self) -> None:
        """Lock at once, timer or not: the system's screen was locked."""
        self._context.set_juror(None)

    def _on_setting_changed(self, key: str) -> None:
        if key == Settings.lock_minutes.key:
            self.restart()

    def _on_time_passed(self) -> None:
        if self._context.lock_postponed:
            self.restart()
        else:
            self._context.set_juror(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there."""
        if event.type() in self.WATCHED and self._timer.isActive():
            self._timer.start()
        return False
