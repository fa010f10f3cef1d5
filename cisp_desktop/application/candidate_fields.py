"""The fields of a candidate's line: their titles in lists, and how each is read from a cell or typed text.

One set of rules for the files that centres send, for what is typed in the table and for what is pasted.
This module must not know files, tables on screen or storage.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol

from cisp_desktop.application import cells
from cisp_desktop.application.block_cells import held_claims, presented_codes
from cisp_desktop.application.candidate_list import HeldClaim
from cisp_desktop.application.cells import Cell, CellError, key
from cisp_desktop.domain.errors import RuleError

TITLES: Mapping[str, str] = {
    "number": "N° dossier",
    "civility": "Civilité",
    "sex": "Sexe",
    "birth_name": "Nom de naissance",
    "usage_name": "Nom d'usage",
    "first_names": "Prénoms",
    "birth_date": "Date de naissance",
    "birth_place": "Commune de naissance",
    "birth_insee": "Code INSEE naissance",
    "birth_postcode": "Code postal naissance",
    "birth_country": "Pays de naissance",
    "email": "Courriel",
    "phone": "Téléphone",
    "access_path": "Voie d'accès",
    "entry_level": "Niveau d'entrée",
    "experience_years": "Années d'expérience",
    "selection_passed": "Sélection réussie",
    "entered_on": "Entrée en formation",
    "presented": "Blocs présentés",
    "held": "Blocs déjà acquis",
    "accommodations": "Aménagements",
    "referent_trainer": "Formateur référent",
    "employer": "Employeur ou structure de stage",
    "companion": "Tuteur ou accompagnateur VAE",
    "vae_admissible_on": "Recevabilité VAE",
    "extra_time_percent": "Temps supplémentaire (%)",
}
"""The title of each field, as a list writes it."""

LIST_TITLES: Mapping[str, str] = {
    field: title for field, title in TITLES.items() if field != "extra_time_percent"
}
"""The columns of a list, in the usual order."""

REQUIRED = ("number", "birth_name", "first_names", "birth_date", "access_path")
"""What a new candidate cannot do without."""

LEAST_AGE = 14
MOST_AGE = 100
EARLIEST = date(1950, 1, 1)

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
EMAIL = re.compile(r"[^@\s<>,;()]{1,64}@[^@\s<>,;()]+\.[^@\s<>,;().]{2,}")
_INSEE = re.compile(r"(?:\d\d|2[ABab])\d{3}")
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{1,10}")

Reader = Callable[[Cell], Any]
"""Reads one cell; raises ``CellError``. An empty cell gives an empty text, None or an empty tuple."""


class BlockNames(Protocol):
    """A block, as far as its codes go."""

    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def short_code(self) -> str: ...


def field_readers(today: date) -> dict[str, Reader]:
    """Return the reader of each field; ``today`` bounds birth dates, ages and dates of blocks held."""
    short = partial(cells.text)
    plausible = partial(_plausible, latest=years_before(today, -1))
    return {
        **dict.fromkeys(_SHORT_TEXTS, short),
        "number": partial(cells.text, limit=cells.NUMBER_LENGTH),
        "sex": _sex,
        "birth_date": partial(_birth_date, today=today),
        "birth_insee": _insee,
        "birth_postcode": _postcode,
        "email": _email,
        "phone": _phone,
        "access_path": _access_path,
        "entry_level": partial(cells.whole, least=1, most=8, refusal=_not_a_level),
        "experience_years": partial(cells.whole, least=0, most=70, refusal=_not_years),
        "selection_passed": cells.yes,
        "entered_on": plausible,
        "presented": _presented,
        "held": partial(_held, today=today),
        "accommodations": partial(cells.text, limit=cells.LONG_TEXT, multiline=True),
        "vae_admissible_on": plausible,
        "extra_time_percent": _percent,
    }


_SHORT_TEXTS = (
    "civility", "birth_name", "usage_name", "first_names", "birth_place", "birth_country",
    "referent_trainer", "employer", "companion",
)  # fmt: skip


def read_field(field: str, cell: Cell, *, today: date) -> Any:
    """Return what a registration holds for ``cell``: see ``RegistrationRow``; block codes stay codes.

    Raises ``CellError``: ``cell.missing`` for a required field, or what the field's reader raises.
    """
    value = field_readers(today)[field](cell)
    if field in REQUIRED and (value is None or value == ""):
        raise CellError("cell.missing")
    if field == "sex":
        return value or ""
    return value or 0 if field == "extra_time_percent" else value


def cell_of(value: object) -> Cell:
    """Return the cell that reads back as ``value``, a field's own value (no blocks)."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, int):
        return float(value)
    raise TypeError(type(value))


def checked_value(field: str, value: object, *, today: date) -> Any:
    """Return ``value`` in the form that is kept, by the rules of ``read_field``."""
    if field == "held":
        claims = tuple(value) if isinstance(value, tuple) else ()
        return _checked_claims(claims, today)
    return read_field(field, cell_of(value), today=today)


def _checked_claims(claims: tuple[HeldClaim, ...], today: date) -> tuple[HeldClaim, ...]:
    """A claim must read back from a list as it stands: no sign of the grammar in a code or a number."""
    text = held_text(claims)
    found = _held(text, today=today)
    if found != claims:
        raise CellError("held.signs", value=cells.quoted(text))
    return found


def held_text(claims: Sequence[HeldClaim]) -> str:
    """Return claims as a list writes them: « RNCP36128BC01 (24/06/2022, PV-2022-GRE-0003) ; BC02 »."""
    parts = []
    for claim in claims:
        details = [cells.french_date(claim.on)] if claim.on else []
        details += [claim.minutes_number] if claim.minutes_number else []
        parts.append(f"{claim.code} ({', '.join(details)})" if details else claim.code)
    return " ; ".join(parts)


def check_line(
    *, birth_date: date, birth_postcode: str, birth_country: str, later: Mapping[str, date | None]
) -> tuple[str, CellError] | None:
    """Return the field that contradicts another of the line, and why; None when all agree.

    ``later`` are the dates that follow the birth. A French postcode has five figures.
    """
    odd = birth_postcode and not (len(birth_postcode) == 5 and birth_postcode.isdecimal())
    if odd and birth_country.casefold() in ("", "france"):
        return "birth_postcode", CellError("candidate.postcode", value=cells.quoted(birth_postcode))
    for field, day in later.items():
        if day is not None and day <= birth_date:
            return field, CellError("candidate.before_birth")
    return None


def block_ids(blocks: Sequence[BlockNames], codes: Sequence[str], *, certification: str) -> tuple[str, ...]:
    """Return the ids that ``codes`` name, in the sheet's order; no code means all blocks.

    ``certification`` is the code of the title. Raises ``RuleError("registration.block_unknown")``.
    """
    if not codes:
        return tuple(block.id for block in blocks)
    named = {name.casefold(): block.id for block in blocks for name in (block.code, block.short_code)}
    chosen = set()
    for code in codes:
        found = named.get(code.strip().casefold())
        if found is None:
            known = ", ".join(block.short_code for block in blocks)
            raise RuleError("registration.block_unknown", block=code, known=known, code=certification)
        chosen.add(found)
    return tuple(block.id for block in blocks if block.id in chosen)


def years_before(today: date, years: int) -> date:
    """Return the same day ``years`` earlier; 29 February becomes the 28th."""
    return today.replace(year=today.year - years, day=min(today.day, 28) if today.month == 2 else today.day)


def sex_of(civility: str) -> str | None:
    """Return ``M`` or ``F`` for a civility that says it, else None."""
    return _SEXES.get(key(civility))


def form_of_address(civility: str) -> str:
    """Return « Madame » or « Monsieur », as a letter greets; another civility as it stands."""
    return {"M": "Monsieur", "F": "Madame"}.get(sex_of(civility) or "", civility)


def _not_a_percent(value: str, least: int, most: int) -> CellError:
    return CellError("candidate.extra_time", value=value, least=least, most=most)


def _percent(cell: Cell) -> int | None:
    if isinstance(cell, str):
        cell = cell.replace("%", "").strip()
    return cells.whole(cell, least=0, most=100, refusal=_not_a_percent)


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
    if on is not None and not EARLIEST <= on <= latest:
        raise CellError("candidate.date_range", value=cells.french_date(on), least=EARLIEST.year)
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
    if value and not EMAIL.fullmatch(value):
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
