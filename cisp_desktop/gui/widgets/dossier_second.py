"""What opens a second dossier beside the first, and remembers the page where its reader stopped.

This module must not know how a dossier is decrypted, nor whose place it keeps.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.wording import sentence
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.reading_places import ReadingPlaces
from cisp_desktop.gui.widgets.dossier_body import DossierBody
from cisp_desktop.gui.widgets.dossier_shelf import DossierShelf


class DossierSecond(QObject):
    """Wires the second view to the shelf and to the places; the first view is the reader's own matter."""

    def __init__(self, body: DossierBody, shelf: DossierShelf, places: ReadingPlaces) -> None:
        super().__init__(body)
        self._body, self._beside = body, body.beside
        self._shelf, self._places = shelf, places
        self._first = ""
        self._beside.row_chosen.connect(self._ask)
        self._beside.view.moved.connect(self._on_moved)
        shelf.opened.connect(self._on_opened)
        shelf.failed.connect(self._on_failed)

    @property
    def shown(self) -> bool:
        """Whether a second dossier stands beside the first."""
        return self._beside.isVisibleTo(self._body)

    def show(self, rows: Sequence[DossierRow], *, other_than: str) -> None:
        """Offer these dossiers beside the first one, ``other_than``; none hides the second view."""
        self._first = other_than
        self._beside.setVisible(bool(rows))
        self._beside.show_rows(rows, other_than=other_than)
        self._ask()

    def hold(self, first: str) -> None:
        """Keep open what is on show: the dossier ``first``, and the second one."""
        self._first = first
        second = self._beside.current.id if self.shown and self._beside.current is not None else first
        self._shelf.hold({first, second} - {""})

    def _ask(self) -> None:
        self._places.write()
        self._beside.show_document(None)
        self.hold(self._first)
        if self._beside.current is not None:
            self._shelf.ask(self._beside.current)

    def _on_opened(self, dossier_id: str) -> None:
        document, row = self._shelf.document(dossier_id), self._beside.current
        if row is not None and row.id == dossier_id and self._beside.view.shown is not document:
            self._beside.show_document(document, self._places.of(dossier_id))

    def _on_failed(self, dossier_id: str, error: CispError) -> None:
        row = self._beside.current
        if row is not None and row.id == dossier_id:
            self._beside.show_problem(sentence(error))

    def _on_moved(self) -> None:
        """Note the place, unless both views show one dossier: the first one has the word then."""
        row = self._beside.current
        if row is not None and row.id != self._first and self._beside.view.shown is not None:
            self._places.note(row.id, self._beside.view.place)
