"""Reads the jury's discussion: who decides for a candidate, rounds, votes, advice, shared notes.

Nothing of a round shows before all who score it have sealed: ``domain.hearing`` says when. Must not know
screens.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from cisp_desktop.application.queries_discussion import (
    BlockDiscussionRow,
    DiscussionRow,
    QuorumRow,
    RoundRow,
    SharedNoteRow,
    VoterRow,
)
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import Refused
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import awaiting
from cisp_desktop.persistence.reading.awaiting import Selected, SessionSheets
from cisp_desktop.persistence.repositories import found

NOBODY = ""
"""No seat has this id: hearings read « with the sheets of nobody » cost no sheet."""


def without_quorum(connection: Connection, session_id: str) -> list[QuorumRow]:
    """Return the candidates who came and for whom nobody can decide now, by position."""
    lacking_ones = []
    for registration_id, hearing in awaiting.hearings(connection, session_id, sheets_of=NOBODY).items():
        lacking = hearing.lacks_quorum() if hearing.attendance.came else ""
        if lacking:
            lacking_ones.append(QuorumRow(registration_id, len(hearing.deciding), lacking))
    return lacking_ones


def row(connection: Connection, registration_id: str, block_id: str) -> DiscussionRow:
    """Return one block's discussion; ``Refused("registration.not_found")``."""
    known = heard(connection, registration_id)
    read = SessionSheets.read(connection, known.session_id, only=[registration_id])
    decision = last_decision(connection, registration_id, block_id)
    return of_block(connection, read, known, block_id, decision=decision)


def heard(connection: Connection, registration_id: str) -> AnyRow:
    """Return a registration's id, access path and session, with the session's certification and scheme;
    ``Refused("registration.not_found")``.
    """
    known = connection.execute(_heard(), {"registration": registration_id}).first()
    return found(known, Refused("registration.not_found", id=registration_id))


def of_block(
    connection: Connection, read: SessionSheets, known: AnyRow, block_id: str, *, decision: AnyRow | None
) -> DiscussionRow:
    """Return one block's discussion, the candidate's sheets and the latest decision being read already."""
    hearing = read.hearings[known.id]
    shown = hearing.revealed and block_id in hearing.presented
    voters = []
    for sitting in hearing.deciding:
        seat = read.seats[sitting.id]
        voters.append(VoterRow(seat.id, seat.name, seat.role, seat.rank, sitting.presides, seat.sex))
    return DiscussionRow(
        voters=tuple(voters),
        casting_vote=read.rules.casting_vote(known.access_path),
        lacking=hearing.lacks_quorum(),
        block=_block(connection, read, known.id, block_id, last=decision) if shown else None,
        notes=_shared_notes(connection, known.id) if hearing.revealed else (),
    )


def _block(
    connection: Connection, read: SessionSheets, registration_id: str, block_id: str, *, last: AnyRow | None
) -> BlockDiscussionRow:
    hearing = read.hearings[registration_id]
    place = {"registration": registration_id, "block": block_id}
    advice = connection.execute(_advice(), place).first()
    opened = read.rounds.get((registration_id, block_id), [])
    rounds = tuple(RoundRow(one.number, one.reason, one.opened_at) for one in opened)
    kept = last if last is not None and not _outdated(last, rounds) else None
    return BlockDiscussionRow(
        registration_id=registration_id,
        block_id=block_id,
        round=hearing.round_of(block_id),
        awaited=len(hearing.awaited(block_id)),
        rounds=rounds,
        reason=last.reason if last is not None else "",
        casting_vote=kept.casting_vote if kept is not None else False,
        ballots=_ballots(connection, place | {"sequence": kept.sequence}) if kept is not None else {},
        recommendation=advice.recommendation if advice is not None else "",
        conditions=advice.conditions if advice is not None else "",
    )


def _outdated(row: AnyRow, rounds: Sequence[RoundRow]) -> bool:
    """Whether votes were given on what an earlier round showed, and decided nothing."""
    return row.value is None and bool(rounds) and rounds[-1].opened_at >= row.decided_at


def last_decision(connection: Connection, registration_id: str, block_id: str) -> AnyRow | None:
    """Return the latest row of the decision's history: the decision that stands, or what was kept of it."""
    place = {"registration": registration_id, "block": block_id}
    return connection.execute(_decision(), place).first()


def _ballots(connection: Connection, place: Mapping[str, Any]) -> dict[str, Ballot]:
    return {row.seat_id: row.ballot for row in connection.execute(_votes(), place)}


def _shared_notes(connection: Connection, registration_id: str) -> tuple[SharedNoteRow, ...]:
    """Return the notes that their authors share, by dossier and page."""
    rows = connection.execute(_shared(), {"registration": registration_id})
    return tuple(SharedNoteRow(row.name, row.file_name, row.page + 1, row.text) for row in rows)


# Every block shown asks these: building a statement costs as much as running it.


def _of_block(table: Table, wanted: Selected) -> Selected:
    place = table.c.registration_id == bindparam("registration"), table.c.block_id == bindparam("block")
    return wanted.where(*place)


@cache
def _heard() -> Selected:
    r, s = tables.registration, tables.jury_session
    return (
        select(r.c.id, r.c.access_path, r.c.session_id, s.c.certification_id, s.c.scheme)
        .join(s, s.c.id == r.c.session_id)
        .where(r.c.id == bindparam("registration"))
    )


@cache
def _decision() -> Selected:
    t = tables.decision
    return _of_block(t, select(t)).order_by(t.c.sequence.desc()).limit(1)


@cache
def _votes() -> Selected:
    v = tables.vote
    return _of_block(v, select(v.c.seat_id, v.c.ballot)).where(v.c.sequence == bindparam("sequence"))


@cache
def _advice() -> Selected:
    t = tables.advice
    wanted = _of_block(t, select(t.c.recommendation, t.c.conditions))
    return wanted.order_by(t.c.sequence.desc()).limit(1)


@cache
def _shared() -> Selected:
    n, d, seat, juror = tables.reading_note, tables.dossier, tables.seat, tables.juror
    return (
        select(juror.c.name, d.c.file_name, n.c.page, n.c.text)
        .join(d, d.c.id == n.c.dossier_id)
        .join(seat, seat.c.id == n.c.seat_id)
        .join(juror, juror.c.id == seat.c.juror_id)
        .where(d.c.registration_id == bindparam("registration"), n.c.shared.is_(True), n.c.text != "")
        .order_by(d.c.kind, n.c.page, n.c.written_at)
    )
