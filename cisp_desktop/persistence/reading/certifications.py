"""Reads certifications, whole."""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from cisp_desktop.application.queries import (
    AssessmentRow,
    BlockRow,
    CertificationRow,
    CompetenceRow,
    EquivalenceRow,
)
from cisp_desktop.domain.certification import Block, short_code
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.scoring import scored_items
from cisp_desktop.persistence import tables
from cisp_desktop.persistence.column_types import AnyRow
from cisp_desktop.persistence.repositories import found

Statement = Select[*tuple[Any, ...]]


def rows(connection: Connection) -> list[CertificationRow]:
    """Return every certification, by code and version."""
    t = tables.certification
    return [_filled(connection, r) for r in connection.execute(select(t).order_by(t.c.code, t.c.version))]


def row(connection: Connection, certification_id: str) -> CertificationRow:
    """Return one; ``Refused("certification.not_found")``."""
    t = tables.certification
    one = connection.execute(select(t).where(t.c.id == certification_id)).first()
    return _filled(connection, found(one, Refused("certification.not_found", id=certification_id)))


def _filled(connection: Connection, row: AnyRow) -> CertificationRow:
    return CertificationRow(
        id=row.id,
        code=row.code,
        version=row.version,
        title=row.title,
        level_national=row.level_national,
        level_european=row.level_european,
        certifier_name=row.certifier_name,
        certifier_siret=row.certifier_siret,
        registration_starts=row.registration_starts,
        registration_ends=row.registration_ends,
        sheet=row.sheet,
        scheme=GradingScheme.from_data(row.scheme),
        panel_rules=row.panel_rules,
        sessions=_sessions(connection, row.id),
        blocks=blocks(connection, row.id),
    )


def _sessions(connection: Connection, certification_id: str) -> int:
    s = tables.jury_session
    counted = select(func.count()).where(s.c.certification_id == certification_id)
    return int(connection.execute(counted).scalar_one())


def equivalences(connection: Connection, certification_code: str) -> list[EquivalenceRow]:
    """Return what counts for the blocks of a certification, by older code."""
    t = tables.equivalence
    wanted = (
        select(t)
        .where(t.c.certification_code == certification_code)
        .order_by(t.c.held_certification, t.c.held_block, t.c.block_code)
    )
    return [EquivalenceRow(*row) for row in connection.execute(wanted)]


def validity_years(connection: Connection) -> dict[str, int | None]:
    """Return how many years the blocks of each known certification hold, by code; None for good."""
    t = tables.certification
    years = func.json_extract(t.c.sheet, "$.validity_years_of_blocks")
    wanted = select(t.c.code, years).order_by(t.c.version)
    return {row[0]: row[1] for row in connection.execute(wanted)}


def blocks(
    connection: Connection, certification_id: str, *, block_id: str | None = None
) -> tuple[BlockRow, ...]:
    """Return a certification's blocks in the order of the sheet, or the one that is ``block_id``."""
    read, which = _one_block() if block_id is not None else _blocks(), {"own": certification_id}
    if block_id is not None:
        which["block"] = block_id
    competences: dict[str, list[CompetenceRow]] = {}
    for r in connection.execute(read.competences, which):
        competences.setdefault(r.block_id, []).append(CompetenceRow(r.id, r.position, r.wording))
    assessments: dict[str, list[AssessmentRow]] = {}
    for r in connection.execute(read.assessments, which):
        assessments.setdefault(r.block_id, []).append(
            AssessmentRow(
                r.id,
                r.position,
                r.kind,
                r.title,
                r.dossier_kind,
                r.judged_by,
                r.oral_minutes,
                r.interview_minutes,
            )
        )
    return tuple(
        BlockRow(
            id=r.id,
            code=r.code,
            short_code=short_code(r.code),
            title=r.title,
            competences=tuple(competences.get(r.id, ())),
            assessments=tuple(assessments.get(r.id, ())),
        )
        for r in connection.execute(read.blocks, which)
    )


def lines(scheme: GradingScheme, block: BlockRow) -> list[tuple[str, int, str]]:
    """Return (item, position, wording) of a sheet's lines, as the domain's ``scored_items`` has them."""
    items = scored_items(scheme, cast("Block", block))  # a row has a block's competences and assessments
    wordings = {competence.id: competence.wording for competence in block.competences}
    wordings |= {assessment.id: assessment.title for assessment in block.assessments}
    return [(item, position, wordings[item]) for position, item in enumerate(items, 1)]


# Every sheet that is shown and every count reads blocks: building a statement costs as much as running it.


@dataclass(frozen=True, slots=True)
class _Read:
    """What reads blocks, and what hangs below them."""

    blocks: Statement
    competences: Statement
    assessments: Statement


def _reading(which: ColumnElement[bool]) -> _Read:
    b, c, a = tables.block, tables.competence, tables.assessment
    own = select(b.c.id).where(which)
    return _Read(
        select(b).where(which).order_by(b.c.position),
        select(c).where(c.c.block_id.in_(own)).order_by(c.c.position),
        select(a).where(a.c.block_id.in_(own)).order_by(a.c.position),
    )


@cache
def _blocks() -> _Read:
    return _reading(tables.block.c.certification_id == bindparam("own"))


@cache
def _one_block() -> _Read:
    b = tables.block
    return _reading((b.c.certification_id == bindparam("own")) & (b.c.id == bindparam("block")))
