"""What the room's own screen may say: a timer, and the name of the candidate who is heard. Nothing else.

Everybody in the room reads it. Must not know sheets, marks or screens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.queries import BlockRow, RegistrationRow
from cisp_desktop.application.timers import (
    NEVER_RAN,
    assessments_to_time,
    planned_minutes,
    running,
    standing_timers,
)
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.hearing_log import Phase, Timed, TimerEvent


@dataclass(frozen=True, slots=True)
class UsualMinutes:
    """How long each phase lasts where the assessment does not say."""

    presentation: int
    interview: int

    def of(self, phase: Phase) -> int:
        """Return the minutes of one phase."""
        return self.presentation if phase is Phase.PRESENTATION else self.interview


@dataclass(frozen=True, slots=True)
class RoomMoment:
    """What the screen shows: « NOM Prénom », the phase, its timer and its planned length in minutes."""

    name: str
    phase: Phase
    timer: Timed
    minutes: int

    def seconds_left(self, now: datetime) -> int:
        """Return the seconds left, negative once the time is over."""
        return self.minutes * 60 - int(self.timer.at(now).total_seconds())


def room_moment(
    chosen: str,
    registrations: Iterable[RegistrationRow],
    blocks: Iterable[BlockRow],
    events: Sequence[TimerEvent],
    *,
    usual: UsualMinutes,
) -> RoomMoment | None:
    """Return what to show for the candidate whose registration id is ``chosen``; None: a blank screen.

    Blank without a candidate, while another of the same jury is being heard, and once the defence is over:
    whom a juror scores afterwards is nobody's business in the room.
    """
    known = {row.id: row for row in registrations}
    row = known.get(chosen)
    if row is None or not row.attendance.came:
        return None
    if any(
        running(events, other.id)
        for other in known.values()
        if other.id != row.id and other.panel_id == row.panel_id
    ):
        return None
    timers = standing_timers(events, row.id)
    assessments = assessments_to_time(blocks, row.presented)
    places = [(one, phase) for one in assessments for phase in Phase]
    if not places:
        return None
    stands = [timers.get((one.id, phase), NEVER_RAN) for one, phase in places]
    at = _place(stands)
    if at is None:
        return None
    assessment, phase = places[at]
    minutes = planned_minutes(
        assessment, phase, usual=usual.of(phase), extra_time_percent=row.extra_time_percent
    )
    return RoomMoment(person_name(row.birth_name, row.first_names), phase, stands[at], minutes)


def _place(stands: Sequence[Timed]) -> int | None:
    """Return which timer to show: the one that runs, else one that pauses, else the next; None at the end."""
    for wanted in (_runs, _pauses, _waits):
        for place, one in enumerate(stands):
            if wanted(one):
                return place
    return None


def _runs(one: Timed) -> bool:
    return one.running


def _pauses(one: Timed) -> bool:
    return one.began is not None and one.ended is None


def _waits(one: Timed) -> bool:
    return one.began is None
