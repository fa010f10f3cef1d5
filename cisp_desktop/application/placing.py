"""Placing the defences: one by one as the user does, or all at once as the planner finds.

Must not know how a planning is found, nor screens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.planner import Planner
from cisp_desktop.application.planning import (
    PlanningSettings,
    kept_in,
    problem_of,
    read_scene,
    set_settings,
    with_begun,
)
from cisp_desktop.application.ports import Progress, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.planning import LONGEST, SHORTEST, Plan
from cisp_desktop.domain.planning_clash import Clash


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a candidate is heard; without a start, only the panel. ``minutes`` is 5–640."""

    panel_id: str
    starts_at: datetime | None = None
    minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse a length out of range (``RuleError("slots.length")``)."""
        if self.minutes is not None and not SHORTEST <= self.minutes <= LONGEST:
            raise RuleError("slots.length", minutes=self.minutes, pause=0)


def places_of(plan: Plan) -> dict[str, Place]:
    """Return a plan's slots by registration."""
    return {slot.candidate_id: Place(slot.room_id, slot.starts, slot.minutes) for slot in plan.slots}


def place_of(row: RegistrationRow) -> Place:
    """Return where a candidate stands now."""
    return Place(row.panel_id, row.starts_at, row.minutes)


def place_defences(
    workspace: Workspace,
    session_id: str,
    places: Mapping[str, Place],
    *,
    seen: Mapping[str, Place] | None = None,
) -> dict[str, Place]:
    """Give registrations (by id) these places in one COMMIT; returns the earlier ones (for undo).

    Overlaps are the user's choice, shown by the screen. ``seen`` holds the places that the user saw: when
    one is another by now, ``Refused("slots.changed_meanwhile")`` and nothing is written. Raises ``Refused``:
    ``session.closed``, ``registration.not_found``, ``panel.not_found``, or ``registration.panel_scored`` for
    a candidate whom the other panel has begun to score.
    """
    with workspace.unit_of_work() as work:
        open_session(work, session_id)
        known = {registration.id: registration for registration in work.registrations.of_session(session_id)}
        panels = {panel.id for panel in work.panels.all_of_session(session_id)}
        begun = {sheet.registration_id for sheet in work.sheets.summaries(session_id)}
        before: dict[str, Place] = {}
        for registration_id, place in places.items():
            registration = known.get(registration_id)
            if registration is None:
                raise Refused("registration.not_found", id=registration_id)
            if place.panel_id not in panels:
                raise Refused("panel.not_found", id=place.panel_id)
            stood = Place(registration.panel_id, registration.starts_at, registration.minutes)
            if seen is not None and seen.get(registration_id, stood) != stood:
                raise Refused("slots.changed_meanwhile", number=registration.number)
            before[registration_id] = stood
            if place.panel_id != registration.panel_id:
                if registration_id in begun:
                    raise Refused("registration.panel_scored", number=registration.number)
                registration.panel_id = place.panel_id
            registration.starts_at, registration.minutes = place.starts_at, place.minutes
        if before != dict(places):
            work.note("SITE", "slots.placed", subject=session_id, placed=len(places))
            work.changed(Change.CANDIDATES, session_id)
            work.commit()
        return before


def without_times(places: Mapping[str, Place]) -> dict[str, Place]:
    """Return the same panels without a start: what « retirer les horaires » stores."""
    return {key: replace(place, starts_at=None, minutes=None) for key, place in places.items()}


def unplaced(rows: Sequence[RegistrationRow]) -> list[RegistrationRow]:
    """Return the expected candidates without a slot."""
    return [row for row in rows if row.attendance.came and row.starts_at is None]


def plan_session(
    workspace: Workspace,
    session_id: str,
    *,
    planner: Planner,
    settings: PlanningSettings | None = None,
    stay: bool = False,
    progress: Progress | None = None,
) -> Plan | Clash:
    """Find a planning that keeps what the user keeps, and store it; a clash changes nothing.

    ``settings`` become the session's own with it. Raises what ``Planner.solve`` and ``place_defences`` raise.
    """
    scene = with_begun(workspace.queries, read_scene(workspace.queries, session_id))
    if settings is not None:
        scene = replace(scene, settings=settings)
    problem = problem_of(scene, kept=kept_in(scene.session), stay=stay)
    found = planner.solve(problem, progress=progress)
    if isinstance(found, Plan):
        if settings is not None:
            set_settings(workspace, session_id, settings)
        place_defences(workspace, session_id, places_of(found))
    return found
