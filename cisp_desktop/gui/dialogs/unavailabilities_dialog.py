"""Everybody, and every room, that cannot be there: recorded here, or taken by another session.

Each act asks by a signal and is done at once; whoever listens shows the entries again. This module must not
know how an absence is stored.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.absences import absence_of
from cisp_desktop.application.other_sessions import Engagement
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.queries import UnavailabilityRow
from cisp_desktop.application.wording_planning import period_words
from cisp_desktop.domain.planning import Who
from cisp_desktop.gui.forms.unavailabilities_dialog import Ui_UnavailabilitiesDialog
from cisp_desktop.gui.itemmodels.text_table_model import TextLine, TextTableModel
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``row`` is None for what another session takes."""

    row: UnavailabilityRow | None
    line: TextLine


class UnavailabilitiesDialog(QDialog):
    """``add_asked``, ``edit_asked(row)``, ``remove_asked(row)``."""

    add_asked = Signal()
    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, view: PlanningView, *, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_UnavailabilitiesDialog()
        self.form.setupUi(self)
        self._locked = locked
        self._entries: list[Entry] = []
        titles = (self.tr("Qui"), self.tr("Quand"), self.tr("Motif"))
        self.model = TextTableModel(titles, self)
        table = self.form.entriesTableView
        table.setModel(self.model)
        ColumnWidths(table, {0: 230, 1: 290}, stretch=2, least=120)
        table.selectionModel().currentChanged.connect(self._on_entry_chosen)
        table.doubleClicked.connect(self._on_edit_clicked)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove_clicked)
        for button in (self.form.addButton, self.form.editButton, self.form.removeButton):
            button.setAutoDefault(False)
        self.form.addButton.clicked.connect(self.add_asked)
        self.form.editButton.clicked.connect(self._on_edit_clicked)
        self.form.removeButton.clicked.connect(self._on_remove_clicked)
        self.form.closeButton.clicked.connect(self.accept)
        self.show_entries(view)
        fit_dialog(self)

    def show_entries(self, view: PlanningView) -> None:
        """Show the entries again."""
        rows = sorted(view.scene.unavailable, key=lambda row: row.starts_at)
        self._entries = [Entry(row, self._line_of(row, view)) for row in rows]
        self._entries += [Entry(None, self._line_of_engagement(one)) for one in view.scene.engaged]
        self.model.show_lines([entry.line for entry in self._entries])
        self.form.addButton.setEnabled(not self._locked)
        self._on_entry_chosen()

    def _line_of(self, row: UnavailabilityRow, view: PlanningView) -> TextLine:
        one = absence_of(row)
        names = {
            Who.CANDIDATE: view.names.people, Who.JUROR: view.names.jurors, Who.ROOM: view.names.rooms
        }[one.who]  # fmt: skip
        return TextLine(
            row.id,
            (names.get(one.id, "?"), _sentence_case(period_words(one.starts_at, one.ends_at)), one.label),
        )

    def _line_of_engagement(self, one: Engagement) -> TextLine:
        when = self.tr("Le même jour, sans horaire encore")
        if one.starts_at is not None and one.ends_at is not None:
            when = _sentence_case(period_words(one.starts_at, one.ends_at))
        label = _sentence_case(one.label)
        return TextLine(f"{one.minutes_number}:{one.who}:{one.id}:{one.starts_at}", (one.name, when, label))

    def _chosen(self) -> UnavailabilityRow | None:
        index = self.form.entriesTableView.currentIndex()
        return self._entries[index.row()].row if 0 <= index.row() < len(self._entries) else None

    def _on_entry_chosen(self) -> None:
        useful = self._chosen() is not None and not self._locked
        self.form.editButton.setEnabled(useful)
        self.form.removeButton.setEnabled(useful)

    def _on_edit_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.edit_asked.emit(chosen)

    def _on_remove_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None and not self._locked:
            self.remove_asked.emit(chosen)


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]
