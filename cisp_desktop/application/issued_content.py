"""The frozen content of the papers after the jury: filled by one builder, drawn by one renderer.

Raw values, as in ``minutes_snapshot``: codes, ISO dates, strings as typed. A paper holds what it prints and
nothing else: no address, phone, e-mail, accommodation or mark of anybody. Must not know where the data comes
from nor how it is drawn.
"""

from typing import NotRequired, TypedDict

from cisp_desktop.application.minutes_snapshot import (
    DefenceContent,
    OrganisationContent,
    SessionContent,
    TitledCode,
)

SCHEMA_VERSION = 1


class RegisteredTitle(TypedDict):
    """The title with what its certificates must say; ``decided_on`` dates the registration's decision."""

    code: str
    title: str
    level_national: int | None
    level_european: int | None
    nsf: list[TitledCode]
    registration_decided_on: str | None
    registration_ends: str | None


class SourceContent(TypedDict):
    """The complete minutes that a paper rests on; ``sha256`` is the fingerprint of their frozen content.

    ``rectifies``: the number of the minutes that they rectify.
    """

    number: str
    date: str
    sha256: str
    rectifies: NotRequired[str]


class SignatoryContent(TypedDict):
    """Who signs, for whom; a name or title may be empty: the place is left to the hand."""

    name: str
    title: str
    organisation: str


class DuplicateContent(TypedDict):
    """The ``nth`` duplicate, its day, and of the first paper the verification code and the day."""

    code: str
    first_issued_on: str
    nth: int
    issued_on: str


class ReplacedContent(TypedDict):
    """The paper that a new one replaces, since minutes were rectified: its code, day and minutes."""

    code: str
    issued_on: str
    minutes: str


class HolderContent(TypedDict):
    """The candidate, as the minutes say it."""

    number: str
    birth_name: str
    usage_name: str
    first_names: str
    sex: str
    birth_date: str | None
    birth_place: str
    access_path: str


class TemplateContent(TypedDict):
    """The centre's templates as they were on the day: ``accent`` is « #RRGGBB » or empty, ``paragraphs`` are
    the worded ones, filled.
    """

    accent: str
    paragraphs: dict[str, str]


class IssuedContent(TypedDict):
    """What every paper says. ``logo`` is the SHA-256 of the centre's picture, empty without one; ``template``
    is missing in papers issued before there were templates, ``preview`` in every paper that is issued;
    ``replaces`` stands in those that replace another.
    """

    schema_version: int
    kind: str
    demonstration: bool
    logo: str
    certifier: OrganisationContent
    centre: OrganisationContent
    certification: RegisteredTitle
    session: SessionContent
    minutes: SourceContent
    place: str
    issued_on: str
    signatory: SignatoryContent
    duplicate: NotRequired[DuplicateContent]
    replaces: NotRequired[ReplacedContent]
    template: NotRequired[TemplateContent]
    preview: NotRequired[bool]


class NamedBlock(TypedDict):
    """A block: its whole code and exact title."""

    code: str
    title: str


class EarlierBlock(TypedDict):
    """Where and when a block was obtained before."""

    code: str
    date: str | None
    minutes_number: str | None


class NoticeBlock(NamedBlock):
    """What the jury decided on a block, why where it refused, and what it tells the candidate."""

    decision: str
    reason: str
    recommendation: str
    conditions: str
    held: EarlierBlock | None


class AppealContent(TypedDict):
    """How to contest: to whom within ``months``, and the certifier's ``procedure`` as it words it."""

    addressee: str
    address: str
    months: int
    procedure: str


class DecisionNoticeContent(IssuedContent):
    """« Relevé de décision ». ``notify_by`` is the last day on which a VAE candidate is told (ISO)."""

    holder: HolderContent
    outcome: str
    blocks: list[NoticeBlock]
    notify_by: str | None
    appeal: AppealContent


class CertificateContent(IssuedContent):
    """A parchemin. ``ground`` says why a title whose registration has ended is awarded, else it is empty."""

    holder: HolderContent
    ground: str


class BlockCertificateContent(CertificateContent):
    """An attestation of one block."""

    block: NamedBlock


class SuccessContent(IssuedContent):
    """A provisional attestation of success, until the parchemin."""

    holder: HolderContent


class CandidatePresenceContent(IssuedContent):
    """That a candidate came before the jury; ``defence`` has the hours where they were recorded."""

    holder: HolderContent
    defence: DefenceContent | None


class MemberContent(TypedDict):
    """A member of the jury and the own attendance; ``heard`` counts the candidates heard, ``sex`` makes words
    agree.
    """

    name: str
    title: str
    employer: str
    role: str
    attendance: str
    at: str | None
    remote: bool
    heard: int
    sex: NotRequired[str]


class JurorPresenceContent(IssuedContent):
    """That a juror sat."""

    member: MemberContent


class AttendedCandidate(TypedDict):
    """A line of the list of attendance; ``sex`` makes words agree."""

    number: str
    name: str
    attendance: str
    arrived_at: str | None
    left_at: str | None
    identity_checked_by: str
    sex: NotRequired[str]


class AttendedMember(TypedDict):
    """A member's line of the list; ``signed_at`` is when the minutes were signed, ``sex`` makes words
    agree.
    """

    name: str
    role: str
    attendance: str
    at: str | None
    signed_at: str | None
    refused: bool
    sex: NotRequired[str]


class AttendanceListContent(IssuedContent):
    """Who was there, as the minutes froze it and as the members signed."""

    panel: str
    candidates: list[AttendedCandidate]
    members: list[AttendedMember]
