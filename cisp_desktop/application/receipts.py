"""The receipt of a sealed sheet: a short fingerprint that its juror notes or prints, made again at any time.

Twelve hexadecimal digits of the SHA-256 of what was sealed: the same digits say that nothing changed since.
It stands in no journal: whoever read it there could try marks until one gives the same digits. Must not know
screens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.minutes import canonical_json, fingerprint
from cisp_desktop.domain.scoring import Mark, ScoreSheet

DIGITS = 12
GROUP = 4


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is noted: ``code`` is « 3f2a 91c0 77be »; ``candidate`` NOM Prénom; ``block`` the short code;
    ``round`` from 1.
    """

    code: str
    number: str
    candidate: str
    block: str
    round: int
    sealed_at: datetime


def receipt_code(sheet: ScoreSheet, marks: Iterable[Mark], *, number: str, block: str) -> str:
    """Return a sealed sheet's receipt from its current marks; ``number`` is the candidate's, ``block`` a
    code. Raises ``Refused("receipt.unsealed")``.
    """
    if sheet.sealed_at is None:
        raise Refused("receipt.unsealed")
    data = {
        "number": number,
        "block": block,
        "seat": sheet.seat_id,
        "round": sheet.round,
        "marks": [
            [
                mark.item, mark.status.value, mark.level, mark.points,
                mark.reason and mark.reason.value, mark.comment,
            ]
            for mark in sorted(marks, key=lambda mark: mark.item)
        ],
        "result": [
            sheet.result_numerator, sheet.result_denominator, sheet.result_assessed, sheet.result_zeros,
            sheet.result_items, sheet.result_global,
        ],
        "sealed_at": sheet.sealed_at.astimezone(UTC).isoformat(),
    }  # fmt: skip
    digits = fingerprint(canonical_json(data))[:DIGITS]
    return " ".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))


def receipt_of(workspace: Workspace, juror: IdentifiedJuror, sheet_id: str) -> Receipt:
    """Return the receipt of a sealed sheet, computed again from what is stored.

    Before the sheets of the candidate are revealed, its author alone reads it. Raises ``Refused``:
    ``sheet.not_found``, ``receipt.unsealed``, ``receipt.not_yours``.
    """
    with workspace.unit_of_work() as work:
        sheet = work.sheets.get(sheet_id)
        registration = work.registrations.get(sheet.registration_id)
        session = work.sessions.get(registration.session_id)
        if sheet.seat_id != juror.seat_id:
            _check_shown(read_hearing(work, registration, session), sheet, juror)
        certification = work.certifications.get(session.certification_id)
        block = next(block for block in certification.blocks if block.id == sheet.block_id)
        marks = work.sheets.current_marks(sheet.id).values()
        code = receipt_code(sheet, marks, number=registration.number, block=block.code)
        if sheet.sealed_at is None:
            raise Refused("receipt.unsealed")
        person = work.candidates.get(registration.candidate_id)
        name = person_name(person.birth_name, person.first_names)
        return Receipt(code, registration.number, name, block.short_code, sheet.round, sheet.sealed_at)


def _check_shown(hearing: Hearing, sheet: ScoreSheet, juror: IdentifiedJuror) -> None:
    """Another member of the panel reads it once the round is revealed, and nobody else."""
    member = any(seat.id == juror.seat_id for seat in hearing.scoring)
    if not member or (sheet.block_id, sheet.round) not in hearing.frozen:
        raise Refused("receipt.not_yours")
