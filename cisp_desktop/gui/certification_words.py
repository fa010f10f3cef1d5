"""The words of a comparison: names of facts, values as they read, the sign and the word of each change.

This module must not know a widget, nor how a difference is found.
"""

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from cisp_desktop.application.certification_comparison import ChangeKind, ComparedKind, Difference
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.wording import (
    ASSESSMENT_KINDS,
    DOSSIER_KINDS,
    JUDGED_BY,
    decimal,
    plural,
    read_day,
    role_name,
    short_day,
)
from cisp_desktop.application.wording_minutes import ACCESS_PATHS, NBSP, access_path_words
from cisp_desktop.domain.certification import Block

_NAMES: Mapping[str, str] = {
    "title": "Intitulé",
    "level_national": "Niveau",
    "level_european": "Niveau européen",
    "certifier": "Certificateur",
    "registration_starts": "Début d’enregistrement",
    "registration_ends": "Fin d’enregistrement",
    "nsf": "Codes NSF",
    "formacode": "Formacodes",
    "rome": "Codes ROME",
    "access_paths": "Voies d’accès",
    "prerequisites": "Prérequis",
    "validity_years_of_blocks": "Validité des blocs",
    "replaces": "Remplace",
    "replaced_by": "Remplacée par",
    "panel": "Jury, selon la fiche",
    "panel_rules": "Règles de jury",
    "mode": "Barème : notation",
    "levels": "Barème : niveaux",
    "threshold": "Barème : seuil",
    "least_coverage": "Barème : part à évaluer",
    "most_zeros": "Barème : part au plus bas",
    "global_level_required": "Barème : niveau global",
    "global_level_passing": "Barème : niveau global qui valide",
    "wide_gap": "Barème : écart signalé",
    "outside_results": "Barème : résultats hors jury",
    "weights": "Barème : poids",
    "floors": "Barème : planchers",
    "eliminatory": "Barème : éliminatoires",
    "outside_weights": "Barème : poids hors jury",
}
_SIGNS: Mapping[ChangeKind, tuple[str, str]] = {
    ChangeKind.SAME: ("", ""),
    ChangeKind.CHANGED: ("≠", "modifié"),
    ChangeKind.MOVED: ("↕", "déplacé"),
    ChangeKind.ADDED: ("+", "ajouté"),
    ChangeKind.REMOVED: ("−", "retiré"),
}
_KEYS: Mapping[str, str] = {
    "entry_level": "niveau d’entrée",
    "or_vap": "ou validation des acquis",
    "experience_years": "années d’expérience",
    "experience_years_apprenticeship": "années d’expérience en apprentissage",
    "selection": "sélection",
    "text": "texte",
    "applies_to": "pour",
    "present_to_deliberate": "présents pour délibérer",
    "professionals_share": "part de professionnels",
    "professionals_share_vae": "part de professionnels en VAE",
    "others": "autres membres",
    "MEMBERS_PRESENT": "membres présents",
    "EXTERNAL_SHARE": "% de membres extérieurs",
    "PROFESSIONALS_SHARE": "% de professionnels",
    "CASTING_VOTE": "voix prépondérante",
    "BALANCE": "% du sexe le moins représenté",
}
_CODED: Mapping[str, str] = {
    "LEVELS": "par niveaux",
    "POINTS": "sur 20",
    "ONCE_RECORDED": "comptent dès qu’ils sont notés",
    "REQUIRED": "toujours exigés",
    "IGNORED": "sans effet",
}


def change_words(line: Difference) -> str:
    """« + ajouté », « ↕ déplacé (était 3) »; empty for a line that is the same."""
    sign, word = _SIGNS[line.change]
    if not sign:
        return ""
    words = f"{sign}{NBSP}{_tr(word)}"
    if line.moved_from:
        where = line.moved_from if line.moved_from.isdecimal() else short(line.moved_from)
        words += " " + _tr("(était {0})").format(where)
    return words


def line_name(line: Difference) -> str:
    """What a line is about: « Intitulé », « BC01 », « BC01 · compétence »."""
    if line.kind is ComparedKind.BLOCK:
        return short(line.block)
    if line.kind is ComparedKind.COMPETENCE:
        return _tr("{0} · compétence").format(short(line.block))
    if line.kind is ComparedKind.ASSESSMENT:
        return _tr("{0} · épreuve").format(short(line.block))
    return _tr(_NAMES.get(line.name, line.name))


def value_words(line: Difference, value: Any) -> str:
    """One side of a line; a dash for what is not there."""
    if value is None or value in ("", [], {}):
        return "–"
    if line.kind is ComparedKind.BLOCK:
        return f"{value[0]} · {value[1]}"
    if line.kind is ComparedKind.COMPETENCE:
        return str(value)
    if line.kind is ComparedKind.ASSESSMENT:
        return _assessment_words(value)
    if line.kind is ComparedKind.RULES or line.name == "panel":
        return _rules_words(value)
    return _fact_words(line.name, value)


def short(code: str) -> str:
    """« BC01 » for « RNCP36128BC01 »."""
    return Block("", "", code, "", 1).short_code


def use_words(row: CertificationRow) -> str:
    """« version 2, utilisée par 3 sessions, figée » or « version 1, modifiable »."""
    version = _tr("version {0}").format(row.version)
    if not row.sessions:
        return _tr("{0}, modifiable").format(version)
    sessions = plural(row.sessions, _tr("session"), _tr("sessions"))
    return _tr("{0}, utilisée par {1}, figée").format(version, sessions)


def _assessment_words(one: Mapping[str, Any]) -> str:
    parts = [ASSESSMENT_KINDS.get(one["kind"], one["kind"]), JUDGED_BY.get(one["judged_by"], "")]
    if one.get("dossier"):
        parts.append(DOSSIER_KINDS.get(one["dossier"], one["dossier"]))
    for name, words in (("oral_minutes", _tr("exposé")), ("interview_minutes", _tr("entretien"))):
        if one.get(name) is not None:
            parts.append(f"{words} {one[name]}{NBSP}min")
    return f"{one['title']}\n{' · '.join(parts)}"


def _rules_words(value: Mapping[str, Any]) -> str:
    seats = [
        f"{seat.get('count', 1)} × {role_name(str(seat.get('role', '')))}" for seat in value.get("seats", ())
    ]
    rules = [f"{_key(rule['kind'])} : {rule['value']}" for rule in value.get("rules", ())]
    rest = {
        name: one for name, one in value.items() if name not in ("seats", "rules", "compositions") and one
    }
    compositions = [
        f"{access_path_words(path)} : {words}" for path, words in value.get("compositions", {}).items()
    ]
    parts = [*seats, *rules, *(f"{_key(name)} : {_plain(one)}" for name, one in rest.items()), *compositions]
    return "\n".join(parts) or "–"


def _fact_words(name: str, value: Any) -> str:
    if name.startswith("registration_"):
        day = read_day(str(value))
        return short_day(day) if day else str(value)
    if name == "access_paths":
        return ", ".join(access_path_words(path) for path, opened in value.items() if opened) or "–"
    if name == "certifier":
        return " · ".join(str(value[key]) for key in ("name", "siret") if value.get(key)) or "–"
    if name in ("least_coverage", "most_zeros"):
        return _tr("{0} sur {1}").format(*value)
    if name == "levels":
        return ", ".join(f"{level[0]} {level[1]}" for level in value)
    if name == "validity_years_of_blocks":
        return plural(value, _tr("an"), _tr("ans"))
    return _plain(value)


def _key(name: str) -> str:
    return _tr(_KEYS[name]) if name in _KEYS else name


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _tr("oui") if value else _tr("non")
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, str):
        coded = _CODED.get(value)
        return _tr(coded) if coded else ACCESS_PATHS.get(value, value)
    if isinstance(value, Mapping):
        if set(value) == {"code", "title"}:
            return f"{value['code']} {value['title']}".strip()
        return ", ".join(f"{_key(key)} : {_plain(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return json.dumps(value, ensure_ascii=False)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Certifications", text)
