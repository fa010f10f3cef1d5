"""What the page « Procès-verbal » reads: one panel's minutes, or their draft and what prevents closing.

Runs in the worker. This module must not know widgets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cisp_desktop.application.closing_advice import closing_advice
from cisp_desktop.application.closing_choices import DEFAULTS, Chosen, chosen_for
from cisp_desktop.application.minutes import closing_blockers, draft_minutes, read_minutes
from cisp_desktop.application.minutes_blockers import Blocker
from cisp_desktop.application.minutes_differences import Difference
from cisp_desktop.application.ports import Workspace
from cisp_desktop.application.queries import MinutesRow, PanelRow, Queries, RectificationRow, SessionRow
from cisp_desktop.application.queries_minutes import ExtractRow, RefusalRow
from cisp_desktop.application.rectifying import rectification_differences
from cisp_desktop.application.services import Services
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import CispError
from cisp_desktop.domain.minutes import MinutesState, Route
from cisp_desktop.gui.page_images import PageSet, open_pages


@dataclass(frozen=True, slots=True)
class MinutesReading:
    """What one reading gave. ``pages`` is None when they are shown already, or could not be drawn.

    ``panels`` names the panels that hear candidates, by id; ``panel_id`` is the one whose minutes are read.
    ``standing`` are the minutes that count, also while the session is open to rectify them; ``history``
    every one ever closed; ``panel`` is the panel itself. ``extracts`` are those signed with the minutes
    shown; ``had_extracts``: whether those of the panel that were closed last had some; ``chosen``: what is
    proposed for the next closing. ``refusals``: every refusal to sign, also those taken back.
    """

    session: SessionRow
    panels: Mapping[str, str]
    panel_id: str
    standing: tuple[MinutesRow, ...]
    history: tuple[MinutesRow, ...] = ()
    rectification: RectificationRow | None = None
    differences: tuple[Difference, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    advice: tuple[Blocker, ...] = ()
    decided: int = 0
    extracts: tuple[ExtractRow, ...] = ()
    had_extracts: bool = False
    chosen: Chosen = DEFAULTS
    pages: PageSet | None = field(default=None, compare=False)
    problem: CispError | None = None
    panel: PanelRow | None = None
    refusals: tuple[RefusalRow, ...] = ()

    @property
    def all_minutes(self) -> tuple[MinutesRow, ...]:
        """The minutes of every panel, none while the session is open."""
        return self.standing if self.session.closed else ()

    @property
    def minutes(self) -> MinutesRow | None:
        """The panel's minutes, None while the session is open: never begun, reopened, or being rectified."""
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
    def ended(self) -> MinutesRow | None:
        """The version that ended last, while the session is open because of it."""
        if self.session.closed or self.rectification is not None:
            return None
        return max((one for one in self.history if one.ended_at), key=_ended_at, default=None)

    @property
    def can_reopen(self) -> bool:
        """Whether nobody signed what was closed last."""
        return bool(self._last) and all(one.state is MinutesState.CLOSED for one in self._last)

    @property
    def can_cancel(self) -> bool:
        """Whether what was closed last is signed by some, by all nowhere."""
        states = {one.state for one in self._last}
        return MinutesState.PARTLY_SIGNED in states and MinutesState.COMPLETE not in states

    @property
    def can_rectify(self) -> bool:
        """Whether every panel's minutes are complete."""
        return self.complete

    @property
    def has_paper(self) -> bool:
        """Whether the panel's minutes are, or can still be, signed on paper."""
        minutes = self.minutes
        if minutes is None or minutes.route is Route.SCREEN:
            return False
        return minutes.state is not MinutesState.COMPLETE or minutes.route is Route.PAPER

    @property
    def name(self) -> str:
        """The number of the minutes; for the draft of a later panel, the session's and the panel."""
        if self.minutes is not None:
            return self.minutes.number
        if self.rectification is not None:
            return f"{self._own_number} · rectification"
        first = self.panel_id == next(iter(self.panels), "")
        number = self.session.minutes_number
        return number if first else f"{number} · {self.panels[self.panel_id]}"

    @property
    def _own_number(self) -> str:
        own = (one.number for one in self.standing if one.panel_id == self.panel_id)
        return next(own, self.session.minutes_number)

    @property
    def _last(self) -> list[MinutesRow]:
        """The minutes that were closed together last."""
        last = max((one.closed_at for one in self.all_minutes), default=None)
        return [one for one in self.all_minutes if one.closed_at == last]


def _ended_at(minutes: MinutesRow) -> str:
    return minutes.ended_at.isoformat() if minutes.ended_at is not None else ""


def read(
    workspace: Workspace, session_id: str, *, services: Services, shown: str, panel_id: str
) -> MinutesReading:
    """Read one panel's minutes or draft, the first panel's when ``panel_id`` hears nobody.

    ``shown`` is the file on screen.
    """
    queries = workspace.queries
    panels = _panels(queries, session_id)
    reading = MinutesReading(
        queries.session(session_id),
        panels,
        panel_id if panel_id in panels else next(iter(panels)),
        tuple(queries.minutes_of_session(session_id)),
        tuple(queries.minutes_history(session_id)),
        queries.rectification(session_id),
    )
    reading = _with_extracts(queries, reading)
    panel = next((one for one in queries.panels(session_id) if one.id == reading.panel_id), None)
    reading = replace(reading, panel=panel, refusals=tuple(queries.minutes_refusals(session_id)))
    try:
        if reading.minutes is None:
            reading = _with_what_is_left(workspace, reading)
            draft = draft_minutes(
                workspace, session_id, renderer=services.renderer, panel_id=reading.panel_id
            )
            return replace(reading, pages=open_pages(services.pages, draft.pdf))
        if reading.minutes.pdf_sha256 != shown:
            pages = open_pages(services.pages, read_minutes(workspace, reading.minutes.id))
            return replace(reading, pages=pages)
    except CispError as error:
        return replace(reading, problem=error)
    return reading


def _with_extracts(queries: Queries, reading: MinutesReading) -> MinutesReading:
    """Add the extracts of the panel's minutes, or whether those closed last had some."""
    last = next((one for one in reversed(reading.history) if one.panel_id == reading.panel_id), None)
    shown = reading.minutes or last
    found = tuple(queries.minutes_extracts(shown.id)) if shown is not None else ()
    return replace(reading, extracts=found if reading.minutes else (), had_extracts=bool(found))


def _with_what_is_left(workspace: Workspace, reading: MinutesReading) -> MinutesReading:
    """Add what prevents closing, how many decisions the jury took, and what a rectification would change."""
    session_id = reading.session.id
    rows = workspace.queries.deliberation(session_id)
    return replace(
        reading,
        blockers=tuple(closing_blockers(workspace, session_id)),
        advice=tuple(closing_advice(workspace, session_id)),
        chosen=_chosen(workspace, reading),
        decided=sum(c.by_jury and c.decision is not None for row in rows for c in row.cells),
        differences=tuple(rectification_differences(workspace, session_id)),
    )


def _chosen(workspace: Workspace, reading: MinutesReading) -> Chosen:
    """Return what the panel's minutes say that were closed last, the defaults before any."""
    last = next((one for one in reversed(reading.history) if one.panel_id == reading.panel_id), None)
    return chosen_for(workspace, last.id) if last is not None else DEFAULTS


def _panels(queries: Queries, session_id: str) -> dict[str, str]:
    """Return the names of the panels that hear candidates; the first one's while nobody is registered."""
    heard = {row.panel_id for row in queries.registrations(session_id)}
    panels = queries.panels(session_id)
    at_work = [panel for panel in panels if panel.id in heard] or list(panels[:1])
    return {panel.id: panel_words(panel.name, panel.position) for panel in at_work}
