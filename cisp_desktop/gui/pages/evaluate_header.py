"""The header of « Évaluer »: the candidate's presence, the sitting's acts, sealing everything at once.

This module must not know how the page shows a sheet.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.attendance_acts import ask_attendance, say_attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.attendance_dialog import Came
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateLine
from cisp_desktop.gui.pages.evaluation import Evaluation
from cisp_desktop.gui.receipt_acts import show_own_receipts
from cisp_desktop.gui.stand_in_acts import (
    Sitting,
    ask_departure,
    ask_recusal_now,
    ask_set_aside,
    note_return,
    presides,
)
from cisp_desktop.gui.template_acts import manage_templates
from cisp_desktop.gui.widgets.labels import literal_caption
from cisp_desktop.gui.widgets.presence_button import PresenceButton
from cisp_desktop.gui.widgets.sitting_menu import SittingMenu


class EvaluateHeader(QObject):
    """Its widgets act on the candidate last shown; ``changed`` says that some are of use or not any more.

    ``paper_asked`` is the wish to copy the sheet shown from paper. Nothing stands here while the screen is
    masked.
    """

    changed = Signal()
    paper_asked = Signal()

    def __init__(self, context: GuiContext, page: QWidget, *, store: Callable[[], bool]) -> None:
        """``store`` puts away what is being typed; False stops the act."""
        super().__init__(page)
        self._context, self._page, self._store = context, page, store
        self._line: CandidateLine | None = None
        self._data: Evaluation | None = None
        self.presence_button = PresenceButton(page)
        self.sitting_menu = SittingMenu(context, lambda: self.registration_id, parent=page)
        self.seal_all_button = QPushButton(self.tr("&Tout sceller"), page)
        self.seal_all_button.setAccessibleName(self.tr("Sceller toutes mes grilles de ce candidat"))
        self.seal_all_button.setToolTip(
            self.tr("Sceller d’un coup toutes mes grilles de ce candidat (Alt+T)")
        )
        self.jury_menu = QMenu(self.tr("Le &jury pour ce candidat"), page)
        self.jury_menu.aboutToShow.connect(self.fill_jury_menu)
        menu = self.sitting_menu.menu()
        menu.addSeparator()
        menu.addMenu(self.jury_menu)
        menu.addSeparator()
        self.sitting_menu.offer(self.tr("Saisir une &grille papier…"), self.paper_asked.emit)
        self.sitting_menu.offer(self.tr("Mes &reçus…"), self._on_receipts_asked)
        self.sitting_menu.offer(self.tr("&Commentaires types…"), self._on_templates_asked)
        self.presence_button.said.connect(self._on_presence_said)
        self.presence_button.asked.connect(self._on_presence_asked)

    @property
    def widgets(self) -> Sequence[QWidget]:
        """What stands right of the title, the main button last."""
        return self.presence_button, self.sitting_menu, self.seal_all_button

    @property
    def registration_id(self) -> str:
        """The candidate looked at, empty for none."""
        return self._line.registration.id if self._line is not None else ""

    @property
    def sitting(self) -> Sitting | None:
        """Who sits before the candidate looked at."""
        if self._line is None or self._data is None:
            return None
        return self._data.sitting(self._line)

    def show_candidate(self, line: CandidateLine | None, data: Evaluation | None) -> None:
        """Act on this candidate from now on; None masks everything."""
        self._line, self._data = line, data
        self._context.candidate_followed.emit(self.registration_id)
        self.seal_all_button.setEnabled(line is not None and line.to_score and not line.done)
        if line is not None and data is not None:
            known = data.presences.get(line.registration.id)
            self.presence_button.show_presence(line.registration, known)
        masked = self._context.current_juror is None
        told = False
        for widget in self.widgets:
            wanted = masked or (line is None and widget is not self.seal_all_button)
            if bool(widget.property("unavailable")) != wanted:
                widget.setProperty("unavailable", wanted)
                told = True
        if told:
            self.changed.emit()

    def fill_jury_menu(self) -> None:
        """Offer what can be done about the jurors of this candidate."""
        self.jury_menu.clear()
        sitting, juror = self.sitting, self._context.current_juror
        if sitting is None or juror is None:
            return
        self._offer(
            self.tr("Un juré &manque ou part…"),
            partial(ask_departure, self._context, sitting, parent=self._page),
        )
        self._offer(
            self.tr("Un juré se ré&cuse…"),
            partial(ask_recusal_now, self._context, sitting, parent=self._page),
        )
        for one in sitting.stand_ins:
            seat = sitting.seat(one.seat_id)
            if seat is None:
                continue
            self.jury_menu.addSeparator()
            words = self.tr("{0} est de retour") if one.reason else self.tr("Renvoyer le suppléant de {0}")
            self._offer(
                words.format(literal_caption(seat.name)),
                partial(note_return, self._context, sitting, one.seat_id, parent=self._page),
            )
            if one.reason and presides(sitting, juror.seat_id):
                self._offer(
                    self.tr("Écarter les grilles de {0}…").format(literal_caption(seat.name)),
                    partial(ask_set_aside, self._context, sitting, seat, parent=self._page),
                )

    def _offer(self, words: str, act: Callable[[], object]) -> None:
        def asked(_checked: bool = False) -> None:
            if self._store():
                act()

        self.jury_menu.addAction(words).triggered.connect(asked)

    def _on_presence_said(self, attendance: Attendance) -> None:
        if self._line is not None and self._store():
            say_attendance(self._context, self.registration_id, attendance, parent=self._page)

    def _on_presence_asked(self, came: Came) -> None:
        if self._line is not None and self._store():
            ask_attendance(self._context, self.registration_id, self._line.name, came=came, parent=self._page)

    def _on_receipts_asked(self) -> None:
        show_own_receipts(self._context, parent=self._page)

    def _on_templates_asked(self) -> None:
        manage_templates(self._context, parent=self._page)
