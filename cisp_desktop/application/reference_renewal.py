"""What the next version of a title keeps of the one before, when a public sheet is imported again.

A public sheet words its jury in prose and says nothing of grading: the seats, the shares and the scheme that
the certifier wrote down stay, and so does the reading of an assessment whose text is the same. Must not know
where the sheet comes from, nor storage.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cisp_desktop.application.certification_editing import certification_to_data
from cisp_desktop.application.certifications import certification_from_data, scheme_without_version
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.application.reference_drafts import SheetDraft, draft_to_data
from cisp_desktop.domain.certification import Assessment, Competence


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a block that the new sheet words alike, at the same place."""

    code: str
    competences: Sequence[Competence]
    assessments: Sequence[Assessment]


def sheet_data(sheet: SheetDraft, versions: Iterable[CertificationRow]) -> dict[str, Any]:
    """Return the JSON data of a public sheet; ``versions`` are the certifications that are there already."""
    data = draft_to_data(sheet)
    known = [row for row in versions if row.code == sheet.code]
    if not known:
        return data
    return renewed(data, certification_to_data(max(known, key=lambda row: row.version)))


def renewed(data: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON data of a sheet with what only the version before it says.

    ``known`` is that version as ``certification_editing.certification_to_data`` gives it. What the sheet says
    itself always stands.
    """
    kept = {**data, "panel": {**known.get("panel", {}), **data.get("panel", {})}}
    kept["blocks"] = _with_readings(data["blocks"], known["blocks"])
    if known.get("panel_rules"):
        kept["panel_rules"] = known["panel_rules"]
    before = certification_from_data(known)
    if before.scheme != certification_from_data({**known, "scheme": None}).scheme:
        wordings = _wordings(kept["blocks"])
        lines = [
            _Lines(
                block.code,
                [one for one in block.competences if wordings.get(_place(block.code, one.id)) == one.wording],
                [one for one in block.assessments if wordings.get(_place(block.code, one.id)) == one.title],
            )
            for block in before.blocks
        ]
        kept["scheme"] = scheme_without_version(before.scheme, lines)
    return kept


def _with_readings(
    blocks: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give each assessment the form, the judge and the durations that it had under the same title."""
    read = {(str(b["code"]), a["title"]): a for b in known for a in b.get("assessments", ())}
    return [
        {
            **block,
            "assessments": [
                {**one, **read.get((str(block["code"]), one["title"]), {})}
                for one in block.get("assessments", ())
            ],
        }
        for block in blocks
    ]


def _place(code: str, line_id: str) -> str:
    return f"{code}/{line_id.rpartition('/')[2]}"


def _wordings(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the wording of each line of the sheet, by its place (« CODE/C01 », « CODE/E01 »)."""
    found = {}
    for block in blocks:
        for i, wording in enumerate(block.get("competences", ()), 1):
            found[f"{block['code']}/C{i:02d}"] = str(wording)
        for i, item in enumerate(block.get("assessments", ()), 1):
            found[f"{block['code']}/E{i:02d}"] = str(item["title"])
    return found
