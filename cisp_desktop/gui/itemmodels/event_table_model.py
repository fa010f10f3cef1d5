"""The journal as a table: one row per event, newest first, worded when it is looked at.

This module must not know where events come from.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cisp_desktop.application.finality import finality_words
from cisp_desktop.application.queries_registers import LinkRow
from cisp_desktop.application.wording import clock_seconds, short_day
from cisp_desktop.application.wording_journal import action_words, actor_words, detail_words, subject_words
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from left to right."""

    SEQUENCE = 0
    AT = 1
    ACTOR = 2
    ACTION = 3
    SUBJECT = 4
    DETAILS = 5


class EventTableModel(QAbstractTableModel):
    """Frozen links of the journal, 100,000 as fast as ten: only what is on the screen is put into words.

    ``names`` words the identifiers of actors, subjects and details.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[LinkRow] = ()
        self._names: Mapping[str, str] = {}

    def show_rows(self, rows: Sequence[LinkRow], names: Mapping[str, str]) -> None:
        """Replace everything; ``rows`` are the oldest first, and stand the other way round."""
        self.beginResetModel()
        self._rows = rows
        self._names = names
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One row per event."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One column per member of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column titles; the rows bear their own numbers."""
        titles = (
            self.tr("N°"), self.tr("Date"), self.tr("Par"), self.tr("Acte"), self.tr("Objet"),
            self.tr("Détails"),
        )  # fmt: skip
        return heading(titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to show, native values to sort by."""
        if not index.isValid():
            return None
        row, column = self._rows[-1 - index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            final = finality_words(row.action) if column is Column.ACTION else ""
            return literal_tooltip("\n".join(filter(None, (self._words(row, column), final))))
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.SEQUENCE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _words(self, row: LinkRow, column: Column) -> str:
        if column is Column.SEQUENCE:
            return str(row.sequence)
        if column is Column.AT:
            return f"{short_day(row.at.date())}{NBSP}{clock_seconds(row.at)}"
        if column is Column.ACTOR:
            return actor_words(row.actor, self._names)
        if column is Column.ACTION:
            return action_words(row.action)
        if column is Column.SUBJECT:
            return subject_words(row.subject, self._names)
        return detail_words(row.details, self._names)
