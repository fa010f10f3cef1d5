"""What the scans of minutes signed on paper are read as. Must not know how they are stored."""

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
