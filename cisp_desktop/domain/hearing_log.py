"""What is recorded of a hearing beside its marks: presence, hours, who stood in for whom, incidents.

Hours carry their offset from UTC and are the computer's own. Must not know screens, storage or marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(eq=False)
class Presence:
    """What is known of a candidate's coming besides the attendance itself.

    ``arrived_at``: came late, at that hour; ``left_at``: withdrew during the defence. ``excuse`` says why
    somebody is excused or withdrew; the document that shows it may be kept (its name, its SHA-256).
    """

    registration_id: str
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    excuse: str = ""
    document_name: str = ""
    document_sha256: str | None = None


class Phase(StrEnum):
    """What the jury times."""

    PRESENTATION = "PRESENTATION"
    INTERVIEW = "INTERVIEW"


class TimerAct(StrEnum):
    """What happens to a timer; ``RESET`` forgets what ran before it."""

    START = "START"
    PAUSE = "PAUSE"
    STOP = "STOP"
    RESET = "RESET"


@dataclass(frozen=True, slots=True)
class TimerEvent:
    """One act on the timer of a candidate's assessment; ``sequence`` from 1 orders a candidate's events."""

    registration_id: str
    sequence: int
    assessment_id: str
    phase: Phase
    act: TimerAct
    at: datetime


@dataclass(frozen=True, slots=True)
class Timed:
    """Where a timer stands: ``elapsed`` up to ``since`` or for good; ``since`` is the hour of the last start
    while it runs. ``began`` and ``ended`` are the hours for the minutes; ``halted`` is that of the last pause
    or end.
    """

    elapsed: timedelta = timedelta()
    since: datetime | None = None
    began: datetime | None = None
    ended: datetime | None = None
    halted: datetime | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.since is not None

    def at(self, now: datetime) -> timedelta:
        """Return the time spent by ``now``; a clock put back never takes time away."""
        if self.since is None:
            return self.elapsed
        return self.elapsed + max(now - self.since, timedelta())

    def reaches(self, spent: timedelta) -> datetime | None:
        """Return when ``spent`` will have been counted; None while it does not run."""
        return self.since + spent - self.elapsed if self.since is not None else None


def timed(events: Iterable[TimerEvent]) -> dict[tuple[str, Phase], Timed]:
    """Return where each timer (assessment id, phase) stands after its events, taken by ``sequence``."""
    found: dict[tuple[str, Phase], Timed] = {}
    for event in sorted(events, key=lambda one: one.sequence):
        key = event.assessment_id, event.phase
        found[key] = _after(found.get(key, Timed()), event)
    return found


def _after(before: Timed, event: TimerEvent) -> Timed:
    if event.act is TimerAct.RESET:
        return Timed()
    if event.act is TimerAct.START:
        began = before.began or event.at
        return before if before.running else Timed(before.elapsed, event.at, began, None)
    ended = event.at if event.act is TimerAct.STOP else before.ended
    halted = event.at if before.running else before.halted
    return Timed(before.at(event.at), None, before.began, ended, halted)


def hours_of(timers: Iterable[Timed], *, over: bool = False) -> tuple[datetime | None, datetime | None]:
    """Return when the defence began and ended, for the minutes; None while one is not known.

    ``over``: nothing follows any more, so that a pause which nobody ended was the end; starting the next
    candidate's timer pauses the one that runs.
    """
    timers = list(timers)
    began = [one.began for one in timers if one.began is not None]
    ended = [one.ended for one in timers if one.ended is not None]
    if over:
        ended += [one.halted for one in timers if one.halted is not None and one.ended is None]
    still = any(one.running for one in timers)
    return (min(began) if began else None), (max(ended) if ended and not still else None)


@dataclass(eq=False)
class StandIn:
    """A juror gone for one candidate, and the substitute called in the place, if any.

    ``seat_id`` left or did not come, from ``at`` on; ``substitute_id`` is the standby seat that sits instead.
    """

    id: str
    registration_id: str
    seat_id: str
    substitute_id: str | None
    at: datetime
    reason: str = ""


class IncidentKind(StrEnum):
    """What happened. Suspected fraud is for the certifier to judge: the jury defers. [DOMAIN.md §5]"""

    FRAUD = "FRAUD"
    DISTURBANCE = "DISTURBANCE"
    TECHNICAL = "TECHNICAL"
    OTHER = "OTHER"


@dataclass(eq=False)
class Incident:
    """An incident of a panel's sitting: when, who, what, and what the president decided.

    ``registration_id`` None: it concerns nobody in particular. ``withdrawn_at``: recorded by mistake; it
    stays in the journal and prints nowhere.
    """

    id: str
    panel_id: str
    kind: IncidentKind
    happened_at: datetime
    account: str
    people: str = ""
    decision: str = ""
    registration_id: str | None = None
    withdrawn_at: datetime | None = None


def standing(incidents: Sequence[Incident]) -> list[Incident]:
    """Return the incidents that print, by hour."""
    return sorted((i for i in incidents if i.withdrawn_at is None), key=lambda one: one.happened_at)
