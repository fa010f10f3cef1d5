"""One edit: told once after COMMIT, undone by its inverse, refused without a trace."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.preparing import create_session, set_attendance
from cisp_desktop.domain.errors import Refused, StorageError
from cisp_desktop.domain.registration import Attendance
from cisp_desktop.gui.context import GuiContext
from cisp_desktop.gui.operations import Done, SaveState, SaveStatus
from cisp_desktop.gui.tasks import TaskRunner
from tests.factories import SessionMade
from tests.gui.fakes import RecordedMessages


def mark(context: GuiContext, made: SessionMade, value: Attendance) -> Done[Attendance] | None:
    """Set one candidate's attendance, undoable: the use case returns the value before."""
    registration = made.registrations[0]
    workspace = context.workspace
    return context.operations.run(
        lambda: set_attendance(workspace, registration, attendance=value),
        text="Présence",
        undo=lambda before: set_attendance(workspace, registration, attendance=before),
    )


def attendance(context: GuiContext, made: SessionMade) -> Attendance:
    """Read it back."""
    return context.queries.registration(made.registrations[0]).attendance


def test_an_accepted_edit_is_told_once_with_its_flags(session_context: GuiContext, made: SessionMade) -> None:
    heard: list[Changes] = []
    session_context.operations.changed.connect(heard.append)
    assert mark(session_context, made, Attendance.PRESENT) is not None
    assert len(heard) == 1
    assert Change.CANDIDATES in heard[0].flags


def test_several_commits_of_one_act_are_told_as_one(context: GuiContext) -> None:
    heard: list[Changes] = []
    context.operations.changed.connect(heard.append)
    workspace = context.workspace

    def twice() -> list[str]:
        return [
            create_session(workspace, certification="RNCP36128", centre="CISP", starts=date(2022, 12, day))
            for day in (14, 15)
        ]

    done = context.operations.run(twice)
    assert done is not None
    assert len(heard) == 1
    assert set(done.value) <= heard[0].ids


def test_what_a_task_has_done_is_undone_and_done_again(
    session_context: GuiContext, made: SessionMade
) -> None:
    operations, workspace = session_context.operations, session_context.workspace
    first = made.registrations[0]

    def absent() -> Attendance:
        return set_attendance(workspace, first, attendance=Attendance.ABSENT)

    operations.offer_undo(
        absent(),
        text="Présence",
        do=absent,
        undo=lambda before: set_attendance(workspace, first, attendance=before),
    )
    operations.undo()
    assert attendance(session_context, made) is Attendance.EXPECTED
    operations.redo()
    assert attendance(session_context, made) is Attendance.ABSENT


def test_a_long_act_is_undone_and_done_again_in_the_worker(
    session_context: GuiContext, made: SessionMade, idle: Callable[[TaskRunner], None]
) -> None:
    operations, workspace = session_context.operations, session_context.workspace
    first, threads = made.registrations[0], []

    def absent() -> Attendance:
        threads.append(QThread.currentThread())
        return set_attendance(workspace, first, attendance=Attendance.ABSENT)

    def put_back(before: Attendance) -> None:
        threads.append(QThread.currentThread())
        set_attendance(workspace, first, attendance=before)

    operations.offer_long_undo(absent(), text="Présence", do=absent, undo=put_back)
    operations.undo()
    idle(session_context.tasks)
    assert attendance(session_context, made) is Attendance.EXPECTED
    operations.redo()
    idle(session_context.tasks)
    assert attendance(session_context, made) is Attendance.ABSENT
    assert [thread is operations.thread() for thread in threads] == [True, False, False]


def test_a_long_undo_that_fails_is_told_and_taken_off_the_stack(
    session_context: GuiContext, made: SessionMade, messages: RecordedMessages,
    idle: Callable[[TaskRunner], None],
) -> None:  # fmt: skip
    operations = session_context.operations
    mark(session_context, made, Attendance.ABSENT)

    def refuse(_value: int) -> None:
        raise Refused("session.closed")

    operations.offer_long_undo(1, text="Import", do=lambda: 1, undo=refuse)
    operations.undo()
    idle(session_context.tasks)
    assert [error.code for error in messages.errors] == ["session.closed"]
    assert (operations.undo_stack.count(), operations.undo_stack.canRedo()) == (1, False)
    operations.undo()
    assert attendance(session_context, made) is Attendance.EXPECTED


def test_undo_and_redo_go_back_and_forth(session_context: GuiContext, made: SessionMade) -> None:
    operations = session_context.operations
    mark(session_context, made, Attendance.ABSENT)
    assert operations.undo_stack.count() == 1
    assert operations.undo_stack.undoText() == "Présence"
    operations.undo()
    assert attendance(session_context, made) is Attendance.EXPECTED
    operations.redo()
    assert attendance(session_context, made) is Attendance.ABSENT
    operations.undo()
    assert attendance(session_context, made) is Attendance.EXPECTED


def test_the_first_redo_of_a_pushed_act_does_nothing(context: GuiContext) -> None:
    calls: list[str] = []
    workspace = context.workspace

    def act() -> str:
        calls.append("do")
        return create_session(workspace, certification="RNCP36128", centre="CISP", starts=date(2022, 12, 14))

    context.operations.run(act, text="Session", undo=lambda _id: calls.append("undo"))
    assert calls == ["do"]


def test_a_refusal_shows_its_sentence_and_leaves_no_undo_step(
    session_context: GuiContext, messages: RecordedMessages
) -> None:
    def refuse() -> None:
        raise Refused("session.closed")

    assert session_context.operations.run(refuse, undo=lambda _none: None) is None
    assert [error.code for error in messages.errors] == ["session.closed"]
    assert session_context.operations.undo_stack.count() == 0


def test_a_form_may_show_the_sentence_itself(session_context: GuiContext, messages: RecordedMessages) -> None:
    shown: list[str] = []

    def refuse() -> None:
        raise Refused("session.closed")

    session_context.operations.run(refuse, on_error=lambda error: shown.append(error.code))
    assert shown == ["session.closed"]
    assert messages.errors == []


def test_an_edit_that_changes_nothing_leaves_no_undo_step(
    session_context: GuiContext, made: SessionMade
) -> None:
    heard: list[Changes] = []
    session_context.operations.changed.connect(heard.append)
    session_context.operations.run(lambda: "rien", text="Rien", undo=lambda _value: None)
    assert session_context.operations.undo_stack.count() == 0
    assert heard == []


def test_a_failed_undo_is_told_and_taken_off_the_stack(
    session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    operations, workspace = session_context.operations, session_context.workspace

    def refuse(_before: Attendance) -> None:
        raise Refused("session.closed")

    operations.run(
        lambda: set_attendance(workspace, made.registrations[0], attendance=Attendance.ABSENT),
        text="Présence",
        undo=refuse,
    )
    operations.undo()
    assert [error.code for error in messages.errors] == ["session.closed"]
    assert operations.undo_stack.count() == 0
    assert attendance(session_context, made) is Attendance.ABSENT


def test_sealing_empties_the_undo_stack(session_context: GuiContext, made: SessionMade) -> None:
    mark(session_context, made, Attendance.ABSENT)
    assert session_context.operations.undo_stack.count() == 1
    session_context.operations.run(
        lambda: set_attendance(
            session_context.workspace, made.registrations[1], attendance=Attendance.PRESENT
        ),
        clears_undo=True,
    )
    assert session_context.operations.undo_stack.count() == 0


def test_undo_never_crosses_from_one_juror_to_the_next(
    session_context: GuiContext, made: SessionMade
) -> None:
    mark(session_context, made, Attendance.ABSENT)
    session_context.set_juror(made.juror())
    assert session_context.operations.undo_stack.count() == 0


def test_saved_is_said_after_the_commit_only(session_context: GuiContext, made: SessionMade) -> None:
    states: list[SaveState] = []
    session_context.operations.save_state_changed.connect(states.append)
    assert session_context.operations.save_state.status is SaveStatus.UNTOUCHED
    mark(session_context, made, Attendance.PRESENT)
    assert [state.status for state in states] == [SaveStatus.SAVED]
    assert states[0].at is not None


def test_a_disk_that_refuses_is_said_until_the_next_commit(
    session_context: GuiContext, made: SessionMade
) -> None:
    def full() -> None:
        raise StorageError("file.disk_full", file="x")

    session_context.operations.run(full)
    assert session_context.operations.save_state.status is SaveStatus.FAILED
    mark(session_context, made, Attendance.PRESENT)
    assert session_context.operations.save_state.status is SaveStatus.SAVED


def test_a_bug_is_reported_and_leaves_no_undo_step(
    session_context: GuiContext, messages: RecordedMessages
) -> None:
    def wrong() -> None:
        raise ZeroDivisionError

    assert session_context.operations.run(wrong, undo=lambda _none: None) is None
    assert [type(bug) for bug in messages.bugs] == [ZeroDivisionError]
    assert session_context.operations.undo_stack.count() == 0
    messages.bugs.clear()


def test_a_commit_of_the_worker_reaches_the_gui_thread(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade
) -> None:
    workspace = session_context.workspace
    with qtbot.waitSignal(session_context.operations.changed, timeout=5000) as told:
        session_context.tasks.run(
            lambda _progress: set_attendance(workspace, made.registrations[0], attendance=Attendance.PRESENT),
            title="Travail",
        )
    assert told.args is not None
    assert Change.CANDIDATES in told.args[0].flags


def test_edits_are_refused_with_a_sentence_while_a_task_writes(
    qtbot: QtBot, session_context: GuiContext, made: SessionMade, messages: RecordedMessages
) -> None:
    mark(session_context, made, Attendance.ABSENT)
    session_context.tasks.run(lambda _progress: None, title="Import des candidats", writes=True)
    assert mark(session_context, made, Attendance.PRESENT) is None
    session_context.operations.undo()
    assert [error.code for error in messages.errors] == ["gui.busy_writing"] * 2
    assert messages.errors[0].values == {"task": "Import des candidats"}
    qtbot.waitUntil(lambda: not session_context.tasks.busy)
    assert session_context.operations.undo_stack.canUndo()
    assert mark(session_context, made, Attendance.PRESENT) is not None
