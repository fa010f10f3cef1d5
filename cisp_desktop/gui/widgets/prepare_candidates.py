"""« Préparer », first tab: the candidates, and the lists that bring them in.

This module must not know how a file is read, nor the other tabs.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from cisp_desktop.application.preparing import remove_registration, set_attendance
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE, plural
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.candidate_acts import CandidateImport
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import ChipsDelegate, StateTextDelegate
from cisp_desktop.gui.dialogs.candidate_dialog import CandidateDialog
from cisp_desktop.gui.forms.prepare_candidates import Ui_PrepareCandidates
from cisp_desktop.gui.itemmodels.candidate_table_model import (
    CandidateFilter,
    CandidateTableModel,
    Column,
    Role,
)
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.file_drop import FileDrop
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab

LIST_TITLES = (
    "N° dossier", "Civilité", "Nom de naissance", "Nom d'usage", "Prénoms", "Date de naissance",
    "Commune de naissance", "Code INSEE naissance", "Code postal naissance", "Pays de naissance", "Courriel",
    "Téléphone", "Voie d'accès", "Niveau d'entrée", "Années d'expérience", "Sélection réussie",
    "Entrée en formation", "Blocs présentés", "Blocs déjà acquis", "Aménagements", "Formateur référent",
    "Employeur ou structure de stage", "Tuteur ou accompagnateur VAE", "Recevabilité VAE",
)  # fmt: skip
"""The headers of a list, in the usual order, to paste into an empty workbook."""


class PrepareCandidates(PrepareTab):
    """The table of candidates."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.importing = CandidateImport(context, self)
        self.importing.told.connect(self.told)
        self.form = Ui_PrepareCandidates()
        self.form.setupUi(self)
        self.model = CandidateTableModel(self._give_attendance, self)
        self.filter = CandidateFilter(self)
        self.filter.setSourceModel(self.model)
        self._compose_table()
        self._compose_tools()

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session."""
        self._data = data
        days = (data.session.ends - data.session.starts).days + 1
        self.model.show_rows(data.registrations, data.certification.blocks, days=days, locked=data.locked)
        page = self.form.listPage if data.registrations else self.form.emptyPage
        self.form.contentStack.setCurrentWidget(page)
        self._list_drop.enabled = self._empty_drop.enabled = not data.locked
        for button in (self.form.importButton, self.form.emptyImportButton, self.form.removeButton):
            button.setVisible(not data.locked)
        self._show_count()
        self._on_selection_changed()

    def choose_file(self) -> None:
        """Ask for a list and read it."""
        if self._data is not None and not self.locked:
            self.importing.choose_file(self._data.session.id)

    def read_file(self, path: Path) -> None:
        """Read a list and show its report; nothing is written before the user said so."""
        if self._data is not None and not self.locked:
            self.importing.read_file(self._data.session.id, path)

    def show_registration(self, registration_id: str, *, opened: bool = False) -> None:
        """Select a candidate, and open the file when asked."""
        line = self.model.line_of(registration_id)
        if line is None:
            return
        self.form.searchField.clear()
        index = self.filter.mapFromSource(self.model.index(line, Column.NAME))
        self.form.candidateTableView.setCurrentIndex(index)
        self.form.candidateTableView.scrollTo(index)
        if opened:
            self._open(index)

    def selected_rows(self) -> list[RegistrationRow]:
        """Return the candidates that are selected, in the order shown."""
        selection = self.form.candidateTableView.selectionModel()
        indexes = sorted(selection.selectedRows(), key=lambda index: index.row())
        return [self.model.row_at(self.filter.mapToSource(index).row()) for index in indexes]

    def _compose_table(self) -> None:
        view = self.form.candidateTableView
        view.setModel(self.filter)
        view.setFont(tabular(view.font()))
        view.sortByColumn(Column.NUMBER, Qt.SortOrder.AscendingOrder)
        view.setItemDelegateForColumn(Column.PRESENTED, ChipsDelegate(Role.CHIPS, view))
        view.setItemDelegateForColumn(Column.HELD, ChipsDelegate(Role.CHIPS, view, filled=True))
        view.setItemDelegateForColumn(Column.WARNINGS, StateTextDelegate(Role.STATE, view))
        choices = [(ATTENDANCE[value], value.value) for value in Attendance]
        attendance = ChoiceDelegate(lambda _index: choices, state_role=Role.STATE, parent=view)
        view.setItemDelegateForColumn(Column.ATTENDANCE, attendance)
        ColumnWidths(view, _WIDTHS, stretch=Column.NAME, least=150)
        view.doubleClicked.connect(self._on_double_clicked)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._shortcut(key, self._on_open_asked)
        self._shortcut(Qt.Key.Key_Delete, self._on_remove_asked)
        self._list_drop = FileDrop(view)
        self._empty_drop = FileDrop(self.form.emptyPage)
        for drop in (self._list_drop, self._empty_drop):
            drop.dropped.connect(self._on_files_dropped)

    def _compose_tools(self) -> None:
        form = self.form
        form.searchField.search_changed.connect(self._on_search_changed)
        form.searchField.listen(self)
        form.importButton.clicked.connect(self.choose_file)
        form.emptyImportButton.clicked.connect(self.choose_file)
        form.copyTitlesButton.clicked.connect(self._on_copy_titles_asked)
        form.openButton.clicked.connect(self._on_open_asked)
        form.removeButton.clicked.connect(self._on_remove_asked)
        self._attendance_menu = QMenu(self)
        for value in Attendance:
            action = self._attendance_menu.addAction(ATTENDANCE[value])
            action.setData(value.value)
            action.triggered.connect(self._on_attendance_chosen)
        form.attendanceButton.setMenu(self._attendance_menu)
        icons = self.context.icons
        icons.set(form.importButton, "download-simple")
        icons.set(form.emptyImportButton, "download-simple", tone="on_accent")
        icons.set(form.openButton, "identification-card")
        icons.set(form.removeButton, "trash")

    def _shortcut(self, key: Qt.Key, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self.form.candidateTableView)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(slot)

    def _open(self, index: QModelIndex) -> None:
        data = self._data
        if data is None or not index.isValid():
            return
        row = self.model.row_at(self.filter.mapToSource(index).row())
        order = [
            self.model.row_at(self.filter.mapToSource(self.filter.index(line, 0)).row()).id
            for line in range(self.filter.rowCount())
        ]
        dialog = CandidateDialog(self.context, data, registration_id=row.id, order=order, parent=self)
        self.context.messages.run_dialog(dialog)
        shown = dialog.registration_id
        dialog.deleteLater()
        self.show_registration(shown)

    def _give_attendance(self, registration_id: str, attendance: Attendance) -> bool:
        workspace = self.context.workspace
        row = (
            next((r for r in self._data.registrations if r.id == registration_id), None)
            if self._data
            else None
        )
        done = self.context.operations.run(
            lambda: set_attendance(workspace, registration_id, attendance=attendance),
            text=self.tr("la présence de {0}").format(name_of(row) if row else ""),
            undo=lambda before: set_attendance(workspace, registration_id, attendance=before),
            parent=self,
        )
        return done is not None

    def _show_count(self) -> None:
        self.form.countLabel.setText(self.filter.count_words())

    def _on_files_dropped(self, paths: list[Path]) -> None:
        if len(paths) == 1:
            self.read_file(paths[0])
        else:
            words = self.tr("Déposez une seule liste : {0} fichiers ont été déposés.").format(len(paths))
            self.context.messages.inform(self, self.tr("Un fichier à la fois"), words)

    def _on_search_changed(self, text: str) -> None:
        self.filter.set_wanted(text)
        self._show_count()

    def _on_copy_titles_asked(self) -> None:
        QGuiApplication.clipboard().setText("\t".join(LIST_TITLES))
        self.told.emit(self.tr("Titres copiés : collez-les dans la première ligne d’un classeur vide."))

    def _on_selection_changed(self) -> None:
        rows = self.selected_rows()
        locked = self.locked
        self.form.openButton.setEnabled(len(rows) == 1)
        self.form.attendanceButton.setEnabled(bool(rows) and not locked)
        self.form.removeButton.setEnabled(bool(rows) and not locked)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != Column.ATTENDANCE:
            self._open(index)

    def _on_open_asked(self) -> None:
        self._open(self.form.candidateTableView.currentIndex())

    def _on_attendance_chosen(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        wanted = Attendance(action.data())
        rows = [row for row in self.selected_rows() if row.attendance is not wanted]
        stack = self.context.operations.undo_stack
        if len(rows) > 1:
            stack.beginMacro(self.tr("la présence de {0} candidats").format(len(rows)))
        for row in rows:
            if not self._give_attendance(row.id, wanted):
                break
        if len(rows) > 1:
            stack.endMacro()

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
        remove = menu.addAction(self.form.removeButton.text(), self._on_remove_asked)
        remove.setEnabled(self.form.removeButton.isEnabled())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(view.viewport().mapToGlobal(place))

    def _on_remove_asked(self) -> None:
        rows = self.selected_rows()
        if not rows or self.locked:
            return
        if self.context.messages.confirm(
            self,
            self.tr("Retirer de la session"),
            text=self._loss_words(rows),
            accept=self.tr("Retirer"),
            destructive=True,
        ):
            workspace = self.context.workspace
            for row in rows:
                remove = partial(remove_registration, workspace, row.id)
                if self.context.operations.run(remove, clears_undo=True, parent=self) is None:
                    break

    def _loss_words(self, rows: list[RegistrationRow]) -> str:
        """Name what is lost with these candidates."""
        assert self._data is not None  # noqa: S101  # the caller has it
        ids = {row.id for row in rows}
        dossiers = sum(row.registration_id in ids for row in self._data.dossiers)
        recusals = sum(row.registration_id in ids for row in self._data.panel.recusals)
        results = sum(len(row.outside_results) for row in rows)
        slots = sum(row.starts_at is not None for row in rows)
        names = ", ".join(f"{name_of(row)} ({row.number})" for row in rows[:5])
        if len(rows) > 5:
            names += self.tr(" et {0} autres").format(len(rows) - 5)
        lost = [
            plural(count, one, many)
            for count, one, many in (
                (dossiers, self.tr("pièce"), self.tr("pièces")),
                (slots, self.tr("horaire"), self.tr("horaires")),
                (recusals, self.tr("récusation"), self.tr("récusations")),
                (results, self.tr("résultat hors jury"), self.tr("résultats hors jury")),
            )
            if count
        ]
        said = (
            self.tr("Seront perdus : {0}.").format(", ".join(lost))
            if lost
            else self.tr("Rien d’autre n’est perdu.")
        )
        return self.tr(
            "{0}\n\n{1}\n\nUn nouvel import de la liste les inscrit de nouveau, sans leurs pièces."
        ).format(names, said)


_WIDTHS: dict[int, int] = {
    Column.NUMBER: 98,
    Column.BIRTH: 96,
    Column.PATH: 146,
    Column.PRESENTED: 140,
    Column.HELD: 92,
    Column.SLOT: 106,
    Column.ATTENDANCE: 106,
    Column.WARNINGS: 74,
}
