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
    while the other session has no planning: they are told, and bar nothing. So does a ``standby`` juror, who
    is a substitute here or there; ``panel`` is the other session's.
    """

    who: Who
    id: str
    name: str
    minutes_number: str
    starts_at: datetime | None
    ends_at: datetime | None
    standby: bool = False
    panel: PanelRow | None = None

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
        panels_there = queries.panels(other.id)
        shared = {panel.id: _shared(session, panels, other, panel) for panel in panels_there}
        if any(shared.values()):
            rows = queries.registrations(other.id)
            for panel in panels_there:
                heard = [row for row in rows if row.panel_id == panel.id]
                found += _taken(session, other, panel, rows=heard, subjects=shared[panel.id])
    return found


Subject = tuple[Who, str, str, bool]
"""Who, identifier, name, whether it is a substitute."""


def _shared(
    session: SessionRow, panels: Sequence[PanelRow], other: SessionRow, panel: PanelRow
) -> list[Subject]:
    there = {seat.juror_id: seat.standby for seat in (*panel.substitutes, *panel.seats)}
    here = [seat for own in panels for seat in own.substitutes]
    here += [seat for own in panels for seat in own.seats]  # who also sits is no mere substitute
    jurors: dict[str, Subject] = {
        seat.juror_id: (Who.JUROR, seat.juror_id, seat.name, seat.standby or there[seat.juror_id])
        for seat in here
        if seat.juror_id in there
    }
    rooms: list[Subject] = [
        (Who.ROOM, own.id, own.room, False)
        for own in panels
        if own.room and session.centre_id == other.centre_id and folded(own.room) == folded(panel.room)
    ]
    return [*jurors.values(), *rooms]


def _taken(
    session: SessionRow,
    other: SessionRow,
    panel: PanelRow,
    *,
    rows: Sequence[RegistrationRow],
    subjects: Sequence[Subject],
) -> Iterator[Engagement]:
    hours = [
        (starts, ends)
        for starts, ends in stretches(rows)
        if session.starts <= ends.date() and starts.date() <= session.ends
    ]
    placed = any(row.starts_at is not None for row in rows)
    number = other.minutes_number
    for who, subject, name, standby in subjects:
        for starts, ends in hours:
            yield Engagement(who, subject, name, number, starts, ends, standby, panel)
        if not placed:
            yield Engagement(who, subject, name, number, None, None, standby, panel)


def stretches(rows: Sequence[RegistrationRow]) -> list[tuple[datetime, datetime]]:
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
