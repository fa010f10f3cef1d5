"""What the jury has of a block before deciding it: the reason as written so far, the votes given so far.

Kept in the history of the block's decision, in rows that decide nothing: neither a restart nor a laptop that
dies loses them, and nothing of them counts or prints. Must not know screens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.votes import record_votes, votes_with
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.deliberation import Decision
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text


@dataclass(frozen=True, slots=True)
class Draft:
    """What is kept. ``ballots`` by seat id; ``casting_vote``: the president is said to use it."""

    reason: str = ""
    casting_vote: bool = False
    ballots: Mapping[str, Ballot] = field(default_factory=dict)


def keep_draft(
    workspace: Workspace, registration_id: str, *, block_id: str, draft: Draft, by: str = ""
) -> Draft:
    """Keep what is written and voted on a block that is not decided; return what was kept before (for undo).

    ``by`` is the seat at the keyboard, which the journal names.
    Raises ``RuleError("text.*")`` or ``Refused``: ``decision.stands``, ``deliberation.not_open``,
    ``discussion.decided``, ``vote.not_member``, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        session = open_session(work, registration.session_id)
        hearing = hearing_acts.discuss(read_hearing(work, registration, session), block_id)
        if not {seat.id for seat in hearing.deciding} >= set(draft.ballots):
            raise Refused("vote.not_member")
        reason = entry_text(draft.reason, field="decision.reason", limit=COMMENT_LENGTH, multiline=True)
        wanted = replace(draft, reason=reason)
        history = decisions_on(work, registration_id, block_id)
        before = _draft(work, history[-1]) if history else Draft()
        if wanted == before:
            return before
        kept = Decision(
            registration_id, block_id, len(history) + 1, None, reason, draft.casting_vote, workspace.clock()
        )
        work.deliberations.append(kept)
        record_votes(
            work, registration, session, hearing=hearing, decision=kept, ballots=draft.ballots, by=by
        )
        work.note("PANEL", "discussion.kept", subject=registration_id, block=block_id, by=by)
        work.changed(Change.DECISIONS, registration_id, session.id)
        work.commit()
        return before


def decisions_on(work: UnitOfWork, registration_id: str, block_id: str) -> list[Decision]:
    """Return the history of one block's decision, from the first row."""
    rows = work.deliberations.decisions_of_registration(registration_id)
    return [decision for decision in rows if decision.block_id == block_id]


def draft_before(work: UnitOfWork, registration_id: str, block_id: str) -> Draft:
    """Return what was kept of a block just before its latest decision; empty when nothing was."""
    history = decisions_on(work, registration_id, block_id)
    return _draft(work, history[-2]) if len(history) > 1 and history[-2].value is None else Draft()


def _draft(work: UnitOfWork, row: Decision) -> Draft:
    ballots = votes_with(work, row.registration_id, block_id=row.block_id, sequence=row.sequence)
    return Draft(row.reason, row.casting_vote, ballots)
