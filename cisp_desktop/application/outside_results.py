"""Results judged outside the panel (trainer, evaluation jury): recorded, replaced, taken back.

They are inputs shown to the jurors, so nothing of them moves once a candidate's proposals are frozen. Must
not know files or screens.
"""

from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import Assessment, Certification
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.registration import JurySession, OutsideResult, Registration
from cisp_desktop.domain.text import required_text

MOST_POINTS = 2_000
"""Twenty points, in hundredths."""


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """A result as typed or read; ``points`` are hundredths of a point (0–2000), None without a mark."""

    favourable: bool
    evaluator: str
    judged_on: date
    points: int | None = None


def record_outside_result(
    workspace: Workspace, registration_id: str, *, assessment_id: str, entry: OutsideEntry | None
) -> OutsideEntry | None:
    """Record a result, replace the one known, or with None take it back; returns the earlier one (for undo).

    Raises ``RuleError``: ``outside_result.assessment`` (not judged outside the panel, or of another sheet),
    ``.date``, ``.points``, ``text.*``; ``Refused``: ``outside_result.frozen`` once the candidate's proposals
    are frozen (they rest on it), ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        session = open_session(work, registration.session_id)
        before = put_result(work, session, registration, assessment_id=assessment_id, entry=entry)
        if before == entry:
            return before
        work.note("SITE", "outside_result.recorded", subject=registration_id, assessment=assessment_id)
        work.changed(Change.CANDIDATES, registration_id)
        work.commit()
        return before


def put_result(
    work: UnitOfWork,
    session: JurySession,
    registration: Registration,
    *,
    assessment_id: str,
    entry: OutsideEntry | None,
) -> OutsideEntry | None:
    """``record_outside_result`` inside a transaction that the caller notes and commits."""
    if outside_assessment(work.certifications.get(session.certification_id), assessment_id) is None:
        raise RuleError("outside_result.assessment")
    if entry is not None:
        entry = checked_entry(entry, session)
    if work.deliberations.proposals_of_registration(registration.id):
        raise Refused("outside_result.frozen")
    before = None
    for known in work.outside_results.of_registration(registration.id):
        if known.assessment_id == assessment_id:
            before = entry_of(known)
            if before == entry:
                return before
            work.outside_results.remove(known)
    if entry is not None:
        work.outside_results.add(
            OutsideResult(
                new_id(), registration.id, assessment_id, entry.favourable, entry.evaluator, entry.judged_on,
                entry.points,
            )
        )  # fmt: skip
    return before


def checked_entry(entry: OutsideEntry, session: JurySession) -> OutsideEntry:
    """Return the entry with its texts in order, or raise what ``record_outside_result`` raises for it."""
    evaluator = required_text(entry.evaluator, field="outside_result.evaluator")
    if entry.judged_on > session.ends:
        raise RuleError("outside_result.date", date=entry.judged_on, ends=session.ends)
    if entry.points is not None and not 0 <= entry.points <= MOST_POINTS:
        raise RuleError("outside_result.points")
    return OutsideEntry(entry.favourable, evaluator, entry.judged_on, entry.points)


def outside_assessment(certification: Certification, assessment_id: str) -> Assessment | None:
    """Return the sheet's assessment of that id when somebody else than the jury judges it, else None."""
    for block in certification.blocks:
        for assessment in block.assessments:
            if assessment.id == assessment_id:
                return assessment if assessment.judged_by.outside_panel else None
    return None


def entry_of(known: OutsideResult) -> OutsideEntry:
    """Return what a stored result says."""
    return OutsideEntry(known.favourable, known.evaluator, known.judged_on, known.points)
