"""What is written and voted before a decision is kept, comes back, and decides nothing."""

import pytest

from cisp_desktop.application.deliberating import (
    Ruling,
    decide,
    open_deliberation,
    record_decisions,
    withdraw_decisions,
)
from cisp_desktop.application.drafting import Draft, keep_draft
from cisp_desktop.application.minutes import closing_blockers
from cisp_desktop.application.queries_discussion import BlockDiscussionRow
from cisp_desktop.application.rounds import open_round
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all

V, NV = DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED


@pytest.fixture
def shown(workspace: SqlWorkspace, session: SessionMade) -> tuple[str, str]:
    """A candidate whose sheets are all sealed and shown, and a block."""
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)
    return session.registrations[0], session.blocks[0]


def kept(workspace: SqlWorkspace, shown: tuple[str, str]) -> BlockDiscussionRow:
    found = workspace.queries.discussion(*shown).block
    assert found is not None
    return found


def two_of(session: SessionMade) -> dict[str, Ballot]:
    """The president's ballot and the professional's; the centre's is awaited."""
    return {
        session.seats[Role.PRESIDENT]: Ballot.FOR,
        session.seats[Role.PROFESSIONAL]: Ballot.AGAINST,
    }


def test_a_reason_and_some_ballots_are_kept_and_decide_nothing(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    before = keep_draft(
        workspace, shown[0], block_id=shown[1], draft=Draft(" Le projet manque. ", False, two_of(session))
    )
    assert before == Draft()
    found = kept(workspace, shown)
    assert (found.reason, found.ballots) == ("Le projet manque.", two_of(session))
    cell = workspace.queries.deliberation(session.id)[0].cells[0]
    assert (cell.decision, cell.reason, cell.casting_vote) == (None, "", False)
    places = [(one.registration_id, one.block_id) for one in closing_blockers(workspace, session.id)]
    assert shown in places


def test_each_keeping_gives_back_what_was_kept_before(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    first, second = Draft("Un", False, two_of(session)), Draft("Deux", True, {})
    keep_draft(workspace, shown[0], block_id=shown[1], draft=first)
    before = keep_draft(workspace, shown[0], block_id=shown[1], draft=second)
    assert before == first
    keep_draft(workspace, shown[0], block_id=shown[1], draft=before)
    found = kept(workspace, shown)
    assert Draft(found.reason, found.casting_vote, found.ballots) == first


def test_keeping_the_same_again_commits_nothing(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    draft = Draft("Un", False, two_of(session))
    keep_draft(workspace, shown[0], block_id=shown[1], draft=draft)
    events = len(workspace.queries.events())
    assert keep_draft(workspace, shown[0], block_id=shown[1], draft=draft) == draft
    assert len(workspace.queries.events()) == events


def test_a_decided_block_keeps_its_own_reason_and_votes(
    workspace: SqlWorkspace, shown: tuple[str, str]
) -> None:
    decide(workspace, shown[0], block_id=shown[1], ruling=Ruling(V))
    with pytest.raises(Refused, match=r"discussion\.decided"):
        keep_draft(workspace, shown[0], block_id=shown[1], draft=Draft("Autre"))


def test_nothing_is_kept_before_the_sheets_are_shown(workspace: SqlWorkspace, session: SessionMade) -> None:
    with pytest.raises(Refused, match=r"deliberation\.not_open"):
        keep_draft(workspace, session.registrations[0], block_id=session.blocks[0], draft=Draft("Trop tôt"))


def test_the_ballot_of_a_stranger_is_refused(workspace: SqlWorkspace, shown: tuple[str, str]) -> None:
    with pytest.raises(Refused, match=r"vote\.not_member"):
        keep_draft(workspace, shown[0], block_id=shown[1], draft=Draft("", False, {"x": Ballot.FOR}))


def test_a_decision_taken_without_naming_votes_holds_to_those_given(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    keep_draft(workspace, shown[0], block_id=shown[1], draft=Draft("", False, two_of(session)))
    with pytest.raises(RuleError, match=r"vote\.missing"):
        decide(workspace, shown[0], block_id=shown[1], ruling=Ruling(V))
    whole = two_of(session) | {session.seats[Role.CENTRE]: Ballot.FOR}
    keep_draft(workspace, shown[0], block_id=shown[1], draft=Draft("", False, whole))
    decide(workspace, shown[0], block_id=shown[1], ruling=Ruling(V))
    assert kept(workspace, shown).ballots == whole


def test_a_decision_taken_back_gives_its_draft_back(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    whole = two_of(session) | {session.seats[Role.CENTRE]: Ballot.FOR}
    keep_draft(workspace, shown[0], block_id=shown[1], draft=Draft("Discuté.", False, whole))
    done = record_decisions(workspace, session.id, accept_proposals=True, reason="En bloc.")
    assert not done.failed
    assert withdraw_decisions(workspace, [shown]) == 1
    found = kept(workspace, shown)
    assert (found.reason, found.ballots) == ("Discuté.", whole)


def test_ballots_of_an_earlier_round_do_not_count_and_come_back_with_it(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    draft = Draft("Écart relevé.", True, two_of(session))
    keep_draft(workspace, shown[0], block_id=shown[1], draft=draft)
    open_round(workspace, *shown, reason="Reprise")
    found = kept(workspace, shown)
    assert (found.reason, found.casting_vote, found.ballots) == ("Écart relevé.", False, {})
    for role in session.seats:
        score(workspace, session, shown[0], role=role, blocks=[shown[1]])
    open_deliberation(workspace, session.id)
    decide(workspace, shown[0], block_id=shown[1], ruling=Ruling(V))
    assert kept(workspace, shown).ballots == {}
