"""The table of candidates: one row each, one column per block.

Private data that the page does not need is not on it: no address, no mark. This module must not know where
the table stands on the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cisp_desktop.application import wording_minutes as words
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD
from cisp_desktop.documents.minutes_style import PORTRAIT_BLOCKS
from cisp_desktop.documents.page_flow import MILLIMETRE
from cisp_desktop.documents.ruled_table import Cell, Column, Piece, Row, RuledTable
from cisp_desktop.documents.text import capped, printable

FLAT_BOOKMARKS = 120
"""Candidates up to which their bookmarks stand side by side; beyond, they stand by hundreds. pyHanko's
comparison of revisions goes down a chain of bookmarks by recursion, no further than some 300.
"""
OWN_BOOKMARKS = 400
"""Candidates up to which each has a bookmark; beyond, each ten have one: the same comparison reads every
bookmark of every revision, and five thousand would cost a verification minutes.
"""
_HUNDRED = 100
_TEN = 10
_BOOKMARK_LENGTH = 120
_BLOCK_WIDTH = 11 * MILLIMETRE
_LEAST_BLOCK_WIDTH = 6.2 * MILLIMETRE
_SHARES_WIDE = (0.125, 0.30, 0.22, 0.13, 0.225)
_SHARES_NARROW = (0.15, 0.45, 0.17, 0.23)


def block_labels(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the short name of each block by its code."""
    return {block["code"]: block["short"] or block["code"] for block in blocks}


def _bookmark(candidate: Mapping[str, Any]) -> str:
    """Return what the outline calls a candidate: « n° NOM Prénom »."""
    name = words.full_name(candidate["birth_name"], candidate["first_names"])
    return capped(printable(f"{candidate['number']} {name}").replace("\n", " "), _BOOKMARK_LENGTH)


def _span(candidates: Sequence[Mapping[str, Any]], start: int, length: int) -> str:
    """Return what the outline calls candidates that follow each other: « 101 à 200 : NOM à NOM »."""
    end = min(start + length, len(candidates))
    first, last = (printable(candidates[at]["birth_name"]) for at in (start, end - 1))
    text = f"{start + 1} à {end}{words.NBSP}: {first} à {last}"
    return capped(text.replace("\n", " "), _BOOKMARK_LENGTH)


def marked(rows: Sequence[Row], candidates: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the rows with their bookmarks: one each, by hundreds when they are many, one for ten when they
    are more.
    """
    if len(rows) <= FLAT_BOOKMARKS:
        return [replace(row, bookmark=_bookmark(one)) for row, one in zip(rows, candidates, strict=True)]
    step = 1 if len(rows) <= OWN_BOOKMARKS else _TEN
    found = list(rows)
    for at in range(0, len(rows), step):
        name = _bookmark(candidates[at]) if step == 1 else _span(candidates, at, step)
        group = "" if at % _HUNDRED else _span(candidates, at, _HUNDRED)
        found[at] = replace(found[at], bookmark=name, level=2, group=group)
    return found


class CandidateTable:
    """Turns candidates of a snapshot into measured rows; ``width`` is the room across, in points."""

    def __init__(self, blocks: Sequence[Mapping[str, Any]], width: float) -> None:
        self._blocks = tuple(blocks)
        self._labels = block_labels(blocks)
        self._merged = len(blocks) <= PORTRAIT_BLOCKS
        heads: tuple[str, ...] = (
            "N° dossier",
            "Candidat",
            "Né(e) le, à",
            "Identité vérifiée par",
            "Voie d’accès",
        )
        shares: tuple[float, ...] = _SHARES_WIDE
        if self._merged:
            heads = ("N° dossier", "Candidat", "Voie d’accès")
            shares = _SHARES_NARROW
        count = max(1, len(blocks))
        block_width = max(_LEAST_BLOCK_WIDTH, min(_BLOCK_WIDTH, width * 0.4 / count))
        rest = width - block_width * len(blocks)
        outcome = rest * (0.20 if not self._merged else shares[3])
        spread = (rest - outcome) / sum(shares[: len(heads)])
        columns = [Column(head, share * spread) for head, share in zip(heads, shares, strict=False)]
        columns += [Column(self._labels[block["code"]], block_width, centred=True) for block in blocks]
        columns.append(Column("Résultat", outcome))
        size = 8.2 if block_width >= 9 * MILLIMETRE else 7.0
        self.table = RuledTable(columns, size=size, head_face=SEMIBOLD)

    def rows(self, candidates: Sequence[Mapping[str, Any]]) -> list[Row]:
        """Return one measured row per candidate; without a candidate, one row that says so."""
        if not candidates:
            empty: list[Cell] = [() for _ in self.table.columns]
            empty[1] = (Piece("Aucun candidat inscrit", REGULAR),)
            return [self.table.row(empty)]
        return marked([self.table.row(self._cells(one)) for one in candidates], candidates)

    def _cells(self, candidate: Mapping[str, Any]) -> list[Cell]:
        decisions = candidate["decisions"]
        validated = [
            self._labels[block["code"]]
            for block in self._blocks
            if decisions.get(block["code"]) == "VALIDATED"
        ]
        outcome = words.outcome_words(candidate["outcome"], validated, sex=candidate["sex"])
        path = words.access_path_words(candidate["access_path"])
        cells: list[Cell] = [
            (Piece(candidate["number"], REGULAR),),
            *self._person(candidate),
            (Piece(path, REGULAR),),
        ]
        for block in self._blocks:
            letters = words.abbreviation(decisions.get(block["code"]))
            cells.append((Piece(letters, SEMIBOLD),))
        cells.append((Piece(outcome, REGULAR),))
        return cells

    def _person(self, candidate: Mapping[str, Any]) -> list[Cell]:
        name = [Piece(candidate["birth_name"], SEMIBOLD)]
        if candidate["usage_name"] and candidate["usage_name"] != candidate["birth_name"]:
            name.append(Piece(f"nom d’usage{words.NBSP}: {candidate['usage_name']}", REGULAR))
        name.append(Piece(candidate["first_names"], REGULAR))
        checked = candidate["identity_checked_by"]
        if not self._merged:
            born = Piece(self._born(candidate), REGULAR)
            return [tuple(name), (born,), (Piece(checked or "–", REGULAR),)]
        name.append(Piece(self._born(candidate, spoken=True), REGULAR))
        if checked:
            name.append(Piece(f"Identité vérifiée par {checked}", REGULAR))
        return [tuple(name)]

    @staticmethod
    def _born(candidate: Mapping[str, Any], *, spoken: bool = False) -> str:
        day = words.short_date(candidate["birth_date"]) if candidate["birth_date"] else "date non renseignée"
        place = candidate["birth_place"]
        if not spoken:
            return f"{day}\n{place}" if place else day
        born = {"F": "Née", "M": "Né"}.get(candidate["sex"], "Né(e)")
        return f"{born} le {day}" + (f" à {place}" if place else "")
