"""Documents that leave the jury: each frozen like the minutes, with a code by which anybody can verify it.

An issued document never changes, whatever becomes of its template, of the candidate's data or of the session;
a loss gives a duplicate that says so. This module must not know how a document is drawn nor what it says.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cisp_desktop.domain.errors import RuleError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O nor U, so that a code read aloud or on paper is typed back right."""
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
CODE_LENGTH = 16
_GROUP = 4


class DocumentKind(StrEnum):
    """The papers after the jury, beside the minutes. [DOMAIN.md §7]"""

    DECISION_NOTICE = "DECISION_NOTICE"
    SUCCESS_ATTESTATION = "SUCCESS_ATTESTATION"
    CANDIDATE_PRESENCE = "CANDIDATE_PRESENCE"
    JUROR_PRESENCE = "JUROR_PRESENCE"
    JUROR_EXPENSES = "JUROR_EXPENSES"
    BLOCK_CERTIFICATE = "BLOCK_CERTIFICATE"
    CERTIFICATE = "CERTIFICATE"
    ATTENDANCE_LIST = "ATTENDANCE_LIST"
    INDIVIDUAL_GRIDS = "INDIVIDUAL_GRIDS"
    AGREED_GRIDS = "AGREED_GRIDS"
    ACCESS_PACK = "ACCESS_PACK"


@dataclass(eq=False)
class IssuedDocument:
    """One paper as given out. ``snapshot`` is canonical JSON and ``sha256`` its fingerprint; ``pdf_sha256``
    names the file in the vault. ``duplicate_of`` names the first paper of the same content.
    """

    id: str
    kind: DocumentKind
    session_id: str
    registration_id: str | None
    seat_id: str | None
    block_id: str | None
    code: str
    snapshot: str
    sha256: str
    pdf_sha256: str
    pages: int
    issued_at: datetime
    duplicate_of: str | None = None


def verification_code(sha256: str) -> str:
    """Return the code of a frozen content: 75 bits of its SHA-256 (hexadecimal) and a check character, as
    « XXXX-XXXX-XXXX-XXXX ».

    Whoever holds the frozen JSON computes it again, without this application.
    """
    number = int(sha256, 16) >> (256 - 5 * (CODE_LENGTH - 1))
    digits = _digits(number, CODE_LENGTH - 1)
    code = digits + _check(digits)
    return "-".join(code[at : at + _GROUP] for at in range(0, CODE_LENGTH, _GROUP))


def normalised_verification_code(typed: str) -> str:
    """Return a code as printed from what was typed: spaces, hyphens and case ignored, I, L, O read as digits.

    Raises ``RuleError("issued.code")`` for a code of another length, or mistyped (its check fails).
    """
    code = "".join(typed.upper().split()).replace("-", "").replace("\u2011", "").translate(_READ_AS)
    right = len(code) == CODE_LENGTH and set(code) <= set(_ALPHABET) and _check(code[:-1]) == code[-1]
    if not right:
        raise RuleError("issued.code", code=typed)
    return "-".join(code[at : at + _GROUP] for at in range(0, CODE_LENGTH, _GROUP))


def _digits(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _check(digits: str) -> str:
    """Return the check character. Weights are odd, thus invertible modulo 32: one wrong character is always
    seen, two neighbours swapped are unless their values differ by 16.
    """
    total = sum((2 * place + 1) * _ALPHABET.index(digit) for place, digit in enumerate(digits))
    return _ALPHABET[total % 32]
