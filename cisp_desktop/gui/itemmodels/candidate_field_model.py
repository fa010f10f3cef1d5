"""One candidate's data as lines of a field and its value, each edited in place.

This module must not know how a change is checked or stored.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.candidate_table import Sheet
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import FIELDS, WARNINGS
from cisp_desktop.domain.registration import RegistrationWarning as Warned
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
EditField = Callable[[str, Any], bool]

ASKED_BY = {
    "sex": Warned.BIRTH_SEX,
    "birth_place": Warned.BIRTH_PLACE,
    "birth_insee": Warned.BIRTH_PLACE,
    "birth_postcode": Warned.BIRTH_PLACE,
    "birth_country": Warned.BIRTH_COUNTRY,
    "entry_level": Warned.PREREQUISITE_LEVEL,
    "experience_years": Warned.PREREQUISITE_EXPERIENCE,
    "selection_passed": Warned.PREREQUISITE_SELECTION,
    "vae_admissible_on": Warned.VAE_ADMISSION,
}
"""The warning that a field would end."""


class Column(IntEnum):
    """What the field is, then what it holds."""

    FIELD = 0
    VALUE = 1


class Role(IntEnum):
    """``STATE`` is drawn before a value that a warning asks for."""

    STATE = Qt.ItemDataRole.UserRole + 3


class CandidateFieldModel(QAbstractTableModel):
    """``setData`` asks ``edit``, which may refuse; the line changes when the workspace says so."""

    def __init__(self, fields: Sequence[str], edit: EditField, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._edit = edit
        self._row: RegistrationRow | None = None
        self._sheet: Sheet | None = None
        self._locked = True

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields, from the top."""
        return self._fields

    def show_row(self, row: RegistrationRow, sheet: Sheet, *, locked: bool) -> None:
        """Show a candidate, perhaps another one."""
        self._row, self._sheet, self._locked = row, sheet, locked
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._fields) - 1, len(Column) - 1))

    def value(self, field: str) -> str:
        """Return what a field says."""
        return self._sheet.text(self._row, field) if self._row is not None and self._sheet else ""

    def _warning(self, field: str) -> str:
        warned = ASKED_BY.get(field)
        known = self._row.warnings if self._row is not None else ()
        return WARNINGS[warned] if warned in known and not self.value(field) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per field."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The field and its value."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        return heading((self.tr("Donnée"), self.tr("Valeur")), section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words, what an editor begins with, and the state of what is asked for."""
        if not index.isValid() or self._row is None:
            return None
        field, column = self._fields[index.row()], Column(index.column())
        name = FIELDS[f"candidate.{field}"]
        if column is Column.FIELD:
            return name if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            words = self.value(field).replace("\n", " ")
            return f"{words}\u00a0%" if field == "extra_time_percent" and words else words
        if role == Qt.ItemDataRole.EditRole:
            if field == "presented":
                return self._row.presented
            return str(getattr(self._row, field)) if field in ("sex", "access_path") else self.value(field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._warning(field) or self.value(field))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name} : {self.value(field)} {self._warning(field)}".strip()
        if role == Role.STATE:
            return DotState.WARNING if self._warning(field) else DotState.NONE
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values are edited, until the session is closed."""
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.VALUE and not self._locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another value."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        return value == self.data(index, role) or self._edit(self._fields[index.row()], value)
