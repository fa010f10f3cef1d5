"""What « Évaluer » reads besides sheets, as frozen rows.

Must not know how a row is stored.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CommentTemplateRow:
    """A comment ready to insert; ``position`` from 1."""

    id: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """What is known of a candidate's coming besides the attendance itself."""

    registration_id: str
    arrived_at: datetime | None
    left_at: datetime | None
    excuse: str
    document_name: str


@dataclass(frozen=True, slots=True)
class StandInRow:
    """A seat gone or recused for a candidate, and the substitute called in the place, if any."""

    registration_id: str
    seat_id: str
    substitute_id: str | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class TranscriptionRow:
    """A sheet copied from paper: who typed it, who compared it with the paper (empty: nobody yet).

    ``checked``: compared, and no mark was given since.
    """

    sheet_id: str
    typed_by: str
    checked_by: str
    checked: bool


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One sealed sheet of a juror: of whom, on what, when; nothing of what it says."""

    sheet_id: str
    registration_id: str
    block_id: str
    round: int
    sealed_at: datetime
