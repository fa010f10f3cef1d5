"""Pictures of the tabs of « Préparer » with one candidate, and with two hundred."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from cisp_desktop.application.jurors import set_panel
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.gui.pages.prepare_page import PreparePage
from tests.screenshots.candidate_shots import session_of
from tests.screenshots.panel_shots import SECOND
from tests.screenshots.stage import Stage

TABS = ("dossiers", "panel", "planning", "documents", "ready")
PLACED = 8
"""Candidates that have an hour: the others wait for one."""


def tab(stage: Stage, count: int, name: str) -> None:
    """One tab of a session of ``count`` candidates, a panel named and the first ones placed."""
    context = stage.context
    session_id = session_of(stage, count)
    panel = context.queries.panels(session_id)[0]
    if not panel.seats:
        choices = SECOND
        set_panel(context.workspace, session_id, choices=choices, identities=stage.services.identities)
        first = datetime(2022, 12, 16, 8, 30)
        rows = context.queries.registrations(session_id)[:PLACED]
        places = {
            row.id: Place(panel.id, first + timedelta(minutes=65 * number), 60)
            for number, row in enumerate(rows)
        }
        place_defences(context.workspace, session_id, places)
    page = cast(PreparePage, stage.show_page("prepare", f"tab:{name}"))
    if name == "panel":
        page.panel.form.sectionTabWidget.setCurrentWidget(page.panel.form.candidatesPage)
    stage.settle(400)


def shots() -> list[tuple[str, Callable[[Stage], None]]]:
    """Return a name and a maker for each tab and size."""
    return [
        (f"prepare-{count}-{name}", partial(tab, count=count, name=name))
        for count in (1, 200)
        for name in TABS
    ]
