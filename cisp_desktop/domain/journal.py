"""The journal: who did what and when, hash-chained so that a change shows.

This module must not know storage. Entries name subjects by identifier and hold no personal data.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cisp_desktop.domain.errors import RuleError

StoredLink = tuple[int, str, str, str, str, str, str, str]
"""Sequence, moment, actor, action, subject, details, hash before it, own hash: letter for letter."""
GENESIS = "0" * 64
LEAST_HEAD = 12
"""Letters of a head that are enough to look for it: no two links of a journal share so many."""
_LENGTHS = tuple(f"{length}:" for length in range(512))
"""What stands before a field of so many letters in what a hash covers: written here once, for a long journal
asks for seven of them a link. A longer field, rare, has its own written each time.
"""
_BETWEEN = dict.fromkeys(map(ord, "-\u2011\u2013:…."))


class BreakKind(StrEnum):
    """What became of a link: changed in place, removed, swapped with another, added; written anew with its
    hash; or cut off at the end, which only a head kept elsewhere tells.
    """

    CHANGED = "CHANGED"
    REMOVED = "REMOVED"
    SWAPPED = "SWAPPED"
    ADDED = "ADDED"
    REWRITTEN = "REWRITTEN"
    CUT = "CUT"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first link that does not hold. ``at`` is the hour on what stands in its place, None when nothing
    does; ``head`` the head kept elsewhere that told it, empty when the chain itself did.
    """

    sequence: int
    kind: BreakKind
    at: datetime | None
    head: str = ""


@dataclass(eq=False)
class AuditEvent:
    """One link: ``sequence`` counts from 1; ``hash`` covers the link and the hash before it.

    ``details`` is canonical JSON; ``at`` carries its offset from UTC.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


def link_hash(
    sequence: int, at: datetime, *, actor: str, action: str, subject: str, details: str, previous: str
) -> str:
    """Return the SHA-256 of one link over the hash before it, in hexadecimal."""
    return _hash_of((sequence, at.isoformat(), actor, action, subject, details, previous, ""))


def _hash_of(link: StoredLink) -> str:
    sequence, at, actor, action, subject, details, previous, _hash = link
    number, before = str(sequence), _LENGTHS
    try:
        framed = (
            f"{before[len(number)]}{number}{before[len(at)]}{at}{before[len(actor)]}{actor}"
            f"{before[len(action)]}{action}{before[len(subject)]}{subject}{before[len(details)]}{details}"
            f"{before[len(previous)]}{previous}"
        )
    except IndexError:
        fields = (number, at, actor, action, subject, details, previous)
        framed = "".join(f"{len(field)}:{field}" for field in fields)
    return hashlib.sha256(framed.encode()).hexdigest()


def next_event(
    last: AuditEvent | None, at: datetime, *, actor: str, action: str, subject: str, details: str
) -> AuditEvent:
    """Return the link that follows ``last`` (None: the first one)."""
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else GENESIS
    digest = link_hash(
        sequence, at, actor=actor, action=action, subject=subject, details=details, previous=previous
    )
    return AuditEvent(sequence, at, actor, action, subject, details, previous, digest)


def stored_link(event: AuditEvent) -> StoredLink:
    """Return a link as it is stored."""
    return (
        event.sequence, event.at.isoformat(), event.actor, event.action, event.subject, event.details,
        event.previous, event.hash,
    )  # fmt: skip


def find_break(links: Iterable[StoredLink], heads: Mapping[str, int] | None = None) -> BrokenLink | None:
    """Return the first link that does not hold, or None when all do.

    ``heads`` are hashes that were written down elsewhere, each with the sequence that it had (0: not known).
    A chain alone cannot tell that its tail was cut, nor that all of it was written anew: a head that is no
    link of it any more does. The first one that is missing is told, at the place where it should stand.
    """
    wanted = dict(heads or {})
    previous, expected = GENESIS, 1
    rest = iter(links)
    for link in rest:
        if link[0] != expected or link[6] != previous or link[7] != _hash_of(link):
            return _told(link, expected, list(rest))
        previous, expected = link[7], expected + 1
        if wanted:
            wanted.pop(previous, None)
    if not wanted:
        return None
    head, sequence = min(wanted.items(), key=lambda one: one[1])
    replaced = 0 < sequence < expected
    kind = BreakKind.REWRITTEN if replaced else BreakKind.CUT
    return BrokenLink(sequence if replaced else expected, kind, None, head)


def _told(link: StoredLink, expected: int, rest: Sequence[StoredLink]) -> BrokenLink:
    """Return what became of the link ``expected``, ``link`` being what stands in its place."""
    at = _moment(link[1])
    if link[7] != _hash_of(link):
        places = range(1, max(len(rest) + expected, link[0]) + 1)
        swapped = any(link[7] == _hash_of((place, *link[1:])) for place in places)
        return BrokenLink(expected, BreakKind.SWAPPED if swapped else BreakKind.CHANGED, at)
    if link[0] > expected:
        later = any(one[0] == expected for one in rest)
        return BrokenLink(expected, BreakKind.SWAPPED if later else BreakKind.REMOVED, at)
    if link[0] < expected:
        return BrokenLink(expected, BreakKind.ADDED, at)
    return BrokenLink(expected, BreakKind.REWRITTEN, at)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def normalised_head(typed: str) -> str:
    """Return a head, or the beginning of one, as it was typed from paper: spaces, hyphens and case ignored.

    Raises ``RuleError("journal.head")`` for other letters than hexadecimal ones, for more than 64 of them or
    fewer than ``LEAST_HEAD``: a shorter beginning could be anybody's.
    """
    head = "".join(typed.casefold().split()).translate(_BETWEEN)
    if not LEAST_HEAD <= len(head) <= len(GENESIS) or set(head) - set("0123456789abcdef"):
        raise RuleError("journal.head", least=LEAST_HEAD, most=len(GENESIS))
    return head
