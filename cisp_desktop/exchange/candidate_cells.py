"""How each column of a list of candidates is read, a whole column at a time.

A column is checked in one go (one pass in C over its joined text) and read cell by cell only where that
finds something; equal cells are read once. This module must not know how lines are put together.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cisp_desktop.application import cells
from cisp_desktop.application.candidate_fields import (
    EARLIEST,
    EMAIL,
    LEAST_AGE,
    MOST_AGE,
    REQUIRED,
    TITLES,
    field_readers,
    sex_of,
    years_before,
)
from cisp_desktop.application.cells import Cell, CellError

Bulk = Callable[[Sequence[Cell]], list[Any] | None]
"""Reads a whole column in a few passes in C; None when some cell needs a closer look."""


@dataclass(slots=True)
class ColumnReader:
    """How one field is read: ``read`` takes a cell, ``bulk`` tries the whole column first.

    ``default`` stands for a column that is absent; ``required`` refuses an empty cell.
    """

    read: Callable[[Cell], Any]
    default: Any = ""
    required: bool = False
    bulk: Bulk | None = None

    def column(self, values: Sequence[Cell], report: Callable[[int, CellError], None]) -> list[Any]:
        """Return the values of a column; ``report`` receives each cell that is wrong, by index."""
        sound = self.bulk(values) if self.bulk is not None else None
        if sound is None:
            return self._cell_by_cell(values, report)
        if self.required and ("" in sound or None in sound):
            missing = CellError("cell.missing")
            for index, value in enumerate(sound):
                if value is None or value == "":
                    sound[index] = missing
                    report(index, missing)
        return sound

    def _cell_by_cell(self, values: Sequence[Cell], report: Callable[[int, CellError], None]) -> list[Any]:
        if bool in set(map(type, values)):
            # True and 1.0 are one key of a dictionary: no cache for a column that may hold both.
            found = [self._one(cell) for cell in values]
        else:
            known = {cell: self._one(cell) for cell in set(values)}
            found = list(map(known.__getitem__, values))
            if not any(isinstance(value, CellError) for value in known.values()):
                return found
        for index, value in enumerate(found):
            if isinstance(value, CellError):
                report(index, value)
        return found

    def _one(self, cell: Cell) -> Any:
        try:
            value = self.read(cell)
        except CellError as error:
            return error
        if self.required and (value is None or value == ""):
            return CellError("cell.missing")
        return value


def _sound_texts(
    values: Sequence[Cell], *, limit: int = cells.SHORT_TEXT, pattern: re.Pattern[str] | None = None
) -> list[Any] | None:
    """Return the stripped texts when all are short, printable, NFC and match ``pattern`` (or are empty)."""
    try:
        joined = "".join(values)  # type: ignore[arg-type]  # numbers raise TypeError, and are read one by one
    except TypeError:
        return None
    if not joined.isprintable() or "#" in joined or "Err:" in joined:
        return None
    if not joined.isascii() and not unicodedata.is_normalized("NFC", joined):
        return None
    texts: Sequence[str] = values  # type: ignore[assignment]  # join accepted them: all are str
    if max(map(len, texts), default=0) > limit:
        return None
    stripped = list(map(str.strip, texts))
    if pattern is not None and not all(map(pattern.fullmatch, filter(None, stripped))):
        return None
    return stripped


def _sound_dates(values: Sequence[Cell], *, earliest: date, latest: date) -> list[Any] | None:
    """Return the dates when all cells are dates within the bounds, or empty."""
    kinds = set(map(type, values))
    if kinds == {int, str}:
        if any(value != "" for value in values if isinstance(value, str)):
            return None
    elif kinds != {int}:
        return None
    ordinals: list[Any] = [value for value in values if value != ""]
    if min(ordinals) < earliest.toordinal() or max(ordinals) > latest.toordinal():
        return None
    known = {ordinal: date.fromordinal(ordinal) for ordinal in set(ordinals)}
    return [known.get(value) for value in values]


def column_readers(today: date) -> dict[str, ColumnReader]:
    """Return the reader of each field; ``today`` bounds birth dates and ages."""
    read = field_readers(today)
    readers = {name: ColumnReader(read[name], required=name in REQUIRED) for name in _FIELDS}
    for name in _SHORT_TEXTS:
        readers[name].bulk = _sound_texts
    for name in ("sex", "entry_level", "experience_years", "selection_passed"):
        readers[name].default = None
    for name in ("presented", "held"):
        readers[name].default = ()
    readers["number"].bulk = partial(_sound_texts, limit=cells.NUMBER_LENGTH)
    readers["email"].bulk = partial(_sound_texts, pattern=EMAIL)
    oldest, youngest = years_before(today, MOST_AGE), years_before(today, LEAST_AGE)
    for name in ("birth_date", "entered_on", "vae_admissible_on"):
        readers[name].default = None
        bounds = (oldest, youngest) if name == "birth_date" else (EARLIEST, years_before(today, -1))
        readers[name].bulk = partial(_sound_dates, earliest=bounds[0], latest=bounds[1])
    return readers


_FIELDS = tuple(name for name in TITLES if name != "extra_time_percent")
_SHORT_TEXTS = (
    "civility", "birth_name", "usage_name", "first_names", "birth_place", "birth_country", "phone",
    "accommodations", "referent_trainer", "employer", "companion",
)  # fmt: skip


def sexes_of(civilities: Iterable[str]) -> list[str | None]:
    """``sex_of`` for a whole column, each spelling looked at once."""
    civilities = list(civilities)
    known = {civility: sex_of(civility) for civility in set(civilities)}
    return [known[civility] for civility in civilities]
