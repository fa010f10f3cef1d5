"""Makes the frozen content of each paper after the jury, from that of the minutes and what it needs beside.

One builder for every window and command. Must not know how a paper is drawn nor kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cisp_desktop.application.issued_content import (
    SCHEMA_VERSION,
    AppealContent,
    AttendanceListContent,
    BlockCertificateContent,
    CandidatePresenceContent,
    CertificateContent,
    DecisionNoticeContent,
    EarlierBlock,
    HolderContent,
    IssuedContent,
    JurorPresenceContent,
    MemberContent,
    NoticeBlock,
    RegisteredTitle,
    SignatoryContent,
    SourceContent,
    SuccessContent,
)
from cisp_desktop.application.issued_rules import (
    CERTIFICATES,
    Paper,
    entry_ground,
    heard_by,
    needs_ground,
)
from cisp_desktop.application.issued_sources import IssuedSources, PanelMinutes
from cisp_desktop.application.wording_minutes import NBSP, full_name, long_date
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.minutes import MinutesSignature
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.text import NAME_LENGTH, entry_text

NOTICE_DAYS = 15
"""Days within which a VAE candidate is told the decision. [DOMAIN.md §7]"""
APPEAL_MONTHS = 2
"""Months within which a decision is contested."""


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """Who makes an access pack, to whom it answers (empty: the candidate), and the day of the request."""

    made_by: str
    answered_to: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What certificates say and no other page holds: who signs for the certifier, the day of the decision of
    registration, and why a title whose registration ended is awarded (Code du travail, L6113-9).
    ``request`` is what an access pack says of itself.
    """

    signatory: str = ""
    signatory_title: str = ""
    decided_on: date | None = None
    ground: str = ""
    request: AccessRequest | None = None


def content_of(sources: IssuedSources, paper: Paper, choices: Choices, *, now: datetime) -> IssuedContent:
    """Return the frozen content of one paper that is due.

    Raises ``RuleError`` where a certificate lacks a mention: ``issued.signatory``,
    ``issued.registration_decision``, ``issued.ground``, ``issued.level``, ``issued.nsf``.
    """
    return _Builder(sources, paper, choices, now).content()


def checked_choices(choices: Choices) -> Choices:
    """Return what may be kept of choices; ``RuleError("text.*")`` for what may not."""
    name = entry_text(choices.signatory, field="issued.signatory", limit=NAME_LENGTH)
    title = entry_text(choices.signatory_title, field="issued.signatory_title", limit=NAME_LENGTH)
    ground = entry_text(choices.ground, field="issued.ground", limit=NAME_LENGTH)
    return Choices(name, title, choices.decided_on, ground, _checked_request(choices.request))


def _checked_request(request: AccessRequest | None) -> AccessRequest | None:
    if request is None:
        return None
    made_by = entry_text(request.made_by, field="access.made_by", limit=NAME_LENGTH)
    answered_to = entry_text(request.answered_to, field="access.answered_to", limit=NAME_LENGTH)
    return AccessRequest(made_by, answered_to, request.asked_on)


def last_choices(sources: IssuedSources) -> Choices:
    """Return what the session's latest certificate says, else what the sheet names."""
    certifier = sources.certification.sheet.get("certifier") or {}
    latest = next((one for one in reversed(sources.issued) if one.kind in CERTIFICATES), None)
    if latest is None:
        return Choices(signatory_title=str(certifier.get("signatory", "")))
    content = json.loads(latest.snapshot)
    decided = date.fromisoformat(content["certification"]["registration_decided_on"])
    return Choices(content["signatory"]["name"], content["signatory"]["title"], decided)


def holder_and_common(
    sources: IssuedSources, paper: Paper, choices: Choices, *, now: datetime
) -> tuple[HolderContent, IssuedContent]:
    """Return whom a candidate's paper is about, and what every paper says."""
    builder = _Builder(sources, paper, choices, now)
    return builder._holder(), builder._common()


@dataclass(frozen=True, slots=True)
class _Builder:
    sources: IssuedSources
    paper: Paper
    choices: Choices
    now: datetime

    def content(self) -> IssuedContent:
        """Return what the kind asks for."""
        if self.paper.kind is DocumentKind.DECISION_NOTICE:
            return self._notice()
        if self.paper.kind is DocumentKind.SUCCESS_ATTESTATION:
            success: SuccessContent = {**self._common(), "holder": self._holder()}
            return success
        if self.paper.kind is DocumentKind.CANDIDATE_PRESENCE:
            presence: CandidatePresenceContent = {
                **self._common(), "holder": self._holder(), "defence": self._row.get("defence"),
            }  # fmt: skip
            return presence
        if self.paper.kind is DocumentKind.ATTENDANCE_LIST:
            return self._attendance()
        if self.paper.kind in CERTIFICATES:
            return self._certificate()
        member: JurorPresenceContent = {**self._common(), "member": self._member()}
        return member

    @property
    def _panel(self) -> PanelMinutes:
        return self.sources.panels[self.paper.panel_id]

    @property
    def _row(self) -> Mapping[str, Any]:
        return self._panel.candidates[self.paper.number]

    @property
    def _registration(self) -> Registration:
        return self.sources.registrations[self.paper.registration_id or ""]

    def _common(self) -> IssuedContent:
        frozen, centre = self._panel.snapshot, self.sources.centre
        logo = hashlib.sha256(centre.logo).hexdigest() if centre.logo else ""
        return {
            "schema_version": SCHEMA_VERSION,
            "kind": self.paper.kind.value,
            "demonstration": frozen["demonstration"],
            "logo": logo,
            "certifier": frozen["certifier"],
            "centre": frozen["centre"],
            "certification": self._title(),
            "session": frozen["session"],
            "minutes": self._minutes(),
            "place": centre.place or frozen["done_at"]["place"],
            "issued_on": self.now.date().isoformat(),
            "signatory": self._signatory(),
        }

    def _minutes(self) -> SourceContent:
        frozen, minutes = self._panel.snapshot, self._panel.minutes
        named: SourceContent = {
            "number": minutes.number, "date": frozen["done_at"]["date"], "sha256": minutes.sha256,
        }  # fmt: skip
        if frozen.get("rectifies"):
            named["rectifies"] = frozen["rectifies"]["number"]
        return named

    def _title(self) -> RegisteredTitle:
        frozen = self._panel.snapshot["certification"]
        decided = self.choices.decided_on if self.paper.kind in CERTIFICATES else None
        return {
            "code": frozen["code"],
            "title": frozen["title"],
            "level_national": frozen["level_national"],
            "level_european": frozen["level_european"],
            "nsf": frozen["nsf"],
            "registration_decided_on": decided.isoformat() if decided is not None else None,
            "registration_ends": frozen["registration_ends"],
        }

    def _signatory(self) -> SignatoryContent:
        if self.paper.kind in CERTIFICATES:
            name, title = self.choices.signatory, self.choices.signatory_title
            return {"name": name, "title": title, "organisation": self._panel.snapshot["certifier"]["name"]}
        centre = self.sources.centre
        return {"name": centre.signatory, "title": centre.signatory_title, "organisation": centre.name}

    def _holder(self) -> HolderContent:
        row = self._row
        return {
            "number": row["number"],
            "birth_name": row["birth_name"],
            "usage_name": row["usage_name"],
            "first_names": row["first_names"],
            "sex": row["sex"],
            "birth_date": row["birth_date"],
            "birth_place": row["birth_place"],
            "access_path": row["access_path"],
        }

    def _notice(self) -> DecisionNoticeContent:
        row, frozen = self._row, self._panel.snapshot
        decided = date.fromisoformat(frozen["done_at"]["date"])
        vae = row["access_path"] == AccessPath.VAE.value
        notify_by = (decided + timedelta(days=NOTICE_DAYS)).isoformat() if vae else None
        return {
            **self._common(), "holder": self._holder(), "outcome": row["outcome"],
            "blocks": [self._notice_block(block) for block in frozen["blocks"]],
            "notify_by": notify_by, "appeal": self._appeal(),
        }  # fmt: skip

    def _appeal(self) -> AppealContent:
        certifier = self._panel.snapshot["certifier"]
        own = self.sources.certification.sheet.get("certifier") or {}
        return {
            "addressee": certifier["name"],
            "address": certifier["address"],
            "months": APPEAL_MONTHS,
            "procedure": str(own.get("appeal", "")),
        }

    def _notice_block(self, block: Mapping[str, str]) -> NoticeBlock:
        row = self._row
        ids = {one.code: one.id for one in self.sources.certification.blocks}
        advice = self.sources.advice.get((self._registration.id, ids.get(block["code"], "")))
        held = next((one for one in row["held"] if one["block"] == block["code"]), None)
        earlier: EarlierBlock | None = None
        if held is not None:
            earlier = {
                "code": held["code"], "date": held["date"], "minutes_number": held["minutes_number"],
            }  # fmt: skip
        decision = row["decisions"][block["code"]]
        told = [one["reason"] for one in row["reasons"] if one["block"] == block["code"]]
        return {
            "code": block["code"],
            "title": block["title"],
            "decision": decision,
            "reason": "\n".join(told) if decision == "NOT_VALIDATED" else "",
            "recommendation": advice.recommendation if advice is not None else "",
            "conditions": advice.conditions if advice is not None else "",
            "held": earlier if decision == "HELD" else None,
        }

    def _certificate(self) -> CertificateContent:
        self._check_mentions()
        content: CertificateContent = {
            **self._common(), "holder": self._holder(), "ground": self._ground(),
        }  # fmt: skip
        if self.paper.kind is DocumentKind.CERTIFICATE:
            return content
        code = next(b.code for b in self.sources.certification.blocks if b.id == self.paper.block_id)
        block = next(one for one in self._panel.snapshot["blocks"] if one["code"] == code)
        attestation: BlockCertificateContent = {
            **content, "block": {"code": block["code"], "title": block["title"]},
        }  # fmt: skip
        return attestation

    def _check_mentions(self) -> None:
        title = self._panel.snapshot["certification"]
        if not self.choices.signatory.strip():
            raise RuleError("issued.signatory")
        if self.choices.decided_on is None:
            raise RuleError("issued.registration_decision", code=title["code"])
        if title["level_national"] is None or title["level_european"] is None:
            raise RuleError("issued.level", code=title["code"])
        if not title["nsf"]:
            raise RuleError("issued.nsf", code=title["code"])

    def _ground(self) -> str:
        """Return why the title is awarded although its registration ended; empty while it had not."""
        certification = self.sources.certification
        if not needs_ground(certification, self._panel.snapshot["session"]["starts"]):
            return ""
        entered = entry_ground(certification, self._registration)
        if entered:
            vae = self._registration.access_path is AccessPath.VAE
            began = "candidature recevable à la VAE" if vae else "entrée en formation"
            return f"{began} le {long_date(entered)}, avant la fin de l’enregistrement"
        if not self.choices.ground.strip():
            raise RuleError("issued.ground", number=self.paper.number)
        return self.choices.ground

    def _member(self) -> MemberContent:
        if self.paper.seat_id is None:
            raise Refused("issued.juror_absent")
        seat = self._panel.seats[self.paper.seat_id]
        member: MemberContent = {
            "name": seat["name"],
            "title": seat["title"],
            "employer": seat["employer"],
            "role": seat["role"],
            "attendance": seat["attendance"],
            "at": seat["at"],
            "remote": bool(seat.get("remote")),
            "heard": heard_by(self._panel, self.paper.seat_id),
        }
        if seat.get("sex"):
            member["sex"] = seat["sex"]
        return member

    def _attendance(self) -> AttendanceListContent:
        panel = self._panel
        lines = self.sources.signatures(panel)
        return {
            **self._common(),
            "panel": panel.snapshot["panel"]["name"],
            "candidates": [
                {
                    "number": row["number"],
                    "name": full_name(row["birth_name"], row["first_names"], usage_name=row["usage_name"]),
                    "attendance": row.get("attendance", "PRESENT"),
                    "arrived_at": (row.get("defence") or {}).get("arrived_at"),
                    "left_at": (row.get("defence") or {}).get("left_at"),
                    "identity_checked_by": row["identity_checked_by"],
                    "sex": row["sex"],
                }
                for row in panel.candidates.values()
            ],
            "members": [
                {
                    "name": seat["name"],
                    "role": seat["role"],
                    "attendance": seat["attendance"],
                    "at": seat["at"],
                    "signed_at": _signed_at(lines.get(seat_id)),
                    "refused": seat_id in lines and lines[seat_id].refused_at is not None,
                    "sex": seat.get("sex", ""),
                }
                for seat_id, seat in panel.seats.items()
            ],
        }


def _signed_at(line: MinutesSignature | None) -> str | None:
    signed = line.signed_at if line is not None else None
    return signed.isoformat(timespec="seconds") if signed is not None else None


def ground_words(ground: str) -> str:
    """Return the mention of a title awarded after its registration's end."""
    return f"Délivrance au titre de l’article L6113-9 du code du travail{NBSP}: {ground}."
