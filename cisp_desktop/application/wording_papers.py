"""The French words of the documents of preparation: titles, days of the week, lengths of time.

Sources: French typographic use (no-break spaces, « 14 h 30 », « 1 h 15 »). This module must not know how a
page is drawn.
"""

from collections.abc import Mapping
from datetime import date, datetime

from cisp_desktop.application.wording_minutes import NBSP, long_date

TITLES: Mapping[str, str] = {
    "NOMINATION": "Nomination des membres du jury",
    "SUMMONS_JURORS": "Convocations des jurés",
    "SUMMONS_CANDIDATES": "Convocations des candidats",
    "CANDIDATE_LIST": "Liste des candidats",
    "PLANNING": "Planning des passages",
    "ATTENDANCE_SHEET": "Feuilles d’émargement",
    "BLANK_SHEETS": "Grilles vierges",
}
"""Title of each kind of paper, in the order in which a set of papers is put together."""

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def weekday_date(day: date) -> str:
    """« mercredi 14 décembre 2022 »."""
    return f"{_WEEKDAYS[day.weekday()]} {long_date(day.isoformat())}"


def hour(moment: datetime) -> str:
    """« 14 h 30 », local clock time."""
    return f"{moment.hour}{NBSP}h{NBSP}{moment.minute:02d}"


def hours(starts: datetime, ends: datetime) -> str:
    """« de 9 h 00 à 17 h 30 »."""
    return f"de {hour(starts)} à {hour(ends)}"


def duration(minutes: int) -> str:
    """« 45 min », « 1 h », « 1 h 15 », for a length in minutes from 0."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NBSP}min"
    return f"{whole}{NBSP}h{NBSP}{rest:02d}" if rest else f"{whole}{NBSP}h"


def session_dates(starts: date, ends: date) -> str:
    """« le mercredi 14 décembre 2022 » or « du mercredi 14 … au jeudi 15 … »."""
    if starts == ends:
        return f"le {weekday_date(starts)}"
    return f"du {weekday_date(starts)} au {weekday_date(ends)}"


def listed(parts: tuple[str, ...]) -> str:
    """« BC01, BC02 et BC05 »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"
