"""Where each juror's reading of each dossier stood: written when the page rests, never while it scrolls.

Without a juror (a dossier looked at while preparing) the page is kept in the settings of this computer. This
module must not know widgets.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries_reading import PlaceRow
from cisp_desktop.application.reading_notes import keep_place
from cisp_desktop.domain.errors import CispError
from cisp_desktop.gui.context import GuiContext

REST_MILLISECONDS = 1500
MOST_PAGES_REMEMBERED = 400


class ReadingPlaces(QObject):
    """The places of one juror in the dossiers of one candidate."""

    def __init__(self, context: GuiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._juror: IdentifiedJuror | None = None
        self._known: dict[str, PlaceRow] = {}
        self._due: dict[str, PlaceRow] = {}
        self._resting = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._resting.timeout.connect(self.write)

    def show_reader(self, juror: IdentifiedJuror | None, dossier_ids: Sequence[str]) -> None:
        """Read where ``juror`` stood in these dossiers."""
        self.write()
        self._juror, self._known = juror, {}
        if juror is not None and dossier_ids:
            self._known = dict(self._context.queries.reading_places(juror.seat_id, dossier_ids))

    def of(self, dossier_id: str) -> PlaceRow:
        """Return where the reading of a dossier stood; its beginning when it was never opened."""
        if self._juror is None:
            return PlaceRow(self._context.settings.reader_pages.get(dossier_id, 0))
        return self._known.get(dossier_id, PlaceRow())

    def note(self, dossier_id: str, place: PlaceRow) -> None:
        """Take note of a place; it is written once it rests."""
        if place != self.of(dossier_id):
            self._due[dossier_id] = place
            self._resting.start()
        elif self._due.pop(dossier_id, None) is not None and not self._due:
            self._resting.stop()

    def write(self) -> None:
        """Write the places that are due; while a long task writes, they wait."""
        self._resting.stop()
        if self._due and self._juror is not None and self._context.tasks.writing is not None:
            self._resting.start()
            return
        due, self._due = self._due, {}
        for dossier_id, place in due.items():
            if self._juror is None:
                self._keep_in_settings(dossier_id, place)
            else:
                self._keep(self._juror, dossier_id, place)

    def _keep(self, juror: IdentifiedJuror, dossier_id: str, place: PlaceRow) -> None:
        self._known[dossier_id] = place
        workspace = self._context.workspace
        self._context.operations.run(
            lambda: keep_place(workspace, juror, dossier_id, place), on_error=_not_kept
        )

    def _keep_in_settings(self, dossier_id: str, place: PlaceRow) -> None:
        pages = dict(self._context.settings.reader_pages)
        pages.pop(dossier_id, None)
        pages[dossier_id] = place.page
        for old in list(pages)[:-MOST_PAGES_REMEMBERED]:
            del pages[old]
        self._context.settings.reader_pages = pages


def _not_kept(error: CispError) -> None:
    """A place that could not be kept interrupts no reading: a closed session, a full disk."""
    del error
