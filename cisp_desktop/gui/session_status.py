"""Where a session stands, step by step, and what blocks or warns: read from the queries, counts only.

Runs in the worker (a thousand registrations are one query each). This module must not know widgets, and never
reads a mark: ``progress`` counts sheets, ``deliberation`` shows nothing that is not sealed by all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cisp_desktop.application.queries import (
    CertificationRow,
    DeliberationRow,
    DossierRow,
    MinutesRow,
    PanelRow,
    ProgressRow,
    Queries,
    RegistrationRow,
    SessionRow,
)
from cisp_desktop.domain.certification import AccessPath, DossierKind
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.panel import ROLE_ORDER, Role
from cisp_desktop.domain.registration import RegistrationWarning


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
class SessionStatus:
    """Everything that the navigation and the dashboard show about one session."""

    session: SessionRow
    certification: CertificationRow
    registrations: tuple[RegistrationRow, ...]
    panel: PanelRow
    progress: tuple[ProgressRow, ...]
    dossiers_missing: tuple[tuple[str, DossierKind], ...]
    empty_seats: tuple[Role, ...]
    warnings: dict[RegistrationWarning, int]
    undecided: int
    decided: int
    without_reason: int
    minutes: MinutesRow | None
    steps: dict[Step, StepStatus]

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
    panel = queries.panel(session_id)
    progress = tuple(queries.progress(session_id))
    dossiers = queries.dossiers(session_id)
    rows = queries.deliberation(session_id) if registrations else ()
    minutes = queries.minutes_of(session_id)
    undecided, decided, without_reason = _decisions(rows)
    empty = tuple(role for role in ROLE_ORDER if role not in {seat.role for seat in panel.seats})
    warnings = Counter(warning for row in registrations for warning in row.warnings)
    missing = tuple(missing_dossiers(certification, registrations, dossiers))
    steps = _steps(
        empty=len(empty), candidates=len(registrations), progress=progress, undecided=undecided,
        decided=decided, minutes=minutes, no_slot=warnings[RegistrationWarning.NO_SLOT],
        dossiers=len(missing), )  # fmt: skip
    return SessionStatus(
        session, certification, registrations, panel, progress, missing, empty, dict(warnings),
        undecided, decided, without_reason, minutes, steps,
    )  # fmt: skip


def missing_dossiers(
    certification: CertificationRow, registrations: Sequence[RegistrationRow], dossiers: Sequence[DossierRow]
) -> list[tuple[str, DossierKind]]:
    """Return (registration id, kind) for each dossier that a presented block asks for and nobody handed in.

    A VAE candidate hands in the dossier de validation instead of the others.
    """
    held = {(row.registration_id, row.kind) for row in dossiers}
    found: list[tuple[str, DossierKind]] = []
    for registration in registrations:
        if not registration.attendance.came:
            continue
        if registration.access_path is AccessPath.VAE:
            wanted = [DossierKind.VAE_FILE]
        else:
            wanted = [
                a.dossier_kind
                for block in certification.blocks
                if block.id in registration.presented
                for a in block.assessments
                if a.dossier_kind is not None
            ]
        found += [(registration.id, k) for k in dict.fromkeys(wanted) if (registration.id, k) not in held]
    return found


def _decisions(rows: Sequence[DeliberationRow]) -> tuple[int, int, int]:
    undecided = decided = without_reason = 0
    for row in rows:
        for cell in row.cells:
            if cell.decision is None:
                undecided += 1
            elif cell.by_jury:
                decided += 1
                without_reason += cell.decision.value == "NOT_VALIDATED" and not cell.reason.strip()
    return undecided, decided, without_reason


def _steps(
    *,
    empty: int,
    candidates: int,
    progress: Sequence[ProgressRow],
    undecided: int,
    decided: int,
    minutes: MinutesRow | None,
    no_slot: int,
    dossiers: int,
) -> dict[Step, StepStatus]:
    sealed, expected = sum(r.sealed for r in progress), sum(r.expected for r in progress)
    begun = any(r.started or r.sealed or r.complete for r in progress)
    unsigned = sum(s.signed_at is None for s in minutes.signatures) if minutes else 0
    prepared = not empty and candidates > 0
    closed = minutes is not None
    steps = {Step.PREPARE: _prepare(empty, candidates, no_slot=no_slot, dossiers=dossiers, closed=closed)}
    steps[Step.EVALUATE] = _evaluate(prepared, begun, left=expected - sealed, expected=expected)
    if closed or (expected and not undecided):
        steps[Step.DELIBERATE] = StepStatus(StepState.DONE)
    elif not sealed:
        steps[Step.DELIBERATE] = StepStatus(StepState.WAITING)
    else:
        state = StepState.UNDER_WAY if decided else StepState.TO_DO
        steps[Step.DELIBERATE] = StepStatus(state, undecided)
    if minutes is None:
        ready = steps[Step.DELIBERATE].state is StepState.DONE
        steps[Step.MINUTES] = StepStatus(StepState.TO_DO if ready else StepState.WAITING)
    elif minutes.state is MinutesState.COMPLETE:
        steps[Step.MINUTES] = StepStatus(StepState.DONE)
    else:
        steps[Step.MINUTES] = StepStatus(StepState.UNDER_WAY, unsigned)
    signed = minutes is not None and minutes.state is MinutesState.COMPLETE
    steps[Step.SEQUEL] = StepStatus(StepState.TO_DO if signed else StepState.WAITING)
    return steps


def _prepare(empty: int, candidates: int, *, no_slot: int, dossiers: int, closed: bool) -> StepStatus:
    missing = empty + no_slot + dossiers + (candidates == 0)
    if closed or missing == 0:
        return StepStatus(StepState.DONE)
    begun = candidates > 0 or empty < len(ROLE_ORDER)
    return StepStatus(StepState.UNDER_WAY if begun else StepState.TO_DO, missing)


def _evaluate(prepared: bool, begun: bool, *, left: int, expected: int) -> StepStatus:
    if not prepared:
        return StepStatus(StepState.WAITING)
    if expected and not left:
        return StepStatus(StepState.DONE)
    return StepStatus(StepState.UNDER_WAY if begun else StepState.TO_DO, left)
