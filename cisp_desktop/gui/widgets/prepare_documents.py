"""« Préparer », the documents: what can be printed, as it will look, printed or saved.

This module must not know how a page is drawn, nor the other tabs.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from cisp_desktop.application.files import safe_stem, write_file
from cisp_desktop.application.preparation_content import (
    Printed,
    merged,
    print_separately,
    read_paper_content,
)
from cisp_desktop.application.preparation_papers import Paper, PaperContent, PaperKind
from cisp_desktop.application.preparation_printing import (
    papers_by_kind,
    printing_warnings,
    summons_said,
    title_of,
)
from cisp_desktop.application.slot_marks import record_summons
from cisp_desktop.application.wording import plural, sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.prepare_documents import Ui_PrepareDocuments
from cisp_desktop.gui.page_images import PageSet, open_pages
from cisp_desktop.gui.pages.minutes_printing import MinutesPrinting
from cisp_desktop.gui.replacing import may_write
from cisp_desktop.gui.session_data import SessionData
from cisp_desktop.gui.tasks import Progress
from cisp_desktop.gui.widgets.panels import Tone
from cisp_desktop.gui.widgets.prepare_tab import PrepareTab

PAPER = Qt.ItemDataRole.UserRole + 1
MOST_PREVIEWED = 60
"""Papers of one kind shown one after the other; of more, the first one stands for all."""


class PrepareDocuments(PrepareTab):
    """Kinds with their papers at the left, ticked to be saved together; the chosen one at the right."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = Ui_PrepareDocuments()
        self.form.setupUi(self)
        self._content: PaperContent | None = None
        self._papers: dict[PaperKind, list[Paper]] = {}
        self._asked = 0
        self._printing = MinutesPrinting(context, parent=self)
        self.model = QStandardItemModel(self)
        self.form.papersTreeView.setModel(self.model)
        self.form.papersTreeView.selectionModel().currentChanged.connect(self._on_paper_chosen)
        self.model.itemChanged.connect(self._show_chosen_count)
        self.form.viewer.set_up(context.tasks, context.icons)
        self.form.documentsSplitter.setSizes([340, 700])
        self.form.documentsSplitter.restoreState(context.settings.splitter_state("documents"))
        self.form.documentsSplitter.splitterMoved.connect(self._on_splitter_moved)
        self.form.printButton.clicked.connect(self._on_print_clicked)
        self.form.saveButton.clicked.connect(self._on_save_clicked)
        self.form.saveAllButton.clicked.connect(self._on_save_all_clicked)
        self.form.writtenBanner.activated.connect(self._on_written_read)
        context.icons.set(self.form.printButton, "printer")
        context.icons.set(self.form.saveAllButton, "download-simple")

    def show_data(self, data: SessionData) -> None:
        """Read again what the papers print; the tree and the preview follow what changed."""
        if self._data is None or self._data.session.id != data.session.id:
            self._show_content(None)
            self.form.writtenBanner.show_text(Tone.SUCCESS, "")
        super().show_data(data)
        queries, session_id = self.context.queries, data.session.id
        today = self.context.workspace.clock().date()
        self._asked += 1
        number = self._asked
        self.context.tasks.run(
            lambda _progress: read_paper_content(queries, session_id, issued_on=today),
            lambda content: self._on_content_read(number, content),
            title=self.tr("Lecture de la session"),
            owner=self,
            quiet=True,
        )

    @property
    def chosen(self) -> Paper | PaperKind | None:
        """What is shown: one paper, or a kind whole."""
        return _paper_of(self.form.papersTreeView.currentIndex().data(PAPER))

    @property
    def ticked(self) -> list[PaperKind]:
        """The kinds to save together."""
        return [
            PaperKind(item.data(PAPER))
            for item in self._kind_items()
            if item.checkState() is Qt.CheckState.Checked
        ]

    # --- what there is ----------------------------------------------------------------------------------

    def _on_content_read(self, number: int, content: PaperContent) -> None:
        if number == self._asked and content != self._content:
            self._show_content(content)

    def _show_content(self, content: PaperContent | None) -> None:
        self._content = content
        papers = papers_by_kind(content) if content is not None else {}
        if papers != self._papers or not papers:
            self._papers = papers
            self._show_tree()
        page = self.form.documentsSplitter if papers else self.form.nothingLabel
        self.form.documentsStack.setCurrentWidget(page)
        words = printing_warnings(content, list(papers)) if content is not None else []
        self.form.warningBanner.show_text(Tone.WARNING, "\n".join(words))
        self._show_chosen_count()
        self._show_paper()

    def _show_tree(self) -> None:
        before, ticked = self.chosen, set(self.ticked)
        known = {PaperKind(item.data(PAPER)) for item in self._kind_items()}
        self.model.clear()
        for kind, papers in self._papers.items():
            item = QStandardItem(f"{title_of(kind)}  ·  {len(papers)}")
            item.setData(kind, PAPER)
            item.setCheckable(True)
            wanted = kind in ticked or kind not in known
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            for paper in papers if len(papers) > 1 else ():
                child = QStandardItem(paper.title.partition(" – ")[2] or paper.title)
                child.setData(paper, PAPER)
                item.appendRow(child)
            self.model.appendRow(item)
        self.form.papersTreeView.setCurrentIndex(self._index_of(before))

    def _kind_items(self) -> list[QStandardItem]:
        return [self.model.item(row) for row in range(self.model.rowCount())]

    def _index_of(self, wanted: Paper | PaperKind | None) -> QModelIndex:
        """Return where a paper or kind stands now; the first line when it is gone."""
        for item in self._kind_items():
            if item.data(PAPER) == wanted:
                return item.index()
            for row in range(item.rowCount()):
                if item.child(row).data(PAPER) == wanted:
                    return item.child(row).index()
        return self.model.index(0, 0)

    def _show_chosen_count(self) -> None:
        count = sum(len(self._papers.get(kind, ())) for kind in self.ticked)
        words = plural(count, self.tr("document coché"), self.tr("documents cochés"))
        self.form.chosenLabel.setText(words if self._papers else "")
        self.form.saveAllButton.setEnabled(bool(count))

    # --- preview ----------------------------------------------------------------------------------------

    def _on_paper_chosen(self) -> None:
        self._show_paper()

    def _show_paper(self) -> None:
        """Draw what is chosen in the worker; only the latest choice is shown."""
        chosen, content = self.chosen, self._content
        self.form.saveButton.setEnabled(chosen is not None)
        self.form.printButton.setEnabled(chosen is not None)
        if chosen is None or content is None:
            self.form.paperLabel.setText("")
            self.form.viewer.show_pages(None)
            return
        self.form.paperLabel.setText(self._name(chosen))
        previewed = chosen
        if isinstance(chosen, PaperKind) and len(self._papers[chosen]) > MOST_PREVIEWED:
            previewed = self._papers[chosen][0]
            words = self.tr("{0} : aperçu du premier sur {1}")
            self.form.paperLabel.setText(words.format(self._name(chosen), len(self._papers[chosen])))
        self.context.tasks.run(
            partial(self._drawn, previewed, content),
            lambda pages: self._on_drawn(chosen, content, pages),
            lambda error: self._on_not_drawn(chosen, error),
            title=self.tr("Aperçu du document"),
            owner=self,
            quiet=True,
        )

    def _drawn(self, chosen: Paper | PaperKind, content: PaperContent, _progress: Progress) -> PageSet:
        """Open the pages of what is chosen (worker thread)."""
        return open_pages(self.context.services.pages, self._pdf(chosen, content))

    def _pdf(self, chosen: Paper | PaperKind, content: PaperContent) -> bytes:
        renderer = self.context.services.papers
        if isinstance(chosen, PaperKind):
            return renderer.render(chosen, content)
        return renderer.render(chosen.kind, content, only=chosen.only)

    def _on_drawn(self, chosen: Paper | PaperKind, content: PaperContent, pages: PageSet) -> None:
        if chosen == self.chosen and content is self._content:
            self.form.viewer.show_pages(pages)
        else:
            closing = pages.pages.close
            self.context.tasks.run(lambda _progress: closing(), title=self.tr("Fermeture"), quiet=True)

    def _on_not_drawn(self, chosen: Paper | PaperKind, error: CispError) -> None:
        if chosen == self.chosen:
            self.form.viewer.show_pages(None)
            self.form.writtenBanner.show_text(Tone.WARNING, sentence(error), button=self.tr("Fermer"))

    # --- printing and saving ----------------------------------------------------------------------------

    def _on_print_clicked(self) -> None:
        chosen, content = self.chosen, self._content
        if chosen is None or content is None or not self._goes_on([chosen], self.tr("Imprimer quand même")):
            return
        self.context.tasks.run(
            partial(self._drawn, chosen, content),
            lambda pages: self._printing.ask(
                pages, self._name(chosen), printed=lambda _printed: self._remembering([chosen], content)()
            ),
            title=self.tr("Préparation de l’aperçu"),
            owner=self,
        )

    def _on_save_clicked(self) -> None:
        chosen, content = self.chosen, self._content
        if chosen is None or content is None:
            return
        if not self._goes_on([chosen], self.tr("Enregistrer quand même")):
            return
        target = self.context.messages.save_file(
            self, self.tr("Enregistrer le document"), suggested=self._file_name(chosen),
            filters=self.tr("PDF (*.pdf)"),
        )  # fmt: skip
        if target is not None:
            self._write(
                lambda _progress: self._written(target, self._pdf(chosen, content)),
                target,
                then=self._remembering([chosen], content),
            )

    def _on_save_all_clicked(self) -> None:
        kinds, content = self.ticked, self._content
        if content is None or not kinds or not self._goes_on(kinds, self.tr("Enregistrer quand même")):
            return
        choice = self.context.messages.choose(
            self, self.tr("Tout enregistrer"), text=self.tr("Sous quelle forme ?"),
            choices=[self.tr("Fichiers séparés"), self.tr("Un seul PDF")],
        )  # fmt: skip
        renderer = self.context.services.papers
        if choice == 0:
            folder = self.context.messages.open_folder(self, self.tr("Dossier des documents"))
            if folder is not None and self._may_write(folder, kinds):
                self._write(
                    lambda progress: print_separately(
                        renderer, content, folder, kinds=kinds, progress=progress, replaces=True
                    ),
                    folder,
                    then=self._remembering(kinds, content),
                )
        elif choice == 1:
            target = self.context.messages.save_file(
                self, self.tr("Enregistrer en un seul PDF"), suggested=self._whole_name(),
                filters=self.tr("PDF (*.pdf)"),
            )  # fmt: skip
            if target is not None:
                self._write(
                    lambda progress: self._written(
                        target, merged(renderer, content, kinds=kinds, progress=progress)
                    ),
                    target,
                    then=self._remembering(kinds, content),
                )

    def _remembering(self, printed: Sequence[Paper | PaperKind], content: PaperContent) -> Callable[[], None]:
        """Return what keeps in mind which slots the summons among ``printed`` said."""
        workspace, told = self.context.workspace, summons_said(content, printed)
        session_id = self._data.session.id if self._data is not None else ""

        def remember() -> None:
            if told:
                self._printing.record(lambda: record_summons(workspace, session_id, told))

        return remember

    def _may_write(self, folder: Path, kinds: Sequence[PaperKind]) -> bool:
        names = [paper.file_name for kind in kinds for paper in self._papers[kind]]
        return may_write(self.context.messages, self, folder, names=names)

    def _written(self, target: Path, pdf: bytes) -> Printed:
        write_file(target, pdf)
        return Printed((target,))

    def _write(self, work: Callable[[Progress], Printed], where: Path, *, then: Callable[[], None]) -> None:
        """Write in the worker with its progress, then say where and how many."""

        def written(printed: Printed) -> None:
            then()
            self._on_written(printed, where)

        self.form.writtenBanner.show_text(Tone.SUCCESS, "")
        self.context.tasks.run(
            work,
            written,
            title=self.tr("Enregistrement des documents"),
            owner=self,
            prints=True,
        )

    def _on_written(self, printed: Printed, where: Path) -> None:
        files = plural(len(printed.files), self.tr("fichier écrit"), self.tr("fichiers écrits"))
        words = self.tr("{0} : {1}").format(files, where)
        self.form.writtenBanner.show_text(Tone.SUCCESS, words, button=self.tr("Fermer"))

    def _on_written_read(self) -> None:
        self.form.writtenBanner.show_text(Tone.SUCCESS, "")

    def _goes_on(self, chosen: Sequence[Paper | PaperKind], accept: str) -> bool:
        """Say what these papers lack or come too late for; return whether to go on."""
        if self._content is None:
            return False
        kinds = [one.kind if isinstance(one, Paper) else one for one in chosen]
        words = printing_warnings(self._content, kinds)
        return not words or self.context.messages.confirm(
            self, self.tr("Avant d’imprimer"), text="\n".join(words), accept=accept
        )

    def _name(self, chosen: Paper | PaperKind) -> str:
        return chosen.title if isinstance(chosen, Paper) else title_of(chosen)

    def _file_name(self, chosen: Paper | PaperKind) -> str:
        return chosen.file_name if isinstance(chosen, Paper) else f"{safe_stem(title_of(chosen))}.pdf"

    def _whole_name(self) -> str:
        number = self._data.session.minutes_number if self._data is not None else ""
        return f"{safe_stem(self.tr('Documents {0}').format(number))}.pdf"

    def _on_splitter_moved(self) -> None:
        state = self.form.documentsSplitter.saveState()
        self.context.settings.set_splitter_state("documents", state)


def _paper_of(value: object) -> Paper | PaperKind | None:
    """Return what a line stands for. Qt keeps the text of a kind, not the kind."""
    if isinstance(value, Paper):
        return value
    return PaperKind(value) if isinstance(value, str) else None
