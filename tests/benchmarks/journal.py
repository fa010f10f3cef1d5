"""The journal of 100,000 entries: verified, read and filtered, against reading and hashing the same bytes."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from cisp_desktop.application.journal_reading import JournalFilter, JournalReader
from cisp_desktop.domain.journal import AuditEvent, next_event
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import rows_of
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.measure import Figure, in_turn, slower
from tests.factories import make_session, make_workspace

ENTRIES = 100_000
_FIRST = datetime(2022, 12, 14, 8, 0, tzinfo=UTC)


def long_journal(folder: Path) -> SqlWorkspace:
    """A workspace whose journal has so many entries, as a jury's year would write them."""
    workspace = make_workspace(folder)
    made = make_session(workspace, candidates=12)
    seats = list(made.seats.values())
    with workspace.unit_of_work() as work:
        last = work.journal.last()
        assert last is not None
        events: list[AuditEvent] = []
        for number in range(last.sequence, ENTRIES):
            details = f'{{"block":"{made.blocks[number % len(made.blocks)]}","rows":{number % 40}}}'
            last = next_event(
                last, _FIRST + timedelta(seconds=number), actor=seats[number % len(seats)],
                action="mark.given", subject=made.registrations[number % 12], details=details,
            )  # fmt: skip
            events.append(last)
        work.journal._session.execute(insert(tables.audit_event), rows_of(tables.audit_event, events))
        work.commit()
    return workspace


def journal_verifying(folder: Path) -> Iterator[Figure]:
    """Verifying every link, against reading the same rows and hashing their bytes with nothing compared."""
    workspace = long_journal(folder)

    def ours() -> None:
        verdict = workspace.queries.check_journal()
        assert (verdict.count, verdict.broken) == (ENTRIES, None)

    def baseline() -> None:
        with workspace._reading.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM audit_event ORDER BY sequence").cursor.fetchall()
            hashed = [hashlib.sha256("".join(map(str, row)).encode()).hexdigest() for row in rows]
        assert len(hashed) == ENTRIES

    mine, base = in_turn(ours, baseline, rounds=5)
    before = time.process_time()
    ours()
    spent = f"{time.process_time() - before:.2f} s de calcul".replace(".", ",", 1)
    yield slower("Vérifier un journal de 100 000 lignes", mine, base, most=1.5, note=spent)
    workspace.close()


def journal_filtering(folder: Path) -> Iterator[Figure]:
    """Finding the lines of a candidate by a word, the second time, against reading them all."""
    workspace = long_journal(folder)
    reader = JournalReader(workspace.queries)
    reader.refresh()
    assert len(reader.find(JournalFilter(text="D-0001")).links) > ENTRIES // 20

    def ours() -> None:
        reader.find(JournalFilter(text="D-0002"))

    def baseline() -> None:
        reader.find(JournalFilter())

    mine, base = in_turn(ours, baseline, rounds=3)
    yield slower(
        "Filtrer un journal de 100 000 lignes par un mot", mine, base, most=2, note="hors de l’écran"
    )
    workspace.close()


FIGURES = (journal_verifying, journal_filtering)
