"""Certifications as data: reading a sheet's JSON, and the sheets that ship with the application.

Must not know a particular title, nor where a workspace keeps it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

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
from cisp_desktop.domain.grading import GradingScheme, ScoringMode

_OWN_FIELDS = frozenset(
    ("code", "title", "level_national", "level_european", "certifier", "registration_starts",
     "registration_ends", "blocks", "scheme")
)  # fmt: skip


def certification_from_data(data: Mapping[str, Any], *, version: int = 1) -> Certification:
    """Build a certification from the JSON data of its sheet.

    Texts stay verbatim. Raises ``RuleError("certification.data", field=…)`` naming what is missing
    or malformed.
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
        blocks = [
            _block(raw, certification.id, position=i, version=version)
            for i, raw in enumerate(data["blocks"], 1)
        ]
    except KeyError as error:
        raise RuleError("certification.data", field=str(error.args[0])) from error
    except (TypeError, ValueError) as error:
        raise RuleError("certification.data", field="?") from error
    if not blocks:
        raise RuleError("certification.no_blocks", code=code)
    certification.blocks = blocks
    certification.scheme = GradingScheme.from_data(data.get("scheme") or default_scheme(blocks)).to_data()
    return certification


def default_scheme(blocks: Sequence[Block]) -> dict[str, Any]:
    """Levels by competence; points on 20 by assessment when no block has competences (RNCP6133)."""
    if any(block.competences for block in blocks):
        return GradingScheme().to_data()
    return GradingScheme(mode=ScoringMode.POINTS, global_level_required=False).to_data()


def _block(raw: Mapping[str, Any], certification_id: str, *, position: int, version: int) -> Block:
    code = str(raw["code"])
    block_id = f"{code}/{version}"
    block = Block(block_id, certification_id, code, str(raw["title"]), position)
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


def import_certification(workspace: Workspace, text: str) -> str:
    """Add the certification that the JSON ``text`` describes and return its id.

    A code that is there already gets the next version, unless nothing differs.
    Raises ``RuleError("certification.not_json")`` or ``certification.data``.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise RuleError("certification.not_json") from error
    if not isinstance(data, dict):
        raise RuleError("certification.not_json")
    with workspace.unit_of_work() as work:
        known = work.certifications.by_code(str(data.get("code", "")))
        certification = certification_from_data(data, version=known.version + 1 if known else 1)
        if known is not None and _content(known) == _content(certification):
            return known.id
        work.certifications.add(certification)
        work.note("SITE", "certification.imported", subject=certification.id)
        work.changed(Change.CERTIFICATIONS, certification.id)
        work.commit()
        return certification.id


def _content(certification: Certification) -> tuple[object, ...]:
    """Return what makes two versions the same, identifiers left out."""
    blocks = tuple(
        (b.code, b.title, tuple(c.wording for c in b.competences),
         tuple((a.kind, a.title, a.dossier_kind, a.judged_by) for a in b.assessments))
        for b in certification.blocks
    )  # fmt: skip
    return (certification.title, certification.registration_starts, certification.registration_ends,
            certification.sheet, blocks)  # fmt: skip
