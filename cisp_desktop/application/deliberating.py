"""The jury's acts once sheets are sealed: freezing proposals, deciding block by block.

Must not know screens. A proposal never becomes a decision by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cisp_desktop.application.changes import Change
from cisp_desktop.application.drafting import decisions_on, draft_before
from cisp_desktop.application.hearings import read_hearing, read_hearings
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.scoring import marked_value
from cisp_desktop.application.votes import ballots_so_far, record_votes, votes_with
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.certification import Block, Certification
from cisp_desktop.domain.deliberation import (
    Decision,
    DecisionValue,
    Proposal,
    check_decision,
    standing_decision,
)
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.grading import (
    GradingScheme,
    OutsideResults,
    Verdict,
    propose,
    weak_lines,
)
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.registration import JurySession, OutsideResult, Registration
from cisp_desktop.domain.scoring import Mark, MarkStatus, SheetSummary, scored_items
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text


def open_deliberation(workspace: Workspace, session_id: str, *, by: str = "") -> int:
    """Freeze the proposals of every candidate whose sheets are all sealed; returns how many were frozen.

    A proposal is frozen once for each round: what was shown never changes. The first call notes the hour at
    which the deliberation began. Nothing is revealed of a candidate while one of the sheets is unsealed.
    ``by`` is the seat at the keyboard, here and below: it types for the jury, and the journal names it; empty
    for none.
    """
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if session.closed or session.cancelled or not work.deliberations.awaits_freezing(session_id):
            return 0
        freezing = _Freezing(workspace, work, session)
        proposals = freezing.proposals()
        if not proposals:
            return 0
        work.deliberations.add_proposals(proposals)
        if session.deliberation_opened_at is None:
            session.deliberation_opened_at = freezing.now
        work.note("PANEL", "proposals.frozen", subject=session_id, count=len(proposals), by=by)
        work.changed(Change.DECISIONS, session_id)
        work.commit()
        return len(proposals)


class _Freezing:
    """Computes what is not frozen yet, for a whole session at once."""

    def __init__(self, workspace: Workspace, work: UnitOfWork, session: JurySession) -> None:
        self.now = workspace.clock()
        self._registrations = work.registrations.of_session(session.id)
        self._certification: Certification = work.certifications.get(session.certification_id)
        self._scheme = GradingScheme.from_data(session.scheme)
        self._outside: dict[str, list[OutsideResult]] = {}
        for result in work.outside_results.of_session(session.id):
            self._outside.setdefault(result.registration_id, []).append(result)
        self._recorded = {r.assessment_id for results in self._outside.values() for r in results}
        self._sheets: dict[str, list[SheetSummary]] = {}
        summaries = work.sheets.summaries(session.id)
        self._hearings = read_hearings(work, session, registrations=self._registrations, summaries=summaries)
        for sheet in summaries:
            self._sheets.setdefault(sheet.registration_id, []).append(sheet)
        self._marks: Mapping[str, Mapping[str, Mark]] | None = None
        self._wide_gaps: Mapping[tuple[str, str], int] | None = None
        self._work, self._session_id = work, session.id

    def proposals(self) -> list[Proposal]:
        """Return a proposal for each block that is ready and not frozen, of the round that counts."""
        found: list[Proposal] = []
        for registration in self._registrations:
            hearing = self._hearings[registration.id]
            ready = hearing_acts.freeze(hearing).frozen - hearing.frozen
            if not ready:
                continue
            sealed = self._sealed(hearing, registration.id)
            found += [
                self._proposal(registration.id, block, sealed[block.id, hearing.round_of(block.id)])
                for block in self._certification.blocks
                if (block.id, hearing.round_of(block.id)) in ready
            ]
        return found

    def _sealed(self, hearing: Hearing, registration_id: str) -> dict[tuple[str, int], list[SheetSummary]]:
        """Return the sealed sheets of those who score, by block and round."""
        seats = {seat.id for seat in hearing.scoring}
        sealed: dict[tuple[str, int], list[SheetSummary]] = {}
        for sheet in self._sheets.get(registration_id, ()):
            if sheet.sealed and sheet.seat_id in seats:
                sealed.setdefault((sheet.block_id, sheet.round), []).append(sheet)
        return sealed

    def _proposal(self, registration_id: str, block: Block, sheets: Sequence[SheetSummary]) -> Proposal:
        round_ = sheets[0].round
        means = self._means(sheets, block)
        floor_broken, eliminated = weak_lines(self._scheme, means)
        panel = propose(
            self._scheme,
            [sheet.result for sheet in sheets],
            outside=self._weighed_outside(registration_id, block),
            outside_bars=self._outside_bars(registration_id, block),
            floor_broken=floor_broken,
            eliminated=eliminated,
        )
        numerator, denominator = panel.result.as_integer_ratio() if panel.result is not None else (None, None)
        return Proposal(
            registration_id, block.id, round_, panel.verdict, " ".join(panel.reasons), numerator, denominator,
            panel.straddles, self._gaps(registration_id, block), self.now,
        )  # fmt: skip

    def _gaps(self, registration_id: str, block: Block) -> int:
        """Count the lines of a block on which two jurors stand far apart."""
        if self._wide_gaps is None:
            self._wide_gaps = self._work.sheets.wide_gaps(self._session_id, gap=self._scheme.wide_gap)
        return self._wide_gaps.get((registration_id, block.id), 0)

    def _means(self, sheets: Sequence[SheetSummary], block: Block) -> dict[str, Fraction]:
        """Return the panel's mean of each assessed line; empty where the scheme has no rule on lines."""
        if not (self._scheme.floors or self._scheme.eliminatory):
            return {}
        if self._marks is None:
            self._marks = self._work.sheets.current_marks_of_session(self._session_id)
        own = [self._marks.get(sheet.id, {}) for sheet in sheets]
        means: dict[str, Fraction] = {}
        for item in scored_items(self._scheme, block):
            rows = [marks[item] for marks in own if item in marks]
            given = [marked_value(mark) for mark in rows if mark.status is MarkStatus.GIVEN]
            if given:
                means[item] = sum(map(self._scheme.counted, given), Fraction(0)) / len(given)
        return means

    def _weighed_outside(self, registration_id: str, block: Block) -> list[tuple[Fraction, Fraction | None]]:
        """Return (share, points) of the block's assessments that the scheme weighs."""
        points = {r.assessment_id: r.points for r in self._outside.get(registration_id, ())}
        weights = self._scheme.outside_weights
        return [
            (
                Fraction(weights[assessment.id]).limit_denominator(1000),
                None if points.get(assessment.id) is None else Fraction(points[assessment.id] or 0, 100),
            )
            for assessment in block.assessments
            if assessment.id in weights
        ]

    def _outside_bars(self, registration_id: str, block: Block) -> bool:
        rule = self._scheme.outside_results
        if rule is OutsideResults.IGNORED:
            return False
        own = {result.assessment_id: result for result in self._outside.get(registration_id, ())}
        for assessment in block.assessments:
            result = own.get(assessment.id)
            if result is not None and not result.favourable:
                return True
            counts = rule is OutsideResults.REQUIRED or assessment.id in self._recorded
            if result is None and assessment.judged_by.outside_panel and counts:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the jury decides for one block; ``value`` None takes the decision back."""

    value: DecisionValue | None
    reason: str = ""
    casting_vote: bool = False


def decide(
    workspace: Workspace,
    registration_id: str,
    *,
    block_id: str,
    ruling: Ruling,
    ballots: Mapping[str, Ballot] | None = None,
    by: str = "",
) -> Ruling:
    """Record the jury's decision for one block and return the ruling that stood before (for undo).

    ``ballots`` (by seat id) are the votes that led to it, kept in the same COMMIT; None means those given so
    far, if any. A decision taken back keeps the ballots named, and the reason, as a draft.

    Raises ``RuleError("decision.reason_missing")``, ``decision.not_the_jurys`` or ``Refused``:
    ``deliberation.not_open`` (nothing shown in the round that counts), ``decision.stands`` (held, not
    presented, absent …), ``panel.no_president``, ``panel.no_quorum``, ``session.closed``, and as
    ``votes.check_votes``.
    """
    with workspace.unit_of_work() as work:
        before = _decide(
            workspace, work, registration_id, block_id=block_id, ruling=ruling, ballots=ballots, by=by
        )
        work.commit()
        return before


def _decide(
    workspace: Workspace,
    work: UnitOfWork,
    registration_id: str,
    *,
    block_id: str,
    ruling: Ruling,
    ballots: Mapping[str, Ballot] | None = None,
    by: str,
) -> Ruling:
    registration = work.registrations.get(registration_id)
    session = open_session(work, registration.session_id)
    if standing_decision(registration, block_id) is not None:
        raise Refused("decision.stands")
    hearing = read_hearing(work, registration, session)
    reason = entry_text(ruling.reason, field="decision.reason", limit=COMMENT_LENGTH, multiline=True)
    _check_ruling(work, registration_id, hearing, block_id=block_id, ruling=replace(ruling, reason=reason))
    history = decisions_on(work, registration_id, block_id)
    last = history[-1] if history else None
    before = Ruling(last.value, last.reason, last.casting_vote) if last else Ruling(None)
    if ballots is None and ruling.value is not None:
        ballots = ballots_so_far(work, hearing, last)
    wanted = Ruling(ruling.value, reason, ruling.casting_vote)
    sequence = last.sequence + 1 if last else 1
    voted = votes_with(work, registration_id, block_id=block_id, sequence=sequence - 1)
    if wanted == before and (ballots is None or ballots == voted):
        return before
    decision = Decision(
        registration_id, block_id, sequence, ruling.value, reason, ruling.casting_vote, workspace.clock()
    )
    work.deliberations.append(decision)
    if ballots:
        record_votes(work, registration, session, hearing=hearing, decision=decision, ballots=ballots, by=by)
    subject, value = registration_id, ruling.value
    if value is None:
        work.note("PANEL", "decision.withdrawn", subject=subject, block=block_id, by=by)
    else:
        work.note("PANEL", "decision.taken", subject=subject, block=block_id, value=value.value, by=by)
    work.changed(Change.DECISIONS, registration_id, session.id)
    return before


def _check_ruling(
    work: UnitOfWork, registration_id: str, hearing: Hearing, *, block_id: str, ruling: Ruling
) -> None:
    """Hold a ruling to the hearing and to the proposal of the round that counts; raises as ``decide``."""
    if ruling.value is None:
        hearing_acts.withdraw_decision(hearing, block_id)
        return
    hearing_acts.decide(hearing, block_id)
    verdict = _shown(work, hearing, registration_id, block_id).verdict
    check_decision(ruling.value, verdict, reason=ruling.reason, casting_vote=ruling.casting_vote)


def _shown(work: UnitOfWork, hearing: Hearing, registration_id: str, block_id: str) -> Proposal:
    """Return the proposal of the round that counts, shown already."""
    return next(
        proposal
        for proposal in work.deliberations.proposals_of_registration(registration_id)
        if (proposal.block_id, proposal.round) == (block_id, hearing.round_of(block_id))
    )


def withdraw_decisions(workspace: Workspace, blocks: Sequence[tuple[str, str]], *, by: str = "") -> int:
    """Take back the decisions on these (registration id, block id) in one COMMIT; returns how many stood.

    What had been written and voted before comes back with them. Raises as ``decide`` does.
    """
    withdrawn = 0
    with workspace.unit_of_work() as work:
        for registration_id, block_id in blocks:
            kept = draft_before(work, registration_id, block_id)
            before = _decide(
                workspace, work, registration_id, block_id=block_id,
                ruling=Ruling(None, kept.reason, kept.casting_vote), ballots=kept.ballots, by=by,
            )  # fmt: skip
            withdrawn += before.value is not None
        if withdrawn:
            work.commit()
    return withdrawn


@dataclass(frozen=True, slots=True)
class NotDecided:
    """A block that could not be decided in a batch, and why."""

    number: str
    block: str
    error: CispError


@dataclass(frozen=True, slots=True)
class BatchDecided:
    """What a batch of decisions did; with ``failed`` nothing was recorded."""

    recorded: int
    failed: tuple[NotDecided, ...]


def record_decisions(
    workspace: Workspace,
    session_id: str,
    *,
    rulings: Sequence[tuple[str, str, Ruling]] = (),
    accept_proposals: bool = False,
    reason: str = "",
    panel_id: str | None = None,
    by: str = "",
) -> BatchDecided:
    """Record decisions for many blocks, whole or not at all.

    ``rulings`` are (N° dossier, block code, ruling). ``accept_proposals`` then records every frozen
    proposal as the decision where none stands yet, ``reason`` being the written reason of the refusals;
    blocks without a proposal stay undecided, and so do the candidates of other panels than ``panel_id``.
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        certification = work.certifications.get(session.certification_id)
        registrations = {r.id: r for r in work.registrations.of_session(session_id)}
        wanted = _named(registrations, certification, rulings)
        if accept_proposals:
            heard = {key: r for key, r in registrations.items() if panel_id in (None, r.panel_id)}
            wanted += _accepted(work, session_id, heard, reason=reason, already=wanted)
        codes = {block.id: block.code for block in certification.blocks}
        failed = []
        for registration, block_id, ruling in wanted:
            try:
                _decide(workspace, work, registration.id, block_id=block_id, ruling=ruling, by=by)
            except (RuleError, Refused) as error:
                failed.append(NotDecided(registration.number, codes[block_id], error))
        if wanted and not failed:
            work.commit()
        return BatchDecided(0 if failed else len(wanted), tuple(failed))


_Wanted = list[tuple[Registration, str, Ruling]]


def _named(
    registrations: Mapping[str, Registration],
    certification: Certification,
    rulings: Sequence[tuple[str, str, Ruling]],
) -> _Wanted:
    by_number = {registration.number: registration for registration in registrations.values()}
    found: _Wanted = []
    for number, code, ruling in rulings:
        registration, block = by_number.get(number), certification.block(code)
        if registration is None:
            raise RuleError("decision.unknown_number", number=number)
        if block is None:
            known = ", ".join(block.short_code for block in certification.blocks)
            raise RuleError("registration.block_unknown", block=code, known=known, code=certification.code)
        found.append((registration, block.id, ruling))
    return found


def _accepted(
    work: UnitOfWork,
    session_id: str,
    registrations: Mapping[str, Registration],
    *,
    reason: str,
    already: _Wanted,
) -> _Wanted:
    current = work.deliberations.current_decisions(session_id)
    taken = {key for key, decision in current.items() if decision.value is not None}
    taken |= {(registration.id, block_id) for registration, block_id, _ in already}
    found: _Wanted = []
    rounds = work.discussions.rounds_of_session(session_id)
    superseded = {(one.registration_id, one.block_id, one.number - 1) for one in rounds}
    for proposal in work.deliberations.proposals_of_session(session_id):
        if (proposal.registration_id, proposal.block_id, proposal.round) in superseded:
            continue
        registration = registrations.get(proposal.registration_id)
        if registration is None:
            continue
        open_block = (registration.id, proposal.block_id) not in taken
        if proposal.verdict is None or not open_block or not registration.attendance.came:
            continue
        refused = proposal.verdict is Verdict.NOT_VALIDATED
        ruling = Ruling(DecisionValue(proposal.verdict.value), reason if refused else "")
        found.append((registration, proposal.block_id, ruling))
    return found
