"""Taking a registration out of its session, and putting it back as it was.

Dossiers are never put back: their text index goes with them, so a registration that holds some is removed
for good. Must not know screens or storage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import Recusal
from cisp_desktop.domain.registration import HeldBlock, OutsideResult, Registration

Record = Mapping[str, Any]
"""The fields of one thing, by name."""


@dataclass(frozen=True, slots=True)
class RemovedRegistration:
    """All that went with a registration. ``candidate`` is None when the person stays in another session.

    ``dossiers`` counts those lost for good: with any, ``restore_registration`` refuses.
    """

    registration: Record
    candidate: Record | None
    held: tuple[Record, ...]
    recusals: tuple[Record, ...]
    results: tuple[Record, ...]
    unavailabilities: tuple[Record, ...]
    dossiers: int


def remove_registration(workspace: Workspace, registration_id: str) -> RemovedRegistration:
    """Take a registration out of the session; returns what was lost (for ``restore_registration``).

    The person goes too, unless registered elsewhere. Refused once a sheet of the candidate holds a mark
    (``registration.scored``) or something was noted of the hearing (``registration.heard``): withdraw
    instead; or once the session is closed.
    """
    with workspace.unit_of_work() as work:
        session_id = work.registrations.get(registration_id).session_id
        open_session(work, session_id)
        removed = remove_from(work, registration_id)
        work.note("SITE", "registration.removed", subject=registration_id)
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return removed


def remove_from(work: UnitOfWork, registration_id: str) -> RemovedRegistration:
    """``remove_registration`` inside a transaction that the caller notes and commits."""
    registration = work.registrations.get(registration_id)
    if any(sheet.last_sequence for sheet in work.sheets.of_registration(registration_id)):
        raise Refused("registration.scored")
    if _heard(work, registration):
        raise Refused("registration.heard")
    candidate = work.candidates.get(registration.candidate_id)
    alone = list(work.candidates.registrations(candidate.id)) == [registration_id]
    periods = [
        one
        for one in work.unavailabilities.of_session(registration.session_id)
        if one.registration_id == registration_id
    ]
    removed = RemovedRegistration(
        _record(registration),
        _record(candidate) if alone else None,
        _records(registration.held),
        _records(work.recusals.of_registration(registration_id)),
        _records(work.outside_results.of_registration(registration_id)),
        _records(periods),
        len(work.dossiers.of_registration(registration_id)),
    )
    work.registrations.remove(registration)
    if alone:
        work.candidates.remove(candidate)
    return removed


def _heard(work: UnitOfWork, registration: Registration) -> bool:
    """Whether anything was noted of the hearing: an hour, an excuse, a timer, a departure, a paper, an
    incident.
    """
    id_ = registration.id
    return (
        work.hearings.presence(id_) is not None
        or bool(work.hearings.timer_events(id_))
        or bool(work.hearings.stand_ins(id_))
        or any(work.hearings.transcription(sheet.id) for sheet in work.sheets.of_registration(id_))
        or any(
            one.registration_id == id_
            for one in work.hearings.incidents_of_session(registration.session_id)
        )
    )  # fmt: skip


def restore_registration(workspace: Workspace, removed: RemovedRegistration) -> str:
    """Put a removed registration back; returns its id.

    Raises ``Refused("registration.not_restorable")`` when dossiers were lost with it or another candidate
    took the number since, ``Refused("session.closed")``.
    """
    with workspace.unit_of_work() as work:
        session_id = str(removed.registration["session_id"])
        open_session(work, session_id)
        restore_in(work, removed)
        work.note("SITE", "registration.restored", subject=str(removed.registration["id"]))
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return str(removed.registration["id"])


def restore_in(work: UnitOfWork, removed: RemovedRegistration) -> None:
    """``restore_registration`` inside a transaction that the caller notes and commits."""
    registration = Registration(
        **{**removed.registration, "held": [HeldBlock(**one) for one in removed.held]}
    )
    if removed.dossiers or work.registrations.by_number(registration.session_id, registration.number):
        raise Refused("registration.not_restorable", number=registration.number)
    if removed.candidate is not None:
        work.candidates.add_many([Candidate(**removed.candidate)])
    work.registrations.add_many([registration])
    seats = {seat.id for panel in work.panels.all_of_session(registration.session_id) for seat in panel.seats}
    for one in removed.recusals:
        if one["seat_id"] in seats:
            work.recusals.add(Recusal(**one))
    for one in removed.results:
        work.outside_results.add(OutsideResult(**one))
    for one in removed.unavailabilities:
        work.unavailabilities.add(Unavailability(**one))


def _records(things: Sequence[Any]) -> tuple[Record, ...]:
    return tuple(map(_record, things))


def _record(thing: Any) -> Record:
    """Copy the fields of a thing: no stored instance leaves its transaction. Held blocks go apart."""
    record = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name != "held"}
    if "presented" in record:
        record["presented"] = list(record["presented"])
    return record
