"""The register of numbers: what became of each, by year and centre, from 0001 on.

A number is reserved, closed, signed, complete, cancelled or rectified; a hole is told. Source: DOMAIN.md §6
(a unique number without holes, a cancelled one is kept). Must not know a screen, nor how a register is drawn.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import NumberRow
from cisp_desktop.domain.minutes import MinutesState

_NUMBER = re.compile(r"PV-(\d{4})-(.+)-(\d{4,})")


class NumberState(StrEnum):
    """What became of a number. ``MISSING``: nothing bears it."""

    RESERVED = "RESERVED"
    CLOSED = "CLOSED"
    PARTLY_SIGNED = "PARTLY_SIGNED"
    COMPLETE = "COMPLETE"
    RECTIFIED = "RECTIFIED"
    CANCELLED = "CANCELLED"
    SESSION_CANCELLED = "SESSION_CANCELLED"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number. ``rows`` are its bearers, the latest last: none for a hole. ``at``, ``by`` and ``why`` say
    since when it is so; ``rectified_by`` the number of the minutes that rectify these.
    """

    number: str
    centre_code: str
    year: int
    state: NumberState
    rows: tuple[NumberRow, ...]
    at: datetime | None = None
    by: str = ""
    why: str = ""
    rectified_by: str = ""

    @property
    def last(self) -> NumberRow | None:
        """Who bears it now, or bore it last."""
        return self.rows[-1] if self.rows else None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What should not be in a register: a code with its values."""

    code: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class NumberRegister:
    """The lines of every centre and year asked for, and what is wrong with them."""

    lines: tuple[NumberLine, ...]
    anomalies: tuple[Anomaly, ...]
    centres: tuple[tuple[str, str], ...]
    """Code and name of each centre that has a number, in the order of the names."""
    years: tuple[int, ...]


def number_register(queries: Queries, *, year: int | None = None, centre: str = "") -> NumberRegister:
    """Return the register of numbers, by year, centre and rank.

    ``centre`` is a centre's code. A number that is not written as ours stands after the others of its year.
    """
    rows = queries.numbers()
    by_number: dict[str, list[NumberRow]] = {}
    for row in rows:
        by_number.setdefault(row.number, []).append(row)
    series: dict[tuple[int, str], dict[int, str]] = {}
    others: list[NumberLine] = []
    rectified = {row.rectifies: row for row in rows if row.rectifies and row.ended_at is None}
    for number, bearers in by_number.items():
        found = _NUMBER.fullmatch(number)
        if found is None:
            last = bearers[-1]
            others.append(_line(number, last.starts.year, last.centre_code, bearers, rectified))
        else:
            series.setdefault((int(found[1]), found[2]), {})[int(found[3])] = number
    lines = [
        _line(ranks.get(rank) or f"PV-{one_year}-{code}-{rank:04d}", one_year, code,
              by_number.get(ranks.get(rank, ""), []), rectified)
        for (one_year, code), ranks in sorted(series.items())
        for rank in range(1, max(ranks) + 1)
    ]  # fmt: skip
    chosen = tuple(
        line for line in [*lines, *others] if year in (None, line.year) and centre in ("", line.centre_code)
    )
    centres = {row.centre_code: row.centre for row in rows}
    return NumberRegister(
        chosen, tuple(_anomalies(chosen)), tuple(sorted(centres.items(), key=lambda one: one[1])),
        tuple(sorted({line.year for line in [*lines, *others]}, reverse=True)),
    )  # fmt: skip


def _line(
    number: str, year: int, code: str, rows: Sequence[NumberRow], rectified: dict[str, NumberRow]
) -> NumberLine:
    bearers = _in_order(rows)
    if not bearers:
        return NumberLine(number, code, year, NumberState.MISSING, ())
    last, later = bearers[-1], rectified.get(number)
    state, at, by, why = _standing(bearers)
    if later is not None and state is NumberState.COMPLETE:
        return NumberLine(
            number, code, year, NumberState.RECTIFIED, bearers, later.last_act_at or later.closed_at, "",
            later.rectification, later.number,
        )  # fmt: skip
    return NumberLine(number, code, year, state, bearers, at or last.closed_at, by, why)


def _in_order(rows: Sequence[NumberRow]) -> tuple[NumberRow, ...]:
    """Return who reserved a number, then its minutes by version."""
    return tuple(sorted(rows, key=lambda row: (row.minutes_id is not None, row.version)))


def _standing(rows: Sequence[NumberRow]) -> tuple[NumberState, datetime | None, str, str]:
    """Return the state of a number with when, by whom and why it came to it."""
    last = rows[-1]
    if last.cancelled_at is not None and last.state in (None, MinutesState.REOPENED):
        return NumberState.SESSION_CANCELLED, last.cancelled_at, last.cancelled_by, last.cancelled_why
    if last.state is None and last.ended_at is not None:
        return NumberState.CANCELLED, last.ended_at, last.ended_by, last.ended_why
    if last.state is None:
        return NumberState.RESERVED, None, "", ""
    if last.state in (MinutesState.CANCELLED, MinutesState.REOPENED):
        ended = NumberState.CANCELLED if last.state is MinutesState.CANCELLED else NumberState.RESERVED
        if ended is NumberState.RESERVED and all(row.minutes_id is not None for row in rows):
            ended = NumberState.CANCELLED  # rectifying minutes that were reopened take another number
        return ended, last.ended_at, last.ended_by, last.ended_why
    return NumberState(last.state.value), last.last_act_at or last.closed_at, "", ""


def _anomalies(lines: Iterable[NumberLine]) -> Iterator[Anomaly]:
    for line in lines:
        if line.state is NumberState.MISSING:
            yield Anomaly("register.number_missing", {"number": line.number})
        bearers = {(row.session_id, row.panel_position) for row in line.rows}
        if len(bearers) > 1:
            first, second = (str(row.starts.year) + " " + row.centre for row in (line.rows[0], line.rows[-1]))
            values: dict[str, object] = {"number": line.number, "first": first, "second": second}
            yield Anomaly("register.number_twice", values)
