"""Which sheets are still awaited: the one place that says when a candidate's sheets may be compared.

A candidate opens when every sitting juror who is not recused has sealed (or had set aside) the sheet on
every block presented, and nobody who left has an unsealed sheet with marks. [domain page, §4]
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import panels
from cisp_desktop.persistence.reading.panels import SeatName

Place = tuple[str, str]
"""(block id, seat id)"""


@dataclass(frozen=True, slots=True)
class SessionSheets:
    """The latest round of every sheet of a session, by registration and place, and who must score whom."""

    seats: Mapping[str, SeatName]
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
        return cls(panels.seat_names(connection, session_id), panels.recused(connection, session_id), sheets)

    def scoring(self, registration_id: str) -> list[SeatName]:
        """Return the sitting seats that must score this candidate."""
        recused = self.recused.get(registration_id, ())
        return [seat for seat in self.seats.values() if seat.sitting and seat.id not in recused]

    def awaited(self, registration_id: str, block_id: str) -> int:
        """Return how many sheets on this block are still awaited; without a panel, one."""
        own = self.sheets.get(registration_id, {})
        scoring = self.scoring(registration_id)
        count = 0 if scoring else 1
        for seat in scoring:
            sheet = own.get((block_id, seat.id))
            count += sheet is None or not _final(sheet)
        for (block, seat_id), sheet in own.items():
            if block == block_id and not self._sits(seat_id) and not _final(sheet):
                count += sheet.last_sequence > 0 and seat_id not in self.recused.get(registration_id, ())
        return count

    def _sits(self, seat_id: str) -> bool:
        seat = self.seats.get(seat_id)
        return seat is not None and seat.sitting

    def sealed(self, registration_id: str, block_id: str) -> list[AnyRow]:
        """Return the sealed sheets on a block that count, in the order of the seats."""
        own = self.sheets.get(registration_id, {})
        recused = self.recused.get(registration_id, ())
        found = (own.get((block_id, seat_id)) for seat_id in self.seats if seat_id not in recused)
        return [sheet for sheet in found if sheet is not None and sheet.sealed_at is not None]


def _final(sheet: AnyRow) -> bool:
    return sheet.sealed_at is not None or bool(sheet.set_aside_reason)
