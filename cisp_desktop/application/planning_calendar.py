"""The planning as events of a calendar: of everybody, of one panel, of one juror.

No field holds birth data, telephone or accommodation. Must not know the format of a calendar's file.
"""

from cisp_desktop.application.planner import CalendarEvent, calendar_title
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.queries import RegistrationRow
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.text import folded


def calendar_events(
    view: PlanningView, *, panel_id: str | None = None, juror_id: str | None = None
) -> list[CalendarEvent]:
    """Return the defences, by the clock; ``panel_id`` or ``juror_id`` takes only theirs.

    A juror's calendar leaves out the candidates for whom the juror is recused. The rank in a title is that
    in the panel, over all days. Raises ``Refused("planning.nothing_placed")`` when nobody has a slot there.
    """
    panels = {panel.id: panel for panel in view.scene.panels}
    ranks: dict[str, int] = {}
    events = []
    for slot in view.in_order():
        panel, row = panels[slot.room_id], view.rows[slot.candidate_id]
        ranks[panel.id] = ranks.get(panel.id, 0) + 1
        hearing = {seat.juror_id for seat in panel.seats if seat.id not in row.recused_seat_ids}
        if panel_id not in (None, panel.id) or (juror_id is not None and juror_id not in hearing):
            continue
        title = calendar_title(
            view.scene.certification.code, position=ranks[panel.id], person=view.names.people[row.id]
        )
        where = ", ".join(filter(None, (panel.room, view.scene.session.place)))
        events.append(
            CalendarEvent(_uid(row), slot.starts, slot.minutes, title, where, view.names.rooms[panel.id])
        )
    if not events:
        raise Refused("planning.nothing_placed")
    return events


def _uid(row: RegistrationRow) -> str:
    return f"{row.id}@cisp-desktop"


def juror_named(view: PlanningView, name: str) -> str:
    """Return the id of the juror called ``name`` (case and accents apart) in a panel of the session.

    Raises ``Refused("panel.unknown_juror")`` with the names known.
    """
    for juror_id, known in view.names.jurors.items():
        if folded(known) == folded(name):
            return juror_id
    known = ", ".join(sorted(view.names.jurors.values())) or "–"
    raise Refused("panel.unknown_juror", juror=name, known=known)
