"""Reads the numbers of minutes and who bears them, and the minutes that count with their frozen data."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from cisp_desktop.application.queries_registers import FrozenRow, NumberRow
from cisp_desktop.domain.minutes import MinutesState, minutes_state
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow

Lines = dict[str, list[tuple[datetime | None, datetime | None]]]
"""By minutes, when each line was signed, and when it was refused."""


def numbers(connection: Connection) -> list[NumberRow]:
    """Return every bearer of a number: sessions and panels with one reserved, then minutes, by hour; then
    the numbers cancelled that nothing bears.
    """
    s, p = tables.jury_session, tables.panel
    reserved = connection.execute(_panels().order_by(s.c.starts, s.c.minutes_number, p.c.position))
    found = [one for row in reserved for one in _reserved(row)]
    found += _closed(connection)
    return found + list(_cancelled(connection, {one.number for one in found}))


def frozen(connection: Connection) -> list[FrozenRow]:
    """Return the minutes that did not end, with their frozen data, in the order of their closing."""
    m, s, c = tables.minutes, tables.jury_session, tables.centre
    wanted = (
        select(
            m.c.id, m.c.session_id, m.c.number, m.c.closed_at, m.c.rectifies_id, m.c.rectification,
            m.c.sha256, m.c.snapshot, c.c.name,
        )
        .join(s, s.c.id == m.c.session_id)
        .join(c, c.c.id == s.c.centre_id)
        .where(m.c.ending.is_(None))
        .order_by(m.c.closed_at, m.c.number)
    )  # fmt: skip
    lines = _lines(connection)
    return [
        FrozenRow(
            row.id, row.session_id, row.number, _state(lines, row.id, None), row.closed_at, row.rectifies_id,
            row.rectification, row.sha256, row.snapshot, row.name,
        )
        for row in connection.execute(wanted)
    ]  # fmt: skip


def snapshot_texts(connection: Connection, session_id: str) -> dict[str, str]:
    """Return the frozen data of every minutes of a session, ended ones too, by minutes."""
    m = tables.minutes
    rows = connection.execute(select(m.c.id, m.c.snapshot).where(m.c.session_id == session_id))
    return {row.id: row.snapshot for row in rows}


def _panels() -> Select[Any]:
    s, p, c, k = tables.jury_session, tables.panel, tables.centre, tables.certification
    other = p.alias()
    counted = select(func.count()).where(other.c.session_id == s.c.id).scalar_subquery()
    return (
        select(
            s.c.id, s.c.minutes_number, s.c.starts, s.c.ends, s.c.closed_at, s.c.cancelled_at,
            s.c.cancelled_by, s.c.cancelled_why, c.c.name.label("centre"), c.c.code.label("centre_code"),
            k.c.code.label("certification"), p.c.id.label("panel_id"), p.c.position, p.c.name.label("panel"),
            p.c.minutes_number.label("panel_number"), counted.label("panels"),
        )
        .join(p, p.c.session_id == s.c.id)
        .join(c, c.c.id == s.c.centre_id)
        .join(k, k.c.id == s.c.certification_id)
    )  # fmt: skip


def _reserved(row: AnyRow) -> Iterator[NumberRow]:
    number = row.minutes_number if row.position == 1 else row.panel_number
    if number:
        yield _row(row, number)


def _closed(connection: Connection) -> Iterator[NumberRow]:
    m = tables.minutes
    panels = {row.panel_id: row for row in connection.execute(_panels())}
    lines, t = _lines(connection), tables.rectification
    rectified = set(connection.scalars(select(t.c.session_id).where(t.c.ended_at.is_(None))))
    rows = connection.execute(
        select(
            m.c.id, m.c.number, m.c.panel_id, m.c.session_id, m.c.closed_at, m.c.version, m.c.ending,
            m.c.ended_at, m.c.ended_by, m.c.ended_why, m.c.rectifies_id, m.c.rectification,
        ).order_by(m.c.closed_at, m.c.version)
    ).all()  # fmt: skip
    by_id = {row.id: row.number for row in rows}
    for row in rows:
        own = lines.get(row.id, [])
        acts = [at for line in own for at in line if at is not None]
        yield _row(
            panels[row.panel_id], row.number,
            minutes_id=row.id, state=_state(lines, row.id, row.ending), closed_at=row.closed_at,
            version=row.version, signed=sum(signed is not None for signed, _ in own), signatures=len(own),
            ended_at=row.ended_at, ended_by=row.ended_by, ended_why=row.ended_why,
            rectifies=by_id.get(row.rectifies_id, ""), rectification=row.rectification,
            last_act_at=max(acts, default=None),
            rectifying=row.session_id in rectified and row.ending is None,
        )  # fmt: skip


def _cancelled(connection: Connection, borne: Collection[str]) -> Iterator[NumberRow]:
    """Give the numbers that were reserved and will never serve: nothing bears them any more."""
    t, first = tables.cancelled_number, {}
    for row in connection.execute(_panels().order_by(tables.panel.c.position.desc())):
        first[row.id] = row
    for row in connection.execute(select(t).order_by(t.c.cancelled_at, t.c.number)):
        if row.number not in borne:
            yield replace(
                _row(first[row.session_id], row.number), panels=1,
                ended_at=row.cancelled_at, ended_by=row.cancelled_by, ended_why=row.why,
            )  # fmt: skip


def _row(row: AnyRow, number: str, **minutes: Any) -> NumberRow:
    return NumberRow(
        number=number, session_id=row.id, centre=row.centre, centre_code=row.centre_code,
        certification=row.certification, starts=row.starts, ends=row.ends, panel_position=row.position,
        panel_name=row.panel, panels=row.panels, session_closed=row.closed_at is not None,
        cancelled_at=row.cancelled_at, cancelled_by=row.cancelled_by, cancelled_why=row.cancelled_why,
        **minutes,
    )  # fmt: skip


def _lines(connection: Connection) -> Lines:
    t = tables.minutes_signature
    found: Lines = {}
    for row in connection.execute(select(t.c.minutes_id, t.c.signed_at, t.c.refused_at)):
        found.setdefault(row.minutes_id, []).append((row.signed_at, row.refused_at))
    return found


def _state(lines: Lines, minutes_id: str, ending: Any) -> MinutesState:
    own = lines.get(minutes_id, [])
    signed, refused = (one is not None for one, _ in own), (two is not None for _, two in own)
    return minutes_state(signed, refused, ending=ending)
