"""Reads registrations with candidates, held blocks, recusals, outside results and warnings."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, Table, bindparam, literal_column, select

from cisp_desktop.application.queries import EquivalenceRow, HeldRow, OutsideResultRow, RegistrationRow
from cisp_desktop.domain.birth import birth_gaps
from cisp_desktop.domain.certification import Block, Certification, short_code
from cisp_desktop.domain.equivalence import Equivalence, standing_of
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import HeldBlock, JurySession, RegistrationFacts, warnings_of
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.reading import certifications, sessions
from cisp_desktop.persistence.reading.awaiting import Selected, of_session, owned, parameters
from cisp_desktop.persistence.repositories import found

_CANDIDATE = (
    "civility", "sex", "birth_name", "usage_name", "first_names", "birth_date", "birth_place", "birth_insee",
    "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
_REGISTRATION = tuple(column.name for column in tables.registration.columns)
_FACTS = ("access_path", "entry_level", "experience_years", "selection_passed", "vae_admissible_on")
_SHOWN = tuple(name for name in _REGISTRATION if name not in ("session_id", "presented"))

_IN_THE_LIST: ColumnElement[int] = literal_column("held_block.rowid")
"""The order in which held blocks were given."""


class _Birth(NamedTuple):
    """A candidate's birth data, by the names of the columns."""

    sex: str
    birth_place: str
    birth_insee: str
    birth_postcode: str
    birth_country: str


def rows(connection: Connection, session_id: str) -> list[RegistrationRow]:
    """Return the session's registrations by position."""
    return _Reading(connection, session_id).rows()


def row(connection: Connection, registration_id: str) -> RegistrationRow:
    """Return one; ``Refused("registration.not_found")``."""
    session_id = sessions.of_registration(connection, registration_id)
    read = _Reading(connection, session_id, only=[registration_id]).rows()
    return found(next(iter(read), None), Refused("registration.not_found", id=registration_id))


def held(connection: Connection, registration_id: str) -> list[HeldBlock]:
    """Return the blocks that a candidate holds, in the order of the list."""
    read = connection.execute(_held_by(), {"registration": registration_id})
    return [HeldBlock(*row) for row in read]


def claims(connection: Connection, session_id: str, held: Sequence[HeldBlock]) -> tuple[HeldRow, ...]:
    """Return what held blocks count for, why, and until when: read only for who holds one."""
    if not held:
        return ()
    read = _Reading(connection, session_id)
    return tuple(map(read.claim, held))


def outside_results(connection: Connection, registration_id: str) -> tuple[OutsideResultRow, ...]:
    """Return what was judged outside the panel of a candidate, by assessment."""
    read = connection.execute(_results_of(), {"registration": registration_id})
    return tuple(map(_outside_result, read))


class _Reading:
    """What the registrations of one session are read against."""

    def __init__(
        self, connection: Connection, session_id: str, *, only: Collection[str] | None = None
    ) -> None:
        self._connection = connection
        self._named, self._which = only is not None, parameters(session_id, only)
        t, j, blocks = tables.certification, tables.jury_session, tables.block
        session = connection.execute(select(j).where(j.c.id == session_id)).first()
        self._session = JurySession(*found(session, Refused("session.not_found", id=session_id)))
        certification_id = self._session.certification_id
        in_order = (
            select(blocks.c.id, blocks.c.code)
            .where(blocks.c.certification_id == certification_id)
            .order_by(blocks.c.position)
        )
        codes = {row.id: row.code for row in connection.execute(in_order)}
        self._short = {block_id: short_code(code) for block_id, code in codes.items()}
        self._order = {block_id: position for position, block_id in enumerate(codes)}
        sheet = connection.execute(select(t).where(t.c.id == certification_id)).one()
        self._certification = Certification(*sheet)
        self._certification.blocks = [
            Block(block_id, certification_id, code, code, position)
            for position, (block_id, code) in enumerate(codes.items(), 1)
        ]

    @cached_property
    def _equivalences(self) -> list[EquivalenceRow]:
        """Read only for who claims a block: most candidates hold none."""
        return certifications.equivalences(self._connection, self._certification.code)

    @cached_property
    def _years(self) -> Mapping[str, int | None]:
        return certifications.validity_years(self._connection)

    def rows(self) -> list[RegistrationRow]:
        """Return the registrations by position."""
        held = self._held()
        recused = self._recused()
        results = self._results()
        return [
            self._row(row._mapping, held.get(row.id, []), recused=recused, results=results)
            for row in self._connection.execute(_entered(named=self._named), self._which)
        ]

    def _row(
        self,
        row: Mapping[Any, Any],
        held: list[HeldBlock],
        *,
        recused: Mapping[str, list[str]],
        results: Mapping[str, list[OutsideResultRow]],
    ) -> RegistrationRow:
        registration_id = row["id"]
        claims = tuple(map(self.claim, held))
        facts = RegistrationFacts(
            **{name: row[name] for name in _FACTS},
            held_block_ids=tuple(h.block_id for h in held),
            has_slot=row["starts_at"] is not None,
            held_expired=any(h.valid_until and h.valid_until < self._session.starts for h in claims),
            birth=tuple(birth_gaps(_Birth(*(row[f"candidate_{name}"] for name in _Birth._fields)))),
        )
        warnings = warnings_of(facts, self._certification, self._session)
        return RegistrationRow(
            **{name: row[name] for name in _SHOWN},
            **{name: row[f"candidate_{name}"] for name in _CANDIDATE},
            presented=tuple(sorted(row["presented"], key=lambda block: self._order.get(block, 0))),
            held=claims,
            recused_seat_ids=tuple(recused.get(registration_id, ())),
            outside_results=tuple(results.get(registration_id, ())),
            warnings=tuple(warnings),
        )

    def claim(self, held: HeldBlock) -> HeldRow:
        """Return a held block with what it counts for, why, and until when."""
        standing = standing_of(
            self._certification,
            cast("list[Equivalence]", self._equivalences),  # a row has an equivalence's fields
            code=held.code,
            obtained_on=held.obtained_on,
            validity_years=self._years,
        )
        counts = self._short.get(held.block_id or "")
        if standing is None or standing.block.id != held.block_id:
            return HeldRow(held.code, counts, held.obtained_on, held.minutes_number, None, None)
        through = cast("EquivalenceRow | None", standing.through)
        return HeldRow(
            held.code, counts, held.obtained_on, held.minutes_number, through, standing.valid_until
        )

    def _of(self, table: Table, order: str) -> list[AnyRow]:
        return list(self._connection.execute(owned(table, named=self._named, order=order), self._which))

    def _held(self) -> dict[str, list[HeldBlock]]:
        held: dict[str, list[HeldBlock]] = {}
        for row in self._connection.execute(_held_in(named=self._named), self._which):
            held.setdefault(row.registration_id, []).append(HeldBlock(*tuple(row)))
        return held

    def _recused(self) -> dict[str, list[str]]:
        recused: dict[str, list[str]] = {}
        for row in self._of(tables.recusal, "id"):
            recused.setdefault(row.registration_id, []).append(row.seat_id)
        return recused

    def _results(self) -> dict[str, list[OutsideResultRow]]:
        results: dict[str, list[OutsideResultRow]] = {}
        for row in self._of(tables.outside_result, "assessment_id"):
            results.setdefault(row.registration_id, []).append(_outside_result(row))
        return results


def _outside_result(row: AnyRow) -> OutsideResultRow:
    return OutsideResultRow(row.assessment_id, row.favourable, row.evaluator, row.judged_on, row.points)


# Read at each seal and for each block shown: building a statement costs as much as running it.


@cache
def _entered(*, named: bool) -> Selected:
    r, c = tables.registration, tables.candidate
    wanted = select(r, *(c.c[name].label(f"candidate_{name}") for name in _CANDIDATE))
    wanted = of_session(wanted.join(c, c.c.id == r.c.candidate_id), named=named)
    return wanted.order_by(r.c.position, r.c.number)


@cache
def _held_in(*, named: bool) -> Selected:
    return owned(tables.held_block, named=named).order_by(_IN_THE_LIST)


@cache
def _held_by() -> Selected:
    t = tables.held_block
    which = t.c.registration_id == bindparam("registration")
    return select(t).where(which).order_by(_IN_THE_LIST)


@cache
def _results_of() -> Selected:
    t = tables.outside_result
    return select(t).where(t.c.registration_id == bindparam("registration")).order_by(t.c.assessment_id)
