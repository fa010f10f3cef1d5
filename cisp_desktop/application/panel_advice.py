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
    return bool(first and second) and _person(first) == _person(second) != []


def _person(name: str) -> list[str]:
    return sorted(folded(name).split())


def suggested_recusals(
    panel: PanelRow, registrations: Sequence[RegistrationRow]
) -> tuple[SuggestedRecusal, ...]:
    """Return the ties not yet declared: trained or accompanied the candidate, or the same employer.

    One suggestion at most per juror and candidate, the strongest ground first.
    """
    declared = {(recusal.registration_id, recusal.seat_id) for recusal in panel.recusals}
    seats = [(seat.id, _person(seat.name), folded(seat.employer)) for seat in panel.seats]
    found = []
    for registration in registrations:
        trainer, companion = _person(registration.referent_trainer), _person(registration.companion)
        employer = folded(registration.employer)
        for seat_id, person, seat_employer in seats:
            if (registration.id, seat_id) in declared:
                continue
            if person and person == trainer:
                tie = RecusalGround.TRAINED, registration.referent_trainer
            elif person and person == companion:
                tie = RecusalGround.ACCOMPANIED, registration.companion
            elif employer and employer == seat_employer:
                tie = RecusalGround.SAME_EMPLOYER, registration.employer
            else:
                continue
            found.append(SuggestedRecusal(registration.id, seat_id, *tie))
    return tuple(found)
