"""The French words of an import's preview: states, fields, values before and after.

Must not know a widget nor a command.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from cisp_desktop.application.candidate_fields import TITLES, held_text
from cisp_desktop.application.import_preview import Absent, ChangedField, LineState
from cisp_desktop.application.outside_list import RESULT_TITLES
from cisp_desktop.application.wording import decimal, plural, short_day
from cisp_desktop.application.wording_minutes import ACCESS_PATHS, NBSP

STATES: Mapping[LineState, str] = {
    LineState.NEW: "Nouveau",
    LineState.CHANGED: "Modifié",
    LineState.UNCHANGED: "Inchangé",
    LineState.REFUSED: "Refusé",
}
ABSENT_SHOWN = 5
EMPTY = "vide"


def field_title(field: str) -> str:
    """« Nom de naissance »: a field of a candidate or of a result."""
    if field == "minutes":
        return "Durée du passage"
    return TITLES.get(field) or RESULT_TITLES.get(field, field)


def value_words(field: str, value: object) -> str:
    """Return a value of a changed field in words; an absent one is « vide »."""
    if value is None or value == "" or value == ():
        return EMPTY
    if field == "favourable":
        return "Favorable" if value else "Défavorable"
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, date):
        return short_day(value)
    if field == "points" and isinstance(value, int):
        return f"{decimal(value / 100)}/20"
    if field == "minutes":
        return f"{value}{NBSP}min"
    if field == "access_path":
        return ACCESS_PATHS.get(str(value), str(value))
    if isinstance(value, tuple):
        return held_text(value) if field == "held" else ", ".join(map(str, value))
    return str(value)


def change_words(changes: Iterable[ChangedField]) -> str:
    """« Courriel : vide → lea@exemple.fr · Prénoms : Léa → Léa Marie »; a first value stands alone."""
    parts = []
    for field, before, after in changes:
        arrow = value_words(field, after)
        if before is not None or field not in RESULT_TITLES:
            arrow = f"{value_words(field, before)} → {arrow}"
        parts.append(f"{field_title(field)}{NBSP}: {arrow}")
    return " · ".join(parts)


def absent_words(absent: Iterable[Absent]) -> str:
    """« 2 candidats de la session ne sont pas dans ce fichier : … Rien n’est retiré. », or an empty text."""
    listed = tuple(absent)
    if not listed:
        return ""
    names = ", ".join(f"{one.name} ({one.number})" for one in listed[:ABSENT_SHOWN])
    if len(listed) > ABSENT_SHOWN:
        names += f" et {plural(len(listed) - ABSENT_SHOWN, 'autre', 'autres')}"
    verb = "n’est pas" if len(listed) == 1 else "ne sont pas"
    counted = plural(len(listed), "candidat de la session", "candidats de la session")
    return f"{counted} {verb} dans ce fichier{NBSP}: {names}. Rien n’est retiré."
