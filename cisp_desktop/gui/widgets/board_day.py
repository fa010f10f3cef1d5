"""One day of a planning as it is drawn: rooms, blocks, bands, and where each lies in pixels.

Minutes count from the day's midnight. This module must not know a widget, nor how a slot is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QRectF

from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.domain.planning import Slot, Unavailable, Who

DAY_MINUTES = 24 * 60
LEAST_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Block:
    """One defence. ``room`` counts the columns; ``problems`` are sentences."""

    id: str
    room: int
    start: int
    minutes: int
    number: str
    name: str
    kept: bool
    problems: tuple[str, ...]

    @property
    def end(self) -> int:
        """When it is over."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Band:
    """A time that is not to be used, in one column or in all (None). ``who`` is None for a break.

    ``candidate_id``: it matters to this candidate only.
    """

    room: int | None
    start: int
    end: int
    label: str
    who: Who | None = None
    candidate_id: str = ""


@dataclass(frozen=True, slots=True)
class BoardDay:
    """What one day shows. ``open_from`` and ``open_until`` are the day's own hours.

    ``lanes``: by block, the place it takes beside those at the same time, and how many there are.
    """

    day: date
    rooms: tuple[tuple[str, str, str], ...]
    open_from: int
    open_until: int
    grid: int
    blocks: tuple[Block, ...]
    bands: tuple[Band, ...]
    lanes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first minute shown: a whole hour."""
        return min([self.open_from, *(block.start for block in self.blocks)]) // 60 * 60

    @property
    def last(self) -> int:
        """The last minute shown: a whole hour."""
        return -(-max([self.open_until, *(block.end for block in self.blocks)]) // 60) * 60

    def block(self, block_id: str) -> Block | None:
        """Return one block, or None."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def moment(self, minute: int) -> datetime:
        """Return a minute of the day as a moment."""
        return datetime.combine(self.day, time()) + timedelta(minutes=minute)

    def slot(self, block: Block) -> Slot:
        """Return a block as the domain's slot."""
        return Slot(block.id, self.rooms[block.room][0], self.moment(block.start), block.minutes)


NO_DAY = BoardDay(date(2000, 1, 1), (), 9 * 60, 18 * 60, 5, (), ())
"""What a board shows before it is told."""


def board_day(view: PlanningView, day: date) -> BoardDay:
    """Return what ``day`` shows."""
    columns = {panel.id: place for place, panel in enumerate(view.scene.panels)}
    settings = view.scene.settings
    blocks = tuple(
        Block(
            slot.candidate_id, columns[slot.room_id], _minute(slot.starts.time()), slot.minutes,
            view.rows[slot.candidate_id].number, view.names.people[slot.candidate_id],
            slot.candidate_id in view.kept, view.problems.get(slot.candidate_id, ()),
        )
        for slot in view.in_order()
        if slot.starts.date() == day
    )  # fmt: skip
    rooms = tuple(
        (panel.id, view.names.rooms[panel.id], ", ".join(seat.name for seat in panel.seats))
        for panel in view.scene.panels
    )
    pauses = [
        Band(None, _minute(one.starts), _minute(one.ends), one.label)
        for one in settings.breaks
        if one.day in (None, day)
    ]
    away = [band for one in view.problem.unavailable for band in _bands(view, one, day, columns)]
    return BoardDay(
        day, rooms, _minute(settings.first), _minute(settings.last), settings.grid, blocks, (*pauses, *away),
        lanes_of(blocks),
    )  # fmt: skip


def lanes_of(blocks: Sequence[Block]) -> dict[str, tuple[int, int]]:
    """Return where blocks of one column at the same time stand beside each other; the others are left out."""
    found: dict[str, tuple[int, int]] = {}
    for room in {block.room for block in blocks}:
        group: list[tuple[Block, int]] = []
        for block in sorted((b for b in blocks if b.room == room), key=lambda b: (b.start, b.id)):
            if group and block.start >= max(other.end for other, _ in group):
                _note_lanes(group, found)
                group = []
            taken = {lane for other, lane in group if other.end > block.start}
            group.append((block, next(lane for lane in range(len(group) + 1) if lane not in taken)))
        _note_lanes(group, found)
    return found


def _note_lanes(group: Sequence[tuple[Block, int]], found: dict[str, tuple[int, int]]) -> None:
    lanes = 1 + max((lane for _, lane in group), default=0)
    if lanes > 1:
        found.update({block.id: (lane, lanes) for block, lane in group})


def _bands(view: PlanningView, one: Unavailable, day: date, columns: Mapping[str, int]) -> list[Band]:
    midnight = datetime.combine(day, time())
    start = max(0, int((one.starts - midnight).total_seconds() // 60))
    end = min(DAY_MINUTES, int((one.ends - midnight).total_seconds() // 60))
    if start >= end:
        return []
    label = f" ({one.label})" if one.label else ""
    if one.who is Who.CANDIDATE:
        name = view.names.people.get(one.id, "")
        return [Band(None, start, end, f"{name}{label}", one.who, one.id)]
    if one.who is Who.ROOM:
        named = view.names.rooms.get(one.id, "")
        return [Band(columns[one.id], start, end, f"{named}{label}", one.who)] if one.id in columns else []
    name = view.names.jurors.get(one.id, "")
    return [
        Band(columns[panel.id], start, end, f"{name}{label}", one.who)
        for panel in view.scene.panels
        if any(seat.juror_id == one.id for seat in panel.seats)
    ]


def _minute(hour: time) -> int:
    return hour.hour * 60 + hour.minute


@dataclass(frozen=True, slots=True)
class BoardGeometry:
    """Where minutes and columns lie, in pixels of the whole board; the axis and the head included.

    ``inset`` parts the head from the first hour, and the last hour from the foot.
    """

    columns: int
    first: int
    last: int
    axis: float
    head: float
    column: float
    scale: float
    inset: float = 0

    @property
    def width(self) -> float:
        """The whole board's width."""
        return self.axis + self.columns * self.column

    @property
    def height(self) -> float:
        """The whole board's height."""
        return self.head + (self.last - self.first) * self.scale + 2 * self.inset

    def y_of(self, minute: float) -> float:
        """Return where a minute lies."""
        return self.head + self.inset + (minute - self.first) * self.scale

    def x_of(self, room: int) -> float:
        """Return where a column begins."""
        return self.axis + room * self.column

    def minute_at(self, y: float) -> float:
        """Return the minute at ``y``, beyond the hours shown too."""
        return self.first + (y - self.head - self.inset) / self.scale

    def room_at(self, x: float) -> int | None:
        """Return the column at ``x``, or None beside them."""
        room = int((x - self.axis) // self.column) if x >= self.axis else -1
        return room if 0 <= room < self.columns else None

    def rect_of(self, room: int, start: int, minutes: int, *, lane: tuple[int, int] = (0, 1)) -> QRectF:
        """Return the rectangle of a defence; ``lane`` as in ``BoardDay.lanes``."""
        place, lanes = lane
        width = (self.column - 6) / lanes
        left = self.x_of(room) + 3 + place * width
        return QRectF(left, self.y_of(start) + 0.5, width, max(minutes * self.scale - 1, 6))

    def block_rect(self, board: BoardDay, block: Block) -> QRectF:
        """Return the rectangle of a defence that stands."""
        lane = board.lanes.get(block.id, (0, 1))
        return self.rect_of(block.room, block.start, block.minutes, lane=lane)

    def snapped(self, minute: float, minutes: int, grid: int) -> int:
        """Return the start nearest to ``minute`` on the grid, within the day."""
        start = round(minute / grid) * grid
        return max(0, min(start, DAY_MINUTES - minutes))
