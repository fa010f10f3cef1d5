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
        self._due: tuple[str, PlaceRow] | None = None
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
        if place == self.of(dossier_id):
            self._due = None
            self._resting.stop()
            return
        if self._due is not None and self._due[0] != dossier_id:
            self.write()
        self._due = (dossier_id, place)
        self._resting.start()

    def write(self) -> None:
        """Write the place that is due; while a long task writes, it waits."""
        self._resting.stop()
        if self._due is None:
            return
        if self._juror is None:
            self._keep_in_settings(*self._due)
        elif self._context.tasks.writing is not None:
            self._resting.start()
            return
        else:
            juror, (dossier_id, place) = self._juror, self._due
            self._known[dossier_id] = place
            self._context.operations.run(
                lambda: keep_place(self._context.workspace, juror, dossier_id, place), on_error=_not_kept
            )
        self._due = None

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
