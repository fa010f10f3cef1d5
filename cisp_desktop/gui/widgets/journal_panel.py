"""The journal: who did what and when, filtered, exported, verified; a head written elsewhere looked for.

This module must not know how the journal is chained.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHeaderView, QWidget

from cisp_desktop.application.journal_reading import (
    HeadAnswer,
    JournalChoices,
    JournalFilter,
    JournalFound,
    JournalReader,
    export_journal,
    look_for_head,
)
from cisp_desktop.application.queries_registers import JournalVerdict
from cisp_desktop.application.wording import plural, read_day, sentence
from cisp_desktop.application.wording_registers import head_words, verdict_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.forms.journal_panel import Ui_JournalPanel
from cisp_desktop.gui.itemmodels.event_table_model import EventTableModel
from cisp_desktop.gui.theme import tabular
from cisp_desktop.gui.widgets.panels import Tone

TYPING = 200
"""Milliseconds without a key after which the filter is applied."""
_WIDTHS = ((0, 72), (1, 168), (2, 190), (3, 250), (4, 168))


class JournalPanel(QWidget):
    """The links that answer the filter, newest first. All reading is the worker's."""

    def __init__(self, context: GuiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reader = JournalReader(context.queries)
        self._found = JournalFound((), {})
        self._asked = 0
        self._head = ""
        self.form = Ui_JournalPanel()
        self.form.setupUi(self)
        self.model = EventTableModel(self)
        self._compose_table()
        self._pause = context.tasks.pause(self._find, milliseconds=TYPING, owner=self)
        form = self.form
        form.searchField.listen(self)
        form.searchField.search_changed.connect(self._on_filter_changed)
        form.startsEdit.textChanged.connect(self._on_filter_changed)
        form.endsEdit.textChanged.connect(self._on_filter_changed)
        for box in (form.sessionComboBox, form.actorComboBox, form.actionComboBox):
            box.currentIndexChanged.connect(self._on_filter_changed)
        form.exportButton.clicked.connect(self._on_export_clicked)
        form.verifyButton.clicked.connect(self._on_verify_clicked)
        form.copyButton.clicked.connect(self._on_copy_clicked)
        form.lookButton.clicked.connect(self._on_look_clicked)
        form.headEdit.returnPressed.connect(self._on_look_clicked)
        form.headEdit.textChanged.connect(self._on_head_typed)
        context.icons.set(form.exportButton, "download-simple")
        context.icons.set(form.copyButton, "copy")
        self._on_head_typed("")
        self._show_head(None)

    def _compose_table(self) -> None:
        view = self.form.eventTableView
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in _WIDTHS:
            header.resizeSection(column, width)

    def refresh(self) -> None:
        """Read again what there is to choose from and the links, off the GUI thread."""
        reader, wanted = self._reader, self._wanted()
        self._asked += 1
        asked = self._asked

        def read(_progress: object) -> tuple[JournalChoices, JournalFound, JournalVerdict]:
            choices, found = reader.refresh(), reader.find(wanted)
            return choices, found, self._context.queries.check_journal()

        def done(result: tuple[JournalChoices, JournalFound, JournalVerdict]) -> None:
            self._show_choices(result[0])
            self._show_head(result[2])
            self._on_found(asked, result[1])

        self._run(read, done)

    def panes(self) -> Sequence[QWidget]:
        """Filter, then table, then head."""
        return (self.form.searchField, self.form.eventTableView, self.form.headEdit)

    def _run(self, read: object, done: object) -> None:
        title = self.tr("Lecture du journal")
        self._context.tasks.run(read, done, title=title, owner=self, quiet=True)  # type: ignore[arg-type]

    # --- filtering --------------------------------------------------------------------------------------

    def _wanted(self) -> JournalFilter:
        form = self.form
        return JournalFilter(
            _day(form.startsEdit.text()), _day(form.endsEdit.text()), text=form.searchField.text(),
            actor=_chosen(form.actorComboBox), action=_chosen(form.actionComboBox),
            session_id=_chosen(form.sessionComboBox),
        )  # fmt: skip

    def _on_filter_changed(self) -> None:
        self._pause.start()

    def _find(self) -> None:
        reader, wanted = self._reader, self._wanted()
        self._asked += 1
        asked = self._asked
        self._run(lambda _progress: reader.find(wanted), lambda found: self._on_found(asked, found))

    def _on_found(self, asked: int, found: JournalFound) -> None:
        if asked != self._asked:
            return  # another filter was asked for meanwhile
        self._found = found
        self.model.show_rows(found.links, found.names)
        form = self.form
        typed = (form.startsEdit.text().strip(), form.endsEdit.text().strip())
        wrong = [one for one in typed if one and _day(one) is None]
        words = plural(len(found.links), self.tr("ligne"), self.tr("lignes"))
        if wrong:
            words = self.tr("{0} · «\u00a0{1}\u00a0» n’est pas un jour").format(words, wrong[0])
        form.countLabel.setText(words)
        form.exportButton.setEnabled(bool(found.links))

    def _show_choices(self, choices: JournalChoices) -> None:
        form = self.form
        fill(form.sessionComboBox, self.tr("Toutes les sessions"), choices.sessions)
        fill(form.actorComboBox, self.tr("Tout le monde"), choices.actors)
        fill(form.actionComboBox, self.tr("Tous les actes"), choices.actions)

    # --- leaving ----------------------------------------------------------------------------------------

    def _on_export_clicked(self) -> None:
        found, context = self._found, self._context
        path = context.messages.save_file(
            self, self.tr("Exporter le journal"), suggested="journal.csv",
            filters=self.tr("Texte ({0});;Classeur ({1});;Lignes JSON ({2})").format(
                "*.csv", "*.xlsx", "*.jsonl"
            ),
        )  # fmt: skip
        if path is None:
            return
        writer, queries = context.services.candidate_writer, context.queries
        context.tasks.run(
            lambda _progress: export_journal(path, found, queries=queries, writer=writer),
            lambda _done: self._tell(Tone.SUCCESS, self.tr("Écrit en clair\u00a0: {0}").format(path.name)),
            title=self.tr("Export de {0}").format(path.name), owner=self, cancellable=False,
        )  # fmt: skip

    # --- verifying --------------------------------------------------------------------------------------

    def _on_verify_clicked(self) -> None:
        queries = self._context.queries
        self._context.tasks.run(
            lambda _progress: queries.check_journal(), self._on_verified,
            title=self.tr("Vérification du journal"), owner=self, cancellable=False,
        )  # fmt: skip

    def _on_verified(self, verdict: JournalVerdict) -> None:
        self._show_head(verdict)
        self._tell(Tone.SUCCESS if verdict.broken is None else Tone.DANGER, verdict_words(verdict))

    def _show_head(self, verdict: JournalVerdict | None) -> None:
        """Show the head; a broken chain is told at once."""
        self._head = verdict.head if verdict is not None else ""
        words = self.tr("Tête du journal\u00a0: aucune")
        if verdict is not None and verdict.head:
            words = self.tr("Tête du journal, ligne {0}\u00a0: {1}").format(verdict.last, verdict.head)
        self.form.headLabel.setText(words)
        self.form.copyButton.setEnabled(bool(self._head))
        if verdict is not None and verdict.broken is not None:
            self._tell(Tone.DANGER, verdict_words(verdict))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._head)
        self._tell(Tone.SUCCESS, self.tr("Tête copiée. Gardez-la ailleurs que sur cet ordinateur."))

    def _on_head_typed(self, text: str) -> None:
        self.form.lookButton.setEnabled(bool(text.strip()))

    def _on_look_clicked(self) -> None:
        typed, queries = self.form.headEdit.text(), self._context.queries
        if not typed.strip():
            return
        self._context.tasks.run(
            lambda _progress: look_for_head(queries, typed), self._on_looked, self._on_head_refused,
            title=self.tr("Recherche d’une tête"), owner=self, cancellable=False,
        )  # fmt: skip

    def _on_looked(self, answer: HeadAnswer) -> None:
        self._tell(Tone.SUCCESS if answer.holds else Tone.DANGER, head_words(answer))

    def _on_head_refused(self, error: CispError) -> None:
        self._tell(Tone.WARNING, sentence(error))

    def _tell(self, tone: Tone, words: str) -> None:
        self.form.verdictBanner.show_text(tone, words)


def fill(box: QComboBox, everything: str, choices: Sequence[tuple[str, str]]) -> None:
    """Offer ``choices`` (data, words) after one for everything; what is chosen stays chosen."""
    chosen = _chosen(box)
    with QSignalBlocker(box):
        box.clear()
        box.addItem(everything, "")
        for data, words in choices:
            box.addItem(words, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))


def _chosen(box: QComboBox) -> str:
    return str(box.currentData() or "")


def _day(text: str) -> date | None:
    return read_day(text) if text.strip() else None
