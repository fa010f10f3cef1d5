"""The candidate's dossiers.

One tab each, two side by side, continuous pages, zoom, search in one or in all, outline, pages in small,
highlights and notes of the juror who reads, and the page where one stopped. This module must not know marks
nor pages of the application. Over 400 lines because one widget joins every pane of the reading.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
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

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import DossierRow, SearchHit
from cisp_desktop.application.wording import DOSSIER_KINDS, plural, sentence, short_day
from cisp_desktop.application.wording_reading import SHORT_KINDS
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.reading_notes import ReadingNotes
from cisp_desktop.gui.reading_places import ReadingPlaces
from cisp_desktop.gui.widgets.dossier_beside import DossierBeside
from cisp_desktop.gui.widgets.dossier_finder import DossierFinder, Panel
from cisp_desktop.gui.widgets.dossier_noting import DossierNoting, place_of
from cisp_desktop.gui.widgets.dossier_shelf import DossierShelf
from cisp_desktop.gui.widgets.dossier_toolbar import DossierToolbar
from cisp_desktop.gui.widgets.dossier_view import DossierView
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.full_screen import FullScreen
from cisp_desktop.gui.widgets.labels import ElidedLabel, PlainLabel, literal_tooltip
from cisp_desktop.gui.widgets.panels import EmptyState

SPLITTER = "dossier_reader"
WIDE, TWO_PAGES = 860, 520
"""Pixels from which the panel stands left of the pages, and two dossiers left and right of each other."""


class DossierReader(QFrame):
    """Reads the dossiers of one candidate; ``clear`` shows and holds none.

    ``dossiers_wanted`` is the empty state. ``for_juror``: the juror at the keyboard takes notes here, and
    finds his or her own place in each dossier again. Over 300 lines because it joins every pane.
    """

    dossiers_wanted = Signal()

    def __init__(
        self, context: GuiContext, *, for_juror: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._for_juror = for_juror
        self._rows: tuple[DossierRow, ...] = ()
        self._reader: tuple[IdentifiedJuror | None, tuple[str, ...]] = (None, ())
        self._current: DossierRow | None = None
        self._wanted: tuple[str, int, float, str] | None = None
        self.shelf = DossierShelf(context.workspace, context.tasks, parent=self)
        self.places = ReadingPlaces(context, self)
        self.notes = ReadingNotes(context, self)
        self._body = QWidget(self)
        self.tabs = _tab_bar(self._body)
        self.missing_label = ElidedLabel(self._body)
        self.missing_label.setProperty("kind", "small")
        self.view = DossierView(self._body)
        self.beside = DossierBeside(context.icons, self._body)
        self.finder = DossierFinder(self._search, parent=self._body)
        self.empty_state = EmptyState(self._body)
        self._search_model = QPdfSearchModel(self)
        self.view.set_search_model(self._search_model)
        self._no_document = QPdfDocument(self)
        self.toolbar = DossierToolbar(context.icons, parent=self._body)
        self.toolbar.allow_notes(for_juror)
        self._full_screen: FullScreen | None = None
        self.noting = DossierNoting(self, self.notes)
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
        self._remember_place()
        self._rows = tuple(rows)
        self._show_reader()
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(self.tabs.count() - 1)
        for row in rows:
            self._add_tab(row)
        self.finder.show_names({row.id: SHORT_KINDS[row.kind] for row in rows})
        absent = ", ".join(DOSSIER_KINDS[one] for one in missing)
        self.missing_label.setText(self.tr("Non remis : {0}").format(absent))
        self.missing_label.setVisible(bool(missing) and bool(rows))
        kept = self._current.id if self._current else ""
        places = [self._place_of(kept), *(self._place(kind) for kind in kinds)]
        place = next((place for place in places if place >= 0), 0)
        self.tabs.setCurrentIndex(place if rows else -1)
        self.tabs.blockSignals(False)
        self._show_tab(self.tabs.currentIndex())
        if self.beside.isVisibleTo(self._body):
            self.show_beside(bool(rows))

    def show_kinds(self, kinds: Sequence[DossierKind]) -> None:
        """Bring the first dossier of ``kinds`` to the front, unless one of them is there already."""
        if self._current is not None and self._current.kind in kinds:
            return
        place = next((place for kind in kinds if (place := self._place(kind)) >= 0), -1)
        if place >= 0:
            self.tabs.setCurrentIndex(place)

    def clear(self) -> None:
        """Show nothing, close every document, forget what was searched; leave the full screen."""
        self.leave_full_screen()
        self.show_beside(False)
        self.show_dossiers((), missing=())
        self.noting.stop_framing()
        self.finder.forget()
        self.shelf.clear()

    def start_search(self) -> None:
        """Open the search in the dossier shown (Ctrl+F)."""
        self._start_search(everywhere=False)

    def start_search_everywhere(self) -> None:
        """Open the search in all dossiers of the candidate (Ctrl+Shift+F)."""
        self._start_search(everywhere=True)

    def show_panel(self, panel: Panel) -> None:
        """Open a panel."""
        self.toolbar.check(panel)

    def show_note(self, note_id: str) -> None:
        """Go to a note."""
        note = self.notes.find(note_id)
        if note is not None:
            self.noting.go_to(note)

    def go_to_dossier(self, dossier_id: str, page: int, *, share: float = 0.0, word: str = "") -> None:
        """Show a page of a dossier, from ``share`` of its height (0–1) or where ``word`` stands."""
        self._wanted = (dossier_id, page, share, word)
        place = self._place_of(dossier_id)
        if place >= 0 and place != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(place)
        self._go_to_wanted()

    def show_beside(self, shown: bool) -> None:
        """Show a second dossier beside the first, or no more."""
        shown = shown and bool(self._rows)
        self.toolbar.beside_button.setChecked(shown)
        self.beside.setVisible(shown)
        self.beside.show_rows(
            self._rows if shown else (), other_than=self._current.id if self._current else ""
        )
        self.beside.view.show_document(None)
        self._hold()
        if self.beside.current is not None:
            self.shelf.ask(self.beside.current)

    def toggle_full_screen(self) -> None:
        """Show the dossiers alone on the screen, or back in their place (F11)."""
        if self._full_screen is not None:
            self.leave_full_screen()
        elif self._current is not None:
            keys = {"Ctrl+F": self.start_search, "Ctrl+Shift+F": self.start_search_everywhere}
            self._full_screen = FullScreen(self, keys)
            self._full_screen.left.connect(self.leave_full_screen)
            self._away_label.show()
            self._full_screen.take(self._body, self.tr("Pièces du candidat"))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_full_screen(self) -> None:
        """Bring the dossiers back into their place."""
        window, self._full_screen = self._full_screen, None
        if window is not None:
            self._away_label.hide()
            self._outer.addWidget(self._body, 1)
            self._body.show()
            window.hide()
            window.deleteLater()

    # --- what is shown ----------------------------------------------------------------------------

    def _show_reader(self) -> None:
        """Find the notes and places of the juror at the keyboard on these dossiers, when they are others."""
        juror = self._context.current_juror if self._for_juror and self._rows else None
        reader = (juror, tuple(row.id for row in self._rows))
        if reader != self._reader:
            self._reader = reader
            self.places.show_reader(*reader)
            self.notes.show_reader(juror, self._rows)

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
        self._remember_place()
        self._current = row
        self._show_document(None)
        self._stack.setCurrentWidget(self._reading)
        self._hold()
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
        self.leave_full_screen()
        self.show_dossiers((), missing=())
        self.empty_state.show_text(title, text, state=DotState.NONE)

    def _show_document(self, document: QPdfDocument | None) -> None:
        row = self._current
        self._search_model.setSearchString("")
        place = self.places.of(row.id) if document is not None and row is not None else None
        self.view.show_document(document, place)
        self._search_model.setDocument(document or self._no_document)
        self.toolbar.show_count(document.pageCount() if document is not None else 0)
        if document is not None:
            self.toolbar.show_page(self.view.page)
        if self.finder.isVisibleTo(self._body) or document is None:
            self.finder.set_document(document)
            self.finder.thumbnails.show_page(self.view.page)
        self.noting.show_notes()

    def _hold(self) -> None:
        """Keep open what is on show."""
        rows = (self._current, self.beside.current if self.beside.isVisibleTo(self._body) else None)
        self.shelf.hold(row.id for row in rows if row is not None)

    def _remember_place(self) -> None:
        if self._current is not None and self.view.shown is not None:
            self.places.note(self._current.id, self.view.place)
        self.places.write()

    def _search(self, text: str, everywhere: bool) -> Sequence[SearchHit]:
        if self._current is None:
            return ()
        if not everywhere:
            return self._context.queries.search_dossier(self._current.id, text)
        return self._context.queries.search_dossiers([row.id for row in self._rows], text)

    def _start_search(self, *, everywhere: bool) -> None:
        if self._current is not None:
            self.toolbar.search_button.setChecked(True)
            self.finder.show_search(everywhere=everywhere)

    def _go_to_wanted(self) -> None:
        """Go where ``go_to_dossier`` asked, once that dossier is open."""
        if self._wanted is None or self.view.shown is None or self._current is None:
            return
        dossier_id, page, share, word = self._wanted
        if dossier_id != self._current.id:
            return
        self._wanted = None
        if word:
            self._search_model.setSearchString(word)
            self.view.go_to_found(page)
        else:
            self.view.go_to(page, place_of(self.view, page, share) if share else None)

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.pages_splitter = QSplitter(Qt.Orientation.Vertical, self._body)
        self.pages_splitter.addWidget(self.view)
        self.pages_splitter.addWidget(self.beside)
        self.pages_splitter.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self._body)
        self.splitter.addWidget(self.finder)
        self.splitter.addWidget(self.pages_splitter)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([190, 420])
        self.splitter.restoreState(self._context.settings.splitter_state(SPLITTER))
        self.finder.hide()
        self.beside.hide()
        self._reading = QWidget(self._body)
        reading = QVBoxLayout(self._reading)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.setSpacing(0)
        reading.addWidget(self.toolbar)
        reading.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self._body)
        self._stack.addWidget(self._reading)
        self._stack.addWidget(self.empty_state)
        self._lay_out_body()

    def _lay_out_body(self) -> None:
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        missing_row = QHBoxLayout()
        missing_row.setContentsMargins(t.SPACE_S, t.SPACE_XS, t.SPACE_S, 0)
        missing_row.addWidget(self.missing_label)
        layout.addLayout(missing_row)
        layout.addWidget(self._stack, 1)
        self._away_label = PlainLabel(self)
        self._away_label.setText(self.tr("Les pièces sont en plein écran : Échap les ramène ici."))
        self._away_label.setProperty("kind", "muted")
        self._away_label.setWordWrap(True)
        self._away_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._away_label.hide()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._away_label, 1)
        self._outer.addWidget(self._body, 1)
        self._body.installEventFilter(self)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.view.page_changed.connect(self._on_page_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.view.moved.connect(self._on_moved)
        self.toolbar.page_entered.connect(self.view.go_to)
        self.toolbar.zoom_asked.connect(self.view.zoom_by)
        self.toolbar.width_asked.connect(self.view.fit_width)
        self.toolbar.finder_asked.connect(self._on_finder_asked)
        self.toolbar.beside_asked.connect(self.show_beside)
        self.toolbar.full_asked.connect(self.toggle_full_screen)
        self.finder.hit_chosen.connect(self._on_hit_chosen)
        self.finder.page_chosen.connect(self.view.go_to)
        self.beside.row_chosen.connect(self._on_beside_chosen)
        self.beside.closed.connect(self._on_beside_closed)
        self.empty_state.activated.connect(self.dossiers_wanted)
        self.splitter.splitterMoved.connect(self._on_splitter_moved)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self._on_failed)

    # --- slots ------------------------------------------------------------------------------------

    def _on_opened(self, dossier_id: str) -> None:
        document = self.shelf.document(dossier_id)
        second = self.beside.current
        asked = second is not None and second.id == dossier_id
        if asked and self.beside.view.shown is not document:
            self.beside.view.show_document(document, self.places.of(dossier_id))
        if self._current is not None and self._current.id == dossier_id:
            if self.view.shown is not document:
                self._show_document(document)
                if self.toolbar.panel is Panel.SEARCH and not self.finder.everywhere_check.isChecked():
                    self.finder.search_again()
            self._go_to_wanted()
        self.noting.show_notes()

    def _on_failed(self, dossier_id: str, error: CispError) -> None:
        if self._current is None or self._current.id != dossier_id:
            return
        self.empty_state.show_text(
            self.tr("Cette pièce ne s’ouvre pas"), sentence(error), state=DotState.BLOCKED
        )
        self._stack.setCurrentWidget(self.empty_state)

    def _on_page_changed(self, page: int) -> None:
        self.toolbar.show_page(page)
        self.finder.thumbnails.show_page(page)

    def _on_moved(self) -> None:
        if self._current is not None and self.view.shown is not None:
            self.places.note(self._current.id, self.view.place)

    def _on_zoom_changed(self) -> None:
        self.toolbar.show_zoom(self.view.scale, fits_width=self.view.fits_width)
        if self.view.shown is not None:
            self.toolbar.show_page(self.view.page)

    def _on_finder_asked(self) -> None:
        panel = self.toolbar.panel
        self.finder.setVisible(panel is not None)
        if panel is not None:
            self.finder.show_panel(panel, self.view.shown)
            self.finder.thumbnails.show_page(self.view.page)
        if panel is not Panel.SEARCH:
            self._search_model.setSearchString("")

    def _on_hit_chosen(self, dossier_id: str, page: int, word: str) -> None:
        if dossier_id:
            self.go_to_dossier(dossier_id, page, word=word)
        else:
            self._search_model.setSearchString("")

    def _on_beside_chosen(self, row: DossierRow) -> None:
        self.beside.view.show_document(None)
        self._hold()
        self.shelf.ask(row)

    def _on_beside_closed(self) -> None:
        self.show_beside(False)

    def _on_splitter_moved(self) -> None:
        if self.splitter.orientation() is Qt.Orientation.Vertical:
            self._context.settings.set_splitter_state(SPLITTER, self.splitter.saveState())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrange the panes by the width that the body has."""
        if watched is self._body and event.type() == QEvent.Type.Resize:
            self._arrange(self._body.width())
        return super().eventFilter(watched, event)

    def _arrange(self, width: int) -> None:
        wide = Qt.Orientation.Horizontal if width >= WIDE else Qt.Orientation.Vertical
        if self.splitter.orientation() is not wide:
            self.splitter.setOrientation(wide)
            self.splitter.setSizes([280, 2000] if wide is Qt.Orientation.Horizontal else [190, 420])
        two = Qt.Orientation.Horizontal if width >= TWO_PAGES else Qt.Orientation.Vertical
        if self.pages_splitter.orientation() is not two:
            self.pages_splitter.setOrientation(two)
            self.pages_splitter.setSizes([1000, 1000])

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the page when the reader goes out of sight."""
        self._remember_place()
        super().hideEvent(event)


def _tab_bar(parent: QWidget) -> QTabBar:
    tabs = QTabBar(parent)
    tabs.setAccessibleName(tabs.tr("Pièces du candidat"))
    tabs.setProperty("kind", "compact")
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setElideMode(Qt.TextElideMode.ElideRight)
    tabs.setUsesScrollButtons(False)
    return tabs
