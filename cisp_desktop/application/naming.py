"""Whom or what a person names: a centre, a juror, a candidate, by the words that lists show.

Case, accents and spaces are ignored. Must not know where the words were typed.
"""

from collections.abc import Iterable, Sequence

from cisp_desktop.application.queries import (
    CentreRow,
    EquivalenceRow,
    JurorRow,
    PanelRow,
    Queries,
    RecusalRow,
    RegistrationRow,
    SeatRow,
    UnavailabilityRow,
)
from cisp_desktop.domain.equivalence import code_key
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.text import folded, person_key

NAMED = 12
"""How many known names a refusal lists."""


def find_centre(queries: Queries, named: str) -> CentreRow:
    """Return a centre by its name, its letters or its id. Raises ``RuleError("centre.unknown")``."""
    rows = queries.centres()
    wanted = folded(named)
    for row in rows:
        if row.id == named or wanted in (folded(row.name), folded(row.code)):
            return row
    raise RuleError("centre.unknown", centre=named, known=_listed(row.name for row in rows))


def find_juror(queries: Queries, named: str) -> JurorRow:
    """Return a juror of the register by name, words in any order. Raises ``RuleError("juror.unknown")``."""
    rows = queries.jurors()
    wanted = person_key(named)
    for row in rows:
        if row.id == named or person_key(row.name) == wanted:
            return row
    raise RuleError("juror.unknown", juror=named, known=_listed(row.name for row in rows))


def find_registration(queries: Queries, session_id: str, *, number: str) -> RegistrationRow:
    """Return a candidate by N° dossier. Raises ``RuleError("registration.number_unknown")``."""
    rows = queries.registrations(session_id)
    wanted = folded(number)
    for row in rows:
        if folded(row.number) == wanted:
            return row
    raise RuleError("registration.number_unknown", number=number, known=_listed(row.number for row in rows))


def find_member(panels: Sequence[PanelRow], *, juror: str, panel_id: str | None = None) -> SeatRow:
    """Return the seat of a juror, substitutes too, in one panel or in the first where that person is.

    Raises ``RuleError("panel.unknown_juror")``.
    """
    seats = [s for p in panels if panel_id in (None, p.id) for s in (*p.seats, *p.substitutes)]
    wanted = person_key(juror)
    for seat in seats:
        if person_key(seat.name) == wanted:
            return seat
    raise RuleError("panel.unknown_juror", juror=juror, known=_listed(seat.name for seat in seats))


def find_recusal(
    panels: Sequence[PanelRow], registration: RegistrationRow, *, juror: str
) -> tuple[SeatRow, RecusalRow]:
    """Return a declared recusal and its seat.

    Raises ``RuleError``: ``recusal.unknown``, ``panel.unknown_juror``.
    """
    seat = find_member(panels, juror=juror, panel_id=registration.panel_id)
    for panel in panels:
        for recusal in panel.recusals:
            if (recusal.registration_id, recusal.seat_id) == (registration.id, seat.id):
                return seat, recusal
    raise RuleError("recusal.unknown", juror=seat.name, number=registration.number)


def find_absence(queries: Queries, session_id: str, identifier: str) -> UnavailabilityRow:
    """Return an absence of this session. Raises ``Refused("unavailability.not_found")``."""
    for row in queries.unavailabilities(session_id):
        if row.id == identifier:
            return row
    raise Refused("unavailability.not_found", id=identifier)


def find_equivalence(
    queries: Queries, certification: str, *, block: str, held_certification: str, held_block: str
) -> EquivalenceRow:
    """Return a recorded equivalence; blocks are named by their whole code or its end (« BC01 »).

    Raises ``RuleError("equivalence.unknown")``.
    """
    wanted = (code_key(held_certification), code_key(held_block))
    for row in queries.equivalences(certification):
        ends = (code_key(row.block_code), code_key(row.block_code.removeprefix(certification)))
        if (code_key(row.held_certification), code_key(row.held_block)) == wanted and code_key(block) in ends:
            return row
    raise RuleError("equivalence.unknown", held=held_block, certification=held_certification, block=block)


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    more = " …" if len(known) > NAMED else ""
    return (", ".join(known[:NAMED]) + more) or "aucun"
