"""The journal: who did what and when, hash-chained so that a change shows.

This module must not know storage. Entries name subjects by identifier and hold no personal data.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

GENESIS = "0" * 64


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
    parts = (str(sequence), at.isoformat(), actor, action, subject, details, previous)
    framed = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(framed.encode("utf-8")).hexdigest()


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


def first_broken_link(events: Iterable[AuditEvent]) -> int | None:
    """Return the sequence of the first link that does not hold, or None when all do."""
    previous, expected = GENESIS, 1
    for event in events:
        digest = link_hash(
            event.sequence,
            event.at,
            actor=event.actor,
            action=event.action,
            subject=event.subject,
            details=event.details,
            previous=event.previous,
        )
        if event.sequence != expected or event.previous != previous or event.hash != digest:
            return expected
        previous, expected = event.hash, expected + 1
    return None
