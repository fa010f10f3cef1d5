"""Closed minutes: refusals, the paper route, reopening, cancelling, and how a workspace keeps all of it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.minutes import MinutesClosed, close_session, sign_minutes, snapshot_of
from cisp_desktop.application.minutes_life import (
    attach_scan,
    cancel_minutes,
    refuse_signature,
    reopen_closing,
    sign_on_paper,
    take_refusal_back,
)
from cisp_desktop.application.preparing import set_attendance
from cisp_desktop.application.wording_journal import detail_words, read_names
from cisp_desktop.application.wording_minutes_life import why_words
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import MinutesState, Refusal, Route
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.test_rooms import PlainSigner
from tests.factories import SessionMade, score_by_all

VALIDATED = Ruling(DecisionValue.VALIDATED)


def decided(workspace: SqlWorkspace, made: SessionMade) -> None:
    """The first candidate is decided, the others did not come."""
    first, *others = made.registrations
    score_by_all(workspace, made, first)
    for registration_id in others:
        set_attendance(workspace, registration_id, attendance=Attendance.ABSENT)
    open_deliberation(workspace, made.id)
    for block in made.blocks:
        decide(workspace, first, block_id=block, ruling=VALIDATED)


def close(workspace: SqlWorkspace, made: SessionMade) -> MinutesClosed:
    (closed,) = close_session(workspace, made.id, renderer=MinutesRenderer(), signer=PlainSigner())
    return closed


def sign(workspace: SqlWorkspace, made: SessionMade, minutes_id: str, *roles: Role) -> None:
    """Sign as these members, or as all those whose signature the minutes have a line for."""
    lines = {line.seat_id for line in workspace.queries.minutes(minutes_id).signatures}
    for role in roles or [role for role, seat_id in made.seats.items() if seat_id in lines]:
        sign_minutes(workspace, minutes_id, juror=made.juror(role), image=None, signer=PlainSigner())


@pytest.fixture
def closed(workspace: SqlWorkspace, session: SessionMade) -> MinutesClosed:
    decided(workspace, session)
    return close(workspace, session)


def journal(workspace: SqlWorkspace, action: str) -> list[str]:
    return [event.details for event in workspace.queries.events() if event.action == action]


def test_a_refusal_is_kept_with_its_reason_and_taken_back(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    seat, juror = session.seats[Role.CENTRE], session.juror(Role.CENTRE)
    refuse_signature(workspace, closed.id, seat, reason="désaccord", juror=juror)
    line = next(one for one in workspace.queries.minutes(closed.id).signatures if one.seat_id == seat)
    assert (line.refusal, line.signed_at) == ("désaccord", None)
    assert line.refused_at is not None
    with pytest.raises(Refused, match=r"minutes\.refused"):
        sign(workspace, session, closed.id, Role.CENTRE)
    before = take_refusal_back(workspace, closed.id, seat, juror=juror)
    assert before == Refusal("désaccord", line.refused_at)
    sign(workspace, session, closed.id)
    assert workspace.queries.session(session.id).minutes_state is MinutesState.COMPLETE
    assert journal(workspace, "minutes.refused") == ['{"reason":"désaccord"}']


def test_what_was_refused_and_why_stays_known_after_it_was_taken_back(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    seat, president = session.seats[Role.CENTRE], session.juror(Role.PRESIDENT)
    refuse_signature(workspace, closed.id, seat, reason="désaccord", juror=president)
    (stands,) = workspace.queries.minutes_refusals(session.id)
    assert (stands.name, stands.reason, stands.entered_by) == ("ROUX Hélène", "désaccord", president.name)
    assert stands.withdrawn_at is None
    take_refusal_back(workspace, closed.id, seat, juror=session.juror(Role.CENTRE))
    (kept,) = workspace.queries.minutes_refusals(session.id)
    assert (kept.reason, kept.withdrawn_by) == ("désaccord", "")
    assert kept.withdrawn_at is not None
    row = workspace.queries.minutes(closed.id)
    said = why_words(row, [row], [kept])
    assert "ROUX Hélène\u00a0: a refusé de signer le" in said
    assert f"(saisi par {president.name})\u00a0: désaccord. Refus retiré le" in said
    names = read_names(workspace.queries).words
    (told,) = journal(workspace, "minutes.refused")
    assert detail_words(told, names) == f"motif\u00a0: désaccord · saisi par {president.name}"


def test_another_member_s_code_refuses_for_nobody_but_an_absent_president(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    other, seats = session.juror(Role.PROFESSIONAL), session.seats
    with pytest.raises(Refused, match=r"minutes\.refusal_by_other"):
        refuse_signature(workspace, closed.id, seats[Role.CENTRE], reason="désaccord", juror=other)
    refuse_signature(workspace, closed.id, seats[Role.PRESIDENT], reason="désaccord", juror=other)
    row = workspace.queries.minutes(closed.id)
    assert [line.role for line in row.signatures if line.refused_at] == [Role.PRESIDENT]
    refuse_signature(
        workspace, closed.id, seats[Role.CENTRE], reason="x", juror=session.juror(Role.PRESIDENT)
    )
    with pytest.raises(Refused, match=r"minutes\.refusal_by_other"):
        take_refusal_back(workspace, closed.id, seats[Role.CENTRE], juror=other)


def test_minutes_without_one_signature_refused_are_complete_and_locked(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    seat, juror = session.seats[Role.CENTRE], session.juror(Role.CENTRE)
    refuse_signature(workspace, closed.id, seat, reason="désaccord", juror=juror)
    sign(workspace, session, closed.id, Role.PRESIDENT, Role.PROFESSIONAL)
    row = workspace.queries.minutes(closed.id)
    assert row.state is MinutesState.COMPLETE
    with pytest.raises(Refused, match=r"minutes\.complete"):
        take_refusal_back(workspace, closed.id, seat, juror=juror)


def test_a_session_reopened_before_any_signature_keeps_its_number_and_says_which_version_counts(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    ended = reopen_closing(workspace, session.id, by="ROUX Hélène", why="erreur de saisie")
    assert ended.numbers == (closed.number,)
    assert not workspace.queries.session(session.id).closed
    assert workspace.queries.minutes_of_session(session.id) == []
    first = session.registrations[0]
    decide(workspace, first, block_id=session.blocks[0], ruling=Ruling(DecisionValue.NOT_VALIDATED, "vu"))
    again = close(workspace, session)
    assert again.number == closed.number
    history = workspace.queries.minutes_history(session.id)
    assert [(one.version, one.state) for one in history] == [
        (1, MinutesState.REOPENED), (2, MinutesState.CLOSED),
    ]  # fmt: skip
    assert (history[0].ended_by, history[0].ended_why) == ("ROUX Hélène", "erreur de saisie")
    assert snapshot_of(workspace, again.id)["version"] == 2
    assert "erreur de saisie" in journal(workspace, "session.closing_reopened")[0]
    with pytest.raises(Refused, match=r"minutes\.ended"):
        sign(workspace, session, closed.id, Role.PRESIDENT)


@pytest.mark.parametrize(("by", "why", "code"), [("ROUX", " ", "minutes.ending_reason"), ("", "x", "text.")])
def test_an_end_needs_a_reason_and_a_name(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed, by: str, why: str, code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        reopen_closing(workspace, session.id, by=by, why=why)
    assert workspace.queries.minutes(closed.id).state is MinutesState.CLOSED


def test_minutes_cancelled_between_two_signatures_keep_their_number_and_the_session_takes_another(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id, Role.PRESIDENT)
    with pytest.raises(Refused, match=r"minutes\.signed_once"):
        reopen_closing(workspace, session.id, by="ROUX", why="nom faux")
    ended = cancel_minutes(workspace, session.id, by="ROUX Hélène", why="nom faux")
    assert ended.numbers == (closed.number,)
    assert ended.reserved == (workspace.queries.session(session.id).minutes_number,)
    again = close(workspace, session)
    assert again.number == ended.reserved[0] != closed.number
    assert "version" not in snapshot_of(workspace, again.id)
    assert workspace.queries.minutes(closed.id).state is MinutesState.CANCELLED
    with workspace.unit_of_work() as work:
        assert closed.number in work.sessions.numbers("PV-")
    sign(workspace, session, again.id)
    with pytest.raises(Refused, match=r"minutes\.complete"):
        cancel_minutes(workspace, session.id, by="ROUX", why="trop tard")


def test_what_nobody_signed_is_reopened_and_not_cancelled(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    with pytest.raises(Refused, match=r"minutes\.unsigned"):
        cancel_minutes(workspace, session.id, by="ROUX", why="nom faux")


def test_paper_minutes_are_signed_by_what_their_scan_shows(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    scan = attach_scan(workspace, closed.id, b"%PDF-1.7 scan", file_name="pv.pdf", pages=2, by="ROUX Hélène")
    assert attach_scan(workspace, closed.id, b"%PDF-1.7 scan", file_name="pv.pdf", pages=2, by="X") == scan
    two = [session.seats[Role.PRESIDENT], session.seats[Role.CENTRE]]
    sign_on_paper(workspace, closed.id, two, scan_id=scan)
    row = workspace.queries.minutes(closed.id)
    assert (row.state, row.route) == (MinutesState.PARTLY_SIGNED, Route.PAPER)
    with pytest.raises(Refused, match=r"minutes\.other_route"):
        sign(workspace, session, closed.id, Role.PROFESSIONAL)
    sign_on_paper(workspace, closed.id, [session.seats[Role.PROFESSIONAL]], scan_id=scan)
    assert workspace.queries.minutes(closed.id).state is MinutesState.COMPLETE
    assert workspace.check() == []


def test_members_seen_on_a_scan_are_recorded_all_or_none(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    scan = attach_scan(workspace, closed.id, b"%PDF-1.7 scan", file_name="pv.pdf", pages=2, by="ROUX")
    sign_on_paper(workspace, closed.id, [session.seats[Role.CENTRE]], scan_id=scan)
    with pytest.raises(Refused, match=r"minutes\.already_signed"):
        sign_on_paper(
            workspace, closed.id, [session.seats[Role.PRESIDENT], session.seats[Role.CENTRE]], scan_id=scan
        )
    signed = [one.name for one in workspace.queries.minutes(closed.id).signatures if one.signed_at]
    assert signed == ["ROUX Hélène"]
    with pytest.raises(Refused, match=r"minutes\.scan_unknown"):
        sign_on_paper(workspace, closed.id, [session.seats[Role.PRESIDENT]], scan_id="other")


def test_no_statement_gets_round_the_life_of_minutes(
    workspace: SqlWorkspace, session: SessionMade, closed: MinutesClosed
) -> None:
    sign(workspace, session, closed.id, Role.PRESIDENT)
    attempts = {
        "UPDATE jury_session SET closed_at = NULL": "jury_session.closed",
        "UPDATE minutes SET number = 'PV-2022-GRE-0099'": "minutes.frozen",
        "UPDATE minutes SET version = 2": "minutes.frozen",
        "UPDATE minutes SET rectification = 'x'": "minutes.frozen",
        "UPDATE minutes SET route = 'PAPER'": "minutes.route",
        "UPDATE minutes_signature SET refusal = 'x' WHERE signed_at IS NULL": "CHECK",
        "DELETE FROM minutes": "minutes.frozen",
    }
    with workspace._writing.connect() as connection:
        for statement, told in attempts.items():
            with pytest.raises(DBAPIError, match=told):
                connection.execute(text(statement))
        connection.rollback()


def test_the_number_of_cancelled_minutes_is_no_round() -> None:
    assert detail_words('{"number":"PV-2027-GRE-0001"}', {}) == "PV-2027-GRE-0001"
    assert detail_words('{"number":2}', {}) == "tour 2"
