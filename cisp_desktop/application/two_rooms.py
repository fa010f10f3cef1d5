"""Persons summoned to two rooms at once: jurors and substitutes, in one session or in two of the same day.

Two defences at once before one sitting juror are told by the planning itself; here stand the substitutes too,
who wait as long as their panel sits. Must not know how a planning is found, nor screens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from cisp_desktop.application.other_sessions import stretches
from cisp_desktop.application.planning import PlanningScene
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.planning import Who


@dataclass(frozen=True, slots=True)
class Presence:
    """Where and when one person is summoned; ``session`` is another session’s number, or empty."""

    room: str
    standby: bool
    starts: datetime
    ends: datetime
    session: str = ""


@dataclass(frozen=True, slots=True)
class TwoRooms:
    """One person expected in two rooms at once, the earlier presence first."""

    juror: str
    first: Presence
    second: Presence


def two_rooms(scene: PlanningScene) -> list[TwoRooms]:
    """Return who is summoned to two rooms at once as a substitute in one of them at least, once each time."""
    found = []
    for name, presences in _presences(scene).values():
        presences.sort(key=lambda one: (one.starts, one.room))
        for first, second in combinations(presences, 2):
            elsewhere = (first.room, first.session) != (second.room, second.session)
            own = not (first.session and second.session)
            if elsewhere and own and (first.standby or second.standby) and second.starts < first.ends:
                found.append(TwoRooms(name, first, second))
    return found


def _presences(scene: PlanningScene) -> dict[str, tuple[str, list[Presence]]]:
    found: dict[str, tuple[str, list[Presence]]] = {}
    for panel in scene.panels:
        hours = stretches([row for row in scene.registrations if row.panel_id == panel.id])
        for seat in (*panel.seats, *panel.substitutes):
            presences = found.setdefault(seat.juror_id, (seat.name, []))[1]
            presences += [
                Presence(panel_words(panel.name, panel.position, room=panel.room), seat.standby, *span)
                for span in hours
            ]
    for juror_id, presence in _elsewhere(scene):
        if juror_id in found:
            found[juror_id][1].append(presence)
    return found


def _elsewhere(scene: PlanningScene) -> Iterator[tuple[str, Presence]]:
    for one in scene.engaged:
        if one.who is Who.JUROR and one.starts_at is not None and one.ends_at is not None:
            room = (
                panel_words(one.panel.name, one.panel.position, room=one.panel.room)
                if one.panel is not None
                else ""
            )
            yield one.id, Presence(room, one.standby, one.starts_at, one.ends_at, one.minutes_number)
