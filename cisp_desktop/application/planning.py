"""The planning of a session's defences: its settings, what it rests on, the problem, the places kept.

The solver is behind ``planner.Planner``. Must not know how a planning is found, nor screens.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from cisp_desktop.application.absences import absence_of
from cisp_desktop.application.changes import Change
from cisp_desktop.application.other_sessions import Engagement, engagements
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import (
    CertificationRow,
    PanelRow,
    Queries,
    RegistrationRow,
    SessionRow,
    UnavailabilityRow,
)
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.planning import (
    LONGEST,
    SHORTEST,
    Break,
    PlanningCandidate,
    PlanningDay,
    PlanningProblem,
    PlanningRoom,
    Slot,
    Unavailable,
    lengthened,
)
from cisp_desktop.domain.text import entry_text


@dataclass(frozen=True, slots=True)
class PlanningSettings:
    """How the days run: first hour, last hour, breaks of every day, minutes between two defences.

    ``minutes`` (5–480) is a defence's length where the assessments do not say theirs. A start is a multiple
    of ``grid`` minutes.
    """

    first: time = time(9, 0)
    last: time = time(18, 0)
    breaks: tuple[Break, ...] = (Break(time(12, 30), time(13, 30), "Déjeuner"),)
    minutes: int = 60
    pause: int = 0
    grid: int = 5

    def __post_init__(self) -> None:
        """Refuse hours and lengths that make no sense (``RuleError("slots.*")``)."""
        if self.last <= self.first or any(one.ends <= one.starts for one in self.breaks):
            raise RuleError("slots.hours")
        if not 5 <= self.minutes <= 480 or not 0 <= self.pause <= 240 or not 1 <= self.grid <= 60:
            raise RuleError("slots.length", minutes=self.minutes, pause=self.pause)

    def to_data(self) -> dict[str, Any]:
        """Return the settings as JSON data."""
        return {
            "first": self.first.isoformat("minutes"),
            "last": self.last.isoformat("minutes"),
            "breaks": [_break_data(one) for one in self.breaks],
            "minutes": self.minutes,
            "pause": self.pause,
            "grid": self.grid,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PlanningSettings":
        """Read JSON data as ``to_data`` wrote it; what is missing takes its default."""
        known: dict[str, Any] = {key: data[key] for key in ("minutes", "pause", "grid") if key in data}
        for key in ("first", "last"):
            if key in data:
                known[key] = time.fromisoformat(data[key])
        if "breaks" in data:
            known["breaks"] = tuple(map(_break_of, data["breaks"]))
        return cls(**known)


def _break_data(one: Break) -> dict[str, Any]:
    return {
        "starts": one.starts.isoformat("minutes"),
        "ends": one.ends.isoformat("minutes"),
        "label": one.label,
        "day": one.day.isoformat() if one.day else None,
    }


def _break_of(data: Mapping[str, Any]) -> Break:
    day = data.get("day")
    return Break(
        time.fromisoformat(data["starts"]),
        time.fromisoformat(data["ends"]),
        str(data.get("label", "")),
        date.fromisoformat(day) if day else None,
    )


def settings_of(session: SessionRow, centre_defaults: Mapping[str, Any]) -> PlanningSettings:
    """Return a session's settings; while nobody set any, those that its centre starts from."""
    own = session.planning.get("settings")
    return PlanningSettings.from_data(own or centre_defaults.get("planning", {}))


def centre_settings(queries: Queries, session: SessionRow) -> PlanningSettings:
    """Return the settings that a session starts from: its centre's, else the defaults."""
    return PlanningSettings.from_data(queries.centre(session.centre_id).defaults.get("planning", {}))


def set_settings(
    workspace: Workspace, session_id: str, settings: PlanningSettings | None
) -> PlanningSettings | None:
    """Keep the settings of a session's planning; returns the session's own until now (for undo).

    None stands for the centre's. Nothing is written when nothing changes. Raises ``RuleError("text.*")``.
    """
    if settings is not None:
        settings = replace(settings, breaks=tuple(map(_checked_break, settings.breaks)))
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        own = session.planning.get("settings")
        before = PlanningSettings.from_data(own) if own else None
        if settings == before:
            return before
        if settings is None:
            del session.planning["settings"]
        else:
            session.planning["settings"] = settings.to_data()
        work.note("SITE", "planning.settings", subject=session_id)
        work.changed(Change.SESSIONS, session_id)
        work.commit()
        return before


def _checked_break(one: Break) -> Break:
    return replace(one, label=entry_text(one.label, field="planning.break"))


def kept_in(session: SessionRow) -> frozenset[str]:
    """Return the registrations whose place the user keeps, whatever planning is looked for."""
    return frozenset(session.planning.get("kept", ()))


def keep_places(workspace: Workspace, session_id: str, kept: Collection[str]) -> frozenset[str]:
    """Keep the places of these registrations and of no others; returns those kept until now (for undo)."""
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        before = frozenset(session.planning.get("kept", ()))
        if before == frozenset(kept):
            return before
        session.planning["kept"] = sorted(set(kept))
        work.note("SITE", "planning.kept", subject=session_id, kept=len(set(kept)))
        work.changed(Change.SESSIONS, session_id)
        work.commit()
        return before


@dataclass(frozen=True, slots=True)
class PlanningScene:
    """All that a planning rests on, as read.

    ``engaged`` says who sits, and what room is taken, in other sessions. ``begun`` are the registrations that
    a juror has begun to score: they stay where they are.
    """

    session: SessionRow
    certification: CertificationRow
    registrations: tuple[RegistrationRow, ...]
    panels: tuple[PanelRow, ...]
    unavailable: tuple[UnavailabilityRow, ...]
    settings: PlanningSettings
    engaged: tuple[Engagement, ...] = ()
    begun: frozenset[str] = frozenset()


def read_scene(queries: Queries, session_id: str) -> PlanningScene:
    """Read what a session's planning rests on, except what is begun (``with_begun``)."""
    session = queries.session(session_id)
    return scene_of(
        queries,
        session,
        queries.certification(session.certification_id),
        registrations=tuple(queries.registrations(session_id)),
        panels=tuple(queries.panels(session_id)),
    )


def scene_of(
    queries: Queries,
    session: SessionRow,
    certification: CertificationRow,
    *,
    registrations: tuple[RegistrationRow, ...],
    panels: tuple[PanelRow, ...],
) -> PlanningScene:
    """``read_scene`` from what was read already; only the absences and the other sessions are read."""
    return PlanningScene(
        session,
        certification,
        registrations,
        panels,
        tuple(queries.unavailabilities(session.id)),
        settings_of(session, queries.centre(session.centre_id).defaults),
        tuple(engagements(queries, session, panels)),
    )


def with_begun(queries: Queries, scene: PlanningScene) -> PlanningScene:
    """Add to ``scene`` whom a juror has begun to score."""
    begun = {
        state.registration_id
        for panel in scene.panels
        for seat in panel.seats
        for state in queries.sheet_states(scene.session.id, seat.id)
        if state.sheet_id is not None
    }
    return replace(scene, begun=frozenset(begun))


def problem_of(scene: PlanningScene, *, kept: Collection[str] = (), stay: bool = False) -> PlanningProblem:
    """Return what the planning must respect; ``kept`` are registrations whose place the user keeps.

    ``stay`` leaves every candidate in the panel where he or she is; otherwise the planning chooses. Who will
    not come is left out; who is begun keeps panel and place.
    """
    jurors = {seat.id: seat.juror_id for panel in scene.panels for seat in panel.seats}
    expected = [row for row in scene.registrations if row.attendance.came]
    fixed = {row.id for row in expected if row.starts_at and (row.id in kept or row.id in scene.begun)}
    return PlanningProblem(
        days=tuple(
            PlanningDay(day, scene.settings.first, scene.settings.last) for day in days_of(scene.session)
        ),
        rooms=tuple(
            PlanningRoom(
                panel.id,
                panel_words(panel.name, panel.position, room=panel.room),
                tuple(seat.juror_id for seat in panel.seats),
            )
            for panel in scene.panels
        ),
        candidates=tuple(
            _candidate(scene, row, jurors, stay=stay, fixed=row.id in fixed) for row in expected
        ),
        breaks=scene.settings.breaks,
        unavailable=(*_absences(scene), *_engagements(scene)),
        pause=scene.settings.pause,
        grid=scene.settings.grid,
        fixed={
            row.id: (row.panel_id, row.starts_at)
            for row in expected
            if row.id in fixed and row.starts_at is not None
        },
    )


def _absences(scene: PlanningScene) -> Iterator[Unavailable]:
    for one in map(absence_of, scene.unavailable):
        yield Unavailable(one.who, one.id, one.starts_at, one.ends_at, one.label)


def _engagements(scene: PlanningScene) -> Iterator[Unavailable]:
    for one in scene.engaged:
        if one.starts_at is not None and one.ends_at is not None and not one.standby:
            yield Unavailable(one.who, one.id, one.starts_at, one.ends_at, one.label)


def _candidate(
    scene: PlanningScene, row: RegistrationRow, jurors: Mapping[str, str], *, stay: bool, fixed: bool
) -> PlanningCandidate:
    recused = set(row.recused_seat_ids)
    bound = stay or len(scene.panels) == 1 or row.id in scene.begun
    barred = [panel.id for panel in scene.panels if panel.seats and not _quorate(panel, recused)]
    if any(panel.seats for panel in scene.panels):  # before any jury is composed, every room will do
        kept = row.panel_id if bound or fixed else None
        barred += [panel.id for panel in scene.panels if not panel.seats and panel.id != kept]
    return PlanningCandidate(
        row.id,
        row.minutes if fixed and row.minutes is not None else minutes_of(scene, row),
        room_id=row.panel_id if bound else None,
        barred_rooms=tuple(barred),
        recused_jurors=tuple(jurors[seat] for seat in row.recused_seat_ids if seat in jurors),
    )


def _quorate(panel: PanelRow, recused: Collection[str]) -> bool:
    hearing = [seat for seat in panel.seats if seat.id not in recused]
    return len(hearing) >= 2 and any(seat.role is Role.PRESIDENT for seat in hearing)


def extra_minutes(scene: PlanningScene, row: RegistrationRow) -> int:
    """Return how many of a defence's minutes are the candidate's extra time."""
    return minutes_of(scene, row) - minutes_of(scene, replace(row, extra_time_percent=0))


def minutes_of(scene: PlanningScene, row: RegistrationRow) -> int:
    """Return a defence's minutes: presentations and interviews before the panel, extra time included."""
    own = [
        (assessment.oral_minutes or 0) + (assessment.interview_minutes or 0)
        for block in scene.certification.blocks
        if block.id in row.presented
        for assessment in block.assessments
        if not assessment.judged_by.outside_panel
    ]
    minutes = lengthened(sum(own) or scene.settings.minutes, row.extra_time_percent)
    return min(max(minutes, SHORTEST), LONGEST)


def days_of(session: SessionRow) -> list[date]:
    """Return every day of a session."""
    length = (session.ends - session.starts).days + 1
    return [session.starts + timedelta(days=number) for number in range(length)]


def slots_of(scene: PlanningScene) -> tuple[Slot, ...]:
    """Return the places that the candidates have now."""
    return tuple(
        Slot(row.id, row.panel_id, row.starts_at, row.minutes)
        for row in scene.registrations
        if row.attendance.came and row.starts_at is not None and row.minutes is not None
    )
