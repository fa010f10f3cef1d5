"""Taking a whole import of candidates back: what it added goes, what it changed is as before.

Refused as a whole once anything of it was marked, filed or changed since. Must not know files.
"""

from collections.abc import Sequence

from cisp_desktop.application.candidate_import import AddedLine, ChangedLine, Written
from cisp_desktop.application.candidate_judging import (
    CANDIDATE_FIELDS,
    REGISTRATION_FIELDS,
    held_claims,
    ordered_claims,
    put_value,
    value_of,
)
from cisp_desktop.application.candidate_list import CandidateLine, HeldClaim
from cisp_desktop.application.changes import Change
from cisp_desktop.application.lineage import Lineage
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import (
    Attendance,
    HeldBlock,
    Registration,
    extra_time_percent,
    resolve_presented,
)


def undo_import(workspace: Workspace, session_id: str, done: Written) -> None:
    """Remove the registrations that an import added and give the changed ones their earlier values.

    Raises ``Refused``: ``session.closed``, ``import.undo_changed`` (a field, a slot, the attendance … of one
    of them changed since), ``import.undo_used`` (marks, pieces, results or recusals hang on one).
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        undoing = _Undoing(work, session_id, session.certification_id)
        undoing.remove(done.added)
        for changed in done.changed:
            undoing.restore(changed)
        work.note(
            "SITE",
            "candidates.import_undone",
            subject=session_id,
            removed=len(done.added),
            updated=len(done.changed),
        )
        work.changed(Change.CANDIDATES, session_id)
        work.commit()


class _Undoing:
    """The session as it stands, against which each line of the import is checked before it is undone."""

    def __init__(self, work: UnitOfWork, session_id: str, certification_id: str) -> None:
        self._work = work
        self._known = {one.id: one for one in work.registrations.of_session(session_id)}
        self._persons = work.candidates.of_session(session_id)
        self._certification = work.certifications.get(certification_id)
        self._lineage = Lineage(work, self._certification)
        self._short = {block.id: block.short_code for block in self._certification.blocks}
        self._marked = {
            *(s.registration_id for s in work.sheets.of_session(session_id) if s.last_sequence),
            *(p.registration_id for p in work.deliberations.proposals_of_session(session_id)),
        }
        hanging = (work.dossiers, work.outside_results, work.recusals, work.unavailabilities)
        self._used = {one.registration_id for kind in hanging for one in kind.of_session(session_id)}
        self._used |= self._marked
        self._used |= {one.registration_id for one in work.hearings.presences_of_session(session_id)}
        self._used |= {one.registration_id for one in work.hearings.stand_ins_of_session(session_id)}
        self._used |= {one.registration_id for one in work.hearings.timer_events_of_session(session_id)}
        incidents = work.hearings.incidents_of_session(session_id)
        self._used |= {one.registration_id for one in incidents if one.registration_id is not None}

    def remove(self, added: Sequence[AddedLine]) -> None:
        """Take out what the import added, as long as each stands as the file gave it."""
        for one in added:
            known = self._known.get(one.registration_id)
            if known is None or not self._as_imported(known, one.line):
                raise Refused("import.undo_changed", number=one.line.number)
            if known.id in self._used:
                raise Refused("import.undo_used", number=known.number)
        self._work.registrations.remove_many([one.registration_id for one in added])

    def _as_imported(self, known: Registration, line: CandidateLine) -> bool:
        person = self._persons[known.candidate_id]
        presented = [block.id for block in resolve_presented(self._certification, line.presented)]
        return (
            all(getattr(person, name) == getattr(line, name) for name in CANDIDATE_FIELDS)
            and all(getattr(known, name) == getattr(line, name) for name in REGISTRATION_FIELDS)
            and person.sex == (line.sex or "")
            and (known.number, known.access_path.value) == (line.number, line.access_path)
            and known.presented == presented
            and ordered_claims(held_claims(known.held)) == ordered_claims(line.held)
            and known.extra_time_percent == extra_time_percent(line.accommodations)
            and (known.attendance, known.starts_at) == (Attendance.EXPECTED, None)
            and not known.identity_checked_by
        )

    def restore(self, changed: ChangedLine) -> None:
        """Give a registration its earlier values, as long as none of them changed since."""
        known = self._known.get(changed.registration_id)
        if known is None:
            raise Refused("import.undo_changed", number=changed.number)
        person = self._persons[known.candidate_id]
        for change in changed.changes:
            now = value_of(change.field, registration=known, person=person, short=self._short)
            if now != change.after:
                raise Refused("import.undo_changed", number=changed.number)
            if change.field == "presented" and known.id in self._marked:
                raise Refused("import.undo_used", number=changed.number)
            self._put(change.field, change.before, known=known, person=person)

    def _put(self, field: str, value: object, *, known: Registration, person: Candidate) -> None:
        if field == "presented" and isinstance(value, tuple):
            blocks = resolve_presented(self._certification, value) if value else []
            known.presented = [block.id for block in blocks]
        elif field == "held" and isinstance(value, tuple):
            known.held[:] = [self._held(known.id, claim) for claim in value]
        else:
            put_value(field, value, registration=known, person=person)

    def _held(self, registration_id: str, claim: HeldClaim) -> HeldBlock:
        block_id = self._lineage.block_id(claim.code)
        return HeldBlock(
            new_id(), registration_id, claim.code, block_id, claim.on, claim.minutes_number or ""
        )
