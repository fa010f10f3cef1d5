"""Values of options: one of a few words (codes, or the French that lists show), hours, pauses, moments."""

from collections.abc import Mapping
from datetime import date, datetime, time

import typer

from cisp_desktop.application.wording import read_day
from cisp_desktop.application.wording_planning import read_hour
from cisp_desktop.cli.parameters import day
from cisp_desktop.domain.planning import Break
from cisp_desktop.domain.text import folded


def chosen(text: str, words: Mapping[str, str]) -> str:
    """Return the code that ``text`` is, or whose words it is (case and accents ignored)."""
    wanted = folded(text)
    for code, said in words.items():
        if wanted in (folded(code), folded(said)):
            return code
    known = ", ".join(f"{code} ({said})" for code, said in words.items())
    raise typer.BadParameter(f"« {text} » n’est pas un choix. Choisissez parmi : {known}.")


def hour_of(text: str) -> time:
    """Read an hour given on the command line: 09:00 or 9h30."""
    found = read_hour(text)
    if found is None:
        raise typer.BadParameter(f"« {text} » n’est pas une heure. Écrivez par exemple 09:00.")
    return found


def break_of(text: str) -> Break:
    """Read « 12:30-13:30 Déjeuner »."""
    hours, _, label = text.strip().partition(" ")
    starts, _, ends = hours.partition("-")
    first, last = read_hour(starts), read_hour(ends)
    if first is None or last is None:
        raise typer.BadParameter(
            f"« {text} » n’est pas une pause. Écrivez par exemple « 12:30-13:30 Déjeuner »."
        )
    return Break(first, last, label.strip())


def moment_of(text: str) -> datetime:
    """Read a day and an hour: « 14/12/2026 09:30 » or « 2026-12-14T09:30 »."""
    day_text, _, hour_text = text.strip().replace("T", " ").partition(" ")
    found, hour = read_day(day_text), read_hour(hour_text)
    if found is None or hour is None:
        raise typer.BadParameter(
            f"« {text} » n’est pas un jour et une heure. Écrivez par exemple « 14/12/2026 09:30 »."
        )
    return datetime.combine(found, hour)


def day_or_none(text: str) -> date | None:
    """Read a day; an empty text takes it away."""
    return day(text) if text.strip() else None
