"""The repositories of what the jury does: sheets and marks, proposals and decisions, minutes, journal.

Histories are appended by plain inserts and read as domain objects. Must not know rules or transactions.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal_column, select
from sqlalchemy.orm import Session

from cisp_desktop.domain.deliberation import Decision, Proposal
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import SheetResult
from cisp_desktop.domain.issued import IssuedDocument
from cisp_desktop.domain.journal import AuditEvent
from cisp_desktop.domain.minutes import CancelledNumber, Minutes, MinutesExtract, MinutesScan, Rectification
from cisp_desktop.domain.scoring import GLOBAL_ITEM, Mark, ScoreSheet, SheetSummary
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.repositories import Repository, found, insert_all


class SqlSheets(Repository):
    """Score sheets, and the rows of their marks."""

    def get(self, id: str) -> ScoreSheet:
        return found(self._session.get(ScoreSheet, id), Refused("sheet.not_found", id=id))

    def find(self, registration_id: str, seat_id: str, *, block_id: str, round: int = 1) -> ScoreSheet | None:
        place = {"registration": registration_id, "seat": seat_id, "block": block_id, "round": round}
        return self._session.scalars(_by_place(), place).first()

    def of_registration(self, registration_id: str) -> Sequence[ScoreSheet]:
        t = tables.score_sheet
        return self._session.scalars(select(ScoreSheet).where(t.c.registration_id == registration_id)).all()

    def of_session(self, session_id: str) -> Sequence[ScoreSheet]:
        t, r = tables.score_sheet, tables.registration
        wanted = select(ScoreSheet).join(r, r.c.id == t.c.registration_id).where(r.c.session_id == session_id)
        return self._session.scalars(wanted).all()

    def add(self, sheet: ScoreSheet) -> None:
        self._add(sheet)

    def remove(self, sheet: ScoreSheet) -> None:
        self._remove(sheet)

    def marks(self, sheet_id: str) -> Sequence[Mark]:
        t = tables.mark
        rows = self._session.execute(select(t).where(t.c.sheet_id == sheet_id).order_by(t.c.sequence))
        return [_mark(tuple(row)) for row in rows]

    def current_marks(self, sheet_id: str) -> dict[str, Mark]:
        rows = self._session.execute(_latest_of_sheet(), {"sheet": sheet_id})
        return {row.item: _mark(row[:-1]) for row in rows}

    def current_marks_of_session(self, session_id: str) -> dict[str, dict[str, Mark]]:
        m, s, r = tables.mark, tables.score_sheet, tables.registration
        sealed = (
            select(s.c.id)
            .join(r, r.c.id == s.c.registration_id)
            .where(r.c.session_id == session_id, s.c.sealed_at.is_not(None))
        )
        by_sheet: dict[str, dict[str, Mark]] = {}
        for row in self._session.execute(_latest().where(m.c.sheet_id.in_(sealed))):
            by_sheet.setdefault(row.sheet_id, {})[row.item] = _mark(row[:-1])
        return by_sheet

    def summaries(self, session_id: str) -> Sequence[SheetSummary]:
        s, r = tables.score_sheet, tables.registration
        wanted = (
            select(
                s.c.registration_id, s.c.block_id, s.c.seat_id, s.c.id, s.c.sealed_at.is_not(None),
                s.c.set_aside_reason != "", s.c.result_numerator, s.c.result_denominator,
                s.c.result_assessed, s.c.result_zeros, s.c.result_items, s.c.result_global, s.c.round,
            )
            .join(r, r.c.id == s.c.registration_id)
            .where(r.c.session_id == session_id)
        )  # fmt: skip
        return [
            SheetSummary(
                row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]),
                SheetResult(
                    None if row[6] is None else Fraction(row[6], row[7]), row[8], row[9], row[10], row[11]
                ),
                row[12],
            )
            for row in self._session.execute(wanted)
        ]  # fmt: skip

    def wide_gaps(self, session_id: str, *, gap: int) -> dict[tuple[str, str], int]:
        m, s, r = tables.mark, tables.score_sheet, tables.registration
        latest = (
            select(
                s.c.registration_id, s.c.block_id, m.c.item, func.max(m.c.sequence),
                func.coalesce(m.c.level * 100, m.c.points).label("given"),
            )
            .join(m, m.c.sheet_id == s.c.id)
            .join(r, r.c.id == s.c.registration_id)
            .where(
                r.c.session_id == session_id, s.c.sealed_at.is_not(None), m.c.item != GLOBAL_ITEM,
                s.c.round == _counting_round(),
            )
            .group_by(m.c.sheet_id, m.c.item)
        ).subquery()  # fmt: skip
        per_line = (
            select(latest.c.registration_id, latest.c.block_id)
            .group_by(latest.c.registration_id, latest.c.block_id, latest.c.item)
            .having(func.max(latest.c.given) - func.min(latest.c.given) >= gap * 100)
        ).subquery()
        counted = select(per_line, func.count()).group_by(*per_line.c)
        return {(row[0], row[1]): row[2] for row in self._session.execute(counted)}

    def append(self, marks: Sequence[Mark]) -> None:
        self._session.flush()
        insert_all(self._session, tables.mark, marks)


def _counting_round() -> Any:
    """Select the round that counts for a sheet's candidate and block."""
    s, opened = tables.score_sheet, tables.scoring_round
    last = select(func.max(opened.c.number)).where(
        opened.c.registration_id == s.c.registration_id, opened.c.block_id == s.c.block_id
    )
    return func.coalesce(last.scalar_subquery(), 1)


def _latest() -> Select[*tuple[Any, ...]]:
    """Select the current row of each item of each sheet.

    SQLite takes the other columns of a group from the row that holds ``max(sequence)``.
    """
    t = tables.mark
    return select(t, func.max(t.c.sequence)).group_by(t.c.sheet_id, t.c.item)


# What every key press asks is built once: building a statement costs as much as running it.


@cache
def _latest_of_sheet() -> Select[*tuple[Any, ...]]:
    return _latest().where(tables.mark.c.sheet_id == bindparam("sheet"))


@cache
def _by_place() -> Select[ScoreSheet]:
    t = tables.score_sheet
    return select(ScoreSheet).where(
        t.c.registration_id == bindparam("registration"),
        t.c.seat_id == bindparam("seat"),
        t.c.block_id == bindparam("block"),
        t.c.round == bindparam("round"),
    )


@cache
def _newest_link() -> Select[*tuple[Any, ...]]:
    t = tables.audit_event
    return select(t).order_by(t.c.sequence.desc()).limit(1)


def _mark(row: Sequence[Any]) -> Mark:
    return Mark(*row)  # the table's columns stand in the order of the fields


class SqlDeliberations(Repository):
    """Frozen proposals and the history of decisions."""

    def proposals_of_registration(self, registration_id: str) -> Sequence[Proposal]:
        t = tables.proposal
        rows = self._session.execute(
            select(t).where(t.c.registration_id == registration_id).order_by(t.c.block_id, t.c.round)
        )
        return [Proposal(*tuple(row)) for row in rows]

    def proposals_of_session(self, session_id: str) -> Sequence[Proposal]:
        t, r = tables.proposal, tables.registration
        rows = self._session.execute(
            select(t)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(r.c.position, t.c.block_id, t.c.round)
        )
        return [Proposal(*tuple(row)) for row in rows]

    def awaits_freezing(self, session_id: str) -> bool:
        p, s, r = tables.proposal, tables.score_sheet, tables.registration
        there = exists().where(
            p.c.registration_id == s.c.registration_id, p.c.block_id == s.c.block_id, p.c.round == s.c.round
        )
        wanted = (
            select(s.c.id)
            .join(r, r.c.id == s.c.registration_id)
            .where(r.c.session_id == session_id, s.c.sealed_at.is_not(None), ~there)
            .limit(1)
        )
        return self._session.execute(wanted).first() is not None

    def add_proposals(self, proposals: Sequence[Proposal]) -> None:
        self._session.flush()
        insert_all(self._session, tables.proposal, proposals)

    def decisions_of_registration(self, registration_id: str) -> Sequence[Decision]:
        t = tables.decision
        rows = self._session.execute(
            select(t).where(t.c.registration_id == registration_id).order_by(t.c.sequence, t.c.block_id)
        )
        return [Decision(*tuple(row)) for row in rows]

    def current_decisions(self, session_id: str) -> dict[tuple[str, str], Decision]:
        t, r = tables.decision, tables.registration
        rows = self._session.execute(
            select(t)
            .join(r, r.c.id == t.c.registration_id)
            .where(r.c.session_id == session_id)
            .order_by(t.c.sequence)
        )
        return {(row.registration_id, row.block_id): Decision(*tuple(row)) for row in rows}

    def append(self, decision: Decision) -> None:
        self._session.flush()
        insert_all(self._session, tables.decision, [decision])


class SqlMinutes(Repository):
    """Minutes with their signature lines."""

    def get(self, id: str) -> Minutes:
        return found(self._session.get(Minutes, id), Refused("minutes.not_found", id=id))

    def of_session(self, session_id: str) -> Sequence[Minutes]:
        t, p = tables.minutes, tables.panel
        wanted = select(Minutes).join(p, p.c.id == t.c.panel_id).where(t.c.session_id == session_id)
        return self._session.scalars(wanted.order_by(p.c.position, t.c.closed_at)).all()

    def add(self, minutes: Minutes) -> None:
        self._add(minutes)

    def write(self) -> None:
        self._session.flush()

    def scans(self, minutes_id: str) -> Sequence[MinutesScan]:
        t = tables.minutes_scan
        wanted = select(MinutesScan).where(t.c.minutes_id == minutes_id)
        return self._session.scalars(wanted.order_by(t.c.attached_at)).all()

    def add_scan(self, scan: MinutesScan) -> None:
        self._add(scan)

    def extracts(self, minutes_id: str) -> Sequence[MinutesExtract]:
        wanted = select(MinutesExtract).where(tables.minutes_extract.c.minutes_id == minutes_id)
        return self._session.scalars(wanted.order_by(literal_column("minutes_extract.rowid"))).all()

    def add_extract(self, extract: MinutesExtract) -> None:
        self._add(extract)

    def cancelled_number(self, number: str) -> CancelledNumber | None:
        return self._session.get(CancelledNumber, number)

    def add_cancelled_number(self, number: CancelledNumber) -> None:
        self._add(number)

    def rectification(self, session_id: str) -> Rectification | None:
        t = tables.rectification
        wanted = select(Rectification).where(t.c.session_id == session_id, t.c.ended_at.is_(None))
        return self._session.scalars(wanted).first()

    def add_rectification(self, rectification: Rectification) -> None:
        self._add(rectification)


class SqlIssuedDocuments(Repository):
    """Documents given out, with their codes."""

    def get(self, id: str) -> IssuedDocument:
        return found(self._session.get(IssuedDocument, id), Refused("issued.not_found", id=id))

    def of_session(self, session_id: str) -> Sequence[IssuedDocument]:
        t = tables.issued_document
        wanted = select(IssuedDocument).where(t.c.session_id == session_id)
        return self._session.scalars(wanted.order_by(literal_column("issued_document.rowid"))).all()

    def by_code(self, code: str) -> IssuedDocument | None:
        t = tables.issued_document
        return self._session.scalars(select(IssuedDocument).where(t.c.code == code)).first()

    def add(self, document: IssuedDocument) -> None:
        self._add(document)


class SqlJournal(Repository):
    """The hash-chained journal."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._last: AuditEvent | None = None

    def last(self) -> AuditEvent | None:
        """Return the latest link, or None in an empty journal."""
        if self._last is None:
            row = self._session.execute(_newest_link()).first()
            self._last = AuditEvent(*tuple(row)) if row else None
        return self._last

    def all(self) -> Iterable[AuditEvent]:
        """Give every link in order."""
        return self._stream()

    def _stream(self) -> Iterator[AuditEvent]:
        t = tables.audit_event
        for row in self._session.execute(select(t).order_by(t.c.sequence)).yield_per(1000):
            yield AuditEvent(*tuple(row))

    def about(self, action: str, subjects: Collection[str]) -> Sequence[AuditEvent]:
        """Return the links of one act about these subjects, in order."""
        t = tables.audit_event
        wanted = select(t).where(t.c.action == action, t.c.subject.in_(subjects)).order_by(t.c.sequence)
        return [AuditEvent(*tuple(row)) for row in self._session.execute(wanted)]

    def append(self, event: AuditEvent) -> None:
        """Append the link that follows ``last()``."""
        self._session.flush()
        insert_all(self._session, tables.audit_event, [event])
        self._last = event
