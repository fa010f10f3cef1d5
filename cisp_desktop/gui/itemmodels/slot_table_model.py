"""The planning: who is heard when, in the order of the clock, and what does not fit.

This module must not know the view, nor how a slot is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt, QTime

from cisp_desktop.application.preparing import Slot
from cisp_desktop.application.queries import RegistrationRow, SessionRow
from cisp_desktop.application.wording import clock, short_day
from cisp_desktop.domain.text import folded
from cisp_desktop.gui.session_data import SessionData, name_of
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex
PlaceSlot = Callable[[str, Slot], bool]
USUAL_MINUTES = 60


class Column(IntEnum):
    """The columns, from left to right. Day, start and length are edited in place."""

    DAY = 0
    START = 1
    END = 2
    LENGTH = 3
    NUMBER = 4
    NAME = 5
    REMARK = 6


class Role(IntEnum):
    """What a line holds besides its text; ``STATE`` is drawn before the remark."""

    REGISTRATION_ID = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One candidate in the planning; ``overlaps`` names who is heard at the same time."""

    row: RegistrationRow
    starts: datetime | None
    ends: datetime | None
    overlaps: str
    outside: bool
    longer: bool


class SlotTableModel(QAbstractTableModel):
    """One line per expected candidate, by hour, those without a slot last."""

    def __init__(self, place: PlaceSlot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._lines: list[SlotLine] = []
        self._session: SessionRow | None = None
        self._locked = False
        self._titles = (
            self.tr("Jour"), self.tr("Début"), self.tr("Fin"), self.tr("Durée"), self.tr("N° dossier"),
            self.tr("Candidat"), self.tr("Remarque"),
        )  # fmt: skip

    def show_data(self, data: SessionData) -> None:
        """Show another state of the session."""
        lines = slot_lines(data)
        if self._session == data.session and [x.row.id for x in lines] == [x.row.id for x in self._lines]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._lines, self._session, self._locked = lines, data.session, data.locked
        self.endResetModel()

    def line_at(self, line: int) -> SlotLine:
        """Return one line."""
        return self._lines[line]

    @property
    def lines(self) -> list[SlotLine]:
        """Every line, in order."""
        return list(self._lines)

    def _text(self, line: SlotLine, column: Column) -> str:
        row = line.row
        if column is Column.NUMBER:
            return row.number
        if column is Column.NAME:
            return name_of(row)
        if column is Column.REMARK:
            return self._remark(line)
        if line.starts is None or line.ends is None:
            return "" if column is not Column.START else "–"
        return {
            Column.DAY: short_day(line.starts.date()),
            Column.START: clock(line.starts),
            Column.END: clock(line.ends),
            Column.LENGTH: self.tr("{0} min").format(row.minutes),
        }[column]

    def _remark(self, line: SlotLine) -> str:
        if line.starts is None:
            return self.tr("Sans horaire")
        if line.overlaps:
            return self.tr("En même temps que {0}").format(line.overlaps)
        if line.outside:
            return self.tr("Hors des jours de la session")
        return line.row.accommodations

    def _state(self, line: SlotLine) -> DotState:
        if line.starts is None or line.overlaps or line.outside:
            return DotState.WARNING
        return DotState.UNDER_WAY if line.longer else DotState.NONE

    def _edited(self, line: SlotLine, column: Column) -> Any:
        starts = line.starts
        if column is Column.DAY:
            day = starts.date() if starts else (self._session.starts if self._session else None)
            return QDate(day.year, day.month, day.day) if day else None
        if column is Column.START:
            return QTime(starts.hour, starts.minute) if starts else QTime(9, 0)
        return line.row.minutes or USUAL_MINUTES

    def _wanted(self, line: SlotLine, column: Column, value: Any) -> Slot | None:
        """Return the slot that an edit asks for; None when the value is none."""
        if self._session is None:
            return None
        day = line.starts.date() if line.starts else self._session.starts
        hour = line.starts.time() if line.starts else time(9)
        minutes = line.row.minutes or USUAL_MINUTES
        if column is Column.DAY and isinstance(value, QDate) and value.isValid():
            day = day.replace(year=value.year(), month=value.month(), day=value.day())
        elif column is Column.START and isinstance(value, QTime) and value.isValid():
            hour = hour.replace(hour=value.hour(), minute=value.minute(), second=0, microsecond=0)
        elif column is Column.LENGTH:
            minutes = int(value)
        else:
            return None
        return datetime.combine(day, hour), minutes

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """One line per expected candidate."""
        return 0 if parent.isValid() else len(self._lines)

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
        """Return text, what is edited, and the state of the remark."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(line, column) if self._editable(column) else self._text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal_tooltip(self._text(line, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[column]} : {self._text(line, column)}"
        if role == Role.REGISTRATION_ID:
            return line.row.id
        if role == Role.STATE:
            return self._state(line) if column is Column.REMARK else DotState.NONE
        return None

    def _editable(self, column: Column) -> bool:
        if column is Column.DAY:
            return self._session is not None and self._session.ends > self._session.starts
        return column in (Column.START, Column.LENGTH)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Start and length are edited, and the day when the session has several."""
        flags = super().flags(index)
        if index.isValid() and not self._locked and self._editable(Column(index.column())):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another slot; the line moves when the workspace says that it changed."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line = self._lines[index.row()]
        slot = self._wanted(line, Column(index.column()), value)
        if slot is None or slot == (line.starts, line.row.minutes):
            return False
        return self._place(line.row.id, slot)


def slot_lines(data: SessionData) -> list[SlotLine]:
    """Return the expected candidates by hour, with what clashes."""
    expected = [row for row in data.registrations if row.attendance.came]
    placed = [(row.starts_at, row.position, row) for row in expected if row.starts_at is not None]
    placed.sort(key=lambda item: item[:2])
    usual = min((row.minutes or USUAL_MINUTES for _, _, row in placed), default=USUAL_MINUTES)
    clashes = _clashes(placed)
    lines = []
    for starts, _, row in placed:
        outside = not data.session.starts <= starts.date() <= data.session.ends
        longer = (row.minutes or 0) > usual and "tiers temps" in folded(row.accommodations)
        lines.append(SlotLine(row, starts, _ends(starts, row), clashes.get(row.id, ""), outside, longer))
    waiting = (row for row in expected if row.starts_at is None)
    return lines + [SlotLine(row, None, None, "", outside=False, longer=False) for row in waiting]


def _ends(starts: datetime, row: RegistrationRow) -> datetime:
    return starts + timedelta(minutes=row.minutes or USUAL_MINUTES)


def _clashes(placed: list[tuple[datetime, int, RegistrationRow]]) -> dict[str, str]:
    """Return, by registration id, the name of the candidate who is heard at the same time."""
    found: dict[str, str] = {}
    latest: tuple[datetime, RegistrationRow] | None = None
    for starts, _, row in placed:
        ends = _ends(starts, row)
        if latest is not None and starts < latest[0]:
            found[row.id] = name_of(latest[1])
            found.setdefault(latest[1].id, name_of(row))
        if latest is None or ends > latest[0]:
            latest = (ends, row)
    return found
