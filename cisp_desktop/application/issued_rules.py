"""Which papers a session owes, to whom, and why one is not due. Source: DOMAIN.md §2 and §7.

Certificates only for whom complete minutes certify. Must not know what a paper prints nor how it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.issued_sources import IssuedSources, PanelMinutes
from cisp_desktop.application.wording_minutes import BLOCK_WORDS
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.registration import Registration

CANDIDATE_KINDS = (
    DocumentKind.DECISION_NOTICE,
    DocumentKind.SUCCESS_ATTESTATION,
    DocumentKind.CANDIDATE_PRESENCE,
    DocumentKind.BLOCK_CERTIFICATE,
    DocumentKind.CERTIFICATE,
)
"""Papers of a candidate, in the order in which they are shown."""
JUROR_KINDS = (DocumentKind.JUROR_PRESENCE, DocumentKind.JUROR_EXPENSES)
ISSUED_KINDS = (*CANDIDATE_KINDS, *JUROR_KINDS, DocumentKind.ATTENDANCE_LIST)
PERSONAL_KINDS = (
    DocumentKind.INDIVIDUAL_GRIDS,
    DocumentKind.AGREED_GRIDS,
    DocumentKind.ACCESS_PACK,
)
"""Papers of one person that hold marks: they leave when they are asked for, never with the others."""
CERTIFICATES = frozenset({DocumentKind.BLOCK_CERTIFICATE, DocumentKind.CERTIFICATE})
"""Papers that the certifier signs, with every mention that the rules want."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its kind, whom it is about by id, and what its subject is called.

    ``panel_id`` is the panel whose minutes it rests on; ``block_id`` that of a block's attestation.
    ``number`` is the candidate's N° dossier, empty for other papers.
    """

    kind: DocumentKind
    panel_id: str
    subject: str
    number: str = ""
    registration_id: str | None = None
    seat_id: str | None = None
    block_id: str | None = None


def not_due(sources: IssuedSources, paper: Paper, panel: PanelMinutes) -> Refused | None:
    """Return why minutes owe nobody a paper; None when it is due."""
    if paper.seat_id is not None:
        return _member_not_due(panel, paper.kind, paper.seat_id)
    if paper.registration_id is None:
        return None
    row = panel.candidates.get(paper.number)
    if row is None:
        return Refused("issued.not_in_minutes", number=panel.minutes.number)
    if paper.kind in (
        DocumentKind.CANDIDATE_PRESENCE, DocumentKind.INDIVIDUAL_GRIDS, DocumentKind.AGREED_GRIDS,
    ):  # fmt: skip
        return None if came(row) else Refused("issued.candidate_absent")
    if row["outcome"] == "NOT_EXAMINED":
        return Refused("issued.not_examined")
    if paper.kind in (DocumentKind.CERTIFICATE, DocumentKind.SUCCESS_ATTESTATION):
        return None if row["outcome"] == "CERTIFIED" else Refused("issued.not_certified")
    if paper.kind is DocumentKind.BLOCK_CERTIFICATE:
        block = next(one for one in sources.certification.blocks if one.id == paper.block_id)
        decision = row["decisions"].get(block.code)
        words = BLOCK_WORDS.get(decision or "", "–")
        return None if decision == "VALIDATED" else Refused("issued.block_not_validated", decision=words)
    return None


def _member_not_due(panel: PanelMinutes, kind: DocumentKind, seat_id: str) -> Refused | None:
    """Who came for a panel that could not sit took part in no jury, and yet had expenses."""
    if "constatation" not in panel.snapshot:
        return None if heard_by(panel, seat_id) else Refused("issued.juror_absent")
    if panel.seats[seat_id]["attendance"] == "ABSENT":
        return Refused("issued.juror_not_there")
    return None if kind is DocumentKind.JUROR_EXPENSES else Refused("issued.panel_did_not_sit")


def came(row: Mapping[str, Any]) -> bool:
    """Whether a candidate of the minutes came: present, or withdrawn during the defence."""
    return row.get("attendance", "PRESENT") not in ("ABSENT", "EXCUSED")


def heard_by(panel: PanelMinutes, seat_id: str) -> int:
    """Return how many candidates a member heard, from the frozen minutes; 0 for who did not sit, and
    where the panel could not.
    """
    seat = panel.seats[seat_id]
    present = [number for number, row in panel.candidates.items() if came(row)]
    if seat["attendance"] == "ABSENT" or "constatation" in panel.snapshot:
        return 0
    if "sat_for" in seat:
        present = [number for number in present if number in seat["sat_for"]]
    away = {*seat["recused_for"], *seat.get("absent_for", ())}
    return sum(number not in away for number in present)


def needs_ground(certification: Certification, session_day: object) -> bool:
    """Whether the session was held after the registration's end. [DOMAIN.md §2, Code du travail L6113-9]"""
    ends = certification.registration_ends
    return ends is not None and str(session_day) > ends.isoformat()


def entry_ground(certification: Certification, registration: Registration) -> str:
    """Return the ISO day of entry, or of admissibility for VAE, when it lies before the registration's end;
    empty otherwise.
    """
    vae = registration.access_path is AccessPath.VAE
    entered = registration.vae_admissible_on if vae else registration.entered_on
    ends = certification.registration_ends
    return entered.isoformat() if entered is not None and ends is not None and entered <= ends else ""
