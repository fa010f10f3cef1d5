"""What the minutes say: everything of a session, gathered once and frozen as plain data.

The one builder of the minutes' data. Must not know how it is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cisp_desktop.application.minutes_snapshot import (
    SCHEMA_VERSION,
    BlockDecisionCode,
    CandidateContent,
    MinutesSnapshot,
    QuorumContent,
    ReasonContent,
    RecusedQuorum,
    SeatContent,
)
from cisp_desktop.application.panel_advice import LEAST_EXTERNAL_SHARE, share_is_low
from cisp_desktop.application.ports import UnitOfWork
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.deliberation import (
    Decision,
    DecisionValue,
    Proposal,
    attendance_counts,
    derive_outcome,
    standing_decision,
)
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.panel import Panel, Role, scoring_seats
from cisp_desktop.domain.registration import Centre, JurySession, Registration


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """A session as the minutes see it; ``recused`` maps a registration to seat ids."""

    session: JurySession
    centre: Centre
    certification: Certification
    panel: Panel
    registrations: list[Registration]
    candidates: Mapping[str, Candidate]
    decisions: Mapping[tuple[str, str], Decision]
    proposals: Mapping[tuple[str, str], Proposal]
    recused: Mapping[str, set[str]]

    def decision_of(self, registration: Registration, block_id: str) -> DecisionValue | None:
        """Return what stands for a block: what follows from the registration, else the jury's decision."""
        standing = standing_decision(registration, block_id)
        if standing is not None:
            return standing
        decision = self.decisions.get((registration.id, block_id))
        return decision.value if decision else None

    def snapshot(self, now: datetime, *, journal_head: str) -> MinutesSnapshot:
        """Return the frozen data as of ``now``.

        Longer than 40 lines because it is one literal, in the order of the page.
        """
        certification, session = self.certification, self.session
        counts = attendance_counts([registration.attendance for registration in self.registrations])
        opened = session.deliberation_opened_at
        certifier = certification.sheet.get("certifier", {})
        return {
            "schema_version": SCHEMA_VERSION,
            "number": session.minutes_number,
            "state": "CLOSED",
            "certifier": {
                "name": certification.certifier_name,
                "siret": certification.certifier_siret,
                "address": str(certifier.get("address", "")),
            },
            "centre": {
                "name": self.centre.name, "siret": self.centre.siret, "address": self.centre.address,
            },
            "certification": {
                "code": certification.code,
                "title": certification.title,
                "level_national": certification.level_national,
                "level_european": certification.level_european,
                "nsf": [
                    {"code": str(nsf["code"]), "title": str(nsf["title"])}
                    for nsf in certification.sheet.get("nsf", ())
                ],
                "registration_starts": _iso(certification.registration_starts),
                "registration_ends": _iso(certification.registration_ends),
            },
            "session": {
                "id": session.id,
                "starts": session.starts.isoformat(),
                "ends": session.ends.isoformat(),
                "place": session.place or self.centre.name,
            },
            "panel": {
                "id": self.panel.id,
                "name": self.panel.name,
                "seats": [self._seat(seat.id) for seat in self.panel.sitting],
            },
            "certifier_representative": None,
            "secretary": None,
            "counts": {
                "registered": counts["registered"],
                "presented": counts["present"],
                "absent": counts["absent"],
                "excused": counts["excused"],
            },
            "blocks": [
                {"code": block.code, "title": block.title, "short": block.short_code}
                for block in certification.blocks
            ],
            "candidates": [self._candidate(registration) for registration in self.registrations],
            "unanimous": self._unanimous(),
            "incidents": [],
            "quorum": self._quorum(),
            "deliberation": {
                "starts": opened.isoformat(timespec="seconds") if opened else None,
                "ends": now.isoformat(timespec="seconds"),
            },
            "done_at": {"place": session.place or self.centre.name, "date": now.date().isoformat()},
            "originals": 1,
            "warnings": self._warnings(now),
            "demonstration": session.demonstration,
            "journal_head": journal_head,
            "scheme": _scheme_line(GradingScheme.from_data(session.scheme)),
            "reasons_annex": True,
        }  # fmt: skip

    def _seat(self, seat_id: str) -> SeatContent:
        seat = next(seat for seat in self.panel.seats if seat.id == seat_id)
        juror = seat.juror
        numbers = [r.number for r in self.registrations if seat_id in self.recused.get(r.id, ())]
        return {
            "id": seat.id,
            "role": seat.role.value,
            "name": juror.name if juror else "",
            "title": juror.title if juror else "",
            "employer": juror.employer if juror else "",
            "attendance": "PRESENT",
            "at": None,
            "recused_for": numbers,
        }

    def _candidate(self, registration: Registration) -> CandidateContent:
        candidate = self.candidates[registration.candidate_id]
        blocks = self.certification.blocks
        decisions = {block.id: self.decision_of(registration, block.id) for block in blocks}
        outcome = derive_outcome(registration, self.certification, decisions)
        proposals = {block.code: self.proposals.get((registration.id, block.id)) for block in blocks}
        codes = {block.id: block.code for block in blocks}
        casting = [block for block in blocks if self._casting(registration, block.id)]
        return {
            "number": registration.number,
            "birth_name": candidate.birth_name,
            "usage_name": candidate.usage_name,
            "first_names": candidate.first_names,
            "sex": candidate.sex,
            "birth_date": candidate.birth_date.isoformat(),
            "birth_place": candidate.birth_place,
            "identity_checked_by": registration.identity_checked_by,
            "access_path": registration.access_path.value,
            "decisions": {block.code: _value(decisions[block.id]) for block in blocks},
            "proposals": {
                code: p.verdict.value if p and p.verdict else None for code, p in proposals.items()
            },
            "outcome": outcome.value if outcome else None,
            "reasons": [r for block in blocks if (r := self._reason(registration, block.id, block.code))],
            "held": [
                {
                    "block": codes[held.block_id],
                    "code": held.code,
                    "date": _iso(held.obtained_on),
                    "minutes_number": held.minutes_number or None,
                }
                for held in registration.held
                if held.block_id in codes
            ],
            "second_round": [],
            "casting_vote": [block.code for block in casting],
            "attendance": registration.attendance.value,
        }  # fmt: skip

    def _casting(self, registration: Registration, block_id: str) -> bool:
        decision = self.decisions.get((registration.id, block_id))
        return decision is not None and decision.value is not None and decision.casting_vote

    def _reason(self, registration: Registration, block_id: str, code: str) -> ReasonContent | None:
        decision = self.decisions.get((registration.id, block_id))
        standing = standing_decision(registration, block_id) is not None
        if standing or decision is None or decision.value is None or not decision.reason:
            return None
        proposal = self.proposals.get((registration.id, block_id))
        if decision.casting_vote:
            return {"block": code, "reason": decision.reason, "kind": "CASTING_VOTE"}
        if proposal and proposal.verdict and proposal.verdict.value != decision.value.value:
            return {"block": code, "reason": decision.reason, "kind": "DIFFERS"}
        refused = decision.value is DecisionValue.NOT_VALIDATED
        return {"block": code, "reason": decision.reason, "kind": "REFUSAL" if refused else "STATED"}

    def _unanimous(self) -> bool | None:
        """False where a casting vote shows it; None otherwise: votes are not recorded one by one."""
        voted = any(d.casting_vote and d.value is not None for d in self.decisions.values())
        return False if voted else None

    def _external(self) -> int:
        """Count the members external to certifier and centre, by their seats."""
        return sum(seat.role is Role.PROFESSIONAL for seat in self.panel.sitting)

    def _quorum(self) -> QuorumContent:
        sitting = self.panel.sitting
        reduced: list[RecusedQuorum] = [
            {"number": r.number, "members": len(scoring_seats(self.panel, self.recused[r.id]))}
            for r in self.registrations
            if self.recused.get(r.id)
        ]
        return {
            "required": len(Role),
            "present": len(sitting),
            "president_present": any(seat.role is Role.PRESIDENT for seat in sitting),
            "met": len(sitting) == len(Role),
            "external": self._external(),
            "external_least_percent": LEAST_EXTERNAL_SHARE,
            "women": None,
            "men": None,
            "reduced_for": reduced,
        }

    def _warnings(self, now: datetime) -> list[str]:
        found = []
        if self.certification.ended_on(self.session.starts):
            found.append("registration_ended")
        if not self.certification.certifier_siret:
            found.append("certifier_siret_missing")
        if not self.centre.siret:
            found.append("centre_siret_missing")
        if share_is_low(self._external(), len(self.panel.sitting)):
            found.append("external_share")
        if not self.session.demonstration and not self.session.starts <= now.date() <= self.session.ends:
            found.append("outside_session_days")
        return found


def _value(decision: DecisionValue | None) -> BlockDecisionCode | None:
    return decision.value if decision else None


def _iso(day: object) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _scheme_line(scheme: GradingScheme) -> str:
    what = "NIVEAUX" if scheme.mode is ScoringMode.LEVELS else "POINTS"
    return f"{what}:{scheme.threshold:g}/20"


def load_content(work: UnitOfWork, session_id: str) -> MinutesContent:
    """Gather a session's content within a transaction."""
    session = work.sessions.get(session_id)
    recused: dict[str, set[str]] = {}
    for recusal in work.recusals.of_session(session_id):
        recused.setdefault(recusal.registration_id, set()).add(recusal.seat_id)
    return MinutesContent(
        session=session,
        centre=work.centres.get(session.centre_id),
        certification=work.certifications.get(session.certification_id),
        panel=work.panels.of_session(session_id),
        registrations=list(work.registrations.of_session(session_id)),
        candidates=work.candidates.of_session(session_id),
        decisions=work.deliberations.current_decisions(session_id),
        proposals={
            (p.registration_id, p.block_id): p for p in work.deliberations.proposals_of_session(session_id)
        },
        recused=recused,
    )
