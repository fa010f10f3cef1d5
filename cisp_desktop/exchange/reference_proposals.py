"""From the words of a sheet to what a draft proposes: assessments, levels, dates, blocks with sound codes.

Guesses are careful: who judges is UNSPECIFIED and a dossier is absent unless the words say so. Must not know
whether the words come from the flow or from a pasted page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cisp_desktop.application.cells import CellError, day
from cisp_desktop.application.reference_drafts import AssessmentDraft, BlockDraft, DraftNote, SheetDraft
from cisp_desktop.domain.certification import AccessPath, AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.domain.competence_split import split_competences
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.assessment_texts import durations_in, parts_of

T = TypeVar("T")
CODE = re.compile(r"\b(RNCP|RS)\s?(\d{1,7})\b", re.IGNORECASE)
_LEVEL = re.compile(r"(?:niv|niveau)?\s?([1-8])")
_OLD_LEVELS = {"i": 7, "ii": 6, "iii": 5, "iv": 4, "v": 3}
_DOSSIERS: tuple[tuple[DossierKind, tuple[str, ...]], ...] = (
    (DossierKind.TERRITORY_SURVEY, ("enquete de territoire",)),
    (DossierKind.RELATIONAL_BOOKLET, ("livret des capacites relationnelles",)),
    (DossierKind.NETWORK_MAP, ("cartographie du reseau",)),
    (DossierKind.MONOGRAPH, ("monographie", "monographies")),
    (DossierKind.WORK_ANALYSIS, ("analyse pratique en situation de travail", "apst")),
    (DossierKind.THESIS, ("memoire professionnel", "memoire de fin", "memoire")),
    (DossierKind.PROJECT_FILE, ("dossier de projet", "dossier de creation")),
    (DossierKind.PROFESSIONAL_FILE, ("dossier professionnel",)),
)
_JUDGES: tuple[tuple[JudgedBy, tuple[str, ...]], ...] = (
    (JudgedBy.EVALUATION_JURY, ("jury d evaluation",)),
    (JudgedBy.CERTIFICATION_JURY, ("jury de certification",)),
    (JudgedBy.TRAINER, ("avec le formateur", "par le formateur", "avec un formateur", "par un formateur")),
    (JudgedBy.JURY, ("devant un jury", "devant le jury", "avec le jury", "le jury", "par un jury")),
)
_SIMULATED = ("mise en situation", "mises en situation", "mises en situations", "jeu de role", "jeux de role",
              "jeux de roles", "simulation", "simule", "simulee")  # fmt: skip
_WRITTEN = ("dossier", "dossiers", "memoire", "rapport", "ecrit", "ecrite", "redaction", "livret", "note",
            "monographie", "monographies", "production de", "productions ecrites")  # fmt: skip
_SPOKEN = ("oral", "orale", "l oral", "soutenance", "soutenu", "soutenue", "entretien")


def one_line(text: str) -> str:
    """Return a text on one line, single spaces."""
    return " ".join(text.split())


def level_of(text: str) -> int | None:
    """Return the level of « NIV7 », « Niveau 5 », « 5 » (1 to 8); None for « SANS » and what says none."""
    found = _LEVEL.fullmatch(folded(text))
    return int(found[1]) if found else None


def old_level_of(text: str) -> int | None:
    """Return today's level of a level of the 1969 nomenclature: « III » is 5 (decree 2019-14)."""
    return _OLD_LEVELS.get(folded(text))


def day_or_note(text: str, tag: str, notes: list[DraftNote]) -> date | None:
    """Return the date of a text (DD/MM/YYYY, DD-MM-YYYY, « 3 mars 2007 »), or None and a note."""
    if folded(text) in ("", "sans objet", "non renseigne"):
        return None
    try:
        return day(one_line(text))
    except CellError:
        notes.append(DraftNote("reference.date_unreadable", {"value": one_line(text)[:60], "tag": tag}))
        return None


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of sheets in a text, in order, each once: « RNCP36128 », « RS1234 »."""
    return tuple(dict.fromkeys(f"{kind.upper()}{number}" for kind, number in CODE.findall(text)))


def proposed_assessments(text: str) -> tuple[AssessmentDraft, ...]:
    """Propose one assessment for each part that the text sets apart."""
    return tuple(proposed_assessment(part.text, heading=part.heading) for part in parts_of(text))


def proposed_assessment(title: str, *, heading: str = "") -> AssessmentDraft:
    """Propose kind, judge, dossier and durations of an assessment from its words.

    ``heading`` is its own line in the sheet: what that one says of the form goes before the rest.
    """
    words, first = f" {folded(title)} ", f" {folded(heading)} "
    judge = _named(words, _JUDGES) or JudgedBy.UNSPECIFIED
    lasts = durations_in(title)
    if _kind(first) is AssessmentKind.ORAL:
        return AssessmentDraft(
            title, AssessmentKind.ORAL, judge, oral_minutes=lasts.oral, interview_minutes=lasts.interview
        )
    kind = _kind(words)
    if kind is AssessmentKind.DOSSIER and lasts.oral is not None:
        kind = AssessmentKind.DOSSIER_AND_ORAL
    return AssessmentDraft(title, kind, judge, _named(words, _DOSSIERS), lasts.oral, lasts.interview)


def _kind(words: str) -> AssessmentKind:
    if _holds(words, _SIMULATED):
        return AssessmentKind.SIMULATION
    if _holds(words, _WRITTEN):
        return AssessmentKind.DOSSIER_AND_ORAL if _holds(words, _SPOKEN) else AssessmentKind.DOSSIER
    return AssessmentKind.ORAL if _holds(words, _SPOKEN) else AssessmentKind.ANALYSIS


def _holds(words: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)


def _named(words: str, table: Iterable[tuple[T, tuple[str, ...]]]) -> T | None:
    return next((value for value, phrases in table if _holds(words, phrases)), None)


def proposed_block(code: str, title: str, *, competences: str, assessments: str) -> BlockDraft:
    """Return a block with its sources and what is proposed for them."""
    return BlockDraft(
        one_line(code), one_line(title), competences, tuple(split_competences(competences)),
        assessments, proposed_assessments(assessments),
    )  # fmt: skip


def with_sound_blocks(draft: SheetDraft) -> SheetDraft:
    """Give every block a code of its own and a title, and note what the source lacks."""
    notes = list(draft.notes)
    blocks: list[BlockDraft] = []
    taken: set[str] = set()
    for position, block in enumerate(draft.blocks, 1):
        sound = _sound_block(block, draft.code, position, taken, notes)
        taken.add(folded(sound.code))
        blocks.append(sound)
        if not sound.competences:
            notes.append(DraftNote("reference.no_competences", {"block": sound.code}))
        elif sound.competences[-1].endswith(":"):
            notes.append(DraftNote("reference.list_open", {"block": sound.code}))
        if not sound.assessments:
            notes.append(DraftNote("reference.no_assessments", {"block": sound.code}))
    if not blocks:
        notes.append(DraftNote("reference.no_blocks"))
    return replace(draft, blocks=tuple(blocks), notes=(*notes, *_notes_on_assessments(blocks)))


def _sound_block(
    block: BlockDraft, sheet: str, position: int, taken: set[str], notes: list[DraftNote]
) -> BlockDraft:
    code = block.code
    if not code or folded(code) in taken:
        proposed = _free_code(f"{sheet}BC{position:02d}", taken)
        if code:
            notes.append(DraftNote("reference.block_code_repeated", {"block": code, "proposed": proposed}))
        else:
            notes.append(DraftNote("reference.block_code_missing", {"block": proposed, "position": position}))
        code = proposed
    if not block.title:
        notes.append(DraftNote("reference.block_title_missing", {"block": code}))
    return replace(block, code=code, title=block.title or code)


def _free_code(wanted: str, taken: set[str]) -> str:
    code, number = wanted, 1
    while folded(code) in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code


def _notes_on_assessments(blocks: Sequence[BlockDraft]) -> list[DraftNote]:
    every = [one for block in blocks for one in block.assessments]
    timed = sum(one.oral_minutes is not None or one.interview_minutes is not None for one in every)
    unsaid = sum(one.judged_by is JudgedBy.UNSPECIFIED for one in every)
    found = [DraftNote("reference.kind_guessed")] if every else []
    if timed:
        found.append(DraftNote("reference.minutes_read", {"count": timed}))
    if unsaid:
        found.insert(0, DraftNote("reference.judge_unsaid", {"count": unsaid, "total": len(every)}))
    return found


def notes_on_head(draft: SheetDraft) -> list[DraftNote]:
    """Return what the head of a sheet lacks: level, certifier, dates, NSF, access paths."""
    lacks = (
        (not draft.title, "reference.title_missing"),
        (draft.level_national is None, "reference.no_level"),
        (not draft.certifiers, "reference.no_certifier"),
        (not draft.nsf, "reference.no_nsf"),
        (draft.registration_ends is None, "reference.no_end"),
    )
    unclear = {note.values.get("path") for note in draft.notes if note.code == "reference.access_unclear"}
    silent = [path.value for path in AccessPath if path not in draft.access_paths]
    found = [DraftNote(code) for lacking, code in lacks if lacking]
    if len(silent) == len(AccessPath):
        return [*found, DraftNote("reference.access_unsaid")]
    return found + [
        DraftNote("reference.no_access", {"path": path}) for path in silent if path not in unclear
    ]
