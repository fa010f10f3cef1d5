"""Stating that a panel could not sit, and taking that back: its minutes then state it and decide nothing.

« A panel that cannot sit gives minutes of constatation » (DOMAIN.md §3). Nobody whom it was to hear is
examined, and the attempt does not count. Must not know screens, nor what minutes say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.hearing_log import StandIn
from cisp_desktop.domain.panel import Panel
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text, required_text


@dataclass(frozen=True, slots=True)
class Statement:
    """When and why a panel could not sit, and by seat who was not there."""

    at: datetime
    why: str
    absent: tuple[str, ...]


def state_not_sitting(
    workspace: Workspace,
    panel_id: str,
    *,
    by: str,
    why: str,
    at: datetime | None = None,
    absent: Sequence[str] = (),
) -> None:
    """State that a panel could not sit, as of ``at`` (now by default); ``take_statement_back`` undoes it.

    ``by`` (president or centre) names who states it, for the journal; ``absent`` the seats of whom was not
    there, besides those whose departure is noted for every candidate: the others sign. Raises ``RuleError``
    (``not_sitting.reason``, ``text.*``) or ``Refused``: ``not_sitting.stated`` already,
    ``not_sitting.decided`` when a decision stands for one of its candidates, ``not_sitting.no_candidate``,
    ``session.closed``, ``session.cancelled``.
    """
    by = required_text(by, field="not_sitting.by")
    why = entry_text(why, field="not_sitting.reason", limit=COMMENT_LENGTH, multiline=True)
    if not why.strip():
        raise RuleError("not_sitting.reason")
    with workspace.unit_of_work() as work:
        panel = work.panels.get(panel_id)
        open_session(work, panel.session_id)
        if panel.could_not_sit:
            raise Refused("not_sitting.stated", why=panel.could_not_sit_why)
        _check_undecided(work, panel)
        moment = at or workspace.clock()
        panel.could_not_sit_at, panel.could_not_sit_why = moment, why
        for registration in _heard_by(work, panel):
            gone = {one.seat_id for one in work.hearings.stand_ins(registration.id)}
            for seat in panel.sitting:
                if seat.id in absent and seat.id not in gone:
                    away = StandIn(new_id(), registration.id, seat.id, None, moment, why)
                    work.hearings.add_stand_in(away)
        _noted(work, panel, "panel.could_not_sit", by=by, why=why)
        work.commit()


def take_statement_back(workspace: Workspace, panel_id: str, *, by: str = "") -> Statement:
    """Let the panel sit after all, until the session is closed; returns what was stated.

    Raises ``Refused``: ``not_sitting.not_stated``, ``session.closed``, ``session.cancelled``.
    """
    by = entry_text(by, field="not_sitting.by")
    with workspace.unit_of_work() as work:
        panel = work.panels.get(panel_id)
        open_session(work, panel.session_id)
        if panel.could_not_sit_at is None:
            raise Refused("not_sitting.not_stated")
        at, why, absent = panel.could_not_sit_at, panel.could_not_sit_why, []
        for registration in _heard_by(work, panel):
            for one in work.hearings.stand_ins(registration.id):
                if (one.at, one.reason, one.substitute_id) == (at, why, None):
                    absent.append(one.seat_id)
                    work.hearings.remove_stand_in(one)
        panel.could_not_sit_at, panel.could_not_sit_why = None, ""
        _noted(work, panel, "panel.can_sit", by=by)
        work.commit()
        return Statement(at, why, tuple(dict.fromkeys(absent)))


def _heard_by(work: UnitOfWork, panel: Panel) -> list[Registration]:
    return [r for r in work.registrations.of_session(panel.session_id) if r.panel_id == panel.id]


def _check_undecided(work: UnitOfWork, panel: Panel) -> None:
    own = {registration.id: registration.number for registration in _heard_by(work, panel)}
    if not own:
        raise Refused("not_sitting.no_candidate")
    for (registration_id, _block), decision in work.deliberations.current_decisions(panel.session_id).items():
        if registration_id in own and decision.value is not None:
            raise Refused("not_sitting.decided", number=own[registration_id])


def _noted(work: UnitOfWork, panel: Panel, action: str, **details: str) -> None:
    work.note("PANEL", action, subject=panel.session_id, panel=panel.id, **details)
    work.changed(Change.PANEL | Change.SESSIONS | Change.DECISIONS | Change.SHEETS, panel.session_id)
