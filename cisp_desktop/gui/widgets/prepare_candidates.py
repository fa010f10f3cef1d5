"""« Préparer », first tab: the candidates, and the lists that bring them in.

This module must not know how a file is read, how an edit is checked, nor the other tabs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application.candidate_fields import LIST_TITLES
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.candidate_acts import CandidateImport, ResultImport
from cisp_desktop.gui.candidate_edits import CandidateEdits
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.duplicate_acts import DuplicateSearch, banner_words
from cisp_desktop.gui.forms.prepare_candidates import Ui_PrepareCandidates
from cisp_desktop.gui.itemmodels.candidate_columns import FIELDS, Column
from cisp_desktop.gui.itemmodels.candidate_filter import CandidateFilter
from cisp_desktop.gui.itemmodels.candidate_table_model import CandidateTableModel
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.widgets.candidate_columns_menu import CandidateColumns
from cisp_desktop.gui.widgets.candidate_delegates import set_delegates
from cisp_desktop.gui.widgets.candidate_filters import CandidateFilters
from cisp_desktop.gui.widgets.file_drop import FileDrop
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab


class PrepareCandidates(PrepareTab):
    """The table of candidates."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._awaited = ""
        self.importing = CandidateImport(context, self)
        self.result_import = ResultImport(context, self)
        self.edits = CandidateEdits(context, self)
        self.duplicates = DuplicateSearch(context, self)
        self.form = Ui_PrepareCandidates()
        self.form.setupUi(self)
        self.model = CandidateTableModel(self._edit_cell, self)
        self.filter = CandidateFilter(self)
        self.filter.setSourceModel(self.model)
        self._compose_table()
        self._compose_tools()
        self.filters = CandidateFilters(self.form, self.filter, context.icons, owner=self)

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session."""
        self._data = data
        self.edits.show_data(data)
        chosen = self._current_id()
        days = (data.session.ends - data.session.starts).days + 1
        panels = {panel.id: panel.name or panel.room for panel in data.panels} if len(data.panels) > 1 else {}
        self.model.show_rows(
            data.registrations, self.edits.sheet, panels=panels, days=days, locked=data.locked
        )
        self.columns.offer_panel(bool(panels))
        page = self.form.listPage if data.registrations else self.form.emptyPage
        self.form.contentStack.setCurrentWidget(page)
        self._list_drop.enabled = self._empty_drop.enabled = not data.locked
        form = self.form
        for button in (form.importButton, form.emptyImportButton, form.removeButton, form.addButton,
                       form.emptyAddButton, form.hintLabel, form.importResultsButton):  # fmt: skip
            button.setVisible(not data.locked)
        self.filters.show_data(data, panels)
        if self._awaited and self.model.line_of(self._awaited) is not None:
            chosen, self._awaited = self._awaited, ""
            self._go_to(chosen)
        elif chosen and not form.candidateTableView.currentIndex().isValid():
            self._go_to(chosen)
        self._on_selection_changed()
        self.duplicates.show_data(data)

    def choose_file(self) -> None:
        """Ask for a list and read it."""
        if self._data is not None and not self.locked:
            self.importing.choose_file(self._data.session.id)

    def _on_results_asked(self) -> None:
        if self._data is not None and not self.locked:
            self.result_import.choose_file(self._data.session.id)

    def read_file(self, path: Path) -> None:
        """Read a list and show its report; nothing is written before the user said so."""
        if self._data is not None and not self.locked:
            self.importing.read_file(self._data.session.id, path)

    def show_registration(self, registration_id: str, *, opened: bool = False) -> None:
        """Select a candidate, and open the file when asked."""
        if self.model.line_of(registration_id) is None:
            return
        self.filters.forget()
        index = self._go_to(registration_id)
        if opened:
            self._open(index)

    def selected_rows(self) -> list[RegistrationRow]:
        """Return the candidates of whom a cell is selected, in the order shown."""
        return [self._row_at(line) for line in self.form.candidateTableView.selected_lines()]

    def shown_rows(self) -> list[RegistrationRow]:
        """Return the candidates that the filter leaves, in the order shown."""
        return [self._row_at(line) for line in range(self.filter.rowCount())]

    def _row_at(self, line: int) -> RegistrationRow:
        return self.model.row_at(self.filter.mapToSource(self.filter.index(line, 0)).row())

    def _current_id(self) -> str:
        index = self.form.candidateTableView.currentIndex()
        return self._row_at(index.row()).id if index.isValid() else ""

    def _go_to(self, registration_id: str) -> QModelIndex:
        line = self.model.line_of(registration_id)
        if line is None:
            return QModelIndex()
        view = self.form.candidateTableView
        column = max(view.currentIndex().column(), Column.NUMBER)
        column = Column.BIRTH_NAME if view.isColumnHidden(column) else column
        index = self.filter.mapFromSource(self.model.index(line, column))
        view.go_to(index)
        view.scrollTo(index)
        return index

    def _compose_table(self) -> None:
        view = self.form.candidateTableView
        view.setModel(self.filter)
        view.sortByColumn(Column.NUMBER, Qt.SortOrder.AscendingOrder)
        set_delegates(view, edits=self.edits)
        self.columns = CandidateColumns(view, self.context.settings, self.form.columnsButton)
        view.doubleClicked.connect(self._on_double_clicked)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        view.copy_asked.connect(self._on_copy_asked)
        view.paste_asked.connect(self._on_paste_asked)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shortcut(key, self._on_open_asked, self.form.candidateTableView)
        self._shortcut(Qt.Key.Key_Delete, self._on_remove_asked, self.form.candidateTableView)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.form.emptyPage)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._on_paste_asked)
        self._list_drop = FileDrop(view)
        self._empty_drop = FileDrop(self.form.emptyPage)
        for drop in (self._list_drop, self._empty_drop):
            drop.dropped.connect(self._on_files_dropped)

    def _compose_tools(self) -> None:
        form = self.form
        for source in (self.importing, self.result_import, self.edits):
            source.told.connect(self.told)
        self.edits.refused.connect(self._on_cell_refused)
        form.addButton.clicked.connect(self._on_add_asked)
        form.emptyAddButton.clicked.connect(self._on_add_asked)
        form.importButton.clicked.connect(self.choose_file)
        form.importResultsButton.clicked.connect(self._on_results_asked)
        form.emptyImportButton.clicked.connect(self.choose_file)
        form.copyTitlesButton.clicked.connect(self._on_copy_titles_asked)
        form.openButton.clicked.connect(self._on_open_asked)
        form.removeButton.clicked.connect(self._on_remove_asked)
        form.exportButton.clicked.connect(self._on_export_asked)
        form.duplicatesBanner.activated.connect(self.duplicates.open_dialog)
        self.duplicates.found.connect(self._on_duplicates_found)
        self._attendance_menu = QMenu(self)
        for value in Attendance:
            action = self._attendance_menu.addAction(ATTENDANCE[value])
            action.setData(value.value)
            action.triggered.connect(self._on_attendance_chosen)
        form.attendanceButton.setMenu(self._attendance_menu)
        icons = self.context.icons
        icons.set(form.addButton, "plus")
        icons.set(form.importButton, "download-simple")
        icons.set(form.exportButton, "export")
        icons.set(form.importResultsButton, "clipboard-text")
        icons.set(form.emptyImportButton, "download-simple", tone="on_accent")
        icons.set(form.openButton, "identification-card")
        icons.set(form.removeButton, "trash")

    def _shortcut(self, key: Qt.Key, slot: object, target: QWidget) -> None:
        shortcut = QShortcut(QKeySequence(key), target)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(slot)

    def _open(self, index: QModelIndex) -> None:
        data = self._data
        if data is None or not index.isValid():
            return
        row = self._row_at(index.row())
        order = [one.id for one in self.shown_rows()]
        dialog = CandidateDialog(self.context, data, registration_id=row.id, order=order, parent=self)
        self.context.messages.run_dialog(dialog)
        shown = dialog.registration_id
        dialog.deleteLater()
        self._go_to(shown)

    def _edit_cell(self, row: RegistrationRow, column: Column, value: Any) -> bool:
        if column is Column.ATTENDANCE:
            wanted = Attendance(value)
            if wanted is Attendance.EXCUSED:  # asks why: the cell's editor must be closed by then
                QTimer.singleShot(0, self, lambda: self.edits.give_attendance([row], wanted))
                return True
            return self.edits.give_attendance([row], wanted)
        return self.edits.edit(row, FIELDS[column], value)

    def _on_cell_refused(self, words: str) -> None:
        banner = self.form.problemBanner
        if words or not banner.isHidden():  # styling it anew would paint the whole page again
            banner.show_text(Tone.DANGER, words)

    def _on_duplicates_found(self) -> None:
        words = "" if self.locked else banner_words(self.duplicates.pairs)
        self.form.duplicatesBanner.show_text(Tone.WARNING, words, button=self.tr("Comparer…"))

    def _on_files_dropped(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            self.read_file(paths[0])
        else:
            words = self.tr("Déposez une seule liste : {0} fichiers ont été déposés.").format(len(paths))
            self.context.messages.inform(self, self.tr("Un fichier à la fois"), words)

    def _on_copy_titles_asked(self) -> None:
        QGuiApplication.clipboard().setText("\t".join(LIST_TITLES.values()))
        self.told.emit(self.tr("Titres copiés : collez-les dans la première ligne d’un classeur vide."))

    def _on_copy_asked(self) -> None:
        view = self.form.candidateTableView
        spans = view.spans()
        if not spans:
            return
        within = range(min(s.left() for s in spans), max(s.right() for s in spans) + 1)
        columns = [Column(column) for column in view.shown_columns() if column in within]
        self.edits.copy(
            [[self.model.text(row, column) for column in columns] for row in self.selected_rows()]
        )

    def _on_paste_asked(self) -> None:
        if self._data is None or self.locked:
            return
        view = self.form.candidateTableView
        lines = view.selected_lines()
        here = min(lines) if lines else self.filter.rowCount()
        spans = view.spans()
        first = min((span.left() for span in spans), default=int(Column.NUMBER))
        columns = view.shown_columns()
        shown = columns[columns.index(first) :] if first in columns else columns
        fields: Sequence[str | None] = [FIELDS.get(Column(column)) for column in shown]
        self.edits.paste(self.shown_rows()[here:], fields)

    def _on_add_asked(self) -> None:
        added = self.edits.add() if not self.locked else None
        if added is not None:
            self._awaited = added if self.model.line_of(added) is None else ""
            self.show_registration(added)

    def _on_export_asked(self) -> None:
        self.edits.export(self.shown_rows())

    def _on_selection_changed(self) -> None:
        rows = self.form.candidateTableView.selected_lines()
        locked = self.locked
        self.form.openButton.setEnabled(len(rows) == 1)
        self.form.attendanceButton.setEnabled(bool(rows) and not locked)
        self.form.removeButton.setEnabled(bool(rows) and not locked)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._open(index)

    def _on_open_asked(self) -> None:
        self._open(self.form.candidateTableView.currentIndex())

    def _on_attendance_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.edits.give_attendance(self.selected_rows(), Attendance(action.data()))

    def _on_menu_requested(self, place: QPoint) -> None:
        view = self.form.candidateTableView
        if not view.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.addAction(self.form.openButton.text(), self._on_open_asked).setEnabled(
            self.form.openButton.isEnabled()
        )
        attendance = menu.addMenu(self.form.attendanceButton.text())
        attendance.setEnabled(self.form.attendanceButton.isEnabled())
        attendance.addActions(self._attendance_menu.actions())
        menu.addSeparator()
        menu.addAction(self.tr("&Copier"), self._on_copy_asked)
        menu.addAction(self.tr("Co&ller"), self._on_paste_asked).setEnabled(not self.locked)
        menu.addSeparator()
        remove = menu.addAction(self.form.removeButton.text(), self._on_remove_asked)
        remove.setEnabled(self.form.removeButton.isEnabled())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(view.viewport().mapToGlobal(place))

    def _on_remove_asked(self) -> None:
        if not self.locked:
            self.edits.remove(self.selected_rows())
