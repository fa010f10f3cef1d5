"""The journal's identifiers and details in words: whom a line is about, and how much of what.

This module must not know a mark: the journal holds counts and codes only.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.queries import Queries
from cisp_desktop.application.wording import (
    ATTENDANCE,
    DOSSIER_KINDS,
    RECUSAL_GROUNDS,
    decision_words,
    plural,
)
from cisp_desktop.application.wording_papers import panel_label

SHORT = 8
"""Letters of a fingerprint that are shown."""


def journal_names(queries: Queries) -> dict[str, str]:
    """Return the words of every identifier that the journal may name. Reads each session: in the worker."""
    names = {row.id: row.code for row in queries.certifications()}
    for session in queries.sessions():
        names[session.id] = session.minutes_number
        blocks = {
            block.id: block.short_code for block in queries.certification(session.certification_id).blocks
        }
        numbers = {row.id: row.number for row in queries.registrations(session.id)}
        names |= blocks | numbers
        for dossier in queries.dossiers(session.id):
            kind = DOSSIER_KINDS[dossier.kind.value]
            names[dossier.id] = f"{numbers.get(dossier.registration_id, '')} · {kind}"
        for seat in (seat for panel in queries.panels(session.id) for seat in panel.seats):
            names[seat.id] = seat.name
            for sheet in queries.sheet_states(session.id, seat.id):
                if sheet.sheet_id is not None:
                    number, block = numbers.get(sheet.registration_id, ""), blocks.get(sheet.block_id, "")
                    names[sheet.sheet_id] = f"{number} · {block}"
        for panel in queries.panels(session.id):
            names[panel.id] = panel_label(panel.name, panel.position - 1)
        for minutes in queries.minutes_of_session(session.id):
            names[minutes.id] = minutes.number
    return names


def subject_words(subject: str, names: Mapping[str, str]) -> str:
    """Return whom or what a line is about; what is not known any more shows as its identifier."""
    if subject == "workspace":
        return _tr("Espace de travail")
    return names.get(subject, subject)


def detail_words(details: str, names: Mapping[str, str]) -> str:
    """Return the details of a line, parts separated by « · »; fingerprints are shortened."""
    try:
        data = json.loads(details)
    except ValueError:
        return details
    if not isinstance(data, dict):
        return details
    return " · ".join(words for key, value in data.items() if (words := _part(key, value, names)))


def _part(key: str, value: Any, names: Mapping[str, str]) -> str:
    counted = _COUNTED.get(key)
    if counted is not None and isinstance(value, int | list):
        return plural(value if isinstance(value, int) else len(value), *counted)
    if key == "sequence" or value in (None, "", False):
        return ""
    if key == "sha256" and isinstance(value, str):
        return _tr("empreinte {0}…").format(value[:SHORT])
    if isinstance(value, str):
        return names.get(value) or _CODES.get(value) or _decision(value)
    if isinstance(value, Sequence):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    return f"{key} {value}"


def _decision(value: str) -> str:
    return decision_words(value) if value in _DECISIONS else value


_DECISIONS = frozenset({"VALIDATED", "NOT_VALIDATED", "DEFERRED"})
_CODES = {**DOSSIER_KINDS, **ATTENDANCE, **RECUSAL_GROUNDS}
_COUNTED = {
    "rows": ("ligne", "lignes"),
    "sheets": ("grille", "grilles"),
    "seats": ("siège", "sièges"),
    "placed": ("passage", "passages"),
    "count": ("proposition", "propositions"),
    "failures": ("essai manqué", "essais manqués"),
    "imported": ("inscrit", "inscrits"),
    "added": ("ajouté", "ajoutés"),
    "removed": ("retiré", "retirés"),
    "updated": ("mis à jour", "mis à jour"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Journal", text)
