"""The repositories of hearings: presence, timers, stand-ins, incidents; rounds, votes, advice; reading.

Must not know rules or transactions.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select

from cisp_desktop.domain.discussion import Advice, Round, Vote
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing_log import Incident, Presence, StandIn, TimerEvent
from cisp_desktop.domain.reading import CommentTemplate, ReadingNote, ReadingPlace
from cisp_desktop.domain.scoring import Transcription
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import Repository, found, insert_all


class SqlHearings(Repository):
    """What is recorded of hearings beside marks."""

    def presence(self, registration_id: str) -> Presence | None:
        return self._session.get(Presence, registration_id)

    def presences_of_session(self, session_id: str) -> Sequence[Presence]:
        t, r = tables.presence, tables.registration
        wanted = select(Presence).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        return self._session.scalars(wanted).all()

    def add_presence(self, presence: Presence) -> None:
        self._add(presence)

    def remove_presence(self, presence: Presence) -> None:
        self._remove(presence)

    def timer_events(self, registration_id: str) -> Sequence[TimerEvent]:
        t = tables.timer_event
        wanted = select(t).where(t.c.registration_id == registration_id).order_by(t.c.sequence)
        return [TimerEvent(*row) for row in self._session.execute(wanted)]

    def timer_events_of_session(self, session_id: str) -> Sequence[TimerEvent]:
        t, r = tables.timer_event, tables.registration
        wanted = (
            select(t)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(t.c.registration_id, t.c.sequence)
        )
        return [TimerEvent(*row) for row in self._session.execute(wanted)]

    def append_timer_event(self, event: TimerEvent) -> None:
        insert_all(self._session, tables.timer_event, [event])

    def stand_ins(self, registration_id: str) -> Sequence[StandIn]:
        return self._session.scalars(_stand_ins(), {"registration": registration_id}).all()

    def stand_ins_of_session(self, session_id: str) -> Sequence[StandIn]:
        t, r = tables.stand_in, tables.registration
        wanted = (
            select(StandIn)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(t.c.at, t.c.id)
        )
        return self._session.scalars(wanted).all()

    def add_stand_in(self, stand_in: StandIn) -> None:
        self._add(stand_in)

    def remove_stand_in(self, stand_in: StandIn) -> None:
        self._remove(stand_in)

    def incident(self, id: str) -> Incident:
        return found(self._session.get(Incident, id), Refused("incident.not_found", id=id))

    def incidents_of_session(self, session_id: str) -> Sequence[Incident]:
        t, p = tables.incident, tables.panel
        wanted = (
            select(Incident)
            .join(p, p.c.id == t.c.panel_id)
            .where(p.c.session_id == session_id)
            .order_by(t.c.happened_at, t.c.id)
        )
        return self._session.scalars(wanted).all()

    def add_incident(self, incident: Incident) -> None:
        self._add(incident)

    def remove_incident(self, incident: Incident) -> None:
        self._remove(incident)

    def transcription(self, sheet_id: str) -> Transcription | None:
        return self._session.get(Transcription, sheet_id)

    def transcriptions_of_session(self, session_id: str) -> Sequence[Transcription]:
        t, s, r = tables.transcription, tables.score_sheet, tables.registration
        wanted = (
            select(Transcription)
            .join(s, s.c.id == t.c.sheet_id)
            .join(r, r.c.id == s.c.registration_id)
            .where(r.c.session_id == session_id)
        )
        return self._session.scalars(wanted).all()

    def add_transcription(self, transcription: Transcription) -> None:
        self._add(transcription)

    def remove_transcription(self, transcription: Transcription) -> None:
        self._remove(transcription)


class SqlDiscussions(Repository):
    """What the jury's discussion leaves."""

    def rounds(self, registration_id: str) -> Sequence[Round]:
        return [Round(*row) for row in self._session.execute(_rounds(), {"registration": registration_id})]

    def rounds_of_session(self, session_id: str) -> Sequence[Round]:
        t, r = tables.scoring_round, tables.registration
        wanted = select(t).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        return [Round(*row) for row in self._session.execute(wanted.order_by(t.c.opened_at, t.c.number))]

    def add_round(self, opened: Round) -> None:
        insert_all(self._session, tables.scoring_round, [opened])

    def remove_round(self, opened: Round) -> None:
        t = tables.scoring_round
        self._session.execute(
            delete(t).where(
                t.c.registration_id == opened.registration_id,
                t.c.block_id == opened.block_id,
                t.c.number == opened.number,
            )
        )

    def votes(self, registration_id: str) -> Sequence[Vote]:
        t = tables.vote
        wanted = select(t).where(t.c.registration_id == registration_id).order_by(t.c.block_id, t.c.sequence)
        return [Vote(*row) for row in self._session.execute(wanted)]

    def votes_of_session(self, session_id: str) -> Sequence[Vote]:
        t, r = tables.vote, tables.registration
        wanted = select(t).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        return [Vote(*row) for row in self._session.execute(wanted)]

    def append_votes(self, votes: Iterable[Vote]) -> None:
        insert_all(self._session, tables.vote, list(votes))

    def advice(self, registration_id: str) -> dict[str, Advice]:
        t = tables.advice
        wanted = select(t).where(t.c.registration_id == registration_id).order_by(t.c.sequence)
        return {row.block_id: Advice(*row) for row in self._session.execute(wanted)}

    def advice_of_session(self, session_id: str) -> dict[tuple[str, str], Advice]:
        t, r = tables.advice, tables.registration
        wanted = (
            select(t)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(t.c.sequence)
        )
        return {(row.registration_id, row.block_id): Advice(*row) for row in self._session.execute(wanted)}

    def append_advice(self, advice: Advice) -> None:
        insert_all(self._session, tables.advice, [advice])


class SqlReadings(Repository):
    """What jurors keep while reading."""

    def note(self, id: str) -> ReadingNote:
        return found(self._session.get(ReadingNote, id), Refused("note.not_found", id=id))

    def add_note(self, note: ReadingNote) -> None:
        self._add(note)

    def remove_note(self, note: ReadingNote) -> None:
        self._remove(note)

    def notes_of(self, dossier_id: str) -> Sequence[ReadingNote]:
        t = tables.reading_note
        wanted = select(ReadingNote).where(t.c.dossier_id == dossier_id).order_by(t.c.id)
        return self._session.scalars(wanted).all()

    def place(self, seat_id: str, dossier_id: str) -> ReadingPlace | None:
        return self._session.get(ReadingPlace, (seat_id, dossier_id))

    def places_of(self, dossier_id: str) -> Sequence[ReadingPlace]:
        t = tables.reading_place
        wanted = select(ReadingPlace).where(t.c.dossier_id == dossier_id).order_by(t.c.seat_id)
        return self._session.scalars(wanted).all()

    def add_place(self, place: ReadingPlace) -> None:
        self._add(place)

    def templates(self) -> Sequence[CommentTemplate]:
        t = tables.comment_template
        return self._session.scalars(select(CommentTemplate).order_by(t.c.position, t.c.id)).all()

    def next_template_position(self) -> int:
        last = self._session.execute(select(func.max(tables.comment_template.c.position))).scalar()
        return int(last or 0) + 1

    def add_template(self, template: CommentTemplate) -> None:
        self._add(template)

    def remove_template(self, template: CommentTemplate) -> None:
        self._remove(template)


# What every key press asks is built once: building a statement costs as much as running it.


@cache
def _stand_ins() -> Select[StandIn]:
    t = tables.stand_in
    wanted = select(StandIn).where(t.c.registration_id == bindparam("registration"))
    return wanted.order_by(t.c.at, t.c.id)


@cache
def _rounds() -> Select[*tuple[Any, ...]]:
    t = tables.scoring_round
    wanted = select(t).where(t.c.registration_id == bindparam("registration"))
    return wanted.order_by(t.c.block_id, t.c.number)
