"""Cuts the text of a public sheet into its sections, by its headings. Must not know what they mean."""

import re
from collections.abc import Mapping, Sequence

from cisp_desktop.domain.competence_split import BULLETS, DASHES
from cisp_desktop.domain.text import folded

Sections = Mapping[str, Sequence[str]]
"""By part: its lines that are not empty, verbatim. ``head`` is what stands before the first heading."""

_CAPITALISATION = (
    "description des modalites d acquisition de la certification par capitalisation des blocs de competences "
    "et ou par "
)
_OLD_SECTORS = (
    "secteurs d activite ou types d emplois accessibles par le detenteur de ce diplome ce titre ou ce "
    "certificat"
)
_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("n de fiche", "numero de fiche", "n de la fiche", "code rncp", "code de la fiche rncp"),
    "title": ("intitule", "intitule de la certification", "l intitule"),
    "state": ("etat", "etat de la fiche"),
    "level": (
        "nomenclature du niveau de qualification", "niveau de qualification",
        "niveau et ou domaine d activite", "niveau",
    ),
    "nsf": ("code s nsf", "codes nsf", "code nsf"),
    "formacode": ("formacode s", "formacode", "formacodes"),
    "ends": (
        "date d echeance de l enregistrement", "date de fin d enregistrement",
        "date de fin de l enregistrement",
    ),
    "effective": ("date d effet de la certification", "date d effet", "date d effet de l enregistrement"),
    "decided": ("date de decision",),
    "published": ("date de publication de la fiche", "date de publication"),
    "length": ("duree de l enregistrement en annees", "duree de l enregistrement"),
    "last_delivery": (
        "date de derniere delivrance possible de la certification", "date limite de delivrance",
        "date de derniere delivrance possible",
    ),
    "certifier": (
        "certificateur s", "certificateurs", "certificateur", "nom legal siret nom commercial site internet",
    ),
    "authority": ("autorite responsable de la certification",),
    "summary": (
        "resume de la certification", "resume du referentiel d emploi ou elements de competence acquis",
        "resume du referentiel d emploi ou elements de competences acquis",
    ),
    "context": ("objectifs et contexte de la certification",),
    "activities": ("activites visees",),
    "abilities": ("competences attestees", "capacites attestees", "les capacites attestees"),
    "assessment": ("modalites d evaluation",),
    "blocks": ("blocs de competences", "bloc s de competences"),
    "acquisition": (
        _CAPITALISATION + "equivalence", _CAPITALISATION + "correspondance",
    ),
    "units": ("descriptif des composantes de la certification", "descriptif des composantes"),
    "entry": ("modalites d acces a cette certification",),
    "sector": (
        "secteur d activite et type d emploi", "secteurs d activites", "secteurs d activite",
        _OLD_SECTORS, "type d emplois accessibles", "types d emplois accessibles",
    ),
    "rome": ("code s rome", "codes rome", "codes des fiches rome les plus proches"),
    "rules": (
        "references juridiques des reglementations d activite", "reglementation d activites",
        "reglementation d activite",
    ),
    "prerequisites": (
        "le cas echeant prerequis a l entree en formation", "prerequis a l entree en formation", "prerequis",
    ),
    "other_prerequisites": (
        "le cas echeant prerequis a la validation de la certification",
        "le cas echeant prerequis a la validation de la certification professionnelle",
        "prerequis a la validation de la certification", "pre requis distincts pour les blocs de competences",
        "pre requis disctincts pour les blocs de competences",
    ),
    "validity": ("validite des composantes acquises", "validite des composantes"),
    "access": (
        "voies d acces", "voie d acces a la certification", "conditions d inscription a la certification",
    ),
    "territories": ("inscrite au cadre de la nouvelle caledonie", "accessible en nouvelle caledonie"),
    "more_territories": (
        "inscrite au cadre de la polynesie francaise", "accessible en polynesie francaise",
    ),
    "links": (
        "liens avec d autres certifications professionnelles certifications ou habilitations",
        "liens avec d autres certifications", "correspondances",
    ),
    "legal": ("base legale", "reference du decret general"),
    "decree": (
        "reference arrete creation ou date 1er arrete enregistrement", "reference arrete creation",
        "reference du decret et ou arrete creation",
    ),
    "other_legal": ("reference du decret et ou arrete vae", "references autres", "reference autres"),
    "more": ("pour plus d informations", "pour plus d information"),
    "statistics": ("statistiques",),
    "website": ("lien internet vers le descriptif de la certification", "autres sources d information"),
    "places": (
        "liste des organismes preparant a la certification", "lieu x de certification",
        "lieu x de preparation a la certification declares par l organisme certificateur",
    ),
    "history": ("historique des changements de certificateurs", "historique de la certification"),
    "replaces": (
        "certification s anterieure s", "ancienne s certification s", "anciennes certifications",
        "certification precedente", "certifications anterieures", "ancienne certification",
    ),
    "replaced_by": (
        "nouvelle s certification s", "nouvelles certifications", "nouvelle certification",
        "certification suivante", "certification s remplacante s",
    ),
    "reference": ("referentiel d activite de competences et d evaluation",),
}  # fmt: skip
_PART_OF = {heading: part for part, headings in _HEADINGS.items() for heading in headings}
_INSIDE_BLOCKS = frozenset(("assessment", "abilities", "title", "number", "level"))
_INSIDE_TABLES = {"access": frozenset(("access",)), "links": frozenset(("blocks", "title"))}
_NAMING_BLOCKS = frozenset(("acquisition", "links", "replaces", "replaced_by", "summary", "context"))
_BLOCK = re.compile(r"\s*(?:RNCP|RS)\d{1,7}BC\d{1,3}\s*[-–—:]\s*\S", re.IGNORECASE)
"""A block's first line, where its heading « Blocs de compétences » was not copied."""
_SHORT_ANSWER = 30
"""Among the blocks, more than this after a colon is a competence that begins like a heading."""
_MARKS = BULLETS + DASHES
_LONGEST = max(map(len, _PART_OF)) + 40


def cells(line: str) -> list[str]:
    """Return the cells of a line that are not empty; one empty cell for an empty line."""
    return [cell.strip() for cell in line.split("\t") if cell.strip()] or [""]


def sections_of(text: str) -> dict[str, list[str]]:
    """Return the sections of a page; a part that comes twice is read on."""
    sections: dict[str, list[str]] = {"head": []}
    current = "head"
    lines = [line for line in text.splitlines() if line.strip()]
    taken = False
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if taken:
            taken = False
            continue
        part, rest = _heading(line, current)
        if part is None:
            part, rest = _over_two_lines(line, after, current), ""
            taken = part is not None
        if part is None and "blocks" not in sections and current not in _NAMING_BLOCKS and _BLOCK.match(line):
            part, rest = "blocks", line
        if part is None:
            sections[current].append(line)
            continue
        current = part
        section = sections.setdefault(part, [])
        if rest.strip():
            section.append(rest)
    return sections


def _over_two_lines(line: str, after: str, current: str) -> str | None:
    """Return the part that « Date d’échéance » and « de l’enregistrement » open together."""
    if len(line) + len(after) > _LONGEST or after[:1].isupper():
        return None
    part = _PART_OF.get(folded(f"{line} {after}"))
    return None if part is None or _is_content(part, current) else part


def _heading(line: str, current: str) -> tuple[str | None, str]:
    """Return the part that a line opens and what of it follows the heading; None for content."""
    for end in _ends(line):
        part = _PART_OF.get(folded(line[:end]))
        if part is None or _is_content(part, current):
            continue
        rest = line[end:].lstrip(" :\u00a0\u202f")
        if current == "blocks" and (len(rest.strip()) > _SHORT_ANSWER or line.lstrip()[0] in _MARKS):
            continue
        return part, "" if part in ("access", "authority") else rest
    return None, ""


def _ends(line: str) -> list[int]:
    """Return where a heading may end: the line, its first colon, its first cell, before the sheet's code."""
    ends = [len(line)] if len(line) <= _LONGEST else []
    ends += [place for place in (line.find(mark, 0, _LONGEST) for mark in (":", "\t")) if place > 0]
    for mark in ("RNCP", "RS"):
        place = line.find(mark, 1, 40)
        if place > 0 and line[:place].lstrip().startswith(("N°", "Numéro")):
            ends.append(place)
    return ends


def _is_content(part: str, current: str) -> bool:
    if current == "blocks" and part in _INSIDE_BLOCKS:
        return True
    return part in _INSIDE_TABLES.get(current, frozenset())
