"""The candidate's dossiers.

One tab each, two side by side, continuous pages, zoom, search in one or in all, outline, pages in small,
highlights and notes of the juror who reads, and the page where one stopped. This module must not know marks
nor pages of the application.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.wording import DOSSIER_KINDS, sentence
from cisp_desktop.application.wording_reading import SHORT_KINDS
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.reading_notes import ReadingNotes
from cisp_desktop.gui.reading_places import ReadingPlaces
from cisp_desktop.gui.widgets.dossier_body import DossierBody
from cisp_desktop.gui.widgets.dossier_finder import Panel
from cisp_desktop.gui.widgets.dossier_noting import DossierNoting, place_of
from cisp_desktop.gui.widgets.dossier_searching import DossierSearching
from cisp_desktop.gui.widgets.dossier_second import DossierSecond
from cisp_desktop.gui.widgets.dossier_shelf import DossierShelf
from cisp_desktop.gui.widgets.dossier_tabs import front_row
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.full_screen import FullScreen
from cisp_desktop.gui.widgets.labels import PlainLabel


class DossierReader(QFrame):
    """Reads the dossiers of one candidate; ``clear`` shows and holds none.

    ``dossiers_wanted`` is the empty state. ``for_juror``: the juror at the keyboard takes notes here, and
    finds his or her own place in each dossier again.
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
        self._full_screen: FullScreen | None = None
        self.shelf = DossierShelf(context.workspace, context.tasks, parent=self)
        self.places = ReadingPlaces(context, self)
        self.notes = ReadingNotes(context, self, front=self._window_in_front)
        self._compose()
        self.searching = DossierSearching(self, self._body, context.queries)
        self.second = DossierSecond(self._body, self.shelf, self.places)
        self.noting = DossierNoting(self, self.notes)
        self._connect()
        self.show_dossiers((), missing=())

    @property
    def current(self) -> DossierRow | None:
        """The dossier shown."""
        return self._current

    @property
    def rows(self) -> Sequence[DossierRow]:
        """The dossiers shown, as tabs."""
        return self._rows

    @property
    def in_full_screen(self) -> bool:
        """Whether the dossiers stand alone on the screen."""
        return self._full_screen is not None and self._full_screen.taken is not None

    def show_dossiers(
        self, rows: Sequence[DossierRow], *, missing: Sequence[DossierKind], kinds: Sequence[DossierKind] = ()
    ) -> None:
        """Show these dossiers, the first of ``kinds`` in front, and say which ones are ``missing``."""
        self._remember_places()
        others = [row.id for row in rows] != [row.id for row in self._rows]
        self._rows = tuple(rows)
        self._show_reader()
        self.finder.show_names({row.id: SHORT_KINDS[row.kind] for row in rows})
        absent = ", ".join(DOSSIER_KINDS[one] for one in missing) if rows else ""
        self._body.show_missing(self.tr("Non remis\u00a0: {0}").format(absent) if absent else "")
        self.tabs.show_rows(rows, kept=self._current.id if self._current else "", kinds=kinds)
        self._show_tab()
        if self.second.shown:
            self.show_beside(bool(rows))
        if others:
            self.searching.search_again()

    def show_kinds(self, kinds: Sequence[DossierKind]) -> None:
        """Bring the first dossier of ``kinds`` to the front, unless one of them is there already."""
        place = self.tabs.place_of_kinds(kinds)
        if place >= 0 and (self._current is None or self._current.kind not in kinds):
            self.tabs.setCurrentIndex(place)

    def expect(self, rows: Sequence[DossierRow], *, kinds: Sequence[DossierKind]) -> None:
        """Open ahead what ``show_dossiers`` of another candidate would show first, while nothing is to do."""
        self.shelf.expect(front_row(rows, kinds), near=[row.id for row in self._rows])

    def clear(self) -> None:
        """Show nothing, close every document, forget what was searched; leave the full screen."""
        self.leave_full_screen()
        self.show_beside(False)
        self.show_dossiers((), missing=())
        self._wanted = None
        self.noting.stop_framing()
        self.finder.forget()
        self.shelf.clear()

    def start_search(self) -> None:
        """Open the search in the dossier shown (Ctrl+F)."""
        self.searching.start()

    def start_search_everywhere(self) -> None:
        """Open the search in all dossiers of the candidate (Ctrl+Shift+F)."""
        self.searching.start_everywhere()

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
        place = self.tabs.place_of(dossier_id)
        if place >= 0 and place != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(place)
        self._go_to_wanted()

    def show_beside(self, shown: bool) -> None:
        """Show a second dossier beside the first, or no more."""
        self.second.show(self._rows if shown else (), other_than=self._current.id if self._current else "")
        self.toolbar.beside_button.setChecked(self.second.shown)

    def show_reason(self, title: str, text: str) -> None:
        """Show no dossier, and say why."""
        self.leave_full_screen()
        self.show_dossiers((), missing=())
        self._body.show_empty(title, text, state=DotState.NONE)

    def toggle_full_screen(self) -> None:
        """Show the dossiers alone on the screen, or back in their place (F11)."""
        if self.in_full_screen:
            self.leave_full_screen()
        elif self._current is not None:
            if self._full_screen is None:
                keys = {"Ctrl+F": self.start_search, "Ctrl+Shift+F": self.start_search_everywhere}
                self._full_screen = FullScreen(self, keys)
                self._full_screen.left.connect(self.leave_full_screen)
            self._away_label.show()
            self._full_screen.take(self._body, self.tr("Pièces du candidat"))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_full_screen(self) -> None:
        """Bring the dossiers back into their place."""
        body = self._full_screen.give_back() if self._full_screen is not None else None
        if body is not None:
            self._away_label.hide()
            self._outer.addWidget(body, 1)
            body.show()

    # --- what is shown ----------------------------------------------------------------------------

    def _show_reader(self) -> None:
        """Find the notes and places of the juror at the keyboard on these dossiers, when they are others."""
        juror = self._context.current_juror if self._for_juror and self._rows else None
        reader = (juror, tuple(row.id for row in self._rows))
        if reader != self._reader:
            self._reader = reader
            self.places.show_reader(*reader)
            self.notes.show_reader(juror, self._rows)

    def _show_tab(self) -> None:
        row = self.tabs.current
        if row is None:
            self._current = None
            self._show_document(None)
            self._body.show_empty(
                self.tr("Aucune pièce"),
                self.tr("Ce candidat n’a remis aucune pièce, ou aucune n’a été ajoutée."),
                button=self.tr("Ajouter des pièces"),
            )
            return
        if self._current is not None and row.id == self._current.id and self.view.shown is not None:
            self._current = row
            return
        self._remember_places()
        self._current = row
        self._show_document(None)
        self._body.show_pages()
        self.second.hold(row.id)
        self.shelf.ask(row)

    def _show_document(self, document: QPdfDocument | None) -> None:
        row = self._current
        place = self.places.of(row.id) if document is not None and row is not None else None
        self.view.show_document(document, place)
        self.searching.show_document(document)
        self.toolbar.show_count(document.pageCount() if document is not None else 0)
        if document is not None:
            self.toolbar.show_page(self.view.page)
        if self.finder.isVisibleTo(self._body) or document is None:
            self.finder.set_document(document)
            self.finder.thumbnails.show_page(self.view.page)
        self.noting.show_notes()

    def _remember_places(self) -> None:
        if self._current is not None and self.view.shown is not None:
            self.places.note(self._current.id, self.view.place)
        self.places.write()

    def _go_to_wanted(self) -> None:
        """Go where ``go_to_dossier`` asked, once that dossier is open."""
        if self._wanted is None or self.view.shown is None or self._current is None:
            return
        dossier_id, page, share, word = self._wanted
        if dossier_id != self._current.id:
            return
        self._wanted = None
        if word:
            self.searching.show_found(word, page)
        else:
            self.view.go_to(page, place_of(self.view, page, share) if share else None)

    def _window_in_front(self) -> QWidget:
        return self._full_screen if self._full_screen is not None and self.in_full_screen else self.window()

    # --- making -----------------------------------------------------------------------------------

    def _compose(self) -> None:
        context = self._context
        self._body = body = DossierBody(context.icons, context.settings, parent=self)
        self.tabs, self.toolbar, self.view, self.beside = body.tabs, body.toolbar, body.view, body.beside
        self.finder, self.empty_state = body.finder, body.empty_state
        self.missing_label = body.missing_label
        self.toolbar.allow_notes(self._for_juror)
        self._away_label = PlainLabel(self)
        self._away_label.setText(self.tr("Les pièces sont en plein écran\u00a0: Échap les ramène ici."))
        self._away_label.setProperty("kind", "muted")
        self._away_label.setWordWrap(True)
        self._away_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._away_label.hide()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self._away_label, 1)
        self._outer.addWidget(body, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.view.page_changed.connect(self._on_page_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self.view.moved.connect(self._on_moved)
        self.toolbar.page_entered.connect(self.view.go_to)
        self.toolbar.zoom_asked.connect(self.view.zoom_by)
        self.toolbar.width_asked.connect(self.view.fit_width)
        self.toolbar.beside_asked.connect(self.show_beside)
        self.toolbar.full_asked.connect(self.toggle_full_screen)
        self.finder.page_chosen.connect(self.view.go_to)
        self.beside.closed.connect(self._on_beside_closed)
        self.empty_state.activated.connect(self.dossiers_wanted)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self._on_failed)

    # --- slots ------------------------------------------------------------------------------------

    def _on_opened(self, dossier_id: str) -> None:
        document = self.shelf.document(dossier_id)
        if self._current is not None and self._current.id == dossier_id:
            if self.view.shown is not document:
                self._show_document(document)
                self.searching.search_again(here=True)
            self._go_to_wanted()
        self.noting.show_notes()

    def _on_failed(self, dossier_id: str, error: CispError) -> None:
        if self._current is not None and self._current.id == dossier_id:
            title = self.tr("Cette pièce ne s’ouvre pas")
            self._body.show_empty(title, sentence(error), state=DotState.BLOCKED)

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

    def _on_beside_closed(self) -> None:
        self.show_beside(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the pages when the reader goes out of sight."""
        self._remember_places()
        super().hideEvent(event)
