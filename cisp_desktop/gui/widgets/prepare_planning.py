"""« Préparer », the planning: when and where each candidate is heard, as a day's board or as a list.

This module must not know how a slot is stored or a planning found, nor the other tabs.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QWidget

from cisp_desktop.application.placing import Place
from cisp_desktop.application.planning import scene_of
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.wording import clock, plural, sentence_of, short_day
from cisp_desktop.application.wording_planning import (
    Remedy,
    settings_words,
)
from cisp_desktop.domain.planning import Plan, PlanStatus, Slot
from cisp_desktop.domain.planning_clash import Clash
from cisp_desktop.gui.absence_acts import show_absences
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.prepare_planning import Ui_PreparePlanning
from cisp_desktop.gui.itemmodels.slot_table_model import Column, SlotTableModel
from cisp_desktop.gui.planning_acts import PlanningActs
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.board_day import board_day
from cisp_desktop.gui.widgets.calendar_menu import CalendarMenu
from cisp_desktop.gui.widgets.clash_panel import ClashLine, clash_lines
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab
from cisp_desktop.gui.widgets.slot_list import compose_slot_list
from cisp_desktop.gui.widgets.waiting_list import Dragged


class PreparePlanning(PrepareTab):
    """The board of a day with those who wait beside it, or the list of all; what is wrong below."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_PreparePlanning()
        self.form.setupUi(self)
        self._acts = PlanningActs(context, self)
        self._view: PlanningView | None = None
        self._day: date | None = None
        self._searching = False
        self.board = self.form.planningBoard
        self.board.setFont(tabular(self.board.font()))
        self.board.waiting_target = self.form.waitingPane
        self.model = SlotTableModel(self._place, self._keep, self)
        self._widths, delete = compose_slot_list(self.form.slotTableView, self.model)
        delete.activated.connect(self._on_clear_clicked)
        self.form.slotTableView.selectionModel().currentChanged.connect(self._enable)
        self._compose_head()
        self._show_hint()
        self.board.placed.connect(self._on_slot_asked)
        self.board.removed.connect(self._on_removal_asked)
        self.board.swapped.connect(self._on_swap_asked)
        self.board.keep_toggled.connect(self._on_keep_toggled)
        self.board.chosen.connect(self._enable)
        self.board.tried.connect(self._on_tried)
        self.form.waitingList.place_asked.connect(self._on_first_free_asked)
        self.form.conflictList.subject_asked.connect(self.show_registration)
        self.form.clashPanel.remedy_asked.connect(self._on_remedy_asked)
        self.form.keepButton.clicked.connect(self._on_keep_clicked)
        self.form.clearSlotButton.clicked.connect(self._on_clear_clicked)

    @property
    def view(self) -> PlanningView | None:
        """The planning shown."""
        return self._view

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session."""
        other = self._data is None or self._data.session.id != data.session.id
        placed = self._view is not None and bool(self._view.slots) and not other
        super().show_data(data)
        self._view = self._read()
        if other or (not placed and self._view.slots):  # whoever has a slot stays, unless the user says
            self.form.stayCheckBox.setChecked(bool(self._view.slots))
        if other:
            self.form.clashPanel.hide()
            self._day = None
            self.board.verticalScrollBar().setValue(0)
        self._show_days()
        self.model.show_view(self._view, locked=self.locked)
        several = len(self._view.scene.panels) > 1
        self.form.slotTableView.setColumnHidden(Column.DAY, len(self._view.days) < 2)
        self.form.slotTableView.setColumnHidden(Column.PANEL, not several)
        self._widths.apply()
        self.form.stayCheckBox.setVisible(several)
        self.form.settingsLabel.setText(settings_words(self._view.scene.settings))
        self._show_board()
        self._show_summary(data)
        self.calendar_menu.show_view(self._view)
        self._show_conflicts()
        self._enable()

    def propose(self) -> None:
        """Look for a planning; one undo step brings the earlier one back."""
        view = self._view
        if view is None or self._searching or not view.rows or self.locked:
            return
        self._searching = True
        self._enable()
        self.form.clashPanel.hide()
        self._acts.propose(
            view,
            stay=self.form.stayCheckBox.isChecked(),
            current=lambda: self._view,
            found=self._on_found,
            ended=self._on_search_ended,
        )

    def _read(self) -> PlanningView:
        """Return the planning as it is now, absences and other sessions read anew."""
        data = self._data
        assert data is not None  # noqa: S101  # asked for once a session is shown
        rows, panels = data.registrations, data.panels
        queries, session = self.context.queries, data.session
        return PlanningView(scene_of(queries, session, data.certification, registrations=rows, panels=panels))

    def _compose_head(self) -> None:
        form, icons = self.form, self.context.icons
        views = QButtonGroup(self)
        views.addButton(form.dayButton)
        views.addButton(form.listButton)
        views.buttonToggled.connect(self._on_view_toggled)
        form.dayTabBar.day_chosen.connect(self._on_day_chosen)
        self.calendar_menu = CalendarMenu(form.exportButton)
        self.calendar_menu.asked.connect(self._on_export_asked)
        form.exportButton.setMenu(self.calendar_menu)
        form.exportButton.setProperty("hasMenu", "true")
        form.proposeButton.clicked.connect(self.propose)
        form.settingsButton.clicked.connect(self._on_settings_clicked)
        form.absencesButton.clicked.connect(self._on_absences_clicked)
        icons.set(form.proposeButton, "calendar-check")
        icons.set(form.absencesButton, "user-minus")
        icons.set(form.exportButton, "export")

    # --- showing --------------------------------------------------------------------------------------

    def _show_days(self) -> None:
        days = self._view.days if self._view is not None else []
        self._day = self.form.dayTabBar.show_days(days, self._day)
        self.form.dayTabBar.setVisible(len(days) > 1 and self.form.dayButton.isChecked())

    def _show_board(self) -> None:
        view = self._view
        if view is None or self._day is None:
            return
        self.board.show_day(board_day(view, self._day), judge=view.judged, locked=self.locked)
        waiting = [
            Dragged(row.id, row.number, view.names.people[row.id], view.minutes_for(row.id))
            for row in view.waiting
        ]
        self.form.waitingList.show_candidates(waiting, locked=self.locked)
        self.form.waitingPane.setVisible(bool(waiting) or not view.slots)
        self.form.waitingLabel.setText(self.tr("Sans horaire · {0}").format(len(waiting)))

    def _show_hint(self) -> None:
        words = self.tr("Double clic ou F2 pour modifier ; Suppr retire l’horaire.")
        if self.form.dayButton.isChecked():
            words = self.tr(
                "Glissez un passage, ou ↑ ↓ pour l’heure, Ctrl+← → pour le jury, Ctrl+↑ ↓ pour la durée, "
                "Maj pour échanger, F2 pour saisir l’heure, Espace pour épingler."
            )
        self.form.hintLabel.setText(words)

    def _show_summary(self, data: SessionData) -> None:
        view = self._view
        if view is None:
            return
        words = [plural(len(view.slots), self.tr("passage"), self.tr("passages")), *_day_words(view)]
        self.form.summaryLabel.setText(" · ".join(words) if view.slots else "")
        said = ""
        if not data.registrations:
            said = self.tr("Importez d’abord les candidats : le planning suivra l’ordre de la liste.")
        elif view.waiting and not view.slots:
            said = self.tr("Réglez la journée, puis proposez un planning : il s’ajuste ensuite à la main.")
        self.form.slotsBanner.show_text(Tone.INFO, said)

    def _show_conflicts(self) -> None:
        view = self._view
        if view is not None:
            nothing = self.tr("Aucun conflit dans ce planning.") if view.slots else ""
            self.form.conflictList.show_conflicts(view.sentences, nothing=nothing)

    def _enable(self) -> None:
        view, form = self._view, self.form
        free = view is not None and not self.locked
        form.proposeButton.setEnabled(free and bool(view and view.rows) and not self._searching)
        form.settingsButton.setEnabled(free)
        form.stayCheckBox.setEnabled(free)
        form.exportButton.setEnabled(bool(view and view.slots))
        chosen = self._chosen()
        placed = free and view is not None and chosen in view.slots
        form.keepButton.setEnabled(placed)
        form.clearSlotButton.setEnabled(placed)
        form.keepButton.setChecked(view is not None and chosen in view.kept)

    def _chosen(self) -> str:
        """Return the registration chosen in the view that is shown."""
        if self.form.dayButton.isChecked():
            return self.board.current
        index = self.form.slotTableView.currentIndex()
        return self.model.line_at(index.row()).row.id if index.isValid() else ""

    # --- edits ----------------------------------------------------------------------------------------

    def _place(self, registration_id: str, place: Place) -> bool:
        view = self._view
        text = self.tr("le passage d’un candidat")
        return view is not None and self._acts.place(view, {registration_id: place}, text=text)

    def _keep(self, registration_id: str, kept: bool) -> None:
        if self._view is not None:
            others = self._view.kept - {registration_id}
            self._acts.keep(self._view, others | {registration_id} if kept else others)

    def _on_slot_asked(self, slot: Slot) -> None:
        place = Place(slot.room_id, slot.starts, slot.minutes)
        if not self._place(slot.candidate_id, place) and self._view is not None:
            self._show_board()
        self.board.choose(slot.candidate_id)

    def _on_removal_asked(self, registration_id: str) -> None:
        if self._view is not None and registration_id in self._view.slots:
            self._acts.remove(self._view, registration_id)

    def _on_swap_asked(self, first_id: str, second_id: str) -> None:
        if self._view is not None:
            self._acts.swap(self._view, first_id, second_id)
            self.board.choose(first_id)

    def _on_keep_toggled(self, registration_id: str) -> None:
        if self._view is not None:
            self._keep(registration_id, registration_id not in self._view.kept)

    def _on_keep_clicked(self, checked: bool) -> None:
        if self._chosen():
            self._keep(self._chosen(), checked)

    def _on_clear_clicked(self) -> None:
        if not self.locked:
            self._on_removal_asked(self._chosen())

    def _on_first_free_asked(self, registration_id: str) -> None:
        view = self._view
        if view is None or self.locked:
            return
        slot = view.first_free(registration_id)
        if slot is None:
            self.told.emit(self.tr("Aucune place libre : allongez la journée, ou proposez un planning."))
            return
        self._day = slot.starts.date()
        self._on_slot_asked(slot)

    def _on_tried(self, sentences: Sequence[str] | None) -> None:
        if sentences is None:
            self._show_conflicts()
        else:
            told = [("", said) for said in sentences]
            self.form.conflictList.show_conflicts(told, nothing=self.tr("Rien ne s’oppose à cette place."))

    # --- slots ----------------------------------------------------------------------------------------

    def _on_found(self, result: Plan | Clash) -> None:
        view = self._view
        if isinstance(result, Plan):
            words = plural(len(result.slots), self.tr("passage placé"), self.tr("passages placés"))
            if result.status is not PlanStatus.OPTIMAL:
                words = self.tr("{0} ; un meilleur planning existe peut-être").format(words)
            self.told.emit(words)
        elif view is not None:
            lines = clash_lines(result, view.names)
            self.form.clashPanel.show_clash(sentence_of("planning.clash", {}), lines)

    def _on_remedy_asked(self, line: ClashLine) -> None:
        view = self._view
        if view is None:
            return
        if line.remedy is Remedy.SETTINGS:
            self._on_settings_clicked()
        elif line.remedy is Remedy.ABSENCES:
            self._on_absences_clicked()
        elif line.remedy is Remedy.PINS:
            self._acts.keep(view, view.kept - set(line.subjects))
        elif line.remedy is Remedy.ROOMS:
            self.form.stayCheckBox.setChecked(False)
        else:
            self.context.open_page("prepare", "tab:panel")

    def _on_search_ended(self) -> None:
        self._searching = False
        self._enable()

    def _on_settings_clicked(self) -> None:
        if self._view is not None and not self.locked:
            self._acts.ask_settings(self._view)

    def _on_absences_clicked(self) -> None:
        if self._data is not None:
            show_absences(self.context, self._read, locked=self.locked, parent=self)

    def _on_export_asked(self, whose: str, panel_id: str, juror_id: str) -> None:
        if self._view is not None:
            self._acts.export(self._view, whose=whose, panel_id=panel_id or None, juror_id=juror_id or None)

    def _on_view_toggled(self) -> None:
        as_day = self.form.dayButton.isChecked()
        self.board.settle()
        self.form.viewStack.setCurrentWidget(self.form.boardPage if as_day else self.form.listPage)
        self._show_hint()
        self._show_days()
        self._enable()

    def _on_day_chosen(self, day: date) -> None:
        self.board.settle()
        self._day = day
        self._show_board()
        self._enable()

    def show_registration(self, registration_id: str) -> None:
        """Show a candidate's slot, in the view that is open."""
        view = self._view
        if view is None or registration_id not in view.slots:
            return
        line = self.model.index(self.model.line_of(registration_id), Column.NAME)
        self.form.slotTableView.setCurrentIndex(line)
        self.form.dayTabBar.setCurrentIndex(view.days.index(view.slots[registration_id].starts.date()))
        self.board.choose(registration_id)


def _day_words(view: PlanningView) -> list[str]:
    """« 14/12/2022 : 9 h 00 – 18 h 10 » for each day."""
    words = []
    for day in view.days:
        slots = [slot for slot in view.slots.values() if slot.starts.date() == day]
        if slots:
            first, last = min(slot.starts for slot in slots), max(slot.ends for slot in slots)
            words.append(f"{short_day(day)} : {clock(first)} – {clock(last)}")
    return words
