"""« Préparer », second tab: which dossiers are there, which are missing, and how they come in.

This module must not know PDF, nor the other tabs.
"""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.wording import matches, plural
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.dossier_cell_delegate import DossierCellDelegate
from cisp_desktop.gui.dialogs.dossier_window import DossierWindow
from cisp_desktop.gui.dossier_acts import DossierActs
from cisp_desktop.gui.forms.prepare_dossiers import Ui_PrepareDossiers
from cisp_desktop.gui.itemmodels.dossier_matrix_model import DossierMatrixModel, Role
from cisp_desktop.gui.reminder_acts import ReminderActs
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.column_widths import text_factor
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.file_drop import FileDrop
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab

LEAST_COLUMN = 102
"""Pixels of a column at the usual size of text."""
USUAL_NOTICE = timedelta(days=15)
"""How long before the session the last day for dossiers is first offered."""


class PrepareDossiers(PrepareTab):
    """The matrix candidate × kind.

    ``candidates_wanted`` is the button of the empty state.
    """

    candidates_wanted = Signal()

    _composed = False

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._window: DossierWindow | None = None
        self.form = Ui_PrepareDossiers()
        self.form.setupUi(self)
        self.model = DossierMatrixModel(self)
        self.acts = DossierActs(context, self)
        self.acts.told.connect(self.told)
        self.reminders = ReminderActs(context, self)
        self.reminders.told.connect(self.told)
        self._compose_table()
        self._compose_tools()
        self._composed = True

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session."""
        self._data = data
        self.model.show_data(data)
        page = self.form.listPage if data.registrations else self.form.emptyState
        self.form.contentStack.setCurrentWidget(page)
        self._summarise(data)
        self._drop.enabled = not data.locked
        for button in (self.form.addButton, self.form.folderButton):
            button.setVisible(not data.locked)
        session = data.session
        self.form.dueField.show_due(
            session.dossiers_due, usual=session.starts - USUAL_NOTICE, last=session.ends, locked=data.locked
        )
        self._filter()
        view = self.form.matrixTableView
        if data.registrations and not view.currentIndex().isValid():
            view.setCurrentIndex(self.model.index(0, 0))
        self._on_cell_chosen()

    def _summarise(self, data: SessionData) -> None:
        missing = data.missing_dossiers()
        received = plural(len(data.dossiers), self.tr("pièce reçue"), self.tr("pièces reçues"))
        late = sum(row.late for row in data.dossiers)
        if late:
            received = self.tr("{0} dont {1} en retard").format(received, late)
        owed = sum(len(kinds) for kinds in missing.values())
        if owed:
            said = plural(owed, self.tr("manquante"), self.tr("manquantes"))
            whom = plural(len(missing), self.tr("candidat"), self.tr("candidats"))
            self.form.summaryLabel.setText(self.tr("{0} · {1} chez {2}").format(received, said, whom))
        else:
            self.form.summaryLabel.setText(self.tr("{0} · rien ne manque").format(received))

    def choose_folder(self) -> None:
        """Ask for a folder and look at what it holds."""
        path = self.context.messages.open_folder(self, self.tr("Répertoire des pièces"))
        if path is not None and self._data is not None:
            self.acts.take_paths(self._data, [path])

    def select(self, registration_id: str, kind: DossierKind) -> None:
        """Select one cell."""
        index = self.model.index_of(registration_id, kind)
        if index.isValid():
            if self.form.matrixTableView.isRowHidden(index.row()):
                self.form.searchEdit.clear()
                self.form.incompleteCheckBox.setChecked(False)
            self.form.matrixTableView.setCurrentIndex(index)
            self.form.matrixTableView.scrollTo(index)

    def _compose_table(self) -> None:
        view = self.form.matrixTableView
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        view.setItemDelegate(DossierCellDelegate(view))
        header = view.horizontalHeader()
        header.setStretchLastSection(False)  # it would not give way to a scroll bar
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(round(LEAST_COLUMN * text_factor(view.font())))
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setShowGrid(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setCornerButtonEnabled(False)
        view.doubleClicked.connect(self._on_cell_activated)
        view.selectionModel().currentChanged.connect(self._on_cell_chosen)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_requested)
        for key, slot in (
            (Qt.Key.Key_Return, self._on_cell_activated),
            (Qt.Key.Key_Enter, self._on_cell_activated),
            (Qt.Key.Key_Delete, self._on_remove_asked),
        ):
            shortcut = QShortcut(QKeySequence(key), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        self._drop = FileDrop(view)
        self._drop.dropped.connect(self._on_files_dropped)
        self._drop.hovered.connect(self._on_hovered)

    def _compose_tools(self) -> None:
        form, icons = self.form, self.context.icons
        form.openButton.clicked.connect(self._on_open_asked)
        form.addButton.clicked.connect(self._on_add_asked)
        form.folderButton.clicked.connect(self.choose_folder)
        form.remindersButton.clicked.connect(self._on_reminders_asked)
        form.exportButton.clicked.connect(self._on_export_asked)
        form.searchEdit.setPlaceholderText(self.tr("Candidat ou N° dossier"))
        form.searchEdit.search_changed.connect(self._filter)
        form.searchEdit.listen(self)
        form.incompleteCheckBox.toggled.connect(self._filter)
        form.dueField.day_chosen.connect(self._on_due_chosen)
        menu = QMenu(self)
        self._reassign_action = menu.addAction(self.tr("Ré&attribuer…"), self._on_reassign_asked)
        self._remove_action = menu.addAction(self.tr("&Retirer"), self._on_remove_asked)
        self._versions_action = menu.addAction(self.tr("&Versions…"), self._on_versions_asked)
        form.moreButton.setMenu(menu)
        icons.set(form.openButton, "book-open")
        icons.set(form.addButton, "file-plus")
        icons.set(form.folderButton, "folder-plus")
        icons.set(form.remindersButton, "envelope-simple")
        icons.set(form.exportButton, "export")
        form.stateLegend.show_states(
            [
                (DotState.DONE, self.tr("reçue")),
                (DotState.UNDER_WAY, self.tr("en retard")),
                (DotState.WARNING, self.tr("manquante")),
                (DotState.WAITING, self.tr("non attendue (absent)")),
            ]
        )
        form.emptyState.show_text(
            self.tr("Les pièces attendent les candidats"),
            self.tr("Importez d’abord la liste : le tableau dira quelles pièces chacun doit remettre."),
            button=self.tr("Aller aux candidats"),
        )
        form.emptyState.activated.connect(self.candidates_wanted)

    def _cell(self) -> tuple[str, DossierKind] | None:
        index = self.form.matrixTableView.currentIndex()
        if not index.isValid():
            return None
        return index.data(Role.REGISTRATION_ID), DossierKind(index.data(Role.KIND))

    def _dossier(self) -> DossierRow | None:
        index = self.form.matrixTableView.currentIndex()
        found = index.data(Role.DOSSIER) if index.isValid() else None
        return found if isinstance(found, DossierRow) else None

    def _read(self, dossier: DossierRow) -> None:
        data = self._data
        row = data.registration(dossier.registration_id) if data is not None else None
        if data is None or row is None:
            return
        if self._window is None:
            self._window = DossierWindow(self.context, self)
        rows = [found for found in data.dossiers if found.registration_id == row.id]
        missing = data.missing_dossiers().get(row.id, ())
        self._window.show_candidate(name_of(row), rows, missing=missing, kind=dossier.kind)

    def _on_cell_chosen(self) -> None:
        dossier, locked = self._dossier(), self.locked
        self.form.openButton.setEnabled(dossier is not None)
        self.form.addButton.setEnabled(self._cell() is not None and not locked)
        self.form.moreButton.setEnabled(dossier is not None)
        self._versions_action.setEnabled(dossier is not None)
        self._reassign_action.setEnabled(dossier is not None and not locked)
        self._remove_action.setEnabled(dossier is not None and not locked)

    def _on_cell_activated(self) -> None:
        if self._dossier() is not None:
            self._on_open_asked()
        else:
            self._on_add_asked()

    def _on_open_asked(self) -> None:
        dossier = self._dossier()
        if dossier is not None:
            self._read(dossier)

    def _on_add_asked(self) -> None:
        cell = self._cell()
        if cell is None or self.locked:
            return
        path = self.context.messages.open_file(
            self, self.tr("Ajouter un PDF"), filters=self.tr("Documents PDF (*.pdf)")
        )
        if path is not None:
            self.acts.take_file(path, registration_id=cell[0], kind=cell[1])

    def _on_reassign_asked(self) -> None:
        dossier = self._dossier()
        if dossier is not None and self._data is not None:
            self.acts.reassign(self._data, dossier)

    def _on_remove_asked(self) -> None:
        dossier = self._dossier()
        if dossier is not None and self._data is not None and not self._data.locked:
            self.acts.remove(self._data, dossier)

    def _on_versions_asked(self) -> None:
        cell = self._cell()
        if cell is not None and self._dossier() is not None and self._data is not None:
            self.acts.show_versions(self._data, cell[0], cell[1])

    def _on_reminders_asked(self) -> None:
        if self._data is not None:
            self.reminders.show_reminders(self._data)

    def _on_export_asked(self) -> None:
        if self._data is not None:
            self.acts.export(self._data)

    def _on_due_chosen(self, due: date | None) -> None:
        if self._data is not None and not self.acts.set_due(self._data, due):
            self.show_data(self._data)

    def _filter(self) -> None:
        """Hide the candidates who are not looked for; the headings stay where they are."""
        view, wanted = self.form.matrixTableView, self.form.searchEdit.text()
        incomplete = self.form.incompleteCheckBox.isChecked()
        for line in range(self.model.rowCount()):
            shown = matches(self.model.searched(line), wanted) if wanted.strip() else True
            hidden = not shown or (incomplete and self.model.is_complete(line))
            if view.isRowHidden(line) is not hidden:
                view.setRowHidden(line, hidden)

    def _on_menu_requested(self, place: QPoint) -> None:
        view = self.form.matrixTableView
        if not view.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.form.openButton.text(), self._on_open_asked).setEnabled(
            self._dossier() is not None
        )
        menu.addAction(self._versions_action)
        if self._data is not None and not self._data.locked:
            menu.addAction(self.form.addButton.text(), self._on_add_asked)
            menu.addSeparator()
            menu.addActions([self._reassign_action, self._remove_action])
        menu.popup(view.viewport().mapToGlobal(place))

    def _on_hovered(self, place: QPoint) -> None:
        index = self.form.matrixTableView.indexAt(place)
        if index.isValid():
            self.form.matrixTableView.setCurrentIndex(index)

    def _on_files_dropped(self, paths: list[Path], place: QPoint) -> None:
        if self._data is None:
            return
        index: QModelIndex = self.form.matrixTableView.indexAt(place)
        if len(paths) == 1 and paths[0].is_file() and index.isValid():
            self.acts.take_file(
                paths[0],
                registration_id=index.data(Role.REGISTRATION_ID),
                kind=DossierKind(index.data(Role.KIND)),
            )
        else:
            self.acts.take_paths(self._data, paths)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._composed:
            view = self.form.matrixTableView
            view.horizontalHeader().setMinimumSectionSize(round(LEAST_COLUMN * text_factor(view.font())))
