"""The model of the candidates to hear: in the order of the day, with where the juror's own sheets stand.

It counts sheets of one juror and never holds a mark. This module must not know widgets.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cisp_desktop.application.queries import RegistrationRow, SheetStateRow
from cisp_desktop.application.wording import (
    RECUSAL_GROUNDS,
    clock,
    person_name,
    short_day,
)
from cisp_desktop.application.wording_agreement import attended
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.scoring import SheetState
from cisp_desktop.gui.session_status import day_order
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What the delegate draws.

    ``STATE`` is a ``DotState``; ``DAY`` heads the first candidate of each of several days.
    """

    REGISTRATION_ID = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    TIME = Qt.ItemDataRole.UserRole + 3
    DETAIL = Qt.ItemDataRole.UserRole + 4
    HEARD = Qt.ItemDataRole.UserRole + 5
    DAY = Qt.ItemDataRole.UserRole + 6


@dataclass(frozen=True)
class CandidateLine:
    """One candidate as one juror sees the day.

    ``sheets`` maps a block to the state of the juror's own sheet. ``away``: the juror left, or is a
    substitute who was not called.
    """

    registration: RegistrationRow
    sheets: Mapping[str, SheetState] = field(default_factory=dict)
    recusal: RecusalGround | None = None
    away: bool = False

    @property
    def to_score(self) -> bool:
        """Whether this juror has sheets to fill for the candidate."""
        return self.recusal is None and not self.away and self.registration.attendance.came

    @property
    def sealed(self) -> int:
        """How many of the juror's own sheets are sealed."""
        return sum(state is SheetState.SEALED for state in self.sheets.values())

    @property
    def done(self) -> bool:
        """Whether every own sheet is sealed."""
        return self.to_score and bool(self.sheets) and self.sealed == len(self.sheets)

    @property
    def name(self) -> str:
        """« NOM Prénom »."""
        row = self.registration
        return person_name(row.birth_name, row.first_names)


class CandidateListModel(QAbstractListModel):
    """The day's candidates; ``clear`` leaves nothing behind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CandidateLine] = []
        self._several_days = False

    @property
    def lines(self) -> Sequence[CandidateLine]:
        """The candidates in the order shown."""
        return tuple(self._lines)

    @property
    def progress(self) -> tuple[int, int]:
        """How many candidates are wholly sealed by this juror, of how many to score."""
        return sum(line.done for line in self._lines), sum(line.to_score for line in self._lines)

    def show_candidates(
        self,
        registrations: Iterable[RegistrationRow],
        states: Iterable[SheetStateRow],
        *,
        recusals: Mapping[str, RecusalGround],
        away: Container[str] = (),
    ) -> None:
        """Show the candidates in the order of their slots; ``recusals`` are this juror's, by registration."""
        by_registration: dict[str, dict[str, SheetState]] = {}
        for state in states:
            by_registration.setdefault(state.registration_id, {})[state.block_id] = state.state
        rows = sorted(registrations, key=day_order)
        self.beginResetModel()
        self._several_days = len({row.starts_at.date() for row in rows if row.starts_at}) > 1
        self._lines = [
            CandidateLine(row, by_registration.get(row.id, {}), recusals.get(row.id), row.id in away)
            for row in rows
        ]
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing and hold nothing."""
        self.beginResetModel()
        self._lines = []
        self.endResetModel()

    def show_sheet_state(self, registration_id: str, block_id: str, *, state: SheetState) -> None:
        """Note that one own sheet stands elsewhere now."""
        row = self.row_of(registration_id)
        if row < 0 or self._lines[row].sheets.get(block_id) is state:
            return
        line = self._lines[row]
        self._lines[row] = replace(line, sheets={**line.sheets, block_id: state})
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def row_of(self, registration_id: str) -> int:
        """Return the row of a registration, or −1."""
        return next((i for i, line in enumerate(self._lines) if line.registration.id == registration_id), -1)

    def line(self, row: int) -> CandidateLine | None:
        """Return the candidate at ``row``; None outside the list."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def line_of(self, registration_id: str) -> CandidateLine | None:
        """Return the candidate of a registration; None when it went away."""
        return self.line(self.row_of(registration_id))

    # --- Qt ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row a candidate."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, state and slot."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Role.REGISTRATION_ID:
            return line.registration.id
        if role == Role.STATE:
            return _state(line)
        if role == Role.TIME:
            return self._time(line)
        if role == Role.DAY:
            return self._day(index.row())
        if role == Role.DETAIL:
            return self._detail(line)
        if role == Role.HEARD:
            return line.to_score
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (line.name, self._date(line), self._time(line), self._detail(line))
            said = " · ".join(part for part in parts if part)
            return (
                said if role == Qt.ItemDataRole.AccessibleTextRole else literal_tooltip(f"{said} (Alt+↑ ↓)")
            )
        return None

    def _time(self, line: CandidateLine) -> str:
        starts = line.registration.starts_at
        return clock(starts) if starts is not None else ""

    def _date(self, line: CandidateLine) -> str:
        starts = line.registration.starts_at
        return short_day(starts.date()) if starts is not None and self._several_days else ""

    def _day(self, row: int) -> str:
        """Return the day that begins at ``row``, when the session has several."""
        here = self._date(self._lines[row])
        return "" if row and here == self._date(self._lines[row - 1]) else here

    def _detail(self, line: CandidateLine) -> str:
        attendance = line.registration.attendance
        if not attendance.came:
            return attended(attendance, sex=line.registration.sex)
        if line.recusal is not None:
            return self.tr("Récusation : {0}").format(RECUSAL_GROUNDS[line.recusal].lower())
        if not line.sheets:
            return self.tr("Aucun bloc à évaluer")
        if line.done:
            return self.tr("Scellé")
        if _state(line) is DotState.READY:
            return self.tr("À sceller")
        sealed, count = line.sealed, len(line.sheets)
        if sealed:
            return self.tr("Scellé {0}/{1}").format(sealed, count)
        begun = sum(state is not SheetState.EMPTY for state in line.sheets.values())
        return self.tr("Commencé {0}/{1}").format(begun, count) if begun else self.tr("À évaluer")


def _state(line: CandidateLine) -> DotState:
    states = set(line.sheets.values())
    if not line.to_score or not states:
        return DotState.NONE
    if states == {SheetState.SEALED}:
        return DotState.DONE
    if states <= {SheetState.SEALED, SheetState.COMPLETE}:
        return DotState.READY
    return DotState.TO_DO if states == {SheetState.EMPTY} else DotState.UNDER_WAY
