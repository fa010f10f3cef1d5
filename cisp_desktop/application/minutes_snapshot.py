"""The frozen content of minutes: what the builder fills, what the renderer draws, what the fingerprint
covers.

Every value is raw: codes, ISO dates (``2022-12-14``), ISO date-times (``2022-12-14T14:30:00+01:00``), strings
as typed. French words are put at drawing time. This module must not know where the data comes from nor how it
is drawn; it holds no name of a table, a screen or a library.
"""

from typing import Literal, NotRequired, TypedDict

SCHEMA_VERSION = 1
SHORT_FINGERPRINT_LENGTH = 16

Attendance = Literal["PRESENT", "LATE", "LEFT", "REPLACED", "ABSENT"]
BlockDecisionCode = Literal[
    "VALIDATED", "NOT_VALIDATED", "HELD", "NOT_PRESENTED", "ABSENT", "EXCUSED", "WITHDRAWN", "DEFERRED"
]
ReasonKind = Literal["REFUSAL", "DIFFERS", "CASTING_VOTE", "STATED"]


class OrganisationContent(TypedDict):
    """A certifier or a centre; ``siret`` and ``address`` may be empty."""

    name: str
    siret: str
    address: str


class TitledCode(TypedDict):
    """A code with its official title (NSF)."""

    code: str
    title: str


class CertificationContent(TypedDict):
    """The title at stake; dates are ISO or ``None``."""

    code: str
    title: str
    level_national: int | None
    level_european: int | None
    nsf: list[TitledCode]
    registration_starts: str | None
    registration_ends: str | None


class SessionContent(TypedDict):
    """Dates or date-times (ISO), and the place as typed. ``hours``: day by day, from when until when the
    panel heard candidates.
    """

    id: str
    starts: str
    ends: str | None
    place: str
    hours: NotRequired[list["PeriodContent"]]


class SeatContent(TypedDict):
    """One seat of the panel.

    ``role``: ``PRESIDENT``, ``PROFESSIONAL``, ``CENTRE`` or another role of the rule. ``at``: the ISO
    date-time of the late coming, leaving or replacement. ``recused_for``: candidate numbers. ``signs``:
    whether the seat has a signature frame (by default: ``PRESENT`` and ``LATE``). ``remote``: sat at a
    distance, ``remote_by`` by what means as typed. ``recused_at``: when, by candidate number, the recusals of
    the session's own days were declared (ISO). ``absent_for``: numbers of the candidates for whom who left
    did not decide; ``stands_in_for`` and ``sat_for``: whose substitute, and for which candidates. ``sex``: as
    the register says, for words that agree.
    """

    id: str
    role: str
    name: str
    title: str
    employer: str
    attendance: Attendance
    at: str | None
    recused_for: list[str]
    sex: NotRequired[str]
    signs: NotRequired[bool]
    remote: NotRequired[bool]
    remote_by: NotRequired[str]
    recused_at: NotRequired[dict[str, str]]
    replaced_by: NotRequired[str]
    absent_for: NotRequired[list[str]]
    stands_in_for: NotRequired[str]
    sat_for: NotRequired[list[str]]


class PanelContent(TypedDict):
    """The panel that decided; ``name`` may be empty when the session has only one."""

    id: str
    name: str
    seats: list[SeatContent]


class CountsContent(TypedDict):
    """Counts of candidates of this panel; ``expected``: of whom nobody said yet whether they came."""

    registered: int
    presented: int
    absent: int
    excused: int
    expected: NotRequired[int]


class BlockContent(TypedDict):
    """A column of the table; ``short`` is its head (« BC01 »)."""

    code: str
    title: str
    short: str


class HeldContent(TypedDict):
    """A block obtained earlier; ``code`` is the code under which it was obtained.

    ``valid_until`` is the last day on which it counts (ISO), ``None`` for good.
    """

    block: str
    code: str
    date: str | None
    minutes_number: str | None
    valid_until: NotRequired[str | None]


class ReasonContent(TypedDict):
    """A written reason of the jury for one block."""

    block: str
    reason: str
    kind: ReasonKind


class DefenceContent(TypedDict):
    """Hours of a defence and of a candidate who came late or withdrew, ISO date-times or ``None``."""

    starts: str | None
    ends: str | None
    arrived_at: str | None
    left_at: str | None


class CandidateContent(TypedDict):
    """One row of the table. ``decisions`` and ``proposals`` go from block code to decision code.

    ``proposals`` holds ``None`` where the scheme made none. ``outcome``: ``CERTIFIED``, ``PARTIAL``,
    ``BLOCKS_VALIDATED``, ``NO_NEW_BLOCK``, ``ABSENT``, ``EXCUSED``, ``WITHDRAWN``, ``DEFERRED``,
    ``NOT_EXAMINED`` (the panel could not sit) or ``None`` as long as it is not known (draft).
    """

    number: str
    birth_name: str
    usage_name: str
    first_names: str
    sex: str
    birth_date: str | None
    birth_place: str
    identity_checked_by: str
    access_path: str
    decisions: dict[str, BlockDecisionCode | None]
    proposals: dict[str, str | None]
    outcome: str | None
    reasons: list[ReasonContent]
    held: list[HeldContent]
    second_round: list[str]
    casting_vote: list[str]
    attendance: NotRequired[str]
    defence: NotRequired[DefenceContent]


class RecusedQuorum(TypedDict):
    """How many members decided for a candidate for whom a member was recused, or ``left``."""

    number: str
    members: int
    left: NotRequired[bool]


class QuorumContent(TypedDict):
    """What the statement of quorum and composition says.

    ``external`` counts members external to certifier and centre; ``external_least_percent`` is the rule's
    share (0: no such rule), ``external_wished`` whether it only warns; minutes closed before that was kept
    do not say. ``women`` and ``men`` are ``None`` where not recorded.
    """

    required: int
    present: int
    president_present: bool
    met: bool
    external: int
    external_least_percent: int
    external_wished: NotRequired[bool]
    women: int | None
    men: int | None
    reduced_for: list[RecusedQuorum]


class PeriodContent(TypedDict):
    """Hours of deliberation, ISO date-times or ``None`` where not recorded."""

    starts: str | None
    ends: str | None


class DoneAtContent(TypedDict):
    """« Fait à …, le … »."""

    place: str
    date: str


class DifferenceContent(TypedDict):
    """One field that rectifying minutes say otherwise, in words."""

    where: str
    before: str
    after: str


class RectifiesContent(TypedDict):
    """What rectifying minutes say about the earlier ones; ``ground``: ``CLERICAL`` or ``DECISION``;
    ``signed_by``: the one role that signs them, everybody who decided by default. ``asked_by`` and
    ``closed_at`` (ISO): who asked for it, and when the new minutes were closed; ``for_certifier``: who
    rectified a clerical error for the certifier, empty where nobody is named. Minutes closed before these
    were kept have none of the three.
    """

    number: str
    reason: str
    ground: NotRequired[str]
    differences: NotRequired[list[DifferenceContent]]
    signed_by: NotRequired[str]
    asked_by: NotRequired[str]
    closed_at: NotRequired[str]
    for_certifier: NotRequired[str]


class ConstatationContent(TypedDict):
    """That the panel could not sit: since when (ISO), and why."""

    at: str
    why: str


class CancelledContent(TypedDict):
    """When (ISO), by whom and why a session was cancelled."""

    at: str
    by: str
    why: str


class MinutesSnapshot(TypedDict):
    """Everything that is printed on minutes, and nothing else.

    ``warnings`` are codes of ``wording_minutes.WARNINGS`` (an award after the registration's end, for
    instance). ``scheme`` is a one-line summary of the grading scheme as the session kept it.
    ``journal_head`` is the hash of the journal's last entry. ``reasons_annex`` prints the annex of reasons.
    ``version``: the closing under this number, where an earlier one was reopened before any signature.
    ``constatation``: the panel could not sit; nothing was decided. ``cancelled`` stands in drafts alone: no
    minutes are closed of a cancelled session.
    """

    schema_version: int
    number: str
    state: str
    certifier: OrganisationContent
    centre: OrganisationContent
    certification: CertificationContent
    session: SessionContent
    panel: PanelContent
    certifier_representative: str | None
    secretary: str | None
    counts: CountsContent
    blocks: list[BlockContent]
    candidates: list[CandidateContent]
    unanimous: bool | None
    incidents: list[str]
    quorum: QuorumContent
    deliberation: PeriodContent
    done_at: DoneAtContent
    originals: int
    warnings: list[str]
    demonstration: bool
    journal_head: str
    scheme: str
    reasons_annex: bool
    paper_sheets: NotRequired[list[str]]
    version: NotRequired[int]
    rectifies: NotRequired[RectifiesContent | None]
    constatation: NotRequired[ConstatationContent]
    cancelled: NotRequired[CancelledContent]
