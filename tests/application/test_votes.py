"""Votes lead to the decision that they are kept with; a tie needs the casting vote that the rules give."""

import pytest

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.jurors import recuse
from cisp_desktop.application.votes import votes_with
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import RecusalGround, Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all

V, NV, D = DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED, DecisionValue.DEFERRED
FOR, AGAINST, DEFER = Ballot.FOR, Ballot.AGAINST, Ballot.DEFER


def ballots(session: SessionMade, *given: Ballot) -> dict[str, Ballot]:
    """The ballots of president, professional and centre, in that order."""
    return dict(zip(session.seats.values(), given, strict=False))


def kept(workspace: SqlWorkspace, registration_id: str, block_id: str, sequence: int) -> dict[str, Ballot]:
    with workspace.unit_of_work() as work:
        return votes_with(work, registration_id, block_id=block_id, sequence=sequence)


@pytest.fixture
def shown(workspace: SqlWorkspace, session: SessionMade) -> tuple[str, str]:
    """A candidate whose proposals are shown, and a block."""
    score_by_all(workspace, session, session.registrations[0])
    open_deliberation(workspace, session.id)
    return session.registrations[0], session.blocks[0]


def vae_of_two(workspace: SqlWorkspace, session: SessionMade) -> str:
    """A candidate of the VAE before two members, where the president's vote counts twice on a tie."""
    second = session.registrations[1]
    with workspace.unit_of_work() as work:
        work.registrations.get(second).access_path = AccessPath.VAE
        work.commit()
    recuse(workspace, second, seat_id=session.seats[Role.CENTRE], ground=RecusalGround.PERSONAL_TIE)
    return second


def test_the_votes_are_kept_with_the_decision_they_led_to(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    given = ballots(session, FOR, FOR, AGAINST)
    decide(workspace, registration, block_id=block, ruling=Ruling(V), ballots=given)
    assert kept(workspace, registration, block, 1) == given


def test_the_same_decision_with_other_votes_is_another_row(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    decide(workspace, registration, block_id=block, ruling=Ruling(V))
    given = ballots(session, FOR, FOR, FOR)
    for _ in range(2):
        decide(workspace, registration, block_id=block, ruling=Ruling(V), ballots=given)
    assert kept(workspace, registration, block, 2) == given
    assert kept(workspace, registration, block, 3) == {}


def test_a_decision_against_its_vote_stores_neither(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    with pytest.raises(RuleError, match=r"vote\.differs"):
        decide(
            workspace, registration, block_id=block, ruling=Ruling(V),
            ballots=ballots(session, FOR, AGAINST, AGAINST),
        )  # fmt: skip
    assert workspace.queries.deliberation(session.id)[0].cells[0].decision is None
    assert kept(workspace, registration, block, 1) == {}


@pytest.mark.parametrize("given", [(FOR,), (FOR, FOR)])
def test_everybody_who_decides_votes(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str], given: tuple[Ballot, ...]
) -> None:
    registration, block = shown
    with pytest.raises(RuleError, match=r"vote\.missing"):
        decide(workspace, registration, block_id=block, ruling=Ruling(V), ballots=ballots(session, *given))


def test_nobody_else_votes(workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]) -> None:
    registration, block = shown
    given = {**ballots(session, FOR, FOR, FOR), "elsewhere": FOR}
    with pytest.raises(Refused, match=r"vote\.not_member"):
        decide(workspace, registration, block_id=block, ruling=Ruling(V), ballots=given)


def test_three_different_votes_carry_nothing_without_a_rule(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    for casting_vote in (False, True):
        with pytest.raises(RuleError, match=r"vote\.tie"):
            decide(
                workspace, registration, block_id=block, ruling=Ruling(V, "Motif", casting_vote),
                ballots=ballots(session, FOR, AGAINST, DEFER),
            )  # fmt: skip


def test_a_tie_is_decided_by_the_president_where_the_rules_say_so_and_it_is_used(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    registration, block = vae_of_two(workspace, session), session.blocks[0]
    score_by_two(workspace, session, registration)
    given = ballots(session, AGAINST, FOR)
    with pytest.raises(RuleError, match=r"vote\.tie"):
        decide(workspace, registration, block_id=block, ruling=Ruling(NV, "Motif"), ballots=given)
    decide(workspace, registration, block_id=block, ruling=Ruling(NV, "Motif", True), ballots=given)
    cell = workspace.queries.deliberation(session.id)[1].cells[0]
    assert (cell.decision, cell.casting_vote) == (NV, True)
    assert kept(workspace, registration, block, 1) == given


def test_a_casting_vote_without_a_tie_is_refused(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    with pytest.raises(RuleError, match=r"vote\.no_tie"):
        decide(
            workspace, registration, block_id=block, ruling=Ruling(V, "Motif", True),
            ballots=ballots(session, FOR, FOR, AGAINST),
        )  # fmt: skip


def test_a_decision_taken_back_has_no_votes(
    workspace: SqlWorkspace, session: SessionMade, shown: tuple[str, str]
) -> None:
    registration, block = shown
    given = ballots(session, FOR, FOR, FOR)
    before = decide(workspace, registration, block_id=block, ruling=Ruling(V), ballots=given)
    decide(workspace, registration, block_id=block, ruling=before)
    assert kept(workspace, registration, block, 2) == {}


def score_by_two(workspace: SqlWorkspace, session: SessionMade, registration_id: str) -> None:
    """Let the two who are not recused score and seal, and show the proposals."""
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, registration_id, role=role)
    open_deliberation(workspace, session.id)
