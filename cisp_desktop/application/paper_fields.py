"""The named fields that the wording of a paper may hold, and what each becomes on one paper.

Raw values of the frozen content become French words here, once. Must not know which text holds a field.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cisp_desktop.application.wording_minutes import (
    NBSP,
    access_path_words,
    count,
    full_name,
    long_date,
    period,
    role_words,
)

Content = Mapping[str, Any]
_BORN: Mapping[str, str] = {"M": "né", "F": "née"}


def holder_name(holder: Content) -> str:
    """« NOM (nom d’usage : USAGE) Prénom »."""
    return full_name(holder["birth_name"], holder["first_names"], usage_name=holder["usage_name"])


def born(holder: Content) -> str:
    """« née le 3 mars 1980 à Lyon »; empty when nothing is known."""
    parts = [f"le {long_date(holder['birth_date'])}"] if holder["birth_date"] else []
    if holder["birth_place"]:
        parts.append(f"à {holder['birth_place']}")
    return " ".join((_BORN.get(holder["sex"], "né(e)"), *parts)) if parts else ""


def _named(content: Content) -> str:
    holder = content["holder"]
    said = born(holder)
    return f"{holder_name(holder)}, {said}" if said else holder_name(holder)


def _sat(content: Content) -> str:
    session = content["session"]
    place = f" à {session['place']}" if session["place"] else ""
    return f"{period(session['starts'], session['ends'])}{place}"


def _came(content: Content) -> str:
    return {"M": "présenté", "F": "présentée"}.get(content["holder"]["sex"], "présenté(e)")


def _appeal_address(content: Content) -> str:
    appeal = content["appeal"]
    return ", ".join(part for part in (appeal["addressee"], appeal["address"]) if part)


def numbered(minutes: Content) -> str:
    """Return the number of the minutes that a paper rests on; rectifying ones are named as such."""
    of = minutes.get("rectifies")
    return f"{minutes['number']} (rectificatif de {of})" if of else str(minutes["number"])


def minutes_named(content: Content) -> str:
    """Return « PV-2022-GRE-0001, 14 décembre 2022 »."""
    return f"{numbered(content['minutes'])}, {long_date(content['minutes']['date'])}"


_Value = Callable[[Content], str]
_COMMON: Mapping[str, tuple[str, _Value]] = {
    "intitule": ("Intitulé exact de la certification", lambda c: c["certification"]["title"]),
    "code_rncp": ("Code au répertoire national", lambda c: c["certification"]["code"]),
    "certificateur": ("Nom du certificateur", lambda c: c["certifier"]["name"]),
    "centre": ("Nom du centre", lambda c: c["centre"]["name"]),
    "jury_reuni": ("Jours et lieu du jury", _sat),
    "date_jury": ("Jours du jury", lambda c: period(c["session"]["starts"], c["session"]["ends"])),
    "lieu_jury": ("Lieu du jury", lambda c: c["session"]["place"]),
    "numero_pv": ("Numéro du procès-verbal", lambda c: numbered(c["minutes"])),
    "date_pv": ("Date du procès-verbal", lambda c: long_date(c["minutes"]["date"])),
    "date": ("Date du document", lambda c: long_date(c["issued_on"])),
}
_HOLDER: Mapping[str, tuple[str, _Value]] = {
    "titulaire": ("NOM Prénom du candidat", lambda c: holder_name(c["holder"])),
    "titulaire_ne": ("NOM Prénom du candidat, naissance", _named),
    "numero_dossier": ("N° dossier du candidat", lambda c: c["holder"]["number"]),
    "voie_acces": ("Voie d’accès du candidat", lambda c: access_path_words(c["holder"]["access_path"])),
    "presente": ("« présenté » ou « présentée »", _came),
}
_MEMBER: Mapping[str, tuple[str, _Value]] = {
    "membre": ("Nom du membre du jury", lambda c: c["member"]["name"]),
    "role": ("Rôle du membre", lambda c: role_words(c["member"]["role"], sex=c["member"].get("sex", ""))),
    "qualite": ("Qualité du membre", lambda c: c["member"]["title"]),
    "employeur": ("Employeur du membre", lambda c: c["member"]["employer"]),
    "candidats_entendus": (
        "Nombre de candidats entendus",
        lambda c: count(c["member"]["heard"], "candidat", "candidats"),
    ),
}
_APPEAL: Mapping[str, tuple[str, _Value]] = {
    "delai_recours": ("Délai de recours", lambda c: f"{c['appeal']['months']}{NBSP}mois"),
    "adresse_recours": ("À qui le recours s’adresse", _appeal_address),
}
COMMON = tuple(_COMMON)
HOLDER = (*_HOLDER, *_COMMON)
NOTICE = (*_HOLDER, *_APPEAL, *_COMMON)
MEMBER = (*_MEMBER, *_COMMON)
_ALL = {**_COMMON, **_HOLDER, **_MEMBER, **_APPEAL}
_MAIL: Mapping[str, str] = {
    "salutation": "« Madame » ou « Monsieur »",
    "candidat": "NOM Prénom du candidat",
    "certification": "Intitulé de la certification",
    "session": "Jours de la session",
    "signataire": "Signataire du centre",
    "pièces": "Pièces qui manquent au candidat",
    "délai": "Date limite de remise",
    "documents": "Documents joints",
}
"""What only messages know; a centre is called alike in papers and messages."""


def field_words(name: str) -> str:
    """Return what a field stands for."""
    return _ALL[name][0] if name in _ALL else _MAIL[name]


def field_values(content: Content) -> dict[str, str]:
    """Return the words of every field that the frozen content of a paper can fill."""
    known = dict(_COMMON)
    known |= _HOLDER if "holder" in content else {}
    known |= _MEMBER if "member" in content else {}
    known |= _APPEAL if "appeal" in content else {}
    return {name: value(content) for name, (_words, value) in known.items()}
