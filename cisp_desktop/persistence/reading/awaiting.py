"""Which sheets are still awaited: every candidate's hearing, read at once for a whole session.

Who must score, which round counts and what may show is said by ``domain.hearing`` alone; this module fills it
from the tables.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from cisp_desktop.application.hearings import hearing_seat, standing
from cisp_desktop.application.panel_rules import RuledCertification, session_rules
from cisp_desktop.domain.hearing import Hearing, SheetKey, SheetStanding
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import panels
from cisp_desktop.persistence.reading.panels import SeatName


@dataclass(frozen=True)
class SessionSheets:
    """The sheets of a session by registration, seat, block and round, with the hearing that judges them.

    ``seats`` are those of every panel, ``proposals`` every one frozen, by registration, block and round;
    ``rules`` are the session's.
    """

    rules: PanelRules
    seats: Mapping[str, SeatName]
    hearings: Mapping[str, Hearing]
    sheets: Mapping[str, Mapping[SheetKey, AnyRow]]
    proposals: Mapping[tuple[str, str, int], AnyRow]

    @classmethod
    def read(
        cls, connection: Connection, session_id: str, *, which: ColumnElement[bool] | None = None
    ) -> "SessionSheets":
        """Read a session's sheets, or those of the registrations that ``which`` names."""
        read = _Facts(connection, session_id, which=which)
        sheets: dict[str, dict[SheetKey, AnyRow]] = {}
        for row in connection.execute(read.of(tables.score_sheet)):
            sheets.setdefault(row.registration_id, {})[row.seat_id, row.block_id, row.round] = row
        proposals = {
            (row.registration_id, row.block_id, row.round): row
            for row in connection.execute(read.of(tables.proposal))
        }
        standings = {
            registration_id: {key: _standing(row) for key, row in own.items()}
            for registration_id, own in sheets.items()
        }
        return cls(read.rules, read.seats, read.hearings(standings, proposals), sheets, proposals)

    def awaited(self, registration_id: str, block_id: str) -> int:
        """Return how many sheets on this block are still awaited; where nobody scores, one."""
        hearing = self.hearings[registration_id]
        return len(hearing.awaited(block_id)) if hearing.scoring else 1

    def shown_rounds(self, registration_id: str, block_id: str) -> list[int]:
        """Return the rounds of a block whose sheets others than their authors may see, from the first.

        A round shows when its proposal was frozen, or when it is complete: a block added to what was
        presented waits for its own sheets.
        """
        hearing = self.hearings[registration_id]
        last = hearing.round_of(block_id)
        return [
            round_
            for round_ in range(1, last + 1)
            if hearing.shows(block_id, round_)
            and ((block_id, round_) in hearing.frozen or (round_ == last and hearing.complete(block_id)))
        ]

    def sealed(self, registration_id: str, block_id: str, round_: int) -> list[AnyRow]:
        """Return the sealed sheets of a block and round that count, in the order of the seats."""
        own = self.sheets.get(registration_id, {})
        scoring = {seat.id for seat in self.hearings[registration_id].scoring}
        found = (own.get((seat_id, block_id, round_)) for seat_id in self.seats if seat_id in scoring)
        return [sheet for sheet in found if sheet is not None and sheet.sealed_at is not None]


def hearings(connection: Connection, session_id: str, *, sheets_of: str | None = None) -> dict[str, Hearing]:
    """Return every candidate's hearing by registration id, without its proposals; with ``sheets_of`` it knows
    the sheets of that seat alone.
    """
    read = _Facts(connection, session_id)
    s = tables.score_sheet
    wanted = read.of(s).with_only_columns(
        s.c.registration_id, s.c.seat_id, s.c.block_id, s.c.round, s.c.sealed_at, s.c.set_aside_reason
    )
    if sheets_of is not None:
        wanted = wanted.where(s.c.seat_id == sheets_of)
    standings: dict[str, dict[SheetKey, SheetStanding]] = {}
    for row in connection.execute(wanted):
        standings.setdefault(row.registration_id, {})[row.seat_id, row.block_id, row.round] = _standing(row)
    return read.hearings(standings, ())


_Selected: TypeAlias = Select[*tuple[Any, ...]]


@dataclass
class _Facts:
    """What a session's hearings are made of, sheets apart."""

    connection: Connection
    session_id: str
    which: ColumnElement[bool] | None = None
    seats: Mapping[str, SeatName] = field(init=False)
    rules: PanelRules = field(init=False)

    def __post_init__(self) -> None:
        self.seats = panels.seat_names(self.connection, self.session_id)
        self.rules = _rules(self.connection, self.session_id)

    def of(self, table: Table) -> _Selected:
        """Select the rows of a table that belong to the registrations."""
        r = tables.registration
        wanted = select(table).join(r, r.c.id == table.c.registration_id)
        return self._named(wanted)

    def _named(self, wanted: _Selected) -> _Selected:
        wanted = wanted.where(tables.registration.c.session_id == self.session_id)
        return wanted if self.which is None else wanted.where(self.which)

    def hearings(
        self,
        standings: Mapping[str, Mapping[SheetKey, SheetStanding]],
        proposals: Collection[tuple[str, str, int]],
    ) -> dict[str, Hearing]:
        """Return the hearings by registration id."""
        r = tables.registration
        by_panel: dict[str, list[SeatName]] = {}
        for seat in self.seats.values():
            by_panel.setdefault(seat.panel_id, []).append(seat)
        recused = panels.recused(self.connection, self.session_id)
        gone: dict[str, dict[str, str | None]] = {}
        for row in self.connection.execute(self.of(tables.stand_in)):
            gone.setdefault(row.registration_id, {})[row.seat_id] = row.substitute_id
        rounds: dict[str, dict[str, int]] = {}
        for row in self.connection.execute(self.of(tables.scoring_round)):
            own = rounds.setdefault(row.registration_id, {})
            own[row.block_id] = max(row.number, own.get(row.block_id, 1))
        frozen: dict[str, set[tuple[str, int]]] = {}
        for registration_id, block_id, round_ in proposals:
            frozen.setdefault(registration_id, set()).add((block_id, round_))
        entered = select(r.c.id, r.c.panel_id, r.c.presented, r.c.attendance, r.c.access_path)
        return {
            row.id: Hearing(
                seats=tuple(
                    hearing_seat(
                        seat.id, seat.role, standby=seat.standby, ended=not seat.sitting,
                        recused=recused.get(row.id, ()), gone=gone.get(row.id, {}),
                    )
                    for seat in by_panel.get(row.panel_id, ())
                ),
                presented=tuple(row.presented),
                attendance=row.attendance,
                sheets=standings.get(row.id, {}),
                rounds=rounds.get(row.id, {}),
                frozen=frozenset(frozen.get(row.id, ())),
                required=self.rules.members_present(row.access_path),
            )
            for row in self.connection.execute(self._named(entered).order_by(r.c.position, r.c.number))
        }  # fmt: skip


def _rules(connection: Connection, session_id: str) -> PanelRules:
    """Return the panel rules of a session: its own, else its certification's."""
    s, c = tables.jury_session, tables.certification
    wanted = (
        select(s.c.panel_rules.label("own"), c.c.code, c.c.sheet, c.c.panel_rules)
        .join(c, c.c.id == s.c.certification_id)
        .where(s.c.id == session_id)
    )
    row = connection.execute(wanted).one()
    return session_rules(row.own, cast("RuledCertification", row))


def _standing(row: AnyRow) -> SheetStanding:
    return standing(sealed=row.sealed_at is not None, set_aside=bool(row.set_aside_reason))
