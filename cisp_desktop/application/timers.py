"""The timers of a defence: started, paused, stopped, put back to zero; each act is a row and one COMMIT.

The hours are the computer's own, and what was counted survives a restart. Must not know screens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import AssessmentRow, BlockRow, RegistrationRow
from cisp_desktop.domain.certification import AssessmentKind
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing_log import Phase, Timed, TimerAct, TimerEvent, hours_of, timed
from cisp_desktop.domain.planning import lengthened

ORAL_KINDS = (AssessmentKind.ORAL, AssessmentKind.DOSSIER_AND_ORAL)
NEVER_RAN = Timed()
LISTENING_MARGIN = timedelta(minutes=15)
"""How long past its planned length a timer that runs still says that the jury listens."""


@dataclass(frozen=True, slots=True)
class TimerKey:
    """One timer: a candidate's assessment, and what of it is timed."""

    registration_id: str
    assessment_id: str
    phase: Phase


def start_timer(workspace: Workspace, key: TimerKey, *, actor: str) -> bool:
    """Let it run, from now or on; every other timer of the same jury pauses.

    ``actor`` is a seat's id, or ``SITE``. Returns whether anything changed: a timer that runs does not start.
    Raises ``Refused``: ``session.closed``, ``timer.assessment_unknown``.
    """
    return _act(workspace, key, TimerAct.START, actor=actor)


def pause_timer(workspace: Workspace, key: TimerKey, *, actor: str) -> bool:
    """Stop counting for a while. As ``start_timer``; nothing happens to a timer that does not run."""
    return _act(workspace, key, TimerAct.PAUSE, actor=actor)


def stop_timer(workspace: Workspace, key: TimerKey, *, actor: str) -> bool:
    """End what is timed: its hour goes to the minutes. Nothing happens to one that never ran."""
    return _act(workspace, key, TimerAct.STOP, actor=actor)


def reset_timer(workspace: Workspace, key: TimerKey, *, actor: str) -> bool:
    """Forget what ran, its hours included. Nothing happens to one that never ran."""
    return _act(workspace, key, TimerAct.RESET, actor=actor)


def _act(workspace: Workspace, key: TimerKey, act: TimerAct, *, actor: str) -> bool:
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(key.registration_id)
        session = open_session(work, registration.session_id)
        certification = work.certifications.get(session.certification_id)
        known = {one.id for block in certification.blocks for one in block.assessments}
        if key.assessment_id not in known:
            raise Refused("timer.assessment_unknown")
        events = work.hearings.timer_events_of_session(session.id)
        own = [one for one in events if one.registration_id == key.registration_id]
        stands = timed(own).get((key.assessment_id, key.phase), NEVER_RAN)
        if not _CHANGES[act](stands):
            return False
        now = workspace.clock()
        if act is TimerAct.START:
            for other in _others_running(work, events, key, panel_id=registration.panel_id):
                _append(work, other, TimerAct.PAUSE, events=events, at=now)
            events = work.hearings.timer_events_of_session(session.id)
        _append(work, key, act, events=events, at=now)
        _note(work, key, act, actor=actor)
        work.changed(Change.TIMERS, key.registration_id)
        work.commit()
    return True


def _others_running(
    work: UnitOfWork, events: Sequence[TimerEvent], key: TimerKey, *, panel_id: str
) -> list[TimerKey]:
    """Return what runs before the same jury: a defence is either presented or discussed, one at a time."""
    return [
        other
        for registration_id in sorted({one.registration_id for one in events})
        if work.registrations.get(registration_id).panel_id == panel_id
        for other in running(events, registration_id)
        if other != key
    ]


def _append(
    work: UnitOfWork, key: TimerKey, act: TimerAct, *, events: Sequence[TimerEvent], at: datetime
) -> None:
    last = max((one.sequence for one in events if one.registration_id == key.registration_id), default=0)
    event = TimerEvent(key.registration_id, last + 1, key.assessment_id, key.phase, act, at)
    work.hearings.append_timer_event(event)


_CHANGES: Mapping[TimerAct, Callable[[Timed], bool]] = {
    TimerAct.START: lambda one: not one.running,
    TimerAct.PAUSE: lambda one: one.running,
    TimerAct.STOP: lambda one: one.began is not None and one.ended is None,
    TimerAct.RESET: lambda one: one.began is not None,
}


def _note(work: UnitOfWork, key: TimerKey, act: TimerAct, *, actor: str) -> None:
    subject, phase = key.registration_id, key.phase.value
    match act:
        case TimerAct.START:
            work.note(actor, "timer.started", subject=subject, phase=phase)
        case TimerAct.PAUSE:
            work.note(actor, "timer.paused", subject=subject, phase=phase)
        case TimerAct.STOP:
            work.note(actor, "timer.stopped", subject=subject, phase=phase)
        case TimerAct.RESET:
            work.note(actor, "timer.reset", subject=subject, phase=phase)


# --- reading ------------------------------------------------------------------------------------------


def standing_timers(events: Iterable[TimerEvent], registration_id: str) -> dict[tuple[str, Phase], Timed]:
    """Return where a candidate's timers stand, by (assessment id, phase)."""
    return timed(one for one in events if one.registration_id == registration_id)


def running(events: Iterable[TimerEvent], registration_id: str) -> list[TimerKey]:
    """Return the timers of a candidate that run."""
    stands = standing_timers(events, registration_id)
    return [TimerKey(registration_id, *place) for place, one in stands.items() if one.running]


def being_heard(events: Sequence[TimerEvent]) -> set[str]:
    """Return the registrations of whom a timer runs."""
    return {one for one in {event.registration_id for event in events} if running(events, one)}


def any_running(events: Sequence[TimerEvent]) -> bool:
    """Whether the timer of any candidate runs."""
    return bool(being_heard(events))


def hours(events: Iterable[TimerEvent], registration_id: str) -> tuple[datetime | None, datetime | None]:
    """Return when a candidate's defence began and ended, as the minutes tell; None while not known."""
    return hours_of(standing_timers(events, registration_id).values())


def assessments_to_time(blocks: Iterable[BlockRow], presented: Iterable[str]) -> list[AssessmentRow]:
    """Return what a jury times for a candidate, in the sheet's order.

    Those with a length; else the orals; else whatever the panel judges itself.
    """
    wanted = set(presented)
    own = [
        one
        for block in blocks
        if block.id in wanted
        for one in block.assessments
        if not one.judged_by.outside_panel
    ]
    lengths = [one for one in own if one.oral_minutes or one.interview_minutes]
    return lengths or [one for one in own if one.kind in ORAL_KINDS] or own


def planned_minutes(assessment: AssessmentRow, phase: Phase, *, usual: int, extra_time_percent: int) -> int:
    """Return how long a phase is planned, in minutes, with the candidate's extra time.

    ``usual`` stands in where the assessment gives no length.
    """
    given = assessment.oral_minutes if phase is Phase.PRESENTATION else assessment.interview_minutes
    return lengthened(given or usual, extra_time_percent)


def listening_until(
    events: Sequence[TimerEvent],
    registrations: Iterable[RegistrationRow],
    blocks: Iterable[BlockRow],
    *,
    usual: Callable[[Phase], int],
) -> datetime | None:
    """Return until when the timers that run say that a jury listens; None when none runs.

    That is the planned length, extra time included, and ``LISTENING_MARGIN``: beyond, a timer was forgotten.
    ``usual`` gives the minutes of a phase where the assessment does not.
    """
    known = {one.id: one for block in blocks for one in block.assessments}
    ends = []
    for row in registrations:
        for (assessment_id, phase), one in standing_timers(events, row.id).items():
            minutes = planned_minutes(
                known[assessment_id], phase, usual=usual(phase), extra_time_percent=row.extra_time_percent
            )
            end = one.reaches(timedelta(minutes=minutes) + LISTENING_MARGIN)
            if end is not None:
                ends.append(end)
    return max(ends, default=None)
