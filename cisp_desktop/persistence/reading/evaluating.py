"""Reads what « Évaluer » shows besides marks: timers, presence, stand-ins, paper sheets, ready comments."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from cisp_desktop.application.queries_evaluating import (
    CommentTemplateRow,
    PresenceRow,
    SealedRow,
    StandInRow,
    TranscriptionRow,
)
from cisp_desktop.domain.hearing_log import TimerEvent
from cisp_desktop.persistence import tables


def timer_events(connection: Connection, session_id: str) -> list[TimerEvent]:
    """Return every act on the timers of a session's candidates, in order."""
    t, r = tables.timer_event, tables.registration
    wanted = (
        select(t)
        .join(r, r.c.id == t.c.registration_id)
        .where(r.c.session_id == session_id)
        .order_by(t.c.registration_id, t.c.sequence)
    )
    return [TimerEvent(*row) for row in connection.execute(wanted)]


def comment_templates(connection: Connection) -> list[CommentTemplateRow]:
    """Return the comments ready to insert, in order."""
    t = tables.comment_template
    wanted = select(t.c.id, t.c.text, t.c.position).order_by(t.c.position, t.c.id)
    return [CommentTemplateRow(*row) for row in connection.execute(wanted)]


def presences(connection: Connection, session_id: str) -> list[PresenceRow]:
    """Return what is known of the coming of a session's candidates."""
    t, r = tables.presence, tables.registration
    wanted = (
        select(t.c.registration_id, t.c.arrived_at, t.c.left_at, t.c.excuse, t.c.document_name)
        .join(r, r.c.id == t.c.registration_id)
        .where(r.c.session_id == session_id)
    )
    return [PresenceRow(*row) for row in connection.execute(wanted)]


def stand_ins(connection: Connection, session_id: str) -> list[StandInRow]:
    """Return who is gone or replaced for a session's candidates, by hour."""
    t, r = tables.stand_in, tables.registration
    wanted = (
        select(t.c.registration_id, t.c.seat_id, t.c.substitute_id, t.c.at, t.c.reason)
        .join(r, r.c.id == t.c.registration_id)
        .where(r.c.session_id == session_id)
        .order_by(t.c.at, t.c.id)
    )
    return [StandInRow(*row) for row in connection.execute(wanted)]


def transcription(connection: Connection, sheet_id: str) -> TranscriptionRow | None:
    """Return who typed and checked a sheet copied from paper; None for any other."""
    return transcriptions(connection, [sheet_id]).get(sheet_id)


def transcriptions(connection: Connection, sheet_ids: Sequence[str]) -> dict[str, TranscriptionRow]:
    """Return who typed and checked each of these sheets that was copied from paper, by id: what was changed
    after it was checked is not checked any more.
    """
    read = connection.execute(_transcriptions(), {"sheets": list(sheet_ids)})
    return {
        row.sheet_id: TranscriptionRow(
            row.sheet_id, row.typed_by, row.checked_by, row.checked_at is not None and not row.changed
        )
        for row in read
    }


@cache
def _transcriptions() -> Select[*tuple[Any, ...]]:
    t, m = tables.transcription, tables.mark
    changed = select(m.c.sequence).where(m.c.sheet_id == t.c.sheet_id, m.c.given_at > t.c.checked_at)
    return select(t, changed.exists().label("changed")).where(
        t.c.sheet_id.in_(bindparam("sheets", expanding=True))
    )


def sealed_sheets(connection: Connection, session_id: str, seat_id: str) -> list[SealedRow]:
    """Return a seat's sealed sheets, the latest first."""
    t, r = tables.score_sheet, tables.registration
    wanted = (
        select(t.c.id, t.c.registration_id, t.c.block_id, t.c.round, t.c.sealed_at)
        .join(r, r.c.id == t.c.registration_id)
        .where(r.c.session_id == session_id, t.c.seat_id == seat_id, t.c.sealed_at.is_not(None))
        .order_by(t.c.sealed_at.desc(), t.c.id)
    )
    return [SealedRow(*row) for row in connection.execute(wanted)]
