"""The register of jurors: a table edited in place, with a filter; jurors added and removed, with undo.

This module must not know how a juror is stored.
"""

from datetime import date

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.juror_register import JurorDetails, add_juror, edit_juror, remove_juror
from cisp_desktop.application.wording import JUROR_CATEGORIES, plural, sentence
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.panel import JurorCategory
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.dialogs.problem_dialog import ProblemDialog
from cisp_desktop.gui.forms.juror_register_dialog import Ui_JurorRegisterDialog
from cisp_desktop.gui.itemmodels.juror_table_model import (
    SEXES,
    Column,
    JurorTableModel,
    Role,
)
from cisp_desktop.gui.itemmodels.line_filter import LineFilter
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog

WIDTHS = {
    Column.TITLE: 150, Column.EMPLOYER: 160, Column.CATEGORY: 170, Column.SEX: 84, Column.FROM: 96,
    Column.UNTIL: 96, Column.HABILITATION: 176, Column.TIES: 200, Column.EMAIL: 190, Column.PHONE: 130,
    Column.SESSIONS: 96,
}  # fmt: skip


class JurorRegisterDialog(ProblemDialog):
    """``day`` is the one that habilitations are judged on: the session's first."""

    def __init__(self, context: GuiContext, *, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.form = Ui_JurorRegisterDialog()
        self.form.setupUi(self)
        self.model = JurorTableModel(self._edit, self._on_date_misread, day=day, parent=self)
        self.proxy = LineFilter(self.model.searched, parent=self)
        self.proxy.setSortRole(Role.SORT)
        self.proxy.setSourceModel(self.model)
        self._compose_table()
        form = self.form
        form.searchField.listen(self)
        form.searchField.search_changed.connect(self._on_search_changed)
        form.newNameEdit.returnPressed.connect(self.add)
        form.newNameEdit.textChanged.connect(self._on_new_name_typed)
        form.addButton.clicked.connect(self.add)
        form.removeButton.clicked.connect(self.remove)
        form.closeButton.clicked.connect(self.accept)
        for button in (form.addButton, form.removeButton, form.closeButton):
            button.setAutoDefault(False)
        context.icons.set(form.addButton, "plus")
        for key, slot in (
            (QKeySequence.StandardKey.Undo, context.operations.undo),
            (QKeySequence.StandardKey.Redo, context.operations.redo),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        context.operations.changed.connect(self._on_workspace_changed)
        self.set_problem_line(form.problemLabel)
        self._show()
        fit_dialog(self)

    def add(self) -> None:
        """Add a juror of the name typed."""
        name = self.form.newNameEdit.text()
        if not name.strip():
            self.form.newNameEdit.setFocus()
            return
        workspace, juror_id = self.context.workspace, new_id()
        self.show_problem("")
        done = self.context.operations.run(
            lambda: add_juror(workspace, JurorDetails(name), juror_id=juror_id),
            text=self.tr("l’ajout d’un juré au registre"),
            undo=lambda _id: remove_juror(workspace, juror_id),
            parent=self,
            on_error=self._on_name_refused,
        )
        if done is None:
            return
        self.form.newNameEdit.clear()
        self.form.searchField.clear()
        self._choose(juror_id)

    def remove(self) -> None:
        """Take the chosen juror out of the register."""
        juror_id, workspace = self.chosen(), self.context.workspace
        if juror_id is None:
            return
        self.show_problem("")
        self.context.operations.run(
            lambda: remove_juror(workspace, juror_id),
            text=self.tr("le retrait d’un juré du registre"),
            undo=lambda said: add_juror(workspace, said, juror_id=juror_id),
            parent=self,
            on_error=self._on_refused,
        )

    def chosen(self) -> str | None:
        """Return the juror of the current line, or None."""
        index = self.form.jurorTableView.currentIndex()
        return str(index.data(Role.JUROR_ID)) if index.isValid() else None

    def _edit(self, juror_id: str, known: JurorDetails, wanted: JurorDetails) -> bool:
        workspace = self.context.workspace
        self.show_problem("")
        done = self.context.operations.run(
            lambda: edit_juror(workspace, juror_id, before=known, after=wanted),
            text=self.tr("la fiche d’un juré"),
            undo=lambda stored: edit_juror(workspace, juror_id, before=stored, after=known),
            parent=self,
            on_error=self._on_refused,
        )
        return done is not None

    def _compose_table(self) -> None:
        view = self.form.jurorTableView
        view.setModel(self.proxy)
        view.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        categories = [("–", ""), *((JUROR_CATEGORIES[c], c.value) for c in JurorCategory)]
        view.setItemDelegateForColumn(
            Column.CATEGORY, ChoiceDelegate(lambda _i: categories, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(
            Column.SEX, ChoiceDelegate(lambda _i: SEXES, state_role=Role.STATE, parent=view)
        )
        view.setItemDelegateForColumn(Column.HABILITATION, StateTextDelegate(Role.STATE, view))
        ColumnWidths(view, {int(column): width for column, width in WIDTHS.items()}, stretch=Column.NAME)
        view.selectionModel().currentChanged.connect(self._on_juror_chosen)

    def _show(self) -> None:
        rows, chosen = self.context.queries.jurors(), self.chosen()
        column = max(self.form.jurorTableView.currentIndex().column(), 0)
        self.model.show_jurors(rows)
        if chosen is not None:
            self._choose(chosen, column)
        self._count()
        self._on_new_name_typed()
        self._on_juror_chosen()

    def _choose(self, juror_id: str, column: int = Column.NAME) -> None:
        line = next((n for n, row in enumerate(self.model.rows) if row.id == juror_id), None)
        if line is not None:
            index = self.proxy.mapFromSource(self.model.index(line, column))
            self.form.jurorTableView.setCurrentIndex(index)

    def _count(self) -> None:
        shown, total = self.proxy.rowCount(), len(self.model.rows)
        words = plural(total, self.tr("juré"), self.tr("jurés"))
        self.form.countLabel.setText(words if shown == total else self.tr("{0} sur {1}").format(shown, words))

    def _on_refused(self, error: CispError) -> None:
        self.show_problem(self.point_out(self.form.jurorTableView, sentence(error)))

    def _on_name_refused(self, error: CispError) -> None:
        self.show_problem(self.point_out(self.form.newNameEdit, sentence(error)))

    def _on_date_misread(self, text: str) -> None:
        words = self.tr("« {0} » n’est pas une date. Écrivez JJ/MM/AAAA, ou videz la cellule.")
        self.show_problem(self.point_out(self.form.jurorTableView, words.format(text)))

    def _on_search_changed(self, text: str) -> None:
        self.proxy.set_wanted(text)
        self._count()

    def _on_new_name_typed(self) -> None:
        self.form.addButton.setEnabled(bool(self.form.newNameEdit.text().strip()))

    def _on_juror_chosen(self, current: QModelIndex | None = None) -> None:
        del current
        chosen = self.chosen()
        row = next((row for row in self.model.rows if row.id == chosen), None)
        self.form.removeButton.setEnabled(row is not None and not row.sessions)

    def _on_workspace_changed(self, changes: Changes) -> None:
        if changes.flags & Change.PANEL:
            self._show()
