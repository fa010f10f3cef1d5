"""« Session prête »: freezing what the jury will be judged by, and opening the preparation again.

What blocks and what warns is listed by ``preparation_findings``; what blocks is refused here too. Must not
know screens or storage.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.findings import Finding, FindingCode
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparation_findings import blocking_findings, read_preparation
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.slot_marks import READY, marks_of
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.registration import JurySession
from cisp_desktop.domain.text import COMMENT_LENGTH, required_text


@dataclass(frozen=True, slots=True)
class Readiness:
    """When a session was declared ready and by whom."""

    ready_at: datetime
    ready_by: str


def declare_ready(workspace: Workspace, session_id: str, *, by: str) -> Readiness:
    """Freeze the session's référentiel version, grading scheme, rules and panels; keep its slots in mind.

    ``by`` is the name of who says so. Raises ``RuleError("text.missing")`` or ``Refused``:
    ``session.closed``, ``session.ready``, or ``readiness.*`` for the first thing that blocks.
    """
    by = required_text(by, field="session.ready_by")
    data = read_preparation(workspace.queries, session_id, today=workspace.clock().date())
    blocking = blocking_findings(data)
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        if session.ready_at is not None:
            raise Refused("session.ready", by=session.ready_by)
        if blocking:
            raise _refusal(blocking[0])
        certification = work.certifications.get(session.certification_id)
        rules = session_rules(session.panel_rules, certification)
        session.panel_rules = rules.to_data()
        session.ready_at, session.ready_by = workspace.clock(), by
        session.planning[READY] = marks_of(data.scene.registrations, data.scene.panels)
        work.note("SITE", "session.ready", subject=session_id, certification=certification.id)
        work.changed(Change.SESSIONS, session_id)
        work.commit()
        return Readiness(session.ready_at, by)


def _refusal(finding: Finding) -> Refused:
    """Return why one thing keeps a session from being ready."""
    match finding.code:
        case FindingCode.NO_CANDIDATE:
            return Refused("readiness.no_candidate")
        case FindingCode.SEAT_EMPTY:
            return Refused("readiness.seat_empty", role=finding.values["role"])
        case FindingCode.PANEL_EMPTY:
            return Refused("readiness.panel_empty", count=finding.count)
        case FindingCode.NO_QUORUM:
            return Refused("readiness.no_quorum", number=finding.values["number"])
        case FindingCode.NOTHING_TO_SCORE:
            return Refused("readiness.nothing_to_score")
        case _:
            return Refused("readiness.rule_broken")


def reopen_preparation(workspace: Workspace, session_id: str, *, reason: str) -> None:
    """Open the preparation of a ready session again, with a reason that stays in the journal.

    The session follows its certification's panel rules again. Raises ``RuleError("text.missing")`` or
    ``Refused("session.not_ready")``.
    """
    reason = required_text(reason, field="session.reopen_reason", limit=COMMENT_LENGTH)
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        if session.ready_at is None:
            raise Refused("session.not_ready")
        session.ready_at, session.ready_by, session.panel_rules = None, "", {}
        session.planning.pop(READY, None)
        work.note("SITE", "session.reopened", subject=session_id, reason=reason)
        work.changed(Change.SESSIONS, session_id)
        work.commit()


def adopt_latest_version(workspace: Workspace, session_id: str) -> str:
    """Bind a session under preparation to the newest version of its référentiel; returns that version's id.

    Blocks presented and held follow by their codes, results judged outside the panel by block and place; the
    session takes the new version's scheme. Raises ``Refused``: ``session.closed``, ``session.ready``,
    ``session.scored``, or ``RuleError("session.version_lacks_block", block=…)``.
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        if session.ready_at is not None:
            raise Refused("session.ready", by=session.ready_by)
        old = work.certifications.get(session.certification_id)
        new = work.certifications.by_code(old.code)
        if new is None or new.id == old.id:
            return old.id
        if work.sheets.of_session(session_id):
            raise Refused("session.scored")
        _follow(work, session, old, new)
        work.note("SITE", "session.version_adopted", subject=session_id, certification=new.id)
        work.changed(Change.SESSIONS | Change.CANDIDATES, session_id)
        work.commit()
        return new.id


def _follow(work: UnitOfWork, session: JurySession, old: Certification, new: Certification) -> None:
    codes = {block.id: block.code for block in old.blocks}
    blocks = {block.code: block.id for block in new.blocks}
    assessments = {a.id: (block.code, a.position) for block in old.blocks for a in block.assessments}
    places = {(block.code, a.position): a.id for block in new.blocks for a in block.assessments}
    session.certification_id, session.scheme = new.id, dict(new.scheme)
    registrations = work.registrations.of_session(session.id)
    for registration in registrations:
        for block_id in registration.presented:
            if codes.get(block_id, "") not in blocks:
                raise RuleError("session.version_lacks_block", block=codes.get(block_id, block_id))
        registration.presented = [blocks[codes[block_id]] for block_id in registration.presented]
        for held in registration.held:
            held.block_id = blocks.get(codes.get(held.block_id or "", ""))
    for result in work.outside_results.of_session(session.id):
        place = places.get(assessments[result.assessment_id])
        if place is None:
            work.outside_results.remove(result)
        else:
            result.assessment_id = place
