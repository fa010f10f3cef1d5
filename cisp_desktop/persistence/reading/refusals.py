"""Reads the refusals to sign, also those taken back: the journal keeps them all. Must not know who asks."""

import json
from dataclasses import replace

from sqlalchemy import Connection, select

from cisp_desktop.application.queries_minutes import RefusalRow
from cisp_desktop.persistence import tables

REFUSED = "minutes.refused"
WITHDRAWN = "minutes.refusal_withdrawn"


def minutes_refusals(connection: Connection, session_id: str) -> list[RefusalRow]:
    """Return every refusal to sign minutes of a session, the oldest first.

    A journal of an earlier version says no reason: that of a refusal that stands is told all the same.
    """
    lines = _lines(connection, session_id)
    event, minutes = tables.audit_event, tables.minutes
    wanted = (
        select(event.c.subject, event.c.actor, event.c.action, event.c.at, event.c.details)
        .join(minutes, minutes.c.id == event.c.subject)
        .where(minutes.c.session_id == session_id, event.c.action.in_((REFUSED, WITHDRAWN)))
        .order_by(event.c.sequence)
    )
    found: list[RefusalRow] = []
    last: dict[tuple[str, str], int] = {}
    for subject, actor, action, at, details in connection.execute(wanted):
        told, key = json.loads(details), (subject, actor)
        by = lines.get((subject, str(told.get("entered_by", ""))), ("", ""))[0]
        if action == REFUSED:
            name, standing = lines.get(key, ("", ""))
            last[key] = len(found)
            reason = str(told.get("reason", "")) or standing
            found.append(RefusalRow(subject, actor, name, at, reason, by))
        elif key in last:
            place = last.pop(key)
            found[place] = replace(found[place], withdrawn_at=at, withdrawn_by=by)
    return found


def _lines(connection: Connection, session_id: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the name and the standing refusal of each line, by minutes and seat."""
    line, minutes = tables.minutes_signature, tables.minutes
    wanted = (
        select(line.c.minutes_id, line.c.seat_id, line.c.name, line.c.refusal)
        .join(minutes, minutes.c.id == line.c.minutes_id)
        .where(minutes.c.session_id == session_id)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(wanted)}
