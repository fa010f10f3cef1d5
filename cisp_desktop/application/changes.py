"""What a use case changed, told once after COMMIT to whoever shows it.

This module must not know who listens.
"""

from dataclasses import dataclass
from enum import Flag, auto


class Change(Flag):
    """The kinds of things that a commit can change."""

    NOTHING = 0
    SESSIONS = auto()
    CANDIDATES = auto()
    DOSSIERS = auto()
    PANEL = auto()
    MARKS = auto()
    SHEETS = auto()
    DECISIONS = auto()
    MINUTES = auto()
    CERTIFICATIONS = auto()
    TIMERS = auto()
    TEMPLATES = auto()
    READING = auto()
    EVERYTHING = (
        SESSIONS | CANDIDATES | DOSSIERS | PANEL | MARKS | SHEETS | DECISIONS | MINUTES | CERTIFICATIONS
        | TIMERS | TEMPLATES | READING
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changes:
    """One commit: the kinds of things, the identifiers concerned, and when COMMIT returned (UTC, ISO)."""

    flags: Change
    ids: frozenset[str]
