"""Acts that a process repeats until it is killed, and how many of each a workspace holds.

An act is (workspace, ids, position from 0); its counter returns how many are stored, and fails when one is
there in half: rows without the line of the journal, votes without their decision. Must not know processes.
"""

import re
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import Table, func, select

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.minutes import close_session, sign_minutes
from cisp_desktop.application.ports import Authority, RenderedMinutes
from cisp_desktop.application.reading_notes import NoteContent, NoteDraft, add_note
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.scoring import MarkValue, give_mark, seal_sheets
from cisp_desktop.application.timers import TimerKey, pause_timer, start_timer
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.reading import NoteColour
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence import tables as t
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import JURORS
from tests.fakes import FakeKey

BATCH = 25
"""Candidates of one list."""
SIGNING = (Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE)
"""Who signs, in turn."""


def a_list(batch: int) -> CandidateList:
    """Return the ``batch``-th list (from 0): 25 candidates whose numbers follow each other."""
    first = batch * BATCH
    return CandidateList(tuple(_line(number) for number in range(first, first + BATCH)), (), {})


def _line(number: int) -> CandidateLine:
    return CandidateLine(
        line=number % BATCH + 2, number=f"K-{number:05d}", civility="Mme", sex="F", birth_name=f"NOM{number}",
        usage_name="", first_names="Zoé", birth_date=date(1990, 1, 1), birth_place="GRENOBLE",
        birth_insee="38185", birth_postcode="38000", birth_country="FRANCE", email="", phone="",
        access_path="CONTINUING_EDUCATION", entry_level=4, experience_years=5, selection_passed=True,
        entered_on=None, presented=(), held=(), accommodations="", referent_trainer="", employer="",
        companion="", vae_admissible_on=None,
    )  # fmt: skip


def president(workspace: SqlWorkspace, session_id: str) -> IdentifiedJuror:
    """Return who presides, as if the own code had been typed."""
    panel = workspace.queries.panel(session_id)
    seat = next(seat.id for seat in panel.seats if seat.role is Role.PRESIDENT)
    return IdentifiedJuror(
        seat, session_id, panel.id, Role.PRESIDENT, JURORS[Role.PRESIDENT], False, FakeKey(b"")
    )


def _block(workspace: SqlWorkspace, registrations: Sequence[str], position: int) -> tuple[str, str]:
    """Return the ``position``-th (registration id, block id) of all candidates, in order."""
    blocks = workspace.queries.registration(registrations[0]).presented
    return registrations[position // len(blocks)], blocks[position % len(blocks)]


def _count(workspace: SqlWorkspace, table: Table, *actions: str) -> int:
    """Count the rows of a table; fails unless the journal has as many lines of these actions."""
    journal = t.audit_event
    with workspace._reading.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        told = select(func.count()).select_from(journal).where(journal.c.action.in_(actions))
        assert connection.execute(told).scalar_one() == rows, f"half of an act in {table.name}"
    return int(rows)


# --- the acts, each with its counter ------------------------------------------------------------------


def _import(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    import_candidates(workspace, ids[0], a_list(position))


def _imported(workspace: SqlWorkspace, ids: Sequence[str]) -> int:
    count = len(workspace.queries.registrations(ids[0]))
    assert count % BATCH == 0, f"{count} registrations: half a list"
    return count // BATCH


def _mark(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    """Give the marks 0 1 2 3 0 … to every line of a block in turn."""
    session_id, registration_id, *_ = ids
    block = workspace.queries.certification(
        workspace.queries.session(session_id).certification_id
    ).blocks[0]  # fmt: skip
    rows = len(block.competences)
    give_mark(
        workspace, president(workspace, session_id), registration_id=registration_id, block_id=block.id,
        item=block.competences[position % rows].id, value=MarkValue.of_level(position // rows % 4),
    )  # fmt: skip


def _marked(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    return _count(workspace, t.mark, "mark.given")


def _seal(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    session_id, *registrations = ids
    blocks = workspace.queries.registration(registrations[position]).presented
    juror = president(workspace, session_id)
    seal_sheets(workspace, juror, registration_id=registrations[position], block_ids=blocks)


def _sealed(workspace: SqlWorkspace, ids: Sequence[str]) -> int:
    session_id, *registrations = ids
    states = workspace.queries.sheet_states(session_id, president(workspace, session_id).seat_id)
    sealed = Counter(one.registration_id for one in states if one.state == "SEALED")
    expected = Counter(one.registration_id for one in states)
    assert all(sealed[one] in (0, expected[one]) for one in registrations), f"half a sealing: {sealed}"
    return sum(sealed[one] > 0 for one in registrations)


def _decide(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    """Vote on the next block, then decide it with the vote of each juror: two kinds of rows in one COMMIT."""
    session_id, *registrations = ids
    registration_id, block_id = _block(workspace, registrations, position // 2)
    seats = [seat.id for seat in workspace.queries.panel(session_id).seats]
    ballots = dict.fromkeys(seats, Ballot.FOR)
    if position % 2 == 0:
        ruling, ballots = Ruling(None), {seats[0]: Ballot.AGAINST}
    else:
        ruling = Ruling(DecisionValue.VALIDATED, "parce que le dossier le montre")
    decide(workspace, registration_id, block_id=block_id, ballots=ballots, ruling=ruling)


def _decided(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    d, v = t.decision, t.vote
    with workspace._reading.connect() as connection:
        rows = connection.execute(select(d.c.registration_id, d.c.block_id, d.c.sequence, d.c.value)).all()
        votes = Counter(
            tuple(row)
            for row in connection.execute(select(v.c.registration_id, v.c.block_id, v.c.sequence)).all()
        )
    expected = {tuple(row[:3]): 1 if row[3] is None else 3 for row in rows}
    assert votes == expected, "a decision without its votes, or half a vote"
    assert _count(workspace, d, "decision.taken", "decision.withdrawn") == len(rows)
    return len(rows)


def _attend(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    came = Coming(Attendance.PRESENT, arrived_at=datetime(2022, 12, 14, 7, 5).astimezone())
    attend(workspace, ids[1 + position], came)


def _attended(workspace: SqlWorkspace, ids: Sequence[str]) -> int:
    count = _count(workspace, t.presence, "attendance.set")
    rows = workspace.queries.registrations(ids[0])
    assert sum(row.attendance is Attendance.PRESENT for row in rows) == count, "half a presence"
    return count


def _time(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    """Start a timer, pause it, start it …"""
    session_id, registration_id, *_ = ids
    block = workspace.queries.certification(
        workspace.queries.session(session_id).certification_id
    ).blocks[0]  # fmt: skip
    key = TimerKey(registration_id, block.assessments[0].id, Phase.PRESENTATION)
    (pause_timer if position % 2 else start_timer)(workspace, key, actor="SITE")


def _timed(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    return _count(workspace, t.timer_event, "timer.started", "timer.paused")


def _advise(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    registration_id, block_id = _block(workspace, ids[1:], position)
    advise(workspace, registration_id, block_id=block_id, advice=AdviceText("à revoir", "nouvel oral"))


def _advised(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    return _count(workspace, t.advice, "advice.given")


def _open_round(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    registration_id, block_id = _block(workspace, ids[1:], position)
    open_round(workspace, registration_id, block_id, reason="écart de deux niveaux")


def _opened(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    return _count(workspace, t.scoring_round, "round.opened")


def _write_note(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    content = NoteContent(NoteColour.YELLOW, f"note {position}")
    draft = NoteDraft(f"note-{position}", "dossier", position % 5, content)
    add_note(workspace, president(workspace, ids[0]), draft)


def _noted(workspace: SqlWorkspace, _ids: Sequence[str]) -> int:
    return _count(workspace, t.reading_note, "note.added")


def _close(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    if position == len(ids):
        signal.pause()  # all are closed: nothing is left but to be killed
    close_session(workspace, ids[position], renderer=MinutesRenderer(), signer=MinutesSigner())


def _closed(workspace: SqlWorkspace, ids: Sequence[str]) -> int:
    closed = [workspace.queries.session(session_id) for session_id in ids]
    assert all(row.closed == (row.minutes_id is not None) for row in closed), "half a closing"
    return sum(row.closed for row in closed)


def _sign(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    """Let the members sign minutes with their extracts, one after the other, then the next session's."""
    minutes_id, juror = _next_to_sign(workspace, ids, position)
    sign_minutes(workspace, minutes_id, juror=juror, image=None, signer=LineSigner())


def _sign_in_parts(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> None:
    """The broken variant: each extract in a transaction of its own, then the minutes."""
    minutes_id, juror = _next_to_sign(workspace, ids, position)
    for place in range(len(workspace.queries.minutes_extracts(minutes_id))):
        with workspace.unit_of_work() as work:
            extract = work.minutes.extracts(minutes_id)[place]
            extract.pdf_sha256 = _line_added(workspace, extract.pdf_sha256, juror.name)
            work.commit()
    with workspace.unit_of_work() as work:
        minutes = work.minutes.get(minutes_id)
        minutes.pdf_sha256 = _line_added(workspace, minutes.pdf_sha256, juror.name)
        minutes.sign(juror.seat_id, at=workspace.clock(), pdf_sha256=minutes.pdf_sha256)
        work.commit()


def _line_added(workspace: SqlWorkspace, sha256: str, name: str) -> str:
    return workspace.vault.store(LineSigner().sign(workspace.vault.read(sha256), name=name))


def _next_to_sign(workspace: SqlWorkspace, ids: Sequence[str], position: int) -> tuple[str, IdentifiedJuror]:
    session_id, role = ids[position // len(SIGNING)], SIGNING[position % len(SIGNING)]
    minutes = workspace.queries.minutes_of(session_id)
    assert minutes is not None
    seat = next(seat.id for seat in workspace.queries.panel(session_id).seats if seat.role is role)
    juror = IdentifiedJuror(seat, session_id, minutes.panel_id, role, JURORS[role], False, FakeKey(b""))
    return minutes.id, juror


def _signed(workspace: SqlWorkspace, ids: Sequence[str]) -> int:
    """Count the signatures; fails unless each extract bears those of its minutes and no other."""
    total = 0
    for session_id in ids:
        minutes = workspace.queries.minutes_of(session_id)
        assert minutes is not None
        names = [line.name for line in minutes.signatures if line.signed_at is not None]
        extracts = workspace.queries.minutes_extracts(minutes.id)
        assert extracts, "the extracts are gone"
        for sha256 in (minutes.pdf_sha256, *(one.pdf_sha256 for one in extracts)):
            added = workspace.vault.read(sha256).rpartition(b"%%EOF")[2].decode()
            assert sorted(re.findall(r"<(.*?)>", added)) == sorted(names), "half a signature"
        total += len(names)
    return total


class LineSigner:
    """Signs nothing: a line for each signature, so that a child signs often."""

    def prepare(self, rendered: RenderedMinutes, *, authority: Authority) -> bytes:
        """Return the pages."""
        del authority
        return rendered.pdf

    def sign(self, pdf: bytes, *, name: str, **_rest: object) -> bytes:
        """Add a line."""
        return pdf + f"<{name}>".encode()


Act = Callable[[SqlWorkspace, Sequence[str], int], None]
Counted = Callable[[SqlWorkspace, Sequence[str]], int]
ACTS: dict[str, tuple[Act, Counted]] = {
    "import": (_import, _imported), "mark": (_mark, _marked), "seal": (_seal, _sealed),
    "decide": (_decide, _decided), "attend": (_attend, _attended), "time": (_time, _timed),
    "advise": (_advise, _advised), "round": (_open_round, _opened), "note": (_write_note, _noted),
    "close": (_close, _closed), "sign": (_sign, _signed), "sign in parts": (_sign_in_parts, _signed),
}  # fmt: skip


def do_act(workspace: SqlWorkspace, what: str, ids: Sequence[str], position: int) -> None:
    """Do the act of this number, from 0."""
    ACTS[what][0](workspace, ids, position)


def done_so_far(workspace: SqlWorkspace, what: str, ids: Sequence[str]) -> int:
    """Return how many acts are stored; fails when one is there in half."""
    return ACTS[what][1](workspace, ids)
