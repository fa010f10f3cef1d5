"""The French words of seats where several may look alike: two panels, or two seats of one role.

Must not know a widget, a page or a command.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from cisp_desktop.application.queries import PanelRow, SeatRow
from cisp_desktop.application.wording import role_name, role_short
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.panel import Role


class RankedSeat(Protocol):
    """A seat, as far as its role goes."""

    @property
    def role(self) -> Role: ...
    @property
    def rank(self) -> int: ...


def seats_in_words(panels: Sequence[PanelRow]) -> list[tuple[SeatRow, str]]:
    """Return every seat whose owner may identify, with « NOM Prénom · Président du jury », and its panel
    where several have seats: who sits, then the substitutes who were called.
    """
    seated = [panel for panel in panels if panel.seats]
    found = []
    for panel in seated:
        label = f" · {panel_words(panel.name, panel.position)}" if len(seated) > 1 else ""
        found += [
            (seat, f"{seat.name} · {role_name(seat.role, sex=seat.sex)}{label}") for seat in panel.seats
        ]
        found += [
            (seat, f"{seat.name} · {role_name(seat.role, sex=seat.sex)}, suppléant{label}")
            for seat in panel.substitutes
            if seat.has_code
        ]
    return found


def seat_words(seat: SeatRow) -> str:
    """« MARTIN Anne (Présidente) »."""
    return f"{seat.name} ({role_short(seat.role, sex=seat.sex)})"


def short_roles(seats: Sequence[RankedSeat]) -> list[str]:
    """Return « Président », « Prof. 1 », « Prof. 2 »: shorter, with the rank, where a role comes twice."""
    counted = Counter(seat.role for seat in seats)
    return [
        f"{role_short(seat.role)[:4]}.{NBSP}{seat.rank}" if counted[seat.role] > 1 else role_short(seat.role)
        for seat in seats
    ]
