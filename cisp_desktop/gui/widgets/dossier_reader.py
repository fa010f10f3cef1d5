"""The candidate's dossiers.

One tab each, continuous pages, zoom, search, outline, and the page where one stopped. This module must not
know marks, jurors nor pages of the application.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.queries import DossierRow, SearchHit
from cisp_desktop.application.wording import DOSSIER_KINDS, plural, sentence, short_day
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.dossier_finder import DossierFinder
from cisp_desktop.gui.widgets.dossier_shelf import DossierShelf
from cisp_desktop.gui.widgets.dossier_toolbar import DossierToolbar
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import ElidedLabel, literal_tooltip
from cisp_desktop.gui.widgets.panels import EmptyState

SHORT_KINDS: Mapping[DossierKind, str] = {
    DossierKind.TERRITORY_SURVEY: "Enquête",
    DossierKind.MONOGRAPH: "Monogr.",
    DossierKind.PROJECT_FILE: "Projet",
    DossierKind.WORK_ANALYSIS: "APST",
    DossierKind.THESIS: "Mémoire",
    DossierKind.RELATIONAL_BOOKLET: "Livret",
    DossierKind.NETWORK_MAP: "Carto.",
    DossierKind.VAE_FILE: "VAE",
    DossierKind.PROFESSIONAL_FILE: "Pro.",
    DossierKind.OTHER_FILE: "Autre",
}
"""What the tabs have room for; the whole name stands in the tooltip."""
MOST_PAGES_REMEMBERED = 400
SPLITTER = "dossier_reader"


class DossierReader(QFrame):
    """Reads the dossiers of one candidate; ``clear`` shows and holds none.

    ``dossiers_wanted`` is the empty state.
    """

    dossiers_wanted = Signal()

    def __init__(self, context: GuiContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[DossierRow, ...] = ()
        self._current: DossierRow | None = None
        self.shelf = DossierShelf(context.workspace, context.tasks, parent=self)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self._on_failed)
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Pièces du candidat"))
        self.tabs.setProperty("kind", "compact")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self.missing_label = ElidedLabel(self)
        self.missing_label.setProperty("kind", "small")
        self.view = DossierView(self)
        self.finder = DossierFinder(self._search, parent=self)
        self.empty_state = EmptyState(self)
        self._search_model = QPdfSearchModel(self)
        self.view.setSearchModel(self._search_model)
        self._no_document = QPdfDocument(self)
        self.toolbar = DossierToolbar(context.icons, parent=self)
        self._lay_out()
        self._connect()
        self.show_dossiers((), missing=())

    @property
    def current(self) -> DossierRow | None:
        """The dossier shown."""
        return self._current

    def show_dossiers(
        self, rows: Sequence[DossierRow], *, missing: Sequence[DossierKind], kinds: Sequence[DossierKind] = ()
    ) -> None:
        """Show these dossiers, the first of ``kinds`` in front, and say which ones are ``missing``."""
        self._remember_page()
        self._rows = tuple(rows)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(self.tabs.count() - 1)
        for row in rows:
            self._add_tab(row)
        absent = ", ".join(DOSSIER_KINDS[one] for one in missing)
        self.missing_label.setText(self.tr("Non remis : {0}").format(absent))
        self.missing_label.setVisible(bool(missing) and bool(rows))
        kept = self._current.id if self._current else ""
        places = [self._place_of(kept), *(self._place(kind) for kind in kinds)]
        place = next((place for place in places if place >= 0), 0)
        self.tabs.setCurrentIndex(place if rows else -1)
        self.tabs.blockSignals(False)
        self._show_tab(self.tabs.currentIndex())

    def show_kinds(self, kinds: Sequence[DossierKind]) -> None:
        """Bring the first dossier of ``kinds`` to the front, unless one of them is there already."""
        if self._current is not None and self._current.kind in kinds:
            return
        place = next((place for kind in kinds if (place := self._place(kind)) >= 0), -1)
        if place >= 0:
            self.tabs.setCurrentIndex(place)

    def clear(self) -> None:
        """Show nothing, close every document, forget what was searched."""
        self.show_dossiers((), missing=())
        self.finder.forget()
        self.shelf.clear()

    def start_search(self) -> None:
        """Open the search (Ctrl+F)."""
        if self._current is not None:
            self.toolbar.search_button.setChecked(True)
            self.finder.show_search()

    # --- what is shown ----------------------------------------------------------------------------

    def _add_tab(self, row: DossierRow) -> None:
        place = self.tabs.addTab(SHORT_KINDS[row.kind])
        said = self.tr("{0} · {1} · {2} · reçu le {3}").format(
            DOSSIER_KINDS[row.kind],
            row.file_name,
            plural(row.pages, "page", "pages"),
            short_day(row.received_at.date()),
        )
        self.tabs.setTabToolTip(place, literal_tooltip(said))
        self.tabs.setAccessibleTabName(place, DOSSIER_KINDS[row.kind])

    def _place(self, kind: DossierKind | None) -> int:
        return next((place for place, row in enumerate(self._rows) if row.kind is kind), -1)

    def _place_of(self, dossier_id: str) -> int:
        return next((place for place, row in enumerate(self._rows) if row.id == dossier_id), -1)

    def _show_tab(self, place: int) -> None:
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        if row is None:
            self._current = None
            self._show_document(None)
            self._say_empty()
            return
        if self._current is not None and row.id == self._current.id and self.view.shown is not None:
            self._current = row
            return
        self._remember_page()
        self._current = row
        self._show_document(None)
        self._stack.setCurrentWidget(self._reading)
        self.shelf.ask(row)

    def _say_empty(self) -> None:
        self.empty_state.show_text(
            self.tr("Aucune pièce"),
            self.tr("Ce candidat n’a remis aucune pièce, ou aucune n’a été ajoutée."),
            button=self.tr("Ajouter des pièces"),
        )
        self._stack.setCurrentWidget(self.empty_state)

    def show_reason(self, title: str, text: str) -> None:
        """Show no dossier, and say why."""
        self.show_dossiers((), missing=())
        self.empty_state.show_text(title, text, state=DotState.NONE)

    def _show_document(self, document: QPdfDocument | None) -> None:
        shown = document is not None
        row = self._current
        self._search_model.setSearchString("")
        page = self._context.settings.reader_pages.get(row.id, 0) if shown and row else 0
        self.view.show_document(document, page)
        self._search_model.setDocument(document or self._no_document)
        self.toolbar.show_count(document.pageCount() if document is not None else 0)
        if shown:
            self.toolbar.show_page(page)
        if self.finder.isVisible() or not shown:
            self.finder.set_outline(document)

    def _remember_page(self) -> None:
        row = self._current
        if row is None or self.view.shown is None:
            return
        pages = dict(self._context.settings.reader_pages)
        page = self.view.page
        if pages.get(row.id, 0) == page:
            return
        pages.pop(row.id, None)
        pages[row.id] = page
        for old in list(pages)[:-MOST_PAGES_REMEMBERED]:
            del pages[old]
        self._context.settings.reader_pages = pages

    def _search(self, text: str) -> Sequence[SearchHit]:
        return self._context.queries.search_dossier(self._current.id, text) if self._current else ()

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.finder)
        self.splitter.addWidget(self.view)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([190, 420])
        self.splitter.restoreState(self._context.settings.splitter_state(SPLITTER))
        self.finder.hide()
        self._reading = QWidget(self)
        reading = QVBoxLayout(self._reading)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(0)
        reading.addWidget(self.toolbar)
        reading.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty_state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        missing_row = QHBoxLayout()
        missing_row.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, 0)
        missing_row.addWidget(self.missing_label)
        layout.addLayout(missing_row)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.view.page_changed.connect(self._on_page_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.toolbar.page_entered.connect(self.view.go_to)
        self.toolbar.zoom_asked.connect(self.view.zoom_by)
        self.toolbar.width_asked.connect(self.view.fit_width)
        self.toolbar.finder_asked.connect(self._on_finder_asked)
        self.finder.hit_chosen.connect(self._on_hit_chosen)
        self.finder.page_chosen.connect(self.view.go_to)
        self.empty_state.activated.connect(self.dossiers_wanted)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)

    # --- slots ------------------------------------------------------------------------------------

    def _on_opened(self, dossier_id: str) -> None:
        if self._current is None or self._current.id != dossier_id:
            return
        document = self.shelf.document(dossier_id)
        self._show_document(document)
        if self.finder.isVisible():
            self.finder.search_again()

    def _on_failed(self, dossier_id: str, error: CispError) -> None:
        if self._current is None or self._current.id != dossier_id:
            return
        self.empty_state.show_text(
            self.tr("Cette pièce ne s’ouvre pas"), sentence(error), state=DotState.BLOCKED
        )
        self._stack.setCurrentWidget(self.empty_state)

    def _on_page_changed(self, page: int) -> None:
        self.toolbar.show_page(page)

    def _on_zoom_changed(self) -> None:
        self.toolbar.show_zoom(self.view.scale, fits_width=self.view.fits_width)
        if self.view.shown is not None:
            self.toolbar.show_page(self.view.page)

    def _on_finder_asked(self) -> None:
        searching, outlined = self.toolbar.search_button.isChecked(), self.toolbar.outline_button.isChecked()
        self.finder.setVisible(searching or outlined)
        if searching:
            self.finder.show_search()
        elif outlined:
            self.finder.show_outline(self.view.shown)
        if not searching:
            self._search_model.setSearchString("")

    def _on_hit_chosen(self, page: int, word: str) -> None:
        self._search_model.setSearchString(word)
        if page < 0:
            return
        places = self._search_model.resultsOnPage(page)
        top = places[0].location() - QPointF(0, 60) if places else None
        self.view.go_to(page, QPointF(0, max(0.0, top.y())) if top is not None else None)

    def _on_splitter_moved(self) -> None:
        self._context.settings.set_splitter_state(SPLITTER, self.splitter.saveState())

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the page when the reader goes out of sight."""
        self._remember_page()
        super().hideEvent(event)
