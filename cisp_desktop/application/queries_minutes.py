"""What is read beside minutes: scans of those signed on paper, extracts, refusals. Must not know how they are
stored.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan attached to minutes; ``sha256`` names it in the vault."""

    id: str
    minutes_id: str
    sha256: str
    file_name: str
    pages: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """What minutes say of one candidate, signed with them; ``number`` and ``name`` as frozen.

    ``sha256`` is the fingerprint of its frozen content, ``pdf_sha256`` names the current file in the vault.
    """

    id: str
    minutes_id: str
    registration_id: str
    number: str
    name: str
    sha256: str
    pdf_sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A refusal to sign as the journal keeps it, taken back or not.

    ``entered_by`` and ``withdrawn_by`` name who typed it in the member's stead; empty: the member did.
    """

    minutes_id: str
    seat_id: str
    name: str
    at: datetime
    reason: str
    entered_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
