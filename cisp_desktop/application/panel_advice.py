"""What the rules say of a panel, as a whole and for each candidate, on the rows that screens read.

Advice only: nothing here refuses anything. The same report serves the panel's tab, the readiness page and the
commands. Must not know screens or storage.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cisp_desktop.application.juror_register import Habilitation, habilitation_on
from cisp_desktop.application.panel_rules import members_of
from cisp_desktop.application.queries import (
    CertificationRow,
    JurorRow,
    PanelRow,
    RegistrationRow,
    SeatRow,
    SessionRow,
)
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.panel_rules import PanelRules, RuleFinding, RuleKind, judge_panel

LEAST_MEMBERS = 2
"""Fewer never decide on a candidate, whatever the recusals (domain page §3)."""


class FindingCode(StrEnum):
    """What may be wrong with one juror, or for one candidate. ``application.wording_panels`` words it."""

    NO_PRESIDENT = "NO_PRESIDENT"
    NO_QUORUM = "NO_QUORUM"
    SHARE = "SHARE"
    HABILITATION_EXPIRED = "HABILITATION_EXPIRED"
    HABILITATION_NOT_YET = "HABILITATION_NOT_YET"
    TWO_PANELS = "TWO_PANELS"


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """One rule on the whole panel; ``concerned`` is false while no candidate heard calls for it."""

    finding: RuleFinding
    concerned: bool

    @property
    def warns(self) -> bool:
        """Whether the rule applies and is not kept."""
        return self.concerned and not self.finding.satisfied


@dataclass(frozen=True, slots=True)
class CandidateQuorum:
    """Who is left to judge one candidate with recusals: ``members`` of ``whole``, where ``needed`` should.

    ``recused`` names who is not; ``spare`` names the substitutes who could sit in their places.
    """

    registration_id: str
    members: int
    whole: int
    needed: int
    recused: tuple[str, ...]
    spare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateFinding:
    """What the recusals of one candidate leave to be desired. ``members`` still judge, ``needed`` should.

    ``share`` is the rule not kept when the code is ``SHARE``. Without quorum nothing can be decided.
    ``recused`` names who does not judge.
    """

    registration_id: str
    code: FindingCode
    members: int
    needed: int
    share: RuleFinding | None = None
    recused: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the panel cannot decide on this candidate."""
        return self.code is not FindingCode.SHARE


@dataclass(frozen=True, slots=True)
class JurorFinding:
    """A warning about one juror of the panel; ``day`` is that of the habilitation, where it is about it."""

    juror: str
    code: FindingCode
    day: date | None = None


@dataclass(frozen=True, slots=True)
class PanelReport:
    """One panel under its rules; ``casting_vote`` are the access paths where the president's vote decides.

    ``quorums`` are those of the candidates for whom somebody is recused, reached or not.
    """

    panel_id: str
    members: int
    rules: tuple[JudgedRule, ...]
    jurors: tuple[JurorFinding, ...]
    candidates: tuple[CandidateFinding, ...]
    casting_vote: tuple[AccessPath, ...]
    quorums: tuple[CandidateQuorum, ...] = ()

    @property
    def blocking(self) -> int:
        """How many findings prevent closing or deciding."""
        rules = sum(judged.warns and judged.finding.blocks for judged in self.rules)
        return rules + sum(finding.blocks for finding in self.candidates)

    @property
    def warnings(self) -> int:
        """How many findings only warn."""
        rules = sum(judged.warns and not judged.finding.blocks for judged in self.rules)
        return rules + len(self.jurors) + sum(not finding.blocks for finding in self.candidates)


def panel_report(
    panel: PanelRow,
    registrations: Sequence[RegistrationRow],
    *,
    rules: PanelRules,
    session: SessionRow,
    certification: CertificationRow,
    jurors: Sequence[JurorRow] = (),
    others: Sequence[PanelRow] = (),
) -> PanelReport:
    """Judge one panel of a session: its rules, its jurors, and who can decide on each of its candidates.

    ``registrations`` may be those of the whole session; ``jurors`` is the register, ``others`` the session's
    panels. Habilitations are judged on the session's first day.
    """
    centre, certifier = session.centre_name, certification.certifier_name
    heard = [row for row in registrations if row.panel_id == panel.id and row.attendance.came]
    paths = {row.access_path for row in heard}
    findings = judge_panel(rules, members_of(panel.seats, centre=centre, certifier=certifier), paths=())
    judged = tuple(
        JudgedRule(finding, _concerned(finding, paths, members=len(panel.seats))) for finding in findings
    )
    kept = {judged_rule.finding for judged_rule in judged if judged_rule.finding.satisfied}
    candidates, quorums = [], []
    for row in heard:
        if not panel.seats or not any(seat.id in row.recused_seat_ids for seat in panel.seats):
            continue
        left = [seat for seat in panel.seats if seat.id not in row.recused_seat_ids]
        found = judge_panel(
            rules, members_of(left, centre=centre, certifier=certifier), paths=(row.access_path,)
        )
        quorum = _quorum(panel, row, left, found)
        quorums.append(quorum)
        candidates += _of_candidate(quorum, left, found, kept=kept)
    votes = tuple(path for path in AccessPath if rules.casting_vote(path))
    found_jurors = _of_jurors(panel, {juror.id: juror for juror in jurors}, session.starts, others)
    return PanelReport(
        panel.id, len(panel.seats), judged, found_jurors, tuple(candidates), votes, tuple(quorums)
    )


def _concerned(finding: RuleFinding, heard: Collection[AccessPath], *, members: int) -> bool:
    if not members and finding.role is None:
        return False  # the empty seats say it
    return not finding.paths or not heard or any(path in heard for path in finding.paths)


def _quorum(
    panel: PanelRow, row: RegistrationRow, left: Sequence[SeatRow], found: Sequence[RuleFinding]
) -> CandidateQuorum:
    """Return who is left to judge a candidate.

    The quorum is the members required minus those recused, never under two, always with the president
    (domain page §3).
    """
    recused = [seat for seat in panel.seats if seat not in left]
    roles = {seat.role for seat in recused}
    required = next((f.needed for f in found if f.code == RuleKind.MEMBERS_PRESENT), LEAST_MEMBERS)
    return CandidateQuorum(
        row.id,
        len(left),
        len(panel.seats),
        max(LEAST_MEMBERS, required - len(recused)),
        tuple(seat.name for seat in recused),
        tuple(
            seat.name
            for seat in panel.substitutes
            if seat.role in roles and seat.id not in row.recused_seat_ids
        ),
    )


def _of_candidate(
    quorum: CandidateQuorum,
    left: Sequence[SeatRow],
    found: Sequence[RuleFinding],
    *,
    kept: Collection[RuleFinding],
) -> list[CandidateFinding]:
    """Judge the members that recusals leave; a share that the whole panel lacks is told once."""

    def told(code: FindingCode, share: RuleFinding | None = None) -> CandidateFinding:
        return CandidateFinding(
            quorum.registration_id, code, quorum.members, quorum.needed, share, quorum.recused
        )

    if not any(seat.role is Role.PRESIDENT for seat in left):
        return [told(FindingCode.NO_PRESIDENT)]
    if quorum.members < quorum.needed:
        return [told(FindingCode.NO_QUORUM)]
    held = {(finding.code, finding.paths) for finding in kept}
    shares = (RuleKind.EXTERNAL_SHARE, RuleKind.PROFESSIONALS_SHARE)
    return [
        told(FindingCode.SHARE, finding)
        for finding in found
        if finding.code in shares and not finding.satisfied and (finding.code, finding.paths) in held
    ]


def _of_jurors(
    panel: PanelRow, known: dict[str, JurorRow], day: date, others: Sequence[PanelRow]
) -> tuple[JurorFinding, ...]:
    elsewhere = {
        seat.juror_id for other in others if other.id != panel.id for seat in other.seats if seat.juror_id
    }
    found = []
    for seat in (*panel.seats, *panel.substitutes):
        juror = known.get(seat.juror_id)
        state = habilitation_on(juror, day) if juror is not None else Habilitation.OPEN
        if juror is not None and state is Habilitation.EXPIRED:
            found.append(JurorFinding(seat.name, FindingCode.HABILITATION_EXPIRED, juror.habilitated_until))
        elif juror is not None and state is Habilitation.NOT_YET:
            found.append(JurorFinding(seat.name, FindingCode.HABILITATION_NOT_YET, juror.habilitated_from))
        if seat.juror_id in elsewhere and not seat.standby:
            found.append(JurorFinding(seat.name, FindingCode.TWO_PANELS))
    return tuple(found)
