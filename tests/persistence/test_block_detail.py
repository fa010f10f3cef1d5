"""One block as the jury reads it: with the candidate's other facts, in statements that do not grow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.rounds import open_round
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.panel import Recusal, RecusalGround, Role
from cisp_desktop.domain.registration import HeldBlock, OutsideResult
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all


@contextmanager
def statements(workspace: SqlWorkspace) -> Iterator[list[str]]:
    """Collect what is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = workspace.queries._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def frozen(workspace: SqlWorkspace, session: SessionMade) -> SessionMade:
    for registration_id in session.registrations:
        score_by_all(workspace, session, registration_id)
    open_deliberation(workspace, session.id)
    return session


def validate(workspace: SqlWorkspace, made: SessionMade, block: str) -> None:
    ruling = Ruling(DecisionValue.NOT_VALIDATED, "Motif")
    decide(workspace, made.registrations[0], block_id=block, ruling=ruling)


def another_round(workspace: SqlWorkspace, made: SessionMade, block: str) -> None:
    open_round(workspace, made.registrations[0], block, reason="Reprise")


def held(workspace: SqlWorkspace, made: SessionMade, block: str) -> None:
    with workspace.unit_of_work() as work:
        entered = work.registrations.get(made.registrations[0])
        entered.presented = [one for one in made.blocks if one != block]
        entered.held = [HeldBlock("h", entered.id, "RNCP36128BC02", block, date(2022, 6, 24), "PV-1")]
        work.commit()


@pytest.mark.parametrize("act", [validate, another_round, held])
def test_the_cell_read_with_a_block_is_that_of_the_matrix(
    workspace: SqlWorkspace,
    frozen: SessionMade,
    act: Callable[[SqlWorkspace, SessionMade, str], None],
) -> None:
    first = frozen.registrations[0]
    act(workspace, frozen, frozen.blocks[1])
    (row,) = workspace.queries.deliberation(frozen.id, registrations=[first])
    found = [workspace.queries.deliberation_detail(first, block).cell for block in frozen.blocks]
    assert found == list(row.cells)
    assert row == workspace.queries.deliberation(frozen.id)[0]


def test_what_counts_besides_the_sheets_comes_with_a_block(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    first, second = session.registrations[:2]
    assessment = session.certification.blocks[0].assessments[0].id
    with workspace.unit_of_work() as work:
        held_one = HeldBlock("h", first, "RNCP36128BC05", session.blocks[4], date(2022, 6, 24), "PV-1")
        entered = work.registrations.get(first)
        entered.presented, entered.held = session.blocks[:4], [held_one]
        work.outside_results.add(OutsideResult("o", first, assessment, True, "Formatrice", date(2022, 11, 3)))
        work.recusals.add(Recusal("x", first, session.seats[Role.CENTRE], RecusalGround.TRAINED))
        work.commit()
    for role in (Role.PRESIDENT, Role.PROFESSIONAL):
        score(workspace, session, first, role=role, blocks=session.blocks[:4])
    score_by_all(workspace, session, second)
    open_deliberation(workspace, session.id)
    detail = workspace.queries.deliberation_detail(first, session.blocks[0])
    whole = workspace.queries.registration(first)
    assert detail.outside_results == whole.outside_results
    assert detail.held == whole.held
    assert (len(detail.outside_results), len(detail.held)) == (1, 1)
    assert detail.recused == (session.names[Role.CENTRE],)
    other = workspace.queries.deliberation_detail(second, session.blocks[0])
    assert (other.outside_results, other.held, other.recused) == ((), (), ())


def test_more_rounds_and_sheets_are_read_in_no_more_statements(
    workspace: SqlWorkspace, frozen: SessionMade
) -> None:
    first, block = frozen.registrations[0], frozen.blocks[0]
    with statements(workspace) as before:
        workspace.queries.deliberation_detail(first, block)
    open_round(workspace, first, block, reason="Reprise")
    for role in frozen.seats:
        score(workspace, frozen, first, role=role, blocks=[block])
    open_deliberation(workspace, frozen.id)
    with statements(workspace) as after:
        detail = workspace.queries.deliberation_detail(first, block)
    assert [len(one.sheets) for one in detail.rounds] == [3, 3]
    assert len(after) == len(before)
