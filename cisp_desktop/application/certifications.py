"""Certifications as data: reading a sheet's JSON, and the sheets that ship with the application.

Must not know a particular title, nor where a workspace keeps it.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any, Protocol

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Workspace
from cisp_desktop.domain.certification import (
    Assessment,
    AssessmentKind,
    Block,
    Certification,
    Competence,
    DossierKind,
    JudgedBy,
)
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.grading import WIDE_GAP_IN_POINTS, GradingScheme, ScoringMode, check_outside_shares
from cisp_desktop.domain.panel_rules import PanelRules

_OWN_FIELDS = frozenset(
    ("code", "title", "level_national", "level_european", "certifier", "registration_starts",
     "registration_ends", "blocks", "scheme", "panel_rules")
)  # fmt: skip
_LINE_KEYS = ("weights", "floors", "outside_weights")
_VERSIONED = re.compile(r"(.+)/\d+(/[CE]\d{2,})")


class Line(Protocol):
    """A competence or an assessment, or a row that shows one."""

    @property
    def id(self) -> str: ...


class LinedBlock(Protocol):
    """A block, or a row that shows one, as far as its lines go."""

    @property
    def code(self) -> str: ...
    @property
    def competences(self) -> Sequence[Line]: ...
    @property
    def assessments(self) -> Sequence[Line]: ...


def certification_from_data(data: Mapping[str, Any], *, version: int = 1) -> Certification:
    """Build a certification from the JSON data of its sheet.

    Texts stay verbatim. Raises ``RuleError("certification.data", field=…)`` naming what is missing
    or malformed, ``certification.scheme_line``, ``scheme.*`` or ``panel_rules.*``.
    """
    try:
        code = str(data["code"])
        certification = Certification(
            id=f"{code}/{version}",
            code=code,
            version=version,
            title=str(data["title"]),
            level_national=int(data["level_national"]),
            level_european=data.get("level_european"),
            certifier_name=str(data["certifier"]["name"]),
            certifier_siret=str(data["certifier"].get("siret", "")),
            registration_starts=_date(data.get("registration_starts")),
            registration_ends=_date(data.get("registration_ends")),
            sheet={key: value for key, value in data.items() if key not in _OWN_FIELDS},
            scheme={},
        )
        certification.sheet["certifier"] = dict(data["certifier"])
        blocks = [_block(raw, certification, position=i) for i, raw in enumerate(data["blocks"], 1)]
    except KeyError as error:
        raise RuleError("certification.data", field=str(error.args[0])) from error
    except (TypeError, ValueError) as error:
        raise RuleError("certification.data", field="?") from error
    if not blocks:
        raise RuleError("certification.no_blocks", code=code)
    certification.blocks = blocks
    scheme = scheme_with_ids(data.get("scheme") or default_scheme(blocks), blocks)
    graded = GradingScheme.from_data(scheme)
    check_outside_shares(graded, {block.code: [a.id for a in block.assessments] for block in blocks})
    certification.scheme = graded.to_data()
    if data.get("panel_rules"):
        certification.panel_rules = PanelRules.from_data(data["panel_rules"]).to_data()
    return certification


def line_keys(blocks: Sequence[LinedBlock]) -> dict[str, str]:
    """Return the name without a version (« CODE/C01 ») of each competence and assessment, by identifier."""
    return {
        line.id: f"{block.code}/{line.id.rpartition('/')[2]}"
        for block in blocks
        for line in (*block.competences, *block.assessments)
    }


def scheme_with_ids(scheme: Mapping[str, Any], blocks: Sequence[LinedBlock]) -> dict[str, Any]:
    """Return a scheme whose lines are named by the identifiers of ``blocks``.

    Lines are given as « CODE/C01 » or « CODE/E01 » (or with another version's number between). Raises
    ``RuleError("certification.scheme_line", line=…)`` for one that is not there.
    """
    keys = line_keys(blocks)
    ids = {key: line for line, key in keys.items()}
    ids |= {_VERSIONED.sub(r"\1\2", line): line for line in keys}

    def found(key: str) -> str:
        line = ids.get(_VERSIONED.sub(r"\1\2", key))
        if line is None:
            raise RuleError("certification.scheme_line", line=key)
        return line

    return _renamed(scheme, found)


def scheme_without_version(scheme: Mapping[str, Any], blocks: Sequence[LinedBlock]) -> dict[str, Any]:
    """Return a scheme whose lines are named « CODE/C01 », as JSON data; lines that are gone are left out."""
    keys = line_keys(blocks)
    return _renamed(scheme, keys.get)


def _renamed(scheme: Mapping[str, Any], name: Callable[[str], str | None]) -> dict[str, Any]:
    renamed = dict(scheme)
    for part in _LINE_KEYS:
        named = {name(line): value for line, value in scheme.get(part, {}).items()}
        if part in scheme:
            renamed[part] = {line: value for line, value in named.items() if line is not None}
    if "eliminatory" in scheme:
        renamed["eliminatory"] = [found for line in scheme["eliminatory"] if (found := name(line))]
    return renamed


def points_scheme() -> GradingScheme:
    """Return the default scheme where marks are points on 20 by assessment."""
    return GradingScheme(mode=ScoringMode.POINTS, global_level_required=False, wide_gap=WIDE_GAP_IN_POINTS)


def default_scheme(blocks: Sequence[Block]) -> dict[str, Any]:
    """Levels by competence; points on 20 by assessment when no block has competences (RNCP6133)."""
    if any(block.competences for block in blocks):
        return GradingScheme().to_data()
    return points_scheme().to_data()


def _block(raw: Mapping[str, Any], certification: Certification, *, position: int) -> Block:
    """Build a block. A code that is not national (« 01 ») is told from another title's by the identifier."""
    code = str(raw["code"])
    own = code if code.startswith(certification.code) else f"{certification.code}-{code}"
    block_id = f"{own}/{certification.version}"
    block = Block(block_id, certification.id, code, str(raw["title"]), position)
    block.competences = [
        Competence(f"{block_id}/C{i:02d}", block_id, i, str(wording))
        for i, wording in enumerate(raw.get("competences", ()), 1)
    ]
    block.assessments = [
        Assessment(
            f"{block_id}/E{i:02d}",
            block_id,
            i,
            AssessmentKind(item["kind"]),
            str(item["title"]),
            DossierKind(item["dossier"]) if item.get("dossier") else None,
            JudgedBy(item.get("judged_by", "UNSPECIFIED")),
            item.get("oral_minutes"),
            item.get("interview_minutes"),
        )
        for i, item in enumerate(raw.get("assessments", ()), 1)
    ]
    return block


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def shipped_certifications() -> list[Certification]:
    """Return the certifications that ship with the application, by code."""
    folder = files("cisp_desktop").joinpath("data", "certifications")
    sheets = sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    return [certification_from_data(json.loads(sheet.read_text("utf-8"))) for sheet in sheets]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``previous_id`` is the newest version before it, None for a new title.

    Not ``written``: nothing differs from that version, which is ``id`` too.
    """

    id: str
    previous_id: str | None
    written: bool


def import_certification(workspace: Workspace, text: str) -> Imported:
    """Add the certification that the JSON ``text`` describes.

    A code that is there already gets the next version, unless nothing differs.
    Raises ``RuleError("certification.not_json")`` or ``certification.data``.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RuleError("certification.not_json") from error
    if not isinstance(data, dict):
        raise RuleError("certification.not_json")
    return import_data(workspace, data)


def import_data(workspace: Workspace, data: Mapping[str, Any]) -> Imported:
    """Add the certification that the JSON ``data`` describes.

    A code that is there already gets the next version, unless nothing differs.
    Raises ``RuleError("certification.data")`` or ``certification.no_blocks``.
    """
    with workspace.unit_of_work() as work:
        known = work.certifications.by_code(str(data.get("code", "")))
        certification = certification_from_data(data, version=known.version + 1 if known else 1)
        if known is not None and same_content(known, certification):
            return Imported(known.id, known.id, written=False)
        previous = known.id if known is not None else None
        work.certifications.add(certification)
        work.note("SITE", "certification.imported", subject=certification.id)
        work.changed(Change.CERTIFICATIONS, certification.id)
        work.commit()
        return Imported(certification.id, previous, written=True)


def same_content(one: Certification, other: Certification) -> bool:
    """Whether two versions say the same, identifiers and version left out."""
    return _content(one) == _content(other)


def _content(certification: Certification) -> tuple[object, ...]:
    blocks = tuple(
        (b.code, b.title, tuple(c.wording for c in b.competences),
         tuple((a.kind, a.title, a.dossier_kind, a.judged_by, a.oral_minutes, a.interview_minutes)
               for a in b.assessments))
        for b in certification.blocks
    )  # fmt: skip
    c = certification
    return (c.code, c.title, c.level_national, c.level_european, c.certifier_name, c.certifier_siret,
            c.registration_starts, c.registration_ends, dict(c.sheet), dict(c.panel_rules),
            scheme_without_version(c.scheme, c.blocks), blocks)  # fmt: skip
