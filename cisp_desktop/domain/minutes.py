"""The minutes: frozen data, its fingerprint, and the order of signatures.

The data is frozen as canonical JSON when the jury closes; the PDF comes from that snapshot once and
is stored byte for byte. This module must not know how a page is drawn or signed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from cisp_desktop.domain.errors import Refused


class MinutesState(StrEnum):
    """closed → partly signed → complete."""

    CLOSED = "CLOSED"
    PARTLY_SIGNED = "PARTLY_SIGNED"
    COMPLETE = "COMPLETE"


def overall_state(states: Iterable[MinutesState]) -> MinutesState | None:
    """Return how far the signatures of all the minutes of a session went; None without minutes."""
    found = set(states)
    if len(found) <= 1:
        return next(iter(found), None)
    return MinutesState.PARTLY_SIGNED


@dataclass(eq=False)
class MinutesSignature:
    """One member's signature: ``pdf_sha256`` is that of the file after it."""

    id: str
    minutes_id: str
    seat_id: str
    position: int
    name: str
    field_name: str
    signed_at: datetime | None = None
    pdf_sha256: str | None = None


@dataclass(eq=False)
class Minutes:
    """The signed record of a session. ``snapshot`` is canonical JSON; ``sha256`` its fingerprint.

    ``pdf_sha256`` names the current file in the vault (it grows by one revision per signature);
    ``closed_pdf_sha256`` the file as closed.
    """

    id: str
    session_id: str
    panel_id: str
    number: str
    snapshot: str
    sha256: str
    closed_pdf_sha256: str
    pdf_sha256: str
    pages: int
    closed_at: datetime
    signatures: list[MinutesSignature] = field(default_factory=list)

    @property
    def state(self) -> MinutesState:
        """How far the signatures went."""
        signed = sum(signature.signed_at is not None for signature in self.signatures)
        if signed == len(self.signatures):
            return MinutesState.COMPLETE
        return MinutesState.PARTLY_SIGNED if signed else MinutesState.CLOSED

    def signature_of(self, seat_id: str) -> MinutesSignature:
        """Return the seat's signature line; ``Refused`` when it has none or has signed already."""
        line = next((s for s in self.signatures if s.seat_id == seat_id), None)
        if line is None:
            raise Refused("minutes.not_a_member")
        if line.signed_at is not None:
            raise Refused("minutes.already_signed", juror=line.name)
        return line


def canonical_json(data: Mapping[str, Any]) -> str:
    """Return ``data`` as canonical JSON: sorted keys, no spaces, UTF-8 kept, no NaN."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
