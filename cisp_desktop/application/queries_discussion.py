"""What screens read of the jury's discussion: who decides, rounds, votes, advice, shared notes.

This module must not know where the rows come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.panel import Role


@dataclass(frozen=True, slots=True)
class VoterRow:
    """Somebody who decides for this candidate: heard it, and is there. ``sex`` as the register has it."""

    seat_id: str
    name: str
    role: Role
    rank: int
    presides: bool
    sex: str = ""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round past the first: ``number`` from 2, why and when (UTC) it was opened."""

    number: int
    reason: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class SharedNoteRow:
    """A note on a dossier that its author chose to share; ``page`` counts from 1."""

    author: str
    file_name: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class BlockDiscussionRow:
    """One block's: ``round`` counts now; ``awaited``: sheets of it that are still to be sealed.

    ``reason``, ``casting_vote`` and ``ballots`` (by seat id) are those of the decision that stands, else what
    was written and voted so far; ballots of an earlier round do not count any more.
    """

    registration_id: str
    block_id: str
    round: int
    awaited: int
    rounds: tuple[RoundRow, ...]
    reason: str
    casting_vote: bool
    ballots: Mapping[str, Ballot]
    recommendation: str
    conditions: str


@dataclass(frozen=True, slots=True)
class DiscussionRow:
    """A candidate's, as far as one block goes.

    ``casting_vote``: the rules let the president's vote decide a tie. ``lacking`` is the code of what
    prevents deciding (``panel.no_quorum``, ``panel.no_president``), empty when nothing does. ``block`` and
    ``notes`` are empty while a sheet of the first round is unsealed.
    """

    voters: tuple[VoterRow, ...]
    casting_vote: bool
    lacking: str
    block: BlockDiscussionRow | None
    notes: tuple[SharedNoteRow, ...]


@dataclass(frozen=True, slots=True)
class QuorumRow:
    """A candidate for whom nobody can decide now, and why (``panel.no_quorum``, ``panel.no_president``)."""

    registration_id: str
    present: int
    lacking: str
