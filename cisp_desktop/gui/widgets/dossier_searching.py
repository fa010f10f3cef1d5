"""What joins the finder to the pages: searches the index, and highlights what was found on the page shown.

This module must not know how the index is made.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel

from cisp_desktop.application.queries import Queries, SearchHit
from cisp_desktop.gui.widgets.dossier_body import DossierBody
from cisp_desktop.gui.widgets.dossier_finder import Panel

if TYPE_CHECKING:
    from cisp_desktop.gui.widgets.dossier_reader import DossierReader


class DossierSearching(QObject):
    """Wires a reader's panels to its pages."""

    def __init__(self, reader: "DossierReader", body: DossierBody, queries: Queries) -> None:
        super().__init__(body)
        self._reader, self._queries = reader, queries
        self._view, self._finder, self._toolbar = body.view, body.finder, body.toolbar
        self._nothing = QPdfDocument(self)
        self._model = QPdfSearchModel(self)
        self._view.set_search_model(self._model)
        self._finder.search = self._search
        self._finder.hit_chosen.connect(self._on_hit_chosen)
        self._finder.search_left.connect(self._on_search_left)
        self._toolbar.finder_asked.connect(self._on_finder_asked)

    @property
    def shown_word(self) -> str:
        """What is highlighted on the page."""
        return self._model.searchString()

    def start(self) -> None:
        """Open the search in the dossier shown (Ctrl+F)."""
        self._start(everywhere=False)

    def start_everywhere(self) -> None:
        """Open the search in all dossiers of the candidate (Ctrl+Shift+F)."""
        self._start(everywhere=True)

    def show_document(self, document: QPdfDocument | None) -> None:
        """Highlight nothing, in another document or none."""
        self._model.setSearchString("")
        self._model.setDocument(document or self._nothing)

    def show_found(self, word: str, page: int) -> None:
        """Show where ``word`` stands on a page (from 0) of the document shown."""
        self._model.setSearchString(word)
        self._view.go_to_found(page)

    def search_again(self, *, here: bool = False) -> None:
        """Look for the same text in other dossiers, or forget it while the search is closed.

        ``here``: another dossier of the same candidate is shown, which a search in all of them does not mind.
        """
        if self._toolbar.panel is not Panel.SEARCH:
            if not here:
                self._finder.forget_search()
        elif not here or not self._finder.everywhere_check.isChecked():
            self._finder.search_again()

    def _start(self, *, everywhere: bool) -> None:
        if self._reader.current is not None:
            self._toolbar.search_button.setChecked(True)
            self._finder.show_search(everywhere=everywhere)

    def _search(self, text: str, everywhere: bool) -> Sequence[SearchHit]:
        current = self._reader.current
        if current is None:
            return ()
        if not everywhere:
            return self._queries.search_dossier(current.id, text)
        return self._queries.search_dossiers([row.id for row in self._reader.rows], text)

    def _on_finder_asked(self) -> None:
        panel = self._toolbar.panel
        self._finder.setVisible(panel is not None)
        if panel is not None:
            self._finder.show_panel(panel, self._view.shown)
            self._finder.thumbnails.show_page(self._view.page)
        if panel is not Panel.SEARCH:
            self._model.setSearchString("")

    def _on_search_left(self) -> None:
        """Close the search, which would stand there empty, and go back to the pages."""
        self._toolbar.search_button.setChecked(False)
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_hit_chosen(self, dossier_id: str, page: int, word: str) -> None:
        if dossier_id:
            self._reader.go_to_dossier(dossier_id, page, word=word)
        else:
            self._model.setSearchString("")
