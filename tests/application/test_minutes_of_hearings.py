"""What the minutes say of the day: who left or stood in, rounds, votes, incidents, hours of the defences."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.incidents import IncidentEntry, record_incident
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.minutes import close_session, closing_blockers, draft_minutes, sign_minutes
from cisp_desktop.application.minutes import snapshot_of as frozen
from cisp_desktop.application.ports import RenderedMinutes
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.rounds import open_round
from cisp_desktop.application.stand_ins import call_substitute, leave, set_aside
from cisp_desktop.application.timers import TimerKey, start_timer, stop_timer
from cisp_desktop.application.wording_minutes import attendance_words, defence_words
from cisp_desktop.application.wording_quorum import quorum_statement
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing_log import IncidentKind, Phase
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_rooms import PlainSigner
from tests.application.test_stand_ins import SUBSTITUTE, made, with_substitute
from tests.factories import SessionMade, score, score_by_all
from tests.fakes import FakeClock, FakeIdentities

__all__ = ["made"]
TEN = datetime(2022, 12, 14, 10, 20, tzinfo=UTC)
VALIDATED = Ruling(DecisionValue.VALIDATED)


class Snapshots(MinutesRenderer):
    """Keeps the data that it was given to draw."""

    snapshot: Mapping[str, Any]

    def render(self, snapshot: Any, *, draft: bool) -> RenderedMinutes:
        self.snapshot = snapshot
        return super().render(snapshot, draft=draft)


def drafted(workspace: SqlWorkspace, made: SessionMade) -> Mapping[str, Any]:
    renderer = Snapshots()
    draft_minutes(workspace, made.id, renderer=renderer)
    return renderer.snapshot


def replaced(workspace: SqlWorkspace, made: SessionMade) -> None:
    """The centre's representative hears the first candidate, and a substitute the two others."""
    first, second, third = made.registrations
    score_by_all(workspace, made, first)
    leave(workspace, second, made.seats[Role.CENTRE], reason="Malaise", at=TEN, following=True)
    call_substitute(
        workspace, second, SUBSTITUTE, for_seat=made.seats[Role.CENTRE], identities=FakeIdentities(),
        following=True,
    )  # fmt: skip
    score_by_all(workspace, with_substitute(made), second)
    set_attendance(workspace, third, attendance=Attendance.ABSENT)
    open_deliberation(workspace, made.id)


def test_the_substitute_stands_beside_who_left_and_both_sign_for_what_they_decided(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    replaced(workspace, made)
    seats = {seat["id"]: seat for seat in drafted(workspace, made)["panel"]["seats"]}
    assert list(seats) == [*made.seats.values(), SUBSTITUTE]
    left, called = seats[made.seats[Role.CENTRE]], seats[SUBSTITUTE]
    assert (left["attendance"], left["at"], left["replaced_by"], left["absent_for"], left["signs"]) == (
        "REPLACED", "2022-12-14T10:20:00+00:00", "NOEL Jean", ["D-0002", "D-0003"], True,
    )  # fmt: skip
    assert (called["attendance"], called["stands_in_for"], called["sat_for"], called["signs"]) == (
        "PRESENT", "ROUX Hélène", ["D-0002", "D-0003"], True,
    )  # fmt: skip
    assert attendance_words(left) == (
        "Remplacé à\u00a010\u00a0h\u00a020 par NOEL Jean, absent pour\u00a0: D-0002, D-0003"
    )
    assert attendance_words(called) == "Présent, suppléant de ROUX Hélène pour\u00a0: D-0002, D-0003"


def test_a_called_substitute_signs_the_minutes(workspace: SqlWorkspace, made: SessionMade) -> None:
    replaced(workspace, made)
    for registration_id in made.registrations[:2]:
        for block in made.blocks:
            decide(workspace, registration_id, block_id=block, ruling=VALIDATED)
    assert closing_blockers(workspace, made.id) == []
    (closed,) = close_session(workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner())
    lines = workspace.queries.minutes(closed.id).signatures
    assert [line.name for line in lines] == ["MARTIN Anne", "PETIT Karim", "ROUX Hélène", "NOEL Jean"]
    sign_minutes(
        workspace, closed.id, juror=with_substitute(made).juror(Role.CENTRE), image=None, signer=PlainSigner()
    )
    assert workspace.queries.minutes(closed.id).signatures[3].signed_at is not None
    assert frozen(workspace, closed.id)["quorum"]["present"] == 3


def test_who_left_for_everybody_is_absent_and_does_not_sign(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    centre = made.seats[Role.CENTRE]
    leave(workspace, made.registrations[0], centre, reason="Malaise", at=TEN, following=True)
    snapshot = drafted(workspace, made)
    seat = next(seat for seat in snapshot["panel"]["seats"] if seat["id"] == centre)
    assert (seat["attendance"], seat["signs"], "absent_for" in seat) == ("ABSENT", False, False)
    quorum = snapshot["quorum"]
    assert (quorum["present"], [one["members"] for one in quorum["reduced_for"]]) == (2, [2, 2, 2])
    assert "après un départ, le jury a délibéré à 2\u00a0membres" in quorum_statement(quorum)


def test_a_recused_juror_replaced_leaves_the_jury_whole(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED)
    call_substitute(workspace, first, SUBSTITUTE, for_seat=centre, identities=FakeIdentities())
    snapshot = drafted(workspace, made)
    seat = next(seat for seat in snapshot["panel"]["seats"] if seat["id"] == centre)
    assert (seat["attendance"], seat["recused_for"], "signs" in seat) == ("PRESENT", ["D-0001"], False)
    assert snapshot["quorum"]["reduced_for"] == [{"number": "D-0001", "members": 3}]


def test_a_session_without_such_events_says_nothing_of_them(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    snapshot = drafted(workspace, made)
    assert [set(seat) for seat in snapshot["panel"]["seats"]] == [
        {"id", "role", "name", "title", "employer", "attendance", "at", "recused_for"}
    ] * 3
    assert not any("defence" in candidate for candidate in snapshot["candidates"])
    assert (snapshot["incidents"], snapshot["unanimous"], snapshot["quorum"]["present"]) == ([], None, 3)
    assert [candidate["second_round"] for candidate in snapshot["candidates"]] == [[], [], []]


def test_closing_waits_for_the_sheets_of_a_second_round(workspace: SqlWorkspace, made: SessionMade) -> None:
    first = made.registrations[0]
    for registration_id in made.registrations[1:]:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    score_by_all(workspace, made, first)
    open_deliberation(workspace, made.id)
    began = drafted(workspace, made)["deliberation"]["starts"]
    for block in made.blocks[1:]:
        decide(workspace, first, block_id=block, ruling=VALIDATED)
    open_round(workspace, first, made.blocks[0], reason="Écart")
    codes = [(blocker.code, blocker.values.get("juror")) for blocker in closing_blockers(workspace, made.id)]
    assert codes == [
        ("minutes.unsealed", "MARTIN Anne"), ("minutes.unsealed", "PETIT Karim"),
        ("minutes.unsealed", "ROUX Hélène"), ("minutes.undecided", None),
    ]  # fmt: skip
    assert isinstance(workspace.clock, FakeClock)
    workspace.clock.advance(hours=1)
    for role in made.seats:
        score(workspace, made, first, role=role, blocks=made.blocks[:1], level=3)
    open_deliberation(workspace, made.id)
    decide(workspace, first, block_id=made.blocks[0], ruling=VALIDATED)
    assert closing_blockers(workspace, made.id) == []
    snapshot = drafted(workspace, made)
    assert snapshot["candidates"][0]["second_round"] == [made.certification.blocks[0].code]
    assert snapshot["deliberation"]["starts"] == began


def test_closing_without_quorum_is_prevented(workspace: SqlWorkspace, made: SessionMade) -> None:
    for registration_id in made.registrations[1:]:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    leave(workspace, made.registrations[0], made.seats[Role.PRESIDENT], reason="Malaise")
    codes = {blocker.code for blocker in closing_blockers(workspace, made.id)}
    assert "panel.no_president" in codes


def test_a_sheet_set_aside_does_not_prevent_closing(workspace: SqlWorkspace, made: SessionMade) -> None:
    first, centre = made.registrations[0], made.seats[Role.CENTRE]
    score(workspace, made, first, role=Role.CENTRE, blocks=made.blocks[:1], seal=False)
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, made, first, role=role)
    leave(workspace, first, centre, reason="Malaise")
    assert "minutes.unsealed" in {blocker.code for blocker in closing_blockers(workspace, made.id)}
    set_aside(workspace, made.juror(), registration_id=first, seat_id=centre, reason="Partie")
    concerned = [b for b in closing_blockers(workspace, made.id) if b.registration_id == first]
    assert "minutes.unsealed" not in {blocker.code for blocker in concerned}


@pytest.mark.parametrize(
    ("ballots", "unanimous"),
    [((Ballot.FOR, Ballot.FOR, Ballot.FOR), True), ((Ballot.FOR, Ballot.FOR, Ballot.AGAINST), False)],
)
def test_votes_say_whether_the_jury_was_unanimous(
    workspace: SqlWorkspace, made: SessionMade, ballots: tuple[Ballot, ...], unanimous: bool
) -> None:
    first = made.registrations[0]
    score_by_all(workspace, made, first)
    open_deliberation(workspace, made.id)
    votes = dict(zip(made.seats.values(), ballots, strict=True))
    decide(workspace, first, block_id=made.blocks[0], ruling=VALIDATED, ballots=votes)
    assert drafted(workspace, made)["unanimous"] is unanimous
    decide(workspace, first, block_id=made.blocks[1], ruling=VALIDATED)
    assert drafted(workspace, made)["unanimous"] is (False if not unanimous else None)


def test_incidents_are_told_by_hour_with_the_presidents_decision(
    workspace: SqlWorkspace, made: SessionMade
) -> None:
    entry = IncidentEntry(
        IncidentKind.TECHNICAL, datetime(2022, 12, 14, 7, 5, tzinfo=UTC), "Coupure de courant",
        decision="Reprise à 7 h 30", registration_id=made.registrations[0],
    )  # fmt: skip
    record_incident(workspace, made.panel_id, entry)
    assert drafted(workspace, made)["incidents"] == [
        (
            "le 14/12/2022 à\u00a07\u00a0h\u00a005, incident technique, D-0001 – DUPONT1 Zoé Ève\u00a0: "
            "Coupure de courant. Décision du président\u00a0: Reprise à 7 h 30."
        )
    ]


def test_the_hours_of_a_defence_and_of_a_late_coming_are_told(
    workspace: SqlWorkspace, made: SessionMade, clock: FakeClock
) -> None:
    first = made.registrations[0]
    key = TimerKey(first, made.certification.blocks[0].assessments[0].id, Phase.PRESENTATION)
    attend(workspace, first, Coming(Attendance.PRESENT, arrived_at=workspace.clock()))
    clock.now = datetime(2022, 12, 14, 10, 30, tzinfo=UTC)
    start_timer(workspace, key, actor="SITE")
    clock.advance(minutes=40)
    stop_timer(workspace, key, actor="SITE")
    told, *others = drafted(workspace, made)["candidates"]
    assert defence_words(told["defence"]) == (
        "arrivée notée à\u00a08\u00a0h\u00a000, soutenance de 10\u00a0h\u00a030 à 11\u00a0h\u00a010"
    )
    assert not any("defence" in other for other in others)


def test_a_substitute_not_called_does_not_sign(workspace: SqlWorkspace, made: SessionMade) -> None:
    assert SUBSTITUTE not in {seat["id"] for seat in drafted(workspace, made)["panel"]["seats"]}
    score_by_all(workspace, made, made.registrations[0])
    for registration_id in made.registrations[1:]:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    open_deliberation(workspace, made.id)
    for block in made.blocks:
        decide(workspace, made.registrations[0], block_id=block, ruling=VALIDATED)
    (closed,) = close_session(workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner())
    with pytest.raises(Refused, match=r"minutes\.not_a_member"):
        sign_minutes(
            workspace, closed.id, juror=with_substitute(made).juror(Role.CENTRE), image=None,
            signer=PlainSigner(),
        )  # fmt: skip
