"""Read one cell, of a spreadsheet or typed, as what it stands for: a date, a whole number, a yes, a text.

Every function takes a cell (text, float, truth value; an ``int`` is a date's ordinal) and raises
``CellError`` with a code that has a French sentence. This module must not know columns, lines or files.
"""

import re
from collections.abc import Callable
from datetime import date

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import entry_text, folded

Cell = str | float | int | bool
"""A text, a number, a truth value; a Python ``int`` (not bool) is a date's proleptic ordinal."""

SHORT_TEXT = 200
LONG_TEXT = 1_000
NUMBER_LENGTH = 60
_QUOTED = 60

_DATE = re.compile(
    r"(?:le |du )?(\d{1,4})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})(?:[ T]\d\d?:\d\d.*)?"
)
_LONG_DATE = re.compile(r"(?:le |du )?(\d{1,2})(?:er)? ([a-z]{3,9}) (\d{2,4})")
_MONTHS = {
    name: month
    for month, names in enumerate(
        ("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil",
         "aout", "septembre sept", "octobre oct", "novembre nov", "decembre dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_FORMULA_ERRORS = frozenset(
    ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#VALEUR!", "#NAME?", "#NOM?", "#NULL!", "#NUL!", "#NUM!",
     "#NOMBRE!", "#SPILL!", "#CALC!", "#PROPAGATION!", "#CALCUL!")
)  # fmt: skip
_YES = frozenset(("oui", "o", "yes", "y", "vrai", "true", "x", "1", "reussie", "reussi", "admis", "admise"))
_NO = frozenset(("non", "n", "no", "faux", "false", "0", "echouee", "echoue", "refuse", "refusee"))


class CellError(RuleError):
    """A cell that cannot be read as what its column holds."""


def key(text: str) -> str:
    """Return what two spellings of one word share: letters and digits, no case, no accents."""
    return folded(text).replace(" ", "")


def quoted(value: Cell) -> str:
    """Return a cell for a sentence: on one line, cut at 60 characters, nothing unprintable."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in plain(value)[: _QUOTED + 1])
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def french_date(day: date) -> str:
    """Return a date as French readers write it, 21/11/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def plain(cell: Cell) -> str:
    """Return the cell as text: a whole number without « .0 », a date as DD/MM/YYYY."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, int):
        return french_date(date.fromordinal(cell))
    if cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return f"{cell:.15g}".replace(".", ",")


def _is_formula_error(value: str) -> bool:
    """Whether a text is what Excel or LibreOffice shows for a formula that failed."""
    return value in _FORMULA_ERRORS or re.fullmatch(r"Err:\d{3}", value) is not None


def text(cell: Cell, *, limit: int = SHORT_TEXT, multiline: bool = False) -> str:
    """Return a typed text, verbatim but for NFC and outer spaces, of at most ``limit`` characters.

    Raises ``cell.character``, ``cell.too_long`` or ``cell.formula_error``.
    """
    value = plain(cell)
    if value.startswith(("#", "Err:")) and _is_formula_error(value):
        raise CellError("cell.formula_error", value=value)
    try:
        return entry_text(value, field="cell", limit=limit, multiline=multiline)
    except RuleError as error:
        if error.code == "text.too_long":
            raise CellError("cell.too_long", length=len(value), limit=limit) from error
        codepoint = error.values.get("codepoint", "")
        raise CellError("cell.character", codepoint=codepoint, value=quoted(value)) from error


def day(cell: Cell) -> date | None:
    """Return a date, or None for an empty cell.

    Accepts a date, DD/MM/YYYY, YYYY-MM-DD, « 12 avril 1991 ». Raises ``date.impossible``,
    ``date.short_year``, ``date.number`` or ``date.unreadable``.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return date.fromordinal(cell)
    if isinstance(cell, float) and 10_000 < cell < 80_000:
        likely = date.fromordinal(int(cell) + date(1899, 12, 30).toordinal())
        raise CellError("date.number", value=quoted(cell), likely=french_date(likely))
    value = text(cell)
    if not value:
        return None
    parts = _DATE.fullmatch(value)
    if parts is not None:
        first, second, third = parts.groups()
        if len(first) == 4 and len(third) <= 2:
            return _existing(int(first), int(second), int(third))
        if len(first) <= 2 and len(third) == 4:
            return _existing(int(third), int(second), int(first))
        if len(first) <= 2 and len(third) == 2:
            raise CellError("date.short_year", value=quoted(value))
    words = _LONG_DATE.fullmatch(folded(value))
    if words is not None and words[2] in _MONTHS:
        if len(words[3]) != 4:
            raise CellError("date.short_year", value=quoted(value))
        return _existing(int(words[3]), _MONTHS[words[2]], int(words[1]))
    raise CellError("date.unreadable", value=quoted(value))


def _existing(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        shown = f"{number:02d}/{month:02d}/{year:04d}"
        raise CellError("date.impossible", value=shown) from error


def whole(cell: Cell, *, least: int, most: int, refusal: Callable[[str, int, int], CellError]) -> int | None:
    """Return a whole number from ``least`` to ``most``, or None for an empty cell.

    ``refusal`` makes the error from the cell for a sentence and the bounds."""
    if isinstance(cell, float):
        number = cell
    else:
        value = text(cell)
        if not value:
            return None
        digits = re.fullmatch(
            r"(?:niv(?:eau)?\.?\s*)?([+-]?\d{1,6}(?:[.,]\d{1,6})?)(?:\s*ans?)?", value.casefold()
        )
        if digits is None:
            raise refusal(quoted(value), least, most)
        number = float(digits[1].replace(",", "."))
    if number != int(number) or not least <= number <= most:
        raise refusal(quoted(cell), least, most)
    return int(number)


def yes(cell: Cell) -> bool | None:
    """Return True for « Oui » and its like, False for « Non », None for empty; else ``cell.yes_no``."""
    if isinstance(cell, bool):
        return cell
    value = text(cell)
    if not value:
        return None
    answer = folded(value)
    if answer in _YES or answer in _NO:
        return answer in _YES
    raise CellError("cell.yes_no", value=quoted(value))


def padded(cell: Cell, width: int) -> str:
    """Return a code of digits; a number gets back the zeros that the spreadsheet dropped."""
    value = text(cell)
    return value.zfill(width) if isinstance(cell, float) and value.isdecimal() else value
