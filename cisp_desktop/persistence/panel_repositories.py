"""The repositories of who sits: panels, seats, jurors, recusals, and when somebody cannot be there.

Must not know rules or transactions.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import Juror, Panel, Recusal, Seat
from cisp_desktop.domain.text import person_key
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import Repository, found


class SqlPanels(Repository):
    """Panels with seats, jurors and credentials."""

    def get(self, id: str) -> Panel:
        return found(self._session.get(Panel, id), Refused("panel.not_found", id=id))

    def of_session(self, session_id: str) -> Panel:
        panels = self.all_of_session(session_id)
        return found(panels[0] if panels else None, Refused("panel.not_found", id=session_id))

    def all_of_session(self, session_id: str) -> Sequence[Panel]:
        t = tables.panel
        wanted = select(Panel).where(t.c.session_id == session_id).order_by(t.c.position)
        return self._session.scalars(wanted).all()

    def seat(self, seat_id: str) -> Seat:
        return found(self._session.get(Seat, seat_id), Refused("seat.not_found", id=seat_id))

    def could_not_sit(self, panel_id: str) -> bool:
        return self._session.execute(_could_not_sit(), {"panel": panel_id}).first() is not None

    def add(self, panel: Panel) -> None:
        self._add(panel)

    def remove(self, panel: Panel) -> None:
        self._remove(panel)

    def remove_seat(self, seat: Seat) -> None:
        panel = self._session.get(Panel, seat.panel_id)
        if panel is not None and seat in panel.seats:
            panel.seats.remove(seat)
        self._remove(seat)


class SqlJurors(Repository):
    """Persons who sit; few: names are compared folded in Python."""

    def get(self, id: str) -> Juror:
        return found(self._session.get(Juror, id), Refused("juror.not_found", id=id))

    def all(self) -> Sequence[Juror]:
        return self._session.scalars(select(Juror).order_by(tables.juror.c.id)).all()

    def seated(self, juror_id: str) -> bool:
        t = tables.seat
        return (
            self._session.execute(select(t.c.id).where(t.c.juror_id == juror_id).limit(1)).first() is not None
        )

    def by_name(self, name: str) -> Juror | None:
        wanted = person_key(name)
        return next((juror for juror in self.all() if person_key(juror.name) == wanted), None)

    def add(self, juror: Juror) -> None:
        self._add(juror)

    def remove(self, juror: Juror) -> None:
        self._remove(juror)


class SqlUnavailabilities(Repository):
    """When candidates, jurors and panels cannot be there."""

    def get(self, id: str) -> Unavailability:
        return found(self._session.get(Unavailability, id), Refused("unavailability.not_found", id=id))

    def of_session(self, session_id: str) -> Sequence[Unavailability]:
        t = tables.unavailability
        wanted = select(Unavailability).where(t.c.session_id == session_id).order_by(t.c.starts_at, t.c.id)
        return self._session.scalars(wanted).all()

    def add(self, unavailability: Unavailability) -> None:
        self._add(unavailability)

    def remove(self, unavailability: Unavailability) -> None:
        self._remove(unavailability)


@cache
def _could_not_sit() -> Select[*tuple[Any, ...]]:
    t = tables.panel
    return select(t.c.id).where(t.c.id == bindparam("panel"), t.c.could_not_sit_at.is_not(None))


@cache
def _recusals() -> Select[Recusal]:
    """Asked at every key press: built once."""
    return select(Recusal).where(tables.recusal.c.registration_id == bindparam("registration"))


class SqlRecusals(Repository):
    """Recusals per candidate."""

    def of_registration(self, registration_id: str) -> Sequence[Recusal]:
        return self._session.scalars(_recusals(), {"registration": registration_id}).all()

    def of_session(self, session_id: str) -> Sequence[Recusal]:
        t, r = tables.recusal, tables.registration
        wanted = select(Recusal).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        return self._session.scalars(wanted).all()

    def add(self, recusal: Recusal) -> None:
        self._add(recusal)

    def remove(self, recusal: Recusal) -> None:
        self._remove(recusal)
