"""Makes the frozen grids of one candidate: every sheet as its juror sealed it, and what the jury agreed.

Names of other candidates are left out of what jurors wrote. Must not know how a grid is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.issued_content import NamedBlock
from cisp_desktop.application.issued_rules import Paper
from cisp_desktop.application.issued_sources import IssuedSources
from cisp_desktop.application.others_names import Identity, OthersNames
from cisp_desktop.application.personal_content import (
    AgreedBlock,
    AgreedContent,
    Exact,
    GridBlock,
    GridLine,
    GridSheet,
    OutsideContent,
    PersonContent,
    ProposalContent,
    RoundContent,
    SchemeContent,
    SetAsideContent,
)
from cisp_desktop.application.personal_sources import PersonalSources
from cisp_desktop.application.receipts import receipt_code
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import Block
from cisp_desktop.domain.deliberation import Proposal
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.panel import ROLE_ORDER, Seat
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.scoring import GLOBAL_ITEM, Mark, MarkStatus, ScoreSheet, scored_items


@dataclass(frozen=True, slots=True)
class GridsBuilder:
    """One candidate's grids. ``names`` leaves the other candidates out of each text."""

    sources: IssuedSources
    personal: PersonalSources
    paper: Paper
    names: OthersNames

    @property
    def registration(self) -> Registration:
        """The candidate's registration."""
        return self.sources.registrations[self.paper.registration_id or ""]

    @property
    def _scheme(self) -> GradingScheme:
        return GradingScheme.from_data(self.sources.session.scheme)

    def seat(self, seat_id: str) -> Seat:
        """Return a seat of any panel of the session."""
        return next(
            seat for panel in self.personal.panels.values() for seat in panel.seats if seat.id == seat_id
        )

    def scheme(self) -> SchemeContent:
        """Return by what marks are read."""
        scheme = self._scheme
        return {
            "mode": scheme.mode.value,
            "levels": [{"value": level.value, "label": level.label} for level in scheme.levels],
            "threshold": scheme.threshold,
        }

    # --- sheets ---------------------------------------------------------------------------------------

    def grids(self) -> list[GridBlock]:
        """Return every block on which somebody sealed, in the order of the title's sheet."""
        own = self.personal.sheets.get(self.registration.id, ())
        found = []
        for block in self.sources.certification.blocks:
            sheets = sorted((one for one in own if one.block_id == block.id), key=self._order)
            if any(one.sealed or one.set_aside_reason for one in sheets):
                found.append(self._block(block, sheets))
        return found

    def _order(self, sheet: ScoreSheet) -> tuple[int, int, int, str]:
        seat = self.seat(sheet.seat_id)
        return sheet.round, ROLE_ORDER.index(seat.role), seat.rank, seat.id

    def _block(self, block: Block, sheets: Sequence[ScoreSheet]) -> GridBlock:
        return {
            **_named(block),
            "rounds": self.rounds(block.id),
            "sheets": [self._sheet(one, block, one.sealed_at) for one in sheets if one.sealed_at is not None],
            "set_aside": [self._set_aside(one) for one in sheets if not one.sealed and one.set_aside_reason],
        }

    def _sheet(self, sheet: ScoreSheet, block: Block, sealed_at: datetime) -> GridSheet:
        marks = self.personal.marks.get(sheet.id, {})
        wordings = {one.id: one.wording for one in block.competences}
        wordings |= {one.id: one.title for one in block.assessments}
        number = self.registration.number
        copied, seat = self.personal.transcriptions.get(sheet.id), self.seat(sheet.seat_id)
        return {
            "juror": _name(seat),
            "role": seat.role.value,
            "sex": _sex(seat),
            "round": sheet.round,
            "sealed_at": iso(sealed_at) or "",
            "receipt": receipt_code(sheet, marks.values(), number=number, block=block.code),
            "result": exact(sheet.result_numerator, sheet.result_denominator),
            "lines": [
                self._line(wordings[item], marks.get(item)) for item in scored_items(self._scheme, block)
            ],
            "overall": self._line("", marks.get(GLOBAL_ITEM)),
            "typed_by": copied.typed_by if copied is not None else "",
            "checked_by": copied.checked_by if copied is not None else "",
            "checked_at": iso(copied.checked_at) if copied is not None else None,
        }

    def _line(self, wording: str, mark: Mark | None) -> GridLine:
        if mark is None or mark.status is MarkStatus.WITHDRAWN:
            comment = self.names.without(mark.comment) if mark is not None else ""
            return {
                "wording": wording, "status": "", "level": None, "label": "", "points": None, "reason": "",
                "comment": comment,
            }  # fmt: skip
        return {
            "wording": wording,
            "status": mark.status.value,
            "level": mark.level,
            "label": self._scheme.label(mark.level) if mark.level is not None else "",
            "points": mark.points,
            "reason": mark.reason.value if mark.reason is not None else "",
            "comment": self.names.without(mark.comment),
        }

    def _set_aside(self, sheet: ScoreSheet) -> SetAsideContent:
        reason = self.names.without(sheet.set_aside_reason)
        seat = self.seat(sheet.seat_id)
        return {
            "juror": _name(seat), "role": seat.role.value, "sex": _sex(seat), "round": sheet.round,
            "reason": reason,
        }  # fmt: skip

    # --- what was agreed ------------------------------------------------------------------------------

    def agreed(self) -> AgreedContent:
        """Return what the jury agreed, as the minutes froze it, with what led to it."""
        panel = self.sources.panels[self.paper.panel_id]
        row = panel.candidates[self.paper.number]
        hearing = self.personal.hearings[self.registration.id]
        came = self.registration.attendance.came
        return {
            "outcome": row["outcome"],
            "deciding": [self._decides(seat.id) for seat in hearing.deciding] if came else [],
            "blocks": [self._agreed(block) for block in self.sources.certification.blocks],
        }

    def _decides(self, seat_id: str) -> PersonContent:
        seat = self.seat(seat_id)
        return {"name": _name(seat), "role": seat.role.value, "sex": _sex(seat)}

    def _agreed(self, block: Block) -> AgreedBlock:
        row = self.sources.panels[self.paper.panel_id].candidates[self.paper.number]
        own = self.registration.id
        told = [one["reason"] for one in row["reasons"] if one["block"] == block.code]
        advice = self.sources.advice.get((own, block.id))
        proposals = [one for one in self.personal.proposals.get(own, ()) if one.block_id == block.id]
        return {
            **_named(block),
            "decision": row["decisions"][block.code],
            "proposals": [_proposal(one) for one in sorted(proposals, key=lambda one: one.round)],
            "reason": self.names.without("\n".join(told)),
            "vote": self._vote(block.id),
            "rounds": self.rounds(block.id),
            "outside": self._outside(block),
            "recommendation": self.names.without(advice.recommendation) if advice is not None else "",
            "conditions": self.names.without(advice.conditions) if advice is not None else "",
        }

    def _vote(self, block_id: str) -> str:
        """Say how a decision was voted, as far as minutes do: who voted what is nobody's to tell."""
        own = self.registration.id
        decision = self.personal.decisions.get((own, block_id))
        if decision is None or decision.value is None:
            return ""
        if decision.casting_vote:
            return "CASTING_VOTE"
        ballots = {
            vote.ballot
            for vote in self.personal.votes.get(own, ())
            if vote.block_id == block_id and vote.sequence == decision.sequence
        }
        return ("UNANIMOUS" if len(ballots) == 1 else "MAJORITY") if ballots else ""

    def _outside(self, block: Block) -> list[OutsideContent]:
        titles = {one.id: one.title for one in block.assessments}
        return [
            {
                "title": titles[one.assessment_id],
                "favourable": one.favourable,
                "evaluator": one.evaluator,
                "judged_on": one.judged_on.isoformat(),
                "points": one.points,
            }
            for one in self.personal.outside.get(self.registration.id, ())
            if one.assessment_id in titles
        ]

    def rounds(self, block_id: str) -> list[RoundContent]:
        """Return the rounds past the first on a block."""
        own = [one for one in self.personal.rounds.get(self.registration.id, ()) if one.block_id == block_id]
        return [
            {
                "number": one.number,
                "reason": self.names.without(one.reason),
                "opened_at": iso(one.opened_at) or "",
            }
            for one in sorted(own, key=lambda one: one.number)
        ]


def others_of(personal: PersonalSources, sources: IssuedSources, registration: Registration) -> OthersNames:
    """Return what leaves the other candidates of a session out of a text."""
    identities = {
        one.id: identity_of(personal.candidates[one.candidate_id], one)
        for one in sources.registrations.values()
    }
    own = identities.pop(registration.id)
    return OthersNames(own, identities.values())


def identity_of(candidate: Candidate, registration: Registration) -> Identity:
    """Return by what a candidate may be named."""
    exact_ones = tuple(value for value in (candidate.email, candidate.phone) if value)
    family = (candidate.birth_name, candidate.usage_name)
    return Identity(family, candidate.first_names, registration.number, exact_ones)


def exact(numerator: int | None, denominator: int | None) -> Exact | None:
    """Return an exact number as data."""
    return [numerator, denominator] if numerator is not None and denominator is not None else None


def iso(moment: datetime | None) -> str | None:
    """Return an ISO date-time to the second, None for none."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def _proposal(one: Proposal) -> ProposalContent:
    return {
        "round": one.round,
        "verdict": one.verdict.value if one.verdict is not None else None,
        "doubts": one.reasons.split(),
        "result": exact(one.result_numerator, one.result_denominator),
        "straddles": one.straddles,
        "gaps": one.gaps,
    }


def _named(block: Block) -> NamedBlock:
    return {"code": block.code, "title": block.title}


def _name(seat: Seat) -> str:
    return seat.juror.name if seat.juror is not None else ""


def _sex(seat: Seat) -> str:
    return seat.juror.sex if seat.juror is not None else ""
