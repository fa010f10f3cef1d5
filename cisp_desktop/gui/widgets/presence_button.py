"""Whether the candidate came, on one button: what is known, and a menu to say otherwise.

This module must not know how it is stored.
"""

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.application.queries_evaluating import PresenceRow
from cisp_desktop.application.wording import ATTENDANCE, clock
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.dialogs.attendance_dialog import Came
from cisp_desktop.gui.widgets.labels import literal_caption, literal_tooltip


class PresenceButton(QPushButton):
    """``said(Attendance)`` takes no detail; ``asked(Came)`` does."""

    said = Signal(object)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        menu = QMenu(self)
        self._offer(menu, self.tr("&Attendu"), self.said, Attendance.EXPECTED)
        self._offer(menu, self.tr("&Présent"), self.said, Attendance.PRESENT)
        self._offer(menu, self.tr("Arrivé en &retard…"), self.asked, Came.LATE)
        menu.addSeparator()
        self._offer(menu, self.tr("A&bsent"), self.said, Attendance.ABSENT)
        self._offer(menu, self.tr("&Excusé…"), self.asked, Came.EXCUSED)
        self._offer(menu, self.tr("&S’est retiré pendant la soutenance…"), self.asked, Came.WITHDRAWN)
        self.setMenu(menu)

    def show_presence(self, attendance: Attendance, known: PresenceRow | None) -> None:
        """Show what is known of a candidate."""
        words = ATTENDANCE[attendance]
        if known is not None and known.arrived_at is not None:
            words = self.tr("{0}, arrivé à {1}").format(words, clock(known.arrived_at))
        if known is not None and known.left_at is not None:
            words = self.tr("{0} à {1}").format(words, clock(known.left_at))
        self.setText(literal_caption(words))
        self.setAccessibleName(self.tr("Présence du candidat\u00a0: {0}").format(words))
        parts = [self.tr("Dire si le candidat est venu")]
        if known is not None:
            parts += [part for part in (known.excuse, known.document_name) if part]
        self.setToolTip(literal_tooltip("\n".join(parts)))

    def _offer(self, menu: QMenu, words: str, signal: SignalInstance, value: object) -> None:
        menu.addAction(words).triggered.connect(partial(self._on_chosen, signal, value))

    def _on_chosen(self, signal: SignalInstance, value: object, checked: bool = False) -> None:
        del checked
        signal.emit(value)
