"""Chooses one sheet in a flow of thousands: by code or by words of its title, read in the worker.

This module must not know how a flow is read, nor what is done with the sheet.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.reference_drafts import SheetDraft, SheetSummary
from cisp_desktop.application.wording import plural, sentence, short_day
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.find_sheet_dialog import Ui_FindSheetDialog
from cisp_desktop.gui.itemmodels.text_table_model import Role, TextLine, TextTableModel
from cisp_desktop.gui.tasks import Task
from cisp_desktop.gui.widgets.column_widths import ColumnWidths
from cisp_desktop.gui.widgets.fields import fit_dialog

MOST_FOUND = 200
THOUSANDTHS = 1000


class FindSheetDialog(FormDialog):
    """``sheet`` is the draft of the sheet that was chosen, once the dialog was accepted."""

    def __init__(self, context: GuiContext, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: SheetDraft | None = None
        self._context = context
        self._path = path
        self._task: Task[list[SheetSummary]] | Task[SheetDraft] | None = None
        self.form = Ui_FindSheetDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.fileLabel.setText(path.name)
        titles = (self.tr("Code"), self.tr("Niveau"), self.tr("État"), self.tr("Blocs"), self.tr("Intitulé"))
        self.model = TextTableModel(titles, self)
        self._compose_table()
        self.form.searchButton.clicked.connect(self._on_search_asked)
        self.form.searchEdit.returnPressed.connect(self._on_search_asked)
        self.form.stopButton.clicked.connect(self._on_stop_asked)
        self.submitted.connect(self._on_submitted)
        self.finished.connect(self._on_stop_asked)
        self.form.searchEdit.textChanged.connect(self._on_text_changed)
        context.tasks.progressed.connect(self._on_progressed)
        self._show_reading(None)
        self._on_row_chosen()
        fit_dialog(self)

    def search(self, text: str) -> None:
        """Look for a code or for words; an empty text gives the first sheets of the file."""
        self._stop()
        flows, path = self._context.services.reference_flows, self._path
        self.form.foundLabel.setText("")
        self.show_problem("")
        self._show_reading(
            self._context.tasks.run(
                lambda progress: flows.search(path, text, limit=MOST_FOUND, progress=progress),
                self._on_found,
                self._on_failed,
                title=self.tr("Recherche dans {0}").format(path.name),
                owner=self,
                on_cancelled=self._on_stopped,
            )
        )

    def problem(self) -> str:
        """A sheet must be chosen."""
        return "" if self._code() else self.tr("Choisissez une fiche dans la liste.")

    def _compose_table(self) -> None:
        view = self.form.sheetTableView
        view.setModel(self.model)
        ColumnWidths(view, {0: 110, 1: 100, 2: 215, 3: 90}, stretch=4, least=240)
        view.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        view.doubleClicked.connect(self._on_row_activated)
        self.model.modelReset.connect(self._on_row_chosen)

    def _code(self) -> str:
        return str(self.form.sheetTableView.currentIndex().data(Role.LINE_ID) or "")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_reading(self, task: Task[list[SheetSummary]] | Task[SheetDraft] | None) -> None:
        self._task = task
        reading = task is not None
        self.form.readBar.setRange(0, 0)
        self.form.readBar.setVisible(reading)
        self.form.stopButton.setEnabled(reading)
        self.form.searchButton.setEnabled(not reading)

    def _on_search_asked(self) -> None:
        if self._task is None:
            self.search(self.form.searchEdit.text())

    def _on_text_changed(self) -> None:
        self.form.searchButton.setDefault(True)  # Enter searches what was typed, it takes no earlier choice

    def _on_stop_asked(self) -> None:
        self._stop()

    def _on_progressed(self, task: object, done: int, total: int) -> None:
        if task is self._task and total > 0:
            self.form.readBar.setRange(0, THOUSANDTHS)
            self.form.readBar.setValue(done * THOUSANDTHS // total)

    def _on_found(self, found: Sequence[SheetSummary]) -> None:
        self._show_reading(None)
        self.model.show_lines([self._line(number, one) for number, one in enumerate(found)])
        words = plural(len(found), self.tr("fiche trouvée"), self.tr("fiches trouvées"))
        if len(found) >= MOST_FOUND:
            words = self.tr("Les {0} premières fiches ; précisez les mots pour en voir d’autres.").format(
                len(found)
            )
        elif not found:
            words = self.tr("Aucune fiche ne porte ces mots. Essayez le code, ou moins de mots.")
        self.form.foundLabel.setText(words)
        if found:
            self.form.sheetTableView.selectRow(0)
            self.form.sheetTableView.setFocus()
            self.form.acceptButton.setDefault(True)

    def _line(self, number: int, one: SheetSummary) -> TextLine:
        level = str(one.level) if one.level else self.tr("sans niveau")
        state = self.tr("active") if one.active else self.tr("inactive")
        if one.registration_ends is not None:
            state = self.tr("{0}, jusqu’au {1}").format(state, short_day(one.registration_ends))
        blocks = self.tr("RS, sans blocs") if one.kind == "RS" and not one.blocks else str(one.blocks)
        code = one.code or self.tr("sans code")
        return TextLine(one.code or f"?{number}", (code, level, state, blocks, one.title))

    def _on_failed(self, error: CispError) -> None:
        self._show_reading(None)
        self.show_problem(sentence(error))

    def _on_stopped(self) -> None:
        self._show_reading(None)
        self.set_busy(False)
        self.form.foundLabel.setText(self.tr("Lecture arrêtée."))

    def _on_row_chosen(self) -> None:
        self.form.acceptButton.setEnabled(bool(self._code()))

    def _on_row_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.form.acceptButton.click()

    def _on_submitted(self) -> None:
        self._stop()
        flows, path, code = self._context.services.reference_flows, self._path, self._code()
        self._show_reading(
            self._context.tasks.run(
                lambda progress: flows.load(path, code, progress=progress),
                self._on_loaded,
                self._on_failed,
                title=self.tr("Lecture de {0}").format(code),
                owner=self,
                on_cancelled=self._on_stopped,
            )
        )

    def _on_loaded(self, sheet: SheetDraft) -> None:
        self._show_reading(None)
        self.sheet = sheet
        self.accept()
