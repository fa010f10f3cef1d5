"""Processes that import, seal, decide or close for ever, telling their parent of each act; made to be killed.

``early`` is the broken variant of each: it acknowledges before COMMIT.
"""

from collections import Counter
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.minutes import close_session
from cisp_desktop.application.scoring import seal_sheets
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.signing import MinutesSigner
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import JURORS, PASSPHRASE, make_store
from tests.fakes import FakeKey

BATCH = 25
"""Candidates of one list."""


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


def act_for_ever(path: str, what: str, ids: list[str], channel: Connection, early: bool) -> None:
    """Open the workspace and do ``what`` again and again, ``channel`` hearing how many are done."""
    workspace = make_store().open(Path(path), PASSPHRASE)
    act = {"import": _import, "seal": _seal, "decide": _decide, "close": _close}[what]
    done = done_so_far(workspace, what, ids)
    while True:
        done += 1
        if early:
            channel.send_bytes(b"%d" % done)
        act(workspace, ids, done - 1)
        if not early:
            channel.send_bytes(b"%d" % done)


def done_so_far(workspace: SqlWorkspace, what: str, ids: list[str]) -> int:
    """Return how many acts are stored; fails when one is there in half."""
    if what == "import":
        count = len(workspace.queries.registrations(ids[0]))
        assert count % BATCH == 0, f"{count} registrations: half a list"
        return count // BATCH
    if what == "close":
        closed = [workspace.queries.session(session_id) for session_id in ids]
        assert all(row.closed == (row.minutes_id is not None) for row in closed), "half a closing"
        return sum(row.closed for row in closed)
    if what == "decide":
        return _decided(workspace, ids[0])
    session_id, seat_id, *registrations = ids
    states = workspace.queries.sheet_states(session_id, seat_id)
    sealed = {
        one: sum(s.state == "SEALED" for s in states if s.registration_id == one) for one in registrations
    }
    expected = {one: sum(s.registration_id == one for s in states) for one in registrations}
    assert all(count in (0, expected[one]) for one, count in sealed.items()), f"half a sealing: {sealed}"
    return sum(count > 0 for count in sealed.values())


def _import(workspace: SqlWorkspace, ids: list[str], position: int) -> None:
    import_candidates(workspace, ids[0], a_list(position))


def _seal(workspace: SqlWorkspace, ids: list[str], position: int) -> None:
    session_id, seat_id, *registrations = ids
    panel = workspace.queries.panel(session_id)
    juror = IdentifiedJuror(
        seat_id, session_id, panel.id, Role.PRESIDENT, JURORS[Role.PRESIDENT], False, FakeKey(b"")
    )
    registration_id = registrations[position]
    blocks = workspace.queries.registration(registration_id).presented
    seal_sheets(workspace, juror, registration_id=registration_id, block_ids=blocks)


def _decide(workspace: SqlWorkspace, ids: list[str], position: int) -> None:
    """Decide the next block, with the vote of each juror: two kinds of rows in one COMMIT."""
    session_id, *registrations = ids
    blocks = workspace.queries.registration(registrations[0]).presented
    registration_id, block_id = registrations[position // len(blocks)], blocks[position % len(blocks)]
    seats = [seat.id for seat in workspace.queries.panel(session_id).seats]
    decide(
        workspace, registration_id, block_id=block_id, ballots=dict.fromkeys(seats, Ballot.FOR),
        ruling=Ruling(DecisionValue.VALIDATED, "parce que le dossier le montre"),
    )  # fmt: skip


def _decided(workspace: SqlWorkspace, session_id: str) -> int:
    """Count the decisions; fails when one stands without its votes, or votes without their decision."""
    with workspace.unit_of_work() as work:
        decided = set(work.deliberations.current_decisions(session_id))
        votes = Counter(
            (vote.registration_id, vote.block_id) for vote in work.discussions.votes_of_session(session_id)
        )
    assert set(votes) == decided, "a decision without its votes"
    assert set(votes.values()) <= {3}, "half a vote"
    return len(decided)


def _close(workspace: SqlWorkspace, ids: list[str], position: int) -> None:
    close_session(workspace, ids[position], renderer=MinutesRenderer(), signer=MinutesSigner())
