"""The left-hand pane: the candidates in the order of the day, and how many the juror has finished with.

This module must not know sheets, marks nor pages.
"""

from collections.abc import Container, Iterable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from cisp_desktop.application.queries import RegistrationRow, SheetStateRow
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui import tokens as t
from cisp_desktop.gui.delegates.candidate_delegate import CandidateDelegate
from cisp_desktop.gui.itemmodels.candidate_list_model import CandidateLine, CandidateListModel
from cisp_desktop.gui.widgets.labels import PlainLabel

LEAST_LETTERS = 16
"""How many letters wide the list stays while it is shown."""


class CandidatePane(QWidget):
    """``candidate_chosen(registration id)`` follows the user's choice only, never what the page shows."""

    candidate_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CandidateListModel(self)
        self.label = PlainLabel(self.tr("Candidats"), self)
        self.label.setProperty("kind", "strong")
        self.label.setMinimumHeight(34)
        self.view = QListView(self)
        self.view.setAccessibleName(self.tr("Candidats"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(CandidateDelegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.SPACE_S)
        layout.addWidget(self.label)
        layout.addWidget(self.view, 1)
        self._size()

    def show_candidates(
        self,
        registrations: Iterable[RegistrationRow],
        states: Iterable[SheetStateRow],
        *,
        recusals: Mapping[str, RecusalGround],
        current: str,
        away: Container[str] = (),
        heard: Container[str] = (),
        newcomer: bool = False,
    ) -> CandidateLine | None:
        """Show the candidates and return the one shown: ``current``, else the first who is left to score.

        A ``newcomer`` is led to who is left to score: one of ``heard``, else ``current``, else the first.
        """
        self.model.show_candidates(registrations, states, recusals=recusals, away=away)
        self._show_progress()
        row = self.model.row_of(current)
        if row < 0 or newcomer:
            row = self._first_left(current, heard, default=max(row, 0))
        self.show_current(row)
        return self.model.line(row)

    def _first_left(self, current: str, heard: Container[str], *, default: int) -> int:
        left = [
            (line.registration.id not in heard, line.registration.id != current, place)
            for place, line in enumerate(self.model.lines)
            if line.to_score and not line.done
        ]
        return min(left)[-1] if left else default

    def show_sheet_state(self, registration_id: str, block_id: str, *, state: SheetState) -> None:
        """Note that one own sheet stands elsewhere now."""
        self.model.show_sheet_state(registration_id, block_id, state=state)
        self._show_progress()

    def place_over_list(self, widget: QWidget) -> None:
        """Put a notice between the title and the list."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, widget)

    def name_of(self, registration_id: str) -> str:
        """Return « NOM Prénom » of a candidate of the list, "" for any other."""
        line = self.model.line_of(registration_id)
        return line.name if line is not None else ""

    def clear(self) -> None:
        """Show nobody and hold nobody."""
        self.model.clear()
        self.label.setText(self.tr("Candidats"))
        self.label.setAccessibleName("")

    def show_current(self, row: int) -> None:
        """Show ``row`` as the current one, without saying that it was chosen."""
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(self.model.index(row))
        selection.blockSignals(False)
        self.view.scrollTo(self.model.index(row))
        self.view.viewport().update()

    def choose(self, registration_id: str) -> None:
        """Choose a candidate, as a click does."""
        row = self.model.row_of(registration_id)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def step(self, by: int) -> None:
        """Choose the next candidate (1) or the one before (−1); nothing at the ends."""
        row = self.view.currentIndex().row() + by
        if self.model.line(row) is not None:
            self.view.setCurrentIndex(self.model.index(row))

    def _show_progress(self) -> None:
        done, expected = self.model.progress
        self.label.setText(self.tr("Candidats {0}/{1}").format(done, expected))
        words = self.tr("Candidats dont vos grilles sont scellées : {0} sur {1}")
        self.label.setAccessibleName(words.format(done, expected))

    def _size(self) -> None:
        self.view.setMinimumWidth(LEAST_LETTERS * self.fontMetrics().averageCharWidth())

    def _on_current_changed(self, current: QModelIndex) -> None:
        line = self.model.line(current.row())
        if line is not None:
            self.candidate_chosen.emit(line.registration.id)

    def changeEvent(self, event: QEvent) -> None:
        """Size the list for the present text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size()
