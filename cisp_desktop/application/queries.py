"""What the screens and commands read: frozen rows shaped for them, and the port that fills them.

Rows hold codes and native values; ``wording`` turns them into French. Nothing here shows a juror's
mark to anybody else before every sheet that must be sealed is sealed: the queries refuse.
This module must not know SQL. It is longer than 400 lines because it is the one list of all that is read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Protocol

from cisp_desktop.application.queries_agreement import RatedMarkRow
from cisp_desktop.application.queries_discussion import DiscussionRow, QuorumRow
from cisp_desktop.application.queries_evaluating import (
    CommentTemplateRow,
    PresenceRow,
    SealedRow,
    StandInRow,
    TranscriptionRow,
)
from cisp_desktop.application.queries_incidents import IncidentRow
from cisp_desktop.application.queries_kept import KeptBeside, KeptPaper
from cisp_desktop.application.queries_minutes import ExtractRow, RefusalRow, ScanRow
from cisp_desktop.application.queries_reading import NoteRow, PlaceRow
from cisp_desktop.application.queries_registers import (
    EventRow,
    FrozenRow,
    JournalVerdict,
    LinkRow,
    LinksWanted,
    NumberRow,
)
from cisp_desktop.domain.certification import AccessPath, AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.equivalence import EquivalenceOrigin
from cisp_desktop.domain.grading import GradingScheme, Verdict
from cisp_desktop.domain.hearing_log import TimerEvent
from cisp_desktop.domain.minutes import Ground, MinutesState, Route
from cisp_desktop.domain.panel import JurorCategory, RecusalGround, Role
from cisp_desktop.domain.registration import Attendance, RegistrationWarning
from cisp_desktop.domain.scoring import MarkStatus, NotEvaluatedReason, SheetState


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """One line of the official list."""

    id: str
    position: int
    wording: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment of a block."""

    id: str
    position: int
    kind: AssessmentKind
    title: str
    dossier_kind: DossierKind | None
    judged_by: JudgedBy
    oral_minutes: int | None
    interview_minutes: int | None


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block with its competences and assessments."""

    id: str
    code: str
    short_code: str
    title: str
    competences: tuple[CompetenceRow, ...]
    assessments: tuple[AssessmentRow, ...]


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A certification, whole. ``sheet`` is the rest of the official sheet as JSON data.

    ``panel_rules`` is JSON data, empty while its sheet's rules hold (``application.panel_rules``).
    ``sessions`` counts the sessions bound to this version: with any, it is frozen.
    """

    id: str
    code: str
    version: int
    title: str
    level_national: int
    level_european: int | None
    certifier_name: str
    certifier_siret: str
    registration_starts: date | None
    registration_ends: date | None
    sheet: Mapping[str, Any]
    scheme: GradingScheme
    panel_rules: Mapping[str, Any]
    sessions: int
    blocks: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class EquivalenceRow:
    """What a block held under an older code stands for."""

    id: str
    held_certification: str
    held_block: str
    certification_code: str
    block_code: str
    origin: EquivalenceOrigin
    source: str
    validity_years: int | None


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A training centre and what its papers carry. ``logo`` is a PNG or JPEG."""

    id: str
    name: str
    code: str
    address: str
    siret: str
    place: str
    phone: str
    email: str
    signatory: str
    signatory_title: str
    logo: bytes | None
    defaults: Mapping[str, Any]
    column_mappings: Mapping[str, Any]
    sessions: int


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with its counts.

    ``panel_rules`` is JSON data, empty while the certification's hold; ``ready_at`` is None until the
    session was declared ready. ``panels`` counts the panels; ``latest_version`` is the number of the newest
    version of its certification, ``certification_version`` that of the version it is bound to.
    """

    id: str
    centre_id: str
    centre_name: str
    centre_code: str
    centre_address: str
    centre_siret: str
    certification_id: str
    certification_code: str
    certification_title: str
    starts: date
    ends: date
    place: str
    minutes_number: str
    demonstration: bool
    registrations: int
    closed: bool
    minutes_id: str | None
    minutes_state: MinutesState | None
    certification_version: int
    latest_version: int
    panels: int
    panel_rules: Mapping[str, Any]
    ready_at: datetime | None
    ready_by: str
    dossiers_due: date | None
    planning: Mapping[str, Any]
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancelled_why: str = ""

    @property
    def cancelled(self) -> bool:
        """Whether the session was cancelled."""
        return self.cancelled_at is not None

    @property
    def locked(self) -> bool:
        """Whether nothing of the session changes: its minutes are frozen, or it was cancelled."""
        return self.closed or self.cancelled


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A held block as claimed; ``counts_for`` is the short code of the block that it stands for.

    ``through`` says by which equivalence, None for a block of the own sheet; ``valid_until`` is the last day
    on which it counts, None for good.
    """

    code: str
    counts_for: str | None
    obtained_on: date | None
    minutes_number: str
    through: EquivalenceRow | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class OutsideResultRow:
    """A result judged outside the panel."""

    assessment_id: str
    favourable: bool
    evaluator: str
    judged_on: date
    points: int | None


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration and its candidate. ``presented`` holds block ids in the sheet's order."""

    id: str
    panel_id: str
    candidate_id: str
    number: str
    position: int
    civility: str
    sex: str
    birth_name: str
    usage_name: str
    first_names: str
    birth_date: date
    birth_place: str
    birth_insee: str
    birth_postcode: str
    birth_country: str
    email: str
    phone: str
    access_path: AccessPath
    presented: tuple[str, ...]
    held: tuple[HeldRow, ...]
    entry_level: int | None
    experience_years: int | None
    selection_passed: bool | None
    entered_on: date | None
    vae_admissible_on: date | None
    accommodations: str
    referent_trainer: str
    employer: str
    companion: str
    attendance: Attendance
    identity_checked_by: str
    starts_at: datetime | None
    minutes: int | None
    extra_time_percent: int
    recused_seat_ids: tuple[str, ...]
    outside_results: tuple[OutsideResultRow, ...]
    warnings: tuple[RegistrationWarning, ...]


@dataclass(frozen=True, slots=True)
class DossierRow:
    """The dossier of a kind that counts; ``versions`` counts the earlier ones too.

    ``late``: received after the last day for dossiers.
    """

    id: str
    registration_id: str
    kind: DossierKind
    file_name: str
    sha256: str
    size: int
    pages: int
    received_at: datetime
    versions: int
    late: bool


@dataclass(frozen=True, slots=True)
class DossierVersionRow:
    """One version of a dossier, replaced or not."""

    id: str
    file_name: str
    sha256: str
    size: int
    pages: int
    received_at: datetime
    replaced_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One page of a dossier where a text stands; ``page`` counts from 0."""

    dossier_id: str
    page: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat: sitting, or ``standby`` for a substitute who is not called.

    ``remote``: by what means it sits from a distance. ``first_code``: its owner has not chosen an own code
    yet.
    """

    id: str
    panel_id: str
    role: Role
    rank: int
    juror_id: str
    name: str
    title: str
    employer: str
    category: JurorCategory | None
    sex: str
    standby: bool
    first_code: bool
    used: bool
    locked_until: datetime | None
    remote: str = ""

    @property
    def has_code(self) -> bool:
        """Whether its owner can identify: a substitute gets a code when called for the first time."""
        return self.first_code or self.used


@dataclass(frozen=True, slots=True)
class JurorRow:
    """A person of the register of jurors; ``sessions`` counts those where the juror has or had a seat."""

    id: str
    name: str
    title: str
    employer: str
    category: JurorCategory | None
    sex: str
    email: str
    phone: str
    habilitated_from: date | None
    habilitated_until: date | None
    ties: str
    sessions: int


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """A recusal, per candidate."""

    id: str
    registration_id: str
    seat_id: str
    ground: RecusalGround
    detail: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A panel of a session: its sitting seats, its substitutes, the recusals of its jurors; the rest as
    ``Panel``.
    """

    id: str
    session_id: str
    name: str
    room: str
    position: int
    seats: tuple[SeatRow, ...]
    recusals: tuple[RecusalRow, ...]
    substitutes: tuple[SeatRow, ...]
    secretary: str = ""
    representative: str = ""
    could_not_sit_at: datetime | None = None
    could_not_sit_why: str = ""


@dataclass(frozen=True, slots=True)
class UnavailabilityRow:
    """When a candidate (by registration), a juror or a panel cannot be there; one of the three is named."""

    id: str
    starts_at: datetime
    ends_at: datetime
    label: str
    registration_id: str | None
    juror_id: str | None
    panel_id: str | None


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far one juror is: counts of sheets only, never marks.

    A sheet is counted once: ``sealed``, ``complete`` (not sealed yet), ``started`` (a draft) or none.
    """

    seat_id: str
    panel_id: str
    name: str
    role: Role
    sealed: int
    complete: int
    started: int
    expected: int
    sex: str = ""


@dataclass(frozen=True, slots=True)
class SheetStateRow:
    """Where one juror's own sheet on one block stands; ``settled`` of ``items`` lines are marked."""

    registration_id: str
    block_id: str
    sheet_id: str | None
    state: SheetState
    settled: int
    items: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a sheet to mark. ``item`` is what ``give_mark`` takes."""

    item: str
    position: int
    wording: str
    status: MarkStatus | None
    level: int | None
    points: int | None
    reason: NotEvaluatedReason | None
    comment: str
    rows: int


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """A juror's own sheet of an earlier round, as it was sealed."""

    sheet_id: str
    round: int
    lines: tuple[SheetLine, ...]
    overall: SheetLine
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScoreSheetView:
    """One juror's own sheet of the round that counts: its lines, then the block's global line.

    ``earlier`` are the own sheets of the rounds before. ``set_aside_reason``: the president set it aside.
    """

    sheet_id: str | None
    registration_id: str
    seat_id: str
    block_id: str
    round: int
    scheme: GradingScheme
    lines: tuple[SheetLine, ...]
    overall: SheetLine
    state: SheetState
    missing: tuple[str, ...]
    sealed_at: datetime | None
    set_aside_reason: str = ""
    transcription: TranscriptionRow | None = None
    earlier: tuple[EarlierSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliberationCell:
    """One block of one registration, in the ``round`` that counts. ``unsealed`` counts the sheets still
    awaited (0: comparable).
    """

    block_id: str
    unsealed: int
    proposal_frozen: bool
    proposal: Verdict | None
    result: Fraction | None
    doubts: tuple[str, ...]
    straddles: bool
    gaps: int
    decision: DecisionValue | None
    by_jury: bool
    reason: str
    casting_vote: bool
    round: int = 1


@dataclass(frozen=True, slots=True)
class DeliberationRow:
    """A registration in the deliberation's matrix, blocks in the sheet's order."""

    registration_id: str
    panel_id: str
    number: str
    birth_name: str
    usage_name: str
    first_names: str
    attendance: Attendance
    cells: tuple[DeliberationCell, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """One juror's sealed sheet, for comparison; ``result`` is exact, on 20; ``sex`` is the register's."""

    seat_id: str
    name: str
    role: Role
    rank: int
    result: Fraction | None
    global_level: int | None
    observations: str
    sealed_at: datetime
    transcription: TranscriptionRow | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line with each juror's mark, in the order of the sheets (None: set aside).

    ``gap`` is the widest distance between two jurors, in levels or in points.
    """

    item: str
    position: int
    wording: str
    marks: tuple[SheetLine | None, ...]
    gap: Fraction


@dataclass(frozen=True, slots=True)
class ComparedRound:
    """One round of a block as shown: ``result`` and ``proposal`` are those frozen, None while none is."""

    number: int
    sheets: tuple[ComparedSheet, ...]
    lines: tuple[ComparedLine, ...]
    proposal: Verdict | None
    result: Fraction | None


@dataclass(frozen=True, slots=True)
class DeliberationDetail:
    """The sealed sheets of one block side by side, lines with the widest gap first.

    ``sheets`` and ``lines`` are those of the last round that may be seen, which ``rounds`` ends with;
    ``cell`` is of the round that counts, whose sheets may still be hidden; ``discussion`` is the block's.
    The candidate's: ``outside_results``, blocks ``held``, and the names of the sitting jurors ``recused``.
    """

    registration_id: str
    block_id: str
    scheme: GradingScheme
    sheets: tuple[ComparedSheet, ...]
    lines: tuple[ComparedLine, ...]
    cell: DeliberationCell
    rounds: tuple[ComparedRound, ...]
    discussion: DiscussionRow
    outside_results: tuple[OutsideResultRow, ...]
    held: tuple[HeldRow, ...]
    recused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One member's line of the minutes; ``refusal`` is the reason of who refused, ``sex`` as a juror's."""

    seat_id: str
    role: Role
    name: str
    signed_at: datetime | None
    refused_at: datetime | None = None
    refusal: str = ""
    sex: str = ""

    @property
    def awaited(self) -> bool:
        """Whether the member neither signed nor refused."""
        return self.signed_at is None and self.refused_at is None


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Minutes of one panel as closed and signed so far; ``panel_name`` may be empty.

    ``ended_*``: when, by whom and why this version was reopened or cancelled; ``rectifies_id``, ``ground``
    and ``rectification``: which minutes these rectify, and why.
    """

    id: str
    session_id: str
    number: str
    sha256: str
    pdf_sha256: str
    pages: int
    closed_at: datetime
    state: MinutesState
    signatures: tuple[SignatureRow, ...]
    panel_id: str
    panel_name: str
    panel_position: int
    version: int
    route: Route | None
    ended_at: datetime | None
    ended_by: str
    ended_why: str
    rectifies_id: str | None
    ground: Ground | None
    rectification: str


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """The mending of complete minutes under way."""

    minutes_id: str
    number: str
    ground: Ground
    reason: str
    opened_by: str
    opened_at: datetime


class Queries(Protocol):
    """Reads on a snapshot of the database; safe from any thread, one connection each."""

    def certifications(self) -> Sequence[CertificationRow]: ...
    def certification(self, certification_id: str) -> CertificationRow: ...
    def sessions(self) -> Sequence[SessionRow]: ...
    def session(self, session_id: str) -> SessionRow: ...
    def scheme(self, session_id: str) -> GradingScheme: ...
    def registrations(self, session_id: str) -> Sequence[RegistrationRow]: ...
    def registration(self, registration_id: str) -> RegistrationRow: ...
    def dossiers(self, session_id: str) -> Sequence[DossierRow]: ...
    def dossiers_of(self, registration_id: str) -> Sequence[DossierRow]: ...
    def dossier_versions(self, registration_id: str, kind: DossierKind) -> Sequence[DossierVersionRow]:
        """Return every version received, the newest first."""
        ...

    def search_dossier(self, dossier_id: str, text: str) -> Sequence[SearchHit]:
        """Return the pages where every word of ``text`` stands; accents and case ignored."""
        ...

    def search_dossiers(self, dossier_ids: Sequence[str], text: str) -> Sequence[SearchHit]:
        """``search_dossier`` over several at once, dossiers in the order given, with the line found."""
        ...

    def reading_notes(self, seat_id: str, dossier_ids: Sequence[str]) -> Sequence[NoteRow]:
        """Return the juror's own notes, and the others' shared ones once sheets are revealed, by page."""
        ...

    def reading_places(self, seat_id: str, dossier_ids: Sequence[str]) -> Mapping[str, PlaceRow]:
        """Return where the juror's reading of each dossier stood; those never opened are left out."""
        ...

    def panel(self, session_id: str) -> PanelRow:
        """Return the session's first panel."""
        ...

    def panels(self, session_id: str) -> Sequence[PanelRow]:
        """Return the session's panels in order."""
        ...

    def jurors(self) -> Sequence[JurorRow]:
        """Return the register of jurors, by name."""
        ...

    def centres(self) -> Sequence[CentreRow]: ...
    def centre(self, centre_id: str) -> CentreRow: ...
    def equivalences(self, certification_code: str) -> Sequence[EquivalenceRow]:
        """Return what counts for blocks of this certification, by older code."""
        ...

    def unavailabilities(self, session_id: str) -> Sequence[UnavailabilityRow]: ...
    def progress(self, session_id: str) -> Sequence[ProgressRow]: ...
    def sheet_states(self, session_id: str, seat_id: str) -> Sequence[SheetStateRow]:
        """Return the state of each sheet that this seat must fill: the own panel's candidates, recusals and
        absences left out.
        """
        ...

    def score_sheet(self, registration_id: str, seat_id: str, *, block_id: str) -> ScoreSheetView:
        """Return this seat's own sheet of the round that counts, its lines empty when nothing was marked."""
        ...

    def deliberation(
        self, session_id: str, *, registrations: Collection[str] | None = None
    ) -> Sequence[DeliberationRow]:
        """Return the matrix; what is not sealed by all shows ``unsealed`` and nothing else.

        ``registrations`` names the ones to read alone.
        """
        ...

    def deliberation_detail(self, registration_id: str, block_id: str) -> DeliberationDetail:
        """Return the sealed sheets side by side.

        Raises ``Refused("deliberation.sheets_unsealed", missing=…)`` while a sheet of this
        candidate that must be sealed is not.
        """
        ...

    def discussion(self, registration_id: str, block_id: str) -> DiscussionRow:
        """Return who decides, rounds, votes and advice; nothing of a block before sheets are revealed."""
        ...

    def without_quorum(self, session_id: str) -> Sequence[QuorumRow]:
        """Return the candidates for whom nobody can decide now."""
        ...

    def rated_marks(self, session_ids: Sequence[str]) -> Sequence[RatedMarkRow]:
        """Return the first round's marks on lines whose proposals were shown."""
        ...

    def incidents(self, session_id: str) -> Sequence[IncidentRow]:
        """Return a session's incidents, the withdrawn ones too, by hour."""
        ...

    def timer_events(self, session_id: str) -> Sequence[TimerEvent]:
        """Return every act on the timers of the session's candidates, in order."""
        ...

    def presences(self, session_id: str) -> Sequence[PresenceRow]: ...
    def stand_ins(self, session_id: str) -> Sequence[StandInRow]:
        """Return who is gone or replaced for the session's candidates, by hour."""
        ...

    def transcription(self, sheet_id: str) -> TranscriptionRow | None:
        """Return who typed and checked a sheet copied from paper; None for any other."""
        ...

    def sealed_sheets(self, session_id: str, seat_id: str) -> Sequence[SealedRow]:
        """Return this seat's own sealed sheets, the latest first."""
        ...

    def comment_templates(self) -> Sequence[CommentTemplateRow]:
        """Return the comments ready to insert, in order."""
        ...

    def minutes(self, minutes_id: str) -> MinutesRow: ...
    def minutes_of(self, session_id: str) -> MinutesRow | None:
        """Return the minutes of the first panel that has some."""
        ...

    def minutes_history(self, session_id: str) -> Sequence[MinutesRow]:
        """Return every minutes ever closed in the session, ended and rectified ones too, the oldest first."""
        ...

    def rectification(self, session_id: str) -> RectificationRow | None:
        """Return the rectification under way, if any."""
        ...

    def minutes_scans(self, minutes_id: str) -> Sequence[ScanRow]:
        """Return the scans attached to minutes, the oldest first."""
        ...

    def minutes_refusals(self, session_id: str) -> Sequence[RefusalRow]:
        """Return every refusal to sign minutes of a session, also those taken back, the oldest first."""
        ...

    def kept_papers(self, sha256: str, codes: Collection[str]) -> Sequence[KeptPaper]:
        """Return the issued papers whose file or frozen content has a fingerprint, or that bear a code."""
        ...

    def kept_beside(self, sha256: str) -> KeptBeside | None:
        """Return the scan or the frozen data of minutes that has this fingerprint, if any."""
        ...

    def minutes_extracts(self, minutes_id: str) -> Sequence[ExtractRow]:
        """Return the extracts signed with minutes, in the order of their candidates; often none."""
        ...

    def extract_texts(self, minutes_id: str) -> Sequence[tuple[str, str]]:
        """Return (id, frozen data) of each extract of minutes, in the same order."""
        ...

    def minutes_of_session(self, session_id: str) -> Sequence[MinutesRow]:
        """Return the latest minutes of each panel, in the panels' order; empty while the session is open."""
        ...

    def events(self, *, limit: int = 1000) -> Sequence[EventRow]:
        """Return the latest events, newest first."""
        ...

    def links(self, wanted: LinksWanted) -> Sequence[LinkRow]:
        """Return the links of the journal that are asked for, the oldest first, with their hashes."""
        ...

    def journal_parties(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return every actor and every action that the journal names, each once."""
        ...

    def link_of_head(self, head: str) -> LinkRow | None:
        """Return the link whose hash is, or begins with, ``head``."""
        ...

    def check_journal(self, heads: Mapping[str, int] | None = None) -> JournalVerdict:
        """Check every link, against the heads that minutes carry and those given (hash → sequence or 0)."""
        ...

    def numbers(self) -> Sequence[NumberRow]:
        """Return every bearer of a number of minutes: reserved, then closed by hour."""
        ...

    def frozen_minutes(self) -> Sequence[FrozenRow]:
        """Return the minutes that did not end with their frozen data, in the order of their closing."""
        ...

    def snapshot_texts(self, session_id: str) -> Mapping[str, str]:
        """Return the frozen data of every minutes of a session, ended ones too, by minutes."""
        ...
