"""Second rounds: opened after the discussion, own sheets, proposals and decisions of the last one."""

import pytest

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation, record_decisions
from cisp_desktop.application.rounds import cancel_round, open_round
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.grading import Verdict
from cisp_desktop.domain.panel import Role
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, make_session, score, score_by_all

V, NV = DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED


@pytest.fixture
def shown(workspace: SqlWorkspace) -> SessionMade:
    """A session whose first candidate is validated everywhere by the first round."""
    made = make_session(workspace, candidates=1)
    score_by_all(workspace, made, made.registrations[0])
    open_deliberation(workspace, made.id)
    return made


def again(workspace: SqlWorkspace, made: SessionMade, *, level: int = 1) -> str:
    """Open a second round on the first block, and let everybody seal it."""
    first, block = made.registrations[0], made.blocks[0]
    open_round(workspace, first, block, reason="Écart de deux niveaux")
    for role in made.seats:
        score(workspace, made, first, role=role, blocks=[block], level=level)
    open_deliberation(workspace, made.id)
    return block


def test_a_second_round_is_not_opened_before_the_first_is_shown(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, block = session.registrations[0], session.blocks[0]
    score_by_all(workspace, session, first)
    with pytest.raises(Refused, match=r"round\.not_shown"):
        open_round(workspace, first, block, reason="Écart")


def test_a_second_round_wants_a_reason(workspace: SqlWorkspace, shown: SessionMade) -> None:
    with pytest.raises(RuleError, match=r"text\.missing"):
        open_round(workspace, shown.registrations[0], shown.blocks[0], reason=" \n ")


def test_a_second_round_makes_new_sheets_and_keeps_the_first(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    block = again(workspace, shown)
    with workspace.unit_of_work() as work:
        sheets = [s for s in work.sheets.of_registration(shown.registrations[0]) if s.block_id == block]
        levels = {s.round: {m.level for m in work.sheets.current_marks(s.id).values()} for s in sheets}
    assert sorted(s.round for s in sheets) == [1, 1, 1, 2, 2, 2]
    assert levels == {1: {2}, 2: {1}}


def test_the_proposal_of_a_round_comes_from_its_own_sheets(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    block = again(workspace, shown)
    with workspace.unit_of_work() as work:
        proposals = work.deliberations.proposals_of_registration(shown.registrations[0])
    own = {p.round: (p.verdict, p.gaps) for p in proposals if p.block_id == block}
    assert own == {1: (Verdict.VALIDATED, 0), 2: (Verdict.NOT_VALIDATED, 0)}


def test_the_gaps_of_a_round_are_counted_on_its_own_sheets(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, block = session.registrations[0], session.blocks[0]
    for role in session.seats:
        score(workspace, session, first, role=role, level=3 if role is Role.CENTRE else 1)
    open_deliberation(workspace, session.id)
    assert workspace.queries.deliberation(session.id)[0].cells[0].gaps > 0
    open_round(workspace, first, block, reason="Écart de deux niveaux")
    for role in session.seats:
        score(workspace, session, first, role=role, blocks=[block], level=2)
    open_deliberation(workspace, session.id)
    cells = workspace.queries.deliberation(session.id)[0].cells
    assert (cells[0].gaps, cells[1].gaps > 0) == (0, True)


def test_nothing_is_decided_while_a_round_is_open(workspace: SqlWorkspace, shown: SessionMade) -> None:
    first, block = shown.registrations[0], shown.blocks[0]
    open_round(workspace, first, block, reason="Écart")
    with pytest.raises(Refused, match=r"deliberation\.not_open"):
        decide(workspace, first, block_id=block, ruling=Ruling(V))
    decide(workspace, first, block_id=shown.blocks[1], ruling=Ruling(V))


def test_a_decision_is_held_to_the_proposal_of_the_last_round(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    first, block = shown.registrations[0], again(workspace, shown)
    with pytest.raises(RuleError, match=r"decision\.reason_missing") as caught:
        decide(workspace, first, block_id=block, ruling=Ruling(V))
    assert caught.value.values["differs"] is True
    decide(workspace, first, block_id=block, ruling=Ruling(NV, "Acquis non démontrés"))


def test_accepting_the_proposals_takes_those_of_the_last_round(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    again(workspace, shown)
    done = record_decisions(workspace, shown.id, accept_proposals=True, reason="Acquis non démontrés")
    assert (done.recorded, done.failed) == (5, ())
    decisions = [cell.decision for cell in workspace.queries.deliberation(shown.id)[0].cells]
    assert decisions == [NV, V, V, V, V]


def test_accepting_the_proposals_leaves_a_block_whose_round_is_open(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    open_round(workspace, shown.registrations[0], shown.blocks[0], reason="Écart")
    assert record_decisions(workspace, shown.id, accept_proposals=True).recorded == 4


def test_a_decided_block_has_no_other_round(workspace: SqlWorkspace, shown: SessionMade) -> None:
    first, block = shown.registrations[0], shown.blocks[0]
    decide(workspace, first, block_id=block, ruling=Ruling(V))
    with pytest.raises(Refused, match=r"round\.decided"):
        open_round(workspace, first, block, reason="Écart")
    decide(workspace, first, block_id=block, ruling=Ruling(None))
    assert open_round(workspace, first, block, reason="Écart") == 2


def test_cancelling_a_round_shows_the_first_proposal_again(
    workspace: SqlWorkspace, shown: SessionMade
) -> None:
    first, block = shown.registrations[0], shown.blocks[0]
    before = workspace.queries.deliberation(shown.id)
    open_round(workspace, first, block, reason="Écart  de\nniveaux")
    cancelled = cancel_round(workspace, first, block)
    assert (cancelled.number, cancelled.reason) == (2, "Écart  de niveaux")
    assert workspace.queries.deliberation(shown.id) == before
    with pytest.raises(Refused, match=r"round\.first"):
        cancel_round(workspace, first, block)


def test_a_round_with_a_mark_is_not_cancelled(workspace: SqlWorkspace, shown: SessionMade) -> None:
    first, block = shown.registrations[0], shown.blocks[0]
    open_round(workspace, first, block, reason="Écart")
    score(workspace, shown, first, blocks=[block], seal=False)
    with pytest.raises(Refused, match=r"round\.scored"):
        cancel_round(workspace, first, block)


def test_a_third_round_follows_the_second(workspace: SqlWorkspace, shown: SessionMade) -> None:
    block = again(workspace, shown)
    assert open_round(workspace, shown.registrations[0], block, reason="Toujours un écart") == 3
    detail = workspace.queries.deliberation_detail(shown.registrations[0], block)
    assert [one.number for one in detail.rounds] == [1, 2]
    assert (detail.cell.round, detail.cell.unsealed) == (3, 3)
