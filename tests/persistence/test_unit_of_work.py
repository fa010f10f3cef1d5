import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError, StatementError

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.domain.errors import Refused, StorageError
from cisp_desktop.domain.journal import find_break, stored_link
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.registration import Attendance, Centre
from cisp_desktop.persistence import unit_of_work
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import (
    PASSPHRASE,
    SessionMade,
    a_candidate,
    a_registration,
    make_session,
    make_store,
    make_workspace,
)


def add_centre(workspace: SqlWorkspace, code: str) -> None:
    with workspace.unit_of_work() as work:
        work.centres.add(Centre(code, f"Centre {code}", code))
        work.changed(Change.SESSIONS, code)
        work.commit()


def codes(workspace: SqlWorkspace) -> list[str]:
    with workspace.unit_of_work() as work:
        return [centre.code for centre in work.centres.all()]


def test_what_is_committed_is_there(workspace: SqlWorkspace) -> None:
    add_centre(workspace, "GRE")
    assert codes(workspace) == ["GRE"]


def test_leaving_without_commit_rolls_back(workspace: SqlWorkspace) -> None:
    with workspace.unit_of_work() as work:
        work.centres.add(Centre("GRE", "Centre", "GRE"))
        work.note("SITE", "x", subject="y")
    assert codes(workspace) == []
    assert len(workspace.queries.events()) == 1


def test_an_error_rolls_back_and_passes(workspace: SqlWorkspace) -> None:
    def fail() -> None:
        with workspace.unit_of_work() as work:
            work.centres.add(Centre("GRE", "Centre", "GRE"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert codes(workspace) == []


def test_what_was_read_stays_readable_outside(workspace: SqlWorkspace) -> None:
    add_centre(workspace, "GRE")
    with workspace.unit_of_work() as work:
        centre = work.centres.get("GRE")
    assert centre.name == "Centre GRE"


def test_a_change_of_a_loaded_thing_is_stored(workspace: SqlWorkspace, session: SessionMade) -> None:
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(session.registrations[0])
        registration.attendance = Attendance.EXCUSED
        registration.presented.remove(session.blocks[0])
        work.commit()
    row = workspace.queries.registration(session.registrations[0])
    assert (row.attendance, row.presented) == (Attendance.EXCUSED, tuple(session.blocks[1:]))


def test_listeners_hear_each_commit_once_and_after_it(workspace: SqlWorkspace) -> None:
    heard: list[Changes] = []

    def listen(changes: Changes) -> None:
        assert codes(workspace) == ["GRE"]  # committed, and the next one may write
        heard.append(changes)

    workspace.subscribe(listen)
    add_centre(workspace, "GRE")
    assert heard == [Changes(Change.SESSIONS, frozenset({"GRE"}))]


def test_nobody_is_told_of_what_was_not_committed(workspace: SqlWorkspace) -> None:
    heard: list[Changes] = []
    workspace.subscribe(heard.append)
    with workspace.unit_of_work() as work:
        work.changed(Change.EVERYTHING)
    assert heard == []


def test_the_journal_is_chained_over_units_of_work(workspace: SqlWorkspace) -> None:
    for number in range(3):
        with workspace.unit_of_work() as work:
            work.note("SITE", "first", subject="s", number=number, role=Role.CENTRE)
            work.note("SITE", "second", subject="s")
            work.commit()
    with workspace.unit_of_work() as work:
        links = list(work.journal.all())
        last = work.journal.last()
    assert last is not None
    assert [link.sequence for link in links] == list(range(1, 8))
    assert (find_break(map(stored_link, links)), last.hash) == (None, links[-1].hash)
    assert json.loads(links[1].details) == {"number": 0, "role": "CENTRE"}


def test_a_moment_reads_back_letter_for_letter(workspace: SqlWorkspace, session: SessionMade) -> None:
    at = datetime(2022, 12, 14, 9, 0, 0, 120000, tzinfo=timezone(timedelta(hours=1)))
    with workspace.unit_of_work() as work:
        work.sessions.get(session.id).deliberation_opened_at = at
        work.commit()
    with workspace.unit_of_work() as work:
        read = work.sessions.get(session.id).deliberation_opened_at
    assert read is not None
    assert read.isoformat() == at.isoformat()


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("closed_at", datetime(2022, 12, 14)), ("starts", datetime(2022, 12, 14, tzinfo=UTC))],
)
def test_a_moment_of_the_wrong_kind_is_a_bug(
    workspace: SqlWorkspace, session: SessionMade, attribute: str, value: datetime
) -> None:
    with workspace.unit_of_work() as work:
        setattr(work.sessions.get(session.id), attribute, value)
        with pytest.raises(StatementError, match=r"a moment without|a date with"):
            work.commit()


def test_a_broken_rule_of_the_schema_becomes_a_known_error(
    workspace: SqlWorkspace, session: SessionMade
) -> None:
    with workspace.unit_of_work() as work:
        work.registrations.get(session.registrations[0]).number = "D-0002"
        with pytest.raises(StorageError) as caught:
            work.commit()
    assert caught.value.code == "workspace.constraint"
    assert "D-0002" not in str(caught.value.values)
    with pytest.raises(StorageError) as caught, workspace.unit_of_work() as work:
        work.centres.add(Centre("x", "", "XXX"))
    assert caught.value.code == "workspace.constraint"


def test_errors_of_the_database_print_no_data(workspace: SqlWorkspace, session: SessionMade) -> None:
    with workspace.unit_of_work() as work:
        work.candidates.get(work.registrations.get(session.registrations[0]).candidate_id).sex = "SECRET"
        with pytest.raises(StorageError) as caught:
            work.commit()
    cause = caught.value.__cause__
    assert cause is not None
    assert "SECRET" not in f"{caught.value} {cause}"


def test_the_main_thread_does_not_wait_for_a_long_write(workspace: SqlWorkspace) -> None:
    inside, leave = threading.Event(), threading.Event()

    def write_long() -> None:
        with workspace.unit_of_work() as work:
            work.centres.add(Centre("LYO", "Lyon", "LYO"))
            inside.set()
            leave.wait(10)
            work.commit()

    worker = threading.Thread(target=write_long)
    worker.start()
    assert inside.wait(10)
    with pytest.raises(Refused) as caught, workspace.unit_of_work():
        pass
    assert caught.value.code == "workspace.busy"
    assert workspace.queries.sessions() == []  # reading goes on
    leave.set()
    worker.join()
    add_centre(workspace, "GRE")
    assert codes(workspace) == ["GRE", "LYO"]


def test_workers_wait_for_each_other(workspace: SqlWorkspace) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for i in range(5):
                add_centre(workspace, f"{number}{i}")
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (failures, len(codes(workspace))) == ([], 20)


def test_a_unit_of_work_inside_another_is_a_bug(workspace: SqlWorkspace) -> None:
    with workspace.unit_of_work(), pytest.raises(RuntimeError), workspace.unit_of_work():
        pass
    add_centre(workspace, "GRE")
    assert codes(workspace) == ["GRE"]


def test_a_unit_of_work_serves_once(workspace: SqlWorkspace) -> None:
    work = workspace.unit_of_work()
    with work:
        work.commit()
        with pytest.raises(RuntimeError):
            work.commit()
    with pytest.raises(RuntimeError), work:
        pass


def test_a_reader_sees_the_state_before_the_commit_and_then_after(workspace: SqlWorkspace) -> None:
    with workspace.unit_of_work() as work:
        work.note("SITE", "x", subject="y")
        assert len(workspace.queries.events()) == 1
        work.commit()
    assert len(workspace.queries.events()) == 2


def test_reading_connections_cannot_write(workspace: SqlWorkspace) -> None:
    with workspace._reading.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("DELETE FROM centre"))


def failing_commit(workspace: SqlWorkspace, failure: Exception) -> Callable[[], None]:
    """Let the next COMMIT fail as the disk would; returns what mends it."""

    def fail(*_: object) -> None:
        raise failure

    event.listen(workspace._writing, "commit", fail)
    return lambda: event.remove(workspace._writing, "commit", fail)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(28, "No space left on device"), "workspace.disk_full"),
        (OSError(5, "Input/output error"), "workspace.io"),
        (OSError(30, "Read-only file system"), "workspace.read_only"),
        (OSError(2, "No such file"), "workspace.unreachable"),
    ],
)
def test_a_commit_that_the_disk_refuses_stores_nothing(
    workspace: SqlWorkspace, failure: OSError, code: str
) -> None:
    heard: list[Changes] = []
    workspace.subscribe(heard.append)
    mend = failing_commit(workspace, failure)
    with pytest.raises(StorageError) as caught:
        add_centre(workspace, "GRE")
    mend()
    assert (caught.value.code, heard, codes(workspace)) == (code, [], [])
    add_centre(workspace, "GRE")
    assert codes(workspace) == ["GRE"]


def test_a_full_database_is_told_and_nothing_is_half_stored(workspace: SqlWorkspace) -> None:
    """SQLite's own ceiling stands for a full disk: the same error, from the same place."""
    with workspace._writing.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")

    def write_much() -> None:
        with workspace.unit_of_work() as work:
            for number in range(200):
                work.note("SITE", "x" * 200, subject=str(number))
            work.commit()

    with pytest.raises(StorageError) as caught:
        write_much()
    assert caught.value.code == "workspace.disk_full"
    assert len(workspace.queries.events()) == 1
    assert workspace.check() == []


def test_many_candidates_go_in_at_once(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)

    made = make_session(workspace, candidates=500)
    rows = workspace.queries.registrations(made.id)
    assert [row.position for row in rows] == list(range(1, 501))
    assert rows[0].presented == tuple(made.blocks)
    workspace.abandon()


def test_a_bulk_insert_is_whole_or_nothing(workspace: SqlWorkspace, session: SessionMade) -> None:

    persons = [a_candidate(f"p{i}", number=i) for i in range(4, 8)]
    registrations = [a_registration(f"n{p.id}", session, candidate=p, number=9) for p in persons]

    def write() -> None:
        with workspace.unit_of_work() as work:
            work.candidates.add_many(persons)
            work.registrations.add_many(registrations)
            work.commit()

    with pytest.raises(StorageError) as caught:
        write()
    assert caught.value.code == "workspace.constraint"
    assert len(workspace.queries.registrations(session.id)) == 3


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=names,
    birth=st.dates(),
    attendance=st.sampled_from(Attendance),
    entry=st.none() | st.integers(0, 8),
    passed=st.none() | st.booleans(),
    starts=st.none() | st.datetimes(),
)
def test_any_value_of_the_domain_reads_back_equal(
    workspace: SqlWorkspace,
    name: str,
    birth: object,
    attendance: Attendance,
    entry: int | None,
    passed: bool | None,
    starts: datetime | None,
) -> None:

    if not workspace.queries.sessions():
        make_session(workspace, candidates=1)
    with workspace.unit_of_work() as work:
        registration = work.registrations.get("S1-r00001")
        candidate = work.candidates.get(registration.candidate_id)
        candidate.birth_name = candidate.email = name
        candidate.birth_date = birth  # type: ignore[assignment]
        registration.attendance = attendance
        registration.entry_level = entry
        registration.selection_passed = passed
        registration.starts_at = starts
        registration.accommodations = name
        work.commit()
    row = workspace.queries.registration("S1-r00001")
    assert (row.birth_name, row.email, row.birth_date, row.attendance) == (name, name, birth, attendance)
    assert (row.entry_level, row.selection_passed, row.starts_at) == (entry, passed, starts)
    assert row.accommodations == name


def test_things_that_are_not_there_are_refused_by_name(workspace: SqlWorkspace) -> None:
    with workspace.unit_of_work() as work:
        for repository, code in (
            (work.certifications, "certification.not_found"),
            (work.centres, "centre.not_found"),
            (work.sessions, "session.not_found"),
            (work.panels, "panel.not_found"),
            (work.candidates, "candidate.not_found"),
            (work.registrations, "registration.not_found"),
            (work.dossiers, "dossier.not_found"),
            (work.sheets, "sheet.not_found"),
            (work.minutes, "minutes.not_found"),
        ):
            with pytest.raises(Refused) as caught:
                repository.get("nowhere")
            assert (caught.value.code, caught.value.values) == (code, {"id": "nowhere"})
        with pytest.raises(Refused):
            work.panels.seat("nowhere")
        with pytest.raises(Refused):
            work.panels.of_session("nowhere")


def test_the_waiting_times_keep_the_window_alive() -> None:
    assert unit_of_work._MAIN_THREAD_PATIENCE <= 0.05


def test_a_workspace_remembers_over_openings(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    add_centre(workspace, "GRE")
    workspace.close()

    again = make_store().open(workspace.path, PASSPHRASE)
    assert codes(again) == ["GRE"]
    again.close()
