"""What was said of each candidate's slot at one moment, and for whom it is another since.

Kept with a session's planning: when it was declared ready, and when summons were printed. Must not know how a
planning is found, nor screens.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import PanelRow, RegistrationRow
from cisp_desktop.application.wording_panels import panel_words

READY, SUMMONED = "ready_slots", "summoned"
"""The keys of ``JurySession.planning``: marks by N° dossier."""


def slot_mark(starts_at: datetime | None, minutes: int | None, *, panel: str, room: str) -> str:
    """Return one line that is another as soon as the hour, the length, the panel or the room is."""
    hour = starts_at.isoformat(timespec="minutes") if starts_at is not None else ""
    return "|".join((hour, str(minutes or ""), panel, room))


def marks_of(rows: Sequence[RegistrationRow], panels: Sequence[PanelRow]) -> dict[str, str]:
    """Return the mark of every expected candidate, by N° dossier."""
    named = {panel.id: (panel_words(panel.name, place + 1), panel.room) for place, panel in enumerate(panels)}
    marks = {}
    for row in rows:
        if row.attendance.came:
            panel, room = named.get(row.panel_id, ("", ""))
            marks[row.number] = slot_mark(row.starts_at, row.minutes, panel=panel, room=room)
    return marks


def marks_kept(planning: Mapping[str, object], key: str) -> dict[str, str]:
    """Return the marks kept under ``key`` (``READY`` or ``SUMMONED``); none when nothing was kept."""
    kept = planning.get(key)
    return {str(number): str(mark) for number, mark in kept.items()} if isinstance(kept, Mapping) else {}


def record_summons(workspace: Workspace, session_id: str, told: Mapping[str, str]) -> None:
    """Keep what summons say (marks by N° dossier), and note in the journal that they were printed.

    Summons printed again replace what the earlier ones said. A closed or cancelled session keeps what it has.
    """
    if not told:
        return
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if session.closed or session.cancelled:
            return
        session.planning[SUMMONED] = {**marks_kept(session.planning, SUMMONED), **told}
        said = "\n".join(f"{number}|{mark}" for number, mark in sorted(told.items()))
        fingerprint = sha256(said.encode()).hexdigest()
        work.note(
            "SITE", "summons.printed", subject=session_id, candidates=len(told), fingerprint=fingerprint
        )
        work.changed(Change.SESSIONS, session_id)
        work.commit()
