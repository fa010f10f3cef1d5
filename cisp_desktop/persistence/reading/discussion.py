"""Reads the jury's discussion: who decides for a candidate, rounds, votes, advice, shared notes.

Nothing of a round shows before all who score it have sealed: ``domain.hearing`` says when. Must not know
screens.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from cisp_desktop.application.queries_discussion import (
    BlockDiscussionRow,
    DiscussionRow,
    QuorumRow,
    RoundRow,
    SharedNoteRow,
    VoterRow,
)
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import awaiting, sessions
from cisp_desktop.persistence.reading.awaiting import SessionSheets

NOBODY = ""
"""No seat has this id: hearings read « with the sheets of nobody » cost no sheet."""


def without_quorum(connection: Connection, session_id: str) -> list[QuorumRow]:
    """Return the candidates who came and for whom nobody can decide now, by position."""
    found = []
    for registration_id, hearing in awaiting.hearings(connection, session_id, sheets_of=NOBODY).items():
        lacking = hearing.lacks_quorum() if hearing.attendance.came else ""
        if lacking:
            found.append(QuorumRow(registration_id, len(hearing.deciding), lacking))
    return found


def row(connection: Connection, registration_id: str, block_id: str) -> DiscussionRow:
    """Return one block's discussion; ``Refused("registration.not_found")``."""
    session_id = sessions.of_registration(connection, registration_id)
    read = SessionSheets.read(connection, session_id, which=tables.registration.c.id == registration_id)
    return of_block(connection, read, registration_id, block_id)


def of_block(
    connection: Connection, read: SessionSheets, registration_id: str, block_id: str
) -> DiscussionRow:
    """Return one block's discussion, the candidate's sheets being read already."""
    hearing = read.hearings[registration_id]
    shown = hearing.revealed and block_id in hearing.presented
    voters = []
    for sitting in hearing.deciding:
        seat = read.seats[sitting.id]
        voters.append(VoterRow(seat.id, seat.name, seat.role, seat.rank, sitting.presides))
    return DiscussionRow(
        voters=tuple(voters),
        casting_vote=read.rules.casting_vote(_access_path(connection, registration_id)),
        lacking=hearing.lacks_quorum(),
        block=_block(connection, hearing, registration_id, block_id) if shown else None,
        notes=_shared_notes(connection, registration_id) if hearing.revealed else (),
    )


def _access_path(connection: Connection, registration_id: str) -> AccessPath:
    r = tables.registration
    path: AccessPath = connection.execute(
        select(r.c.access_path).where(r.c.id == registration_id)
    ).scalar_one()
    return path


def _block(
    connection: Connection, hearing: Hearing, registration_id: str, block_id: str
) -> BlockDiscussionRow:
    recommendation, conditions = _advice(connection, registration_id, block_id)
    rounds = _rounds(connection, registration_id, block_id)
    last = _last_row(connection, registration_id, block_id)
    kept = last if last is not None and not _outdated(last, rounds) else None
    return BlockDiscussionRow(
        registration_id=registration_id,
        block_id=block_id,
        round=hearing.round_of(block_id),
        awaited=len(hearing.awaited(block_id)),
        rounds=rounds,
        reason=last.reason if last is not None else "",
        casting_vote=kept.casting_vote if kept is not None else False,
        ballots=_ballots(connection, registration_id, block_id, kept.sequence) if kept is not None else {},
        recommendation=recommendation,
        conditions=conditions,
    )


def _rounds(connection: Connection, registration_id: str, block_id: str) -> tuple[RoundRow, ...]:
    t = tables.scoring_round
    wanted = select(t.c.number, t.c.reason, t.c.opened_at).where(
        t.c.registration_id == registration_id, t.c.block_id == block_id
    )
    return tuple(RoundRow(*values) for values in connection.execute(wanted.order_by(t.c.number)))


def _outdated(row: AnyRow, rounds: Sequence[RoundRow]) -> bool:
    """Whether votes were given on what an earlier round showed, and decided nothing."""
    return row.value is None and bool(rounds) and rounds[-1].opened_at >= row.decided_at


def _last_row(connection: Connection, registration_id: str, block_id: str) -> AnyRow | None:
    """Return the latest row of the decision's history: the decision that stands, or what was kept of it."""
    t = tables.decision
    wanted = select(t).where(t.c.registration_id == registration_id, t.c.block_id == block_id)
    return connection.execute(wanted.order_by(t.c.sequence.desc()).limit(1)).first()


def _ballots(connection: Connection, registration_id: str, block_id: str, sequence: int) -> dict[str, Ballot]:
    v = tables.vote
    wanted = select(v.c.seat_id, v.c.ballot).where(
        v.c.registration_id == registration_id, v.c.block_id == block_id, v.c.sequence == sequence
    )
    return {row.seat_id: row.ballot for row in connection.execute(wanted)}


def _advice(connection: Connection, registration_id: str, block_id: str) -> tuple[str, str]:
    t = tables.advice
    wanted = (
        select(t.c.recommendation, t.c.conditions)
        .where(t.c.registration_id == registration_id, t.c.block_id == block_id)
        .order_by(t.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(wanted).first()
    return (row.recommendation, row.conditions) if row is not None else ("", "")


def _shared_notes(connection: Connection, registration_id: str) -> tuple[SharedNoteRow, ...]:
    """Return the notes that their authors share, by dossier and page."""
    n, d, seat, juror = tables.reading_note, tables.dossier, tables.seat, tables.juror
    wanted = (
        select(juror.c.name, d.c.file_name, n.c.page, n.c.text)
        .join(d, d.c.id == n.c.dossier_id)
        .join(seat, seat.c.id == n.c.seat_id)
        .join(juror, juror.c.id == seat.c.juror_id)
        .where(d.c.registration_id == registration_id, n.c.shared.is_(True), n.c.text != "")
        .order_by(d.c.kind, n.c.page, n.c.written_at)
    )
    rows = connection.execute(wanted)
    return tuple(SharedNoteRow(row.name, row.file_name, row.page + 1, row.text) for row in rows)
