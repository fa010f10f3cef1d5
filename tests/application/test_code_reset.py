"""A forgotten code is replaced by two named people, with a new key; nothing sealed changes."""

import json

import pytest

from cisp_desktop.application.code_reset import Vouching, reset_code
from cisp_desktop.application.jurors import SeatGiven, identify_juror
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.minutes import Minutes, MinutesSignature
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_room, score
from tests.fakes import FakeClock, FakeIdentities

WITNESS = "BERNARD Lucie"
REASON = "Code égaré, carte d’identité présentée"


def reset(
    workspace: SqlWorkspace,
    session: SessionMade,
    role: Role = Role.CENTRE,
    *,
    by: Role = Role.PRESIDENT,
    witness: str = WITNESS,
    reason: str = REASON,
) -> SeatGiven:
    identities = FakeIdentities()
    identities._given = 70
    vouching = Vouching(session.juror(by), witness, reason)
    return reset_code(workspace, session.seats[role], vouching=vouching, identities=identities)


def test_the_new_code_opens_the_seat_and_the_old_one_does_not(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    seat = session.seats[Role.CENTRE]
    given = reset(workspace, session)
    assert (given.seat_id, given.code) == (seat, "000071")
    with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
        identify_juror(workspace, seat, code="000003", identities=FakeIdentities())
    juror = identify_juror(workspace, seat, code="000071", identities=FakeIdentities())
    assert juror.first_code


def test_the_delay_after_wrong_codes_ends_with_the_new_code(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    seat = session.seats[Role.CENTRE]
    for _ in range(4):
        with pytest.raises(CispError):
            identify_juror(workspace, seat, code="faux", identities=FakeIdentities())
        clock.advance(seconds=6)
    reset(workspace, session)
    assert identify_juror(workspace, seat, code="000071", identities=FakeIdentities()).seat_id == seat


def test_the_journal_names_both_people_the_reason_and_both_certificates(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        credential = work.panels.seat(session.seats[Role.CENTRE]).credential
        assert credential is not None
        credential.certificate = b"the certificate before"
        work.commit()
    reset(workspace, session)
    event = workspace.queries.events()[0]
    assert (event.action, event.actor) == ("juror.code_reset", session.seats[Role.PRESIDENT])
    details = json.loads(event.details)
    assert (details["witness"], details["reason"]) == (WITNESS, REASON)
    assert details["old_certificate"] == FakeIdentities().fingerprint(b"the certificate before")
    assert details["new_certificate"] not in ("", details["old_certificate"])
    assert workspace.check() == []


def test_what_the_juror_sealed_stays(workspace: SqlWorkspace, session: SessionMade) -> None:
    score(workspace, session, session.registrations[0], role=Role.CENTRE)
    seat, block = session.seats[Role.CENTRE], session.blocks[0]
    before = workspace.queries.score_sheet(session.registrations[0], seat, block_id=block)
    reset(workspace, session)
    assert workspace.queries.score_sheet(session.registrations[0], seat, block_id=block) == before
    assert before.sealed_at is not None


def test_for_the_president_another_member_confirms(workspace: SqlWorkspace, session: SessionMade) -> None:
    given = reset(workspace, session, Role.PRESIDENT, by=Role.PROFESSIONAL)
    assert given.seat_id == session.seats[Role.PRESIDENT]


@pytest.mark.parametrize("by", [Role.CENTRE, Role.PROFESSIONAL])
def test_for_a_member_only_the_president_confirms(
    workspace: SqlWorkspace, session: SessionMade, by: Role
) -> None:
    with pytest.raises(Refused, match=r"code_reset\.member"):
        reset(workspace, session, Role.CENTRE, by=by)


def test_a_juror_of_another_panel_does_not_confirm(workspace: SqlWorkspace, session: SessionMade) -> None:
    room = make_room(workspace, session, candidates=(2,))
    vouching = Vouching(room.juror(), WITNESS, REASON)
    with pytest.raises(Refused, match=r"code_reset\.member"):
        reset_code(workspace, session.seats[Role.CENTRE], vouching=vouching, identities=FakeIdentities())


@pytest.mark.parametrize("witness", ["Hélène Roux", "martin anne"])
def test_the_witness_is_a_third_person(workspace: SqlWorkspace, session: SessionMade, witness: str) -> None:
    with pytest.raises(Refused, match=r"code_reset\.same_person"):
        reset(workspace, session, witness=witness)


@pytest.mark.parametrize(("witness", "reason"), [("", REASON), (WITNESS, "  ")])
def test_a_witness_and_a_reason_are_asked(
    workspace: SqlWorkspace, session: SessionMade, witness: str, reason: str
) -> None:
    with pytest.raises(RuleError, match=r"text\."):
        reset(workspace, session, witness=witness, reason=reason)


def test_who_signed_minutes_of_the_session_keeps_the_code(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    seats = session.seats
    with workspace.unit_of_work() as work:
        now = clock()
        lines = [
            MinutesSignature("l1", "m", seats[Role.PRESIDENT], 1, "MARTIN Anne", "s1", now, "b" * 64),
            MinutesSignature("l2", "m", seats[Role.CENTRE], 2, "ROUX Hélène", "s2"),
        ]
        numbers = ("a" * 64, "b" * 64, "b" * 64)
        work.minutes.add(
            Minutes("m", session.id, session.panel_id, "PV", "{}", *numbers, 1, now, signatures=lines)
        )
        work.commit()
    with pytest.raises(Refused, match=r"code_reset\.signed"):
        reset(workspace, session, Role.PRESIDENT, by=Role.PROFESSIONAL)
    assert reset(workspace, session, Role.CENTRE).code is not None
