"""Attestations: success until the parchemin, a candidate's presence, a juror's part in the jury.

This module must not know when one is due.
"""

from collections.abc import Mapping
from typing import Any

from cisp_desktop.application.issuing import DrawnPaper
from cisp_desktop.application.paper_fields import minutes_named
from cisp_desktop.application.paper_wording import worded
from cisp_desktop.application.wording_minutes import (
    NBSP,
    attendance_words,
    count,
    hour,
    long_date,
    period,
    role_words,
)
from cisp_desktop.documents.issued.paper import IssuedPaper
from cisp_desktop.documents.issued.parts import (
    holder_facts,
    put_facts,
    put_letterhead,
    put_signatory,
    put_title,
    put_worded,
)

_PROVISIONAL = (
    f"La présente attestation est provisoire{NBSP}: elle tient lieu de justificatif jusqu’à la remise du "
    "parchemin, qui seul fait foi."
)
"""What no template takes out."""


def draw_success(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the provisional attestation of success."""
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "Attestation provisoire de réussite")
    put_facts(paper, [*holder_facts(content), ("Procès-verbal", minutes_named(content))])
    put_worded(paper, "statement")
    put_worded(paper, "closing")
    put_signatory(paper, [_PROVISIONAL])
    return paper.document()


def draw_presence(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the attestation of a candidate's presence: that, and nothing of the decision."""
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "Attestation de présence")
    defence = content["defence"] or {}
    put_facts(
        paper,
        [
            *holder_facts(content),
            ("Session", f"{period(content['session']['starts'], content['session']['ends'])}"),
            ("Lieu", content["session"]["place"]),
            ("Début de l’épreuve", _moment(defence.get("starts"))),
            ("Fin de l’épreuve", _moment(defence.get("ends"))),
        ],
    )
    put_worded(paper, "statement")
    put_signatory(paper, [worded(content, "closing")])
    return paper.document()


def draw_juror_presence(content: Mapping[str, Any], logo: bytes | None) -> DrawnPaper:
    """Return the attestation of a juror's part in the jury; it names no candidate."""
    paper = IssuedPaper(content)
    put_letterhead(paper, logo)
    put_title(paper, "Attestation de participation à un jury")
    put_facts(paper, member_facts(content))
    put_worded(paper, "statement")
    put_signatory(paper, [worded(content, "closing")])
    return paper.document()


def member_facts(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines that say who the juror is and how the juror sat."""
    member = content["member"]
    return [
        ("Membre du jury", member["name"]),
        ("Qualité", member["title"]),
        ("Employeur", member["employer"]),
        ("Rôle", role_words(member["role"], sex=member.get("sex", ""))),
        ("Session", period(content["session"]["starts"], content["session"]["ends"])),
        ("Lieu", content["session"]["place"]),
        ("Présence", attendance_words({**member, "replaced_by": ""}).strip()),
        ("Candidats entendus", count(member["heard"], "candidat", "candidats")),
        ("Procès-verbal", minutes_named(content)),
    ]


def _moment(iso: str | None) -> str:
    return f"{long_date(iso)} à{NBSP}{hour(iso)}" if iso else ""
