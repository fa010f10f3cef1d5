"""Panels that could not sit, members at a distance, secretary, cancelled sessions, numbers without holes."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cisp_desktop.application.awards import award_register
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.issued_rules import JUROR_KINDS
from cisp_desktop.application.issuing import read_papers
from cisp_desktop.application.jurors import set_panel
from cisp_desktop.application.minutes import (
    ClosingPrevented,
    close_session,
    closing_blockers,
    draft_minutes,
    read_minutes,
    snapshot_of,
)
from cisp_desktop.application.not_sitting import state_not_sitting, take_statement_back
from cisp_desktop.application.panels import (
    PanelSaid,
    add_panel,
    describe_panel,
    move_candidates,
    remove_panel,
    restore_panel,
    said_of,
)
from cisp_desktop.application.preparation_content import read_paper_content
from cisp_desktop.application.preparation_papers import PaperKind
from cisp_desktop.application.preparation_printing import papers_by_kind, printing_warnings
from cisp_desktop.application.preparing import check_identity, create_session, set_attendance
from cisp_desktop.application.registers import NumberState, number_register
from cisp_desktop.application.session_cancelling import cancel_session, take_up_session
from cisp_desktop.application.wording_registers import anomaly_sentences, number_details
from cisp_desktop.documents.minutes import MinutesRenderer
from cisp_desktop.documents.preparation.renderer import PreparationRenderer
from cisp_desktop.domain.deliberation import DecisionValue, Outcome
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.issued import DocumentKind
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.application.issued_scenes import issue
from tests.application.test_minutes_life import close, decided, sign
from tests.application.test_panels import SECOND
from tests.application.test_rooms import PlainSigner
from tests.documents.reading import whole_text
from tests.factories import SessionMade, score, score_by_all
from tests.fakes import FakeIdentities

NOON = datetime(2022, 12, 14, 12, 5, tzinfo=UTC)
WHY = "Le président est hospitalisé ; personne ne le remplace."
BY = "ROUX Hélène"


def state(workspace: SqlWorkspace, made: SessionMade, *absent: Role) -> None:
    away = [made.seats[role] for role in absent]
    state_not_sitting(workspace, made.panel_id, by=BY, why=WHY, at=NOON, absent=away)


def flat(pdf: bytes) -> str:
    """Return the text of a file on one line, every space a plain one."""
    return " ".join(whole_text(pdf).split())


def drafted(workspace: SqlWorkspace, made: SessionMade) -> str:
    return flat(draft_minutes(workspace, made.id, renderer=MinutesRenderer()).pdf)


def frozen(workspace: SqlWorkspace, made: SessionMade) -> Any:
    return snapshot_of(workspace, close(workspace, made).id)


# --- secretary, certifier, members at a distance --------------------------------------------------------


def test_the_minutes_name_the_secretary_and_the_certifiers_representative(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    said = PanelSaid(secretary="BLANC Luc", representative="AROBASE, Mme NOIR")
    describe_panel(workspace, session.panel_id, said)
    text = drafted(workspace, session)
    assert "Secrétaire de séance (sans voix) : BLANC Luc." in text
    assert "AROBASE, Mme NOIR (présent, ne délibère pas)" in text


def test_a_member_at_a_distance_is_told_beside_the_name_and_in_the_statement(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    seat = session.seats[Role.PROFESSIONAL]
    describe_panel(workspace, session.panel_id, PanelSaid(remote={seat: "par visioconférence"}))
    told = drafted(workspace, session)
    assert "à distance, par visioconférence" in told
    assert "Membres ayant siégé à distance : PETIT Karim (par visioconférence)." in told


def test_nobody_at_a_distance_is_told_too(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert "Aucun membre n’a siégé à distance." in drafted(workspace, session)


def test_what_is_said_of_a_panel_is_undone_and_changes_on_the_day_once_ready(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        own = work.sessions.get(session.id)
        own.ready_at, own.ready_by = workspace.clock(), BY
        work.commit()
    said = PanelSaid(
        "Jury A", "Salle 1", "BLANC Luc", "NOIR Zoé", {session.seats[Role.CENTRE]: "par téléphone"}
    )
    before = describe_panel(workspace, session.panel_id, said)
    assert said_of(workspace.queries.panel(session.id)) == said
    describe_panel(workspace, session.panel_id, before)
    assert said_of(workspace.queries.panel(session.id)) == before


def test_nobody_of_another_panel_sits_at_a_distance_here(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with pytest.raises(Refused, match=r"seat\.not_found"):
        describe_panel(workspace, session.panel_id, PanelSaid(remote={"elsewhere": "par téléphone"}))


# --- a panel that could not sit ---------------------------------------------------------------------------


def test_a_panel_that_could_not_sit_closes_without_a_decision_and_who_was_there_signs(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    state(workspace, session, Role.PRESIDENT)
    assert closing_blockers(workspace, session.id) == []
    closed = close(workspace, session)
    lines = workspace.queries.minutes(closed.id).signatures
    assert [line.seat_id for line in lines] == [session.seats[Role.PROFESSIONAL], session.seats[Role.CENTRE]]
    text = flat(read_minutes(workspace, closed.id))
    assert "Procès-verbal de constatation" in text
    assert WHY in text
    assert "3 candidats convoqués, 0 présent ; aucun n’a été entendu ni examiné." in text
    assert "Le quorum n’est pas atteint." in text
    assert "Délibération" not in text


def test_its_candidates_are_not_examined_whoever_came(workspace: SqlWorkspace, session: SessionMade) -> None:
    set_attendance(workspace, session.registrations[0], attendance=Attendance.ABSENT)
    state(workspace, session)
    assert {row.outcome for row in workspace.queries.deliberation(session.id)} == {Outcome.NOT_EXAMINED}
    snapshot = frozen(workspace, session)
    assert snapshot["constatation"] == {"at": "2022-12-14T12:05:00+00:00", "why": WHY}
    assert {one["outcome"] for one in snapshot["candidates"]} == {"NOT_EXAMINED"}
    assert {value for one in snapshot["candidates"] for value in one["decisions"].values()} == {None}
    assert snapshot["unanimous"] is None
    assert snapshot["deliberation"]["starts"] is None


def test_no_notice_nor_award_follows_from_it(workspace: SqlWorkspace, session: SessionMade) -> None:
    state(workspace, session)
    closed = close(workspace, session)
    sign(workspace, session, closed.id)
    papers = [
        row
        for row in read_papers(workspace, session.id).rows
        if row.paper.kind is DocumentKind.DECISION_NOTICE
    ]
    refusals = {row.refusal.code for row in papers if row.refusal is not None}
    assert refusals == {"issued.not_examined"}
    assert award_register(workspace.queries).awards == ()


def test_who_came_for_nothing_has_expenses_but_took_part_in_no_jury(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    state(workspace, session, Role.CENTRE)
    sign(workspace, session, close(workspace, session).id)
    rows = [row for row in read_papers(workspace, session.id).rows if row.paper.seat_id is not None]
    refusals = {
        (row.paper.seat_id, row.paper.kind): row.refusal.code if row.refusal is not None else ""
        for row in rows
    }
    here, away = session.seats[Role.PRESIDENT], session.seats[Role.CENTRE]
    assert refusals[here, DocumentKind.JUROR_PRESENCE] == "issued.panel_did_not_sit"
    assert refusals[here, DocumentKind.JUROR_EXPENSES] == ""
    assert {refusals[away, kind] for kind in JUROR_KINDS} == {"issued.juror_not_there"}
    assert len(issue(workspace, session, DocumentKind.JUROR_EXPENSES, DocumentKind.JUROR_PRESENCE).made) == 2
    drawn = [one.pdf_sha256 for one in read_papers(workspace, session.id).documents]
    assert all("Candidats entendus 0 candidat" in flat(workspace.vault.read(sha256)) for sha256 in drawn)


def test_it_decides_nothing_and_hears_nobody_until_that_is_taken_back(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = session.registrations[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    state(workspace, session, Role.CENTRE)
    ruling = Ruling(DecisionValue.VALIDATED)
    with pytest.raises(Refused, match=r"panel\.could_not_sit"):
        decide(workspace, first, block_id=session.blocks[0], ruling=ruling)
    with pytest.raises(Refused, match=r"panel\.could_not_sit"):
        score(workspace, session, session.registrations[1], seal=False)
    before = take_statement_back(workspace, session.panel_id, by=BY)
    assert (before.at, before.why, before.absent) == (NOON, WHY, (session.seats[Role.CENTRE],))
    assert workspace.queries.panel(session.id).could_not_sit_at is None
    decide(workspace, first, block_id=session.blocks[0], ruling=ruling)
    with pytest.raises(Refused, match=r"not_sitting\.decided"):
        state(workspace, session)


def test_a_statement_needs_a_reason_and_somebody_there(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(RuleError, match=r"not_sitting\.reason"):
        state_not_sitting(workspace, session.panel_id, by=BY, why=" ")
    state(workspace, session, *session.seats)
    assert [one.code for one in closing_blockers(workspace, session.id)] == ["minutes.nobody_there"]
    with pytest.raises(Refused, match=r"not_sitting\.stated"):
        state(workspace, session)


def test_one_of_two_panels_that_could_not_sit_leaves_the_other_its_blockers(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    second = add_panel(workspace, session.id, name="Jury du soir")
    set_panel(workspace, session.id, panel_id=second, choices=SECOND, identities=FakeIdentities())
    move_candidates(workspace, session.registrations[2:], panel_id=second)
    state_not_sitting(workspace, second, by=BY, why=WHY, at=NOON)
    numbers = {one.values.get("number") for one in closing_blockers(workspace, session.id)}
    assert "D-0003" not in numbers
    assert "D-0001" in numbers
    score_by_all(workspace, session, session.registrations[0])
    set_attendance(workspace, session.registrations[1], attendance=Attendance.ABSENT)
    open_deliberation(workspace, session.id)
    for block in session.blocks:
        decide(workspace, session.registrations[0], block_id=block, ruling=Ruling(DecisionValue.VALIDATED))
    both = close_session(workspace, session.id, renderer=MinutesRenderer(), signer=PlainSigner())
    assert ["constatation" in snapshot_of(workspace, one.id) for one in both] == [False, True]


# --- a cancelled session ----------------------------------------------------------------------------------


def test_a_cancelled_session_is_read_only_with_its_reason_and_its_number_is_told_cancelled(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    cancel_session(workspace, session.id, by=BY, why="Neige")
    row = workspace.queries.session(session.id)
    assert (row.cancelled, row.cancelled_by, row.cancelled_why, row.locked) == (True, BY, "Neige", True)
    first = session.registrations[0]
    acts = (
        lambda: score(workspace, session, first, seal=False),
        lambda: set_attendance(workspace, first, attendance=Attendance.ABSENT),
        lambda: check_identity(workspace, first, by=BY),
        lambda: add_panel(workspace, session.id),
        lambda: describe_panel(workspace, session.panel_id, PanelSaid("X")),
        lambda: state(workspace, session),
        lambda: cancel_session(workspace, session.id, by=BY, why="Encore"),
    )
    for act in acts:
        with pytest.raises(Refused, match=r"session\.cancelled"):
            act()
    with pytest.raises(ClosingPrevented):
        close(workspace, session)
    (line,) = number_register(workspace.queries).lines
    assert (line.state, line.why) == (NumberState.SESSION_CANCELLED, "Neige")
    (event,) = [one for one in workspace.queries.events() if one.action == "session.cancelled"]
    assert json.loads(event.details)["by"] == BY


def test_nothing_is_printed_of_a_cancelled_session_until_it_is_taken_up(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    today = NOON.date()
    summonses = {PaperKind.SUMMONS_CANDIDATES, PaperKind.SUMMONS_JURORS}
    assert summonses <= set(
        papers_by_kind(read_paper_content(workspace.queries, session.id, issued_on=today))
    )
    cancel_session(workspace, session.id, by=BY, why="Neige")
    content = read_paper_content(workspace.queries, session.id, issued_on=today)
    assert summonses.isdisjoint(papers_by_kind(content))
    assert not papers_by_kind(content)
    (words,) = printing_warnings(content, [PaperKind.SUMMONS_CANDIDATES])
    assert words.startswith("La session est annulée")
    for kind in PaperKind:
        with pytest.raises(RuleError, match=r"papers\.session_cancelled"):
            PreparationRenderer().render(kind, content)
    take_up_session(workspace, session.id, by=BY)
    again = read_paper_content(workspace.queries, session.id, issued_on=today)
    assert summonses <= set(papers_by_kind(again))


def test_a_draft_of_the_minutes_of_a_cancelled_session_says_so(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = whole_text(draft_minutes(workspace, session.id, renderer=MinutesRenderer()).pdf)
    assert "ANNULÉE" not in before
    cancel_session(workspace, session.id, by=BY, why="Neige")
    said = whole_text(draft_minutes(workspace, session.id, renderer=MinutesRenderer()).pdf)
    assert f"par {BY} : Neige." in said.replace("\u00a0", " ")
    assert "SESSION ANNULÉE le" in said


def test_a_cancelled_session_owes_no_paper_and_says_why(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    cancel_session(workspace, session.id, by=BY, why="Neige")
    rows = read_papers(workspace, session.id).rows
    assert rows
    assert {row.refusal.code for row in rows if row.refusal is not None} == {"issued.session_cancelled"}


def test_a_session_cancelled_by_mistake_is_taken_up_as_it_was(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    before = workspace.queries.session(session.id)
    cancel_session(workspace, session.id, by=BY, why="Neige")
    assert take_up_session(workspace, session.id, by=BY).why == "Neige"
    assert workspace.queries.session(session.id) == before
    with pytest.raises(Refused, match=r"session\.not_cancelled"):
        take_up_session(workspace, session.id)


def test_a_session_with_minutes_says_what_to_do_instead(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    decided(workspace, session)
    closed = close(workspace, session)
    with pytest.raises(Refused, match=r"session\.minutes_closed"):
        cancel_session(workspace, session.id, by=BY, why="Neige")
    sign(workspace, session, closed.id, Role.PRESIDENT)
    with pytest.raises(Refused, match=r"session\.minutes_begun"):
        cancel_session(workspace, session.id, by=BY, why="Neige")
    sign(workspace, session, closed.id, Role.PROFESSIONAL, Role.CENTRE)
    with pytest.raises(Refused, match=r"session\.minutes_signed"):
        cancel_session(workspace, session.id, by=BY, why="Neige")


# --- numbers without holes --------------------------------------------------------------------------------


def reserved(workspace: SqlWorkspace) -> str:
    return create_session(
        workspace, certification="RNCP36128", centre="Centre Grenoble", starts=date(2022, 12, 14)
    )


def test_a_removed_panel_leaves_a_cancelled_number_that_nobody_gets_again(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = reserved(workspace)
    panel = add_panel(workspace, first, name="Salle B")
    reserved(workspace)
    removed = remove_panel(workspace, panel)
    lines = {line.number: line for line in number_register(workspace.queries).lines}
    cancelled = lines["PV-2022-GRN-0002"]
    assert cancelled.state is NumberState.CANCELLED
    assert "Jury supprimé avant toute clôture\u00a0: Salle B" in number_details(cancelled)
    assert anomaly_sentences(number_register(workspace.queries)) == []
    assert workspace.queries.session(reserved(workspace)).minutes_number == "PV-2022-GRN-0004"
    restore_panel(workspace, removed)
    again = {line.number: line for line in number_register(workspace.queries).lines}
    assert again["PV-2022-GRN-0002"].state is NumberState.RESERVED
    remove_panel(workspace, panel)
    assert workspace.check() == []


def test_the_last_number_of_a_series_is_free_again_when_its_panel_goes(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first = reserved(workspace)
    remove_panel(workspace, add_panel(workspace, first))
    assert workspace.queries.session(reserved(workspace)).minutes_number == "PV-2022-GRN-0002"
    assert anomaly_sentences(number_register(workspace.queries)) == []
