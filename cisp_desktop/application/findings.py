"""One thing that a session under preparation lacks: how grave it is, and where it is mended.

``preparation_findings`` looks for them, ``wording_readiness`` words them. Must not know screens or storage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """``BLOCKS`` keeps a session from being declared ready; ``WARNS`` never does."""

    BLOCKS = "BLOCKS"
    WARNS = "WARNS"


class FindingCode(StrEnum):
    """What may be found; ``REGISTRATION`` and ``CONFLICT`` say in their values which."""

    NO_CANDIDATE = "NO_CANDIDATE"
    SEAT_EMPTY = "SEAT_EMPTY"
    PANEL_EMPTY = "PANEL_EMPTY"
    RULE_BROKEN = "RULE_BROKEN"
    NO_QUORUM = "NO_QUORUM"
    NOTHING_TO_SCORE = "NOTHING_TO_SCORE"
    CONFLICT = "CONFLICT"
    TWO_ROOMS = "TWO_ROOMS"
    CHANGED_SINCE_READY = "CHANGED_SINCE_READY"
    SUMMONS_OUTDATED = "SUMMONS_OUTDATED"
    DOSSIERS_MISSING = "DOSSIERS_MISSING"
    DOSSIERS_LATE = "DOSSIERS_LATE"
    REGISTRATION = "REGISTRATION"
    RECUSAL_SUGGESTED = "RECUSAL_SUGGESTED"
    DUPLICATES = "DUPLICATES"
    SHARE_AFTER_RECUSALS = "SHARE_AFTER_RECUSALS"
    JUROR = "JUROR"
    NEWER_VERSION = "NEWER_VERSION"
    CENTRE_SIRET = "CENTRE_SIRET"
    CENTRE_SIGNATORY = "CENTRE_SIGNATORY"
    CENTRE_ADDRESS = "CENTRE_ADDRESS"
    SHORT_NOTICE = "SHORT_NOTICE"
    OUTSIDE_RESULTS = "OUTSIDE_RESULTS"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``page`` and ``target`` lead to where it is mended; ``count`` says how many it concerns.

    ``values`` are what its sentence needs: native values, names as the user typed them.
    """

    severity: Severity
    code: FindingCode
    values: Mapping[str, object] = field(default_factory=dict)
    page: str = "prepare"
    target: str = ""
    count: int = 1

    @property
    def blocks(self) -> bool:
        """Whether the session cannot be declared ready."""
        return self.severity is Severity.BLOCKS


def blockers(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings that block."""
    return [finding for finding in found if finding.blocks]


def to_review(found: Iterable[Finding]) -> bool:
    """Whether a session declared ready is to be looked at again: something blocks, or slots are others."""
    return any(finding.blocks or finding.code is FindingCode.CHANGED_SINCE_READY for finding in found)
