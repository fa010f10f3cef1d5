"""What an imported sheet gives before it is saved: plain data that a person corrects, and its sources.

A draft proposes (competences parted from a free text, kinds of assessments guessed) and keeps the source
beside what it proposes. Must not know how a flow or a page is read, nor how a certification is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from cisp_desktop.application.ports import Progress
from cisp_desktop.application.wording import sentence_of
from cisp_desktop.domain.certification import AccessPath, AssessmentKind, DossierKind, JudgedBy


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """One sheet of a flow, as a search shows it.

    ``level`` is 1 to 8, None for « sans niveau »; ``kind`` is « RNCP » or « RS »; ``blocks`` counts them.
    """

    code: str
    title: str
    level: int | None
    active: bool
    kind: str
    blocks: int
    registration_ends: date | None


@dataclass(frozen=True, slots=True)
class DraftNote:
    """Something missing or odd in the source: a code that has a sentence, and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The note in French."""
        return sentence_of(self.code, self.values)


@dataclass(frozen=True, slots=True)
class CodeTitle:
    """An entry of a nomenclature (NSF, Formacode, ROME); either may be empty."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Certifier:
    """An organisation that certifies; ``siret`` is empty when the source has none."""

    name: str
    siret: str = ""
    website: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    """An assessment as proposed. ``judged_by`` is UNSPECIFIED unless the source says who judges.

    Minutes, 1 to 480, are None unless the source states how long the oral or the interview lasts.
    """

    title: str
    kind: AssessmentKind
    judged_by: JudgedBy = JudgedBy.UNSPECIFIED
    dossier_kind: DossierKind | None = None
    oral_minutes: int | None = None
    interview_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A block: the source's texts, and the competences and assessments that are proposed for them."""

    code: str
    title: str
    competence_source: str = ""
    competences: tuple[str, ...] = ()
    assessment_source: str = ""
    assessments: tuple[AssessmentDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondence:
    """``sources`` of this sheet stand, together, for ``blocks`` of ``certification``, together.

    No source: the whole title. No block: the whole other certification.
    """

    sources: tuple[str, ...]
    certification: str
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet before it is saved. Absent texts are empty, absent dates and levels None.

    Levels are 1 to 8. A path that ``access_paths`` lacks is one of which the source says nothing.
    ``compositions`` gives the jury's composition by access path, in the source's words.
    """

    code: str
    title: str
    kind: str = "RNCP"
    abbreviation: str = ""
    level_national: int | None = None
    level_european: int | None = None
    certifiers: tuple[Certifier, ...] = ()
    nsf: tuple[CodeTitle, ...] = ()
    formacode: tuple[CodeTitle, ...] = ()
    rome: tuple[CodeTitle, ...] = ()
    decided_on: date | None = None
    effective_on: date | None = None
    published_on: date | None = None
    registration_starts: date | None = None
    registration_ends: date | None = None
    last_delivery: date | None = None
    state: str = ""
    active: bool | None = None
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    access_paths: Mapping[AccessPath, bool] = field(default_factory=dict)
    compositions: Mapping[AccessPath, str] = field(default_factory=dict)
    prerequisites: str = ""
    validity_years_of_blocks: int | None = None
    general_competences: tuple[str, ...] = ()
    blocks: tuple[BlockDraft, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    notes: tuple[DraftNote, ...] = ()


def draft_to_data(draft: SheetDraft) -> dict[str, Any]:
    """Return the JSON data of a sheet, as ``certifications.certification_from_data`` reads it.

    The notes become its ``source_defects``, in French.
    """
    certifiers = [_certifier_data(certifier) for certifier in draft.certifiers]
    return {
        "code": draft.code,
        "title": draft.title,
        "kind": draft.kind,
        "abbreviation": draft.abbreviation,
        "level_national": draft.level_national,
        "level_european": draft.level_european,
        "certifier": certifiers[0] if certifiers else {"name": "", "siret": ""},
        "certifiers": certifiers,
        **{name: _codes_data(getattr(draft, name)) for name in ("nsf", "formacode", "rome")},
        **{name: _iso(getattr(draft, name)) for name in _DATES},
        "state": draft.state,
        "replaces": list(draft.replaces),
        "replaced_by": list(draft.replaced_by),
        "access_paths": {path.value: draft.access_paths.get(path, False) for path in AccessPath},
        "panel": {"compositions": {path.value: text for path, text in draft.compositions.items()}},
        "prerequisites": {"text": draft.prerequisites} if draft.prerequisites else {},
        "validity_years_of_blocks": draft.validity_years_of_blocks,
        "general_competences": list(draft.general_competences),
        "blocks": [_block_data(block) for block in draft.blocks],
        "correspondences": [one for found in draft.correspondences for one in _correspondence_data(found)],
        "source_defects": [note.words for note in draft.notes],
    }


_DATES = ("decided_on", "effective_on", "published_on", "registration_starts", "registration_ends",
          "last_delivery")  # fmt: skip


def _certifier_data(certifier: Certifier) -> dict[str, Any]:
    data: dict[str, Any] = {"name": certifier.name, "siret": certifier.siret}
    if certifier.website:
        data["website"] = certifier.website
    if not certifier.active:
        data["active"] = False
    return data


def _codes_data(codes: Sequence[CodeTitle]) -> list[dict[str, str]]:
    return [{"code": one.code, "title": one.title} for one in codes]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _block_data(block: BlockDraft) -> dict[str, Any]:
    return {
        "code": block.code,
        "title": block.title,
        "competences": [line for line in block.competences if line.strip()],
        "assessments": [
            {
                "kind": one.kind.value,
                "title": one.title,
                "dossier": one.dossier_kind.value if one.dossier_kind else None,
                "judged_by": one.judged_by.value,
                "oral_minutes": one.oral_minutes,
                "interview_minutes": one.interview_minutes,
            }
            for one in block.assessments
            if one.title.strip()
        ],
    }


def _correspondence_data(found: Correspondence) -> list[dict[str, Any]]:
    """One entry for each block of this sheet; ``together`` names all of them when they only count as one."""
    together = {"together": list(found.sources)} if len(found.sources) > 1 else {}
    return [
        {"block": source, "certification": found.certification, "blocks": list(found.blocks), **together}
        for source in found.sources or ("",)
    ]


class ReferenceFlows(Protocol):
    """Reads the public sources of sheets: the open data flow, and the pasted text of a page.

    ``progress`` is called with (bytes done, bytes in all); it may raise to stop.
    """

    def search(
        self,
        path: Path,
        text: str = "",
        codes: Sequence[str] = (),
        *,
        limit: int = 200,
        progress: Progress | None = None,
    ) -> list[SheetSummary]:
        """Return the sheets that have one of ``codes``, or every word of ``text`` in code or title.

        Neither: all of them. At most ``limit``, in the file's order. ``RuleError("reference.*")`` for what
        is no sound flow.
        """
        ...

    def load(self, path: Path, code: str, *, progress: Progress | None = None) -> SheetDraft:
        """Return one sheet; ``RuleError("reference.unknown_code")`` or why the file is refused."""
        ...

    def pasted(self, text: str) -> SheetDraft:
        """Return the sheet that the text of a public page holds; ``RuleError("reference.page.*")``."""
        ...
