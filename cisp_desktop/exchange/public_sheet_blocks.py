"""Blocks, units and correspondences out of the lines of a pasted sheet. Must not know its other sections."""

import re
from collections.abc import Iterator, Sequence

from cisp_desktop.application.reference_drafts import BlockDraft, Correspondence, DraftNote
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.public_sheet_sections import cells
from cisp_desktop.exchange.reference_proposals import codes_in, one_line, proposed_block

_BLOCK = re.compile(r"\s*((?:RNCP|RS)\s?\d{1,7}\s?BC\s?\d{1,3})\b[ \u00a0]*[-–—:]?[ \u00a0]*", re.IGNORECASE)
_BLOCK_CODE = re.compile(r"\b(?:RNCP|RS)\d{1,7}BC\d{1,3}\b", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:UNIT[EÉ]|U\.?)\s*(\d{1,2})\s*[-–—:.]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_COLUMNS = frozenset(
    ("n et intitule du bloc", "numero et intitule du bloc", "liste de competences", "liste des competences",
     "modalites d evaluation", "n et intitule du bloc liste de competences modalites d evaluation",
     "liste de competences modalites d evaluation")
)  # fmt: skip


def blocks_of(lines: Sequence[str]) -> tuple[tuple[BlockDraft, ...], list[DraftNote]]:
    """Return the blocks of the section « Blocs de compétences », and what their layout leaves open."""
    notes: list[DraftNote] = []
    return tuple(_block(code, body, notes) for code, body in _bodies(lines)), notes


def _bodies(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each block's code and the text up to the next block."""
    code, body = "", []
    for line in lines:
        match = _BLOCK.match(line)
        if match is None:
            body.append(line)
            continue
        if code:
            yield code, "\n".join(body)
        code, body = re.sub(r"\s", "", match[1]).upper(), [line[match.end() :]]
    if code:
        yield code, "\n".join(body)


def _block(code: str, body: str, notes: list[DraftNote]) -> BlockDraft:
    """Read « title, table of two columns »: columns are cells, or headings on lines of their own."""
    lead, line_end, rest = body.lstrip().partition("\n")
    title, tab, beside = lead.partition("\t")
    rest = f"{beside}{line_end}{rest}" if tab else rest
    competences, assessments = _by_headings(rest) or _by_cells(rest)
    if competences and not assessments:
        notes.append(DraftNote("reference.assessments_unparted", {"block": code}))
    return proposed_block(code, title, competences=competences, assessments=assessments)


def _by_headings(body: str) -> tuple[str, str] | None:
    """Part a body whose columns came one under the other, each with its heading on a line."""
    lines = body.splitlines()
    for index, line in enumerate(lines):
        if index and folded(line) == "modalites d evaluation" and "\t" not in line.strip():
            before = [one for one in lines[:index] if folded(one) not in _COLUMNS]
            return "\n".join(before).strip(), "\n".join(lines[index + 1 :]).strip()
    return None


def _by_cells(body: str) -> tuple[str, str]:
    """Part a body at its tabs: the last cell holds the assessments, those before the competences."""
    kept = "\n".join(line.rstrip() for line in body.splitlines() if folded(line) not in _COLUMNS)
    parts = [part.strip() for part in kept.split("\t") if part.strip()]
    if len(parts) < 2:
        return "".join(parts), ""
    return "\n".join(parts[:-1]), parts[-1]


def units_of(lines: Sequence[str], code: str) -> tuple[BlockDraft, ...]:
    """Return the units of the older layout: « UNITE 1 : title », then how it is judged.

    Their codes are proposed (« RNCP6133U1 »); they have no competences of their own.
    """
    units: list[tuple[str, str, list[str]]] = []
    for line in lines:
        match = _UNIT.fullmatch(line)
        if match is not None:
            title, _, beside = match[2].partition("\t")
            units.append((match[1], title, [beside] if beside.strip() else []))
        elif units:
            units[-1][2].append(line)
    return tuple(
        proposed_block(f"{code}U{int(number)}", title, competences="", assessments="\n".join(rest))
        for number, title, rest in units
    )


def correspondences_of(lines: Sequence[str], code: str) -> tuple[Correspondence, ...]:
    """Return the lines that name blocks of this sheet, another sheet, and perhaps its blocks."""
    found = []
    for line in lines:
        parts = cells(line)
        if len(parts) < 2:
            continue
        blocks = list(dict.fromkeys(one.upper() for one in _BLOCK_CODE.findall(line)))
        own = tuple(one for one in blocks if one.startswith(f"{code}BC"))
        others = tuple(one for one in blocks if not one.startswith(f"{code}BC"))
        sheets = [one for one in codes_in(one_line(_BLOCK_CODE.sub("", line))) if one != code]
        if sheets or others:
            sheet = sheets[0] if sheets else others[0].partition("BC")[0]
            found.append(Correspondence(own, sheet, others))
    return tuple(found)
