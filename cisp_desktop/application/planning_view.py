"""A planning as it stands, to be shown: every slot with what is wrong with it, and what a move would do.

Must not know a screen, nor how a planning is found.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property

from cisp_desktop.application.planning import (
    PlanningScene,
    days_of,
    kept_in,
    minutes_of,
    problem_of,
    slots_of,
)
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.application.wording_planning import conflict_sentence, names_of
from cisp_desktop.domain.planning import Conflict, Slot, conflicts


class PlanningView:
    """One reading of a session's planning; a change of the session makes another."""

    def __init__(self, scene: PlanningScene) -> None:
        self.scene = scene
        self.names = names_of(scene)
        self.rows = {row.id: row for row in scene.registrations if row.attendance.came}
        self.slots = {slot.candidate_id: slot for slot in slots_of(scene)}
        self.kept = kept_in(scene.session) & self.slots.keys()
        # What is kept binds the search, not the user's own hand.
        self.problem = problem_of(replace(scene, begun=frozenset()))

    @property
    def days(self) -> list[date]:
        """The session's days, and those where somebody stands by mistake."""
        stray = {slot.starts.date() for slot in self.slots.values()}
        return sorted(stray | set(days_of(self.scene.session)))

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """Everything wrong, day by day."""
        return [found for day in self.days for found in conflicts(self.problem, self._on(day))]

    @cached_property
    def problems(self) -> dict[str, tuple[str, ...]]:
        """What is wrong by registration, in words."""
        found: dict[str, list[str]] = {}
        for conflict in self.conflicts:
            said = conflict_sentence(conflict, self.names)
            for candidate_id in conflict.candidate_ids:
                found.setdefault(candidate_id, []).append(said)
        return {candidate_id: tuple(said) for candidate_id, said in found.items()}

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """(registration, sentence) of everything wrong, each told once."""
        return [(found.candidate_ids[0], conflict_sentence(found, self.names)) for found in self.conflicts]

    @property
    def waiting(self) -> list[RegistrationRow]:
        """The expected candidates without a slot, as listed."""
        return [row for row in self.rows.values() if row.id not in self.slots]

    def judged(self, trial: Slot) -> tuple[str, ...]:
        """Return what would be wrong with ``trial``, in words, were it the candidate's slot."""
        return tuple(conflict_sentence(found, self.names) for found in self._met_by(trial))

    def _met_by(self, trial: Slot) -> list[Conflict]:
        pause = timedelta(minutes=self.problem.pause)
        others = [
            slot
            for slot in self.slots.values()
            if slot.candidate_id != trial.candidate_id
            and slot.starts < trial.ends + pause
            and trial.starts < slot.ends + pause
        ]
        found = conflicts(self.problem, [*others, trial])
        return [one for one in found if trial.candidate_id in one.candidate_ids]

    def minutes_for(self, registration_id: str) -> int:
        """Return how long a candidate without a slot is to be heard."""
        return minutes_of(self.scene, self.rows[registration_id])

    def first_free(self, registration_id: str) -> Slot | None:
        """Return the first slot where nothing would be wrong, the own panel's first; None for none."""
        row, settings = self.rows[registration_id], self.scene.settings
        minutes = self.minutes_for(registration_id)
        rooms = sorted((room.id for room in self.problem.rooms), key=lambda room: room != row.panel_id)
        for day in days_of(self.scene.session):
            starts, last = datetime.combine(day, settings.first), datetime.combine(day, settings.last)
            while starts + timedelta(minutes=minutes) <= last:
                for room in rooms:
                    trial = Slot(registration_id, room, starts, minutes)
                    if not self._taken(trial) and not self._met_by(trial):
                        return trial
                starts += timedelta(minutes=settings.grid)
        return None

    def _taken(self, trial: Slot) -> bool:
        """Whether somebody is heard there, at that time: what mostly is in the way."""
        return any(
            slot.room_id == trial.room_id and slot.starts < trial.ends and trial.starts < slot.ends
            for slot in self.slots.values()
            if slot.candidate_id != trial.candidate_id
        )

    def in_order(self) -> Sequence[Slot]:
        """Return the slots by the clock, then by the panels' order."""
        place = {panel.id: number for number, panel in enumerate(self.scene.panels)}
        return sorted(
            self.slots.values(),
            key=lambda slot: (slot.starts, place.get(slot.room_id, 0), self.rows[slot.candidate_id].position),
        )

    def _on(self, day: date) -> list[Slot]:
        return [slot for slot in self.slots.values() if slot.starts.date() == day]
