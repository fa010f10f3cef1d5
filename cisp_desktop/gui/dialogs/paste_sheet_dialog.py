"""Takes the text of a public page and shows at once what of it is recognised.

This module must not know how a page is read, nor what is done with the sheet.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from cisp_desktop.application.reference_drafts import SheetDraft
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.dialogs.form_dialog import FormDialog
from cisp_desktop.gui.forms.paste_sheet_dialog import Ui_PasteSheetDialog
from cisp_desktop.gui.tasks import Task
from cisp_desktop.gui.widgets.fields import fit_dialog
from cisp_desktop.gui.widgets.flat_text import typed_text
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.panels import Tone

PAUSE = 300
"""Milliseconds without a key before the text is read."""


class PasteSheetDialog(FormDialog):
    """``sheet`` is the draft of what is pasted, None while nothing is recognised."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: SheetDraft | None = None
        self._context = context
        self._task: Task[SheetDraft] | None = None
        self.form = Ui_PasteSheetDialog()
        self.form.setupUi(self)
        self.compose(self.form.acceptButton, self.form.cancelButton, problem_label=self.form.problemLabel)
        self.form.pasteSplitter.setSizes([480, 460])
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._read)
        self.form.pageEdit.textChanged.connect(self._on_text_changed)
        self.submitted.connect(self.accept)
        self._show_sheet(None)
        fit_dialog(self)
        self.form.pageEdit.setFocus()

    def done(self, result: int) -> None:
        """Close, and read no more."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def problem(self) -> str:
        """A sheet must be recognised."""
        return "" if self.sheet is not None else self.tr("Aucune fiche n’est reconnue dans ce texte.")

    def _on_text_changed(self) -> None:
        self._show_sheet(None)
        self._pause.start()

    def _read(self) -> None:
        text, flows = typed_text(self.form.pageEdit), self._context.services.reference_flows
        if not text.strip():
            return
        if self._task is not None:
            self._task.cancel()
        self._task = self._context.tasks.run(
            lambda _progress: flows.pasted(text),
            lambda sheet: self._on_read(text, sheet),
            lambda error: self._on_refused(text, error),
            title=self.tr("Lecture de la fiche"),
            owner=self,
            quiet=True,
        )

    def _on_read(self, text: str, sheet: SheetDraft) -> None:
        if text == typed_text(self.form.pageEdit):
            self._show_sheet(sheet)

    def _on_refused(self, text: str, error: CispError) -> None:
        if text == typed_text(self.form.pageEdit):
            self.form.recognisedBanner.show_text(Tone.WARNING, sentence(error))

    def _show_sheet(self, sheet: SheetDraft | None) -> None:
        self.sheet = sheet
        self.form.acceptButton.setEnabled(sheet is not None)
        tree = self.form.previewTreeWidget
        tree.clear()
        self.form.recognisedBanner.show_text(Tone.INFO, "")
        if sheet is None:
            return
        root = _item(tree, f"{sheet.code} · {sheet.title}")
        for block in sheet.blocks:
            branch = _item(root, f"{block.code} · {block.title}")
            for number, wording in enumerate(block.competences, 1):
                _item(branch, f"{number}. {wording}")
            for assessment in block.assessments:
                _item(branch, self.tr("Épreuve : {0}").format(assessment.title))
        root.setExpanded(True)
        notes = _item(tree, plural(len(sheet.notes), self.tr("point à relire"), self.tr("points à relire")))
        for note in sheet.notes:
            _item(notes, note.words)
        counts = (
            plural(len(sheet.blocks), self.tr("bloc"), self.tr("blocs")),
            plural(
                sum(len(b.competences) for b in sheet.blocks), self.tr("compétence"), self.tr("compétences")
            ),
            plural(sum(len(b.assessments) for b in sheet.blocks), self.tr("épreuve"), self.tr("épreuves")),
        )
        words = self.tr("Reconnu : {0}. Tout reste modifiable avant d’enregistrer.").format(", ".join(counts))
        self.form.recognisedBanner.show_text(Tone.SUCCESS, words)


def _item(parent: QTreeWidget | QTreeWidgetItem, text: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(parent, [" ".join(text.split())])
    item.setToolTip(0, literal_tooltip(text))
    return item
