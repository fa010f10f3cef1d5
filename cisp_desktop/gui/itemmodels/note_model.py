"""The notes of a candidate's dossiers as a list: where, what, and who reads it.

This module must not know widgets nor how a note is stored.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries_reading import NoteRow
from cisp_desktop.application.wording_reading import NOTE_COLOURS, place_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.note_look import swatch

Index = QModelIndex | QPersistentModelIndex


class NoteModel(QAbstractListModel):
    """One row a note, by dossier and page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[NoteRow, ...] = ()
        self._kinds: Mapping[str, DossierKind] = {}
        self._items: Mapping[str, str] = {}

    @property
    def notes(self) -> Sequence[NoteRow]:
        """What is listed."""
        return self._notes

    def show_notes(
        self, notes: Sequence[NoteRow], kinds: Mapping[str, DossierKind], items: Mapping[str, str]
    ) -> None:
        """Show these notes; ``kinds`` by dossier id, ``items`` short names of the lines cited."""
        self.beginResetModel()
        self._notes, self._kinds, self._items = tuple(notes), kinds, items
        self.endResetModel()

    def row_of(self, note_id: str) -> int:
        """Return where a note stands, or −1."""
        return next((row for row, note in enumerate(self._notes) if note.id == note_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a note."""
        return 0 if parent.isValid() else len(self._notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """« Mémoire, p. 34 · BC01-3 · text », with the highlight's sample."""
        if not index.isValid():
            return None
        note = self._notes[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return swatch(note.colour)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(note)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.words(note)} · {NOTE_COLOURS[note.colour]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(f"{NOTE_COLOURS[note.colour]}\n{note.text}".strip())
        return None

    def words(self, note: NoteRow) -> str:
        """Return a note on one line."""
        text = " ".join(note.text.split()) or self.tr("passage surligné")
        whose = self.tr("partagée") if note.own and note.shared else "" if note.own else note.author
        kind = self._kinds.get(note.dossier_id)
        place = place_words(kind, note.page) if kind is not None else ""
        return " · ".join(part for part in (place, self._items.get(note.item, ""), whose, text) if part)
