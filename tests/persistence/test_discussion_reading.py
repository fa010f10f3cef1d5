"""A block's discussion shows nothing while a sheet is unsealed; votes and advice come with what stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cisp_desktop.application.advising import AdviceText, advise
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.rounds import open_round
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, make_workspace, score, score_by_all


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    made = make_workspace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def session(workspace: SqlWorkspace) -> SessionMade:
    return make_session(workspace, candidates=2)


def test_nothing_of_a_block_shows_while_a_sheet_is_unsealed(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, block = session.registrations[0], session.blocks[0]
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role)
    found = workspace.queries.discussion(first, block)
    assert (found.block, found.notes) == (None, ())
    assert len(found.voters) == 3


def test_who_decides_comes_in_the_order_of_the_seats(workspace: SqlWorkspace, session: SessionMade) -> None:
    found = workspace.queries.discussion(session.registrations[0], session.blocks[0])
    assert [voter.role for voter in found.voters] == [Role.PRESIDENT, Role.PROFESSIONAL, Role.CENTRE]
    assert [voter.presides for voter in found.voters] == [True, False, False]
    assert found.lacking == ""


def test_votes_and_advice_are_those_that_stand(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, block = session.registrations[0], session.blocks[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    ballots = dict.fromkeys(session.seats.values(), Ballot.FOR)
    ruling = Ruling(DecisionValue.VALIDATED)
    before = decide(workspace, first, block_id=block, ruling=ruling, ballots=ballots)
    advise(workspace, first, block_id=block, advice=AdviceText("Continuer"))
    found = workspace.queries.discussion(first, block).block
    assert found is not None
    assert (found.ballots, found.recommendation, found.round) == (ballots, "Continuer", 1)
    decide(workspace, first, block_id=block, ruling=before)
    found = workspace.queries.discussion(first, block).block
    assert found is not None
    assert found.ballots == {}


def test_a_round_says_its_reason_and_what_is_awaited(workspace: SqlWorkspace, session: SessionMade) -> None:
    first, block = session.registrations[0], session.blocks[0]
    score_by_all(workspace, session, first)
    open_deliberation(workspace, session.id)
    open_round(workspace, first, block, reason="Reprise")
    found = workspace.queries.discussion(first, block).block
    assert found is not None
    assert (found.round, found.awaited) == (2, 3)
    assert [(row.number, row.reason) for row in found.rounds] == [(2, "Reprise")]


def test_candidates_with_enough_members_are_not_listed(workspace: SqlWorkspace, session: SessionMade) -> None:
    assert workspace.queries.without_quorum(session.id) == []
