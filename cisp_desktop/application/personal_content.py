"""The frozen content of the papers of one person: grids as sealed, what the jury agreed, the access pack.

Raw values, as in ``issued_content``. They hold marks and private data of the candidate whom they are about,
and of no other candidate. Must not know where the data comes from nor how it is drawn.
"""

from typing import TypedDict

from cisp_desktop.application.issued_content import (
    AppealContent,
    HolderContent,
    IssuedContent,
    NamedBlock,
    NoticeBlock,
)
from cisp_desktop.application.minutes_snapshot import HeldContent

Exact = list[int]
"""An exact number: numerator, denominator."""


class LevelContent(TypedDict):
    """One level of the scale with the certifier's word."""

    value: int
    label: str


class SchemeContent(TypedDict):
    """By what marks are read: ``LEVELS`` or ``POINTS`` (on 20), the scale, the threshold on 20."""

    mode: str
    levels: list[LevelContent]
    threshold: float


class GridLine(TypedDict):
    """One line of a sheet. ``status``: ``GIVEN``, ``NOT_EVALUATED``, or empty where nothing stands.

    ``points`` are hundredths; ``reason`` is the code of why a line was not evaluated.
    """

    wording: str
    status: str
    level: int | None
    label: str
    points: int | None
    reason: str
    comment: str


class GridSheet(TypedDict):
    """A sealed sheet. ``result`` is the juror's own on 20; ``receipt`` what the juror noted when sealing.

    ``typed_by``, ``checked_by`` and ``checked_at`` tell of a sheet copied from paper, else they are empty.
    """

    juror: str
    role: str
    sex: str
    round: int
    sealed_at: str
    receipt: str
    result: Exact | None
    lines: list[GridLine]
    overall: GridLine
    typed_by: str
    checked_by: str
    checked_at: str | None


class SetAsideContent(TypedDict):
    """A sheet never sealed that the president set aside: whose, and why; nothing of what stood on it."""

    juror: str
    role: str
    sex: str
    round: int
    reason: str


class RoundContent(TypedDict):
    """A round past the first, why and when it was opened."""

    number: int
    reason: str
    opened_at: str


class GridBlock(NamedBlock):
    """The sheets of one block, by round, then in the order of the panel."""

    rounds: list[RoundContent]
    sheets: list[GridSheet]
    set_aside: list[SetAsideContent]


class IndividualGridsContent(IssuedContent):
    """« Grilles individuelles ». ``withheld`` counts the passages that named somebody else."""

    holder: HolderContent
    scheme: SchemeContent
    grids: list[GridBlock]
    withheld: int


class ProposalContent(TypedDict):
    """What the scheme proposed in one round; ``verdict`` None: the jury deliberated without (``doubts``)."""

    round: int
    verdict: str | None
    doubts: list[str]
    result: Exact | None
    straddles: bool
    gaps: int


class OutsideContent(TypedDict):
    """A result judged outside the panel; ``points`` are hundredths."""

    title: str
    favourable: bool
    evaluator: str
    judged_on: str
    points: int | None


class AgreedBlock(NamedBlock):
    """What was agreed on one block. ``vote``: ``UNANIMOUS``, ``MAJORITY``, ``CASTING_VOTE`` or empty: the
    ballots themselves stay secret.
    """

    decision: str
    proposals: list[ProposalContent]
    reason: str
    vote: str
    rounds: list[RoundContent]
    outside: list[OutsideContent]
    recommendation: str
    conditions: str


class PersonContent(TypedDict):
    """Somebody by name and role."""

    name: str
    role: str
    sex: str


class AgreedContent(TypedDict):
    """What the jury agreed on a candidate, and who decided."""

    outcome: str
    deciding: list[PersonContent]
    blocks: list[AgreedBlock]


class AgreedGridsContent(IssuedContent):
    """« Grilles du jury »."""

    holder: HolderContent
    scheme: SchemeContent
    agreed: AgreedContent
    withheld: int


class RequestContent(TypedDict):
    """Who made an access pack and when, for whom, and the day of the request where it is known."""

    made_by: str
    made_at: str
    answered_to: str
    asked_on: str | None


class Fact(TypedDict):
    """One personal datum: a code of ``wording.FIELDS`` and its value in words or digits."""

    field: str
    value: str


class DossierContent(TypedDict):
    """A version of a document handed in; ``replaced_at`` is empty for the one that counts.

    ``file`` is its name in the folder of an access pack.
    """

    kind: str
    name: str
    file: str
    pages: int
    size: int
    sha256: str
    received_at: str
    replaced_at: str | None


class TimerContent(TypedDict):
    """The hours of one part of the defence; ``seconds`` are those that were counted."""

    assessment: str
    phase: str
    began: str | None
    ended: str | None
    seconds: int


class PresenceContent(TypedDict):
    """Whether and when the candidate came."""

    attendance: str
    slot: str | None
    minutes: int | None
    arrived_at: str | None
    left_at: str | None
    excuse: str
    document: str
    identity_checked_by: str
    timers: list[TimerContent]


class AbsenceContent(TypedDict):
    """A member who did not hear the candidate: recused (``ground``), or gone from ``at`` on; who sat in the
    place.
    """

    name: str
    role: str
    sex: str
    ground: str
    at: str | None
    substitute: str


class IncidentContent(TypedDict):
    """An incident about the candidate; the names of others are left out of its texts."""

    kind: str
    happened_at: str
    account: str
    decision: str


class SharedNoteContent(TypedDict):
    """A reading note that its juror shared with the panel; ``page`` counts from 1."""

    author: str
    file: str
    page: int
    text: str


class GivenPaper(TypedDict):
    """A paper issued about the candidate before this one."""

    kind: str
    block: str
    code: str
    issued_at: str


class JournalLine(TypedDict):
    """What the journal tells of the candidate: ``times`` acts alike from ``at`` to ``until``."""

    at: str
    until: str
    times: int
    actor: str
    action: str
    about: str
    details: str


class DecisionContent(TypedDict):
    """What the decision notice says."""

    outcome: str
    blocks: list[NoticeBlock]
    notify_by: str | None
    appeal: AppealContent


class AccessPackContent(IssuedContent):
    """« Dossier d’accès »: all that is kept about one candidate of a session, and nothing about another."""

    holder: HolderContent
    request: RequestContent
    scheme: SchemeContent
    identity: list[Fact]
    registration: list[Fact]
    presented: list[NamedBlock]
    held: list[HeldContent]
    dossiers: list[DossierContent]
    presence: PresenceContent
    absences: list[AbsenceContent]
    grids: list[GridBlock]
    agreed: AgreedContent
    notice: DecisionContent
    incidents: list[IncidentContent]
    notes: list[SharedNoteContent]
    papers: list[GivenPaper]
    journal: list[JournalLine]
    withheld: int
