"""Which sheets are still awaited: every candidate's hearing, read at once for a whole session.

Who must score, which round counts and what may show is said by ``domain.hearing`` alone; this module fills it
from the tables.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, Select, Table, bindparam, select

from cisp_desktop.application.hearings import hearing_seat, standing
from cisp_desktop.application.panel_rules import RuledCertification, session_rules
from cisp_desktop.domain.hearing import Hearing, SheetKey, SheetStanding
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import panels
from cisp_desktop.persistence.reading.panels import SeatName


@dataclass(frozen=True)
class SessionHearings:
    """The hearings of a session by registration, and what was frozen, by registration, block and round."""

    hearings: Mapping[str, Hearing]
    proposals: Mapping[tuple[str, str, int], AnyRow]

    @classmethod
    def read_standings(
        cls, connection: Connection, session_id: str, *, only: Collection[str] | None = None
    ) -> "SessionHearings":
        """Read where the sheets of a session stand, or those of the registrations ``only``."""
        read = _Facts(connection, session_id, only=only)
        proposals = read.proposals()
        return SessionHearings(read.hearings(read.standings(), proposals), proposals)

    def awaited(self, registration_id: str, block_id: str) -> int:
        """Return how many sheets on this block are still awaited; where nobody scores, one."""
        hearing = self.hearings[registration_id]
        return len(hearing.awaited(block_id)) if hearing.scoring else 1


@dataclass(frozen=True)
class SessionSheets(SessionHearings):
    """The sheets of a few candidates by registration, seat, block and round, with their hearings.

    ``seats`` are those of every panel; ``rounds`` are those past the first of a block, in order; ``rules``
    are the session's.
    """

    rules: PanelRules
    seats: Mapping[str, SeatName]
    sheets: Mapping[str, Mapping[SheetKey, AnyRow]]
    rounds: Mapping[tuple[str, str], list[AnyRow]]

    @classmethod
    def read(cls, connection: Connection, session_id: str, *, only: Collection[str]) -> "SessionSheets":
        """Read the sheets of the registrations ``only``."""
        read = _Facts(connection, session_id, only=only)
        sheets: dict[str, dict[SheetKey, AnyRow]] = {}
        for row in read.of(tables.score_sheet):
            sheets.setdefault(row.registration_id, {})[row.seat_id, row.block_id, row.round] = row
        proposals = read.proposals()
        standings = {
            registration_id: {
                key: standing(sealed=row.sealed_at is not None, set_aside=bool(row.set_aside_reason))
                for key, row in own.items()
            }
            for registration_id, own in sheets.items()
        }
        found = read.hearings(standings, proposals)
        return cls(found, proposals, read.rules, read.seats, sheets, read.rounds)

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

    def recused_sitting(self, registration_id: str) -> tuple[str, ...]:
        """Return the names of the sitting jurors who are recused for a candidate, in the seats' order."""
        recused = {seat.id for seat in self.hearings[registration_id].seats if seat.recused}
        return tuple(
            seat.name
            for seat in self.seats.values()
            if seat.id in recused and seat.sitting and not seat.standby
        )

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
    return read.hearings(read.standings(of_seat=sheets_of), ())


@dataclass
class _Facts:
    """What a session's hearings are made of, sheets apart."""

    connection: Connection
    session_id: str
    only: Collection[str] | None = None
    seats: Mapping[str, SeatName] = field(init=False)
    rules: PanelRules = field(init=False)
    rounds: dict[tuple[str, str], list[AnyRow]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.seats = panels.seat_names(self.connection, self.session_id)
        self.rules = _rules(self.connection, self.session_id)
        for row in self.of(tables.scoring_round, order="number"):
            self.rounds.setdefault((row.registration_id, row.block_id), []).append(row)

    def of(self, table: Table, *, order: str = "") -> list[AnyRow]:
        """Return the rows of a table that belong to the registrations."""
        wanted = owned(table, named=self.only is not None, order=order)
        return list(self.connection.execute(wanted, parameters(self.session_id, self.only)))

    def standings(self, *, of_seat: str | None = None) -> dict[str, dict[SheetKey, SheetStanding]]:
        """Return where the sheets stand by registration id, those of a seat alone when one is given."""
        which = parameters(self.session_id, self.only)
        if of_seat is not None:
            which["seat"] = of_seat
        wanted = _standings(named=self.only is not None, of_one_seat=of_seat is not None)
        found: dict[str, dict[SheetKey, SheetStanding]] = {}
        for registration_id, seat_id, block_id, round_, sealed, set_aside in self.connection.execute(
            wanted, which
        ):
            at = standing(sealed=sealed, set_aside=set_aside)
            found.setdefault(registration_id, {})[seat_id, block_id, round_] = at
        return found

    def proposals(self) -> dict[tuple[str, str, int], AnyRow]:
        """Return what was frozen by registration, block and round; when it was is not read."""
        wanted, which = _proposals(named=self.only is not None), parameters(self.session_id, self.only)
        rows = self.connection.execute(wanted, which)
        return {(row[0], row[1], row[2]): row for row in rows}

    def hearings(
        self,
        standings: Mapping[str, Mapping[SheetKey, SheetStanding]],
        proposals: Collection[tuple[str, str, int]],
    ) -> dict[str, Hearing]:
        """Return the hearings by registration id."""
        by_panel: dict[str, list[SeatName]] = {}
        for seat in self.seats.values():
            by_panel.setdefault(seat.panel_id, []).append(seat)
        recused: dict[str, set[str]] = {}
        for row in self.of(tables.recusal):
            recused.setdefault(row.registration_id, set()).add(row.seat_id)
        gone: dict[str, dict[str, str | None]] = {}
        for row in self.of(tables.stand_in):
            gone.setdefault(row.registration_id, {})[row.seat_id] = row.substitute_id
        rounds: dict[str, dict[str, int]] = {}
        for (registration_id, block_id), opened in self.rounds.items():
            rounds.setdefault(registration_id, {})[block_id] = opened[-1].number
        frozen: dict[str, set[tuple[str, int]]] = {}
        for registration_id, block_id, round_ in proposals:
            frozen.setdefault(registration_id, set()).add((block_id, round_))
        entered = _entered(named=self.only is not None)
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
            for row in self.connection.execute(entered, parameters(self.session_id, self.only))
        }  # fmt: skip


def _rules(connection: Connection, session_id: str) -> PanelRules:
    """Return the panel rules of a session: its own, else its certification's."""
    row = connection.execute(_ruled_by(), parameters(session_id)).one()
    return session_rules(row.own, cast("RuledCertification", row))


# A block shown asks a dozen of these: building a statement costs as much as running it.

Selected: TypeAlias = Select[*tuple[Any, ...]]


def parameters(session_id: str, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return what ``owned`` asks for: the session, and the registrations when they are named."""
    return {"session": session_id} if only is None else {"session": session_id, "only": sorted(only)}


@cache
def owned(table: Table, *, named: bool, order: str = "") -> Selected:
    """Select the rows of a table that belong to a session's registrations, or to those ``named`` alone."""
    wanted = select(table).join(tables.registration, tables.registration.c.id == table.c.registration_id)
    wanted = of_session(wanted, named=named)
    return wanted.order_by(table.c[order]) if order else wanted


def of_session(wanted: Selected, *, named: bool) -> Selected:
    """Keep of a selection the session's registrations, or those ``named`` alone."""
    r = tables.registration
    wanted = wanted.where(r.c.session_id == bindparam("session"))
    return wanted.where(r.c.id.in_(bindparam("only", expanding=True))) if named else wanted


@cache
def _entered(*, named: bool) -> Selected:
    r = tables.registration
    wanted = select(r.c.id, r.c.panel_id, r.c.presented, r.c.attendance, r.c.access_path)
    return of_session(wanted, named=named).order_by(r.c.position, r.c.number)


@cache
def _standings(*, named: bool, of_one_seat: bool) -> Selected:
    s = tables.score_sheet
    wanted = owned(s, named=named).with_only_columns(
        s.c.registration_id, s.c.seat_id, s.c.block_id, s.c.round, s.c.sealed_at.is_not(None),
        s.c.set_aside_reason != "",
    )  # fmt: skip
    return wanted.where(s.c.seat_id == bindparam("seat")) if of_one_seat else wanted


@cache
def _proposals(*, named: bool) -> Selected:
    p = tables.proposal
    return owned(p, named=named).with_only_columns(
        p.c.registration_id, p.c.block_id, p.c.round, p.c.verdict, p.c.reasons, p.c.result_numerator,
        p.c.result_denominator, p.c.straddles, p.c.gaps,
    )  # fmt: skip


@cache
def _ruled_by() -> Selected:
    s, c = tables.jury_session, tables.certification
    return (
        select(s.c.panel_rules.label("own"), c.c.code, c.c.sheet, c.c.panel_rules)
        .join(c, c.c.id == s.c.certification_id)
        .where(s.c.id == bindparam("session"))
    )
