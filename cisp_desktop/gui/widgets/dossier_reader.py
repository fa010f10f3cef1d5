"""The candidate's dossiers: one tab each, continuous pages, zoom, search, outline, and the page where one stopped.

This module must not know marks, jurors nor pages of the application.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cisp_desktop.application.queries import DossierRow, SearchHit
from cisp_desktop.application.wording import DOSSIER_KINDS, decimal, plural, sentence, short_day
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.widgets.dossier_finder import DossierFinder
from cisp_desktop.gui.widgets.dossier_shelf import DossierShelf
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import PlainLabel, literal_tooltip
from cisp_desktop.gui.widgets.panels import EmptyState

MOST_PAGES_REMEMBERED = 400
SPLITTER = "dossier_reader"


class DossierReader(QFrame):
    """Reads the dossiers of one candidate; ``clear`` shows and holds none. ``dossiers_wanted`` is the empty state."""

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
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.view = DossierView(self)
        self.finder = DossierFinder(self._search, parent=self)
        self.empty_state = EmptyState(self)
        self._search_model = QPdfSearchModel(self)
        self.view.setSearchModel(self._search_model)
        self._make_tools()
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
        """Show these dossiers, the first of ``kinds`` in front; ``missing`` ones have a tab that says so."""
        self._remember_page()
        self._rows = tuple(rows)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(self.tabs.count() - 1)
        for row in rows:
            self._add_tab(row)
        for absent in missing:
            place = self.tabs.addTab(DOSSIER_KINDS[absent])
            self.tabs.setTabEnabled(place, False)
            self.tabs.setTabToolTip(place, self.tr("{0} : pièce non remise").format(DOSSIER_KINDS[absent]))
        self.tabs.setVisible(self.tabs.count() > 0)
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
            self.search_button.setChecked(True)
            self.finder.show_search()

    # --- what is shown ----------------------------------------------------------------------------

    def _add_tab(self, row: DossierRow) -> None:
        place = self.tabs.addTab(DOSSIER_KINDS[row.kind])
        said = self.tr("{0} · {1} · reçu le {2}").format(
            row.file_name, plural(row.pages, "page", "pages"), short_day(row.received_at.date())
        )
        self.tabs.setTabToolTip(place, literal_tooltip(said))

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

    def _show_document(self, document: QPdfDocument | None) -> None:
        shown = document is not None
        row = self._current
        self._search_model.setSearchString("")
        page = self._context.settings.reader_pages.get(row.id, 0) if shown and row else 0
        self.view.show_document(document, page)
        self._search_model.setDocument(document or self._no_document)
        for tool in self._tools:
            tool.setEnabled(shown)
        self.page_box.blockSignals(True)
        count = document.pageCount() if document is not None else 1
        self.page_box.setRange(1, max(1, count))
        self.page_box.setSuffix(f" / {count}" if shown else "")
        self.page_box.setValue(page + 1)
        self.page_box.blockSignals(False)
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

    def _make_tools(self) -> None:
        self._no_document = QPdfDocument(self)
        self.outline_button = self._tool("list-bullets", self.tr("Plan de la pièce"))
        self.search_button = self._tool("magnifying-glass", self.tr("Chercher dans la pièce (Ctrl+F)"))
        for toggle in (self.outline_button, self.search_button):
            toggle.setCheckable(True)
        self.back_button = self._tool("caret-up", self.tr("Page précédente"))
        self.page_box = QSpinBox(self)
        self.page_box.setAccessibleName(self.tr("Page"))
        self.page_box.setToolTip(self.tr("Aller à la page"))
        self.page_box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page_box.setKeyboardTracking(False)
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.next_button = self._tool("caret-down", self.tr("Page suivante"))
        self.out_button = self._tool("magnifying-glass-minus", self.tr("Réduire (−)"))
        self.zoom_label = PlainLabel(self)
        self.zoom_label.setProperty("kind", "muted")
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.in_button = self._tool("magnifying-glass-plus", self.tr("Agrandir (+)"))
        self.fit_button = self._tool("arrows-out-line-horizontal", self.tr("Ajuster à la largeur"))
        self.fit_button.setCheckable(True)
        self._tools: tuple[QWidget, ...] = (
            self.outline_button, self.search_button, self.back_button, self.page_box, self.next_button,
            self.out_button, self.in_button, self.fit_button,
        )  # fmt: skip

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(words)
        button.setAccessibleName(words)
        self._context.icons.set(button, icon)
        return button

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(t.SPACE_XS, t.SPACE_XS, t.SPACE_XS, t.SPACE_XS)
        bar.setSpacing(t.SPACE_XS)
        bar.addWidget(self.outline_button)
        bar.addWidget(self.search_button)
        bar.addStretch(1)
        bar.addWidget(self.back_button)
        bar.addWidget(self.page_box)
        bar.addWidget(self.next_button)
        bar.addStretch(1)
        bar.addWidget(self.out_button)
        bar.addWidget(self.zoom_label)
        bar.addWidget(self.in_button)
        bar.addWidget(self.fit_button)
        self.zoom_label.setMinimumWidth(self.zoom_label.fontMetrics().horizontalAdvance("400 %") + t.SPACE_XS)
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
        reading.addLayout(bar)
        reading.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty_state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.view.page_changed.connect(self._on_page_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.page_box.valueChanged.connect(self._on_page_entered)
        self.back_button.clicked.connect(lambda: self.view.go_to(self.view.page - 1))
        self.next_button.clicked.connect(lambda: self.view.go_to(self.view.page + 1))
        self.in_button.clicked.connect(lambda: self.view.zoom_by(1))
        self.out_button.clicked.connect(lambda: self.view.zoom_by(-1))
        self.fit_button.clicked.connect(self.view.fit_width)
        self.search_button.toggled.connect(self._on_search_toggled)
        self.outline_button.toggled.connect(self._on_outline_toggled)
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
        self.page_box.blockSignals(True)
        self.page_box.setValue(page + 1)
        self.page_box.blockSignals(False)

    def _on_page_entered(self, page: int) -> None:
        self.view.go_to(page - 1)

    def _on_zoom_changed(self) -> None:
        self.zoom_label.setText(f"{decimal(self.view.scale * 100, 0)} %")
        self.fit_button.setChecked(self.view.fits_width)
        if self.view.shown is not None:
            self._on_page_changed(self.view.page)

    def _on_search_toggled(self, shown: bool) -> None:
        if shown:
            self.outline_button.setChecked(False)
            self.finder.show_search()
        self._show_finder()

    def _on_outline_toggled(self, shown: bool) -> None:
        if shown:
            self.search_button.setChecked(False)
            self.finder.show_outline(self.view.shown)
        self._show_finder()

    def _show_finder(self) -> None:
        self.finder.setVisible(self.search_button.isChecked() or self.outline_button.isChecked())
        if not self.search_button.isChecked():
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

    def hideEvent(self, event: object) -> None:
        """Remember the page when the reader goes out of sight."""
        self._remember_page()
        super().hideEvent(event)  # type: ignore[arg-type]  # QHideEvent, as Qt passes it
