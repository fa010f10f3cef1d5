"""The pasted text of a public sheet of France compétences, today's layout and the one before 2019.

A page copied from a browser is lines, and cells parted by tabs. Headings open sections; what no heading
announces is left alone, what is not found is noted. Must not know the open data flow, nor screens.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cisp_desktop.application.reference_drafts import Certifier, CodeTitle, DraftNote, SheetDraft
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.competence_split import readable, split_lines
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.public_sheet_blocks import blocks_of, correspondences_of, units_of
from cisp_desktop.exchange.public_sheet_sections import Sections, cells, sections_of
from cisp_desktop.exchange.reference_proposals import (
    CODE,
    codes_in,
    day_or_note,
    level_of,
    notes_on_head,
    old_level_of,
    one_line,
    with_sound_blocks,
)

MAX_TEXT = 1_000_000
"""Characters; the longest sheets have some 200,000."""

_PATHS = (
    ("apres un parcours de formation sous statut", AccessPath.STUDENT),
    ("en contrat d apprentissage", AccessPath.APPRENTICESHIP),
    ("apres un parcours de formation continue", AccessPath.CONTINUING_EDUCATION),
    ("en contrat de professionnalisation", AccessPath.PROFESSIONALISATION_CONTRACT),
    ("par candidature individuelle", AccessPath.INDIVIDUAL),
    ("par experience", AccessPath.VAE),
)
_AROUND_TITLE = frozenset(
    ("", "active", "inactive", "fiche", "fiche active", "fiche inactive", "n de fiche", "partager",
     "imprimer", "telecharger la fiche", "repertoire national des certifications professionnelles",
     "repertoire specifique", "retour a la recherche", "retour")
)  # fmt: skip
"""What stands around a title at the top of a page, folded."""
_CROSSES = frozenset(("x", "oui", "✓", "✔", "☑"))
_YEARS = re.compile(r"(\d{1,2})\s*an")
_DURATION = re.compile(r"\bpour (\w+) ans?\b")
_JOURNAL = re.compile(r"journal officiel du (\d{1,2})(?:er)? (\w+) (\d{4})", re.IGNORECASE)
_NUMBERS = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7}
_SIRET = re.compile(r"\b\d(?:\s?\d){13}\b")
_CODED = re.compile(r"([A-Z]?\d{2,5}[a-z]?)\s*[:–-]?\s+(.+)|([A-Z]?\d{2,5}[a-z]?)\s*[:–-]\s*(.+)")
_LEVEL_1969 = re.compile(r"\b(I{1,3}|IV|V)\s*\(\s*nomenclature de 1969", re.IGNORECASE)
_LEVEL_EUROPE = re.compile(r"\b([1-8])\s*\(\s*nomenclature europe", re.IGNORECASE)


def read_public_sheet(text: str) -> SheetDraft:
    """Return the draft of a pasted page.

    Raises ``RuleError("reference.page.unrecognised")`` without a sheet's number and two of its headings,
    ``reference.page.too_long`` over ``MAX_TEXT`` characters.
    """
    if len(text) > MAX_TEXT:
        raise RuleError("reference.page.too_long", length=len(text), limit=MAX_TEXT)
    sections = sections_of(readable(text))
    code = _own_code(sections)
    if not code or len(sections) < 3:
        raise RuleError("reference.page.unrecognised")
    draft = _head(sections, code)
    if "units" in sections:
        draft = replace(draft, blocks=units_of(sections["units"], code))
    else:
        blocks, notes = blocks_of(sections.get("blocks", ()))
        draft = replace(draft, blocks=blocks, notes=(*draft.notes, *notes))
    draft = with_sound_blocks(draft)
    if "units" in sections and draft.blocks:
        note = DraftNote("reference.unit_code_ours", {"count": len(draft.blocks)})
        draft = replace(draft, notes=(*draft.notes, note))
    return replace(draft, notes=(*notes_on_head(draft), *draft.notes))


def _own_code(sections: Sections) -> str:
    """Return the sheet's number: under « N° de fiche », else the first one of the text's head."""
    for part in ("number", "head"):
        found = codes_in("\n".join(sections.get(part, ())))
        if found:
            return found[0]
    old = re.search(r"code\s+rncp\s*:?\s*(\d{1,7})", "\n".join(sections.get("head", ())), re.IGNORECASE)
    return f"RNCP{old[1]}" if old else ""


def _head(sections: Sections, code: str) -> SheetDraft:
    notes: list[DraftNote] = []
    national, european = _levels(sections)
    opened, compositions = _access(sections.get("access", ()), notes)
    starts, ends = _registration(sections, notes)
    old = "units" in sections
    return SheetDraft(
        code=code,
        title=_title(sections, code),
        kind="RS" if code.startswith("RS") else "RNCP",
        level_national=national,
        level_european=european,
        certifiers=_old_certifiers(sections) if old else _certifiers(sections),
        nsf=_coded(sections.get("nsf", ())),
        formacode=_coded(sections.get("formacode", ())),
        rome=_coded(sections.get("rome", ())),
        decided_on=_day(sections, "decided", notes),
        effective_on=_day(sections, "effective", notes),
        published_on=_day(sections, "published", notes),
        registration_starts=starts,
        registration_ends=ends,
        last_delivery=_day(sections, "last_delivery", notes),
        active=_active(sections),
        state=one_line(" ".join(sections.get("state", ())[:1])),
        replaces=_lineage(sections, "replaces", code),
        replaced_by=_lineage(sections, "replaced_by", code),
        access_paths=opened,
        compositions=compositions,
        prerequisites="\n".join(sections.get("prerequisites", ())).strip(" -–"),
        validity_years_of_blocks=_validity(sections),
        general_competences=tuple(split_lines("\n".join(sections.get("abilities", ())))) if old else (),
        correspondences=correspondences_of(sections.get("links", ()), code),
        notes=tuple(notes),
    )


def _title(sections: Sections, code: str) -> str:
    """Return the title: under « Intitulé », else what follows or comes after the code in the head."""
    if one_line(" ".join(sections.get("title", ())[:1])):
        return one_line(" ".join(sections["title"][:1]))
    for part in ("head", "number"):
        for line in sections.get(part, ()):
            rest = CODE.sub("", line, count=1) if code in codes_in(line) else ""
            rest = one_line(rest).strip(" -–—:|•")
            if folded(rest) not in _AROUND_TITLE:
                return rest
    lines = [line for line in sections.get("head", ()) if folded(line) not in _AROUND_TITLE]
    return one_line(lines[-1]) if lines and "number" in sections else ""


def _active(sections: Sections) -> bool | None:
    """Return whether the page says « Active »; None when it says neither."""
    words = {
        folded(line).removeprefix("fiche ") for part in ("head", "state") for line in sections.get(part, ())
    }
    return "active" in words if words & {"active", "inactive"} else None


def _levels(sections: Sections) -> tuple[int | None, int | None]:
    """Return the French and the European level."""
    text = "\n".join(sections.get("level", ()))
    old, europe = _LEVEL_1969.search(text), _LEVEL_EUROPE.search(text)
    if old is not None or europe is not None:
        european = int(europe[1]) if europe else None
        return european or (old_level_of(old[1]) if old else None), european
    level = next(filter(None, (level_of(cell) for line in text.splitlines() for cell in cells(line))), None)
    return level, level


def _certifiers(sections: Sections) -> tuple[Certifier, ...]:
    """Return the certifiers of the table « Nom légal, SIRET, nom commercial, site »."""
    found: list[Certifier] = []
    for line in sections.get("certifier", ()):
        siret = _SIRET.search(line)
        name = one_line(cells(line[: siret.start()] if siret else line)[0]) if line.strip() else ""
        if not name or folded(name).startswith("nom legal"):
            continue
        if siret is None and found and len(cells(line)) == 1:
            continue
        site = next((cell for cell in cells(line) if cell.casefold().startswith(("http", "www"))), "")
        found.append(Certifier(name, re.sub(r"\s", "", siret[0]) if siret else "", site))
    return tuple(dict.fromkeys(found))


def _old_certifiers(sections: Sections) -> tuple[Certifier, ...]:
    """Return the authority of the older layout: the first cell of the line under its heading."""
    lines = [line for line in sections.get("authority", ()) if not folded(line).startswith("qualite du")]
    return tuple(Certifier(one_line(cells(line)[0])) for line in lines[:1])


def _coded(lines: Sequence[str]) -> tuple[CodeTitle, ...]:
    found = []
    for line in lines:
        match = _CODED.fullmatch(one_line(line).lstrip("•·*-– "))
        if match is not None:
            found.append(CodeTitle(match[1] or match[3], match[2] or match[4]))
    return tuple(dict.fromkeys(found))


def _day(sections: Sections, part: str, notes: list[DraftNote]) -> date | None:
    line = next((cells(line)[0] for line in sections.get(part, ()) if line.strip()), "")
    return day_or_note(line, part, notes) if any(map(str.isdigit, line)) else None


def _registration(sections: Sections, notes: list[DraftNote]) -> tuple[date | None, date | None]:
    """Return the first and the last day of registration.

    The older layout tells them by the decree: « publié au Journal officiel du 3 mars 2007 … pour cinq ans ».
    """
    ends = _day(sections, "ends", notes)
    starts = _day(sections, "effective", []) or _day(sections, "decided", [])
    if starts is None and "decree" in sections:
        text = " ".join(sections["decree"])
        journal, years = _JOURNAL.search(text), _DURATION.search(folded(text))
        if journal is not None:
            starts = day_or_note(" ".join(journal.groups()), "Journal officiel", notes)
        if ends is None and starts is not None and years is not None:
            length = _NUMBERS.get(years[1], int(years[1]) if years[1].isdecimal() else 0)
            ends = starts.replace(year=starts.year + length) if 0 < length < 20 else None
    return starts, ends


def _lineage(sections: Sections, part: str, code: str) -> tuple[str, ...]:
    found = codes_in("\n".join(sections.get(part, ())))
    return tuple(one for one in found if one != code)


def _validity(sections: Sections) -> int | None:
    found = _YEARS.search(folded(" ".join(sections.get("validity", ()))))
    return int(found[1]) if found and int(found[1]) else None


def _access(
    lines: Sequence[str], notes: list[DraftNote]
) -> tuple[Mapping[AccessPath, bool], Mapping[AccessPath, str]]:
    """Read the table of access paths: label, « Oui », « Non », composition of the jury."""
    opened: dict[AccessPath, bool] = {}
    compositions: dict[AccessPath, list[str]] = {}
    current: AccessPath | None = None
    for line in lines:
        words = folded(line)
        path = next((path for label, path in _PATHS if words.startswith(label)), None)
        if path is None:
            if current is not None and words not in ("", "oui non"):
                compositions[current].append(line)
            continue
        current = path
        answer, composition = _answer(line)
        compositions[path] = [composition] if composition else []
        if answer is None:
            notes.append(DraftNote("reference.access_unclear", {"path": path.value}))
        opened[path] = bool(answer)
    joined = {path: "\n".join(lines).strip() for path, lines in compositions.items()}
    return opened, {path: text for path, text in joined.items() if text and opened[path]}


def _answer(line: str) -> tuple[bool | None, str]:
    """Return whether the cross stands under « Oui », and the composition; None when the columns are lost."""
    parts = [part.strip() for part in line.split("\t")][1:]
    marks = [folded(part) for part in parts[:2]]
    composition = "\n".join(part for part in parts[2:] if part not in ("", "-", "–"))
    if len(parts) >= 2 and (parts[0].casefold() in _CROSSES) != (parts[1].casefold() in ("x", "non")):
        return parts[0].casefold() in _CROSSES, composition
    if marks and marks[0] in ("oui", "non"):
        rest = "\n".join(part for part in parts[1:] if part not in ("", "-", "–"))
        return marks[0] == "oui", rest
    return None, ""
