"""What the minutes say of the hearings: who left or stood in, rounds, votes, incidents, hours.

Must not know how a page is drawn.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cisp_desktop.application.minutes_snapshot import DefenceContent, PeriodContent, SeatContent
from cisp_desktop.application.wording_incidents import INCIDENT_KINDS
from cisp_desktop.application.wording_minutes import NBSP, full_name, hour, short_date
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.deliberation import Decision
from cisp_desktop.domain.discussion import Vote
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.hearing_log import (
    Incident,
    Presence,
    StandIn,
    TimerEvent,
    hours_of,
    standing,
    timed,
)
from cisp_desktop.domain.panel import Seat
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.scoring import SheetSummary, Transcription

Paper = tuple[SheetSummary, Transcription]
"""A sealed sheet that was copied from paper, and who typed and checked it."""


@dataclass(frozen=True, slots=True)
class HearingRecords:
    """What was recorded of a panel's hearings, each candidate's by registration id, and its incidents.

    ``recused_on_the_day``: when the recusals of the session's own days were declared, by registration id and
    seat id.
    """

    hearings: Mapping[str, Hearing]
    stand_ins: Sequence[StandIn]
    presences: Mapping[str, Presence]
    timers: Mapping[str, Sequence[TimerEvent]]
    votes: Sequence[Vote]
    incidents: Sequence[Incident]
    recused_on_the_day: Mapping[tuple[str, str], datetime]
    papers: Sequence[Paper]

    def decided_for(self, seat_id: str, registrations: Sequence[Registration]) -> list[Registration]:
        """Return the candidates who came and for whom a seat may decide."""
        return [
            one
            for one in registrations
            if one.attendance.came and any(s.id == seat_id for s in self.hearings[one.id].deciding)
        ]

    def most_deciding(self, registrations: Sequence[Registration]) -> int:
        """Return how many members decided at most for one candidate."""
        return max((len(self.hearings[one.id].deciding) for one in registrations), default=0)

    def second_round(self, registration: Registration) -> Collection[str]:
        """Return the ids of the blocks that were scored again."""
        return self.hearings[registration.id].rounds.keys() & set(registration.presented)

    def called(self, seats: Sequence[Seat], registrations: Sequence[Registration]) -> list[Seat]:
        """Return the substitutes called for one of these candidates, in the order given."""
        ids = {one.id for one in registrations}
        called = {s.substitute_id for s in self.stand_ins if s.registration_id in ids}
        return [seat for seat in seats if seat.id in called]

    def recused_at(self, seat_id: str, registrations: Sequence[Registration]) -> dict[str, str]:
        """Return when a seat was recused on the day, by candidate number (ISO)."""
        hours = {one.number: self.recused_on_the_day.get((one.id, seat_id)) for one in registrations}
        return {number: moment.isoformat(timespec="seconds") for number, moment in hours.items() if moment}

    def complete_seat(
        self, content: SeatContent, names: Mapping[str, str], registrations: Sequence[Registration]
    ) -> SeatContent:
        """Say of a seat when it left, who replaced it or whom it stood in for, and whether it signs: who
        decided signs. A seat of whom nothing was recorded is returned as it is.
        """
        numbers = {one.id: one.number for one in registrations}
        own = [one for one in self.stand_ins if one.registration_id in numbers]
        decided = bool(self.decided_for(content["id"], registrations))
        placed = [one for one in own if one.substitute_id == content["id"]]
        if placed:
            content["stands_in_for"] = ", ".join(dict.fromkeys(names[one.seat_id] for one in placed))
            content["sat_for"] = _in_order({one.registration_id for one in placed}, numbers)
            content["signs"] = decided
        left = [one for one in own if one.seat_id == content["id"] and one.reason]
        if not left:
            return content
        substitutes = [names[one.substitute_id] for one in left if one.substitute_id is not None]
        content["attendance"] = "REPLACED" if substitutes else "LEFT" if decided else "ABSENT"
        content["at"] = _iso(min(one.at for one in left))
        if decided and not substitutes and self._came_late(content["id"], registrations):
            content["attendance"], content["at"] = "LATE", None  # the hour noted is that of the absence
        content["signs"] = decided
        if substitutes:
            content["replaced_by"] = ", ".join(dict.fromkeys(substitutes))
        if decided:
            content["absent_for"] = _in_order({one.registration_id for one in left}, numbers)
        return content

    def _came_late(self, seat_id: str, registrations: Sequence[Registration]) -> bool:
        """Whether a seat was away for the first candidates only: it decided for every later one."""
        came = sorted(
            (one for one in registrations if one.attendance.came),
            key=lambda one: (one.starts_at or datetime.max, one.position),  # noqa: DTZ901
        )
        away = {one.registration_id for one in self.stand_ins if one.seat_id == seat_id and one.reason}
        gone = [one.id in away for one in came]
        return any(gone) and gone == sorted(gone, reverse=True)

    def defence(self, registration_id: str) -> DefenceContent | None:
        """Return the hours of a candidate's defence and coming, None when nothing was recorded."""
        starts, ends = hours_of(timed(self.timers.get(registration_id, ())).values(), over=True)
        presence = self.presences.get(registration_id)
        arrived = presence.arrived_at if presence is not None else None
        left = presence.left_at if presence is not None else None
        if starts is ends is arrived is left is None:
            return None
        return {
            "starts": _iso(starts),
            "ends": _iso(ends),
            "arrived_at": _iso(arrived),
            "left_at": _iso(left),
        }

    def sitting_hours(self, registrations: Sequence[Registration]) -> list[PeriodContent]:
        """Return, day by day, from when until when these candidates were heard: as timed, else as planned."""
        days: dict[date, list[tuple[datetime, datetime]]] = {}
        for one in registrations:
            starts, ends = hours_of(timed(self.timers.get(one.id, ())).values(), over=True)
            if starts is None and one.starts_at is not None and one.minutes:
                starts, ends = one.starts_at, one.starts_at + timedelta(minutes=one.minutes)
            if starts is not None and ends is not None and one.attendance.came:
                span = starts.replace(tzinfo=None), ends.replace(tzinfo=None)
                days.setdefault(span[0].date(), []).append(span)
        return [
            {"starts": _iso(min(span[0] for span in spans)), "ends": _iso(max(span[1] for span in spans))}
            for _, spans in sorted(days.items())
        ]

    def unanimous(self, decisions: Mapping[tuple[str, str], Decision]) -> bool | None:
        """Return whether every decision was voted by all alike; None while a decision has no vote.

        One decision by majority, or by the casting vote, says that they were not.
        """
        votes: dict[tuple[str, str, int], set[str]] = {}
        for vote in self.votes:
            votes.setdefault((vote.registration_id, vote.block_id, vote.sequence), set()).add(
                vote.ballot.value
            )
        standing_ones = [decision for decision in decisions.values() if decision.value is not None]
        found = [votes.get((d.registration_id, d.block_id, d.sequence), set()) for d in standing_ones]
        if any(d.casting_vote for d in standing_ones) or any(len(ballots) > 1 for ballots in found):
            return False
        return True if found and all(found) else None

    def paper_lines(
        self, registrations: Sequence[Registration], seats: Mapping[str, str], blocks: Mapping[str, str]
    ) -> list[str]:
        """Return, a line each, whose sheets were copied from paper, by whom, and who compared them: in the
        order of the candidates. ``seats`` and ``blocks`` name seats and blocks by id.
        """
        numbers = {one.id: one.number for one in registrations}
        order = {key: place for place, key in enumerate((*numbers, *blocks, *seats))}

        def place(paper: Paper) -> tuple[int, ...]:
            sheet = paper[0]
            return (
                *(order[key] for key in (sheet.registration_id, sheet.block_id, sheet.seat_id)),
                sheet.round,
            )

        lines = []
        for sheet, paper in sorted(self.papers, key=place):
            of = f"{numbers[sheet.registration_id]}, {blocks[sheet.block_id]}, {seats[sheet.seat_id]}"
            again = " (second tour)" if sheet.round > 1 else ""
            lines.append(f"{of}{again}{NBSP}: saisie par {paper.typed_by}, relue par {paper.checked_by}.")
        return lines

    def incident_lines(
        self, registrations: Sequence[Registration], candidates: Mapping[str, Candidate]
    ) -> list[str]:
        """Return the incidents that print, by hour, one line each."""
        by_id = {one.id: one for one in registrations}
        lines = []
        for incident in standing(self.incidents):
            moment = _iso(incident.happened_at) or ""
            line = f"le {short_date(moment)} à{NBSP}{hour(moment)}, {INCIDENT_KINDS[incident.kind].lower()}"
            about = by_id.get(incident.registration_id or "")
            if about is not None:
                who = candidates[about.candidate_id]
                name = full_name(who.birth_name, who.first_names, usage_name=who.usage_name)
                line += f", {about.number} – {name}"
            line += f"{NBSP}: {_sentence(incident.account)}"
            if incident.people:
                line += f" Personnes présentes{NBSP}: {_sentence(incident.people)}"
            if incident.decision:
                line += f" Décision du président{NBSP}: {_sentence(incident.decision)}"
            lines.append(line)
        return lines


def _in_order(chosen: Collection[str], numbers: Mapping[str, str]) -> list[str]:
    return [number for registration_id, number in numbers.items() if registration_id in chosen]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
