"""The signatures that a verification found: who, in which quality, when, and what they are worth.

This module must not know how a signature is verified.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.ports import SignatureReport
from cisp_desktop.application.wording import moment_words, role_name
from cisp_desktop.application.wording_verification import signature_words
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
        self._intact = True

    def set_reports(self, reports: Sequence[SignatureReport], *, intact: bool = True) -> None:
        """Show other signatures, of a file that is ``intact`` or not."""
        self.beginResetModel()
        self._rows, self._intact = tuple(reports), intact
        self.endResetModel()

    def _text(self, row: SignatureReport, column: int) -> str:
        if column == Column.NAME:
            return row.name or self.tr("sans nom")
        if column == Column.ROLE:
            return role_name(row.role, sex=row.sex)
        if column == Column.AT:
            return moment_words(row.at) if row.at is not None else "–"
        if column == Column.VERDICT:
            return self._worth(row)
        if row.trusted is None:
            return self.tr("Inconnue")
        return self.tr("Reconnue") if row.trusted else self.tr("Étrangère")

    def _worth(self, row: SignatureReport) -> str:
        if row.valid is None:
            return self.tr("Non vérifiable")
        if not row.valid:
            return self.tr("Non valide")
        return self.tr("Valide") if self._intact else self.tr("Valide en partie")

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
            if index.column() == Column.VERDICT:
                return literal_tooltip(signature_words(row, intact=self._intact))
            return literal_tooltip(self._text(row, index.column()))
        if role == Role.STATE and index.column() == Column.VERDICT:
            return self._state(row)
        return None

    def _state(self, row: SignatureReport) -> DotState:
        if row.valid and self._intact:
            return DotState.DONE
        return DotState.BLOCKED if row.valid is False else DotState.WARNING

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
