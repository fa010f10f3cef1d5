"""Substitutes, and jurors, who are summoned to two rooms at once."""

from datetime import date, datetime, timedelta

import pytest

from cisp_desktop.application.findings import FindingCode
from cisp_desktop.application.jurors import SeatChoice, set_panel
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.planning import problem_of, read_scene
from cisp_desktop.application.planning_view import PlanningView
from cisp_desktop.application.preparation_findings import preparation_findings, read_preparation
from cisp_desktop.application.two_rooms import two_rooms
from cisp_desktop.application.wording_readiness import finding_words
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session
from tests.fakes import FakeIdentities

NINE = datetime(2022, 12, 14, 9, 0)
SPARE = SeatChoice(Role.PRESIDENT, "DURAND Éva", standby=True)
FIRST = (
    SeatChoice(Role.PRESIDENT, "MARTIN Anne"), SeatChoice(Role.PROFESSIONAL, "PETIT Karim"),
    SeatChoice(Role.CENTRE, "ROUX Hélène"), SPARE,
)  # fmt: skip
SECOND = (
    SeatChoice(Role.PRESIDENT, "GARNIER Paul"), SeatChoice(Role.PROFESSIONAL, "LEROY Samir"),
    SeatChoice(Role.CENTRE, "TARDY Nicole"), SPARE,
)  # fmt: skip


@pytest.fixture
def second(workspace: SqlWorkspace, session: SessionMade) -> str:
    """A second room, with the same substitute as the first."""
    room = add_panel(workspace, session.id, room="Salle 2")
    set_panel(workspace, session.id, choices=FIRST, identities=FakeIdentities())
    set_panel(workspace, session.id, panel_id=room, choices=SECOND, identities=FakeIdentities())
    return room


def hear(workspace: SqlWorkspace, session: SessionMade, second: str, *, later: timedelta) -> None:
    place_defences(workspace, session.id, {
        session.registrations[0]: Place(session.panel_id, NINE, 60),
        session.registrations[1]: Place(second, NINE + later, 60),
    })  # fmt: skip


def words(workspace: SqlWorkspace, session: SessionMade, code: FindingCode) -> list[str]:
    data = read_preparation(workspace.queries, session.id, today=date(2022, 11, 1))
    return [finding_words(one) for one in preparation_findings(data) if one.code is code]


def test_a_substitute_of_two_rooms_at_once_is_named_with_both_rooms_and_hours(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    hear(workspace, session, second, later=timedelta(minutes=30))
    (said,) = words(workspace, session, FindingCode.TWO_ROOMS)
    for part in (
        "DURAND Éva",
        "Salle 1",
        "Salle 2",
        "9\u00a0h\u00a000",
        "9\u00a0h\u00a030",
        "10\u00a0h\u00a030",
    ):
        assert part in said


def test_a_substitute_of_two_rooms_one_after_the_other_is_well_summoned(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    hear(workspace, session, second, later=timedelta(hours=1))
    assert two_rooms(read_scene(workspace.queries, session.id)) == []


def test_a_substitute_here_who_sits_in_another_session_is_told_and_bars_nothing(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    hear(workspace, session, second, later=timedelta(hours=1))
    other = make_session(workspace, name="S2")
    set_panel(
        workspace, other.id, identities=FakeIdentities(),
        choices=(SeatChoice(Role.PRESIDENT, "DURAND Éva"), *FIRST[1:3]),
    )  # fmt: skip
    place_defences(workspace, other.id, {other.registrations[0]: Place(other.panel_id, NINE, 60)})
    scene = read_scene(workspace.queries, session.id)
    assert [one.juror for one in two_rooms(scene)] == ["DURAND Éva"]
    assert "session PV-2022-GRE-S2" in words(workspace, session, FindingCode.TWO_ROOMS)[0]
    barred = {one.id for one in problem_of(scene).unavailable}
    spare = next(seat.juror_id for seat in scene.panels[0].substitutes)
    assert spare not in barred


def test_a_juror_who_sits_in_two_rooms_at_once_is_told_with_both_rooms_and_hours(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    set_panel(
        workspace, session.id, panel_id=second, identities=FakeIdentities(),
        choices=(SeatChoice(Role.PRESIDENT, "MARTIN Anne"), *SECOND[1:3]),
    )  # fmt: skip
    hear(workspace, session, second, later=timedelta(minutes=30))
    (said,) = [said for _, said in PlanningView(read_scene(workspace.queries, session.id)).sentences]
    assert "Jury\u00a01 – Salle 1 à 9\u00a0h\u00a000" in said
    assert "Jury\u00a02 – Salle 2 à 9\u00a0h\u00a030" in said
    assert "MARTIN Anne" in said


def test_what_two_panels_say_of_one_juror_is_told_once(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    set_panel(
        workspace, session.id, panel_id=second, identities=FakeIdentities(),
        choices=(SeatChoice(Role.PRESIDENT, "MARTIN Anne"), *SECOND[1:3]),
    )  # fmt: skip
    said = words(workspace, session, FindingCode.JUROR)
    assert [one for one in said if "MARTIN Anne" in one] == [
        "MARTIN Anne\u00a0: siège aussi dans un autre jury de la session"
    ]
