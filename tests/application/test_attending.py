"""Whether, when and why: late, excused with a document, withdrawn; and each taken back whole."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cisp_desktop.application.attending import Coming, attend, coming_of, keep_document
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.wording import moment_words, sentence
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all

TEN = datetime(2022, 12, 14, 7, 20, tzinfo=UTC)
LATE = Coming(Attendance.PRESENT, arrived_at=TEN)
EXPECTED = Coming(Attendance.EXPECTED)


def test_a_late_candidate_is_present_with_an_hour(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    assert attend(workspace, first, LATE) == EXPECTED
    assert (coming_of(workspace, first), coming_of(workspace, first).late) == (LATE, True)
    assert workspace.queries.registration(first).attendance is Attendance.PRESENT


def test_an_excuse_keeps_its_document(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    kept = keep_document(workspace, b"%PDF-1.7 certificat")
    excused = Coming(Attendance.EXCUSED, excuse="Hospitalisation", document_name="certificat.pdf",
                     document_sha256=kept)  # fmt: skip
    attend(workspace, first, excused)
    assert coming_of(workspace, first) == excused
    assert workspace.vault.read(kept) == b"%PDF-1.7 certificat"
    assert workspace.check() == []


def test_a_lost_document_is_found_by_the_check(workspace: SqlWorkspace, session: SessionMade) -> None:
    excused = Coming(
        Attendance.EXCUSED, excuse="Hospitalisation", document_name="certificat.pdf", document_sha256="0" * 64
    )
    attend(workspace, session.registrations[0], excused)
    assert workspace.check() == [f"vault.missing:{'0' * 64}"]


def test_what_was_said_before_is_put_back_whole(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    said = [
        LATE,
        Coming(Attendance.EXCUSED, excuse="Train supprimé"),
        Coming(Attendance.WITHDRAWN, left_at=TEN, excuse="A quitté la salle"),
        Coming(Attendance.ABSENT),
        EXPECTED,
    ]
    for coming in said:
        before = coming_of(workspace, first)
        assert attend(workspace, first, coming) == before
        assert attend(workspace, first, before) == coming
        assert coming_of(workspace, first) == before
        attend(workspace, first, coming)
    with workspace.unit_of_work() as work:
        assert work.hearings.presence(first) is None


def test_a_detail_goes_with_its_attendance_alone(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    for wrong, code in (
        (replace(LATE, attendance=Attendance.ABSENT), "attendance.arrived"),
        (Coming(Attendance.PRESENT, left_at=TEN), "attendance.left"),
        (Coming(Attendance.ABSENT, excuse="Malade"), "attendance.excuse"),
    ):
        with pytest.raises(RuleError) as caught:
            attend(workspace, first, wrong)
        assert caught.value.code == code
    assert coming_of(workspace, first) == EXPECTED


def test_an_excuse_says_why_whoever_asks(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    for said in (
        Coming(Attendance.EXCUSED),
        Coming(Attendance.EXCUSED, excuse=" \u00a0 "),
        Coming(Attendance.EXCUSED, document_name="certificat.pdf", document_sha256="0" * 64),
    ):
        with pytest.raises(RuleError, match=r"attendance\.reason"):
            attend(workspace, first, said)
    assert coming_of(workspace, first) == EXPECTED


def test_an_excuse_of_old_without_a_reason_comes_back_by_undo(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    old = Coming(Attendance.EXCUSED)
    attend(workspace, first, old, restored=True)
    assert attend(workspace, first, LATE) == old
    assert attend(workspace, first, old, restored=True) == LATE
    assert coming_of(workspace, first) == old


@pytest.mark.parametrize("later", [1, 59, 60 * 24])
def test_an_hour_to_come_is_refused_with_the_hour_of_this_computer(
    workspace: SqlWorkspace, session: SessionMade, later: int
) -> None:
    first, now = session.registrations[0], workspace.clock()
    at = now.replace(second=0, microsecond=0) + timedelta(minutes=later)
    for said in (
        Coming(Attendance.PRESENT, arrived_at=at),
        Coming(Attendance.WITHDRAWN, left_at=at, excuse="A quitté la salle"),
    ):
        with pytest.raises(RuleError, match=r"attendance\.in_future") as caught:
            attend(workspace, first, said)
        words = sentence(caught.value)
        assert moment_words(at) in words
        assert moment_words(now) in words
    assert coming_of(workspace, first) == EXPECTED
    attend(workspace, first, Coming(Attendance.PRESENT, arrived_at=now.replace(second=0, microsecond=0)))


def test_who_withdraws_after_a_seal_is_withdrawn_and_no_more_awaited(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score(workspace, session, first, blocks=session.blocks[:1])
    with pytest.raises(Refused, match=r"attendance\.sealed"):
        attend(workspace, first, Coming(Attendance.ABSENT))
    attend(workspace, first, Coming(Attendance.WITHDRAWN, left_at=TEN))
    assert workspace.queries.deliberation(session.id)[0].outcome is Outcome.WITHDRAWN
    with pytest.raises(Refused, match=r"registration\.not_heard"):
        score(workspace, session, first, role=Role.CENTRE)


def test_attendance_stands_once_a_block_is_decided(workspace: SqlWorkspace, session: SessionMade) -> None:
    first = session.registrations[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    decide(workspace, first, block_id=session.blocks[0], ruling=Ruling(DecisionValue.VALIDATED))
    with pytest.raises(Refused, match=r"attendance\.decided"):
        attend(workspace, first, Coming(Attendance.WITHDRAWN, left_at=TEN))
    attend(workspace, first, LATE)
    assert coming_of(workspace, first) == LATE
