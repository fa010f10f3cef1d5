"""The pages of a dossier where a text stands.

This module must not know widgets nor how the search is made.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries import SearchHit
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """``PAGE`` counts from 0."""

    PAGE = Qt.ItemDataRole.UserRole + 1
    EXCERPT = Qt.ItemDataRole.UserRole + 2


class SearchHitModel(QAbstractListModel):
    """One row a page, in the order of the pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[SearchHit, ...] = ()

    @property
    def hits(self) -> Sequence[SearchHit]:
        """What was found."""
        return self._hits

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Show these pages; none clears."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a page."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """« p. 12  … the words around … »."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        excerpt = " ".join(hit.excerpt.split())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("p. {0}   {1}").format(hit.page + 1, excerpt)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(excerpt)
        if role == Role.PAGE:
            return hit.page
        return excerpt if role == Role.EXCERPT else None
