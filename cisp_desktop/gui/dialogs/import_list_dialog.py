"""Importing a list in one window: what its columns fill, what each line would do, what was left aside.

Reading and writing run in the worker; nothing is written before « Importer ». This module must not know
how a list is read, nor what its lines are about.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.import_preview import ImportPreview, LineState
from cisp_desktop.application.list_columns import ListFile
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.application.wording_imports import STATES, absent_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.choice_delegate import ChoiceDelegate
from cisp_desktop.gui.delegates.state_text_delegate import StateTextDelegate
from cisp_desktop.gui.forms.import_list_dialog import Ui_ImportListDialog
from cisp_desktop.gui.itemmodels.import_preview_model import (
    Column,
    ImportPreviewFilter,
    ImportPreviewModel,
    Role,
)
from cisp_desktop.gui.itemmodels.list_column_model import Column as Heading
from cisp_desktop.gui.itemmodels.list_column_model import ListColumnModel
from cisp_desktop.gui.itemmodels.list_column_model import Role as HeadingRole
from cisp_desktop.gui.list_imports import ListImport, Looked
from cisp_desktop.gui.tasks import Progress, Task
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.panels import Banner, Tone

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


class ImportListDialog(QDialog):
    """``told_words`` say what was imported once it was; empty while nothing is."""

    def __init__(
        self,
        context: GuiContext,
        importing: ListImport,
        file: ListFile[object],
        *,
        looked: Looked,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """``looked`` is the first look at the file; ``name`` is the file's."""
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.told_words = ""
        self._context, self._importing, self._file, self._name = context, importing, file, name
        self._looked = looked
        self._task: Task[Any] | None = None
        self.form = Ui_ImportListDialog()
        self.form.setupUi(self)
        self.form.titleLabel.setText(name)
        self.column_model = ListColumnModel(importing.titles, self)
        self.model = ImportPreviewModel(self)
        self.filter = ImportPreviewFilter(self.model, self)
        self._compose_columns()
        self._compose_preview()
        self._compose_buttons()
        self._set_busy(False)
        self._show_looked(looked)
        fit_dialog(self)

    def _compose_columns(self) -> None:
        view = self.form.columnTableView
        view.setModel(self.column_model)
        choices = [(self.tr("Ne pas lire"), "")]
        choices += [(title, field) for field, title in self._importing.titles.items()]
        delegate = ChoiceDelegate(lambda _index: choices, state_role=HeadingRole.STATE, parent=view)
        view.setItemDelegateForColumn(Heading.FIELD, delegate)
        ColumnWidths(view, {Heading.TITLE: 260, Heading.FIELD: 280}, stretch=Heading.SAMPLES)
        self.column_model.mapped.connect(self._show_missing)
        self.form.sheetComboBox.activated.connect(self._on_sheet_chosen)

    def _compose_preview(self) -> None:
        form, view = self.form, self.form.lineTableView
        view.setModel(self.filter)
        view.setFont(tabular(view.font()))
        for column in (Column.STATE, Column.WHAT):
            view.setItemDelegateForColumn(column, StateTextDelegate(Role.STATE, view))
        widths: dict[int, int] = {Column.LINE: 84, Column.STATE: 136, Column.NUMBER: 110, Column.NAME: 180}
        ColumnWidths(view, widths, stretch=Column.WHAT, least=320)
        view.selectionModel().currentRowChanged.connect(self._on_line_chosen)
        self.model.counted.connect(self._show_taken)
        form.stateComboBox.activated.connect(self._on_state_chosen)
        form.searchField.search_changed.connect(self._on_search_changed)
        form.searchField.listen(self)

    def _compose_buttons(self) -> None:
        form = self.form
        form.backButton.clicked.connect(self._on_columns_asked)
        form.nextButton.clicked.connect(self._on_preview_asked)
        form.importButton.clicked.connect(self._on_import_asked)
        form.cancelButton.clicked.connect(self.reject)
        for button in (form.backButton, form.nextButton, form.importButton, form.cancelButton):
            button.setAutoDefault(False)
        self._context.icons.set(form.backButton, "caret-left")

    # --- the three steps -------------------------------------------------------------------------

    def _show_looked(self, looked: Looked) -> None:
        self._looked = looked
        self.column_model.show_columns(looked.columns)
        box = self.form.sheetComboBox
        box.clear()
        box.addItems(list(looked.columns.sheets))
        box.setCurrentText(looked.columns.sheet)
        for widget in (box, self.form.sheetLabel):
            widget.setVisible(len(looked.columns.sheets) > 1)
        if looked.preview is None:
            self._show_columns_step()
        else:
            self._show_preview_step(looked.preview)

    def _show_step(self, step: int, page: QWidget, words: str) -> None:
        self.form.stepStack.setCurrentWidget(page)
        self.form.stepLabel.setText(self.tr("Étape {0} sur 3 · {1}").format(step, words))
        self.form.backButton.setVisible(step == 2)
        self.form.nextButton.setVisible(step == 1)
        self.form.importButton.setVisible(step == 2)

    def _show_columns_step(self) -> None:
        self._show_step(1, self.form.columnsPage, self.tr("Ce que remplit chaque colonne"))
        self._show_missing()
        view = self.form.columnTableView
        view.setFocus()
        view.setCurrentIndex(self.column_model.index(0, Heading.FIELD))

    def _show_missing(self) -> None:
        looked, filled = self._looked, set(self.column_model.chosen.values())
        titles = self._importing.titles
        missing = [titles[name] for name in self._importing.required if name not in filled]
        banner = self.form.columnsBanner
        if missing:
            words = self.tr("Choisissez la colonne qui remplit : {0}.").format(", ".join(missing))
            banner.show_text(Tone.WARNING, words)
        elif looked.problem is not None:
            banner.show_text(Tone.DANGER, sentence(looked.problem))
        elif looked.columns.unsure:
            words = self.tr("Plusieurs feuilles ressemblent à une liste. Choisissez celle qu’il faut lire.")
            banner.show_text(Tone.INFO, words)
        else:
            banner.show_text(Tone.SUCCESS, self.tr("Tout ce qui est obligatoire est rempli."))
        self.form.nextButton.setEnabled(not missing)

    def _show_preview_step(self, preview: ImportPreview) -> None:
        self._show_step(2, self.form.previewPage, self.tr("Ce que ferait chaque ligne"))
        self.model.show_preview(preview)
        counts = preview.counts()
        _fill_tiles(self.form, counts)
        self._fill_states(counts)
        ignored = getattr(self._looked.listed, "ignored_columns", ())
        words = self.tr("Colonnes non lues : {0}.").format(" · ".join(ignored))
        self.form.ignoredLabel.setText(words if ignored else "")
        self.form.ignoredLabel.setVisible(bool(ignored))
        view = self.form.lineTableView
        first = Column.STATE if counts[LineState.REFUSED] else Column.LINE
        view.sortByColumn(first, Qt.SortOrder.AscendingOrder)
        view.setFocus()
        view.setCurrentIndex(self.filter.index(0, Column.LINE))
        self._show_taken()

    def _fill_states(self, counts: dict[LineState, int]) -> None:
        box = self.form.stateComboBox
        box.clear()
        box.addItem(self.tr("Toutes les lignes ({0})").format(sum(counts.values())), None)
        for state, count in counts.items():
            if count:
                box.addItem(self.tr("{0} ({1})").format(STATES[state], count), state.value)
        self._on_state_chosen()

    def _show_taken(self) -> None:
        """Say what « Importer » would do now."""
        form, taken = self.form, len(self.model.taken)
        lines = plural(taken, self.tr("ligne"), self.tr("lignes"))
        form.importButton.setText(self.tr("&Importer {0}").format(lines) if taken else self.tr("&Importer"))
        form.importButton.setEnabled(taken > 0)
        if self._looked.preview is not None:
            _show_verdict(form.verdictBanner, self._looked.preview, taken=taken)
        self._name_cancel(closing=not taken)

    def _name_cancel(self, *, closing: bool) -> None:
        button = self.form.cancelButton
        button.setText(self.tr("&Fermer") if closing else self.tr("A&nnuler"))
        button.setAccessibleName(button.text().replace("&", ""))

    def _show_done_step(self, words: str, aside: str) -> None:
        self._show_step(3, self.form.donePage, self.tr("Bilan"))
        left = plural(
            self.model.lines_aside, self.tr("ligne reste de côté"), self.tr("lignes restent de côté")
        )
        told = self.tr("{0} ; {1}, ci-dessous. Annuler (Ctrl+Z) défait tout l’import.").format(words, left)
        self.form.doneBanner.show_text(Tone.WARNING, told)
        self.form.reportEdit.setPlainText(aside)
        self._name_cancel(closing=True)
        self.form.cancelButton.setFocus()

    # --- work ------------------------------------------------------------------------------------

    def _look(self, *, chosen_by_user: bool) -> None:
        """Read again, with the columns as the user chose them or as remembered for another worksheet."""
        importing, file = self._importing, self._file
        sheet = self.form.sheetComboBox.currentText()
        mapping = self.column_model.chosen if chosen_by_user else None
        title = self.tr("Lecture de {0}").format(self._name)

        def work(progress: Progress) -> Looked:
            progress(0, 1)
            wanted = mapping if mapping is not None else importing.remembered()
            return importing.look(file, sheet=sheet, mapping=wanted)

        done = self._show_looked_again if chosen_by_user else self._show_looked
        self._run(work, done, title=title, writes=False)

    def _show_looked_again(self, looked: Looked) -> None:
        self._looked = looked
        if looked.preview is None:
            self._show_columns_step()
        else:
            self._show_preview_step(looked.preview)

    def _run(
        self, work: Callable[[Progress], T], done: Callable[[T], None], *, title: str, writes: bool
    ) -> None:
        if self._context.operations.refuse_while_writing(self):
            return
        self._set_busy(True)

        def finished(result: T) -> None:
            self._set_busy(False)
            done(result)

        self._task = self._context.tasks.run(
            work,
            finished,
            self._on_failed,
            title=title,
            owner=self,
            on_cancelled=lambda: self._set_busy(False),
            writes=writes,
            cancellable=not writes,
        )

    def _set_busy(self, busy: bool) -> None:
        form = self.form
        policy = form.waitBar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        form.waitBar.setSizePolicy(policy)
        form.waitBar.setVisible(busy)
        form.stepStack.setEnabled(not busy)
        for button in (form.backButton, form.nextButton, form.importButton):
            button.setEnabled(not busy)
        if not busy:
            self._task = None

    def _on_failed(self, error: CispError) -> None:
        self._set_busy(False)
        self._context.messages.error(self, error)

    def reject(self) -> None:
        """Stop what is being read, or close; what is being written is waited for."""
        if self._task is None:
            super().reject()
        elif self._task.cancellable:
            self._task.cancel()

    def _on_import_asked(self) -> None:
        importing, looked, accepted = self._importing, self._looked, self.model.taken
        chosen = self.column_model.chosen

        def work(_progress: Progress) -> object:
            report = importing.write(looked, accepted)
            importing.learn(looked, chosen)
            return report

        title = self.tr("Import de {0}").format(self._name)
        self._run(work, self._on_imported, title=title, writes=True)

    def _on_imported(self, report: object) -> None:
        importing, looked, accepted = self._importing, self._looked, self.model.taken
        self._context.operations.offer_long_undo(
            report,
            text=self.tr("l’import de {0}").format(self._name),
            do=lambda: importing.write(looked, accepted),
            undo=importing.undo,
        )
        self.told_words = importing.report_words(report)
        aside = self.model.aside()
        if aside:
            self._show_done_step(self.told_words, aside)
        else:
            self.accept()

    # --- gestures --------------------------------------------------------------------------------

    def _on_columns_asked(self) -> None:
        self._show_columns_step()

    def _on_preview_asked(self) -> None:
        self._look(chosen_by_user=True)

    def _on_sheet_chosen(self) -> None:
        self._look(chosen_by_user=False)

    def _on_state_chosen(self) -> None:
        value = self.form.stateComboBox.currentData()
        self.filter.set_state(LineState(value) if value else None)
        self._show_shown()

    def _on_search_changed(self, text: str) -> None:
        self.filter.set_wanted(text)
        self._show_shown()

    def _show_shown(self) -> None:
        shown, every = self.filter.rowCount(), self.model.rowCount()
        lines = plural(every, self.tr("ligne"), self.tr("lignes"))
        words = lines if shown == every else self.tr("{0} sur {1}").format(shown, lines)
        self.form.countLabel.setText(words)

    def _on_line_chosen(self, current: Index) -> None:
        row = self.filter.mapToSource(current).row() if current.isValid() else -1
        text = self.model.details(row) if row >= 0 else ""
        if row >= 0 and not text:
            new = self.model.line_at(row).state is LineState.NEW
            text = self.tr("Nouveau : rien n’est remplacé.") if new else self.tr("Rien ne change.")
        self.form.detailsEdit.setPlainText(text)


def _fill_tiles(form: Ui_ImportListDialog, counts: Mapping[LineState, int]) -> None:
    form.newTile.show_figure(str(counts[LineState.NEW]), _tr("à ajouter"))
    form.changedTile.show_figure(str(counts[LineState.CHANGED]), _tr("à mettre à jour"))
    form.unchangedTile.show_figure(str(counts[LineState.UNCHANGED]), _tr("inchangés"))
    refused = counts[LineState.REFUSED]
    words = _tr("ligne refusée") if refused < 2 else _tr("lignes refusées")
    form.refusedTile.show_figure(str(refused), words, tone=Tone.DANGER if refused else Tone.NEUTRAL)


def _show_verdict(banner: Banner, preview: ImportPreview, *, taken: int) -> None:
    """Say what « Importer » would do now, and who is not in the file."""
    refused = preview.counts()[LineState.REFUSED]
    words = ""
    if refused:
        words = _tr("Les lignes refusées restent de côté : corrigez-les dans le fichier et relisez-le.")
    elif taken:
        words = _tr("Tout est lisible. Rien n’est encore écrit.")
    elif not preview.writable:
        words = _tr("Tout est déjà inscrit tel quel.")
    tone = Tone.WARNING if refused else Tone.SUCCESS if taken else Tone.INFO
    older = sum(line.edited for line in preview.lines)
    unsure = plural(older, _tr("ligne peut-être plus ancienne"), _tr("lignes peut-être plus anciennes"))
    told = _tr("{0}, à cocher vous-même.").format(unsure) if older else ""
    banner.show_text(tone, " ".join(filter(None, (words, told, absent_words(preview.absent)))))


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportListDialog", text)
