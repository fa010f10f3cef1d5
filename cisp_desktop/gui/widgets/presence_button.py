"""Whether the candidate came, on one button: what is known, and a menu to say otherwise.

This module must not know how it is stored.
"""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.queries_evaluating import PresenceRow
from cisp_desktop.application.wording import ATTENDANCE, clock
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.dialogs.attendance_dialog import Came
from cisp_desktop.gui.widgets.labels import literal_caption, literal_tooltip

ASKED: Mapping[Attendance, Came] = {
    Attendance.EXCUSED: Came.EXCUSED,
    Attendance.WITHDRAWN: Came.WITHDRAWN,
}


class PresenceButton(QPushButton):
    """``said(Attendance)`` takes no detail; ``asked(Came)`` does."""

    said = Signal(object)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: Attendance | Came = Attendance.EXPECTED
        self.setProperty("kind", "quiet")
        menu = QMenu(self)
        self._actions: dict[Attendance | Came, QAction] = {}
        for said in (Attendance.EXPECTED, Attendance.PRESENT):
            self._offer(menu, said, self.said)
        self._offer(menu, Came.LATE, self.asked)
        menu.addSeparator()
        self._offer(menu, Attendance.ABSENT, self.said)
        for asked in (Came.EXCUSED, Came.WITHDRAWN):
            self._offer(menu, asked, self.asked)
        self._name_entries("")
        self.setMenu(menu)

    def show_presence(self, registration: RegistrationRow, known: PresenceRow | None) -> None:
        """Show what is known of a candidate, and tick it in the menu."""
        attendance = registration.attendance
        ending = "e" if registration.sex == "F" else ""
        self._name_entries(ending)
        self._tick(attendance, late=known is not None and known.arrived_at is not None)
        words = ATTENDANCE[attendance]
        if attendance is not Attendance.WITHDRAWN:
            words += ending
        if known is not None and known.arrived_at is not None:
            words = self.tr("{0}, arrivée notée à {1}").format(words, clock(known.arrived_at))
        if known is not None and known.left_at is not None:
            words = self.tr("{0} à {1}").format(words, clock(known.left_at))
        self.setText(literal_caption(words))
        self.setAccessibleName(self.tr("Présence du candidat\u00a0: {0}").format(words))
        parts = [self.tr("Dire si le candidat est venu")]
        if known is not None:
            parts += [part for part in (known.excuse, known.document_name) if part]
        self.setToolTip(literal_tooltip("\n".join(parts)))

    def _offer(self, menu: QMenu, value: Attendance | Came, signal: SignalInstance) -> None:
        action = menu.addAction("")
        action.setCheckable(True)
        action.triggered.connect(partial(self._on_chosen, signal, value))
        self._actions[value] = action

    def _name_entries(self, ending: str) -> None:
        """Name the entries for a man or, with « e », for a woman."""
        entries: dict[Attendance | Came, str] = {
            Attendance.EXPECTED: self.tr("&Attendu{0}"),
            Attendance.PRESENT: self.tr("&Présent{0}"),
            Came.LATE: self.tr("Arrivé{0} en &retard…"),
            Attendance.ABSENT: self.tr("A&bsent{0}"),
            Came.EXCUSED: self.tr("&Excusé{0}…"),
            Came.WITHDRAWN: self.tr("&S’est retiré{0} pendant la soutenance…"),
        }
        for value, words in entries.items():
            self._actions[value].setText(words.format(ending))

    def _tick(self, attendance: Attendance, *, late: bool) -> None:
        now: Attendance | Came = ASKED.get(attendance, attendance)
        if attendance is Attendance.PRESENT and late:
            now = Came.LATE
        self._now = now
        for value, action in self._actions.items():
            action.setChecked(value is now)

    def _on_chosen(self, signal: SignalInstance, value: Attendance | Came, checked: bool = False) -> None:
        """Ask; the tick stays with what is known until that changes."""
        del checked
        for one, action in self._actions.items():
            action.setChecked(one is self._now)
        signal.emit(value)
