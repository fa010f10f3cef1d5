"""Hears that the system's screen locks or the computer goes to sleep, where the system says so (D-Bus).

Windows and macOS tell a Qt application nothing of it without code of their own: there the automatic lock and
Ctrl+L remain. This module must not know who is at the keyboard.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

SYSTEM_BUS = Path("/run/dbus/system_bus_socket")
_SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
_LOGIN = "org.freedesktop.login1"


class SystemLock(QObject):
    """``locked`` follows the screen's lock and the moment before sleep. ``heard`` says whether any will."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = sys.platform == "linux" and self._listen()

    if sys.platform == "linux":

        def _listen(self) -> bool:
            heard = []
            if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):  # without it Qt would start a bus
                bus = QDBusConnection.sessionBus()
                heard += [self._hear(bus, n, n, "ActiveChanged", "1on_active(bool)") for n in _SCREEN_SAVERS]
            if SYSTEM_BUS.exists():
                bus, manager = QDBusConnection.systemBus(), f"{_LOGIN}.Manager"
                heard.append(self._hear(bus, _LOGIN, manager, "PrepareForSleep", "1on_active(bool)"))
                heard.append(self._hear(bus, _LOGIN, f"{_LOGIN}.Session", "Lock", "1on_locked()"))
            return any(heard)

        def _hear(self, bus: QDBusConnection, service: str, interface: str, name: str, slot: str) -> bool:
            """Connect ``name`` of any object of ``service`` to a slot of ours, as Qt writes it."""
            # The stubs ask for bytes; what the binding takes is text.
            return bus.connect(service, "", interface, name, self, slot)  # type: ignore[call-overload, no-any-return]

    else:

        def _listen(self) -> bool:
            return False

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """Hear that the screen saver starts or ends, or that sleep comes or is over."""
        if active:
            self.locked.emit()

    @Slot()
    def on_locked(self) -> None:
        """Hear that the session is locked."""
        self.locked.emit()
