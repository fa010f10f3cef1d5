"""What a day’s acts become in the minutes: recusals, presence, hours; and codes over a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cisp_desktop.application.attending import Coming, attend, keep_document
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.jurors import identify_juror, recuse, withdraw_recusal
from cisp_desktop.application.minutes import close_session, closing_blockers
from cisp_desktop.application.timers import (
    LISTENING_MARGIN,
    TimerKey,
    listening_until,
    pause_timer,
    start_timer,
    stop_timer,
)
from cisp_desktop.application.wording_minutes import declared_words, defence_words, recused_words
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.hearing_log import Phase
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_minutes_of_hearings import drafted
from tests.application.test_rooms import PlainSigner
from tests.documents.reading import whole_text
from tests.factories import PASSPHRASE, SessionMade, make_store, score_by_all
from tests.fakes import FakeClock, FakeIdentities

TEN = datetime(2022, 12, 14, 10, 20, tzinfo=UTC)


# --- recusals -----------------------------------------------------------------------------------------


def seat_of(workspace: SqlWorkspace, session: SessionMade, role: Role) -> dict[str, object]:
    seats = drafted(workspace, session)["panel"]["seats"]
    return next(seat for seat in seats if seat["id"] == session.seats[role])


def test_a_recusal_of_the_day_has_its_hour_and_an_earlier_one_has_none(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    first, second, third = session.registrations
    centre = session.seats[Role.CENTRE]
    clock.now = TEN - timedelta(days=20)
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED)
    clock.now = TEN
    recuse(workspace, second, seat_id=centre, ground=RecusalGround.PERSONAL_TIE)
    seat = seat_of(workspace, session, Role.CENTRE)
    assert seat["recused_for"] == ["D-0001", "D-0002"]
    assert recused_words(seat) == "Récusé pour\u00a0: D-0001, D-0002 (à\u00a010\u00a0h\u00a020)"
    clock.now = TEN + timedelta(days=1, hours=1)  # the session has two days
    recuse(workspace, third, seat_id=centre, ground=RecusalGround.TRAINED)
    hours = seat_of(workspace, session, Role.CENTRE)["recused_at"]
    assert hours == {"D-0002": "2022-12-14T10:20:00+00:00", "D-0003": "2022-12-15T11:20:00+00:00"}


def test_a_withdrawal_that_is_undone_keeps_the_hour_of_the_declaration(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    first, centre = session.registrations[0], session.seats[Role.CENTRE]
    clock.now = TEN
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED)
    clock.advance(hours=2)
    withdraw_recusal(workspace, first, seat_id=centre)
    assert "recused_at" not in seat_of(workspace, session, Role.CENTRE)
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED, restored=True)
    assert recused_words(seat_of(workspace, session, Role.CENTRE)).endswith("(à\u00a010\u00a0h\u00a020)")
    withdraw_recusal(workspace, first, seat_id=centre)
    recuse(workspace, first, seat_id=centre, ground=RecusalGround.TRAINED)
    assert recused_words(seat_of(workspace, session, Role.CENTRE)).endswith("(à\u00a012\u00a0h\u00a020)")


def test_the_hour_is_printed_with_the_member_and_in_the_list_of_recusals(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    clock.now = TEN
    recuse(
        workspace, session.registrations[0], seat_id=session.seats[Role.CENTRE], ground=RecusalGround.TRAINED
    )
    snapshot = drafted(workspace, session)
    text = " ".join(whole_text(MinutesRenderer().render(snapshot, draft=True).pdf).split())
    assert "D-0001 (à 10 h 20)" in text.replace("\u00a0", " ")
    assert declared_words("2022-12-14T10:20:00+00:00") == (
        "récusation déclarée le 14/12/2022 à\u00a010\u00a0h\u00a020"
    )
    assert "récusation déclarée le 14/12/2022 à 10 h 20" in text.replace("\u00a0", " ")


# --- presence, end to end -----------------------------------------------------------------------------


def test_late_withdrawn_and_excused_go_through_to_the_signed_minutes(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    late, gone, excused = session.registrations
    clock.now = TEN
    proof = keep_document(workspace, b"%PDF-1.7 certificat")
    attend(workspace, late, Coming(Attendance.PRESENT, arrived_at=TEN))
    attend(workspace, gone, Coming(Attendance.WITHDRAWN, left_at=TEN, excuse="A quitté la salle"))
    attend(
        workspace, excused,
        Coming(Attendance.EXCUSED, excuse="Hospitalisée", document_name="c.pdf", document_sha256=proof),
    )  # fmt: skip
    score_by_all(workspace, session, late)
    for other in (gone, excused):
        with pytest.raises(Refused, match=r"registration\.not_heard"):
            score_by_all(workspace, session, other)
    open_deliberation(workspace, session.id)
    for block in session.blocks:
        decide(workspace, late, block_id=block, ruling=Ruling(DecisionValue.VALIDATED))
    assert closing_blockers(workspace, session.id) == []
    one, two, three = drafted(workspace, session)["candidates"]
    assert defence_words(one["defence"]) == "arrivée notée à\u00a010\u00a0h\u00a020"
    told = "départ noté à\u00a010\u00a0h\u00a020"
    assert (two["outcome"], defence_words(two["defence"])) == ("WITHDRAWN", told)
    assert set(two["decisions"].values()) == {"WITHDRAWN"}
    assert (three["outcome"], set(three["decisions"].values())) == ("EXCUSED", {"EXCUSED"})
    counts = drafted(workspace, session)["counts"]
    assert (counts["registered"], counts["excused"]) == (3, 1)
    close_session(workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner())
    with pytest.raises(Refused, match=r"session\.closed"):
        attend(workspace, late, Coming(Attendance.PRESENT))
    assert workspace.vault.read(proof) == b"%PDF-1.7 certificat"


def test_why_a_candidate_is_excused_is_not_printed(workspace: SqlWorkspace, session: SessionMade) -> None:
    attend(workspace, session.registrations[0], Coming(Attendance.EXCUSED, excuse="Hospitalisation"))
    pdf = MinutesRenderer().render(drafted(workspace, session), draft=True).pdf
    assert "Hospitalisation" not in whole_text(pdf)


@pytest.mark.parametrize("content", [b"PK\x03\x04 classeur", b"", b"<html>"])
def test_a_document_that_could_not_be_read_again_is_refused(workspace: SqlWorkspace, content: bytes) -> None:
    with pytest.raises(RuleError, match=r"attendance\.document_kind"):
        keep_document(workspace, content)


# --- hours --------------------------------------------------------------------------------------------


def key(session: SessionMade, candidate: int, phase: Phase = Phase.PRESENTATION) -> TimerKey:
    assessment = session.certification.blocks[0].assessments[0].id
    return TimerKey(session.registrations[candidate], assessment, phase)


def test_a_defence_that_nobody_ended_ended_when_its_timer_stood_still(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    clock.now = datetime(2022, 12, 14, 9, 0, tzinfo=UTC)
    start_timer(workspace, key(session, 0), actor="SITE")
    clock.advance(minutes=20)
    stop_timer(workspace, key(session, 0), actor="SITE")
    start_timer(workspace, key(session, 0, Phase.INTERVIEW), actor="SITE")
    clock.advance(minutes=30)
    start_timer(workspace, key(session, 1), actor="SITE")  # pauses the interview: the next one is heard
    clock.advance(minutes=25)
    first, second, third = drafted(workspace, session)["candidates"]
    assert defence_words(first["defence"]) == "soutenance de 9\u00a0h\u00a000 à 9\u00a0h\u00a050"
    assert defence_words(second["defence"]) == "soutenance dès 9\u00a0h\u00a050"
    assert "defence" not in third
    pause_timer(workspace, key(session, 1), actor="SITE")
    second = drafted(workspace, session)["candidates"][1]
    assert defence_words(second["defence"]) == "soutenance de 9\u00a0h\u00a050 à 10\u00a0h\u00a015"


def test_timers_say_until_when_somebody_listens(
    workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    blocks = workspace.queries.certification(session.certification.id).blocks

    def until() -> datetime | None:
        queries = workspace.queries
        return listening_until(
            queries.timer_events(session.id), queries.registrations(session.id), blocks, usual=lambda _p: 20
        )

    assert until() is None
    start_timer(workspace, key(session, 0), actor="SITE")
    began = clock.now
    clock.advance(minutes=5)
    pause_timer(workspace, key(session, 0), actor="SITE")
    assert until() is None
    clock.advance(minutes=30)
    start_timer(workspace, key(session, 0), actor="SITE")
    found = until()
    assert found is not None
    expected = began + timedelta(minutes=30 + 20) + LISTENING_MARGIN  # five of twenty are spent
    assert abs(found - expected) < timedelta(seconds=1)


# --- codes --------------------------------------------------------------------------------------------


def test_the_delay_after_wrong_codes_grows_and_survives_a_restart(
    tmp_path: Path, workspace: SqlWorkspace, session: SessionMade, clock: FakeClock
) -> None:
    seat, waits = session.seats[Role.CENTRE], []
    for _ in range(6):
        with pytest.raises(RuleError, match=r"identity\.code\.wrong"):
            identify_juror(workspace, seat, code="faux", identities=FakeIdentities())
        until = workspace.queries.panels(session.id)[0].seats[2].locked_until
        waits.append(0 if until is None else round((until - clock.now).total_seconds()))
        clock.advance(seconds=waits[-1] if len(waits) < 6 else 0)
    assert waits == [0, 0, 5, 10, 20, 40]
    workspace.abandon()
    again = make_store(clock).open(tmp_path / "workspace", PASSPHRASE)
    try:
        clock.advance(seconds=30)
        with pytest.raises(Refused, match=r"juror\.code\.delayed") as caught:
            identify_juror(again, seat, code="000003", identities=FakeIdentities())
        assert caught.value.values["seconds"] == 10
        clock.advance(seconds=11)
        assert identify_juror(again, seat, code="000003", identities=FakeIdentities()).seat_id == seat
        with pytest.raises(RuleError):
            identify_juror(again, seat, code="faux", identities=FakeIdentities())
        assert again.queries.panels(session.id)[0].seats[2].locked_until is None  # counted anew
    finally:
        again.abandon()
