"""What the rules advise about a panel: who is external, and which recusals the files already suggest.

Advice only: nothing here refuses anything. Must not know screens or storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.jurors import SeatChoice
from cisp_desktop.application.queries import PanelRow, RegistrationRow
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.text import folded

LEAST_EXTERNAL_SHARE = 50
"""Percent of members external to the certifier and the centre; under it: a warning, never a refusal."""


@dataclass(frozen=True, slots=True)
class SuggestedRecusal:
    """A tie that the files show between a juror and a candidate; ``detail`` quotes what was compared."""

    registration_id: str
    seat_id: str
    ground: RecusalGround
    detail: str


def external_members(choices: Sequence[SeatChoice], *, centre: str, certifier: str) -> int:
    """Count the members external to the certifier and the centre.

    The president represents the certifier and the third seat the centre (fiche RNCP36128): only the
    professional can be external, unless employed by one of the two.
    """
    inside = {folded(centre), folded(certifier)} - {""}
    return sum(c.role is Role.PROFESSIONAL and folded(c.employer) not in inside for c in choices)


def share_is_low(external: int, members: int) -> bool:
    """Whether the external share is under the least that the rule wishes."""
    return members > 0 and external * 100 < LEAST_EXTERNAL_SHARE * members


def same_person(first: str, second: str) -> bool:
    """Whether two typed names are the same words in any order, case and accents ignored; empty is nobody."""
    words = sorted(folded(first).split())
    return bool(words) and words == sorted(folded(second).split())


def suggested_recusals(
    panel: PanelRow, registrations: Sequence[RegistrationRow]
) -> tuple[SuggestedRecusal, ...]:
    """Return the ties not yet declared: trained or accompanied the candidate, or the same employer.

    One suggestion at most per juror and candidate, the strongest ground first.
    """
    declared = {(recusal.registration_id, recusal.seat_id) for recusal in panel.recusals}
    found = []
    for registration in registrations:
        for seat in panel.seats:
            if (registration.id, seat.id) in declared:
                continue
            tie = _tie(seat.name, seat.employer, registration)
            if tie is not None:
                found.append(SuggestedRecusal(registration.id, seat.id, *tie))
    return tuple(found)


def _tie(name: str, employer: str, registration: RegistrationRow) -> tuple[RecusalGround, str] | None:
    if same_person(name, registration.referent_trainer):
        return RecusalGround.TRAINED, registration.referent_trainer
    if same_person(name, registration.companion):
        return RecusalGround.ACCOMPANIED, registration.companion
    if folded(employer) and folded(employer) == folded(registration.employer):
        return RecusalGround.SAME_EMPLOYER, registration.employer
    return None
