"""What the jury's discussion leaves: rounds opened, votes, and what the candidate is told.

Must not know screens, storage or marks.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cisp_desktop.domain.errors import RuleError


@dataclass(frozen=True, slots=True)
class Round:
    """A round past the first on one block, opened after the discussion: ``number`` from 2, and its reason."""

    registration_id: str
    block_id: str
    number: int
    reason: str
    opened_at: datetime


class Ballot(StrEnum):
    """One juror's vote on a block. Nobody abstains: the jury owes the candidate an answer."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    DEFER = "DEFER"


@dataclass(frozen=True, slots=True)
class Vote:
    """A juror's vote, kept with the decision that it led to (``sequence`` is the decision's)."""

    registration_id: str
    block_id: str
    sequence: int
    seat_id: str
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class Advice:
    """What a candidate is told of a block: recommendations, and conditions of a new attempt.

    One row of a history; the latest ``sequence`` counts, an empty one takes the earlier back.
    """

    registration_id: str
    block_id: str
    sequence: int
    recommendation: str
    conditions: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """How a vote ended: the ballot that carries it, None on a tie without casting vote."""

    carried: Ballot | None
    unanimous: bool
    casting_vote: bool


def count_votes(ballots: Mapping[str, Ballot], *, president: str | None, casting_vote: bool) -> Count:
    """Count the ballots by seat id.

    The most numerous carries; on a tie the president's carries where the rules give a casting vote [VAE: Code
    du travail, D6412-6, since 13 April 2024] and the president voted for one of the tied. Raises
    ``RuleError("vote.empty")``.
    """
    if not ballots:
        raise RuleError("vote.empty")
    counted = Counter(ballots.values())
    most = max(counted.values())
    tied = [ballot for ballot in Ballot if counted[ballot] == most]
    if len(tied) == 1:
        return Count(tied[0], unanimous=len(counted) == 1, casting_vote=False)
    own = ballots.get(president) if president is not None else None
    if casting_vote and own in tied:
        return Count(own, unanimous=False, casting_vote=True)
    return Count(None, unanimous=False, casting_vote=False)
