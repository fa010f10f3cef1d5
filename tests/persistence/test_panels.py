from datetime import UTC, datetime

from cisp_desktop.application.jurors import SeatChoice, identify_juror, set_panel
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import make_session
from tests.fakes import FakeIdentities

NAMES = {Role.PRESIDENT: "A Anne", Role.PROFESSIONAL: "B Bob", Role.CENTRE: "C Cléo"}


def choices(**changes: str) -> list[SeatChoice]:
    names = {role.value: name for role, name in NAMES.items()} | changes
    return [SeatChoice(Role(role), name) for role, name in names.items()]


def seated(workspace: SqlWorkspace, session_id: str) -> list[str]:
    return [seat.name for seat in workspace.queries.panel(session_id).seats]


def test_a_panel_is_set_and_set_again(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=())
    identities = FakeIdentities()
    first = set_panel(workspace, made.id, choices=choices(), identities=identities)
    assert seated(workspace, made.id) == ["A Anne", "B Bob", "C Cléo"]
    again = set_panel(workspace, made.id, choices=choices(), identities=identities)
    assert [seat.seat_id for seat in again] == [seat.seat_id for seat in first]


def test_jurors_who_change_places_are_seated_in_one_transaction(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=())
    identities = FakeIdentities()
    set_panel(workspace, made.id, choices=choices(), identities=identities)
    swapped = choices(PRESIDENT="B Bob", PROFESSIONAL="A Anne")
    set_panel(workspace, made.id, choices=swapped, identities=identities)
    assert seated(workspace, made.id) == ["B Bob", "A Anne", "C Cléo"]
    assert workspace.check() == []


def test_a_code_that_was_used_shows_on_the_seat(workspace: SqlWorkspace) -> None:
    made = make_session(workspace, roles=())
    identities = FakeIdentities()
    given = set_panel(workspace, made.id, choices=choices(), identities=identities)
    assert given[0].code is not None
    identify_juror(workspace, given[0].seat_id, code=given[0].code, identities=identities)
    assert [seat.used for seat in workspace.queries.panel(made.id).seats] == [True, False, False]


def test_a_seat_that_ended_leaves_room_for_another(workspace: SqlWorkspace) -> None:
    made = make_session(workspace)
    with workspace.unit_of_work() as work:
        panel = work.panels.of_session(made.id)
        work.panels.seat(made.seats[Role.CENTRE]).left_at = datetime(2022, 12, 14, 10, tzinfo=UTC)
        panel.seats.append(type(panel.seats[0])("new", panel.id, panel.seats[0].juror_id, Role.CENTRE))
        work.commit()
    assert [seat.id for seat in workspace.queries.panel(made.id).seats][-1] == "new"
