"""Lineage: which block of today a block obtained under an older code stands for, and until when.

A block held under another code counts only through a recorded equivalence, which the certifier decides
(domain page §2). Must not know where equivalences come from or are kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cisp_desktop.domain.certification import Block, Certification
from cisp_desktop.domain.text import folded


class EquivalenceOrigin(StrEnum):
    """Who said it: the official sheet's correspondences, or the certifier by hand."""

    IMPORTED = "IMPORTED"
    TYPED = "TYPED"


@dataclass(eq=False)
class Equivalence:
    """``held_block`` of ``held_certification`` stands for ``block_code`` of ``certification_code``.

    Codes and not identifiers: an equivalence holds for every version of a sheet. ``source`` says where it is
    written. ``validity_years`` is how long a block of the older title counts, None for good.
    """

    id: str
    held_certification: str
    held_block: str
    certification_code: str
    block_code: str
    origin: EquivalenceOrigin
    source: str = ""
    validity_years: int | None = None


def code_key(code: str) -> str:
    """Return a block's code for comparison: no spaces, no case, no punctuation."""
    return folded(code).replace(" ", "").upper()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a held block counts for. ``through`` is the equivalence used, None for a block of the own sheet.

    ``valid_until`` is the last day on which it counts, None for good.
    """

    block: Block
    through: Equivalence | None
    valid_until: date | None


def standing_of(
    certification: Certification,
    equivalences: Iterable[Equivalence],
    *,
    code: str,
    obtained_on: date | None,
    validity_years: Mapping[str, int | None],
) -> Standing | None:
    """Return what a block obtained under ``code`` counts for in ``certification``; None: for nothing.

    ``validity_years`` gives, by certification code, how long the blocks of a known sheet hold.
    """
    own = certification.block(code)
    if own is not None:
        return Standing(own, None, valid_until(obtained_on, validity_years.get(certification.code)))
    wanted = code_key(code)
    for equivalence in equivalences:
        if equivalence.certification_code != certification.code:
            continue
        if wanted not in _names(equivalence):
            continue
        block = certification.block(equivalence.block_code)
        if block is not None:
            years = equivalence.validity_years
            if years is None:
                years = validity_years.get(equivalence.held_certification)
            return Standing(block, equivalence, valid_until(obtained_on, years))
    return None


def _names(equivalence: Equivalence) -> tuple[str, str]:
    """Return the ways to write the held block: its code, and its code after that of its certification."""
    block = code_key(equivalence.held_block)
    return block, code_key(equivalence.held_certification) + block


def valid_until(obtained_on: date | None, years: int | None) -> date | None:
    """Return the last day of validity; None when it never ends or the day it began is unknown.

    A block obtained on 29 February ends on 28 February.
    """
    if obtained_on is None or years is None:
        return None
    try:
        return obtained_on.replace(year=obtained_on.year + years)
    except ValueError:
        return obtained_on.replace(year=obtained_on.year + years, day=28)
