"""The pages of one dossier or of several where a text stands, with the line it stands in.

This module must not know widgets nor how the search is made.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries import SearchHit
from cisp_desktop.application.wording_reading import page_words
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """``PAGE`` counts from 0."""

    PAGE = Qt.ItemDataRole.UserRole + 1
    EXCERPT = Qt.ItemDataRole.UserRole + 2
    DOSSIER = Qt.ItemDataRole.UserRole + 3


class SearchHitModel(QAbstractListModel):
    """One row a page, in the order of the pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[SearchHit, ...] = ()
        self._names: Mapping[str, str] = {}

    @property
    def hits(self) -> Sequence[SearchHit]:
        """What was found."""
        return self._hits

    def show_hits(self, hits: Sequence[SearchHit], names: Mapping[str, str] | None = None) -> None:
        """Show these pages, none clears; ``names`` of the dossiers, by id, stand before the page."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._names = names or {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a page."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """« Mémoire, p. 12   the line »."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        excerpt = " ".join(hit.excerpt.split())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            place = page_words(hit.page)
            name = self._names.get(hit.dossier_id, "")
            return f"{name}, {place}   {excerpt}" if name else f"{place}   {excerpt}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(excerpt)
        if role == Role.PAGE:
            return hit.page
        if role == Role.DOSSIER:
            return hit.dossier_id
        return excerpt if role == Role.EXCERPT else None
