"""Which candidates the table shows: words, states, access path, panel.

This module must not know the view.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import plural
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.itemmodels.candidate_table_model import CandidateTableModel
from cisp_desktop.gui.session_data import to_check, without_slot

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line must be; an empty text or a False asks for nothing."""

    words: str = ""
    to_check: bool = False
    without_slot: bool = False
    absent: bool = False
    path: str = ""
    panel: str = ""

    def takes(self, row: RegistrationRow) -> bool:
        """Whether a row is in the states, path and panel asked for; the words are looked at elsewhere."""
        return not (
            (self.to_check and not to_check(row))
            or (self.without_slot and not without_slot(row))
            or (self.absent and row.attendance.came)
            or (self.path and row.access_path != self.path)
            or (self.panel and row.panel_id != self.panel)
        )


class CandidateFilter(QSortFilterProxyModel):
    """Keeps the lines that are wanted, where every word typed begins a word; the model below sorts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = Wanted()
        self._parts: list[str] = []
        self._taken: list[bool] | None = None

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        return self._wanted

    def set_wanted(self, wanted: Wanted) -> None:
        """Ask for something else; the selection of lines still shown survives."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._parts = [f" {part}" for part in folded(wanted.words).split()]
            # All at once: one removal after the other would move the view's lines a thousand times.
            self._taken = self._all_taken()
            self.invalidate()
            self._taken = None

    def set_words(self, text: str) -> None:
        """Keep the lines that match ``text``; an empty text keeps all."""
        self.set_wanted(replace(self._wanted, words=text))

    def count_words(self) -> str:
        """« 12 candidats », or « 3 sur 12 » under a filter."""
        source = self.sourceModel()
        total = source.rowCount() if source is not None else 0
        if self._wanted != Wanted():
            return self.tr("{0} sur {1}").format(self.rowCount(), plural(total, "candidat", "candidats"))
        return plural(total, "candidat", "candidats")

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Keep what matches."""
        del source_parent
        if self._taken is not None:
            return self._taken[source_row]
        model = self.sourceModel()
        return not isinstance(model, CandidateTableModel) or self._takes(model, source_row)

    def _takes(self, model: CandidateTableModel, line: int) -> bool:
        if not self._wanted.takes(model.row_at(line)):
            return False
        if not self._parts:
            return True
        words = model.words(line)
        return all(part in words for part in self._parts)

    def _all_taken(self) -> list[bool] | None:
        """Judge every line in one go: asked line by line through Qt, the model is found again each time."""
        model = self.sourceModel()
        if not isinstance(model, CandidateTableModel):
            return None
        return [self._takes(model, line) for line in range(model.rowCount())]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model below sort itself."""
        model = self.sourceModel()
        if model is not None:
            model.sort(column, order)
