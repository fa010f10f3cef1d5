"""Everything that the room's screen holds, walked object by object: a timer, a name, and nothing else."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.timers import TimerKey, start_timer
from cisp_desktop.domain.hearing_log import IncidentKind
from cisp_desktop.domain.panel import Role
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.public_view import PublicView, RoomScreen
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score
from tests.gui.test_public_view import key, screen, view_of, window

__all__ = ["key", "screen", "window"]
TITLE = "Écran de la salle"
OF_THE_TOOLKIT = ("objectName", "styleSheet", "fileName", "locale", "inputMethodHints")


def told(view: QWidget) -> set[str]:
    """Every text of every object of the window: its properties, those set by hand, what a reader is told."""
    found: set[str] = set()
    for one in (view, *view.findChildren(QObject)):
        meta = one.metaObject()
        names = [meta.property(place).name() for place in range(meta.propertyCount())]
        values = [one.property(name) for name in names if name not in OF_THE_TOOLKIT]
        values += [one.property(bytes(name).decode()) for name in one.dynamicPropertyNames()]
        found |= {value for value in values if isinstance(value, str)}
        interface = QAccessible.queryAccessibleInterface(one) if isinstance(one, QWidget) else None
        if interface is not None:
            found |= {interface.text(kind) for kind in QAccessible.Text if kind.value < 4}
    return found - {""}


@pytest.fixture
def busy(session_context: GuiContext, made: SessionMade, key: TimerKey, workspace: SqlWorkspace) -> None:
    """A day as full as can be: marks, seals, an incident, a juror at the keyboard, a timer that runs."""
    for role in (Role.PRESIDENT, Role.CENTRE):
        score(workspace, made, made.registrations[0], role=role, seal=role is Role.CENTRE)
    entry = IncidentEntry(
        IncidentKind.FRAUD, workspace.clock(), "Pages identiques.", "PETIT Karim", "", made.registrations[0]
    )
    record_incident(workspace, made.panel_id, entry)
    session_context.set_juror(made.juror())
    start_timer(workspace, key, actor="SITE")


def test_nothing_but_the_timer_and_the_name_is_in_the_window(
    busy: None, screen: RoomScreen, session_context: GuiContext, made: SessionMade
) -> None:
    screen.follow(made.registrations[0])
    view = view_of(screen)
    clock = view.time_label.text()
    assert told(view) - {clock, "danger"} == {TITLE, "DUPONT1 Zoé", "Exposé", "Temps restant"}
    widgets = [one for one in view.findChildren(QWidget) if not one.objectName().startswith("qt_")]
    assert set(widgets) == {view.name_label, view.phase_label, view.time_label, view.state_label}
    assert view.findChildren(QAbstractItemModel) == view.findChildren(QAction) == view.actions() == []
    assert view.windowFilePath() == view.windowIconText() == ""
    view.show_moment(screen._moment, session_context.workspace.clock() + timedelta(minutes=45))
    late = view.time_label.text()
    assert told(view) - {late, "danger"} == {TITLE, "DUPONT1 Zoé", "Exposé", "Temps dépassé"}
    session_context.set_juror(None)
    assert told(view) - {late, "danger"} == {TITLE, "DUPONT1 Zoé", "Exposé", "Temps dépassé"}


@pytest.mark.parametrize("where", ["toolTip", "accessibleDescription", "whatsThis", "note", "statusTip"])
def test_the_walk_finds_a_word_too_many_wherever_it_is_put(qtbot: QtBot, where: str) -> None:
    view = PublicView()
    qtbot.addWidget(view)
    view.name_label.setProperty(where, "Niveau 2")
    assert "Niveau 2" in told(view)
