"""The session's status is read again for what it counts, and no more of it than a mark can change."""

from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.deliberating import Ruling, decide, open_deliberation
from cisp_desktop.application.queries import DeliberationRow
from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.gui import status_reader
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.session_status import read_status
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.queries import SqlQueries
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score, score_by_all

Idle = Callable[[TaskRunner], None]


def mark(workspace: SqlWorkspace, made: SessionMade) -> None:
    block = made.certification.blocks[0]
    give_mark(
        workspace, made.juror(), registration_id=made.registrations[0], block_id=block.id,
        item=block.competences[0].id, value=MarkValue.of_level(2),
    )  # fmt: skip


def test_a_mark_is_counted_without_reading_the_deliberation_again(
    session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    idle(session_context.tasks)
    with patch.object(SqlQueries, "deliberation", side_effect=AssertionError("read again")):
        session_context.operations.run(lambda: mark(workspace, made))
        idle(session_context.tasks)
    assert session_context.status.status == read_status(workspace.queries, made.id)
    assert sum(row.started for row in session_context.status.status.progress) == 1


def test_a_mark_beside_another_change_reads_everything_again(
    session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    idle(session_context.tasks)
    session_context.operations.run(lambda: score(workspace, made, made.registrations[0]))
    idle(session_context.tasks)
    assert session_context.status.status == read_status(workspace.queries, made.id)
    assert session_context.status.status.sheets_sealed == len(made.blocks)


def test_what_is_not_counted_reads_nothing_again(session_context: GuiContext, idle: Idle) -> None:
    idle(session_context.tasks)
    for flag in (Change.READING, Change.TEMPLATES):
        session_context.status.note_changes(Changes(flag, frozenset()))
    assert not session_context.tasks.busy


def test_a_decision_is_counted_by_reading_its_candidate_alone(
    session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    first, second = made.registrations[:2]
    for registration_id in (first, second):
        score_by_all(workspace, made, registration_id)
    open_deliberation(workspace, made.id)
    idle(session_context.tasks)
    asked: list[object] = []
    read = SqlQueries.deliberation

    def deliberation(queries: SqlQueries, session_id: str, **which: Any) -> Sequence[DeliberationRow]:
        asked.append(which["registrations"])
        return read(queries, session_id, **which)

    status = session_context.status
    with patch.object(SqlQueries, "deliberation", deliberation):
        for block, value in zip(
            made.blocks, (DecisionValue.VALIDATED, DecisionValue.NOT_VALIDATED), strict=False
        ):
            ruling = Ruling(value, "Motif")
            session_context.operations.run(
                lambda block=block, ruling=ruling: decide(workspace, first, block_id=block, ruling=ruling)
            )
        idle(session_context.tasks)
        assert status.status is not None
        assert status.status.decided == 2
    assert asked == [frozenset({first})]
    idle(session_context.tasks)
    assert status.status == read_status(workspace.queries, made.id)


def test_what_the_incidents_of_a_panel_change_counts_no_decision_again(
    session_context: GuiContext, made: SessionMade, idle: Idle
) -> None:
    idle(session_context.tasks)
    with patch.object(SqlQueries, "deliberation", side_effect=AssertionError("read again")):
        session_context.status.note_changes(Changes(Change.DECISIONS, frozenset({made.panel_id})))
        idle(session_context.tasks)
    assert session_context.status.status is not None


def test_the_decisions_of_a_whole_session_are_counted_in_one_reading(
    session_context: GuiContext, workspace: SqlWorkspace, made: SessionMade, idle: Idle
) -> None:
    idle(session_context.tasks)
    asked: list[object] = []
    read = SqlQueries.deliberation

    def deliberation(queries: SqlQueries, session_id: str, **which: Any) -> Sequence[DeliberationRow]:
        asked.append(which)
        return read(queries, session_id, **which)

    with patch.object(SqlQueries, "deliberation", deliberation), patch.object(status_reader, "FEW", 2):
        session_context.status.note_changes(Changes(Change.DECISIONS, frozenset(made.registrations)))
        idle(session_context.tasks)
    assert asked == [{}]
