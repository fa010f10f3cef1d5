"""What the screens and commands read: frozen rows shaped for them, and the port that fills them.

Rows hold codes and native values; ``wording`` turns them into French. Nothing here shows a juror's
mark to anybody else before every sheet that must be sealed is sealed: the queries refuse.
This module must not know SQL. It is longer than 400 lines because it is the one list of all that is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Protocol

from cisp_desktop.domain.certification import AccessPath, AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.grading import GradingScheme, Verdict
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.panel import RecusalGround, Role
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
    """A certification, whole. ``sheet`` is the rest of the official sheet as JSON data."""

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
    blocks: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with its counts."""

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


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A held block as claimed; ``counts_for`` is the short code of the block that it stands for."""

    code: str
    counts_for: str | None
    obtained_on: date | None
    minutes_number: str


@dataclass(frozen=True, slots=True)
class OutsideResultRow:
    """A result judged outside the panel."""

    assessment_id: str
    favourable: bool
    evaluator: str
    judged_on: date


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration and its candidate. ``presented`` holds block ids in the sheet's order."""

    id: str
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
    recused_seat_ids: tuple[str, ...]
    outside_results: tuple[OutsideResultRow, ...]
    warnings: tuple[RegistrationWarning, ...]


@dataclass(frozen=True, slots=True)
class DossierRow:
    """The dossier of a kind that counts; ``versions`` counts the earlier ones too."""

    id: str
    registration_id: str
    kind: DossierKind
    file_name: str
    sha256: str
    size: int
    pages: int
    received_at: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One page of a dossier where a text stands; ``page`` counts from 0."""

    dossier_id: str
    page: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A sitting seat. ``first_code``: its owner has not chosen an own code yet."""

    id: str
    role: Role
    juror_id: str
    name: str
    title: str
    employer: str
    first_code: bool
    used: bool
    locked_until: datetime | None


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
    """The session's panel."""

    id: str
    session_id: str
    name: str
    room: str
    seats: tuple[SeatRow, ...]
    recusals: tuple[RecusalRow, ...]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far one juror is: counts of sheets only, never marks.

    A sheet is counted once: ``sealed``, ``complete`` (not sealed yet), ``started`` (a draft) or none.
    """

    seat_id: str
    name: str
    role: Role
    sealed: int
    complete: int
    started: int
    expected: int


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
class ScoreSheetView:
    """One juror's own sheet: its lines, then the block's global line."""

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


@dataclass(frozen=True, slots=True)
class DeliberationCell:
    """One block of one registration. ``unsealed`` counts the sheets still awaited (0: comparable)."""

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


@dataclass(frozen=True, slots=True)
class DeliberationRow:
    """A registration in the deliberation's matrix, blocks in the sheet's order."""

    registration_id: str
    number: str
    birth_name: str
    usage_name: str
    first_names: str
    attendance: Attendance
    cells: tuple[DeliberationCell, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """One juror's sealed sheet, for comparison; ``result`` is exact, on 20."""

    seat_id: str
    name: str
    role: Role
    result: Fraction | None
    global_level: int | None
    observations: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line with each juror's mark, in the order of the sheets (None: set aside)."""

    item: str
    position: int
    wording: str
    marks: tuple[SheetLine | None, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class DeliberationDetail:
    """The sealed sheets of one block side by side, lines with the widest gap first."""

    registration_id: str
    block_id: str
    scheme: GradingScheme
    sheets: tuple[ComparedSheet, ...]
    lines: tuple[ComparedLine, ...]
    cell: DeliberationCell


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One member's line of the minutes."""

    seat_id: str
    role: Role
    name: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Minutes as closed and signed so far."""

    id: str
    session_id: str
    number: str
    sha256: str
    pdf_sha256: str
    pages: int
    closed_at: datetime
    state: MinutesState
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One link of the journal, as read."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str


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
    def search_dossier(self, dossier_id: str, text: str) -> Sequence[SearchHit]:
        """Return the pages where every word of ``text`` stands; accents and case ignored."""
        ...

    def panel(self, session_id: str) -> PanelRow: ...
    def progress(self, session_id: str) -> Sequence[ProgressRow]: ...
    def sheet_states(self, session_id: str, seat_id: str) -> Sequence[SheetStateRow]:
        """Return the state of each sheet that this seat must fill (recusals and absences left out)."""
        ...

    def score_sheet(self, registration_id: str, seat_id: str, *, block_id: str) -> ScoreSheetView:
        """Return this seat's own sheet, with empty lines when nothing was marked yet."""
        ...

    def deliberation(self, session_id: str) -> Sequence[DeliberationRow]:
        """Return the matrix; what is not sealed by all shows ``unsealed`` and nothing else."""
        ...

    def deliberation_detail(self, registration_id: str, block_id: str) -> DeliberationDetail:
        """Return the sealed sheets side by side.

        Raises ``Refused("deliberation.sheets_unsealed", missing=…)`` while a sheet of this
        candidate that must be sealed is not.
        """
        ...

    def minutes(self, minutes_id: str) -> MinutesRow: ...
    def minutes_of(self, session_id: str) -> MinutesRow | None: ...
    def events(self, *, limit: int = 1000) -> Sequence[EventRow]:
        """Return the latest events, newest first."""
        ...
