"""An invented paper of each kind, to look at a template without anybody's data.

Must not know how a paper is drawn, nor which template it will bear.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.issued_content import SCHEMA_VERSION
from cisp_desktop.domain.issued import DocumentKind

_CODE, _TITLE = "RNCP00000", "Intitulé de la certification professionnelle"
_BLOCKS = (
    ("RNCP00000BC01", "Premier bloc de compétences", "VALIDATED", ""),
    ("RNCP00000BC02", "Deuxième bloc de compétences", "NOT_VALIDATED", "Analyse du territoire trop sommaire"),
)
_DAY, _SIGNED = "2026-12-14", "2026-12-14T17:05:00+01:00"
_PERIOD = {"starts": _DAY, "ends": _DAY}


def sample_content(
    kind: DocumentKind, centre: Mapping[str, str], *, logo: str = "", place: str = ""
) -> dict[str, Any]:
    """Return the content of an invented paper of a kind that a session issues, without a template.

    ``centre`` is the letterhead: ``name``, ``siret``, ``address``, ``signatory``, ``signatory_title``;
    ``logo`` is the SHA-256 of its picture.
    """
    return {**_common(kind, centre, logo, place or "Ville"), **_own(kind)}


def _common(kind: DocumentKind, centre: Mapping[str, str], logo: str, place: str) -> dict[str, Any]:
    certifier = {"name": "Nom du certificateur", "siret": "", "address": "1 rue de l’Exemple, 75000 Paris"}
    signatory = {
        "name": centre["signatory"],
        "title": centre["signatory_title"],
        "organisation": centre["name"],
    }
    if kind in (DocumentKind.CERTIFICATE, DocumentKind.BLOCK_CERTIFICATE):
        signatory = {
            "name": "SIGNATAIRE Claude",
            "title": "Qualité du signataire",
            "organisation": certifier["name"],
        }
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": kind.value,
        "demonstration": False,
        "logo": logo,
        "certifier": certifier,
        "centre": {name: centre[name] for name in ("name", "siret", "address")},
        "certification": {
            "code": _CODE, "title": _TITLE, "level_national": 5, "level_european": 5,
            "nsf": [{"code": "332", "title": "Spécialité de formation"}],
            "registration_decided_on": "2024-01-26", "registration_ends": "2029-01-26",
        },
        "session": {"id": "", **_PERIOD, "place": place},
        "minutes": {"number": "PV-2026-CTR-0000", "date": _DAY, "sha256": "0" * 64},
        "place": place,
        "issued_on": "2026-12-15",
        "signatory": signatory,
    }  # fmt: skip


def _own(kind: DocumentKind) -> dict[str, Any]:
    """Return what only this kind says."""
    if kind in (DocumentKind.JUROR_PRESENCE, DocumentKind.JUROR_EXPENSES):
        return {"member": _MEMBER}
    if kind is DocumentKind.ATTENDANCE_LIST:
        return {"panel": "Jury 1", "candidates": [_ATTENDED], "members": [_ATTENDING]}
    own: dict[str, Any] = {"holder": _HOLDER}
    if kind is DocumentKind.DECISION_NOTICE:
        own |= _NOTICE
    elif kind is DocumentKind.CANDIDATE_PRESENCE:
        own["defence"] = {"starts": f"{_DAY}T09:00:00+01:00", "ends": f"{_DAY}T09:50:00+01:00"}
    elif kind is not DocumentKind.SUCCESS_ATTESTATION:
        own["ground"] = ""
    if kind is DocumentKind.BLOCK_CERTIFICATE:
        own["block"] = {"code": _BLOCKS[0][0], "title": _BLOCKS[0][1]}
    return own


_HOLDER: Mapping[str, Any] = {
    "number": "D-0000", "birth_name": "MODÈLE", "usage_name": "", "first_names": "Camille", "sex": "F",
    "birth_date": "1990-03-03", "birth_place": "Lyon", "access_path": "VAE",
}  # fmt: skip
_MEMBER: Mapping[str, Any] = {
    "name": "MODÈLE Dominique", "title": "Responsable de service", "employer": "Nom de l’employeur",
    "role": "PROFESSIONAL", "attendance": "PRESENT", "at": None, "remote": False, "heard": 6,
}  # fmt: skip
_ATTENDED: Mapping[str, Any] = {
    "number": "D-0000", "name": "MODÈLE Camille", "attendance": "PRESENT", "arrived_at": None,
    "left_at": None, "identity_checked_by": "MODÈLE Dominique",
}  # fmt: skip
_ATTENDING: Mapping[str, Any] = {
    "name": "MODÈLE Dominique", "role": "PRESIDENT", "attendance": "PRESENT", "at": None,
    "signed_at": _SIGNED, "refused": False,
}  # fmt: skip
_NOTICE: Mapping[str, Any] = {
    "outcome": "PARTIAL",
    "blocks": [
        {
            "code": code, "title": title, "decision": decision, "reason": reason,
            "recommendation": "Reprendre l’enquête" if reason else "", "conditions": "", "held": None,
        }
        for code, title, decision, reason in _BLOCKS
    ],
    "notify_by": "2026-12-29",
    "appeal": {
        "addressee": "Nom du certificateur", "address": "1 rue de l’Exemple, 75000 Paris", "months": 2,
        "procedure": "",
    },
}  # fmt: skip
