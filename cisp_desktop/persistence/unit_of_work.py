"""One use case's transaction: whole or not at all, one at a time, told once it is on the disk.

Must not know what a use case does.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from cisp_desktop.application.changes import Change, Changes
from cisp_desktop.application.ports import Clock
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.journal import next_event
from cisp_desktop.persistence.failures import of_database, told
from cisp_desktop.persistence.hearing_repositories import SqlDiscussions, SqlHearings, SqlReadings
from cisp_desktop.persistence.jury_repositories import (
    SqlDeliberations,
    SqlIssuedDocuments,
    SqlJournal,
    SqlMinutes,
    SqlSheets,
)
from cisp_desktop.persistence.panel_repositories import (
    SqlJurors,
    SqlPanels,
    SqlRecusals,
    SqlUnavailabilities,
)
from cisp_desktop.persistence.paper_template_repository import SqlPaperTemplates
from cisp_desktop.persistence.repositories import (
    SqlCandidates,
    SqlCentres,
    SqlCertifications,
    SqlDossiers,
    SqlEquivalences,
    SqlOutsideResults,
    SqlRegistrations,
    SqlSessions,
)

_PATIENCE = 10.0
_MAIN_THREAD_PATIENCE = 0.03
"""Seconds to wait for another writer of this process; the window's thread must not freeze."""


class WriteTurn:
    """Whose turn it is to write in this process. Another process is kept out by the workspace's lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None

    def take(self) -> None:
        """Take the turn, or ``Refused("workspace.busy")``; never waits long in the main thread."""
        me = threading.get_ident()
        if self._owner == me:
            raise RuntimeError("a unit of work inside another one")
        main = threading.current_thread() is threading.main_thread()
        if not self._lock.acquire(timeout=_MAIN_THREAD_PATIENCE if main else _PATIENCE):
            raise Refused("workspace.busy")
        self._owner = me

    def give_back(self) -> None:
        """Let the next one write."""
        self._owner = None
        self._lock.release()


def _roll_back(connection: Connection) -> None:
    """End the transaction, also one whose COMMIT failed: SQLAlchemy takes that one for ended."""
    raw = connection.connection.driver_connection
    try:
        if raw is not None and raw.in_transaction:
            raw.execute("ROLLBACK")
    except dbapi2.Error:
        connection.invalidate()  # the next connection recovers from the WAL


class SqlUnitOfWork:
    """One transaction on one connection and one ORM session, opened by ``with``."""

    def __init__(
        self,
        engine: Engine,
        turn: WriteTurn,
        *,
        path: Path,
        clock: Clock,
        certifications: dict[str, Certification],
        committed: Callable[[Changes], None],
    ) -> None:
        self._engine = engine
        self._turn = turn
        self._path = path
        self._clock = clock
        self._known_certifications = certifications
        self._committed = committed
        self._flags = Change.NOTHING
        self._ids: set[str] = set()
        self._connection: Connection | None = None
        self._transaction: RootTransaction | None = None
        self._session: Session | None = None

    def __enter__(self) -> Self:
        if self._session is not None:
            raise RuntimeError("a unit of work serves once")
        self._turn.take()
        try:
            with told(self._path):
                self._connection = self._engine.connect()
                self._transaction = self._connection.begin()
        except BaseException:
            self._leave()
            raise
        self._session = Session(self._connection, expire_on_commit=False)
        self._make_repositories(self._session)
        return self

    def _make_repositories(self, session: Session) -> None:
        self.certifications = SqlCertifications(session, self._known_certifications)
        self.equivalences = SqlEquivalences(session)
        self.centres = SqlCentres(session)
        self.sessions = SqlSessions(session)
        self.panels = SqlPanels(session)
        self.jurors = SqlJurors(session)
        self.candidates = SqlCandidates(session)
        self.registrations = SqlRegistrations(session)
        self.dossiers = SqlDossiers(session)
        self.unavailabilities = SqlUnavailabilities(session)
        self.recusals = SqlRecusals(session)
        self.outside_results = SqlOutsideResults(session)
        self.sheets = SqlSheets(session)
        self.deliberations = SqlDeliberations(session)
        self.minutes = SqlMinutes(session)
        self.issued = SqlIssuedDocuments(session)
        self.paper_templates = SqlPaperTemplates(session)
        self.hearings = SqlHearings(session)
        self.discussions = SqlDiscussions(session)
        self.readings = SqlReadings(session)
        self.journal = SqlJournal(session)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._transaction is not None:
            self._leave()
        known = of_database(error, self._path) if isinstance(error, DBAPIError) else None
        if known is not None:
            raise known from error

    def _leave(self) -> None:
        """Roll back what was not committed, and let the next one write. What was read stays readable."""
        session, connection = self._session, self._connection
        self._connection = self._transaction = None
        try:
            if session is not None:
                session.expunge_all()
                session.close()
            if connection is not None:
                _roll_back(connection)
                connection.close()
        finally:
            self._turn.give_back()

    def note(self, actor: str, action: str, *, subject: str, **details: object) -> None:
        """Append one event to the journal, in this transaction."""
        text = json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
        with told(self._path):
            event = next_event(
                self.journal.last(), self._clock(), actor=actor, action=action, subject=subject, details=text
            )
            self.journal.append(event)

    def changed(self, flags: Change, *ids: str) -> None:
        """Say what this commit changes."""
        self._flags |= flags
        self._ids.update(ids)

    def commit(self) -> None:
        """COMMIT durably, let the next one write, then tell the listeners.

        Raises ``StorageError``: nothing was stored then.
        """
        if self._session is None or self._transaction is None:
            raise RuntimeError("commit outside the unit of work")
        with told(self._path):
            self._session.flush()
            self._transaction.commit()
        self._leave()
        self._committed(Changes(self._flags, frozenset(self._ids)))
