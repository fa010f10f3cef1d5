"""A session, and a candidate's registration in it: what is presented, what is held, who attends.

This module must not know files, screens or storage.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from cisp_desktop.domain.certification import AccessPath, Block, Certification, DossierKind
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import folded


class Attendance(StrEnum):
    """Whether the candidate came; ``EXPECTED`` until somebody says, or a sheet is sealed."""

    EXPECTED = "EXPECTED"
    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def came(self) -> bool:
        """Whether the candidate is, or may still be, judged."""
        return self in (Attendance.EXPECTED, Attendance.PRESENT)


class RegistrationWarning(StrEnum):
    """What a registration lacks without being refused."""

    PREREQUISITE_LEVEL = "PREREQUISITE_LEVEL"
    PREREQUISITE_EXPERIENCE = "PREREQUISITE_EXPERIENCE"
    PREREQUISITE_SELECTION = "PREREQUISITE_SELECTION"
    VAE_ADMISSION = "VAE_ADMISSION"
    REGISTRATION_ENDED = "REGISTRATION_ENDED"
    HELD_ELSEWHERE = "HELD_ELSEWHERE"
    HELD_EXPIRED = "HELD_EXPIRED"
    BIRTH_SEX = "BIRTH_SEX"
    BIRTH_PLACE = "BIRTH_PLACE"
    BIRTH_COUNTRY = "BIRTH_COUNTRY"
    NO_SLOT = "NO_SLOT"


@dataclass(eq=False)
class Centre:
    """The training centre; ``code`` is the three letters that its minutes' numbers carry.

    ``place`` is the town of « Fait à … »; ``logo`` a PNG or JPEG; ``defaults`` are what a new session starts
    from (JSON data, see ``application.centres``); ``column_mappings`` the headers of its lists, as learnt.
    """

    id: str
    name: str
    code: str
    address: str = ""
    siret: str = ""
    place: str = ""
    phone: str = ""
    email: str = ""
    signatory: str = ""
    signatory_title: str = ""
    logo: bytes | None = None
    defaults: dict[str, Any] = field(default_factory=dict)
    column_mappings: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class JurySession:
    """One day or more, one centre, one certification version.

    ``scheme`` is the session's own copy of the grading scheme (JSON data): later changes of the
    certification's default never reach it. ``minutes_number`` is reserved at creation. ``panel_rules`` is
    empty while the session follows its certification; ``ready_at`` and ``ready_by`` say when and by whom it
    was declared ready, which freezes version, scheme and rules. ``dossiers_due`` is the last day for
    dossiers; ``planning`` holds the settings of the planning (JSON data). ``cancelled_*``: when, by whom and
    why the session was cancelled.
    """

    id: str
    centre_id: str
    certification_id: str
    starts: date
    ends: date
    place: str
    minutes_number: str
    scheme: dict[str, Any]
    demonstration: bool = False
    deliberation_opened_at: datetime | None = None
    closed_at: datetime | None = None
    panel_rules: dict[str, Any] = field(default_factory=dict)
    ready_at: datetime | None = None
    ready_by: str = ""
    dossiers_due: date | None = None
    planning: dict[str, Any] = field(default_factory=dict)
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancelled_why: str = ""

    @property
    def cancelled(self) -> bool:
        """Whether the session was cancelled: it is kept with its reason, and nothing of it changes."""
        return self.cancelled_at is not None

    @property
    def ready(self) -> bool:
        """Whether the preparation was declared ready."""
        return self.ready_at is not None

    @property
    def closed(self) -> bool:
        """Whether the minutes are frozen: nothing of the session changes any more."""
        return self.closed_at is not None


@dataclass(eq=False)
class HeldBlock:
    """A block obtained earlier, as claimed: code, date and minutes number (acquis antérieur).

    ``block_id`` names the block of this session's certification that it stands for; None when it was
    obtained under another code and no equivalence is recorded: it then counts for nothing.
    """

    id: str
    registration_id: str
    code: str
    block_id: str | None
    obtained_on: date | None
    minutes_number: str


@dataclass(eq=False)
class OutsideResult:
    """A result judged outside the panel (trainer, evaluation jury): an input shown to the jurors.

    ``points`` are hundredths of a point (0–2000), where the scheme gives the assessment a weight.
    """

    id: str
    registration_id: str
    assessment_id: str
    favourable: bool
    evaluator: str
    judged_on: date
    points: int | None = None


@dataclass(eq=False)
class Registration:
    """A candidate in a session. ``number`` is the N° dossier as given, unique in the session.

    ``starts_at`` is the slot's local clock time, ``minutes`` its length including accommodations;
    ``extra_time_percent`` (0–100) is by how much they lengthen it.
    """

    id: str
    session_id: str
    panel_id: str
    candidate_id: str
    number: str
    position: int
    access_path: AccessPath
    presented: list[str]
    entry_level: int | None = None
    experience_years: int | None = None
    selection_passed: bool | None = None
    entered_on: date | None = None
    vae_admissible_on: date | None = None
    accommodations: str = ""
    referent_trainer: str = ""
    employer: str = ""
    companion: str = ""
    attendance: Attendance = Attendance.EXPECTED
    identity_checked_by: str = ""
    starts_at: datetime | None = None
    minutes: int | None = None
    extra_time_percent: int = 0
    held: list[HeldBlock] = field(default_factory=list)

    @property
    def held_block_ids(self) -> set[str]:
        """The blocks of this certification that count as held."""
        return {held.block_id for held in self.held if held.block_id}

    def whole_title(self, certification: Certification) -> bool:
        """Whether the target is the whole title: every block is presented or held."""
        return {block.id for block in certification.blocks} <= set(self.presented) | self.held_block_ids


def check_access(certification: Certification, path: AccessPath) -> None:
    """Refuse an access path that the sheet closes (``RuleError("registration.access_closed")``)."""
    if not certification.open_to(path):
        raise RuleError("registration.access_closed", path=path, code=certification.code)


def resolve_presented(certification: Certification, codes: tuple[str, ...]) -> list[Block]:
    """Return the blocks that ``codes`` name, in the sheet's order; no code means all blocks.

    Raises ``RuleError("registration.block_unknown")``.
    """
    if not codes:
        return list(certification.blocks)
    chosen = set()
    for code in codes:
        block = certification.block(code)
        if block is None:
            known = ", ".join(block.short_code for block in certification.blocks)
            raise RuleError("registration.block_unknown", block=code, known=known, code=certification.code)
        chosen.add(block.id)
    return [block for block in certification.blocks if block.id in chosen]


THIRD = 33
"""What « un tiers temps » lengthens a slot by, in percent: rounding up to five minutes makes it a third."""


def extra_time_percent(accommodations: str) -> int:
    """Return what accommodations typed as free text lengthen a slot by (0–100): « tiers temps », « 25 % »."""
    words = folded(accommodations)
    if "tiers temps" in words:
        return THIRD
    named = re.search(r"(\d{1,3})\s*%", accommodations)
    return min(int(named.group(1)), 100) if named else 0


class RegistrationFacts(NamedTuple):
    """What the warnings of a registration rest on; ``held_block_ids`` has None for a foreign code.

    ``held_expired``: a held block's validity ended before the session; ``birth``: see ``birth.birth_gaps``.
    """

    access_path: AccessPath
    entry_level: int | None
    experience_years: int | None
    selection_passed: bool | None
    vae_admissible_on: date | None
    held_block_ids: Collection[str | None]
    has_slot: bool
    held_expired: bool = False
    birth: tuple[RegistrationWarning, ...] = ()


def registration_warnings(
    registration: Registration, certification: Certification, session: JurySession
) -> list[RegistrationWarning]:
    """Return what the prerequisites and dates leave to be desired; none of it refuses anything."""
    facts = RegistrationFacts(
        registration.access_path,
        registration.entry_level,
        registration.experience_years,
        registration.selection_passed,
        registration.vae_admissible_on,
        [held.block_id for held in registration.held],
        registration.starts_at is not None,
    )
    return warnings_of(facts, certification, session)


def warnings_of(
    facts: RegistrationFacts, certification: Certification, session: JurySession
) -> list[RegistrationWarning]:
    """``registration_warnings`` of a registration that is not made yet."""
    found = _missing_prerequisites(facts, certification)
    if facts.access_path is AccessPath.VAE and facts.vae_admissible_on is None:
        found.append(RegistrationWarning.VAE_ADMISSION)
    if certification.ended_on(session.starts):
        found.append(RegistrationWarning.REGISTRATION_ENDED)
    if None in facts.held_block_ids:
        found.append(RegistrationWarning.HELD_ELSEWHERE)
    if facts.held_expired:
        found.append(RegistrationWarning.HELD_EXPIRED)
    found += facts.birth
    if not facts.has_slot:
        found.append(RegistrationWarning.NO_SLOT)
    return found


def _missing_prerequisites(
    facts: RegistrationFacts, certification: Certification
) -> list[RegistrationWarning]:
    rules = certification.sheet.get("prerequisites") or {}
    path = facts.access_path
    found: list[RegistrationWarning] = []
    if path.value not in rules.get("applies_to", ()):
        return found
    if facts.entry_level is None or facts.entry_level < rules.get("entry_level", 0):
        found.append(RegistrationWarning.PREREQUISITE_LEVEL)
    years = rules.get("experience_years", 0)
    if path is AccessPath.APPRENTICESHIP:
        years = rules.get("experience_years_apprenticeship", years)
    if facts.experience_years is None or facts.experience_years < years:
        found.append(RegistrationWarning.PREREQUISITE_EXPERIENCE)
    if rules.get("selection") and not facts.selection_passed:
        found.append(RegistrationWarning.PREREQUISITE_SELECTION)
    return found


def required_dossiers(certification: Certification, registration: Registration) -> list[DossierKind]:
    """Return the dossiers that a registration must hand in, in the order of the sheet.

    Those of the assessments of the blocks presented; a VAE candidate has the dossier de validation
    instead, since the sheet lists its assessments for training only.
    """
    return dossiers_for(certification, registration.access_path, presented=registration.presented)


class AskingAssessment(Protocol):
    """An assessment, as far as the dossier that it asks for goes."""

    @property
    def dossier_kind(self) -> DossierKind | None: ...


class AskingBlock(Protocol):
    """A block, as far as what its assessments ask for goes."""

    @property
    def id(self) -> str: ...
    @property
    def assessments(self) -> Sequence[AskingAssessment]: ...


class AskingCertification(Protocol):
    """A certification, or a row that shows one."""

    @property
    def blocks(self) -> Sequence[AskingBlock]: ...


def dossiers_for(
    certification: AskingCertification, path: AccessPath, *, presented: Collection[str]
) -> list[DossierKind]:
    """``required_dossiers`` for an access path and the ids of the blocks presented."""
    if path is AccessPath.VAE:
        return [DossierKind.VAE_FILE]
    kinds = [
        assessment.dossier_kind
        for block in certification.blocks
        if block.id in presented
        for assessment in block.assessments
        if assessment.dossier_kind is not None
    ]
    return list(dict.fromkeys(kinds))
