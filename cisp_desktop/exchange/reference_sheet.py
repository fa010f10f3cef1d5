"""One ``FICHE`` of the open data flow V4.1 of France compétences, from XML to a summary or to a draft.

Every tag may be missing, empty or repeated: nothing here takes one for granted. Partners and publications
are left out. Must not know files, archives or how the element was parsed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lxml.etree import _Element

from cisp_desktop.application.reference_drafts import (
    BlockDraft,
    Certifier,
    CodeTitle,
    Correspondence,
    DraftNote,
    SheetDraft,
    SheetSummary,
)
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.competence_split import readable, split_competences
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.reference_proposals import (
    codes_in,
    day_or_note,
    level_of,
    notes_on_head,
    one_line,
    proposed_block,
    with_sound_blocks,
)

MOST_TEXT = 1_000_000
"""Characters of a sheet's blocks and abilities in all; the longest real ones have some 100,000."""
BLOCKS = "BLOCS_COMPETENCES/BLOC_COMPETENCES"
"""Only these are blocks of the sheet: those inside ``CORRESPONDANCES`` are references."""

_PATHS = {
    "SI_JURY_FI": AccessPath.STUDENT,
    "SI_JURY_CA": AccessPath.APPRENTICESHIP,
    "SI_JURY_FC": AccessPath.CONTINUING_EDUCATION,
    "SI_JURY_CQ": AccessPath.PROFESSIONALISATION_CONTRACT,
    "SI_JURY_CL": AccessPath.INDIVIDUAL,
    "SI_JURY_VAE": AccessPath.VAE,
}
_ONCE = (
    "NUMERO_FICHE", "INTITULE", "ETAT_FICHE", "ACTIF", "DATE_DECISION", "DATE_EFFET", "DATE_DE_PUBLICATION",
    "DATE_FIN_ENREGISTREMENT", "DATE_LIMITE_DELIVRANCE", "PREREQUIS_ENTREE_FORMATION", *_PATHS,
)  # fmt: skip
_NUMBER = re.compile(r"(RNCP|RS)?\s*0*(\d+)", re.IGNORECASE)


def sheet_code(text: str) -> str:
    """Return a code as the flow writes it: « rncp 36128 » and « 36128 » give « RNCP36128 »."""
    found = _NUMBER.fullmatch(text.strip())
    return f"{(found[1] or 'RNCP').upper()}{found[2]}" if found else text.strip().upper()


def code_of(sheet: _Element) -> str:
    """Return the sheet's code, empty when it has none."""
    return one_line(_readable(sheet, "NUMERO_FICHE"))


def searched_text(sheet: _Element) -> str:
    """Return what a search looks into: code, its number, title and abbreviation, folded, between spaces."""
    code = code_of(sheet)
    parts = (code, code.lstrip("RNCPSrncps"), *(
        _text(sheet, path) for path in ("INTITULE", "ABREGE/CODE", "ABREGE/LIBELLE")
    ))  # fmt: skip
    return f" {folded(' '.join(parts))} "


def summary_of(sheet: _Element) -> SheetSummary:
    """Return what a search shows of a sheet."""
    code = code_of(sheet)
    return SheetSummary(
        code=code,
        title=one_line(readable(_text(sheet, "INTITULE"))),
        level=_level(sheet),
        active=_truth(_text(sheet, "ACTIF")) is True,
        kind=_kind(code),
        blocks=len(sheet.findall(BLOCKS)),
        registration_ends=day_or_note(_text(sheet, "DATE_FIN_ENREGISTREMENT"), "", []),
    )


def draft_of(sheet: _Element) -> SheetDraft:
    """Return everything that a sheet gives, with notes on what it lacks.

    The registration starts on the day that it takes effect, or was decided (its length counts from there).
    Raises ``RuleError("reference.texts_too_long")`` over ``MOST_TEXT``.
    """
    _check_length(sheet)
    notes = _notes_on_repeats(sheet)

    def day(tag: str) -> date | None:
        return day_or_note(_text(sheet, tag), tag, notes)

    code, level = code_of(sheet), _level(sheet)
    decided, effective = day("DATE_DECISION"), day("DATE_EFFET")
    draft = SheetDraft(
        code=code,
        title=one_line(_readable(sheet, "INTITULE")),
        kind=_kind(code),
        abbreviation=one_line(_readable(sheet, "ABREGE/CODE")),
        level_national=level,
        level_european=level,
        certifiers=_certifiers(sheet),
        nsf=_nomenclature(sheet, "CODES_NSF/NSF"),
        formacode=_nomenclature(sheet, "FORMACODES/FORMACODE"),
        rome=_nomenclature(sheet, "CODES_ROME/ROME"),
        decided_on=decided,
        effective_on=effective,
        published_on=day("DATE_DE_PUBLICATION"),
        registration_starts=effective or decided,
        registration_ends=day("DATE_FIN_ENREGISTREMENT"),
        last_delivery=day("DATE_LIMITE_DELIVRANCE"),
        state=one_line(_readable(sheet, "ETAT_FICHE")),
        active=_truth(_text(sheet, "ACTIF")),
        replaces=_codes(sheet, "ANCIENNES_CERTIFICATIONS/ANCIENNE_CERTIFICATION"),
        replaced_by=_codes(sheet, "NOUVELLES_CERTIFICATIONS/NOUVELLE_CERTIFICATION"),
        access_paths=_access_paths(sheet),
        compositions=_compositions(sheet),
        prerequisites=_readable(sheet, "PREREQUIS_ENTREE_FORMATION"),
        blocks=tuple(_blocks(sheet)),
        correspondences=tuple(_correspondences(sheet)),
        notes=tuple(notes),
    )
    return _completed(draft, sheet)


def _completed(draft: SheetDraft, sheet: _Element) -> SheetDraft:
    """Make the blocks sound, say what lacks; without competences by block, take the sheet's general ones."""
    draft = with_sound_blocks(draft)
    if not any(block.competences for block in draft.blocks):
        general = tuple(split_competences(_readable(sheet, "CAPACITES_ATTESTEES")))
        draft = replace(draft, general_competences=general)
    return replace(draft, notes=(*notes_on_head(draft), *draft.notes))


def _check_length(sheet: _Element) -> None:
    long_ones = (one for tag in ("BLOCS_COMPETENCES", "CAPACITES_ATTESTEES") for one in sheet.iterfind(tag))
    length = sum(len(text) for one in long_ones for text in one.itertext())
    if length > MOST_TEXT:
        raise RuleError("reference.texts_too_long", code=code_of(sheet)[:20], length=length, limit=MOST_TEXT)


def _content(element: _Element) -> str:
    """Return an element's text; the texts of elements inside it stand on lines of their own."""
    if not len(element):
        return (element.text or "").strip()
    return "\n".join(part.strip() for part in element.itertext() if part.strip())


def _text(sheet: _Element, path: str) -> str:
    """Return the first text at ``path`` that is not empty, or an empty text."""
    return next(filter(None, map(_content, sheet.iterfind(path))), "")


def _readable(sheet: _Element, path: str) -> str:
    return readable(_text(sheet, path))


def _kind(code: str) -> str:
    return "RS" if code.upper().startswith("RS") else "RNCP"


def _truth(text: str) -> bool | None:
    return {"oui": True, "non": False}.get(folded(text))


def _level(sheet: _Element) -> int | None:
    return level_of(_text(sheet, "NOMENCLATURE_EUROPE/NIVEAU")) or level_of(
        _text(sheet, "NOMENCLATURE_EUROPE/LIBELLE")
    )


def _notes_on_repeats(sheet: _Element) -> list[DraftNote]:
    notes = []
    for tag in _ONCE:
        texts = {_content(one) for one in sheet.iterfind(tag)} - {""}
        if len(texts) > 1:
            notes.append(DraftNote("reference.tag_repeated", {"tag": tag}))
    return notes


def _certifiers(sheet: _Element) -> tuple[Certifier, ...]:
    """Return the certifiers, those that still are first; each name and SIRET once."""
    found = [
        Certifier(
            one_line(_readable(one, "NOM_CERTIFICATEUR")),
            one_line(_text(one, "SIRET_CERTIFICATEUR")),
            active=folded(_text(one, "ETAT_CERTIFICATEUR")) != "inactif",
        )
        for one in sheet.iterfind("CERTIFICATEURS/CERTIFICATEUR")
    ]
    named = dict.fromkeys(one for one in found if one.name or one.siret)
    return tuple(sorted(named, key=lambda one: not one.active))


def _nomenclature(sheet: _Element, path: str) -> tuple[CodeTitle, ...]:
    found = (
        CodeTitle(one_line(_text(one, "CODE")), one_line(_readable(one, "LIBELLE")))
        for one in sheet.iterfind(path)
    )
    return tuple(dict.fromkeys(one for one in found if one.code or one.title))


def _codes(sheet: _Element, path: str) -> tuple[str, ...]:
    every = (code for one in sheet.iterfind(path) for code in codes_in(_content(one)))
    return tuple(dict.fromkeys(every))


def _access_paths(sheet: _Element) -> dict[AccessPath, bool]:
    said = {path: _truth(_text(sheet, f"{tag}/ACTIF")) for tag, path in _PATHS.items()}
    return {path: is_open for path, is_open in said.items() if is_open is not None}


def _compositions(sheet: _Element) -> dict[AccessPath, str]:
    said = {path: _readable(sheet, f"{tag}/COMPOSITION") for tag, path in _PATHS.items()}
    return {path: text for path, text in said.items() if text}


def _blocks(sheet: _Element) -> Iterator[BlockDraft]:
    for one in sheet.iterfind(BLOCKS):
        block = proposed_block(
            _readable(one, "CODE"),
            _readable(one, "LIBELLE"),
            competences=_readable(one, "LISTE_COMPETENCES"),
            assessments=_readable(one, "MODALITES_EVALUATION"),
        )
        if block.code or block.title or block.competences or block.assessments:
            yield block


def _correspondences(sheet: _Element) -> Iterator[Correspondence]:
    for one in sheet.iterfind("CORRESPONDANCES/CORRESPONDANCE"):
        certification = one_line(_text(one, "DESTINATION/NUMERO_FICHE"))
        blocks = _block_codes(one, "DESTINATION")
        if certification or blocks:
            yield Correspondence(_block_codes(one, "SOURCE"), certification, blocks)


def _block_codes(correspondence: _Element, side: str) -> tuple[str, ...]:
    codes = (one_line(_content(one)) for one in correspondence.iterfind(f"{side}/BLOC_COMPETENCES/CODE"))
    return tuple(dict.fromkeys(filter(None, codes)))
