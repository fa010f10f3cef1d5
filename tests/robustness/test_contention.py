"""F15: a window that reads, a worker that writes, a backup, all at once: nobody meets a locked database."""

import threading
from collections.abc import Callable
from pathlib import Path

from cisp_desktop.application.scoring import MarkValue, give_mark
from cisp_desktop.persistence.engine import open_raw
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.factories import THREE_SEATS, SessionMade, make_session


class Crowd:
    """Threads that work until they are done or told to stop; what they raised is kept."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.errors: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def go(self, work: Callable[[], None], *, times: int | None = None) -> threading.Thread:
        """Do ``work`` ``times`` times, or until the end."""

        def run() -> None:
            done = 0
            try:
                while (times is None and not self.stop.is_set()) or (times is not None and done < times):
                    work()
                    done += 1
            except BaseException as error:
                self.errors.append(error)

        thread = threading.Thread(target=run)
        self._threads.append(thread)
        thread.start()
        return thread

    def end(self) -> None:
        """Let everybody finish."""
        self.stop.set()
        for thread in self._threads:
            thread.join()


def reads_of_the_window(workspace: SqlWorkspace, made: SessionMade) -> None:
    """What a page asks for after each change."""
    queries = workspace.queries
    queries.registrations(made.id)
    queries.progress(made.id)
    queries.deliberation(made.id)
    queries.score_sheet(made.registrations[0], made.seats[THREE_SEATS[0]], block_id=made.blocks[0])


def test_a_reader_two_writers_and_a_backup_never_meet_a_lock(
    workspace: SqlWorkspace, count: Callable[[int, int], int]
) -> None:
    made = make_session(workspace)
    rounds, backups = count(60, 6_000), count(4, 400)
    crowd = Crowd()
    given = [0, 0]

    def writer(index: int) -> Callable[[], None]:
        juror, items = made.juror(THREE_SEATS[index]), made.certification.blocks[0].competences

        def mark() -> None:
            number = given[index]
            item, level = items[number % len(items)].id, (number // len(items)) % 4
            give_mark(
                workspace, juror, registration_id=made.registrations[0], block_id=made.blocks[0], item=item,
                value=MarkValue.of_level(level, f"essai {number}"),
            )  # fmt: skip
            given[index] += 1

        return mark

    writers = [crowd.go(writer(index), times=rounds) for index in range(2)]
    crowd.go(lambda: reads_of_the_window(workspace, made))
    backing = crowd.go(lambda: workspace.backup_database("load") and None, times=backups)
    checked = 0
    while any(thread.is_alive() for thread in (*writers, backing)):
        assert workspace.check() == []
        checked += 1
    crowd.end()
    print(f"F15: {2 * rounds} marks, {backups} backups, {checked} checks at once, {len(crowd.errors)} BUSY")
    assert crowd.errors == []
    sheets = [
        workspace.queries.score_sheet(made.registrations[0], made.seats[role], block_id=made.blocks[0])
        for role in THREE_SEATS[:2]
    ]
    assert [sum(line.rows for line in sheet.lines) for sheet in sheets] == [rounds, rounds]


def test_the_control_that_begins_deferred_meets_a_lock(workspace: SqlWorkspace) -> None:
    """Two transactions that read first and write then: the second one's snapshot is too old."""
    database: Path = workspace.path / "workspace.db"
    first, second = (open_raw(database, workspace._key) for _ in range(2))
    refused = ""
    insert = "INSERT INTO candidate VALUES ('{}', '', '', 'N', '', 'P', '1990-01-01', '', '', '', '', '', '')"
    try:
        for one in (first, second):
            one.execute("BEGIN")
            one.execute("SELECT count(*) FROM candidate").fetchone()
        first.execute(insert.format("a"))
        first.execute("COMMIT")
        try:
            second.execute(insert.format("b"))
        except Exception as error:
            refused = str(error)
    finally:
        first.close()
        second.close()
    assert refused == "database is locked"
