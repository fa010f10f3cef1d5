"""The jury's votes on a block, kept with the decision that they led to, or with the draft of one.

Everybody who decides votes; the decision is what the vote carries. Must not know screens.
"""

from collections.abc import Mapping
from types import MappingProxyType

from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.deliberation import Decision, DecisionValue
from cisp_desktop.domain.discussion import Ballot, Count, Vote, count_votes
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.registration import JurySession, Registration

CARRIES: Mapping[Ballot, DecisionValue] = MappingProxyType(
    {
        Ballot.FOR: DecisionValue.VALIDATED,
        Ballot.AGAINST: DecisionValue.NOT_VALIDATED,
        Ballot.DEFER: DecisionValue.DEFERRED,
    }
)
"""The decision that each ballot asks for."""

Ballots = Mapping[str, Ballot]
"""Ballots by seat id."""


def president_of(hearing: Hearing) -> str | None:
    """Return the seat of who presides among those who decide, if anybody."""
    return next((seat.id for seat in hearing.deciding if seat.presides), None)


def casting_vote_given(work: UnitOfWork, registration: Registration, session: JurySession) -> bool:
    """Whether the session's rules let the president's vote decide a tie for this candidate's access path."""
    rules = session_rules(session.panel_rules, work.certifications.get(session.certification_id))
    return rules.casting_vote(registration.access_path)


def check_votes(
    hearing: Hearing, ballots: Ballots, *, value: DecisionValue, casting_vote: bool, rule: bool
) -> Count:
    """Count the ballots and hold the decision to them.

    ``casting_vote``: the president is said to use it; ``rule``: the rules give one. Raises
    ``RuleError``: ``vote.empty``, ``vote.missing`` (somebody who decides did not vote), ``vote.tie`` (no
    majority, and no casting vote used), ``vote.no_tie`` (a casting vote without a tie, or without a rule),
    ``vote.differs``; ``Refused("vote.not_member")`` for the ballot of somebody who does not decide.
    """
    deciding = {seat.id for seat in hearing.deciding}
    if not deciding >= set(ballots):
        raise Refused("vote.not_member")
    count = count_votes(ballots, president=president_of(hearing), casting_vote=rule and casting_vote)
    missing = len(deciding - set(ballots))
    if missing:
        raise RuleError("vote.missing", members=missing)
    if count.carried is None:
        raise RuleError("vote.tie")
    if casting_vote and not count.casting_vote:
        raise RuleError("vote.no_tie")
    if CARRIES[count.carried] is not value:
        raise RuleError("vote.differs")
    return count


def record_votes(
    work: UnitOfWork, registration: Registration, session: JurySession, *,
    hearing: Hearing, decision: Decision, ballots: Ballots, by: str,
) -> None:  # fmt: skip
    """Add the ballots to a decision just appended; the caller's COMMIT keeps both or neither.

    Those of a row that decides nothing are kept as given so far. ``by`` is the seat at the keyboard, which
    the journal names. Raises as ``check_votes``.
    """
    if not ballots:
        return
    if decision.value is not None:
        check_votes(
            hearing, ballots, value=decision.value, casting_vote=decision.casting_vote,
            rule=casting_vote_given(work, registration, session),
        )  # fmt: skip
        work.note(
            "PANEL", "votes.recorded", subject=registration.id, block=decision.block_id, ballots=len(ballots),
            by=by,
        )  # fmt: skip
    work.discussions.append_votes(
        Vote(registration.id, decision.block_id, decision.sequence, seat_id, ballot)
        for seat_id, ballot in sorted(ballots.items())
    )


def ballots_so_far(work: UnitOfWork, hearing: Hearing, last: Decision | None) -> dict[str, Ballot] | None:
    """Return the ballots given and not decided upon: of those who still decide, in the round that counts.

    ``last`` is the latest row of the block's history; None when it decides, or when there is none.
    """
    if last is None or last.value is not None:
        return None
    rounds = work.discussions.rounds(last.registration_id)
    if any(one.block_id == last.block_id and one.opened_at >= last.decided_at for one in rounds):
        return None
    deciding = {seat.id for seat in hearing.deciding}
    found = votes_with(work, last.registration_id, block_id=last.block_id, sequence=last.sequence)
    return {seat_id: ballot for seat_id, ballot in found.items() if seat_id in deciding} or None


def votes_with(work: UnitOfWork, registration_id: str, *, block_id: str, sequence: int) -> dict[str, Ballot]:
    """Return the ballots kept with one decision, by seat id; empty when the jury did not vote."""
    return {
        vote.seat_id: vote.ballot
        for vote in work.discussions.votes(registration_id)
        if vote.block_id == block_id and vote.sequence == sequence
    }
