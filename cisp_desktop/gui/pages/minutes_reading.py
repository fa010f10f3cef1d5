"""What the page « Procès-verbal » reads: one panel's minutes, or their draft and what prevents closing.

Runs in the worker. This module must not know widgets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cisp_desktop.application.minutes import Blocker, closing_blockers, draft_minutes, read_minutes
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import MinutesRow, Queries, SessionRow
from cisp_desktop.application.services import Services
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.gui.page_images import PageSet, open_pages


@dataclass(frozen=True, slots=True)
class MinutesReading:
    """What one reading gave. ``pages`` is None when they are shown already, or could not be drawn.

    ``panels`` names the panels that hear candidates, by id; ``panel_id`` is the one whose minutes are read.
    """

    session: SessionRow
    panels: Mapping[str, str]
    panel_id: str
    all_minutes: tuple[MinutesRow, ...]
    blockers: tuple[Blocker, ...] = ()
    decided: int = 0
    pages: PageSet | None = field(default=None, compare=False)
    problem: CispError | None = None

    @property
    def minutes(self) -> MinutesRow | None:
        """The panel's minutes, None while the session is open."""
        return next((one for one in self.all_minutes if one.panel_id == self.panel_id), None)

    @property
    def several(self) -> bool:
        """Whether the session has minutes of more than one panel."""
        return len(self.panels) > 1

    @property
    def complete(self) -> bool:
        """Whether all the minutes of the session are signed by all."""
        states = {one.state for one in self.all_minutes}
        return states == {MinutesState.COMPLETE}

    @property
    def name(self) -> str:
        """The number of the minutes; for the draft of a later panel, the session's and the panel."""
        if self.minutes is not None:
            return self.minutes.number
        first = self.panel_id == next(iter(self.panels), "")
        number = self.session.minutes_number
        return number if first else f"{number} · {self.panels[self.panel_id]}"


def read(
    workspace: Workspace, session_id: str, *, services: Services, shown: str, panel_id: str
) -> MinutesReading:
    """Read one panel's minutes or draft, the first panel's when ``panel_id`` hears nobody.

    ``shown`` is the file on screen.
    """
    queries = workspace.queries
    session, panels = queries.session(session_id), _panels(queries, session_id)
    if panel_id not in panels:
        panel_id = next(iter(panels))
    all_minutes = tuple(queries.minutes_of_session(session_id))
    reading = MinutesReading(session, panels, panel_id, all_minutes)
    pages: PageSet | None = None
    blockers: tuple[Blocker, ...] = ()
    decided = 0
    try:
        if reading.minutes is None:
            blockers = tuple(closing_blockers(workspace, session_id))
            rows = queries.deliberation(session_id)
            decided = sum(c.by_jury and c.decision is not None for row in rows for c in row.cells)
            draft = draft_minutes(workspace, session_id, renderer=services.renderer, panel_id=panel_id)
            pages = open_pages(services.pages, draft.pdf)
        elif reading.minutes.pdf_sha256 != shown:
            pages = open_pages(services.pages, read_minutes(workspace, reading.minutes.id))
    except CispError as error:
        return MinutesReading(session, panels, panel_id, all_minutes, blockers, decided, problem=error)
    return MinutesReading(session, panels, panel_id, all_minutes, blockers, decided, pages)


def _panels(queries: Queries, session_id: str) -> dict[str, str]:
    """Return the names of the panels that hear candidates; the first one's while nobody is registered."""
    heard = {row.panel_id for row in queries.registrations(session_id)}
    panels = queries.panels(session_id)
    at_work = [panel for panel in panels if panel.id in heard] or list(panels[:1])
    return {panel.id: panel_words(panel.name, panel.position) for panel in at_work}
