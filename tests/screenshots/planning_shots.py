"""Pictures of the planning: twelve candidates, two panels with a conflict, no solution, dialogs."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import cast

from PySide6.QtWidgets import QDialog

from cisp_desktop.application.absences import Absence, add_unavailability
from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_list import CandidateList
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.placing import Place, place_defences, plan_session
from cisp_desktop.application.planning import PlanningSettings, keep_places
from cisp_desktop.application.preparing import create_session
from cisp_desktop.application.wording_planning import length_lines
from cisp_desktop.domain.planning import Break, Who
from cisp_desktop.gui.dialogs.planning_settings_dialog import PlanningSettingsDialog
from cisp_desktop.gui.dialogs.unavailabilities_dialog import UnavailabilitiesDialog
from cisp_desktop.gui.dialogs.unavailability_dialog import UnavailabilityDialog
from cisp_desktop.gui.pages.prepare_page import PreparePage
from cisp_desktop.gui.widgets.prepare_planning import PreparePlanning
from tests.gui.preparing import a_line
from tests.screenshots.stage import Stage

CENTRE = "Centre de formation de Chambéry"
DAY = date(2022, 12, 19)
NAMES = (
    "AUBERT", "BENALI", "COSTA", "DIALLO", "ESTÈVE", "FAURE", "GARNIER", "HAMIDI", "IVANOV", "JOLY", "KELLER",
    "LEROY", "MOREL", "NGUYEN", "OLIVIER", "PETIT", "QUENTIN", "ROCHE", "SIMON", "TRAORÉ", "URBAIN", "VIDAL",
    "WEBER", "XAVIER", "YILMAZ", "ZANETTI", "ARNAUD", "BLANC", "CARON", "DURAND",
)  # fmt: skip


def _planning(stage: Stage) -> PreparePlanning:
    planning = cast(PreparePage, stage.show_page("prepare", "tab:planning")).planning
    planning.form.dayButton.setChecked(True)
    return planning


def twelve(stage: Stage) -> None:
    """Twelve candidates, one room, two days; one slot chosen."""
    planning = _planning(stage)
    assert planning.view is not None
    planning.board.choose(planning.view.in_order()[2].candidate_id)
    stage.settle(50)


def as_list(stage: Stage) -> None:
    """The same as a list."""
    planning = _planning(stage)
    planning.form.listButton.setChecked(True)
    stage.settle(50)


def _two_rooms(stage: Stage) -> str:
    """Return a session of thirty candidates before two panels, made once."""
    workspace = stage.context.workspace
    known = {row.centre_name: row.id for row in workspace.queries.sessions()}
    if CENTRE in known:
        return known[CENTRE]
    session_id = create_session(
        workspace, certification="RNCP36128", centre=CENTRE, starts=DAY, ends=DAY + timedelta(days=1)
    )
    lines = tuple(
        a_line(place + 2, f"CHA-22-{place + 1:03d}", birth_name=name, first_names="Camille")
        for place, name in enumerate(NAMES)
    )
    import_candidates(workspace, session_id, CandidateList(lines, (), {}))
    add_panel(workspace, session_id, name="Jury 2", room="Salle Belledonne")
    settings = PlanningSettings(
        time(8, 30), time(18, 30),
        (Break(time(12, 30), time(13, 30), "Déjeuner"), Break(time(10, 30), time(10, 45), "Pause café", DAY)),
        minutes=50, pause=5,
    )  # fmt: skip
    plan_session(workspace, session_id, planner=stage.services.planner, settings=settings)
    rows = {row.birth_name: row for row in workspace.queries.registrations(session_id)}
    panels = [panel.id for panel in workspace.queries.panels(session_id)]
    add_unavailability(
        workspace, session_id,
        Absence(Who.ROOM, panels[1], datetime(2022, 12, 19, 16), datetime(2022, 12, 19, 18), "Conseil"),
    )  # fmt: skip
    places = {
        rows["COSTA"].id: Place(panels[0], datetime(2022, 12, 19, 9, 0), 50),
        rows["ZANETTI"].id: Place(panels[0], None, None),
        rows["DURAND"].id: Place(panels[0], None, None),
    }
    place_defences(workspace, session_id, places)
    keep_places(workspace, session_id, [rows["AUBERT"].id])
    return session_id


def conflict(stage: Stage) -> None:
    """Thirty candidates, two rooms, an overlap, an absence, two without an hour."""
    stage.context.set_session(_two_rooms(stage))
    planning = _planning(stage)
    assert planning.view is not None
    costa = next(row.id for row in planning.view.rows.values() if row.birth_name == "COSTA")
    planning.board.choose(costa)
    stage.settle(50)


def no_solution(stage: Stage) -> None:
    """The constraints that clash, by name."""
    stage.context.set_session(_two_rooms(stage))
    planning = _planning(stage)
    view = planning.view
    assert view is not None
    short = replace(view.scene.settings, last=time(15, 0))
    found = plan_session(
        stage.context.workspace, view.scene.session.id, planner=stage.services.planner, settings=short
    )
    planning._on_found(found)
    stage.settle(50)


def settings(stage: Stage) -> QDialog:
    """Hours, lengths, breaks."""
    stage.context.set_session(_two_rooms(stage))
    view = _planning(stage).view
    assert view is not None
    days = [DAY, DAY + timedelta(days=1)]
    return PlanningSettingsDialog(
        view.scene.settings, days, lengths=length_lines(view.scene), parent=stage.window
    )


def absences(stage: Stage) -> QDialog:
    """Who is not there."""
    stage.context.set_session(_two_rooms(stage))
    view = _planning(stage).view
    assert view is not None
    return UnavailabilitiesDialog(view, locked=False, parent=stage.window)


def absence(stage: Stage) -> QDialog:
    """A new one."""
    return UnavailabilityDialog(
        [(Who.CANDIDATE, "a", "Candidat · CHA-22-001 AUBERT Camille")],
        first=datetime(2022, 12, 19, 9, 0), last=datetime(2022, 12, 19, 12, 0), parent=stage.window,
    )  # fmt: skip
