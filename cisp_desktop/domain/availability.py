"""When somebody, or a room, cannot be there: what the planning goes round.

Must not know the planning itself.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.errors import RuleError


@dataclass(eq=False)
class Unavailability:
    """A candidate (by registration), a juror or a panel cannot be there between two local clock times.

    Exactly one of the three is named.
    """

    id: str
    session_id: str
    starts_at: datetime
    ends_at: datetime
    label: str = ""
    registration_id: str | None = None
    juror_id: str | None = None
    panel_id: str | None = None


def check_period(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a period that ends before it begins (``RuleError("unavailability.period")``)."""
    if ends_at <= starts_at:
        raise RuleError("unavailability.period", starts=starts_at, ends=ends_at)
