"""Proposal and decision per block, and the outcome that follows from them.

The jury is sovereign: a proposal never becomes a decision by itself, and the outcome is derived,
never typed. This module must not know screens, storage or minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.domain.registration import Attendance, Registration


class DecisionValue(StrEnum):
    """What stands in a block's column of the minutes."""

    VALIDATED = "VALIDATED"
    NOT_VALIDATED = "NOT_VALIDATED"
    HELD = "HELD"
    NOT_PRESENTED = "NOT_PRESENTED"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"
    WITHDRAWN = "WITHDRAWN"
    DEFERRED = "DEFERRED"


JURY_DECISIONS = (DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED, DecisionValue.DEFERRED)
"""What a jury decides; every other value follows from the registration."""


class Outcome(StrEnum):
    """The candidate's outcome."""

    CERTIFIED = "CERTIFIED"
    PARTIAL = "PARTIAL"
    BLOCKS_VALIDATED = "BLOCKS_VALIDATED"
    NO_NEW_BLOCK = "NO_NEW_BLOCK"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"
    WITHDRAWN = "WITHDRAWN"
    DEFERRED = "DEFERRED"
    NOT_EXAMINED = "NOT_EXAMINED"
    """The panel could not sit: nothing was decided, and the attempt does not count."""


@dataclass(eq=False)
class Proposal:
    """What the scheme computed for one block of one registration, frozen when first shown.

    ``verdict`` None means « À délibérer »; ``reasons`` are ``NoProposal`` codes, space separated.
    ``gaps`` counts competences on which two jurors stand ``wide_gap`` levels apart or more.
    """

    registration_id: str
    block_id: str
    round: int
    verdict: Verdict | None
    reasons: str
    result_numerator: int | None
    result_denominator: int | None
    straddles: bool
    gaps: int
    frozen_at: datetime

    @property
    def result(self) -> Fraction | None:
        """The panel's mean on 20, exact."""
        if self.result_numerator is None or self.result_denominator is None:
            return None
        return Fraction(self.result_numerator, self.result_denominator)


@dataclass(eq=False)
class Decision:
    """One row of the history of a block's decision; the latest ``sequence`` counts.

    ``value`` None withdraws the earlier one (undo). ``casting_vote``: the president's vote made it.
    """

    registration_id: str
    block_id: str
    sequence: int
    value: DecisionValue | None
    reason: str
    casting_vote: bool
    decided_at: datetime


def standing_decision(registration: Registration, block_id: str) -> DecisionValue | None:
    """Return the decision that follows from the registration alone, or None when the jury decides."""
    if block_id in registration.held_block_ids and block_id not in registration.presented:
        return DecisionValue.HELD
    if block_id not in registration.presented:
        return DecisionValue.NOT_PRESENTED
    if registration.attendance.came:
        return None
    return DecisionValue(registration.attendance.value)


def check_decision(
    value: DecisionValue, proposal: Verdict | None, *, reason: str, casting_vote: bool
) -> None:
    """Refuse a decision without its compulsory reason (``RuleError("decision.reason_missing")``).

    A reason is compulsory when a block is refused, when the decision differs from the proposal that
    exists, and when the casting vote was used.
    """
    if value not in JURY_DECISIONS:
        raise RuleError("decision.not_the_jurys", value=value)
    if not reason.strip() and reason_required(value, proposal, casting_vote=casting_vote):
        differs = proposal is not None and value.value != proposal.value
        raise RuleError("decision.reason_missing", value=value, differs=differs, casting_vote=casting_vote)


def reason_required(value: DecisionValue, proposal: Verdict | None, *, casting_vote: bool) -> bool:
    """Whether a decision needs a written reason: a refusal, a difference, or the casting vote."""
    differs = proposal is not None and value.value != proposal.value
    return value is DecisionValue.NOT_VALIDATED or differs or casting_vote


def derive_outcome(
    registration: Registration,
    certification: Certification,
    decisions: Mapping[str, DecisionValue | None],
) -> Outcome | None:
    """Return the outcome from the decision of every block (by block id), or None while one lacks.

    The title is awarded when every block is validated now or held already. [fiche RNCP36128]
    """
    if not registration.attendance.came:
        return Outcome(registration.attendance.value)
    values = [decisions.get(block.id) for block in certification.blocks]
    if any(value is None for value in values):
        return None
    if DecisionValue.DEFERRED in values:
        return Outcome.DEFERRED
    if all(value in (DecisionValue.VALIDATED, DecisionValue.HELD) for value in values):
        return Outcome.CERTIFIED
    return _partial_outcome(registration, certification, values)


def _partial_outcome(
    registration: Registration, certification: Certification, values: Sequence[DecisionValue | None]
) -> Outcome:
    validated = values.count(DecisionValue.VALIDATED)
    if not validated:
        return Outcome.NO_NEW_BLOCK
    if not registration.whole_title(certification) and DecisionValue.NOT_VALIDATED not in values:
        return Outcome.BLOCKS_VALIDATED
    return Outcome.PARTIAL


def attendance_counts(attendances: Sequence[Attendance]) -> dict[str, int]:
    """Return the minutes' counts: registered, present, expected, absent, excused (withdrawn came)."""
    present = sum(a in (Attendance.PRESENT, Attendance.WITHDRAWN) for a in attendances)
    return {
        "registered": len(attendances),
        "present": present,
        "expected": attendances.count(Attendance.EXPECTED),
        "absent": attendances.count(Attendance.ABSENT),
        "excused": attendances.count(Attendance.EXCUSED),
    }
