"""Which sheets are still awaited: the one place that says when a candidate's sheets may be compared.

A candidate opens when every sitting juror of the own panel who is not recused has sealed (or had set aside)
the sheet on every block presented, and nobody who left that panel has an unsealed sheet with marks.
[domain page, §4]
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, Connection, select

from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import panels
from cisp_desktop.persistence.reading.panels import SeatName

Place = tuple[str, str]
"""(block id, seat id)"""


@dataclass(frozen=True)
class SessionSheets:
    """The latest round of every sheet of a session, by registration and place, and who must score whom.

    ``panels`` gives each registration's own panel: nobody of another one scores, or is awaited.
    """

    seats: Mapping[str, SeatName]
    panels: Mapping[str, str]
    recused: Mapping[str, Collection[str]]
    sheets: Mapping[str, Mapping[Place, AnyRow]]

    @classmethod
    def read(
        cls, connection: Connection, session_id: str, *, which: ColumnElement[bool] | None = None
    ) -> "SessionSheets":
        """Read a session's sheets, or those that ``which`` names."""
        s, r = tables.score_sheet, tables.registration
        wanted = (
            select(s)
            .join(r, r.c.id == s.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(s.c.round)
        )
        if which is not None:
            wanted = wanted.where(which)
        sheets: dict[str, dict[Place, AnyRow]] = {}
        for row in connection.execute(wanted):
            sheets.setdefault(row.registration_id, {})[row.block_id, row.seat_id] = row
        own_panel = select(r.c.id, r.c.panel_id).where(r.c.session_id == session_id)
        if which is not None:
            own_panel = own_panel.where(which)
        heard_by = {row.id: row.panel_id for row in connection.execute(own_panel)}
        seats, recused = panels.seat_names(connection, session_id), panels.recused(connection, session_id)
        return cls(seats, heard_by, recused, sheets)

    @cached_property
    def _by_panel(self) -> Mapping[str, list[SeatName]]:
        by_panel: dict[str, list[SeatName]] = {}
        for seat in self.seats.values():
            by_panel.setdefault(seat.panel_id, []).append(seat)
        return by_panel

    def _panel(self, registration_id: str) -> list[SeatName]:
        """Return every seat of the panel that hears a candidate, those that ended included."""
        return self._by_panel.get(self.panels.get(registration_id, ""), [])

    def scoring(self, registration_id: str) -> list[SeatName]:
        """Return the sitting seats that must score this candidate."""
        recused = self.recused.get(registration_id, ())
        return [seat for seat in self._panel(registration_id) if seat.sitting and seat.id not in recused]

    def awaited(self, registration_id: str, block_id: str) -> int:
        """Return how many sheets on this block are still awaited; without a panel, one."""
        own = self.sheets.get(registration_id, {})
        scoring = self.scoring(registration_id)
        count = 0 if scoring else 1
        for seat in scoring:
            sheet = own.get((block_id, seat.id))
            count += sheet is None or not _final(sheet)
        recused = self.recused.get(registration_id, ())
        for seat in self._panel(registration_id):
            sheet = None if seat.sitting or seat.id in recused else own.get((block_id, seat.id))
            if sheet is not None and not _final(sheet):
                count += sheet.last_sequence > 0
        return count

    def sealed(self, registration_id: str, block_id: str) -> list[AnyRow]:
        """Return the sealed sheets on a block that count, in the order of the seats."""
        own = self.sheets.get(registration_id, {})
        recused = self.recused.get(registration_id, ())
        seats = (seat.id for seat in self._panel(registration_id) if seat.id not in recused)
        found = (own.get((block_id, seat_id)) for seat_id in seats)
        return [sheet for sheet in found if sheet is not None and sheet.sealed_at is not None]


def _final(sheet: AnyRow) -> bool:
    return sheet.sealed_at is not None or bool(sheet.set_aside_reason)
