"""Results judged outside the panel as a file gives them, on their way to the use case that records them.

Frozen rows and nothing else. Must not know spreadsheets, nor the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cisp_desktop.application.candidate_list import LineError

RESULT_TITLES: Mapping[str, str] = {
    "number": "N° dossier",
    "block": "Bloc",
    "assessment": "Épreuve",
    "favourable": "Résultat",
    "points": "Note /20",
    "evaluator": "Évaluateur",
    "judged_on": "Date",
}
"""The title of each field, as a list writes it."""

RESULT_REQUIRED = ("number", "favourable", "evaluator", "judged_on")
"""What a result cannot do without."""


class ResultLine(NamedTuple):
    """One sound line. ``block`` and ``assessment`` stand as typed and may be empty.

    ``points`` are hundredths of a point (0–2000), None without a mark.
    """

    line: int
    number: str
    block: str
    assessment: str
    favourable: bool
    points: int | None
    evaluator: str
    judged_on: date


@dataclass(frozen=True, slots=True)
class ResultList:
    """A file read: see ``CandidateList``, whose parts have the same meaning."""

    lines: tuple[ResultLine, ...]
    errors: tuple[LineError, ...]
    columns: Mapping[str, str]
    ignored_columns: tuple[str, ...] = ()
    sheet: str = ""
    refused: Mapping[int, tuple[str, str]] = field(default_factory=dict)
