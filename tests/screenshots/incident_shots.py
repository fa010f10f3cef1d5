"""Pictures of incidents and of the room's screen."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from cisp_desktop.application.incidents import IncidentEntry, entry_of, record_incident
from cisp_desktop.application.room_screen import RoomMoment
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.hearing_log import IncidentKind, Phase, Timed
from cisp_desktop.gui.dialogs.incident_dialog import Concerned, IncidentDialog
from cisp_desktop.gui.dialogs.incidents_dialog import IncidentsDialog
from cisp_desktop.gui.public_view import PublicView
from tests.screenshots.stage import Stage


def _recorded(stage: Stage) -> str:
    """Note two incidents; returns the session's id."""
    session_id = stage.context.session_id
    assert session_id is not None
    queries, workspace = stage.context.queries, stage.context.workspace
    first, second = queries.registrations(session_id)[:2]
    now = workspace.clock()
    for row, kind, account, decision in (
        (first, IncidentKind.TECHNICAL, "Panne du vidéoprojecteur pendant l’exposé.", "Exposé repris."),
        (second, IncidentKind.FRAUD, "Pages identiques à celles d’un dossier de 2021.", "Blocs ajournés."),
    ):
        entry = IncidentEntry(kind, now - timedelta(hours=1), account, "ROUX Hélène", decision, row.id)
        record_incident(workspace, row.panel_id, entry)
    return session_id


def listed(stage: Stage) -> QDialog:
    """The incidents of a session."""
    session_id = _recorded(stage)
    rows = stage.context.queries.incidents(session_id)
    return IncidentsDialog(rows, locked=False, parent=stage.window)


def noted(stage: Stage) -> QDialog:
    """An incident of suspected fraud being put right."""
    session_id = _recorded(stage)
    queries = stage.context.queries
    row = next(one for one in queries.incidents(session_id) if one.kind is IncidentKind.FRAUD)
    panels = [(panel.id, panel.name or "Jury 1") for panel in queries.panels(session_id)]
    people = [
        Concerned(one.id, one.panel_id, f"{one.number} · {person_name(one.birth_name, one.first_names)}")
        for one in queries.registrations(session_id)
    ]
    return IncidentDialog(
        panels, people, known=entry_of(row), panel_id=row.panel_id, new=False, parent=stage.window
    )


def room_screen(stage: Stage) -> QDialog:
    """The room's screen, six minutes before the end."""
    return _room(stage, timedelta(minutes=14, seconds=5))


def room_screen_over(stage: Stage) -> QDialog:
    """The room's screen, the time over."""
    return _room(stage, timedelta(minutes=21, seconds=40))


def _room(stage: Stage, spent: timedelta) -> QDialog:
    now = stage.context.workspace.clock()
    frame = QDialog(stage.window)
    view = PublicView(frame)
    view.setWindowFlags(Qt.WindowType.Widget)
    QVBoxLayout(frame).addWidget(view)
    view.show_moment(
        RoomMoment("AUBERT Léa", Phase.PRESENTATION, Timed(since=now - spent, began=now - spent), 20), now
    )
    frame.resize(960, 540)
    return frame
