"""Cancelling a session: it is kept, readable and numbered, and nothing of it changes any more.

Its number stays its own and shows as cancelled in the register of numbers (DOMAIN.md §6: a number without
holes). A session with minutes is not cancelled: minutes are reopened, cancelled or rectified instead. Taking
it back is possible at any moment: nothing of a cancelled session can have changed meanwhile. Must not know
screens.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.rectifying import standing_minutes
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.domain.registration import JurySession
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text, required_text


@dataclass(frozen=True, slots=True)
class Cancelled:
    """When, by whom and why a session was cancelled."""

    at: datetime
    by: str
    why: str


def cancel_session(
    workspace: Workspace, session_id: str, *, by: str, why: str, at: datetime | None = None
) -> None:
    """Cancel a session, ready or not, as long as no minutes stand; ``take_up_session`` undoes it.

    ``by`` names who decides, ``why`` the reason; both are kept and journalled. ``at`` brings back the hour of
    a cancelling that was taken back. Raises ``RuleError`` (``session.cancelling_reason``, ``text.*``) or
    ``Refused``: ``session.cancelled``, ``session.minutes_closed`` (nobody signed: reopen first),
    ``session.minutes_begun`` (some signed: cancel the minutes first), ``session.minutes_signed`` (complete:
    they are rectified).
    """
    by = required_text(by, field="session.cancelled_by")
    why = entry_text(why, field="session.cancelling_reason", limit=COMMENT_LENGTH, multiline=True)
    if not why.strip():
        raise RuleError("session.cancelling_reason")
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if session.cancelled:
            raise Refused("session.cancelled")
        _check_without_minutes(work, session)
        session.cancelled_at, session.cancelled_by = at or workspace.clock(), by
        session.cancelled_why = why
        work.note(
            "SITE", "session.cancelled", subject=session_id, by=by, why=why, number=session.minutes_number
        )
        work.changed(Change.EVERYTHING, session_id)
        work.commit()


def take_up_session(workspace: Workspace, session_id: str, *, by: str = "") -> Cancelled:
    """Take a cancelled session up again, as it stood; returns what was said of its end.

    Raises ``Refused("session.not_cancelled")``.
    """
    by = entry_text(by, field="session.cancelled_by")
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if session.cancelled_at is None:
            raise Refused("session.not_cancelled")
        before = Cancelled(session.cancelled_at, session.cancelled_by, session.cancelled_why)
        session.cancelled_at, session.cancelled_by, session.cancelled_why = None, "", ""
        work.note("SITE", "session.taken_up", subject=session_id, by=by)
        work.changed(Change.EVERYTHING, session_id)
        work.commit()
        return before


def _check_without_minutes(work: UnitOfWork, session: JurySession) -> None:
    for minutes in standing_minutes(work, session.id):
        if minutes.state is MinutesState.CLOSED:
            raise Refused("session.minutes_closed", number=minutes.number)
        if minutes.state is MinutesState.COMPLETE:
            raise Refused("session.minutes_signed", number=minutes.number)
        raise Refused("session.minutes_begun", number=minutes.number)
