"""Reads the marks that harmonisation may compare: sealed sheets whose proposals were shown.

A proposal is frozen only once every sheet of the candidate is sealed or set aside: the join with it keeps
hidden what is not revealed yet. Must not know statistics.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from cisp_desktop.application.queries_agreement import RatedMarkRow
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus
from cisp_desktop.persistence import tables

FIRST_ROUND = 1


def rated_marks(connection: Connection, session_ids: Sequence[str]) -> list[RatedMarkRow]:
    """Return the current marks of the first round on every line, of the sessions named, in order."""
    s, m, p, r = tables.score_sheet, tables.mark, tables.proposal, tables.registration
    seat = tables.seat
    wanted = (
        select(
            r.c.session_id, s.c.registration_id, s.c.block_id, m.c.item, seat.c.role, seat.c.rank,
            seat.c.juror_id, m.c.level, m.c.points, m.c.status, func.max(m.c.sequence),
        )
        .join(s, s.c.id == m.c.sheet_id)
        .join(r, r.c.id == s.c.registration_id)
        .join(seat, seat.c.id == s.c.seat_id)
        .join(
            p,
            (p.c.registration_id == s.c.registration_id)
            & (p.c.block_id == s.c.block_id)
            & (p.c.round == s.c.round),
        )
        .where(
            r.c.session_id.in_(session_ids),
            s.c.round == FIRST_ROUND,
            s.c.sealed_at.is_not(None),
            m.c.item != GLOBAL_ITEM,
        )
        .group_by(m.c.sheet_id, m.c.item)
        .order_by(r.c.session_id, r.c.position, s.c.registration_id, s.c.block_id, m.c.item, s.c.seat_id)
    )  # fmt: skip
    return [
        RatedMarkRow(*row[:7], _mark(row.status, row.level, row.points)) for row in connection.execute(wanted)
    ]


def _mark(status: MarkStatus, level: int | None, points: int | None) -> int | None:
    if status is not MarkStatus.GIVEN:
        return None
    return level if level is not None else points
