"""Who, or what room, cannot be there: entries that the site manager adds, changes and takes back.

Must not know the planning that goes round them, nor screens.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries import UnavailabilityRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.availability import Unavailability, check_period
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.planning import Who
from cisp_desktop.domain.text import entry_text


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody, or a room, who cannot be there; ``id`` is a registration's, a juror's or a panel's."""

    who: Who
    id: str
    starts_at: datetime
    ends_at: datetime
    label: str = ""


def add_unavailability(
    workspace: Workspace, session_id: str, absence: Absence, *, entry_id: str | None = None
) -> str:
    """Record that somebody cannot be there; returns the entry's id.

    ``entry_id`` brings an entry back under its own id (undo, redo). Raises ``RuleError``:
    ``unavailability.period``, ``text.*``; ``Refused("session.closed")``.
    """
    check_period(absence.starts_at, absence.ends_at)
    label = entry_text(absence.label, field="unavailability.label")
    with workspace.unit_of_work() as work:
        open_session(work, session_id)
        entry = Unavailability(
            entry_id or new_id(), session_id, absence.starts_at, absence.ends_at, label, **_named(absence)
        )
        work.unavailabilities.add(entry)
        work.note("SITE", "unavailability.recorded", subject=absence.id)
        work.changed(Change.SESSIONS, session_id)
        work.commit()
        return entry.id


def change_unavailability(
    workspace: Workspace, unavailability_id: str, absence: Absence, *, before: Absence
) -> Absence:
    """Change an entry; returns it as it stood (for undo).

    Raises ``Refused("unavailability.changed_meanwhile")`` when the entry is not as ``before`` any more,
    ``unavailability.not_found``, ``session.closed``; ``RuleError`` as ``add_unavailability``.
    """
    check_period(absence.starts_at, absence.ends_at)
    label = entry_text(absence.label, field="unavailability.label")
    with workspace.unit_of_work() as work:
        entry = work.unavailabilities.get(unavailability_id)
        open_session(work, entry.session_id)
        if absence_of(entry) != before:
            raise Refused("unavailability.changed_meanwhile")
        entry.starts_at, entry.ends_at, entry.label = absence.starts_at, absence.ends_at, label
        for name, value in _named(absence).items():
            setattr(entry, name, value)
        work.note("SITE", "unavailability.changed", subject=absence.id)
        work.changed(Change.SESSIONS, entry.session_id)
        work.commit()
        return before


def remove_unavailability(workspace: Workspace, unavailability_id: str) -> Absence:
    """Take an absence back; returns it (for undo)."""
    with workspace.unit_of_work() as work:
        entry = work.unavailabilities.get(unavailability_id)
        open_session(work, entry.session_id)
        absence = absence_of(entry)
        work.unavailabilities.remove(entry)
        work.note("SITE", "unavailability.removed", subject=absence.id)
        work.changed(Change.SESSIONS, entry.session_id)
        work.commit()
        return absence


def absence_of(entry: Unavailability | UnavailabilityRow) -> Absence:
    """Return an entry as whom it names."""
    if entry.registration_id is not None:
        who, subject = Who.CANDIDATE, entry.registration_id
    elif entry.juror_id is not None:
        who, subject = Who.JUROR, entry.juror_id
    else:
        who, subject = Who.ROOM, entry.panel_id or ""
    return Absence(who, subject, entry.starts_at, entry.ends_at, entry.label)


def _named(absence: Absence) -> dict[str, str | None]:
    """Return the three columns of an entry, one of which names somebody."""
    return {
        "registration_id": absence.id if absence.who is Who.CANDIDATE else None,
        "juror_id": absence.id if absence.who is Who.JUROR else None,
        "panel_id": absence.id if absence.who is Who.ROOM else None,
    }
