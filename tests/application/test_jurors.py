"""Seats, first codes, identification and its delay."""

import pytest

from cisp_desktop.application.juror_codes import renew_codes
from cisp_desktop.application.jurors import (
    SeatChoice,
    change_code,
    find_seat,
    identify_juror,
    recuse,
    set_panel,
    withdraw_recusal,
)
from cisp_desktop.application.panels import add_panel
from cisp_desktop.application.readiness import declare_ready, reopen_preparation
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import THREE_SEATS, SessionMade, make_session, score
from tests.fakes import FakeClock, FakeIdentities

NAMES = ("LÉVÊQUE Anne", "D’ANGELO & FILS <b>Paul</b>", "ROUX Sophie")


def choices(*names: str) -> list[SeatChoice]:
    return [SeatChoice(role, name) for role, name in zip(THREE_SEATS, names, strict=True)]


@pytest.fixture
def bare(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace, candidates=1, roles=())


def test_each_seat_gets_a_first_code_in_the_order_of_the_sheet(
    workspace: SqlWorkspace, bare: SessionMade
) -> None:
    given = set_panel(
        workspace, bare.id, choices=list(reversed(choices(*NAMES))), identities=FakeIdentities()
    )
    assert [seat.role for seat in given] == list(THREE_SEATS)
    assert [seat.name for seat in given] == list(NAMES)
    assert len({seat.code for seat in given}) == 3
    assert [seat.name for seat in workspace.queries.panel(bare.id).seats] == list(NAMES)


def test_one_juror_on_two_seats_is_refused_and_nothing_is_set(
    workspace: SqlWorkspace, bare: SessionMade
) -> None:
    with pytest.raises(RuleError, match=r"panel\.same_juror"):
        set_panel(
            workspace, bare.id, choices=choices("ROUX Sophie", "PETIT Karim", "roux sophie"),
            identities=FakeIdentities(),
        )  # fmt: skip
    assert workspace.queries.panel(bare.id).seats == ()


def test_the_own_code_identifies_and_another_does_not(workspace: SqlWorkspace, bare: SessionMade) -> None:
    identities = FakeIdentities()
    first, second, _ = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)
    assert first.code is not None
    assert second.code is not None
    known = identify_juror(workspace, first.seat_id, code=first.code, identities=identities)
    assert (known.name, known.role) == (NAMES[0], Role.PRESIDENT)
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identify_juror(workspace, first.seat_id, code=second.code, identities=identities)


def test_wrong_codes_delay_even_the_right_one(
    workspace: SqlWorkspace, bare: SessionMade, clock: FakeClock
) -> None:
    identities = FakeIdentities()
    seat = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)[0]
    assert seat.code is not None
    for _ in range(3):
        with pytest.raises(RuleError):
            identify_juror(workspace, seat.seat_id, code="faux", identities=identities)
    with pytest.raises(Refused, match=r"juror\.code\.delayed"):
        identify_juror(workspace, seat.seat_id, code=seat.code, identities=identities)
    clock.advance(seconds=6)
    assert identify_juror(workspace, seat.seat_id, code=seat.code, identities=identities).name == NAMES[0]


def test_a_changed_code_replaces_the_first(workspace: SqlWorkspace, bare: SessionMade) -> None:
    identities = FakeIdentities()
    seat = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)[0]
    assert seat.code is not None
    change_code(workspace, seat.seat_id, old=seat.code, new="mon code à moi", identities=identities)
    known = identify_juror(workspace, seat.seat_id, code="mon code à moi", identities=identities)
    assert not known.first_code
    with pytest.raises(RuleError):
        identify_juror(workspace, seat.seat_id, code=seat.code, identities=identities)


def test_a_seat_whose_code_was_used_keeps_its_owner(workspace: SqlWorkspace, bare: SessionMade) -> None:
    identities = FakeIdentities()
    seat = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)[0]
    assert seat.code is not None
    identify_juror(workspace, seat.seat_id, code=seat.code, identities=identities)
    again = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)
    assert [seat.code for seat in again] == [None, None, None]
    with pytest.raises(Refused, match=r"panel\.seat_in_use"):
        set_panel(workspace, bare.id, choices=choices("AUTRE Jean", *NAMES[1:]), identities=identities)


def test_who_keeps_the_seat_keeps_the_code_however_the_name_is_typed(
    workspace: SqlWorkspace, bare: SessionMade
) -> None:
    identities = FakeIdentities()
    first = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)
    typed = ("anne leveque", NAMES[1], "AUTRE Jean")
    again = set_panel(workspace, bare.id, choices=choices(*typed), identities=identities)
    assert [seat.code is None for seat in again] == [True, True, False]
    assert [seat.name for seat in again] == ["anne leveque", NAMES[1], "AUTRE Jean"]
    assert [seat.seat_id for seat in again[:2]] == [seat.seat_id for seat in first[:2]]
    assert sorted(juror.name for juror in workspace.queries.jurors()) == sorted([*NAMES, "AUTRE Jean"])
    assert first[0].code is not None
    known = identify_juror(workspace, first[0].seat_id, code=first[0].code, identities=identities)
    assert known.name == NAMES[0]


def test_a_code_that_was_lost_before_it_was_used_is_renewed(
    workspace: SqlWorkspace, bare: SessionMade
) -> None:
    identities = FakeIdentities()
    first, second, _ = set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)
    assert first.code is not None
    assert second.code is not None
    identify_juror(workspace, first.seat_id, code=first.code, identities=identities)
    with pytest.raises(Refused, match=r"panel\.seat_in_use"):
        renew_codes(workspace, bare.panel_id, identities=identities, juror=NAMES[0])
    with pytest.raises(RuleError, match=r"panel\.unknown_juror"):
        renew_codes(workspace, bare.panel_id, identities=identities, juror="PERSONNE")
    renewed = renew_codes(workspace, bare.panel_id, identities=identities)
    assert [seat.name for seat in renewed] == list(NAMES[1:])
    assert renewed[0].code not in (None, second.code)
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identify_juror(workspace, second.seat_id, code=second.code, identities=identities)


def test_a_ready_session_changes_no_holder_until_it_is_reopened(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    declare_ready(workspace, session.id, by="DURAND Léa")
    names = ("MARTIN Anne", "PETIT Karim", "ROUX Hélène")
    same = set_panel(workspace, session.id, choices=choices(*names), identities=FakeIdentities())
    assert [seat.code for seat in same] == [None, None, None]
    with pytest.raises(Refused, match=r"session\.ready_panels"):
        set_panel(
            workspace, session.id, choices=choices("AUTRE Jean", *names[1:]), identities=FakeIdentities()
        )
    with pytest.raises(Refused, match=r"session\.ready_panels"):
        add_panel(workspace, session.id)
    reopen_preparation(workspace, session.id, reason="Un juré malade")
    add_panel(workspace, session.id)


def test_an_unused_seat_takes_another_juror(workspace: SqlWorkspace, bare: SessionMade) -> None:
    identities = FakeIdentities()
    set_panel(workspace, bare.id, choices=choices(*NAMES), identities=identities)
    set_panel(workspace, bare.id, choices=choices("AUTRE Jean", *NAMES[1:]), identities=identities)
    assert workspace.queries.panel(bare.id).seats[0].name == "AUTRE Jean"
    assert len(workspace.queries.panel(bare.id).seats) == 3


def test_a_juror_is_found_by_a_name_typed_otherwise(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert find_seat(workspace, session.id, juror="roux HELENE") == session.seats[Role.CENTRE]
    with pytest.raises(RuleError) as caught:
        find_seat(workspace, session.id, juror="INCONNU Jean")
    assert "ROUX Hélène" in str(caught.value.values["known"])


def test_a_recusal_is_declared_once_and_taken_back(workspace: SqlWorkspace, session: SessionMade) -> None:
    registration, seat = session.registrations[0], session.seats[Role.CENTRE]
    recuse(workspace, registration, seat_id=seat, ground=RecusalGround.TRAINED)
    with pytest.raises(Refused, match=r"recusal\.exists"):
        recuse(workspace, registration, seat_id=seat, ground=RecusalGround.TRAINED)
    assert workspace.queries.registration(registration).recused_seat_ids == (seat,)
    withdraw_recusal(workspace, registration, seat_id=seat)
    assert workspace.queries.registration(registration).recused_seat_ids == ()
    score(workspace, session, registration, role=Role.CENTRE)
