"""A certification while it is edited: an immutable tree whose nodes keep their key from edit to edit.

Each edit returns another draft, so that undoing is showing an earlier one. The scheme's lines are named by
the keys of the nodes: a line that moves keeps its weight. Must not know screens nor storage.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cisp_desktop.application.reference_drafts import Correspondence, SheetDraft, draft_to_data
from cisp_desktop.domain.certification import AssessmentKind, DossierKind, JudgedBy
from cisp_desktop.domain.competence_split import split_at

ROOT = "root"
"""The key of the certification itself."""


@dataclass(frozen=True, slots=True)
class CompetenceNode:
    """One competence."""

    key: str
    wording: str


@dataclass(frozen=True, slots=True)
class AssessmentNode:
    """One assessment; minutes are 0–480, None while nobody said."""

    key: str
    title: str
    kind: AssessmentKind = AssessmentKind.DOSSIER_AND_ORAL
    dossier: DossierKind | None = None
    judged_by: JudgedBy = JudgedBy.CERTIFICATION_JURY
    oral_minutes: int | None = None
    interview_minutes: int | None = None


LineNode = CompetenceNode | AssessmentNode


@dataclass(frozen=True, slots=True)
class BlockNode:
    """One block. The sources are the official texts that the lines were proposed from, empty without one."""

    key: str
    code: str
    title: str
    competences: tuple[CompetenceNode, ...] = ()
    assessments: tuple[AssessmentNode, ...] = ()
    competence_source: str = ""
    assessment_source: str = ""

    @property
    def lines(self) -> tuple[LineNode, ...]:
        """Competences, then assessments."""
        return (*self.competences, *self.assessments)


@dataclass(frozen=True, slots=True)
class CertificationDraft:
    """What is being edited. ``facts`` is the sheet's JSON data without blocks, scheme and panel rules.

    ``scheme`` names lines by the keys of their nodes and is empty while the default holds; ``panel_rules``
    is empty while the sheet's rules hold. ``base_id`` and ``base_data`` are the version that it started
    from. ``next_key`` numbers the next node.
    """

    facts: Mapping[str, Any]
    blocks: tuple[BlockNode, ...] = ()
    scheme: Mapping[str, Any] = field(default_factory=dict)
    panel_rules: Mapping[str, Any] = field(default_factory=dict)
    base_id: str | None = None
    base_data: Mapping[str, Any] | None = None
    correspondences: tuple[Correspondence, ...] = ()
    next_key: int = 1

    @property
    def code(self) -> str:
        """The certification's code."""
        return str(self.facts.get("code", ""))

    @property
    def notes(self) -> list[str]:
        """What the source leaves open, in French."""
        return [str(note) for note in self.facts.get("source_defects", ())]

    @property
    def imported(self) -> bool:
        """Whether an official source stands beside what is edited."""
        return any(block.competence_source or block.assessment_source for block in self.blocks)

    def block(self, key: str) -> BlockNode | None:
        """Return the block of that key, or the block that holds the line of that key."""
        return next(
            (b for b in self.blocks if b.key == key or any(line.key == key for line in b.lines)), None
        )

    def line(self, key: str) -> LineNode | None:
        """Return the competence or assessment of that key."""
        return next((line for block in self.blocks for line in block.lines if line.key == key), None)


# --- from and to data -----------------------------------------------------------------------------


def new_draft() -> CertificationDraft:
    """Return an empty sheet."""
    return CertificationDraft(
        {"code": "", "title": "", "level_national": None, "certifier": {"name": "", "siret": ""}}
    )


def draft_from_data(
    data: Mapping[str, Any],
    *,
    base_id: str | None = None,
    sources: Sequence[tuple[str, str]] = (),
    correspondences: Sequence[Correspondence] = (),
) -> CertificationDraft:
    """Return the draft of a sheet's JSON data; ``sources`` are (competences, assessments) block by block.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` on data that are no sheet.
    """
    facts = {name: value for name, value in data.items() if name not in ("blocks", "scheme", "panel_rules")}
    blocks: list[BlockNode] = []
    keys: dict[str, str] = {}
    number = 1
    for position, raw in enumerate(data.get("blocks", ())):
        block, number = _block_node(raw, number, keys)
        if position < len(sources):
            competences, assessments = sources[position]
            block = replace(block, competence_source=competences, assessment_source=assessments)
        blocks.append(block)
    return CertificationDraft(
        facts,
        tuple(blocks),
        _scheme_with(data.get("scheme") or {}, keys),
        dict(data.get("panel_rules") or {}),
        base_id,
        dict(data) if base_id is not None else None,
        tuple(correspondences),
        number,
    )


def draft_from_sheet(sheet: SheetDraft, data: Mapping[str, Any] | None = None) -> CertificationDraft:
    """Return the draft of an imported sheet, its official texts beside each block.

    ``data`` is what it starts from where an earlier version is there (``reference_renewal.sheet_data``).
    """
    sources = [(block.competence_source, block.assessment_source) for block in sheet.blocks]
    return draft_from_data(
        data or draft_to_data(sheet), sources=sources, correspondences=sheet.correspondences
    )


def _block_node(raw: Mapping[str, Any], number: int, keys: dict[str, str]) -> tuple[BlockNode, int]:
    code = str(raw["code"])
    block_key = f"n{number}"
    number += 1
    competences, assessments = [], []
    for position, wording in enumerate(raw.get("competences", ()), 1):
        keys[f"{code}/C{position:02d}"] = f"n{number}"
        competences.append(CompetenceNode(f"n{number}", str(wording)))
        number += 1
    for position, item in enumerate(raw.get("assessments", ()), 1):
        keys[f"{code}/E{position:02d}"] = f"n{number}"
        assessments.append(
            AssessmentNode(
                f"n{number}",
                str(item["title"]),
                AssessmentKind(item["kind"]),
                DossierKind(item["dossier"]) if item.get("dossier") else None,
                JudgedBy(item.get("judged_by", "UNSPECIFIED")),
                item.get("oral_minutes"),
                item.get("interview_minutes"),
            )
        )
        number += 1
    return BlockNode(block_key, code, str(raw["title"]), tuple(competences), tuple(assessments)), number


def draft_as_data(draft: CertificationDraft) -> dict[str, Any]:
    """Return the JSON data of a draft, as ``save_certification`` takes it."""
    names: dict[str, str] = {}
    for block in draft.blocks:
        names |= {one.key: f"{block.code}/C{i:02d}" for i, one in enumerate(block.competences, 1)}
        names |= {one.key: f"{block.code}/E{i:02d}" for i, one in enumerate(block.assessments, 1)}
    return {
        **draft.facts,
        "blocks": [
            {
                "code": block.code,
                "title": block.title,
                "competences": [one.wording for one in block.competences],
                "assessments": [
                    {
                        "kind": one.kind.value,
                        "title": one.title,
                        "dossier": one.dossier.value if one.dossier else None,
                        "judged_by": one.judged_by.value,
                        "oral_minutes": one.oral_minutes,
                        "interview_minutes": one.interview_minutes,
                    }
                    for one in block.assessments
                ],
            }
            for block in draft.blocks
        ],
        "scheme": _scheme_with(draft.scheme, names),
        "panel_rules": dict(draft.panel_rules),
    }


def _scheme_with(scheme: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Rename the scheme's lines; those without a name are gone."""
    renamed = dict(scheme)
    for part in ("weights", "floors", "outside_weights"):
        if part in scheme:
            renamed[part] = {names[line]: value for line, value in scheme[part].items() if line in names}
    if "eliminatory" in scheme:
        renamed["eliminatory"] = [names[line] for line in scheme["eliminatory"] if line in names]
    return renamed


# --- edits ----------------------------------------------------------------------------------------


def with_facts(draft: CertificationDraft, **facts: Any) -> CertificationDraft:
    """Set facts of the sheet."""
    return replace(draft, facts={**draft.facts, **facts})


def with_block(draft: CertificationDraft, key: str, **fields: Any) -> CertificationDraft:
    """Set the fields of a block."""
    return _each_block(draft, lambda b: replace(b, **fields) if b.key == key else b)


def with_line(draft: CertificationDraft, key: str, **fields: Any) -> CertificationDraft:
    """Set the fields of a competence or an assessment."""
    return _each_block(
        draft,
        lambda b: replace(
            b,
            competences=tuple(replace(c, **fields) if c.key == key else c for c in b.competences),
            assessments=tuple(replace(a, **fields) if a.key == key else a for a in b.assessments),
        ),
    )


def renamed(draft: CertificationDraft, key: str, text: str) -> CertificationDraft:
    """Set the title of the sheet, a block or an assessment, or the wording of a competence."""
    if key == ROOT:
        return with_facts(draft, title=text)
    line = draft.line(key)
    if isinstance(line, CompetenceNode):
        return with_line(draft, key, wording=text)
    return with_line(draft, key, title=text) if line else with_block(draft, key, title=text)


def with_new_block(draft: CertificationDraft, *, after: str = "") -> tuple[CertificationDraft, str]:
    """Add an empty block after the one of key ``after`` (or at the end); returns its key too."""
    key = f"n{draft.next_key}"
    taken = {block.code for block in draft.blocks}
    number = len(draft.blocks) + 1
    while f"{draft.code}BC{number:02d}" in taken:
        number += 1
    place = next((i for i, b in enumerate(draft.blocks, 1) if b.key == after), len(draft.blocks))
    block = BlockNode(key, f"{draft.code}BC{number:02d}", "")
    blocks = (*draft.blocks[:place], block, *draft.blocks[place:])
    return replace(draft, blocks=blocks, next_key=draft.next_key + 1), key


def with_new_line(
    draft: CertificationDraft, near: str, *, assessment: bool
) -> tuple[CertificationDraft, str]:
    """Add an empty competence or assessment after the line ``near``, or last in its block."""
    block = draft.block(near)
    if block is None:
        return draft, near
    key = f"n{draft.next_key}"
    node: LineNode = AssessmentNode(key, "") if assessment else CompetenceNode(key, "")
    lines: tuple[LineNode, ...] = block.assessments if assessment else block.competences
    place = next((i for i, line in enumerate(lines, 1) if line.key == near), len(lines))
    added = replace(draft, next_key=draft.next_key + 1)
    return _put(added, block.key, node, place), key


def without(draft: CertificationDraft, key: str) -> CertificationDraft:
    """Remove a block with its lines, or a line."""
    kept = replace(draft, blocks=tuple(block for block in draft.blocks if block.key != key))
    return _each_block(
        kept,
        lambda b: replace(
            b,
            competences=tuple(c for c in b.competences if c.key != key),
            assessments=tuple(a for a in b.assessments if a.key != key),
        ),
    )


def moved(draft: CertificationDraft, key: str, block_key: str, position: int) -> CertificationDraft:
    """Put a line at ``position`` (from 0, itself taken out) among the lines of its kind in a block.

    A block moves among the blocks; ``block_key`` is then ``ROOT``.
    """
    line = draft.line(key)
    if line is not None and draft.block(block_key) is not None:
        return _put(without(draft, key), block_key, line, position)
    block = next((one for one in draft.blocks if one.key == key), None)
    if block is None:
        return draft
    rest = [one for one in draft.blocks if one.key != key]
    rest.insert(max(0, min(position, len(rest))), block)
    return replace(draft, blocks=tuple(rest))


def shifted(draft: CertificationDraft, key: str, step: int) -> CertificationDraft:
    """Move a node by one place up (-1) or down (+1); a line crosses into the neighbouring block."""
    line, block = draft.line(key), draft.block(key)
    if block is None:
        return draft
    number = draft.blocks.index(block)
    if line is None:
        return moved(draft, key, ROOT, number + step)
    lines = _of_kind(block, line)
    place = next(i for i, one in enumerate(lines) if one.key == key) + step
    if 0 <= place < len(lines):
        return moved(draft, key, block.key, place)
    if not 0 <= number + step < len(draft.blocks):
        return draft
    neighbour = draft.blocks[number + step]
    return moved(draft, key, neighbour.key, len(_of_kind(neighbour, line)) if step < 0 else 0)


def split(draft: CertificationDraft, key: str, position: int) -> tuple[CertificationDraft, str]:
    """Part a competence before its character ``position``; returns the key of the second part too.

    A part without a letter leaves it whole; the first part keeps the key.
    """
    line, block = draft.line(key), draft.block(key)
    if not isinstance(line, CompetenceNode) or block is None:
        return draft, key
    parts = split_at([line.wording], 0, position)
    if len(parts) < 2:
        return draft, key
    new_key = f"n{draft.next_key}"
    shortened = with_line(replace(draft, next_key=draft.next_key + 1), key, wording=parts[0])
    place = next(i for i, one in enumerate(block.competences, 1) if one.key == key)
    return _put(shortened, block.key, CompetenceNode(new_key, parts[1]), place), new_key


def merged(draft: CertificationDraft, key: str) -> CertificationDraft:
    """Join a competence and the next one of its block; the last one stays as it is."""
    block = draft.block(key)
    if block is None:
        return draft
    for one, following in zip(block.competences, block.competences[1:], strict=False):
        if one.key == key:
            joined = f"{one.wording} {following.wording}".strip()
            return with_line(without(draft, following.key), key, wording=joined)
    return draft


def _each_block(draft: CertificationDraft, edit: Callable[[BlockNode], BlockNode]) -> CertificationDraft:
    return replace(draft, blocks=tuple(edit(block) for block in draft.blocks))


def _of_kind(block: BlockNode, line: LineNode) -> tuple[LineNode, ...]:
    return block.assessments if isinstance(line, AssessmentNode) else block.competences


def _put(draft: CertificationDraft, block_key: str, line: LineNode, position: int) -> CertificationDraft:
    def edit(block: BlockNode) -> BlockNode:
        if block.key != block_key:
            return block
        lines = list(_of_kind(block, line))
        lines.insert(max(0, min(position, len(lines))), line)
        part = "assessments" if isinstance(line, AssessmentNode) else "competences"
        fields: dict[str, Any] = {part: tuple(lines)}
        return replace(block, **fields)

    return _each_block(draft, edit)
