"""What the minutes say: everything of one panel of a session, gathered once and frozen as plain data.

« Two rooms are two panels of one session, each with its minutes » (domain page §3). The one builder of the
minutes' data. Must not know how it is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cisp_desktop.application.closing_choices import DEFAULTS, Chosen
from cisp_desktop.application.minutes_hearings import HearingRecords
from cisp_desktop.application.minutes_members import SeatedMember
from cisp_desktop.application.minutes_signers import (
    constatation_of,
    not_there,
    president_alone,
    states_and_signs,
    there,
)
from cisp_desktop.application.minutes_snapshot import (
    SCHEMA_VERSION,
    BlockDecisionCode,
    CandidateContent,
    HeldContent,
    MinutesSnapshot,
    PeriodContent,
    QuorumContent,
    ReasonContent,
    RectifiesContent,
    RecusedQuorum,
    SeatContent,
)
from cisp_desktop.application.minutes_warnings import rule_warnings, with_external_share
from cisp_desktop.application.panel_rules import members_of
from cisp_desktop.application.wording_minutes import NUMBER_TO_COME
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.deliberation import (
    Decision,
    DecisionValue,
    Outcome,
    Proposal,
    attendance_counts,
    derive_outcome,
    standing_decision,
)
from cisp_desktop.domain.grading import GradingScheme, ScoringMode
from cisp_desktop.domain.panel import Panel, Role, Seat
from cisp_desktop.domain.panel_rules import Member, PanelRules, RuleFinding, judge_panel
from cisp_desktop.domain.registration import Centre, JurySession, Registration


@dataclass(frozen=True, slots=True)
class Standing:
    """Under what minutes are closed. The panel's hours and day are those of now where none are given."""

    number: str
    version: int = 1
    rectifies: RectifiesContent | None = None
    deliberation: PeriodContent | None = None
    held_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """One panel of a session as its minutes see it; ``recused`` maps a registration to seat ids.

    ``label`` names the panel, empty where the session has only one without a name. ``valid_until`` gives, by
    id of a held block, the last day on which it counts, where its sheet states one. ``deliberation_began``:
    when the first of the panel's proposals was shown.
    """

    session: JurySession
    centre: Centre
    certification: Certification
    panel: Panel
    label: str
    rules: PanelRules
    registrations: list[Registration]
    candidates: Mapping[str, Candidate]
    decisions: Mapping[tuple[str, str], Decision]
    proposals: Mapping[tuple[str, str], Proposal]
    recused: Mapping[str, set[str]]
    valid_until: Mapping[str, date]
    deliberation_began: datetime | None
    records: HearingRecords

    @property
    def number(self) -> str:
        """The number of these minutes; empty while none is reserved for a panel after the first."""
        return self.session.minutes_number if self.panel.position == 1 else self.panel.minutes_number

    @property
    def present(self) -> list[Seat]:
        """Who sits; of a panel that could not sit, who was there."""
        if self.panel.could_not_sit:
            return there(self.panel, self.records.hearings)
        return self.panel.sitting

    def findings(self) -> tuple[RuleFinding, ...]:
        """Return what the panel's rules say of the members who sit, for the candidates whom they hear."""
        paths = {registration.access_path for registration in self.registrations}
        return judge_panel(self.rules, self._members(), paths=paths)

    def decision_of(self, registration: Registration, block_id: str) -> DecisionValue | None:
        """Return what stands for a block: what follows from the registration, else the jury's decision."""
        standing = standing_decision(registration, block_id)
        if self.panel.could_not_sit and standing not in (DecisionValue.HELD, DecisionValue.NOT_PRESENTED):
            return None
        if standing is not None:
            return standing
        decision = self.decisions.get((registration.id, block_id))
        return decision.value if decision else None

    def snapshot(
        self, now: datetime, *, journal_head: str, standing: Standing | None = None,
        chosen: Chosen = DEFAULTS,
    ) -> MinutesSnapshot:  # fmt: skip
        """Return the frozen data as of ``now``, under the number and version of ``standing`` where given.

        Longer than 40 lines because it is one literal, in the order of the page.
        """
        certification, session = self.certification, self.session
        counts = attendance_counts([registration.attendance for registration in self.registrations])
        certifier = certification.sheet.get("certifier", {})
        content: MinutesSnapshot = {
            "schema_version": SCHEMA_VERSION,
            "number": (standing.number if standing else self.number) or NUMBER_TO_COME,
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
                "name": self.label,
                "seats": [self._seat(seat) for seat in self._composition()],
            },
            "certifier_representative": self.panel.representative or None,
            "secretary": self.panel.secretary or None,
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
            "unanimous": self.records.unanimous(self.decisions),
            "incidents": self.records.incident_lines(self.registrations, self.candidates),
            "quorum": self._quorum(),
            "deliberation": {
                "starts": self._opened(),
                "ends": now.isoformat(timespec="seconds"),
            },
            "done_at": {"place": session.place or self.centre.name, "date": now.date().isoformat()},
            "originals": chosen.originals,
            "warnings": self._warnings(now),
            "demonstration": session.demonstration,
            "journal_head": journal_head,
            "scheme": _scheme_line(GradingScheme.from_data(session.scheme)),
            "reasons_annex": chosen.reasons,
        }  # fmt: skip
        if counts["expected"]:
            content["counts"]["expected"] = counts["expected"]
        if not self.panel.could_not_sit and (hours := self.records.sitting_hours(self.registrations)):
            content["session"]["hours"] = hours
        if papers := self._papers():
            content["paper_sheets"] = papers
        if standing is not None and standing.version > 1:
            content["version"] = standing.version
        if standing is not None and standing.deliberation is not None:
            content["deliberation"] = standing.deliberation
        if standing is not None and standing.rectifies is not None:
            content["rectifies"] = standing.rectifies
            president_alone(content)
        stated = constatation_of(self.panel)
        if stated is not None:
            content["constatation"] = stated
        return content

    def _papers(self) -> list[str]:
        """Return what is said of the sheets that were copied from paper."""
        seats = {seat.id: seat.juror.name if seat.juror else "" for seat in self.panel.seats}
        blocks = {block.id: block.short_code for block in self.certification.blocks}
        return self.records.paper_lines(self.registrations, seats, blocks)

    def _opened(self) -> str | None:
        began = None if self.panel.could_not_sit else self.deliberation_began
        return began.isoformat(timespec="seconds") if began else None

    def _composition(self) -> list[Seat]:
        """Return who sits, then the substitutes who were called."""
        return [*self.panel.sitting, *self.records.called(self.panel.substitutes, self.registrations)]

    def _seat(self, seat: Seat) -> SeatContent:
        juror = seat.juror
        content: SeatContent = {
            "id": seat.id,
            "role": seat.role.value,
            "name": juror.name if juror else "",
            "title": juror.title if juror else "",
            "employer": juror.employer if juror else "",
            "attendance": "PRESENT",
            "at": None,
            "recused_for": [r.number for r in self.registrations if seat.id in self.recused.get(r.id, ())],
        }
        names = {one.id: one.juror.name if one.juror else "" for one in self.panel.seats}
        if juror is not None and juror.sex:
            content["sex"] = juror.sex
        if seat.remote:
            content["remote"], content["remote_by"] = True, seat.remote
        hours = self.records.recused_at(seat.id, self.registrations)
        if hours:
            content["recused_at"] = hours
        content = self.records.complete_seat(content, names, self.registrations)
        if self.panel.could_not_sit:
            away = not_there(self.panel, self.records.hearings.values())
            return states_and_signs(content, there=seat.id not in away)
        return content

    def _candidate(self, registration: Registration) -> CandidateContent:
        candidate = self.candidates[registration.candidate_id]
        blocks = self.certification.blocks
        decisions = {block.id: self.decision_of(registration, block.id) for block in blocks}
        outcome = (
            Outcome.NOT_EXAMINED
            if self.panel.could_not_sit
            else derive_outcome(registration, self.certification, decisions)
        )
        proposals = {block.code: self.proposals.get((registration.id, block.id)) for block in blocks}
        casting = [block for block in blocks if self._casting(registration, block.id)]
        again = self.records.second_round(registration)
        content: CandidateContent = {
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
            "held": self._held(registration),
            "second_round": [block.code for block in blocks if block.id in again],
            "casting_vote": [block.code for block in casting],
            "attendance": registration.attendance.value,
        }  # fmt: skip
        defence = self.records.defence(registration.id)
        if defence is not None:
            content["defence"] = defence
        return content

    def _held(self, registration: Registration) -> list[HeldContent]:
        codes = {block.id: block.code for block in self.certification.blocks}
        return [
            {
                "block": codes[held.block_id],
                "code": held.code,
                "date": _iso(held.obtained_on),
                "minutes_number": held.minutes_number or None,
                "valid_until": _iso(self.valid_until.get(held.id)),
            }
            for held in registration.held
            if held.block_id in codes
        ]

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

    def _members(self) -> list[Member]:
        seated = [SeatedMember(seat) for seat in self.present]
        return members_of(seated, centre=self.centre.name, certifier=self.certification.certifier_name)

    def _quorum(self) -> QuorumContent:
        sitting, members = self.present, self._members()
        places = {(seat.role, seat.rank) for seat in sitting}
        sexes = [member.sex for member in members]
        known = bool(sexes) and all(sexes)
        quorum: QuorumContent = {
            "required": len(self.rules.required_places),
            "present": self._most_present(sitting),
            "president_present": any(seat.role is Role.PRESIDENT for seat in sitting),
            "met": places.issuperset(self.rules.required_places),
            "external": sum(member.external is True for member in members),
            "external_least_percent": 0,
            "women": sexes.count("F") if known else None,
            "men": sexes.count("M") if known else None,
            "reduced_for": [r for one in self.registrations if (r := self._reduced(one)) is not None],
        }
        return with_external_share(quorum, self.rules, {one.access_path for one in self.registrations})

    def _most_present(self, sitting: Sequence[Seat]) -> int:
        stood_in = bool(self.records.stand_ins) and not self.panel.could_not_sit
        return self.records.most_deciding(self.registrations) if stood_in else len(sitting)

    def _reduced(self, registration: Registration) -> RecusedQuorum | None:
        """Return how many decided for a candidate for whom a member was recused or had left."""
        if self.panel.could_not_sit:
            return None
        members = len(self.records.hearings[registration.id].deciding)
        if self.recused.get(registration.id):
            return {"number": registration.number, "members": members}
        if members < len(self.panel.sitting) and registration.attendance.came:
            return {"number": registration.number, "members": members, "left": True}
        return None

    def _warnings(self, now: datetime) -> list[str]:
        found = []
        if self.certification.ended_on(self.session.starts):
            found.append("registration_ended")
        if not self.certification.certifier_siret:
            found.append("certifier_siret_missing")
        if not self.centre.siret:
            found.append("centre_siret_missing")
        sexes_known = all(member.sex for member in self._members())
        found += rule_warnings(self.findings(), sexes_known=sexes_known)
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
