"""Where a session stands, step by step, and what blocks or warns: read from the queries, counts only.

Runs in the worker (a thousand registrations are one query each). This module must not know widgets, and never
reads a mark: ``progress`` counts sheets, ``deliberation`` shows nothing that is not sealed by all.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cisp_desktop.application.changes import Change
from cisp_desktop.application.findings import Finding
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.preparation_findings import missing_dossiers, seat_blockers
from cisp_desktop.application.queries import (
    CertificationRow,
    DeliberationRow,
    MinutesRow,
    PanelRow,
    ProgressRow,
    Queries,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.application.timers import being_heard
from cisp_desktop.application.wording_minutes_life import open_again_words
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.registration import RegistrationWarning

COUNTED_ALONE = Change.MARKS | Change.TIMERS | Change.DECISIONS
"""What changes nothing of a status but the counts of sheets and of decisions, and who is heard."""


class Step(StrEnum):
    """The life of a session, in order. The values are the keys of the pages."""

    PREPARE = "prepare"
    EVALUATE = "evaluate"
    DELIBERATE = "deliberate"
    MINUTES = "minutes"
    SEQUEL = "sequel"


class StepState(StrEnum):
    """Where one step stands. ``WAITING``: an earlier step has to come first."""

    WAITING = "WAITING"
    TO_DO = "TO_DO"
    UNDER_WAY = "UNDER_WAY"
    DONE = "DONE"


@dataclass(frozen=True, slots=True)
class StepStatus:
    """``missing`` counts what is left to do in this step: seats, sheets, decisions, signatures."""

    state: StepState
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """How many blocks of one candidate are still to decide, decided by the jury, refused without a reason."""

    undecided: int
    decided: int
    without_reason: int


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """Everything that the navigation and the dashboard show about one session.

    ``minutes`` are those of each panel, empty while the session is open; ``open_again`` says why it is open
    after it had been closed (« rouverte », « rectification en cours »), empty otherwise. ``unsealed`` and
    ``heard`` are the registrations of whom a sheet is awaited, or a timer runs; ``decisions`` are counted
    by registration.
    """

    session: SessionRow
    certification: CertificationRow
    registrations: tuple[RegistrationRow, ...]
    panels: tuple[PanelRow, ...]
    progress: tuple[ProgressRow, ...]
    dossiers_missing: tuple[tuple[str, DossierKind], ...]
    empty_seats: tuple[Finding, ...]
    warnings: dict[RegistrationWarning, int]
    decisions: Mapping[str, Decisions]
    minutes: tuple[MinutesRow, ...]
    steps: dict[Step, StepStatus]
    unsealed: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    open_again: str = ""

    @property
    def next_to_hear(self) -> RegistrationRow | None:
        """Who is being heard, else the first of the day of whom a sheet is not sealed; None for nobody."""
        left = sorted(
            (row for row in self.registrations if row.id in self.unsealed and row.attendance.came),
            key=day_order,
        )
        return next((row for row in left if row.id in self.heard), left[0] if left else None)

    @property
    def undecided(self) -> int:
        """Blocks that the jury has still to decide."""
        return sum(one.undecided for one in self.decisions.values())

    @property
    def decided(self) -> int:
        """Blocks that the jury decided."""
        return sum(one.decided for one in self.decisions.values())

    @property
    def without_reason(self) -> int:
        """Blocks refused without a reason."""
        return sum(one.without_reason for one in self.decisions.values())

    @property
    def sheets_expected(self) -> int:
        """Sheets that every juror together has to seal."""
        return sum(row.expected for row in self.progress)

    @property
    def sheets_sealed(self) -> int:
        """Sheets sealed so far."""
        return sum(row.sealed for row in self.progress)


def read_status(queries: Queries, session_id: str) -> SessionStatus:
    """Read one session's status. Raises ``Refused`` when the session is gone."""
    session = queries.session(session_id)
    certification = queries.certification(session.certification_id)
    registrations = tuple(queries.registrations(session_id))
    panels = tuple(queries.panels(session_id))
    progress = _progress(queries, session_id, panels)
    dossiers = queries.dossiers(session_id)
    rows = queries.deliberation(session_id) if registrations else ()
    minutes = tuple(queries.minutes_of_session(session_id)) if session.closed else ()
    open_again = open_again_words(queries, session)
    unsealed = frozenset(row.registration_id for row in rows if any(cell.unsealed for cell in row.cells))
    heard = frozenset(being_heard(queries.timer_events(session_id)))
    places = session_rules(session.panel_rules, certification).required_places
    seats = tuple(seat_blockers(_sitting(panels_at_work(panels, registrations)), places))
    warnings = Counter(warning for row in registrations for warning in row.warnings)
    missing = tuple(missing_dossiers(certification, registrations, dossiers))
    status = SessionStatus(
        session, certification, registrations, panels, progress, missing, seats, dict(warnings),
        _decisions(rows), minutes, {}, unsealed, heard, open_again,
    )  # fmt: skip
    return replace(status, steps=_steps(status))


def read_again(
    queries: Queries, known: SessionStatus, flags: Change, *, registrations: Collection[str]
) -> SessionStatus:
    """Return ``known`` with what is ``COUNTED_ALONE`` read anew; decisions of the ``registrations`` alone."""
    fresh, session_id = known, known.session.id
    if flags & (Change.MARKS | Change.TIMERS):
        heard = frozenset(being_heard(queries.timer_events(session_id)))
        fresh = replace(fresh, progress=_progress(queries, session_id, known.panels), heard=heard)
    if flags & Change.DECISIONS and registrations:
        rows = queries.deliberation(session_id, registrations=registrations)
        fresh = replace(fresh, decisions={**fresh.decisions, **_decisions(rows)})
    return replace(fresh, steps=_steps(fresh))


def day_order(row: RegistrationRow) -> tuple[bool, str, int]:
    """Sort candidates as they come: by slot, those without one last, then by position."""
    return row.starts_at is None, row.starts_at.isoformat() if row.starts_at else "", row.position


def panels_at_work(panels: Sequence[PanelRow], registrations: Sequence[RegistrationRow]) -> list[PanelRow]:
    """Return the panels that hear candidates; the first one while nobody is registered."""
    heard = {row.panel_id for row in registrations}
    return [panel for panel in panels if panel.id in heard] or list(panels[:1])


def _sitting(panels: Sequence[PanelRow]) -> list[PanelRow]:
    return [panel for panel in panels if panel.could_not_sit_at is None]


def _progress(queries: Queries, session_id: str, panels: Sequence[PanelRow]) -> tuple[ProgressRow, ...]:
    """Return how far each juror is: who could not sit has nothing to seal."""
    away = {panel.id for panel in panels if panel.could_not_sit_at is not None}
    return tuple(row for row in queries.progress(session_id) if row.panel_id not in away)


def _decisions(rows: Sequence[DeliberationRow]) -> dict[str, Decisions]:
    return {
        row.registration_id: _decisions_of(row) for row in rows if row.outcome is not Outcome.NOT_EXAMINED
    }


def _decisions_of(row: DeliberationRow) -> Decisions:
    taken = [cell for cell in row.cells if cell.by_jury and cell.decision is not None]
    return Decisions(
        undecided=sum(cell.decision is None for cell in row.cells),
        decided=len(taken),
        without_reason=sum(
            cell.decision is DecisionValue.NOT_VALIDATED and not cell.reason.strip() for cell in taken
        ),
    )


def _steps(status: SessionStatus) -> dict[Step, StepStatus]:
    if status.session.cancelled:
        return dict.fromkeys(Step, StepStatus(StepState.WAITING))
    progress, minutes, candidates = status.progress, status.minutes, len(status.registrations)
    undecided, empty = status.undecided, len(status.empty_seats)
    sealed, expected = status.sheets_sealed, status.sheets_expected
    begun = any(r.started or r.sealed or r.complete for r in progress)
    unsigned = sum(s.awaited for one in minutes for s in one.signatures)
    prepared = not empty and candidates > 0
    closed, ready = bool(minutes), status.session.ready_at is not None
    again = bool(status.open_again)
    signed = closed and not unsigned
    seated = any(panel.seats for panel in status.panels)
    no_slot = status.warnings.get(RegistrationWarning.NO_SLOT, 0)
    missing = empty + no_slot + len(status.dossiers_missing) + (candidates == 0)
    steps = {Step.PREPARE: _prepare(missing, begun=candidates > 0 or seated, done=closed or ready or again)}
    steps[Step.EVALUATE] = _evaluate(prepared, begun, left=expected - sealed, expected=expected)
    idle = candidates > 0 and not _sitting(panels_at_work(status.panels, status.registrations))
    if idle:
        steps[Step.EVALUATE] = StepStatus(StepState.DONE)
    if closed or idle or (expected and not undecided):
        steps[Step.DELIBERATE] = StepStatus(StepState.DONE)
    elif not sealed:
        steps[Step.DELIBERATE] = StepStatus(StepState.WAITING)
    else:
        state = StepState.UNDER_WAY if status.decided else StepState.TO_DO
        steps[Step.DELIBERATE] = StepStatus(state, undecided)
    if not closed:
        decided_all = steps[Step.DELIBERATE].state is StepState.DONE
        open_ = StepState.UNDER_WAY if status.open_again else StepState.TO_DO
        steps[Step.MINUTES] = StepStatus(open_ if decided_all else StepState.WAITING)
    elif signed:
        steps[Step.MINUTES] = StepStatus(StepState.DONE)
    else:
        steps[Step.MINUTES] = StepStatus(StepState.UNDER_WAY, unsigned)
    steps[Step.SEQUEL] = StepStatus(StepState.TO_DO if signed else StepState.WAITING)
    return steps


def _prepare(missing: int, *, begun: bool, done: bool) -> StepStatus:
    if done or missing == 0:
        return StepStatus(StepState.DONE)
    return StepStatus(StepState.UNDER_WAY if begun else StepState.TO_DO, missing)


def _evaluate(prepared: bool, begun: bool, *, left: int, expected: int) -> StepStatus:
    if not prepared:
        return StepStatus(StepState.WAITING)
    if expected and not left:
        return StepStatus(StepState.DONE)
    return StepStatus(StepState.UNDER_WAY if begun else StepState.TO_DO, left)
