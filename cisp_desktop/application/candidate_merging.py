"""Two registrations of one person made one; and two persons said to be two.

Everything that hangs on the registration given up goes to the one that is kept: dossiers, results, recusals,
unavailabilities, held blocks. Must not know screens or storage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.candidate_editing import (
    Editing,
    FieldChange,
    FieldChanges,
    stored_claims,
)
from cisp_desktop.application.candidate_removal import RemovedRegistration, remove_from, restore_in
from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import add_recusal
from cisp_desktop.application.outside_results import entry_of, put_result
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import JurySession, Registration

APART = "not_duplicates"
"""The key of ``JurySession.planning`` under which pairs said to be two persons stand, as lists of two ids."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did, for ``unmerge``. ``dossiers`` gives, by id, whose it was and when it was replaced."""

    keep: str
    dropped: RemovedRegistration
    inverse: FieldChanges
    dossiers: Mapping[str, tuple[str, datetime | None]]
    recusals: tuple[str, ...]
    results: tuple[str, ...]
    unavailabilities: tuple[str, ...]


def merge_registrations(workspace: Workspace, *, keep: str, drop: str, values: FieldChanges) -> Merged:
    """Give ``keep`` all that ``drop`` has, and take ``drop`` out; ``values`` are the changes to ``keep``.

    Held blocks are joined unless ``values`` says which. Of two dossiers of a kind the later received counts.
    Raises ``Refused``: ``merge.other_session``, ``merge.scored``, ``recusal.sealed``, and what
    ``edit_registration`` raises.
    """
    with workspace.unit_of_work() as work:
        kept, dropped = work.registrations.get(keep), work.registrations.get(drop)
        session = open_session(work, kept.session_id)
        if dropped.session_id != kept.session_id or keep == drop:
            raise Refused("merge.other_session")
        if any(sheet.last_sequence for sheet in work.sheets.of_registration(drop)):
            raise Refused("merge.scored", number=dropped.number)
        changes = {**_joined_claims(kept, dropped), **values}
        dossiers = _move_dossiers(work, keep=keep, drop=drop)
        recusals = _copy_recusals(work, kept, drop)
        results = _copy_results(work, session, kept, drop)
        periods = _copy_unavailabilities(work, session.id, keep=keep, drop=drop)
        removed = remove_from(work, drop)
        inverse = Editing(work, session, workspace.clock().date()).edit(keep, changes)
        work.note("SITE", "registration.merged", subject=keep, dropped=drop)
        work.changed(Change.CANDIDATES | Change.DOSSIERS | Change.PANEL, session.id)
        work.commit()
        return Merged(keep, removed, inverse, dossiers, recusals, results, periods)


def unmerge(workspace: Workspace, merged: Merged) -> None:
    """Undo a merge: two registrations again, each with what was its own."""
    with workspace.unit_of_work() as work:
        session = open_session(work, work.registrations.get(merged.keep).session_id)
        Editing(work, session, workspace.clock().date()).edit(merged.keep, merged.inverse)
        for recusal in work.recusals.of_registration(merged.keep):
            if recusal.id in merged.recusals:
                work.recusals.remove(recusal)
        for result in work.outside_results.of_registration(merged.keep):
            if result.assessment_id in merged.results:
                work.outside_results.remove(result)
        for period in work.unavailabilities.of_session(session.id):
            if period.id in merged.unavailabilities:
                work.unavailabilities.remove(period)
        restore_in(work, merged.dropped)
        for dossier_id, (registration_id, replaced_at) in merged.dossiers.items():
            dossier = work.dossiers.get(dossier_id)
            dossier.registration_id, dossier.replaced_at = registration_id, replaced_at
        work.note("SITE", "registration.unmerged", subject=merged.keep)
        work.changed(Change.CANDIDATES | Change.DOSSIERS | Change.PANEL, session.id)
        work.commit()


def _joined_claims(kept: Registration, dropped: Registration) -> dict[str, FieldChange]:
    before = stored_claims(kept)
    known = {claim.code for claim in before}
    joined = (*before, *(claim for claim in stored_claims(dropped) if claim.code not in known))
    return {"held": FieldChange(before, joined)} if joined != before else {}


def _move_dossiers(work: UnitOfWork, *, keep: str, drop: str) -> dict[str, tuple[str, datetime | None]]:
    moved = [*work.dossiers.of_registration(drop)]
    together = [*work.dossiers.of_registration(keep), *moved]
    before = {dossier.id: (dossier.registration_id, dossier.replaced_at) for dossier in together}
    for dossier in moved:
        dossier.registration_id = keep
    for kind in {dossier.kind for dossier in moved}:
        counting = sorted(
            (one for one in together if one.kind is kind and one.replaced_at is None),
            key=lambda one: one.received_at,
        )
        for earlier in counting[:-1]:
            earlier.replaced_at = counting[-1].received_at
    return before if moved else {}


def _copy_recusals(work: UnitOfWork, kept: Registration, drop: str) -> tuple[str, ...]:
    seats = {seat.id for seat in work.panels.get(kept.panel_id).seats}
    known = {recusal.seat_id for recusal in work.recusals.of_registration(kept.id)}
    return tuple(
        add_recusal(work, kept.id, seat_id=recusal.seat_id, ground=recusal.ground, detail=recusal.detail).id
        for recusal in work.recusals.of_registration(drop)
        if recusal.seat_id in seats - known
    )


def _copy_results(work: UnitOfWork, session: JurySession, kept: Registration, drop: str) -> tuple[str, ...]:
    known = {result.assessment_id for result in work.outside_results.of_registration(kept.id)}
    copied = []
    for result in work.outside_results.of_registration(drop):
        if result.assessment_id not in known:
            put_result(work, session, kept, assessment_id=result.assessment_id, entry=entry_of(result))
            copied.append(result.assessment_id)
    return tuple(copied)


def _copy_unavailabilities(work: UnitOfWork, session_id: str, *, keep: str, drop: str) -> tuple[str, ...]:
    copied = []
    for period in work.unavailabilities.of_session(session_id):
        if period.registration_id == drop:
            copy = Unavailability(
                new_id(), session_id, period.starts_at, period.ends_at, period.label, registration_id=keep
            )
            work.unavailabilities.add(copy)
            copied.append(copy.id)
    return tuple(copied)


def set_apart(workspace: Workspace, session_id: str, first: str, *, second: str, apart: bool = True) -> bool:
    """Say that two registrations are two persons, or no longer; returns what was said before."""
    pair = sorted((first, second))
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        pairs = [list(known) for known in session.planning.get(APART, ())]
        before = pair in pairs
        if before == apart:
            return before
        session.planning[APART] = [*pairs, pair] if apart else [known for known in pairs if known != pair]
        work.note("SITE", "registration.set_apart", subject=session_id, apart=apart)
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return before


def pairs_apart(planning: Mapping[str, object]) -> frozenset[frozenset[str]]:
    """Return the pairs of registrations said to be two persons, from a session's ``planning``."""
    pairs = planning.get(APART, ())
    return frozenset(
        frozenset(map(str, pair))
        for pair in (pairs if isinstance(pairs, list | tuple) else ())
        if isinstance(pair, list | tuple)
    )
