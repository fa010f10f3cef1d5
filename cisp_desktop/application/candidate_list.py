"""Candidates as a file gives them, on their way from a spreadsheet to the use case that registers them.

Frozen rows and nothing else: what a line says, what is wrong with a line, which columns were understood.
This module must not know spreadsheets, nor the certification that the candidates are presented to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A block that the line says is held already: its code as typed, the date, the minutes' number."""

    code: str
    on: date | None = None
    minutes_number: str | None = None


class CandidateLine(NamedTuple):
    """One sound line: a named tuple, as ten thousand are made at once (six times faster than a dataclass).

    ``line`` is the line of the spreadsheet, from 1, header included.

    Texts stand as typed (NFC, outer spaces off); an absent text is empty. ``sex`` is ``M``, ``F`` or None.
    ``access_path`` is an ``AccessPath`` code. ``presented`` holds the block codes as typed; empty means all
    blocks. ``experience_years`` counts completed years.
    """

    line: int
    number: str
    civility: str
    sex: str | None
    birth_name: str
    usage_name: str
    first_names: str
    birth_date: date
    birth_place: str
    birth_insee: str
    birth_postcode: str
    birth_country: str
    email: str
    phone: str
    access_path: str
    entry_level: int | None
    experience_years: int | None
    selection_passed: bool | None
    entered_on: date | None
    presented: tuple[str, ...]
    held: tuple[HeldClaim, ...]
    accommodations: str
    referent_trainer: str
    employer: str
    companion: str
    vae_admissible_on: date | None


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong in one cell: ``column`` is the file's own header, ``code`` has a French sentence."""

    line: int
    column: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateList:
    """A file read: the sound lines, the errors of the others, in the order of the file.

    A line with an error is in ``errors`` only. ``columns`` maps each recognised header to the field of
    ``CandidateLine`` that it fills; ``ignored_columns`` are headers that nothing was read from. ``refused``
    gives number and « NOM Prénom » of the lines with errors, as far as they can be read.
    """

    lines: tuple[CandidateLine, ...]
    errors: tuple[LineError, ...]
    columns: Mapping[str, str]
    ignored_columns: tuple[str, ...] = ()
    sheet: str = ""
    refused: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def says(self) -> frozenset[str]:
        """The fields that the list speaks about; one without columns (no file) speaks about all."""
        return frozenset(self.columns.values()) or frozenset(CandidateLine._fields)


class HeldEntry(NamedTuple):
    """A held block on its way in; ``block_id`` is None under a code that counts for nothing here."""

    id: str
    code: str
    block_id: str | None
    obtained_on: date | None
    minutes_number: str


class Enrolment(NamedTuple):
    """A new candidate and registration on their way in. ``presented`` holds block ids in order.

    ``extra_time_percent`` is what the accommodations lengthen the slot by.
    """

    candidate_id: str
    registration_id: str
    session_id: str
    panel_id: str
    position: int
    presented: Sequence[str]
    held: Sequence[HeldEntry]
    line: CandidateLine
    extra_time_percent: int
