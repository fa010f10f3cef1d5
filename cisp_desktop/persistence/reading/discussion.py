"""Reads the jury's discussion: who decides for a candidate, rounds, votes, advice, shared notes.

Nothing of a round shows before all who score it have sealed: ``domain.hearing`` says when. Must not know
screens.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from cisp_desktop.application.panel_rules import session_rules
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
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.reading import awaiting, certifications, sessions
from cisp_desktop.persistence.reading.awaiting import SessionSheets

NOBODY = ""
"""No seat has this id: hearings read « with the sheets of nobody » cost no sheet."""


def without_quorum(connection: Connection, session_id: str) -> list[QuorumRow]:
    """Return the candidates who came and for whom nobody can decide now, by position."""
    rules, paths = _rules(connection, session_id), _access_paths(connection, session_id)
    found = []
    for registration_id, read in awaiting.hearings(connection, session_id, sheets_of=NOBODY).items():
        hearing = replace(read, required=rules.members_present(paths[registration_id]))
        lacking = hearing.lacks_quorum() if hearing.attendance.came else ""
        if lacking:
            found.append(QuorumRow(registration_id, len(hearing.deciding), lacking))
    return found


def row(connection: Connection, registration_id: str, block_id: str) -> DiscussionRow:
    """Return one block's discussion; ``Refused("registration.not_found")``."""
    session_id = sessions.of_registration(connection, registration_id)
    read = SessionSheets.read(connection, session_id, which=tables.registration.c.id == registration_id)
    rules = _rules(connection, session_id)
    path = _access_paths(connection, session_id)[registration_id]
    hearing = replace(read.hearings[registration_id], required=rules.members_present(path))
    block = None
    if hearing.revealed and block_id in hearing.presented:
        recommendation, conditions = _advice(connection, registration_id, block_id)
        block = BlockDiscussionRow(
            registration_id=registration_id,
            block_id=block_id,
            round=hearing.round_of(block_id),
            awaited=len(hearing.awaited(block_id)),
            rounds=_rounds(connection, registration_id, block_id),
            ballots=_ballots(connection, registration_id, block_id),
            recommendation=recommendation,
            conditions=conditions,
        )
    voters = []
    for sitting in hearing.deciding:
        seat = read.seats[sitting.id]
        voters.append(VoterRow(seat.id, seat.name, seat.role, seat.rank, sitting.presides))
    return DiscussionRow(
        voters=tuple(voters),
        casting_vote=rules.casting_vote(path),
        lacking=hearing.lacks_quorum(),
        block=block,
        notes=_shared_notes(connection, registration_id) if hearing.revealed else (),
    )


def _rules(connection: Connection, session_id: str) -> PanelRules:
    session = sessions.row(connection, session_id)
    return session_rules(session.panel_rules, certifications.row(connection, session.certification_id))


def _access_paths(connection: Connection, session_id: str) -> Mapping[str, AccessPath]:
    r = tables.registration
    wanted = select(r.c.id, r.c.access_path).where(r.c.session_id == session_id)
    return {row.id: row.access_path for row in connection.execute(wanted)}


def _rounds(connection: Connection, registration_id: str, block_id: str) -> tuple[RoundRow, ...]:
    t = tables.scoring_round
    wanted = select(t.c.number, t.c.reason, t.c.opened_at).where(
        t.c.registration_id == registration_id, t.c.block_id == block_id
    )
    return tuple(RoundRow(*values) for values in connection.execute(wanted.order_by(t.c.number)))


def _ballots(connection: Connection, registration_id: str, block_id: str) -> dict[str, Ballot]:
    """Return the votes kept with the latest decision; it may have been taken back: then there are none."""
    t, v = tables.decision, tables.vote
    of_block = t.c.registration_id == registration_id, t.c.block_id == block_id
    last = select(t.c.sequence).where(*of_block).order_by(t.c.sequence.desc()).limit(1).scalar_subquery()
    wanted = select(v.c.seat_id, v.c.ballot).where(
        v.c.registration_id == registration_id, v.c.block_id == block_id, v.c.sequence == last
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
