"""What the use cases need to plan the defences, and to hand the planning to a calendar.

Must not know how a planning is found, nor the format of a calendar's file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cisp_desktop.application.ports import Progress
from cisp_desktop.domain.planning import Plan, PlanningProblem
from cisp_desktop.domain.planning_clash import Clash


class Planner(Protocol):
    """Finds plannings."""

    def solve(
        self, problem: PlanningProblem, *, progress: Progress | None = None, seconds: float = 10.0
    ) -> Plan | Clash:
        """Return a planning of all candidates, or the smallest set of constraints that clash.

        The same problem gives the same answer unless ``seconds`` run out; the search for a clash then
        has twice as many. Raises ``RuleError("planning.*")`` for a problem that makes no sense,
        ``Refused("planning.undecided")`` when time runs out, and what ``progress`` raises.
        """
        ...


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A defence as a calendar shows it, to whoever may see that calendar.

    ``uid`` is the same at every export, so that a calendar replaces the event instead of doubling it.
    ``starts`` is the local clock of the place. No field takes birth data, telephone or accommodation; do not
    put them in ``description`` either.
    """

    uid: str
    starts: datetime
    minutes: int
    title: str
    place: str = ""
    description: str = ""


class CalendarWriter(Protocol):
    """Writes calendars that other programs read (``.ics``)."""

    def calendar(self, events: Sequence[CalendarEvent], *, name: str, stamp: datetime) -> bytes:
        """Return the file's bytes; ``name`` names the calendar, ``stamp`` (aware) says when it was made."""
        ...


def calendar_title(certification_code: str, *, position: int, person: str) -> str:
    """« Jury RNCP36128 — passage n° 3 — DUPONT Marie »; ``position`` counts from 1."""
    return f"Jury {certification_code} — passage n°\u00a0{position} — {person}"
