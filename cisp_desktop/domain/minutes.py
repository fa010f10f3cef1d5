"""The minutes: frozen data, its fingerprint, and their life from closing to the last signature.

The data is frozen as canonical JSON when the jury closes; the PDF comes from that snapshot once and is stored
byte for byte. closed → partly signed → complete; before the first signature the session is reopened, between
two signatures that version is cancelled and its number kept, after the last one new minutes rectify.
Source of the rules: DOMAIN.md §6. This module must not know how a page is drawn or signed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from cisp_desktop.domain.errors import Refused, RuleError

LEAST_SIGNATURES = 2
"""Signatures without which minutes are never complete, whoever refuses: the least quorum. [DOMAIN.md §3]"""


class MinutesState(StrEnum):
    """closed → partly signed → complete; or ended before that: reopened, cancelled."""

    CLOSED = "CLOSED"
    PARTLY_SIGNED = "PARTLY_SIGNED"
    COMPLETE = "COMPLETE"
    REOPENED = "REOPENED"
    CANCELLED = "CANCELLED"


class Route(StrEnum):
    """How minutes are signed, all of them alike: the first signature chooses."""

    SCREEN = "SCREEN"
    PAPER = "PAPER"


class Ending(StrEnum):
    """Why a version counts no more: reopened before any signature, cancelled between two."""

    REOPENED = "REOPENED"
    CANCELLED = "CANCELLED"


class Ground(StrEnum):
    """What a rectification mends: a clerical error (president and certifier), or a decision (the panel)."""

    CLERICAL = "CLERICAL"
    DECISION = "DECISION"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a member said who refused to sign, and when."""

    reason: str
    at: datetime


def overall_state(states: Iterable[MinutesState]) -> MinutesState | None:
    """Return how far the signatures of all the minutes of a session went; None without minutes."""
    found = set(states)
    if len(found) <= 1:
        return next(iter(found), None)
    return MinutesState.PARTLY_SIGNED


@dataclass(eq=False)
class MinutesSignature:
    """One member's line: signed, refused with a reason, or awaited.

    ``pdf_sha256`` is that of the file after the signature; on the paper route that of the scan that shows it.
    """

    id: str
    minutes_id: str
    seat_id: str
    position: int
    name: str
    field_name: str
    signed_at: datetime | None = None
    pdf_sha256: str | None = None
    refused_at: datetime | None = None
    refusal: str = ""

    @property
    def awaited(self) -> bool:
        """Whether the member neither signed nor refused."""
        return self.signed_at is None and self.refused_at is None


@dataclass(eq=False)
class MinutesScan:
    """A scan of signed paper minutes: ``sha256`` names it in the vault."""

    id: str
    minutes_id: str
    sha256: str
    file_name: str
    pages: int
    attached_at: datetime
    attached_by: str


@dataclass(eq=False)
class MinutesExtract:
    """What minutes say of one candidate, signed with them; fields as those of ``Minutes``."""

    id: str
    minutes_id: str
    registration_id: str
    snapshot: str
    sha256: str
    closed_pdf_sha256: str
    pdf_sha256: str
    pages: int


@dataclass(eq=False)
class CancelledNumber:
    """A number of minutes that was reserved and will never serve: kept, so that none is missing."""

    number: str
    session_id: str
    cancelled_at: datetime
    cancelled_by: str
    why: str


@dataclass(eq=False)
class Minutes:
    """The signed record of a session. ``snapshot`` is canonical JSON; ``sha256`` its fingerprint.

    ``pdf_sha256`` names the current file in the vault (it grows by one revision per signature);
    ``closed_pdf_sha256`` the file as closed. ``version`` counts the closings under one number.
    ``rectifies_id`` names the complete minutes that these rectify, on a ``ground``, for a reason.
    """

    id: str
    session_id: str
    panel_id: str
    number: str
    snapshot: str
    sha256: str
    closed_pdf_sha256: str
    pdf_sha256: str
    pages: int
    closed_at: datetime
    version: int = 1
    rectifies_id: str | None = None
    ground: Ground | None = None
    rectification: str = ""
    route: Route | None = None
    ending: Ending | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""
    signatures: list[MinutesSignature] = field(default_factory=list)

    @property
    def state(self) -> MinutesState:
        """How far the signatures went, or how this version ended."""
        return minutes_state(
            (line.signed_at is not None for line in self.signatures),
            (line.refused_at is not None for line in self.signatures),
            ending=self.ending,
        )

    @property
    def stands(self) -> bool:
        """Whether this version counts: neither reopened nor cancelled."""
        return self.ending is None

    def line(self, seat_id: str) -> MinutesSignature:
        """Return the seat's line; ``Refused("minutes.not_a_member")`` when it has none."""
        line = next((line for line in self.signatures if line.seat_id == seat_id), None)
        if line is None:
            raise Refused("minutes.not_a_member")
        return line

    def signature_of(self, seat_id: str, route: Route = Route.SCREEN) -> MinutesSignature:
        """Return the line of a member who may sign now, on that route.

        Raises ``Refused``: ``minutes.not_a_member``, ``minutes.already_signed``, ``minutes.refused`` (the
        refusal is taken back first), ``minutes.other_route``, ``minutes.ended``, ``minutes.complete``.
        """
        line = self.line(seat_id)
        self._check_stands()
        if line.signed_at is not None:
            raise Refused("minutes.already_signed", juror=line.name)
        self._check_incomplete()
        if line.refused_at is not None:
            raise Refused("minutes.refused", juror=line.name)
        if self.route not in (None, route):
            raise Refused("minutes.other_route", route=self.route)
        return line

    def is_last(self, seat_id: str) -> bool:
        """Whether nobody but this seat is awaited any more."""
        return not any(line.awaited for line in self.signatures if line.seat_id != seat_id)

    def sign(self, seat_id: str, *, at: datetime, pdf_sha256: str, route: Route = Route.SCREEN) -> None:
        """Record a member's signature; raises as ``signature_of``."""
        line = self.signature_of(seat_id, route)
        line.signed_at, line.pdf_sha256, self.route = at, pdf_sha256, route

    def refuse(self, seat_id: str, *, at: datetime, reason: str) -> None:
        """Record that a member refuses to sign, and why.

        Raises ``RuleError("minutes.refusal_reason")`` without a reason; ``Refused`` as ``signature_of``.
        """
        line = self.signature_of(seat_id, self.route or Route.SCREEN)
        if not reason.strip():
            raise RuleError("minutes.refusal_reason")
        line.refused_at, line.refusal = at, reason

    def take_refusal_back(self, seat_id: str) -> Refusal:
        """Await the member's signature again, and return the refusal that stood.

        Raises ``Refused``: ``minutes.not_refused``, ``minutes.ended``, ``minutes.complete``.
        """
        line = self.line(seat_id)
        self._check_stands()
        if line.refused_at is None:
            raise Refused("minutes.not_refused", juror=line.name)
        self._check_incomplete()
        before = Refusal(line.refusal, line.refused_at)
        line.refused_at, line.refusal = None, ""
        return before

    def reopen(self, *, at: datetime, by: str, why: str) -> None:
        """End this version before anybody signed: the session is open again under the same number.

        Raises ``Refused``: ``minutes.signed_once`` (it is cancelled, or rectified, instead),
        ``minutes.ended``; ``RuleError("minutes.ending_reason")``.
        """
        self._check_stands()
        if any(line.signed_at is not None for line in self.signatures):
            raise Refused("minutes.signed_once", number=self.number)
        self._end(Ending.REOPENED, at=at, by=by, why=why)

    def cancel(self, *, at: datetime, by: str, why: str) -> None:
        """End this version between two signatures: its number is kept, and never used again.

        Raises ``Refused``: ``minutes.complete`` (rectified instead), ``minutes.unsigned`` (reopened instead),
        ``minutes.ended``; ``RuleError("minutes.ending_reason")``.
        """
        self._check_stands()
        self._check_incomplete()
        if all(line.signed_at is None for line in self.signatures):
            raise Refused("minutes.unsigned", number=self.number)
        self._end(Ending.CANCELLED, at=at, by=by, why=why)

    def _end(self, ending: Ending, *, at: datetime, by: str, why: str) -> None:
        if not why.strip():
            raise RuleError("minutes.ending_reason")
        self.ending, self.ended_at, self.ended_by, self.ended_why = ending, at, by, why

    def _check_stands(self) -> None:
        if self.ending is not None:
            raise Refused("minutes.ended", number=self.number, ending=self.ending)

    def _check_incomplete(self) -> None:
        if self.state is MinutesState.COMPLETE:
            raise Refused("minutes.complete", number=self.number)


@dataclass(eq=False)
class Rectification:
    """The mending of complete minutes under way: the session is open for what the ``ground`` allows.

    ``ended_at``: when new minutes were closed, or the rectification given up.
    """

    id: str
    session_id: str
    minutes_id: str
    ground: Ground
    reason: str
    opened_by: str
    opened_at: datetime
    ended_at: datetime | None = None


def minutes_state(signed: Iterable[bool], refused: Iterable[bool], *, ending: Ending | None) -> MinutesState:
    """Return the state of minutes from their lines: ``signed`` and ``refused`` go line by line.

    Complete once nobody is awaited, and all signed or at least ``LEAST_SIGNATURES`` did.
    """
    if ending is not None:
        return MinutesState(ending.value)
    lines = list(zip(signed, refused, strict=True))
    count = sum(one for one, _ in lines)
    awaited = any(not (one or other) for one, other in lines)
    if not awaited and (count == len(lines) or count >= LEAST_SIGNATURES):
        return MinutesState.COMPLETE
    return MinutesState.PARTLY_SIGNED if count else MinutesState.CLOSED


def canonical_json(data: Mapping[str, Any]) -> str:
    """Return ``data`` as canonical JSON: sorted keys, no spaces, UTF-8 kept, no NaN."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
