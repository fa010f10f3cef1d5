"""Read a list of results judged outside the panel: xlsx, ods or CSV, told by line and column.

Columns: N° dossier · Bloc · Épreuve · Résultat · Note /20 · Évaluateur · Date. This module must not know
the candidates, nor which assessments there are.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from cisp_desktop.application import cells
from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.application.cells import Cell, CellError, key
from cisp_desktop.application.outside_list import RESULT_REQUIRED, RESULT_TITLES, ResultLine, ResultList
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.headers import FieldSpec, Header, HeaderReader
from cisp_desktop.exchange.list_files import ListReader
from cisp_desktop.exchange.tables import Sheet

_HEADERS = {
    "number": ("N° dossier", "N° de dossier", "Dossier", "N° candidat", "Code candidat"),
    "block": ("Bloc", "Code du bloc", "Bloc de compétences", "Blocs", "Unité", "UC"),
    "assessment": ("Épreuve", "Évaluation", "Intitulé de l'épreuve", "Modalité", "Situation d'évaluation"),
    "favourable": ("Résultat", "Avis", "Décision", "Appréciation", "Verdict", "Favorable"),
    "points": ("Note /20", "Note sur 20", "Note", "Points", "Note /20 points"),
    "evaluator": ("Évaluateur", "Évaluatrice", "Formateur", "Évalué par", "Jury d'évaluation", "Examinateur"),
    "judged_on": ("Date", "Date de l'évaluation", "Date d'évaluation", "Évalué le", "Date du résultat"),
}
_WEAK = {"number": ("N°", "Identifiant", "Référence")}
_FIELDS = tuple(
    FieldSpec(name, RESULT_TITLES[name], headers, _WEAK.get(name, ()), required=name in RESULT_REQUIRED)
    for name, headers in _HEADERS.items()
)
_TITLE_LENGTH = 500
_FAVOURABLE = frozenset(map(key, (
    "Favorable", "Acquis", "Acquise", "Validé", "Validée", "Réussi", "Réussie", "Réussite", "Admis", "Admise",
    "Satisfaisant", "Oui", "V", "A", "Positif", "Avis favorable",
)))  # fmt: skip
_UNFAVOURABLE = frozenset(map(key, (
    "Défavorable", "Non acquis", "Non acquise", "Non validé", "Non validée", "Échec", "Échoué", "Ajourné",
    "Ajournée", "Refusé", "Refusée", "Insuffisant", "Non", "NV", "NA", "Négatif", "Non admis",
    "Non admise", "Avis défavorable",
)))  # fmt: skip


def result_files() -> ListReader[ResultList]:
    """Return the reader of lists of results (port ``application.services.ResultFiles``)."""
    return ListReader(HeaderReader(_FIELDS), _read)


def _read(sheet: Sheet, header: Header) -> ResultList:
    errors: list[LineError] = []
    lines: list[ResultLine] = []
    refused: dict[int, tuple[str, str]] = {}
    start = header.row + 1
    for number, row in enumerate(sheet.rows[start:], start + 1):
        if not any(not isinstance(cell, str) or cell.strip() for cell in row):
            continue
        values, wrong = _values(row, header, number)
        if wrong:
            errors += wrong
            refused[number] = (values.get("number", ""), "")
        else:
            lines.append(ResultLine(number, **values))
    if not lines and not errors:
        raise RuleError("outside_result.no_line", line=start)
    columns = {header.titles[position]: name for name, position in header.columns.items()}
    return ResultList(tuple(lines), tuple(errors), columns, header.ignored, sheet.name, refused)


def _values(row: Sequence[Cell], header: Header, line: int) -> tuple[dict[str, Any], list[LineError]]:
    """Return the values of a line by field, and what is wrong in its cells."""
    values: dict[str, Any] = {}
    wrong = []
    for name, read in _READERS.items():
        position = header.columns.get(name)
        cell = row[position] if position is not None and position < len(row) else ""
        try:
            value = read(cell)
            if name in RESULT_REQUIRED and value in (None, ""):
                raise CellError("cell.missing")
        except CellError as error:
            title = RESULT_TITLES[name] if position is None else header.titles[position]
            wrong.append(LineError(line, title, error.code, error.values))
        else:
            values[name] = value
    return values, wrong


def _verdict(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    value = cells.text(cell)
    if not value:
        return None
    answer = key(value)
    if answer in _FAVOURABLE or answer in _UNFAVOURABLE:
        return answer in _FAVOURABLE
    raise CellError("outside_result.verdict", value=cells.quoted(value))


def _points(cell: Cell) -> int | None:
    """Return hundredths of a point: 12,5 or « 12,5/20 » give 1250."""
    if isinstance(cell, float):
        points = Decimal(str(cell))
    else:
        value = cells.text(cell)
        if not value:
            return None
        figures = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,6})?)(?:\s*/\s*20)?", value)
        if figures is None:
            raise CellError("outside_result.points")
        points = Decimal(figures[1].replace(",", "."))
    hundredths = points * 100
    if hundredths != int(hundredths) or not 0 <= hundredths <= 2_000:
        raise CellError("outside_result.points")
    return int(hundredths)


_READERS: dict[str, Callable[[Cell], Any]] = {
    "number": partial(cells.text, limit=cells.NUMBER_LENGTH),
    "block": partial(cells.text, limit=cells.NUMBER_LENGTH),
    "assessment": partial(cells.text, limit=_TITLE_LENGTH),
    "favourable": _verdict,
    "points": _points,
    "evaluator": cells.text,
    "judged_on": cells.day,
}
