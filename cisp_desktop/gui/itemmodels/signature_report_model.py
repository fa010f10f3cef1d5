"""The signatures that a verification found: who, in which quality, when, and what they are worth.

This module must not know how a signature is verified.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.ports import SignatureReport
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """What is said of each signature."""

    NAME = 0
    ROLE = 1
    AT = 2
    VERDICT = 3
    IDENTITY = 4


class Role(IntEnum):
    """What the model says besides the text."""

    STATE = Qt.ItemDataRole.UserRole + 1


class SignatureReportModel(QAbstractTableModel):
    """One row per signature, in the order of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SignatureReport, ...] = ()

    def set_reports(self, reports: Sequence[SignatureReport]) -> None:
        """Show other signatures."""
        self.beginResetModel()
        self._rows = tuple(reports)
        self.endResetModel()

    def _text(self, row: SignatureReport, column: int) -> str:
        if column == Column.NAME:
            return row.name or self.tr("sans nom")
        if column == Column.ROLE:
            return role_name(row.role)
        if column == Column.AT:
            return moment_words(row.at) if row.at is not None else "–"
        if column == Column.VERDICT:
            return self.tr("Valide") if row.valid else self.tr("Non valide")
        if row.trusted is None:
            return self.tr("Inconnue")
        return self.tr("Reconnue") if row.trusted else self.tr("Étrangère")

    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row per signature."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Name, quality, moment, worth, identity."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, and the state that is drawn beside the worth."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._text(row, index.column()))
        if role == Role.STATE and index.column() == Column.VERDICT:
            return DotState.DONE if row.valid else DotState.BLOCKED
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Signataire"),
            Column.ROLE: self.tr("Qualité"),
            Column.AT: self.tr("Date et heure"),
            Column.VERDICT: self.tr("Signature"),
            Column.IDENTITY: self.tr("Identité"),
        }[Column(section)]
