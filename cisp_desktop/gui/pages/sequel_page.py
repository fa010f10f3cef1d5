"""What follows the signature: every paper of the session, issued or to issue, and what is owed by when.

This module must not know how a paper is made.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QMenu, QPushButton, QWidget

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.issued_building import NOTICE_DAYS
from cisp_desktop.application.issuing import IssuedRow, IssuedSession, PaperRow, read_papers
from cisp_desktop.application.paper_batch import BatchPaper, batch_paper, read_extracts
from cisp_desktop.application.queries import MinutesRow, Queries
from cisp_desktop.application.wording import plural, short_day
from cisp_desktop.application.wording_minutes_life import open_again_words
from cisp_desktop.application.wording_sessions import cancelled_words
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.gui.access_acts import AccessActs
from cisp_desktop.gui.batch_acts import BatchActs
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.delegates.state_delegate import StateDelegate
from cisp_desktop.gui.forms.sequel_page import Ui_SequelPage
from cisp_desktop.gui.issuing_acts import IssuingActs, found_words
from cisp_desktop.gui.itemmodels.issued_matrix_model import Cell, IssuedMatrixModel, Role, words
from cisp_desktop.gui.pages.minutes_checking import MinutesChecking
from cisp_desktop.gui.pages.page import Page, Waiting, primary_button
from cisp_desktop.gui.paper_template_acts import manage_paper_templates
from cisp_desktop.gui.theme import scaled, tabular
from cisp_desktop.gui.widgets.panels import Tone

DECLARATION_MONTHS = 3
"""Months within which holders are declared to the Caisse des Dépôts."""
_CANDIDATES, _JURY, _PERSONAL = range(3)
_NAME = 1
_NUMBER_WIDTH, _NAME_WIDTH, _PAPER_WIDTH, _PERSONAL_WIDTH = 92, 190, 104, 150


class SequelPage(Page):
    """Waits for complete minutes, then shows subjects × papers, with what can be done of each."""

    concerns = Change.MINUTES | Change.SESSIONS

    def __init__(self, context: GuiContext) -> None:
        super().__init__(context)
        self.form = Ui_SequelPage()
        self.form.setupUi(self)
        self.model = IssuedMatrixModel(self)
        self.papers: IssuedSession | None = None
        self._extracts: Sequence[BatchPaper] = ()
        self._session_id: str | None = None
        self._standing: tuple[str | None, ...] = ()
        self._all_button = primary_button(self.tr("&Tout émettre"), self)
        self._print_all_button = QPushButton(self.tr("&Imprimer tous les papiers…"), self)
        self._templates_button = QPushButton(self.tr("&Modèles…"), self)
        self._templates_button.clicked.connect(self._on_templates_asked)
        self.batches = BatchActs(context, say=self._say, parent=self)
        self.acts = IssuingActs(
            context, say=self._say, found=self._on_code_found, batches=self.batches, parent=self
        )
        self.handing = AccessActs(context, say=self._say, parent=self)
        self._set_up_table()
        self.form.subjectsTabBar.addTab(self.tr("&Candidats"))
        self.form.subjectsTabBar.addTab(self.tr("&Jury"))
        self.form.subjectsTabBar.addTab(self.tr("Documents &personnels"))
        self.form.subjectsTabBar.currentChanged.connect(self._show_papers)
        self._all_button.clicked.connect(self._on_all_asked)
        self.form.issueButton.clicked.connect(self._on_issue_asked)
        self.form.printButton.clicked.connect(self._on_print_asked)
        self.form.duplicateButton.clicked.connect(self._on_duplicate_asked)
        self.form.findButton.clicked.connect(self.acts.find)
        self.checking = MinutesChecking(context, parent=self)
        self.form.verifyButton.clicked.connect(self.checking.ask)
        self._set_up_batches()
        self._show_papers()

    @property
    def title(self) -> str:
        """Where the user is."""
        return self.tr("Suites")

    def subtitle(self) -> str:
        """How far the papers are."""
        if self.papers is None:
            return ""
        issued = sum(one.issued is not None for one in self.papers.rows)
        left = sum(one.to_issue for one in self.papers.rows)
        made = plural(issued, self.tr("document émis"), self.tr("documents émis"))
        said = self.tr("{0}, {1} à émettre").format(made, left)
        again = self._open_again()
        return self.tr("{0} · {1}").format(said, again) if again else said

    def _open_again(self) -> str:
        """« rouverte », « rectification en cours »: the minutes are not the last word for now."""
        session_id, queries = self.context.session_id, self.context.queries
        return open_again_words(queries, queries.session(session_id)) if session_id is not None else ""

    def header_widgets(self) -> Sequence[QWidget]:
        """« Modèles… », « Imprimer tous les papiers… », « Tout émettre »."""
        return (self._templates_button, self._print_all_button, self._all_button)

    def waiting_for(self) -> Waiting | None:
        """Wait for the first complete minutes of the session."""
        session_id = self.context.session_id
        if session_id is None:
            return Waiting(
                self.tr("Aucune session pour l’instant"),
                self.tr("Les suites viennent après la signature du procès-verbal d’une session."),
                self.tr("Créer une session"),
                action=self.context.new_session_requested.emit,
            )
        cancelled = cancelled_words(self.context.queries.session(session_id))
        if cancelled:
            text = self.tr("{0} Aucun document n’est dû.").format(cancelled)
            button = self.tr("Voir le tableau de bord")
            return Waiting(self.tr("Session annulée"), text, button, page="dashboard")
        minutes = self.context.queries.minutes_of_session(session_id)
        if any(one.state is MinutesState.COMPLETE for one in minutes):
            return None
        text = self._unsigned(minutes) or self.tr(
            "Relevés de décision, attestations, parchemins et déclaration à la Caisse des Dépôts partent "
            "du procès-verbal signé. Celui de cette session n’est pas encore établi."
        )
        return Waiting(self.tr("Après la signature"), text, self.tr("Voir le procès-verbal"), page="minutes")

    def _unsigned(self, minutes: Sequence[MinutesRow]) -> str:
        left = {one.number: sum(line.awaited for line in one.signatures) for one in minutes}
        return "\n".join(
            self.tr("Le procès-verbal {0} attend encore {1}.").format(
                number, plural(count, "signature", "signatures")
            )
            for number, count in left.items()
            if count
        )

    def refresh(self, changes: Changes | None) -> None:
        """Read the papers and the dates again, off the GUI thread."""
        del changes
        session_id = self.context.session_id
        self._drop_old_words()
        if session_id is None or self.waiting_for() is not None:
            return
        if session_id != self._session_id:
            self._session_id, self.papers, self._extracts = session_id, None, ()
            self._show_papers()
        self.form.owedLabel.setText(_owed(self, self.context.queries, session_id))
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda _progress: (read_papers(workspace, session_id), read_extracts(workspace, session_id)),
            lambda read: self._on_papers_read(*read),
            title=self.tr("Lecture des documents"),
            owner=self,
            quiet=True,
        )

    def _drop_old_words(self) -> None:
        """Take away what was said of an act once the session or its minutes are no longer the same."""
        session_id, queries = self.context.session_id, self.context.queries
        minutes = queries.minutes_of_session(session_id) if session_id is not None else ()
        standing = (session_id, self._open_again(), *(one.id for one in minutes))
        if standing != self._standing:
            self._standing = standing
            self._say(Tone.INFO, "")

    def panes(self) -> Sequence[QWidget]:
        """Tabs, table, buttons."""
        return (self.form.subjectsTabBar, self.form.papersTableView, self.form.issueButton)

    # --- the table ------------------------------------------------------------------------------------

    def _set_up_table(self) -> None:
        view = self.form.papersTableView
        view.setModel(self.model)
        view.setFont(tabular(view.font()))
        view.verticalHeader().hide()
        view.setItemDelegate(StateDelegate(Role.STATE, view))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_chosen())
        view.doubleClicked.connect(self._on_cell_opened)

    def _on_papers_read(self, papers: IssuedSession, extracts: Sequence[BatchPaper]) -> None:
        self.papers, self._extracts = papers, extracts
        self._show_papers()
        self.header_changed.emit()

    def _show_papers(self) -> None:
        """Show the papers of the tab; the cell where the user was stays."""
        view, papers = self.form.papersTableView, self.papers
        at = view.currentIndex()
        row, column = at.row(), at.column()
        rows = papers.rows if papers is not None else ()
        if self.form.subjectsTabBar.currentIndex() == _CANDIDATES:
            self.model.show_candidates(rows, papers.blocks if papers is not None else (), self._extracts)
        elif self.form.subjectsTabBar.currentIndex() == _JURY:
            self.model.show_jury(rows)
        else:
            self.model.show_personal(papers.personal if papers is not None else ())
        self._fit_columns()
        if row >= 0:
            view.setCurrentIndex(self.model.index(row, column))
        self._show_chosen()

    def _fit_columns(self) -> None:
        """Give each paper the room of a date, and the names the rest, never less than they can be read in."""
        metrics, view = self.fontMetrics(), self.form.papersTableView
        personal = self.form.subjectsTabBar.currentIndex() == _PERSONAL
        width = _PERSONAL_WIDTH if personal else _PAPER_WIDTH
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.setColumnHidden(0, self.form.subjectsTabBar.currentIndex() == _JURY)
        for column in range(self.model.columnCount()):
            header.resizeSection(column, scaled(_NUMBER_WIDTH if column == 0 else width, metrics))
        if self.model.columnCount() > _NAME:
            left = view.viewport().width() - header.length() + header.sectionSize(_NAME)
            header.resizeSection(_NAME, max(left, scaled(_NAME_WIDTH, metrics)))

    def _cells(self) -> list[Cell]:
        return self.model.chosen(self.form.papersTableView.selectionModel().selectedIndexes())

    def _chosen(self) -> list[PaperRow]:
        return [one for one in self._cells() if isinstance(one, PaperRow)]

    def _show_chosen(self) -> None:
        """Say what is chosen, and enable what can be done of it."""
        cells, chosen = self._cells(), self._chosen()
        issued = [one for one in chosen if one.issued is not None]
        form = self.form
        form.issueButton.setEnabled(any(one.to_issue for one in chosen))
        form.printButton.setEnabled(bool(_printable(cells)))
        form.duplicateButton.setEnabled(len(issued) == 1 == len(cells))
        papers = self.papers
        form.exportButton.setEnabled(papers is not None)
        self._print_all_button.setEnabled(papers is not None)
        self._all_button.setEnabled(papers is not None and any(one.to_issue for one in papers.rows))
        self.pack_action.setEnabled(self._pack() is not None)
        form.detailLabel.setText(self._told(cells, chosen))

    def _told(self, cells: Sequence[Cell], chosen: Sequence[PaperRow]) -> str:
        personal = self.form.subjectsTabBar.currentIndex() == _PERSONAL
        if not cells and personal:
            return self.tr(
                "Ces documents portent des notes\u00a0: ils s’émettent à la demande, et ne partent jamais "
                "avec les autres. Choisissez une case, plusieurs, ou un nom pour toute sa ligne."
            )
        if not cells:
            return self.tr("Choisissez une case, plusieurs, ou un nom pour toute sa ligne.")
        if len(cells) == 1:
            return words(cells[0])
        issued = sum(one.issued is not None for one in chosen)
        left = sum(one.to_issue for one in chosen)
        told = self.tr("{0} choisis\u00a0: {1} émis, {2} à émettre, {3} non dus").format(
            plural(len(cells), "document", "documents"), issued, left, len(chosen) - issued - left
        )
        extracts = len(cells) - len(chosen)
        count = plural(extracts, self.tr("extrait"), self.tr("extraits"))
        return self.tr("{0}, {1}").format(told, count) if extracts else told

    # --- acts -----------------------------------------------------------------------------------------

    def _say(self, tone: Tone, text: str) -> None:
        self.form.banner.show_text(tone, text)

    def _issue(self, papers: Sequence[PaperRow]) -> None:
        if self.papers is not None and self._session_id is not None:
            self.acts.issue(self._session_id, papers, known=self.papers.choices)

    def _on_all_asked(self) -> None:
        self._issue(self.papers.rows if self.papers is not None else ())

    def _on_issue_asked(self) -> None:
        self._issue(self._chosen())

    def _on_print_asked(self) -> None:
        self._print(self._cells())

    def _print(self, cells: Sequence[Cell]) -> None:
        """Show the pages of these papers as they will be printed."""
        if self._session_id is not None:
            self.batches.print_papers(self._session_id, _printable(cells))

    def _on_duplicate_asked(self) -> None:
        for one in self._chosen()[:1]:
            if one.issued is not None:
                self.acts.duplicate(one.issued)

    def _on_templates_asked(self) -> None:
        if self._session_id is not None:
            centre_id = self.context.queries.session(self._session_id).centre_id
            manage_paper_templates(self.context, centre_id, session_id=self._session_id, parent=self)

    def _set_up_batches(self) -> None:
        """What is done of the whole session: printed, saved as files, sent by a mail program."""
        menu = QMenu(self.form.exportButton)
        menu.addAction(self.tr("&Enregistrer tous les PDF…"), self._on_save_all_asked)
        menu.addAction(self.tr("&Préparer les courriels…"), self._on_mails_asked)
        self.pack_action = menu.addAction(self.tr("&Dossier d’accès et pièces…"), self._on_pack_asked)
        self.form.exportButton.setMenu(menu)
        self._print_all_button.clicked.connect(self._on_print_all_asked)

    def _pack(self) -> IssuedRow | None:
        """Return the access pack of the one candidate chosen, once it is issued."""
        packs = [one.issued for one in self._chosen() if one.paper.kind is DocumentKind.ACCESS_PACK]
        return packs[0] if len(packs) == 1 else None

    def _on_pack_asked(self) -> None:
        pack = self._pack()
        if pack is not None:
            self.handing.hand_over(pack)

    def _on_print_all_asked(self) -> None:
        if self._session_id is not None:
            self.batches.print_all(self._session_id)

    def _on_save_all_asked(self) -> None:
        if self._session_id is not None:
            self.batches.save_all(self._session_id)

    def _on_mails_asked(self) -> None:
        if self._session_id is not None:
            self.batches.prepare_mails(self._session_id)

    def _on_cell_opened(self, index: QModelIndex) -> None:
        cell = self.model.cell(index)
        if cell is not None:
            self._print([cell])

    def _on_code_found(self, row: IssuedRow, session_id: str) -> None:
        """Say which paper bears the code, and show its cell when it is of this session."""
        self._say(Tone.INFO if row.counts else Tone.WARNING, found_words(row))
        if session_id != self._session_id:
            return
        for tab in range(self.form.subjectsTabBar.count()):
            self.form.subjectsTabBar.setCurrentIndex(tab)
            place = self.model.place_of(row.id)
            if place.isValid():
                self.form.papersTableView.setCurrentIndex(place)
                return


def _owed(owner: QObject, queries: Queries, session_id: str) -> str:
    """Say what is owed after the jury, and by when."""
    closed = min(one.closed_at.date() for one in queries.minutes_of_session(session_id))
    rows = queries.registrations(session_id)
    vae = sum(row.access_path is AccessPath.VAE for row in rows)
    lines = []
    if vae:
        lines.append(
            owner.tr("VAE ({0})\u00a0: décision à notifier au plus tard le {1}.").format(
                plural(vae, "candidat", "candidats"), short_day(closed + timedelta(days=NOTICE_DAYS))
            )
        )
    declared = short_day(months_after(closed, DECLARATION_MONTHS))
    lines.append(owner.tr("Titulaires à déclarer à la Caisse des Dépôts avant le {0}.").format(declared))
    return " ".join(lines)


def _printable(cells: Sequence[Cell]) -> list[BatchPaper]:
    """Return the papers that are there to be printed."""
    found = []
    for cell in cells:
        if isinstance(cell, BatchPaper):
            found.append(cell)
        elif cell.issued is not None:
            found.append(batch_paper(cell.issued))
    return found


def months_after(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the last of that month when it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("unreachable: every month has a 28th")
