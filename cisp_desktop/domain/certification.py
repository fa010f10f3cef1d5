"""One registered title as data: blocks, competences, assessments, and what its sheet asks.

A certification is data, never code: nothing here names a particular title. This module must not
know how a sheet is stored or imported.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class AccessPath(StrEnum):
    """How a candidate comes to the certification (fiche RNCP, « voies d'accès »)."""

    STUDENT = "STUDENT"
    APPRENTICESHIP = "APPRENTICESHIP"
    CONTINUING_EDUCATION = "CONTINUING_EDUCATION"
    PROFESSIONALISATION_CONTRACT = "PROFESSIONALISATION_CONTRACT"
    INDIVIDUAL = "INDIVIDUAL"
    VAE = "VAE"


class AssessmentKind(StrEnum):
    """The form of an assessment."""

    ANALYSIS = "ANALYSIS"
    DOSSIER = "DOSSIER"
    DOSSIER_AND_ORAL = "DOSSIER_AND_ORAL"
    ORAL = "ORAL"
    SIMULATION = "SIMULATION"


class JudgedBy(StrEnum):
    """Who judges an assessment, as the sheet says it."""

    CERTIFICATION_JURY = "CERTIFICATION_JURY"
    EVALUATION_JURY = "EVALUATION_JURY"
    TRAINER = "TRAINER"
    JURY = "JURY"
    UNSPECIFIED = "UNSPECIFIED"

    @property
    def outside_panel(self) -> bool:
        """Whether the sheet gives this assessment to somebody else than the certification jury."""
        return self in (JudgedBy.EVALUATION_JURY, JudgedBy.TRAINER)


class DossierKind(StrEnum):
    """The documents that a candidate hands in."""

    TERRITORY_SURVEY = "TERRITORY_SURVEY"
    MONOGRAPH = "MONOGRAPH"
    PROJECT_FILE = "PROJECT_FILE"
    WORK_ANALYSIS = "WORK_ANALYSIS"
    THESIS = "THESIS"
    RELATIONAL_BOOKLET = "RELATIONAL_BOOKLET"
    NETWORK_MAP = "NETWORK_MAP"
    VAE_FILE = "VAE_FILE"
    PROFESSIONAL_FILE = "PROFESSIONAL_FILE"
    OTHER_FILE = "OTHER_FILE"


@dataclass(eq=False)
class Competence:
    """One line of a block's official list; ``position`` counts from 1."""

    id: str
    block_id: str
    position: int
    wording: str


@dataclass(eq=False)
class Assessment:
    """How a block is judged; ``position`` counts from 1; ``dossier_kind`` is the dossier it needs.

    ``oral_minutes`` and ``interview_minutes`` are the lengths of the presentation and of the interview with
    the jury (0–480); None while nobody said.
    """

    id: str
    block_id: str
    position: int
    kind: AssessmentKind
    title: str
    dossier_kind: DossierKind | None
    judged_by: JudgedBy
    oral_minutes: int | None = None
    interview_minutes: int | None = None


@dataclass(eq=False)
class Block:
    """What a candidate can obtain alone."""

    id: str
    certification_id: str
    code: str
    title: str
    position: int
    competences: list[Competence] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)

    def answers_to(self, code: str) -> bool:
        """Whether ``code`` names this block: the full code or its end (``BC01``, ``U1``), case ignored."""
        wanted = code.strip().casefold()
        own = self.code.casefold()
        return bool(wanted) and (own == wanted or short_code(own) == wanted)

    @property
    def short_code(self) -> str:
        """The end of the code that tells blocks of one certification apart (``BC01``)."""
        return short_code(self.code)


def short_code(code: str) -> str:
    """``RNCP36128BC01`` → ``BC01``: drop the leading letters and the certification's figures."""
    rest = code.lstrip("RNCPSrncps").lstrip("0123456789")
    return rest or code


@dataclass(eq=False)
class Certification:
    """One code, one version. ``sheet`` holds the rest of the official sheet as plain JSON data.

    ``scheme`` is the default grading scheme as JSON data (see ``grading.GradingScheme``), ``panel_rules`` the
    rules of the panel (see ``panel_rules.PanelRules``); empty: those that the sheet gives.
    Levels are the numbers of the French and European frameworks (1 to 8).
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
    sheet: dict[str, Any]
    scheme: dict[str, Any]
    panel_rules: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def block(self, code: str) -> Block | None:
        """Return the block that ``code`` names (full code or short one), or None."""
        return next((block for block in self.blocks if block.answers_to(code)), None)

    def open_to(self, path: AccessPath) -> bool:
        """Whether the sheet opens this access path (an unlisted path is closed)."""
        return bool(self.sheet.get("access_paths", {}).get(path.value, False))

    @property
    def dossier_kinds(self) -> list[DossierKind]:
        """The dossiers that the assessments ask for, in the order of the sheet."""
        kinds = [a.dossier_kind for block in self.blocks for a in block.assessments if a.dossier_kind]
        return list(dict.fromkeys(kinds))

    @property
    def source_defects(self) -> list[str]:
        """What the official source leaves open or broken, shown to the user."""
        return list(self.sheet.get("source_defects", ()))

    def ended_on(self, day: date) -> bool:
        """Whether the registration had ended by ``day`` (code du travail L6113-9 then applies)."""
        return self.registration_ends is not None and day > self.registration_ends
