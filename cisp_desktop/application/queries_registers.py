"""What is read of the journal, of the numbers of minutes and of complete minutes: frozen rows.

This module must not know SQL, nor French.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cisp_desktop.domain.journal import BrokenLink
from cisp_desktop.domain.minutes import MinutesState


@dataclass(frozen=True, slots=True)
class EventRow:
    """One link of the journal without its hashes."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link of the journal with its hashes."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class LinksWanted:
    """Which links are read; an empty field asks for all. Both days are included, by each link's clock."""

    starts: date | None = None
    ends: date | None = None
    actors: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JournalVerdict:
    """What a check of the whole journal found. ``head`` is the last hash as stored, empty without a link.

    ``last`` is the sequence of that link, and ``at`` its hour. ``heads`` gives the number of the minutes that
    carry a head, by that head.
    """

    count: int
    last: int
    head: str
    at: datetime | None
    broken: BrokenLink | None
    heads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One bearer of a number: a session, one of its panels after the first, or minutes (``minutes_id``).

    ``state``, ``closed_at``, ``signed`` of ``signatures``, ``ended_*``, ``version`` and ``rectifies`` (the
    number of the minutes that these rectify) are those of the minutes; ``cancelled_*`` the session's. Without
    minutes, ``ended_*`` say that the number was cancelled and that nothing bears it. ``last_act_at``: when a
    member signed last, or refused; ``rectifying``: these minutes are being rectified.
    """

    number: str
    session_id: str
    centre: str
    centre_code: str
    certification: str
    starts: date
    ends: date
    panel_position: int
    panel_name: str
    panels: int
    session_closed: bool
    cancelled_at: datetime | None
    cancelled_by: str
    cancelled_why: str
    minutes_id: str | None = None
    state: MinutesState | None = None
    closed_at: datetime | None = None
    version: int = 1
    signed: int = 0
    signatures: int = 0
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""
    rectifies: str = ""
    rectification: str = ""
    last_act_at: datetime | None = None
    rectifying: bool = False


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """Minutes that are complete, or were closed and not ended, with their frozen data (canonical JSON)."""

    id: str
    session_id: str
    number: str
    state: MinutesState
    closed_at: datetime
    rectifies_id: str | None
    rectification: str
    sha256: str
    snapshot: str
    centre: str
