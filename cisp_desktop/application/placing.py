"""Placing the defences: one by one as the user does, or all at once as the planner finds.

Must not know how a planning is found, nor screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.panels import move_registration
from cisp_desktop.application.planner import Planner
from cisp_desktop.application.planning import (
    PlanningScene,
    PlanningSettings,
    kept_in,
    problem_of,
    read_scene,
    set_settings,
    with_begun,
)
from cisp_desktop.application.ports import Progress, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import Queries, RegistrationRow
from cisp_desktop.application.slot_marks import SUMMONED, marks_kept
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


@dataclass(frozen=True, slots=True)
class Move:
    """A candidate who would be heard elsewhere, or at another time."""

    registration_id: str
    before: Place
    after: Place

    @property
    def leaves_panel(self) -> bool:
        """Whether another panel would hear the candidate."""
        return self.before.panel_id != self.after.panel_id


def moves_to_confirm(scene: PlanningScene, places: Mapping[str, Place]) -> list[Move]:
    """Return what somebody has to agree to before ``places`` are stored, in the order of the list.

    Who leaves a panel, once the candidates were shared out or some have a slot; and every other place of a
    session declared ready, or of a candidate whose summons were printed.
    """
    rows = [row for row in scene.registrations if row.attendance.came]
    shared_out = len({row.panel_id for row in rows}) > 1 or any(row.starts_at is not None for row in rows)
    told = marks_kept(scene.session.planning, SUMMONED)
    moves = [Move(row.id, place_of(row), places[row.id]) for row in rows if row.id in places]
    binding = {row.id for row in rows if scene.session.ready_at is not None or row.number in told}
    return [
        move
        for move in moves
        if move.before != move.after
        and (move.registration_id in binding or (shared_out and move.leaves_panel))
    ]


def place_defences(
    workspace: Workspace,
    session_id: str,
    places: Mapping[str, Place],
    *,
    seen: Mapping[str, Place] | None = None,
) -> dict[str, Place]:
    """Give registrations (by id) these places in one COMMIT; returns the earlier ones (for undo).

    Overlaps are the user's choice, shown by the screen; a recusal follows a juror who sits in the new panel
    too. ``seen`` holds the places that the user saw: when one is another by now,
    ``Refused("slots.changed_meanwhile")`` and nothing is written. Raises ``Refused``:
    ``session.closed``, ``registration.not_found``, ``panel.not_found``, or ``registration.panel_scored`` for
    a candidate whom the other panel has begun to score.
    """
    with workspace.unit_of_work() as work:
        open_session(work, session_id)
        known = {registration.id: registration for registration in work.registrations.of_session(session_id)}
        panels = {panel.id: panel for panel in work.panels.all_of_session(session_id)}
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
                move_registration(work, registration, panels[place.panel_id])
            registration.starts_at, registration.minutes = place.starts_at, place.minutes
        if before != dict(places):
            work.note("SITE", "slots.placed", subject=session_id, placed=len(places))
            moved = any(before[key].panel_id != place.panel_id for key, place in places.items())
            work.changed(Change.CANDIDATES | Change.PANEL if moved else Change.CANDIDATES, session_id)
            work.commit()
        return before


def find_planning(
    queries: Queries,
    session_id: str,
    *,
    planner: Planner,
    settings: PlanningSettings | None = None,
    stay: bool = False,
    progress: Progress | None = None,
) -> tuple[PlanningScene, Plan | Clash]:
    """Look for a planning that keeps what the user keeps; returns what it rests on with it. Writes nothing.

    ``settings`` stand for the session's own. Raises what ``Planner.solve`` raises.
    """
    scene = with_begun(queries, read_scene(queries, session_id))
    if settings is not None:
        scene = replace(scene, settings=settings)
    problem = problem_of(scene, kept=kept_in(scene.session), stay=stay)
    return scene, planner.solve(problem, progress=progress)


def take_plan(workspace: Workspace, scene: PlanningScene, plan: Plan) -> None:
    """Store a planning found for ``scene``; refused as ``place_defences`` when a place is another by now."""
    seen = {row.id: place_of(row) for row in scene.registrations}
    place_defences(workspace, scene.session.id, places_of(plan), seen=seen)


def plan_session(
    workspace: Workspace,
    session_id: str,
    *,
    planner: Planner,
    settings: PlanningSettings | None = None,
    stay: bool = False,
) -> Plan | Clash:
    """Find a planning and store it, whoever moves; a clash changes nothing.

    ``settings`` become the session's own with it. Raises as ``find_planning`` and ``take_plan``.
    """
    scene, found = find_planning(workspace.queries, session_id, planner=planner, settings=settings, stay=stay)
    if isinstance(found, Plan):
        take_plan(workspace, scene, found)
        if settings is not None:
            set_settings(workspace, session_id, settings)
    return found
