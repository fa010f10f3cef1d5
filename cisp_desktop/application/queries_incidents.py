"""What is read of incidents. Must not know SQL."""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.domain.hearing_log import IncidentKind


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident of a panel's sitting; ``number``, ``birth_name`` and ``first_names`` are empty when it
    concerns no candidate. ``withdrawn_at``: recorded by mistake, printed nowhere.
    """

    id: str
    panel_id: str
    kind: IncidentKind
    happened_at: datetime
    account: str
    people: str
    decision: str
    registration_id: str | None
    withdrawn_at: datetime | None
    number: str
    birth_name: str
    first_names: str
