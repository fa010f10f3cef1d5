"""« Préparer », fourth tab: when each candidate is heard.

This module must not know how a slot is stored, nor the other tabs.
"""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.preparing import Slot, assign_slots, place_slots
from cisp_desktop.application.wording import clock, plural, short_day
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.choice_delegate import SlotDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.prepare_planning import Ui_PreparePlanning
from cisp_desktop.gui.itemmodels.slot_table_model import Column, Role, SlotLine, SlotTableModel
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import indent_numbers
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab


class PreparePlanning(PrepareTab):
    """The settings at the left, the slots at the right."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_PreparePlanning()
        self.form.setupUi(self)
        indent_numbers(self)
        self.model = SlotTableModel(self._place, self)
        view = self.form.slotTableView
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        view.setItemDelegate(SlotDelegate(view))
        view.setItemDelegateForColumn(Column.REMARK, StateTextDelegate(Role.STATE, view))
        self._widths = ColumnWidths(view, _WIDTHS, stretch=Column.NAME, least=140)
        view.selectionModel().currentChanged.connect(self._on_line_chosen)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_clear_asked)
        self.form.assignButton.clicked.connect(self.assign)
        self.form.clearSlotButton.clicked.connect(self._on_clear_asked)
        self.form.lunchCheckBox.toggled.connect(self._on_lunch_toggled)
        context.icons.set(self.form.assignButton, "calendar-check")

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session; the settings follow the slots of another session."""
        other = self._data is None or self._data.session.id != data.session.id
        self._data = data
        self.model.show_data(data)
        if other:
            self._recall_settings()
        several = data.session.ends > data.session.starts
        self.form.slotTableView.setColumnHidden(Column.DAY, not several)
        self._widths.apply()
        expected = bool(self.model.lines)
        self.form.assignButton.setEnabled(expected and not data.locked)
        for field in (
            self.form.firstTimeEdit, self.form.lengthSpinBox, self.form.pauseSpinBox, self.form.lunchCheckBox,
            self.form.lastTimeEdit,
        ):  # fmt: skip
            field.setEnabled(not data.locked)
        self._on_lunch_toggled()
        self._show_summary(data)
        self._on_line_chosen()

    def assign(self) -> None:
        """Give everybody a slot; one undo step brings the earlier planning back."""
        data = self._data
        if data is None:
            return
        workspace, session_id, form = self.context.workspace, data.session.id, self.form
        before: dict[str, Slot | None] = {
            row.id: (row.starts_at, row.minutes) if row.starts_at and row.minutes else None
            for row in data.registrations
            if row.attendance.came
        }
        lunch = None
        if form.lunchCheckBox.isChecked():
            lunch = (_time(form.lunchStartTimeEdit.time()), _time(form.lunchEndTimeEdit.time()))
        first, last = _time(form.firstTimeEdit.time()), _time(form.lastTimeEdit.time())
        minutes, pause = form.lengthSpinBox.value(), form.pauseSpinBox.value()
        done = self.context.operations.run(
            lambda: assign_slots(
                workspace, session_id, first=first, minutes=minutes, pause=pause, lunch=lunch, last=last
            ),
            text=self.tr("la répartition des passages"),
            undo=lambda _placed: place_slots(workspace, session_id, slots=before),
            parent=self,
        )
        if done is not None:
            self.told.emit(plural(done.value, self.tr("passage placé"), self.tr("passages placés")))

    def _place(self, registration_id: str, slot: Slot) -> bool:
        return self._run_placing({registration_id: slot}, self.tr("le passage d’un candidat"))

    def _run_placing(self, slots: Mapping[str, Slot | None], text: str) -> bool:
        data = self._data
        if data is None:
            return False
        workspace, session_id = self.context.workspace, data.session.id
        done = self.context.operations.run(
            lambda: place_slots(workspace, session_id, slots=slots),
            text=text,
            undo=lambda before: place_slots(workspace, session_id, slots=before),
            parent=self,
        )
        return done is not None

    def _recall_settings(self) -> None:
        """Take the first hour and the usual length from the slots that stand."""
        placed = [line for line in self.model.lines if line.starts is not None and line.row.minutes]
        if not placed:
            return
        first = min(line.starts.time() for line in placed if line.starts is not None)
        minutes = min(line.row.minutes or 0 for line in placed)
        self.form.firstTimeEdit.setTime(QTime(first.hour, first.minute))
        self.form.lengthSpinBox.setValue(minutes)

    def _show_summary(self, data: SessionData) -> None:
        placed = [line for line in self.model.lines if line.starts is not None]
        waiting = len(self.model.lines) - len(placed)
        clashes = sum(bool(line.overlaps) for line in placed)
        words = plural(len(placed), self.tr("passage"), self.tr("passages"))
        self.form.summaryLabel.setText(" · ".join([words, *_day_words(placed)]) if placed else "")
        banner = self.form.slotsBanner
        if not data.registrations:
            banner.show_text(
                Tone.INFO, self.tr("Importez d’abord les candidats : ils seront placés dans l’ordre.")
            )
        elif clashes:
            said = plural(clashes, self.tr("passage se chevauche"), self.tr("passages se chevauchent"))
            banner.show_text(Tone.WARNING, said)
        elif waiting and placed:
            said = plural(
                waiting, self.tr("candidat n’a pas d’horaire"), self.tr("candidats n’ont pas d’horaire")
            )
            hint = self.tr("{0}. Allongez la journée, raccourcissez les passages, ou placez-les à la main.")
            banner.show_text(Tone.WARNING, hint.format(said))
        elif waiting:
            banner.show_text(Tone.INFO, self.tr("Réglez la journée à gauche, puis répartissez les passages."))
        else:
            banner.show_text(Tone.INFO, "")

    def _chosen(self) -> SlotLine | None:
        index = self.form.slotTableView.currentIndex()
        return self.model.line_at(index.row()) if index.isValid() else None

    def _on_line_chosen(self) -> None:
        chosen, data = self._chosen(), self._data
        useful = chosen is not None and chosen.starts is not None and data is not None and not data.locked
        self.form.clearSlotButton.setEnabled(useful)

    def _on_clear_asked(self) -> None:
        chosen = self._chosen()
        if (
            chosen is not None
            and chosen.starts is not None
            and self._data is not None
            and not self._data.locked
        ):
            self._run_placing({chosen.row.id: None}, self.tr("le retrait d’un horaire"))

    def _on_lunch_toggled(self) -> None:
        wanted = self.form.lunchCheckBox.isChecked() and self.form.lunchCheckBox.isEnabled()
        self.form.lunchStartTimeEdit.setEnabled(wanted)
        self.form.lunchEndTimeEdit.setEnabled(wanted)


def _day_words(placed: list[SlotLine]) -> list[str]:
    """« 14/12/2022 : 9 h 00 – 18 h 10 » for each day."""
    days: dict[str, list[SlotLine]] = {}
    for line in placed:
        if line.starts is not None:
            days.setdefault(short_day(line.starts.date()), []).append(line)
    words = []
    for day, lines in days.items():
        starts = min(line.starts for line in lines if line.starts is not None)
        ends = max(line.ends for line in lines if line.ends is not None)
        words.append(f"{day} : {clock(starts)} – {clock(ends)}")
    return words


def _time(value: QTime) -> time:
    return time(value.hour(), value.minute())


_WIDTHS: dict[int, int] = {
    Column.DAY: 94,
    Column.START: 74,
    Column.END: 74,
    Column.LENGTH: 74,
    Column.NUMBER: 98,
    Column.REMARK: 150,
}
