"""The journal of 100,000 entries: verified, read and filtered, against reading and hashing the same bytes."""

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from cisp_desktop.application.journal_reading import JournalFilter, JournalReader
from cisp_desktop.domain.journal import AuditEvent, StoredLink, find_break, next_event
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.reading.journal import stored_links
from cisp_desktop.persistence.repositories import rows_of
from cisp_desktop.persistence.workspace import SqlWorkspace
from tests.benchmarks.measure import Figure, in_turn, slower, within
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
    yield slower("Vérifier un journal de 100 000 lignes", mine, base, most=1.5)
    before = time.process_time()
    ours()
    spent = time.process_time() - before
    yield within(
        "… en moins d’une seconde, lecture comprise", spent, base, milliseconds=1_000, note="temps de calcul"
    )
    mine, base = in_turn(*_in_memory(workspace), rounds=5)
    yield slower(
        "… la chaîne seule, sans lecture", mine, base, most=3, note="face à hashlib seul, mêmes octets"
    )
    workspace.close()


def _in_memory(workspace: SqlWorkspace) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return the check of a chain already read, against a plain loop that hashes the same bytes."""
    with workspace._reading.connect() as connection:
        links = list(stored_links(connection))
    heads = {links[-1][7]: len(links)}
    hashed = [_framed(link) for link in links]
    assert [hashlib.sha256(one).hexdigest() for one in hashed[:99]] == [link[7] for link in links[:99]]

    def ours() -> None:
        assert find_break(links, heads) is None

    def baseline() -> None:
        for one in hashed:
            hashlib.sha256(one).hexdigest()

    return ours, baseline


def _framed(link: StoredLink) -> bytes:
    """Return the bytes that a link's hash covers: each field but its hash, after its length."""
    return "".join(f"{len(str(field))}:{field}" for field in link[:-1]).encode()


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
