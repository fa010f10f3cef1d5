"""Several panels of one session: added, named, removed, candidates moved between them."""

from datetime import date, datetime

import pytest

from cisp_desktop.application.findings import FindingCode
from cisp_desktop.application.jurors import SeatChoice, identify_juror, recuse, set_panel
from cisp_desktop.application.panels import (
    PanelSaid,
    add_panel,
    describe_panel,
    move_candidates,
    place_candidates,
    remove_panel,
    restore_panel,
)
from cisp_desktop.application.placing import Place, place_defences
from cisp_desktop.application.preparation_findings import preparation_findings, read_preparation
from cisp_desktop.application.preparing import create_session
from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score
from tests.fakes import FakeIdentities

SECOND = (
    SeatChoice(Role.PRESIDENT, "GARNIER Paul"),
    SeatChoice(Role.PROFESSIONAL, "LEROY Samir"),
    SeatChoice(Role.CENTRE, "TARDY Nicole"),
)


def numbers(workspace: SqlWorkspace, session_id: str) -> list[str]:
    with workspace.unit_of_work() as work:
        return [panel.minutes_number for panel in work.panels.all_of_session(session_id)]


def panel_of(workspace: SqlWorkspace, registration_id: str) -> str:
    return workspace.queries.registration(registration_id).panel_id


@pytest.fixture
def second(workspace: SqlWorkspace, session: SessionMade) -> str:
    return add_panel(workspace, session.id, name="Jury du matin", room="Salle B")


def test_a_second_panel_stands_after_the_first(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    panels = workspace.queries.panels(session.id)
    assert [(p.id, p.position, p.name, p.room) for p in panels] == [
        (session.panel_id, 1, "", "Salle 1"),
        (second, 2, "Jury du matin", "Salle B"),
    ]


def test_the_minutes_of_each_panel_take_the_next_number_of_one_series(workspace: SqlWorkspace) -> None:
    def session() -> str:
        return create_session(
            workspace, certification="RNCP36128", centre="Centre Grenoble", starts=date(2022, 12, 14)
        )

    first = session()
    add_panel(workspace, first)
    other = session()
    add_panel(workspace, first, name="Troisième")
    assert workspace.queries.session(other).minutes_number == "PV-2022-GRE-0003"
    assert numbers(workspace, first) == ["", "PV-2022-GRE-0002", "PV-2022-GRE-0004"]


def test_two_panels_of_one_session_have_two_names(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    with pytest.raises(RuleError, match=r"panel\.name_taken"):
        add_panel(workspace, session.id, name="jury du MATIN")
    with pytest.raises(RuleError, match=r"panel\.name_taken"):
        describe_panel(workspace, session.panel_id, PanelSaid("Jury du matin"))
    before = describe_panel(workspace, second, PanelSaid("Jury du matin", "Salle C"))
    assert before == PanelSaid("Jury du matin", "Salle B")


def test_candidates_move_all_or_none_and_back(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    moved = session.registrations[:2]
    before = move_candidates(workspace, moved, panel_id=second)
    assert [panel_of(workspace, r) for r in session.registrations] == [second, second, session.panel_id]
    place_candidates(workspace, before)
    assert {panel_of(workspace, r) for r in session.registrations} == {session.panel_id}
    score(workspace, session, session.registrations[2], seal=False)
    with pytest.raises(Refused, match=r"panel\.candidate_scored"):
        move_candidates(workspace, session.registrations, panel_id=second)
    assert {panel_of(workspace, r) for r in session.registrations} == {session.panel_id}


def test_a_panel_of_another_session_takes_no_candidate(workspace: SqlWorkspace, session: SessionMade) -> None:
    other = make_session(workspace, candidates=0, name="S2")
    with pytest.raises(Refused, match=r"panel\.not_found"):
        move_candidates(workspace, session.registrations, panel_id=other.panel_id)


def test_a_recusal_follows_the_juror_who_sits_in_both_panels(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    given = set_panel(
        workspace, session.id, panel_id=second, identities=FakeIdentities(),
        choices=(SeatChoice(Role.CENTRE, "ROUX Hélène"), *SECOND[:2]),
    )  # fmt: skip
    there = next(seat.seat_id for seat in given if seat.role is Role.CENTRE)
    registration = session.registrations[0]
    recuse(workspace, registration, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.TRAINED)
    before = move_candidates(workspace, [registration], panel_id=second)
    assert workspace.queries.registration(registration).recused_seat_ids == (there,)
    place_candidates(workspace, before)
    assert workspace.queries.registration(registration).recused_seat_ids == (session.seats[Role.CENTRE],)


def test_a_recusal_follows_the_juror_when_the_planning_moves_the_candidate(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    given = set_panel(
        workspace, session.id, panel_id=second, identities=FakeIdentities(),
        choices=(SeatChoice(Role.CENTRE, "ROUX Hélène"), *SECOND[:2]),
    )  # fmt: skip
    there = next(seat.seat_id for seat in given if seat.role is Role.CENTRE)
    registration = session.registrations[0]
    recuse(workspace, registration, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.TRAINED)
    before = place_defences(workspace, session.id, {registration: Place(second)})
    assert workspace.queries.registration(registration).recused_seat_ids == (there,)
    place_defences(workspace, session.id, before)
    assert workspace.queries.registration(registration).recused_seat_ids == (session.seats[Role.CENTRE],)


def test_a_recusal_left_behind_has_no_effect_before_the_other_panel(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    set_panel(workspace, session.id, panel_id=second, choices=SECOND, identities=FakeIdentities())
    registration = session.registrations[0]
    recuse(workspace, registration, seat_id=session.seats[Role.PRESIDENT], ground=RecusalGround.TRAINED)
    move_candidates(workspace, [registration], panel_id=second)
    codes = [f.code for f in preparation_findings(read_preparation(
        workspace.queries, session.id, today=date(2022, 11, 1)
    ))]  # fmt: skip
    assert FindingCode.NO_QUORUM not in codes


def test_a_removed_panel_gives_its_candidates_to_the_first_and_comes_back_whole(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    identities = FakeIdentities()
    given = set_panel(workspace, session.id, panel_id=second, choices=SECOND, identities=identities)
    move_candidates(workspace, session.registrations[:1], panel_id=second)
    recuse(workspace, session.registrations[0], seat_id=given[1].seat_id, ground=RecusalGround.TRAINED)
    with workspace.unit_of_work() as work:
        start = datetime(2022, 12, 14, 9)  # a local clock time
        work.unavailabilities.add(
            Unavailability("u", session.id, start, start.replace(hour=10), panel_id=second)
        )
        work.commit()
    panels, number = workspace.queries.panels(session.id), numbers(workspace, session.id)
    removed = remove_panel(workspace, second)
    assert [panel.id for panel in workspace.queries.panels(session.id)] == [session.panel_id]
    assert panel_of(workspace, session.registrations[0]) == session.panel_id
    assert workspace.queries.registration(session.registrations[0]).recused_seat_ids == ()
    restore_panel(workspace, removed)
    assert workspace.queries.panels(session.id) == panels
    assert numbers(workspace, session.id) == number
    assert panel_of(workspace, session.registrations[0]) == second
    assert [row.id for row in workspace.queries.unavailabilities(session.id)] == ["u"]
    assert given[0].code is not None
    known = identify_juror(workspace, given[0].seat_id, code=given[0].code, identities=identities)
    assert known.name == "GARNIER Paul"


def test_a_panel_that_began_its_work_stays(
    workspace: SqlWorkspace, session: SessionMade, second: str
) -> None:
    with pytest.raises(Refused, match=r"panel\.first"):
        remove_panel(workspace, session.panel_id)
    identities = FakeIdentities()
    given = set_panel(workspace, session.id, panel_id=second, choices=SECOND, identities=identities)
    assert given[0].code is not None
    identify_juror(workspace, given[0].seat_id, code=given[0].code, identities=identities)
    with pytest.raises(Refused, match=r"panel\.code_used"):
        remove_panel(workspace, second)


def test_a_closed_session_takes_no_panel(workspace: SqlWorkspace, session: SessionMade) -> None:
    with workspace.unit_of_work() as work:
        work.sessions.get(session.id).closed_at = workspace.clock()
        work.commit()
    with pytest.raises(Refused, match=r"session\.closed"):
        add_panel(workspace, session.id)
    with pytest.raises(Refused, match=r"session\.closed"):
        describe_panel(workspace, session.panel_id, PanelSaid("X"))


def test_a_recused_juror_who_changes_seats_stays_recused_and_one_who_leaves_is_not(
    workspace: SqlWorkspace,
) -> None:
    session = make_session(workspace, candidates=1)
    registration, identities = session.registrations[0], FakeIdentities()
    for role in (Role.CENTRE, Role.PROFESSIONAL):
        recuse(workspace, registration, seat_id=session.seats[role], ground=RecusalGround.TRAINED)
    swapped = set_panel(
        workspace, session.id, identities=identities,
        choices=(
            SeatChoice(Role.PRESIDENT, "MARTIN Anne"),
            SeatChoice(Role.PROFESSIONAL, "ROUX Hélène"),
            SeatChoice(Role.CENTRE, "TARDY Nicole"),
        ),
    )  # fmt: skip
    assert workspace.queries.registration(registration).recused_seat_ids == (swapped[1].seat_id,)
