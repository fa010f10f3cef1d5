"""A new session from an earlier one: same centre, title, rooms, jury and hours; other days, other candidates.

Must not know screens or storage.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import SeatChoice, SeatGiven, set_panel
from cisp_desktop.application.ports import Identities, Workspace
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.queries import PanelRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.panel import Panel


@dataclass(frozen=True, slots=True)
class SessionFromTemplate:
    """A session made from another: its id, and the first codes of its jurors, panel by panel."""

    id: str
    seats: tuple[SeatGiven, ...]


def new_session_like(
    workspace: Workspace,
    template_id: str,
    *,
    starts: date,
    ends: date | None = None,
    identities: Identities,
    keep_jury: bool = True,
) -> SessionFromTemplate:
    """Create a session as ``template_id`` was, on other days, bound to the newest version of its title.

    ``keep_jury`` seats the same persons, with new codes (some 0.3 s each: off the GUI thread). Candidates,
    dossiers and absences stay where they are. Raises as ``create_session`` does.
    """
    queries = workspace.queries
    template, panels = queries.session(template_id), queries.panels(template_id)
    session_id = create_session(
        workspace,
        certification=template.certification_code,
        centre=template.centre_name,
        starts=starts,
        ends=ends,
        place=template.place,
        demonstration=template.demonstration,
    )
    made = _make_panels(workspace, session_id, template_id, panels)
    seats: list[SeatGiven] = []
    if keep_jury:
        for panel_id, panel in zip(made, panels, strict=True):
            choices = seat_choices(panel)
            if choices:
                seats += set_panel(
                    workspace, session_id, choices=choices, identities=identities, panel_id=panel_id
                )
    return SessionFromTemplate(session_id, tuple(seats))


def seat_choices(panel: PanelRow) -> list[SeatChoice]:
    """Return who sits in a panel, as choices to seat again."""
    return [
        SeatChoice(seat.role, seat.name, seat.title, seat.employer, seat.rank, seat.standby, seat.category)
        for seat in (*panel.seats, *panel.substitutes)
    ]


def _make_panels(
    workspace: Workspace, session_id: str, template_id: str, panels: Sequence[PanelRow]
) -> list[str]:
    """Give the session the template's rooms and planning settings; returns the panels' ids in order."""
    with workspace.unit_of_work() as work:
        session, template = work.sessions.get(session_id), work.sessions.get(template_id)
        if "settings" in template.planning:
            session.planning["settings"] = dict(template.planning["settings"])
        first = work.panels.of_session(session_id)
        made = [first.id]
        first.name, first.room = panels[0].name, panels[0].room
        for panel in panels[1:]:
            made.append(new_id())
            work.panels.add(Panel(made[-1], session_id, panel.name, panel.room, panel.position))
        work.note("SITE", "session.from_template", subject=session_id, template=template_id)
        work.changed(Change.SESSIONS | Change.PANEL, session_id)
        work.commit()
        return made
