"""The repositories of what is prepared: certifications, centres, sessions, candidates, dossiers.

Each works on the unit of work's one ORM session. What is added is written at once, so that rows go in
the order in which a use case names them. Must not know rules or transactions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Table, delete, insert, select, union
from sqlalchemy.dialects.sqlite.pysqlcipher import dialect as sqlite_dialect
from sqlalchemy.orm import Session, selectinload

from cisp_desktop.application.candidate_list import Enrolment
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.dossier import Dossier
from cisp_desktop.domain.equivalence import Equivalence
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import Centre, JurySession, OutsideResult, Registration
from cisp_desktop.domain.text import folded
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.enrolling import delete_enrolments, insert_enrolments

Thing = TypeVar("Thing")


def found(thing: Thing | None, otherwise: Refused) -> Thing:
    """Return ``thing``, or raise ``otherwise`` (``<name>.not_found``) when there is none."""
    if thing is None:
        raise otherwise
    return thing


def rows_of(table: Table, things: Sequence[object]) -> list[dict[str, Any]]:
    """Return the values of whole, fresh objects as rows of ``table``."""
    names = [column.name for column in table.columns]
    return [{name: values[name] for name in names} for values in map(vars, things)]


def insert_all(session: Session, table: Table, things: Sequence[object]) -> None:
    """Insert whole, fresh objects by one executemany of the driver's.

    Values pass the columns' types once, and nothing else of SQLAlchemy: 10,000 rows cost a third of what
    its own executemany takes.
    """
    if not things:
        return
    plan = _insert(table)
    rows = []
    for thing in things:
        row = list(plan.read(thing))
        for index, convert in plan.converters:
            row[index] = convert(row[index])
        rows.append(tuple(row))
    session.connection().exec_driver_sql(plan.statement, rows)


@dataclass(frozen=True, slots=True)
class _Insert:
    """How a table's rows are written: the statement, how to read an object, which columns convert."""

    statement: str
    read: Callable[[object], tuple[Any, ...]]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]


@cache
def _insert(table: Table) -> _Insert:
    dialect = sqlite_dialect()
    names = [column.name for column in table.columns]
    listed, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    processors = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in table.columns]
    return _Insert(
        f'INSERT INTO "{table.name}" ({listed}) VALUES ({places})',  # noqa: S608 (schema names)
        attrgetter(*names),
        tuple((index, convert) for index, convert in enumerate(processors) if convert is not None),
    )


class Repository:
    """What all share: the session, adding and removing at once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _add(self, thing: object) -> None:
        self._session.add(thing)
        self._session.flush()

    def _remove(self, thing: object) -> None:
        self._session.delete(thing)
        self._session.flush()


class SqlCertifications(Repository):
    """A version never changes: once read it is kept for the whole workspace (``known``), detached."""

    def __init__(self, session: Session, known: dict[str, Certification]) -> None:
        super().__init__(session)
        self._known = known
        self._added: set[str] = set()

    def get(self, id: str) -> Certification:
        known = self._known.get(id)
        if known is not None:
            return known
        certification = found(self._session.get(Certification, id), Refused("certification.not_found", id=id))
        if id not in self._added:
            self._session.expunge(certification)
            self._known[id] = certification
        return certification

    def by_code(self, code: str) -> Certification | None:
        t = tables.certification
        latest = select(t.c.id).where(t.c.code == code).order_by(t.c.version.desc()).limit(1)
        newest = self._session.execute(latest).scalar()
        return None if newest is None else self.get(newest)

    def all(self) -> Sequence[Certification]:
        t = tables.certification
        ids = self._session.execute(select(t.c.id).order_by(t.c.code, t.c.version)).scalars().all()
        return [self.get(version) for version in ids]

    def used(self, id: str) -> bool:
        t = tables.jury_session
        bound = select(t.c.id).where(t.c.certification_id == id).limit(1)
        return self._session.execute(bound).first() is not None

    def add(self, certification: Certification) -> None:
        self._added.add(certification.id)
        self._add(certification)

    def replace(self, certification: Certification) -> None:
        self.remove(certification.id)
        self.add(certification)

    def remove(self, id: str) -> None:
        self._known.pop(id, None)
        stored = self._session.get(Certification, id)
        if stored is not None:
            self._remove(stored)
            self._session.expunge_all()


class SqlEquivalences(Repository):
    """Few rows: they are looked through in Python."""

    def get(self, id: str) -> Equivalence:
        return found(self._session.get(Equivalence, id), Refused("equivalence.not_found", id=id))

    def all(self) -> Sequence[Equivalence]:
        t = tables.equivalence
        return self._session.scalars(
            select(Equivalence).order_by(t.c.held_certification, t.c.held_block, t.c.block_code)
        ).all()

    def add(self, equivalence: Equivalence) -> None:
        self._add(equivalence)

    def remove(self, equivalence: Equivalence) -> None:
        self._remove(equivalence)


class SqlCentres(Repository):
    """Few rows: names are compared folded in Python."""

    def get(self, id: str) -> Centre:
        return found(self._session.get(Centre, id), Refused("centre.not_found", id=id))

    def by_name(self, name: str) -> Centre | None:
        wanted = folded(name)
        return next((centre for centre in self.all() if folded(centre.name) == wanted), None)

    def all(self) -> Sequence[Centre]:
        return self._session.scalars(select(Centre).order_by(tables.centre.c.name)).all()

    def add(self, centre: Centre) -> None:
        self._add(centre)


class SqlSessions(Repository):
    """Jury sessions, by date."""

    def get(self, id: str) -> JurySession:
        return found(self._session.get(JurySession, id), Refused("session.not_found", id=id))

    def all(self) -> Sequence[JurySession]:
        t = tables.jury_session
        return self._session.scalars(select(JurySession).order_by(t.c.starts, t.c.minutes_number)).all()

    def numbers(self, prefix: str) -> Sequence[str]:
        """Return the numbers with that prefix: borne by sessions, panels or minutes, or cancelled."""
        bearers = (
            tables.jury_session.c.minutes_number, tables.panel.c.minutes_number, tables.minutes.c.number,
            tables.cancelled_number.c.number,
        )  # fmt: skip
        wanted = union(*(select(n).where(n.startswith(prefix, autoescape=True)) for n in bearers))
        return self._session.execute(wanted).scalars().all()

    def add(self, session: JurySession) -> None:
        self._add(session)


class SqlCandidates(Repository):
    """Persons who are judged. What ``add_many`` inserts is not tracked: later changes to it are lost."""

    def get(self, id: str) -> Candidate:
        return found(self._session.get(Candidate, id), Refused("candidate.not_found", id=id))

    def registrations(self, candidate_id: str) -> Sequence[str]:
        t = tables.registration
        return self._session.execute(select(t.c.id).where(t.c.candidate_id == candidate_id)).scalars().all()

    def of_session(self, session_id: str) -> dict[str, Candidate]:
        r = tables.registration
        wanted = select(Candidate).where(
            tables.candidate.c.id.in_(select(r.c.candidate_id).where(r.c.session_id == session_id))
        )
        return {candidate.id: candidate for candidate in self._session.scalars(wanted)}

    def add_many(self, candidates: Sequence[Candidate]) -> None:
        insert_all(self._session, tables.candidate, candidates)

    def remove(self, candidate: Candidate) -> None:
        self._remove(candidate)


class SqlRegistrations(Repository):
    """Registrations with held blocks. What ``add_many`` inserts is not tracked."""

    def get(self, id: str) -> Registration:
        return found(self._session.get(Registration, id), Refused("registration.not_found", id=id))

    def of_session(self, session_id: str) -> Sequence[Registration]:
        t = tables.registration
        wanted = (
            select(Registration)
            .where(t.c.session_id == session_id)
            .order_by(t.c.position, t.c.number)
            .options(selectinload(Registration.held))  # type: ignore[arg-type]  # mapped imperatively
        )
        return self._session.scalars(wanted).all()

    def by_number(self, session_id: str, number: str) -> Registration | None:
        t = tables.registration
        wanted = select(Registration).where(t.c.session_id == session_id, t.c.number == number)
        return self._session.scalars(wanted).first()

    def add_many(self, registrations: Sequence[Registration]) -> None:
        insert_all(self._session, tables.registration, registrations)
        held = [block for registration in registrations for block in registration.held]
        insert_all(self._session, tables.held_block, held)

    def enrol(self, enrolments: Sequence[Enrolment]) -> None:
        insert_enrolments(self._session.connection(), enrolments)

    def remove(self, registration: Registration) -> None:
        """Delete it with held blocks, dossiers, recusals, results and empty sheets (the schema cascades)."""
        self._remove(registration)

    def remove_many(self, registration_ids: Sequence[str]) -> None:
        delete_enrolments(self._session.connection(), registration_ids)
        self._session.expire_all()


class SqlDossiers(Repository):
    """Dossiers and the text of their pages."""

    def get(self, id: str) -> Dossier:
        return found(self._session.get(Dossier, id), Refused("dossier.not_found", id=id))

    def of_registration(self, registration_id: str) -> Sequence[Dossier]:
        t = tables.dossier
        wanted = select(Dossier).where(t.c.registration_id == registration_id)
        return self._session.scalars(wanted.order_by(t.c.kind, t.c.received_at, t.c.id)).all()

    def of_session(self, session_id: str) -> Sequence[Dossier]:
        t, r = tables.dossier, tables.registration
        wanted = (
            select(Dossier)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(r.c.position, t.c.kind, t.c.received_at, t.c.id)
        )
        return self._session.scalars(wanted).all()

    def add(self, dossier: Dossier) -> None:
        self._add(dossier)

    def remove(self, dossier: Dossier) -> None:
        self._remove(dossier)

    def index_text(self, dossier_id: str, page_texts: Sequence[str]) -> None:
        """Replace the searchable text of a dossier; ``page_texts`` in the order of the pages."""
        t = tables.dossier_page
        self._session.flush()
        self._session.execute(delete(t).where(t.c.dossier_id == dossier_id))
        rows = [
            {"dossier_id": dossier_id, "page": page, "content": text} for page, text in enumerate(page_texts)
        ]
        if rows:
            self._session.execute(insert(t), rows)

    def page_texts(self, dossier_id: str) -> Sequence[str]:
        """Return the searchable text of a dossier, in the order of the pages."""
        t = tables.dossier_page
        wanted = select(t.c.content).where(t.c.dossier_id == dossier_id).order_by(t.c.page)
        return self._session.scalars(wanted).all()


class SqlOutsideResults(Repository):
    """Results judged outside the panel."""

    def of_registration(self, registration_id: str) -> Sequence[OutsideResult]:
        t = tables.outside_result
        wanted = select(OutsideResult).where(t.c.registration_id == registration_id)
        return self._session.scalars(wanted).all()

    def of_session(self, session_id: str) -> Sequence[OutsideResult]:
        t, r = tables.outside_result, tables.registration
        wanted = (
            select(OutsideResult).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        )
        return self._session.scalars(wanted).all()

    def add(self, result: OutsideResult) -> None:
        self._add(result)

    def remove(self, result: OutsideResult) -> None:
        self._remove(result)
