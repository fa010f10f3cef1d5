"""The session's candidates as a table, and its filter.

This module must not know the view, nor how an attendance is stored.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from cisp_desktop.application.queries import BlockRow, RegistrationRow
from cisp_desktop.application.wording import (
    ATTENDANCE,
    WARNINGS,
    clock,
    matches,
    plural,
    short_day,
)
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.session_data import name_of
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
GiveAttendance = Callable[[str, Attendance], bool]

ATTENDANCE_STATE = {
    Attendance.EXPECTED: DotState.TO_DO,
    Attendance.PRESENT: DotState.DONE,
    Attendance.ABSENT: DotState.WAITING,
    Attendance.EXCUSED: DotState.WAITING,
    Attendance.WITHDRAWN: DotState.WAITING,
}


SHORT_PATHS = {AccessPath.PROFESSIONALISATION_CONTRACT: "Contrat de pro."}
"""What a narrow column can hold; the tooltip and the candidate's file say it in full."""


class Column(IntEnum):
    """The columns, from left to right."""

    NUMBER = 0
    NAME = 1
    BIRTH = 2
    PATH = 3
    PRESENTED = 4
    HELD = 5
    SLOT = 6
    ATTENDANCE = 7
    WARNINGS = 8


class Role(IntEnum):
    """What the table holds besides the text. ``SORT`` gives native values, ``CHIPS`` short codes to draw."""

    SORT = Qt.ItemDataRole.UserRole
    REGISTRATION_ID = Qt.ItemDataRole.UserRole + 1
    CHIPS = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3


class CandidateTableModel(QAbstractTableModel):
    """One line per registration. ``setData`` on the attendance asks ``give_attendance``, which may refuse."""

    def __init__(self, give_attendance: GiveAttendance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._give_attendance = give_attendance
        self._rows: tuple[RegistrationRow, ...] = ()
        self._blocks: dict[str, str] = {}
        self._days = 1
        self._locked = False
        self._titles = (
            self.tr("N° dossier"), self.tr("Candidat"), self.tr("Naissance"), self.tr("Voie d’accès"),
            self.tr("Blocs présentés"), self.tr("Déjà acquis"), self.tr("Passage"), self.tr("Présence"),
            self.tr("À vérifier"),
        )  # fmt: skip

    def show_rows(
        self, rows: Sequence[RegistrationRow], blocks: Sequence[BlockRow], *, days: int, locked: bool
    ) -> None:
        """Show ``rows``; the selection survives when the same candidates stand in the same order.

        ``days`` is the length of the session: with more than one, the slot shows its date.
        """
        names = {block.id: block.short_code for block in blocks}
        same = [row.id for row in rows] == [row.id for row in self._rows]
        if same and (names, days, locked) == (self._blocks, self._days, self._locked):
            before, self._rows = self._rows, tuple(rows)
            for line, (old, new) in enumerate(zip(before, self._rows, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(line, 0), self.index(line, len(Column) - 1))
            return
        self.beginResetModel()
        self._rows, self._blocks, self._days, self._locked = tuple(rows), names, days, locked
        self.endResetModel()

    def row_at(self, line: int) -> RegistrationRow:
        """Return the registration of a line."""
        return self._rows[line]

    def line_of(self, registration_id: str) -> int | None:
        """Return the line of a registration, or None."""
        return next((i for i, row in enumerate(self._rows) if row.id == registration_id), None)

    def haystack(self, line: int) -> str:
        """Return what the filter searches in a line."""
        row = self._rows[line]
        return " ".join(
            (row.number, row.birth_name, row.usage_name, row.first_names, ACCESS_PATHS[row.access_path],
             ATTENDANCE[row.attendance], row.employer, row.referent_trainer, *self._presented(row))
        )  # fmt: skip

    def _presented(self, row: RegistrationRow) -> tuple[str, ...]:
        return tuple(self._blocks.get(block_id, "?") for block_id in row.presented)

    def _chips(self, row: RegistrationRow) -> tuple[str, ...]:
        """Return the codes to draw; all of them are one, so that who presents less is seen at once."""
        codes = self._presented(row)
        if len(codes) > 2 and len(codes) == len(self._blocks):
            return (self.tr("{0} à {1}").format(codes[0], codes[-1]),)
        return codes

    def _held(self, row: RegistrationRow) -> tuple[str, ...]:
        counting = [held.counts_for for held in row.held if held.counts_for]
        return (*counting, *(held.code for held in row.held if not held.counts_for))

    def _text(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.NUMBER:
            return row.number
        if column is Column.NAME:
            return name_of(row)
        if column is Column.BIRTH:
            return short_day(row.birth_date)
        if column is Column.PATH:
            return SHORT_PATHS.get(row.access_path, ACCESS_PATHS[row.access_path])
        if column is Column.PRESENTED:
            return ", ".join(self._presented(row))
        if column is Column.HELD:
            return ", ".join(self._held(row))
        if column is Column.SLOT:
            return self._slot(row)
        if column is Column.ATTENDANCE:
            return ATTENDANCE[row.attendance]
        return str(len(row.warnings)) if row.warnings else ""

    def _slot(self, row: RegistrationRow) -> str:
        if row.starts_at is None:
            return ""
        day = f"{row.starts_at.day:02d}/{row.starts_at.month:02d}  " if self._days > 1 else ""
        return f"{day}{clock(row.starts_at)}"

    def _sort_key(self, row: RegistrationRow, column: Column) -> Any:
        if column is Column.NAME:
            return folded(f"{row.usage_name or row.birth_name} {row.first_names}")
        if column is Column.BIRTH:
            return row.birth_date.isoformat()
        if column is Column.SLOT:
            return row.starts_at.isoformat() if row.starts_at else "9999"
        if column is Column.WARNINGS:
            return len(row.warnings)
        if column in (Column.PRESENTED, Column.HELD):
            return self._text(row, column)
        return folded(self._text(row, column))

    def _tooltip(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.WARNINGS:
            return literal_tooltip("\n".join(WARNINGS[warning] for warning in row.warnings))
        if column is Column.NAME:
            usage = self.tr("\nNom d’usage : {0}").format(row.usage_name) if row.usage_name else ""
            return literal_tooltip(f"{row.birth_name} {row.first_names}{usage}")
        if column is Column.PATH:
            return ACCESS_PATHS[row.access_path]
        if column is Column.HELD:
            return literal_tooltip(
                "\n".join(f"{held.code} {held.minutes_number}".strip() for held in row.held)
            )
        return literal_tooltip(self._text(row, column))

    def _accessible(self, row: RegistrationRow, column: Column) -> str:
        if column is Column.WARNINGS:
            return "; ".join(WARNINGS[warning] for warning in row.warnings) or self.tr("rien à vérifier")
        return f"{self._titles[column]} : {self._text(row, column)}"

    def _state(self, row: RegistrationRow, column: Column) -> DotState:
        if column is Column.WARNINGS:
            return DotState.WARNING if row.warnings else DotState.NONE
        return ATTENDANCE_STATE[row.attendance] if column is Column.ATTENDANCE else DotState.NONE

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per registration."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """The columns of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the titles."""
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(Column):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, sort keys, chips and drawn states."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return row.attendance.value if column is Column.ATTENDANCE else self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible(row, column)
        if role == Role.SORT:
            return self._sort_key(row, column)
        if role == Role.REGISTRATION_ID:
            return row.id
        if role == Role.CHIPS and column in (Column.PRESENTED, Column.HELD):
            return self._chips(row) if column is Column.PRESENTED else self._held(row)
        if role == Role.STATE:
            return self._state(row, column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only the attendance is edited, until the session is closed."""
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.ATTENDANCE and not self._locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another attendance; the line changes when the workspace says that it changed."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != Column.ATTENDANCE:
            return False
        row = self._rows[index.row()]
        wanted = Attendance(value)
        return wanted is row.attendance or self._give_attendance(row.id, wanted)


class CandidateFilter(QSortFilterProxyModel):
    """Sorts by native values and keeps the lines where every word typed begins a word."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self.setSortRole(Role.SORT)

    def set_wanted(self, text: str) -> None:
        """Keep the lines that match ``text``; an empty text keeps all."""
        self.beginFilterChange()
        self._wanted = text
        self.endFilterChange()

    def count_words(self) -> str:
        """« 12 candidats », or « 3 sur 12 » under a filter."""
        source = self.sourceModel()
        total = source.rowCount() if source is not None else 0
        if self._wanted:
            return self.tr("{0} sur {1}").format(self.rowCount(), plural(total, "candidat", "candidats"))
        return plural(total, "candidat", "candidats")

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Keep what matches."""
        del source_parent
        model = self.sourceModel()
        return not isinstance(model, CandidateTableModel) or matches(model.haystack(source_row), self._wanted)
