"""The planning as a list: who is heard when and where, in the order of the clock, and what does not fit.

This module must not know the view, nor how a slot is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt, QTime

from cisp_desktop.application.placing import Place, place_of
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording import clock, short_day
from cisp_desktop.application.wording_planning import minutes_words
from cisp_desktop.gui.itemmodels.headings import heading
from cisp_desktop.gui.widgets.drawing import DotState
from cisp_desktop.gui.widgets.labels import literal_tooltip
from cisp_desktop.gui.widgets.planning_times import day_of, qt_day, qt_time, time_of

Index = QModelIndex | QPersistentModelIndex
PlaceAsked = Callable[[str, Place], bool]
KeepAsked = Callable[[str, bool], None]


class Column(IntEnum):
    """The columns, from left to right. All but end, number, name and remark are edited in place."""

    KEPT = 0
    DAY = 1
    START = 2
    END = 3
    LENGTH = 4
    PANEL = 5
    NUMBER = 6
    NAME = 7
    REMARK = 8


EDITABLE = (Column.START, Column.LENGTH, Column.PANEL, Column.DAY)


class Role(IntEnum):
    """What a line holds besides its text; ``STATE`` is drawn before the remark."""

    REGISTRATION_ID = Qt.ItemDataRole.UserRole
    STATE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One candidate in the planning; ``problems`` are sentences, ``usual`` the length that is asked for."""

    row: RegistrationRow
    name: str
    panel: str
    kept: bool
    problems: tuple[str, ...]
    usual: int

    @property
    def starts(self) -> datetime | None:
        """When the candidate is heard."""
        return self.row.starts_at

    @property
    def minutes(self) -> int:
        """For how long, or how long it would be."""
        return self.row.minutes or self.usual


class SlotTableModel(QAbstractTableModel):
    """One line per expected candidate, by hour, those without a slot last."""

    def __init__(self, place: PlaceAsked, keep: KeepAsked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._keep = keep
        self._lines: list[SlotLine] = []
        self._view: PlanningView | None = None
        self._locked = True
        self._titles = (
            self.tr("Épinglé"), self.tr("Jour"), self.tr("Début"), self.tr("Fin"), self.tr("Durée"),
            self.tr("Jury"), self.tr("N° dossier"), self.tr("Candidat"), self.tr("Remarque"),
        )  # fmt: skip

    def show_view(self, view: PlanningView, *, locked: bool) -> None:
        """Show another state of the planning; only a change of order moves the lines."""
        lines = slot_lines(view)
        same = [one.row.id for one in lines] == [one.row.id for one in self._lines]
        if self._view is not None and same and locked == self._locked:
            self._view, self._lines = view, lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._view, self._lines, self._locked = view, lines, locked
        self.endResetModel()

    def line_at(self, line: int) -> SlotLine:
        """Return one line."""
        return self._lines[line]

    def line_of(self, registration_id: str) -> int:
        """Return where a candidate stands, or -1."""
        return next((i for i, one in enumerate(self._lines) if one.row.id == registration_id), -1)

    @property
    def lines(self) -> list[SlotLine]:
        """Every line, in order."""
        return list(self._lines)

    def panels(self) -> list[tuple[str, str]]:
        """Return the names of the panels, each with its id."""
        if self._view is None:
            return []
        return [(self._view.names.rooms[panel.id], panel.id) for panel in self._view.scene.panels]

    def _text(self, line: SlotLine, column: Column) -> str:
        if column is Column.KEPT:
            return ""
        if column is Column.NUMBER:
            return line.row.number
        if column is Column.NAME:
            return line.name
        if column is Column.PANEL:
            return line.panel
        if column is Column.REMARK:
            return line.problems[0] if line.problems else "" if line.starts else self.tr("Sans horaire")
        if line.starts is None:
            return "–" if column is Column.START else ""
        return {
            Column.DAY: short_day(line.starts.date()),
            Column.START: clock(line.starts),
            Column.END: clock(line.starts + timedelta(minutes=line.minutes)),
            Column.LENGTH: minutes_words(line.minutes),
        }[column]

    def _state(self, line: SlotLine) -> DotState:
        if line.problems:
            return DotState.BLOCKED
        return DotState.WARNING if line.starts is None else DotState.NONE

    def _edited(self, line: SlotLine, column: Column) -> Any:
        view = self._view
        if view is None:
            return None
        if column is Column.PANEL:
            return line.row.panel_id
        if column is Column.LENGTH:
            return line.minutes
        if column is Column.DAY:
            return qt_day(line.starts.date() if line.starts else view.scene.session.starts)
        return qt_time(line.starts.time() if line.starts else view.scene.settings.first)

    def _wanted(self, line: SlotLine, column: Column, value: Any) -> Place | None:
        """Return the place that an edit asks for; None when the value is none."""
        if self._view is None:
            return None
        scene = self._view.scene
        day = line.starts.date() if line.starts else scene.session.starts
        hour = line.starts.time() if line.starts else scene.settings.first
        minutes, panel_id = line.minutes, line.row.panel_id
        if column is Column.PANEL and isinstance(value, str):
            if line.starts is None:
                return Place(value)
            panel_id = value
        elif column is Column.DAY and isinstance(value, QDate) and value.isValid():
            day = day_of(value)
        elif column is Column.START and isinstance(value, QTime) and value.isValid():
            hour = time_of(value)
        elif column is Column.LENGTH and isinstance(value, int):
            minutes = value
        else:
            return None
        return Place(panel_id, datetime.combine(day, hour), minutes)

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
        return heading(self._titles, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return text, what is edited, whether it is pinned, and the state of the remark."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(line, column) if column in EDITABLE else self._text(line, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.KEPT:
            return Qt.CheckState.Checked if line.kept else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = "\n".join(line.problems) if column is Column.REMARK and line.problems else ""
            return literal_tooltip(whole or self._text(line, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles[column]} : {self._spoken(line, column)}"
        if role == Role.REGISTRATION_ID:
            return line.row.id
        if role == Role.STATE:
            return self._state(line) if column is Column.REMARK else DotState.NONE
        return None

    def _spoken(self, line: SlotLine, column: Column) -> str:
        if column is Column.KEPT:
            return self.tr("oui") if line.kept else self.tr("non")
        return self._text(line, column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be edited is; a place can be pinned once there is one."""
        flags = super().flags(index)
        if index.isValid() and not self._locked:
            column = Column(index.column())
            if column in EDITABLE:
                flags |= Qt.ItemFlag.ItemIsEditable
            elif column is Column.KEPT and self._lines[index.row()].starts is not None:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another place; the line moves when the workspace says that it changed."""
        if not index.isValid():
            return False
        line, column = self._lines[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.KEPT:
            self._keep(line.row.id, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role != Qt.ItemDataRole.EditRole:
            return False
        place = self._wanted(line, column, value)
        if place is None or place == place_of(line.row):
            return False
        return self._place(line.row.id, place)


def slot_lines(view: PlanningView) -> list[SlotLine]:
    """Return the expected candidates by hour, with what is wrong."""

    def line(row: RegistrationRow) -> SlotLine:
        return SlotLine(
            row, view.names.people[row.id], view.names.rooms.get(row.panel_id, ""), row.id in view.kept,
            view.problems.get(row.id, ()), row.minutes or view.minutes_for(row.id),
        )  # fmt: skip

    placed = [line(view.rows[slot.candidate_id]) for slot in view.in_order()]
    return placed + [line(row) for row in view.waiting]
