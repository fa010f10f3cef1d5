"""Who sits, and which room is taken, in the other sessions of the same days.

Must not know how a planning is found, nor screens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cisp_desktop.application.queries import PanelRow, Queries, RegistrationRow, SessionRow
from cisp_desktop.domain.planning import Who
from cisp_desktop.domain.text import folded

SITTING_ON = timedelta(hours=1)
"""A panel that waits for less than this between two candidates sits on: nobody leaves for another room."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A juror, or a room, of this session taken by another one.

    ``id`` is the juror's, or this session's panel's; ``name`` the juror's or the room's. The hours are None
    while the other session has no planning: they are told, and bar nothing.
    """

    who: Who
    id: str
    name: str
    minutes_number: str
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def label(self) -> str:
        """« session PV-2026-GRE-0007 »."""
        return f"session {self.minutes_number}"


def engagements(queries: Queries, session: SessionRow, panels: Sequence[PanelRow]) -> list[Engagement]:
    """Return what other sessions take of this session's jurors and rooms on its days.

    A room is the same when its name is, letter case and accents apart, in the same centre.
    """
    found: list[Engagement] = []
    for other in queries.sessions():
        if other.id == session.id or other.ends < session.starts or session.ends < other.starts:
            continue
        shared = {panel.id: _shared(session, panels, other, panel) for panel in queries.panels(other.id)}
        if any(shared.values()):
            rows = queries.registrations(other.id)
            for panel_id, subjects in shared.items():
                found += _taken(session, other, [row for row in rows if row.panel_id == panel_id], subjects)
    return found


Subject = tuple[Who, str, str]
"""Who, identifier, name."""


def _shared(
    session: SessionRow, panels: Sequence[PanelRow], other: SessionRow, panel: PanelRow
) -> list[Subject]:
    sitting = {seat.juror_id for seat in panel.seats}
    jurors = {
        seat.juror_id: (Who.JUROR, seat.juror_id, seat.name)
        for own in panels
        for seat in own.seats
        if seat.juror_id in sitting
    }
    rooms = [
        (Who.ROOM, own.id, own.room)
        for own in panels
        if own.room and session.centre_id == other.centre_id and folded(own.room) == folded(panel.room)
    ]
    return [*jurors.values(), *rooms]


def _taken(
    session: SessionRow, other: SessionRow, rows: Sequence[RegistrationRow], subjects: Sequence[Subject]
) -> Iterator[Engagement]:
    hours = [
        (starts, ends)
        for starts, ends in _stretches(rows)
        if session.starts <= ends.date() and starts.date() <= session.ends
    ]
    placed = any(row.starts_at is not None for row in rows)
    for who, subject, name in subjects:
        for starts, ends in hours:
            yield Engagement(who, subject, name, other.minutes_number, starts, ends)
        if not placed:
            yield Engagement(who, subject, name, other.minutes_number, None, None)


def _stretches(rows: Sequence[RegistrationRow]) -> list[tuple[datetime, datetime]]:
    """Return when a panel sits, from the slots of its candidates."""
    found: list[tuple[datetime, datetime]] = []
    slots = sorted(
        (row.starts_at, row.starts_at + timedelta(minutes=row.minutes))
        for row in rows
        if row.attendance.came and row.starts_at is not None and row.minutes is not None
    )
    for starts, ends in slots:
        if found and starts - found[-1][1] < SITTING_ON:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found
