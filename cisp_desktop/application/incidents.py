"""Incidents of a sitting: recorded, put right until the session is closed, withdrawn when it was a mistake.

Suspected fraud is for the certifier to judge: the jury defers. [DOMAIN.md §5] Must not know screens, nor
what is printed of an incident: ``domain.hearing_log.standing`` says which are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.hearing_log import Incident, IncidentKind
from cisp_desktop.domain.registration import JurySession
from cisp_desktop.domain.text import COMMENT_LENGTH, LINE_LENGTH, entry_text


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """An incident as typed. ``happened_at`` is aware; ``registration_id`` None: it concerns nobody."""

    kind: IncidentKind
    happened_at: datetime
    account: str
    people: str = ""
    decision: str = ""
    registration_id: str | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """What stood, and what stands now with its texts in order."""

    before: IncidentEntry
    after: IncidentEntry


def record_incident(
    workspace: Workspace, panel_id: str, entry: IncidentEntry, *, incident_id: str | None = None, by: str = ""
) -> str:
    """Record an incident of a panel's sitting; returns its id.

    ``incident_id`` brings one back under its own id (redo). ``by`` is the seat at the keyboard, here and
    below: the journal names it; empty for none. Raises ``RuleError``: ``incident.in_future``,
    ``text.*``; ``Refused``: ``incident.other_panel`` (the candidate is heard by another), ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        _open_panel(work, panel_id)
        entry = _checked(work, panel_id, entry, now=workspace.clock())
        incident = Incident(
            incident_id or new_id(), panel_id, entry.kind, entry.happened_at, entry.account, entry.people,
            entry.decision, entry.registration_id,
        )  # fmt: skip
        work.hearings.add_incident(incident)
        work.note("PANEL", "incident.recorded", subject=panel_id, kind=entry.kind.value, by=by)
        work.changed(Change.DECISIONS, panel_id)
        work.commit()
        return incident.id


def unrecord_incident(workspace: Workspace, incident_id: str, *, by: str = "") -> IncidentEntry:
    """Undo ``record_incident``; returns what stood. ``Refused``: ``incident.not_found``,
    ``session.closed``. The journal keeps both acts.
    """
    with workspace.unit_of_work() as work:
        incident = work.hearings.incident(incident_id)
        _open_panel(work, incident.panel_id)
        before = entry_of(incident)
        work.hearings.remove_incident(incident)
        work.note("PANEL", "incident.unrecorded", subject=incident.panel_id, kind=before.kind.value, by=by)
        work.changed(Change.DECISIONS, incident.panel_id)
        work.commit()
        return before


def amend_incident(
    workspace: Workspace, incident_id: str, entry: IncidentEntry, *, before: IncidentEntry, by: str = ""
) -> Amended:
    """Put an incident right; returns it as it stood and stands (for undo).

    Raises like ``record_incident``, and ``Refused``: ``incident.not_found``, ``incident.withdrawn``,
    ``incident.changed_meanwhile`` when it is not as ``before`` any more.
    """
    with workspace.unit_of_work() as work:
        incident = work.hearings.incident(incident_id)
        _open_panel(work, incident.panel_id)
        if incident.withdrawn_at is not None:
            raise Refused("incident.withdrawn")
        if entry_of(incident) != before:
            raise Refused("incident.changed_meanwhile")
        entry = _checked(work, incident.panel_id, entry, now=workspace.clock())
        if entry == before:
            return Amended(before, before)
        incident.kind, incident.happened_at, incident.account = entry.kind, entry.happened_at, entry.account
        incident.people, incident.decision = entry.people, entry.decision
        incident.registration_id = entry.registration_id
        work.note("PANEL", "incident.amended", subject=incident.panel_id, kind=entry.kind.value, by=by)
        work.changed(Change.DECISIONS, incident.panel_id)
        work.commit()
        return Amended(before, entry)


def withdraw_incident(
    workspace: Workspace, incident_id: str, *, withdrawn: bool = True, by: str = ""
) -> bool:
    """Say that an incident was recorded by mistake, or with ``withdrawn=False`` that it stands after all.

    Returns what was said before (for undo). ``Refused``: ``incident.not_found``, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        incident = work.hearings.incident(incident_id)
        _open_panel(work, incident.panel_id)
        before = incident.withdrawn_at is not None
        if before is withdrawn:
            return before
        incident.withdrawn_at = workspace.clock() if withdrawn else None
        subject, kind = incident.panel_id, incident.kind.value
        if withdrawn:
            work.note("PANEL", "incident.withdrawn", subject=subject, kind=kind, by=by)
        else:
            work.note("PANEL", "incident.restored", subject=subject, kind=kind, by=by)
        work.changed(Change.DECISIONS, incident.panel_id)
        work.commit()
        return before


def advised_to_defer(incidents: Iterable[Incident | IncidentRow]) -> frozenset[str]:
    """Return the registrations that a standing incident says to defer: fraud is suspected, and the certifier
    judges it, never the jury. [DOMAIN.md §5]
    """
    return frozenset(
        one.registration_id
        for one in incidents
        if one.kind is IncidentKind.FRAUD and one.withdrawn_at is None and one.registration_id is not None
    )


def entry_of(incident: Incident | IncidentRow) -> IncidentEntry:
    """Return what a stored incident says."""
    return IncidentEntry(
        incident.kind, incident.happened_at, incident.account, incident.people, incident.decision,
        incident.registration_id,
    )  # fmt: skip


def _open_panel(work: UnitOfWork, panel_id: str) -> JurySession:
    return open_session(work, work.panels.get(panel_id).session_id)


def _checked(work: UnitOfWork, panel_id: str, entry: IncidentEntry, *, now: datetime) -> IncidentEntry:
    if entry.happened_at > now:
        raise RuleError("incident.in_future", at=entry.happened_at)
    one = entry.registration_id
    if one is not None and work.registrations.get(one).panel_id != panel_id:
        raise Refused("incident.other_panel")
    account = entry_text(entry.account, field="incident.account", limit=COMMENT_LENGTH, multiline=True)
    if not account:
        raise RuleError("text.missing", field="incident.account")
    return IncidentEntry(
        entry.kind,
        entry.happened_at,
        account,
        entry_text(entry.people, field="incident.people", limit=LINE_LENGTH),
        entry_text(entry.decision, field="incident.decision", limit=COMMENT_LENGTH, multiline=True),
        entry.registration_id,
    )
