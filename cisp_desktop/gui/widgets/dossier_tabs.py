"""The candidate's dossiers as tabs: one each, named in short, the whole name in the tooltip.

This module must not know what opens a dossier.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QWidget

from cisp_desktop.application.queries import DossierRow
from cisp_desktop.application.wording import DOSSIER_KINDS, plural, short_day
from cisp_desktop.application.wording_reading import SHORT_KINDS
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.widgets.labels import literal_tooltip


class DossierTabs(QTabBar):
    """``currentChanged`` tells what the user chose; ``show_rows`` is silent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[DossierRow, ...] = ()
        self.setAccessibleName(self.tr("Pièces du candidat"))
        self.setProperty("kind", "compact")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(False)

    @property
    def current(self) -> DossierRow | None:
        """The dossier chosen."""
        place = self.currentIndex()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def show_rows(self, rows: Sequence[DossierRow], *, kept: str, kinds: Sequence[DossierKind]) -> None:
        """Show these dossiers; ``kept`` stays in front when it is among them, else the first of ``kinds``."""
        self.blockSignals(True)
        while self.count():
            self.removeTab(self.count() - 1)
        self._rows = tuple(rows)
        for row in rows:
            self._add(row)
        place = self.place_of(kept)
        front = front_row(rows, kinds)
        if place < 0 and front is not None:
            place = self.place_of(front.id)
        self.setCurrentIndex(place)
        self.blockSignals(False)

    def place_of(self, dossier_id: str) -> int:
        """Return the tab of a dossier, or −1."""
        return next((place for place, row in enumerate(self._rows) if row.id == dossier_id), -1)

    def place_of_kinds(self, kinds: Sequence[DossierKind]) -> int:
        """Return the tab of the first of ``kinds`` that was handed in, or −1."""
        found = _of_kinds(self._rows, kinds)
        return self.place_of(found.id) if found is not None else -1

    def _add(self, row: DossierRow) -> None:
        place = self.addTab(SHORT_KINDS[row.kind])
        said = self.tr("{0} · {1} · {2} · reçu le {3}").format(
            DOSSIER_KINDS[row.kind],
            row.file_name,
            plural(row.pages, "page", "pages"),
            short_day(row.received_at.date()),
        )
        self.setTabToolTip(place, literal_tooltip(said))
        self.setAccessibleTabName(place, DOSSIER_KINDS[row.kind])


def front_row(rows: Sequence[DossierRow], kinds: Sequence[DossierKind]) -> DossierRow | None:
    """Return the dossier to show first: the first of ``kinds`` that was handed in, else the first one."""
    return _of_kinds(rows, kinds) or next(iter(rows), None)


def _of_kinds(rows: Sequence[DossierRow], kinds: Sequence[DossierKind]) -> DossierRow | None:
    return next((row for kind in kinds for row in rows if row.kind is kind), None)
