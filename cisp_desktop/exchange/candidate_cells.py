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

from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.exchange import cells
from cisp_desktop.exchange.cells import CellError
from cisp_desktop.exchange.headers import key
from cisp_desktop.exchange.held_blocks import held_claims, presented_codes
from cisp_desktop.exchange.tables import Cell

LEAST_AGE = 14
MOST_AGE = 100
_EARLIEST = date(1950, 1, 1)

_ACCESS_PATHS = {
    key(words): code
    for code, spellings in {
        "STUDENT": (
            "STUDENT", "Étudiant", "Étudiante", "Statut étudiant", "Statut d'étudiant", "Formation initiale",
            "Scolaire", "Statut scolaire", "Élève", "Statut d'élève ou d'étudiant", "Élève ou étudiant",
            "Voie scolaire", "Après un parcours de formation sous statut d'élève ou d'étudiant",
        ),
        "APPRENTICESHIP": (
            "APPRENTICESHIP", "Contrat d'apprentissage", "Apprentissage", "Apprenti", "Apprentie",
            "Apprenti(e)", "En contrat d'apprentissage", "Par apprentissage", "Voie de l'apprentissage",
        ),
        "CONTINUING_EDUCATION": (
            "CONTINUING_EDUCATION", "Formation continue", "FC", "Formation professionnelle continue", "FPC",
            "Stagiaire de la formation professionnelle", "Formation professionnelle", "Formation",
            "Après un parcours de formation continue", "Parcours de formation continue",
        ),
        "PROFESSIONALISATION_CONTRACT": (
            "PROFESSIONALISATION_CONTRACT", "Contrat de professionnalisation", "Contrat pro",
            "Professionnalisation", "Contrat de professionalisation", "En contrat de professionnalisation",
            "Contrat professionnalisation",
        ),
        "INDIVIDUAL": (
            "INDIVIDUAL", "Candidature individuelle", "Par candidature individuelle", "Candidat individuel",
            "Candidate individuelle", "Individuel", "Individuelle", "Candidat libre", "Candidate libre",
        ),
        "VAE": (
            "VAE", "Validation des acquis de l'expérience", "Par expérience", "Par VAE", "Voie de la VAE",
            "Validation des acquis", "Dispositif VAE", "Expérience",
        ),
    }.items()
    for words in spellings
}  # fmt: skip
_SEXES = {
    **dict.fromkeys(("m", "mr", "monsieur", "h", "homme", "masculin", "masc"), "M"),
    **dict.fromkeys(("mme", "madame", "mlle", "mademoiselle", "f", "femme", "feminin", "fem"), "F"),
}
_EMAIL = re.compile(r"[^@\s<>,;()]{1,64}@[^@\s<>,;()]+\.[^@\s<>,;().]{2,}")
_INSEE = re.compile(r"(?:\d\d|2[ABab])\d{3}")
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{1,10}")


Bulk = Callable[[Sequence[Cell]], list[Any] | None]
"""Reads a whole column in a few passes in C; None when some cell needs a closer look."""


@dataclass(frozen=True, slots=True)
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
    name = ColumnReader(cells.text, required=True, bulk=_sound_texts)
    short = ColumnReader(cells.text, bulk=_sound_texts)
    long = partial(cells.text, limit=cells.LONG_TEXT, multiline=True)
    number = partial(cells.text, limit=cells.NUMBER_LENGTH)
    numbers = partial(_sound_texts, limit=cells.NUMBER_LENGTH)
    experience = partial(cells.whole, least=0, most=70, refusal=_not_years)
    return {
        "number": ColumnReader(number, required=True, bulk=numbers),
        "civility": short,
        "sex": ColumnReader(_sex, None),
        "birth_name": name,
        "usage_name": short,
        "first_names": name,
        "birth_place": short,
        "birth_insee": ColumnReader(_insee),
        "birth_postcode": ColumnReader(_postcode),
        "birth_country": short,
        "email": ColumnReader(_email, bulk=partial(_sound_texts, pattern=_EMAIL)),
        "phone": ColumnReader(_phone, bulk=_sound_texts),
        "access_path": ColumnReader(_access_path, required=True),
        "entry_level": ColumnReader(partial(cells.whole, least=1, most=8, refusal=_not_a_level), None),
        "experience_years": ColumnReader(experience, None),
        "selection_passed": ColumnReader(cells.yes, None),
        "presented": ColumnReader(_presented, ()),
        "held": ColumnReader(partial(_held, today=today), ()),
        "accommodations": ColumnReader(long, bulk=_sound_texts),
        "referent_trainer": short,
        "employer": short,
        "companion": short,
        **_date_readers(today),
    }


def _date_readers(today: date) -> dict[str, ColumnReader]:
    oldest, youngest = _years_before(today, MOST_AGE), _years_before(today, LEAST_AGE)
    births = partial(_sound_dates, earliest=oldest, latest=youngest)
    latest = _years_before(today, -1)
    others = partial(_sound_dates, earliest=_EARLIEST, latest=latest)
    other = ColumnReader(partial(_plausible, latest=latest), None, bulk=others)
    return {
        "birth_date": ColumnReader(partial(_birth_date, today=today), None, required=True, bulk=births),
        "entered_on": other,
        "vae_admissible_on": other,
    }


def _years_before(today: date, years: int) -> date:
    """Return the same day ``years`` earlier; 29 February becomes the 28th."""
    return today.replace(year=today.year - years, day=min(today.day, 28) if today.month == 2 else today.day)


def sex_of(civility: str) -> str | None:
    """Return ``M`` or ``F`` for a civility that says it, else None."""
    return _SEXES.get(key(civility))


def sexes_of(civilities: Iterable[str]) -> list[str | None]:
    """``sex_of`` for a whole column, each spelling looked at once."""
    civilities = list(civilities)
    known = {civility: sex_of(civility) for civility in set(civilities)}
    return [known[civility] for civility in civilities]


def _not_a_level(value: str, least: int, most: int) -> CellError:
    return CellError("candidate.level", value=value, least=least, most=most)


def _not_years(value: str, least: int, most: int) -> CellError:
    return CellError("candidate.experience", value=value, least=least, most=most)


def _sex(cell: Cell) -> str | None:
    value = cells.text(cell)
    if not value:
        return None
    sex = _SEXES.get(key(value))
    if sex is None:
        raise CellError("candidate.sex", value=cells.quoted(value))
    return sex


def _birth_date(cell: Cell, *, today: date) -> date | None:
    born = cells.day(cell)
    if born is None:
        return None
    shown = cells.french_date(born)
    if born > today:
        raise CellError("candidate.birth_future", value=shown)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < LEAST_AGE:
        raise CellError("candidate.too_young", value=shown, age=age, least=LEAST_AGE)
    if age > MOST_AGE:
        raise CellError("candidate.too_old", value=shown, age=age, most=MOST_AGE)
    return born


def _plausible(cell: Cell, *, latest: date) -> date | None:
    on = cells.day(cell)
    if on is not None and not _EARLIEST <= on <= latest:
        raise CellError("candidate.date_range", value=cells.french_date(on), least=_EARLIEST.year)
    return on


def _insee(cell: Cell) -> str:
    value = cells.padded(cell, 5).replace(" ", "")
    if value and not _INSEE.fullmatch(value):
        raise CellError("candidate.insee", value=cells.quoted(value))
    return value.upper()


def _postcode(cell: Cell) -> str:
    value = cells.padded(cell, 5)
    if value and not _POSTCODE.fullmatch(value):
        raise CellError("candidate.postcode", value=cells.quoted(value))
    return value


def _email(cell: Cell) -> str:
    value = cells.text(cell)
    if value and not _EMAIL.fullmatch(value):
        raise CellError("candidate.email", value=cells.quoted(value))
    return value


def _phone(cell: Cell) -> str:
    value = cells.text(cell)
    # A number typed without spaces loses its first zero in a spreadsheet.
    return "0" + value if isinstance(cell, float) and len(value) == 9 and value.isdecimal() else value


def _access_path(cell: Cell) -> str:
    value = cells.text(cell)
    if not value:
        return ""
    code = _ACCESS_PATHS.get(key(value))
    if code is None:
        raise CellError("candidate.access_path", value=cells.quoted(value))
    return code


def _presented(cell: Cell) -> tuple[str, ...]:
    return presented_codes(cells.text(cell, limit=cells.LONG_TEXT, multiline=True))


def _held(cell: Cell, *, today: date) -> tuple[HeldClaim, ...]:
    return held_claims(cells.text(cell, limit=2 * cells.LONG_TEXT, multiline=True), today)
