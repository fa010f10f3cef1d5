"""The session's candidates as a table that is edited cell by cell.

The model sorts its own lines: a thousand comparisons through Qt cost more than the eye forgives. This module
must not know the view, nor how a change is checked or stored.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from cisp_desktop.application.candidate_table import Sheet
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE, WARNINGS, clock
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.itemmodels.candidate_columns import FIELDS, Column, full_titles, titles
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
COLUMNS = tuple(Column)
"""By number: a view asks for thousands of cells, and an enumeration's own look-up costs more than a cell."""

Edit = Callable[[RegistrationRow, Column, Any], bool]
"""Asked to change a cell to a typed text or a chosen value; False when it was refused."""

ATTENDANCE_STATE = {
    Attendance.EXPECTED: DotState.TO_DO,
    Attendance.PRESENT: DotState.DONE,
    Attendance.ABSENT: DotState.WAITING,
    Attendance.EXCUSED: DotState.WAITING,
    Attendance.WITHDRAWN: DotState.WAITING,
}
SHORT_PATHS = {AccessPath.PROFESSIONALISATION_CONTRACT: "Contrat de pro."}
"""What a narrow column can hold; the tooltip and the candidate's file say it in full."""


class Role(IntEnum):
    """What the table holds besides the text. ``SORT`` gives native values, ``CHIPS`` short codes to draw."""

    SORT = Qt.ItemDataRole.UserRole
    REGISTRATION_ID = Qt.ItemDataRole.UserRole + 1
    CHIPS = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3


class CandidateTableModel(QAbstractTableModel):
    """One line per registration; ``setData`` asks ``edit``, which may refuse, and shows what was stored."""

    def __init__(self, edit: Edit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self._rows: list[RegistrationRow] = []
        self._lines: dict[str, int] = {}
        self._words: dict[str, str] = {}
        self._keys: dict[tuple[str, Column], Any] = {}
        self._sheet: Sheet | None = None
        self._panels: Mapping[str, str] = {}
        self._days = 1
        self._locked = False
        self._in_order = False
        self._sorted_by = (int(Column.NUMBER), Qt.SortOrder.AscendingOrder)
        self._titles, self._full_titles = titles(), full_titles()
        self._answers: dict[int, Callable[[RegistrationRow, Column], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): self._shown,
            int(Qt.ItemDataRole.EditRole): self._value,
            int(Qt.ItemDataRole.ToolTipRole): self._tooltip,
            int(Qt.ItemDataRole.AccessibleTextRole): self._accessible,
            int(Role.SORT): self._sort_key,
            int(Role.REGISTRATION_ID): lambda row, _column: row.id,
            int(Role.CHIPS): self._codes,
            int(Role.STATE): self._state,
        }

    @property
    def rows(self) -> Sequence[RegistrationRow]:
        """The registrations in the order shown before any filter."""
        return self._rows

    def show_rows(
        self,
        rows: Sequence[RegistrationRow],
        sheet: Sheet,
        *,
        panels: Mapping[str, str],
        days: int,
        locked: bool,
    ) -> None:
        """Show ``rows``; while the candidates are the same, only the lines that differ change.

        ``panels`` names them by id; ``days`` is the length of the session: with more than one, the slot shows
        its date. An edited line stays where it is until the next sort.
        """
        same_setting = (panels, days, locked) == (self._panels, self._days, self._locked)
        same_sheet = self._sheet is not None and list(sheet.blocks) == list(self._sheet.blocks)
        self._sheet = sheet
        same_people = len(rows) == len(self._rows) and all(row.id in self._lines for row in rows)
        if same_setting and same_sheet and same_people:
            self._update(rows)
            return
        self.beginResetModel()
        self._panels, self._days, self._locked = panels, days, locked
        self._words.clear()
        self._keys.clear()
        self._in_order = True
        self._rows = sorted(rows, key=self._key_of(), reverse=self._descending)
        self._lines = {row.id: line for line, row in enumerate(self._rows)}
        self.endResetModel()

    def _update(self, rows: Sequence[RegistrationRow]) -> None:
        for row in rows:
            line = self._lines[row.id]
            known = self._rows[line]
            if row is not known and row != known:
                self._rows[line] = row
                self._words.pop(row.id, None)
                for column in COLUMNS:
                    self._keys.pop((row.id, column), None)
                self._in_order = False
                self.dataChanged.emit(self.index(line, 0), self.index(line, len(COLUMNS) - 1))

    def row_at(self, line: int) -> RegistrationRow:
        """Return the registration of a line."""
        return self._rows[line]

    def line_of(self, registration_id: str) -> int | None:
        """Return the line of a registration, or None."""
        return self._lines.get(registration_id)

    def words(self, line: int) -> str:
        """Return the words that the filter searches in a line, folded, a space before each."""
        row = self._rows[line]
        found = self._words.get(row.id)
        if found is None:
            texts = (
                row.number, row.birth_name, row.usage_name, row.first_names, ACCESS_PATHS[row.access_path],
                ATTENDANCE[row.attendance], row.employer, row.referent_trainer, row.companion, row.email,
                row.birth_place, self._panels.get(row.panel_id, ""), self._field_text(row, "presented"),
            )  # fmt: skip
            found = self._words[row.id] = f" {folded(' '.join(texts))}"
        return found

    def text(self, row: RegistrationRow, column: Column) -> str:
        """Return what a cell says in full, in words that read back where the column is edited."""
        if column in FIELDS:
            return self._field_text(row, FIELDS[column])
        if column is Column.PANEL:
            return self._panels.get(row.panel_id, "")
        if column is Column.SLOT:
            return self._slot(row)
        if column is Column.ATTENDANCE:
            return ATTENDANCE[row.attendance]
        return str(len(row.warnings)) if row.warnings else ""

    def _field_text(self, row: RegistrationRow, field: str) -> str:
        return self._sheet.text(row, field) if self._sheet is not None else ""

    def _shown(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.PATH:
            return SHORT_PATHS.get(row.access_path, ACCESS_PATHS[row.access_path])
        if column is Column.HELD:
            return ", ".join(self._held(row))
        if column is Column.EXTRA_TIME and row.extra_time_percent:
            return f"{row.extra_time_percent}\u00a0%"
        return self.text(row, column).replace("\n", " ")

    def _chips(self, row: RegistrationRow) -> tuple[str, ...]:
        """Return the codes to draw; all of them are one, so that who presents less is seen at once."""
        codes = tuple(self._field_text(row, "presented").split(", "))
        if self._sheet is not None and len(codes) > 2 and len(codes) == len(self._sheet.blocks):
            return (self.tr("{0} à {1}").format(codes[0], codes[-1]),)
        return codes

    def _held(self, row: RegistrationRow) -> tuple[str, ...]:
        counting = [held.counts_for for held in row.held if held.counts_for]
        return (*counting, *(held.code for held in row.held if not held.counts_for))

    def _codes(self, row: RegistrationRow, column: Column) -> tuple[str, ...] | None:
        if column is Column.PRESENTED:
            return self._chips(row)
        return self._held(row) if column is Column.HELD else None

    def _slot(self, row: RegistrationRow) -> str:
        if row.starts_at is None:
            return ""
        day = f"{row.starts_at.day:02d}/{row.starts_at.month:02d}  " if self._days > 1 else ""
        return f"{day}{clock(row.starts_at)}"

    def _sort_key(self, row: RegistrationRow, column: Column) -> Any:
        """Return a native value; what is empty comes last."""
        field = FIELDS.get(column, "")
        value = row.starts_at if column is Column.SLOT else getattr(row, field, None)
        if column in (Column.BIRTH, Column.ENTERED_ON, Column.VAE_ADMISSIBLE, Column.SLOT):
            return value.isoformat() if value else "9999"
        if column in (Column.ENTRY_LEVEL, Column.EXPERIENCE):
            return 99 if value is None else value
        if column is Column.EXTRA_TIME:
            return row.extra_time_percent
        if column is Column.WARNINGS:
            return len(row.warnings)
        if column is Column.BIRTH_NAME:
            return folded(f"{row.birth_name} {row.first_names}")
        text = self.text(row, column)
        return text if column in (Column.PRESENTED, Column.HELD) else folded(text)

    @property
    def _descending(self) -> bool:
        return self._sorted_by[1] is Qt.SortOrder.DescendingOrder

    def _key_of(self) -> Callable[[RegistrationRow], Any]:
        column = COLUMNS[self._sorted_by[0]]
        known = self._keys

        def key(row: RegistrationRow) -> Any:
            found = known.get((row.id, column))
            if found is None:
                found = known[row.id, column] = self._sort_key(row, column)
            return found

        return key

    def _tooltip(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.WARNINGS:
            return literal_tooltip("\n".join(WARNINGS[warning] for warning in row.warnings))
        if column is Column.BIRTH_NAME:
            usage = self.tr("\nNom d’usage : {0}").format(row.usage_name) if row.usage_name else ""
            return literal_tooltip(f"{row.birth_name} {row.first_names}{usage}")
        return literal_tooltip(self.text(row, column))

    def _accessible(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.WARNINGS:
            return "; ".join(WARNINGS[warning] for warning in row.warnings) or self.tr("rien à vérifier")
        return f"{self._full_titles[column]} : {self.text(row, column)}"

    def _state(self, row: RegistrationRow, column: Column) -> DotState:
        if column is Column.WARNINGS:
            return DotState.WARNING if row.warnings else DotState.NONE
        return ATTENDANCE_STATE[row.attendance] if column is Column.ATTENDANCE else DotState.NONE

    def _value(self, row: RegistrationRow, column: Column) -> Any:
        """Return what an editor begins with: a choice's value, or the text that reads back."""
        if column is Column.ATTENDANCE:
            return row.attendance.value
        if column in (Column.PATH, Column.SEX):
            return str(getattr(row, FIELDS[column]))
        return row.presented if column is Column.PRESENTED else self.text(row, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per registration."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles, in full as tooltips."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(COLUMNS):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return self._full_titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, sort keys, chips and drawn states."""
        answer = self._answers.get(role)
        if answer is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        return answer(self._rows[index.row()], COLUMNS[index.column()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Fields and the attendance are edited, until the session is closed."""
        flags = super().flags(index)
        editable = index.isValid() and (index.column() in FIELDS or index.column() == Column.ATTENDANCE)
        return flags | Qt.ItemFlag.ItemIsEditable if editable and not self._locked else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another value; the line changes when the workspace says that it changed."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        return value == self._value(row, column) or self._edit(row, column, value)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the lines in the order of a column's native values; selected lines stay selected."""
        if column < 0 or ((column, order) == self._sorted_by and self._in_order):
            return
        self._sorted_by, self._in_order = (column, order), True
        self.layoutAboutToBeChanged.emit()
        before = self._rows
        kept = self.persistentIndexList()
        self._rows = sorted(before, key=self._key_of(), reverse=self._descending)
        self._lines = {row.id: line for line, row in enumerate(self._rows)}
        moved = [self.index(self._lines[before[one.row()].id], one.column()) for one in kept]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()
