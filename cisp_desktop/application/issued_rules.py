"""Which papers a session owes, to whom, and why one is not due. Source: DOMAIN.md §2 and §7.

Certificates only for whom complete minutes certify. Must not know what a paper prints nor how it is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.issued_sources import IssuedSources, PanelMinutes, paper_key
from cisp_desktop.application.wording_minutes import BLOCK_WORDS, full_name
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import CispError, Refused
from cisp_desktop.domain.issued import DocumentKind, IssuedDocument
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


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper stands: issued (``document``), not due (``refusal`` says why), else to issue."""

    paper: Paper
    document: IssuedDocument | None
    refusal: CispError | None

    @property
    def to_issue(self) -> bool:
        """Whether it is due and was not issued yet."""
        return self.document is None and self.refusal is None


def standings(sources: IssuedSources, candidates: Mapping[str, Candidate]) -> Iterator[Standing]:
    """Give every paper of a session, candidate by candidate, then juror by juror, then panel by panel.

    ``candidates`` name those whom no minutes name yet, by candidate id.
    """
    for registration in sources.registrations.values():
        for kind in CANDIDATE_KINDS:
            for paper in _of_candidate(sources, registration, candidates, kind):
                yield _standing(sources, paper)
    for panel_id, panel in sources.panels.items():
        for seat_id, seat in panel.seats.items():
            for kind in JUROR_KINDS:
                yield _standing(sources, Paper(kind, panel_id, seat["name"], seat_id=seat_id))
        name = panel.snapshot["panel"]["name"]
        yield _standing(sources, Paper(DocumentKind.ATTENDANCE_LIST, panel_id, name))


def personal_standings(sources: IssuedSources, candidates: Mapping[str, Candidate]) -> Iterator[Standing]:
    """Give the papers of one person, candidate by candidate; ``candidates`` as in ``standings``."""
    for registration in sources.registrations.values():
        for kind in PERSONAL_KINDS:
            for paper in _of_candidate(sources, registration, candidates, kind):
                yield _standing(sources, paper)


def _of_candidate(
    sources: IssuedSources,
    registration: Registration,
    candidates: Mapping[str, Candidate],
    kind: DocumentKind,
) -> Iterator[Paper]:
    person = candidates[registration.candidate_id]
    name = full_name(person.birth_name, person.first_names, usage_name=person.usage_name)
    panel = sources.panels.get(registration.panel_id)
    row = panel.candidates.get(registration.number) if panel is not None else None
    if row is not None:
        name = full_name(row["birth_name"], row["first_names"], usage_name=row["usage_name"])
    blocks = [block.id for block in sources.certification.blocks]
    for block_id in blocks if kind is DocumentKind.BLOCK_CERTIFICATE else [None]:
        yield Paper(
            kind, registration.panel_id, name, registration.number, registration.id, block_id=block_id
        )


def _standing(sources: IssuedSources, paper: Paper) -> Standing:
    panel = sources.panels.get(paper.panel_id)
    if panel is None:
        return Standing(paper, None, Refused("issued.no_minutes"))
    key = paper_key(
        paper.kind.value, panel.minutes.sha256, paper.registration_id, paper.seat_id, paper.block_id
    )
    refusal = panel.refusal or _not_due(sources, paper, panel)
    return Standing(paper, sources.standing.get(key), refusal)


def _not_due(sources: IssuedSources, paper: Paper, panel: PanelMinutes) -> Refused | None:
    if paper.seat_id is not None:
        return None if heard_by(panel, paper.seat_id) else Refused("issued.juror_absent")
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


def came(row: Mapping[str, Any]) -> bool:
    """Whether a candidate of the minutes came: present, or withdrawn during the defence."""
    return row.get("attendance", "PRESENT") not in ("ABSENT", "EXCUSED")


def heard_by(panel: PanelMinutes, seat_id: str) -> int:
    """Return how many candidates a member heard, from the frozen minutes; 0 for who did not sit."""
    seat = panel.seats[seat_id]
    present = [number for number, row in panel.candidates.items() if came(row)]
    if seat["attendance"] == "ABSENT":
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
