"""The session's status is read again for what it counts, and no more of it than a mark can change."""

from collections.abc import Callable
from unittest.mock import patch

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.session_status import read_status
from cisp_desktop.gui.tasks import TaskRunner
from cisp_desktop.persistence.queries import SqlQueries
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import SessionMade, score

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
    for flag in (Change.READING, Change.TIMERS, Change.TEMPLATES):
        session_context.status.note_changes(Changes(flag, frozenset()))
    assert not session_context.tasks.busy
