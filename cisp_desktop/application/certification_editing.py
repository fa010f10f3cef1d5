"""Saving an edited certification: what a person must mend first, then a new version or the same one changed.

A version that a session uses is frozen: saving over it makes the next one. Must not know screens, nor how the
data was typed or imported.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cisp_desktop.application.certifications import (
    certification_from_data,
    same_content,
    scheme_without_version,
)
from cisp_desktop.application.changes import Change
from cisp_desktop.application.lineage import EquivalenceEntry, add_equivalence, resolve_held
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.queries import CertificationRow
from cisp_desktop.domain.certification import Assessment, Block, Certification
from cisp_desktop.domain.equivalence import code_key
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.grading import GradingScheme
from cisp_desktop.domain.text import COMMENT_LENGTH, LINE_LENGTH, entry_text, folded

MOST_MINUTES = 480
MOST_BLOCKS, MOST_LINES = 60, 200
"""Blocks of a title and lines of a block: twice what the largest public sheets have."""
CODE_LENGTH = 40
TITLE_LENGTH = 1_000


class SaveOutcome(StrEnum):
    """What saving did."""

    UNCHANGED = "UNCHANGED"
    CHANGED = "CHANGED"
    NEXT_VERSION = "NEXT_VERSION"
    CREATED = "CREATED"


@dataclass(frozen=True, slots=True)
class SavedCertification:
    """``id`` is the version that holds what was saved; the rest is what ``undo_save`` needs."""

    id: str
    outcome: SaveOutcome
    previous: Mapping[str, Any] | None = None
    equivalence_ids: tuple[str, ...] = ()


def certification_to_data(certification: Certification | CertificationRow) -> dict[str, Any]:
    """Return the JSON data that ``certification_from_data`` reads, without identifiers nor version.

    The scheme's lines are named « CODE/C01 » and « CODE/E01 ».
    """
    c = certification
    scheme = c.scheme.to_data() if isinstance(c.scheme, GradingScheme) else c.scheme
    sheet = dict(c.sheet)
    certifier = {**sheet.pop("certifier", {}), "name": c.certifier_name}
    if c.certifier_siret or "siret" in certifier:
        certifier["siret"] = c.certifier_siret
    return {
        **sheet,
        "code": c.code,
        "title": c.title,
        "level_national": c.level_national,
        "level_european": c.level_european,
        "certifier": certifier,
        "registration_starts": _iso(c.registration_starts),
        "registration_ends": _iso(c.registration_ends),
        "blocks": [
            {
                "code": block.code,
                "title": block.title,
                "competences": [competence.wording for competence in block.competences],
                "assessments": [_assessment_data(assessment) for assessment in block.assessments],
            }
            for block in c.blocks
        ],
        "scheme": scheme_without_version(scheme, c.blocks),
        "panel_rules": dict(c.panel_rules),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _assessment_data(assessment: Any) -> dict[str, Any]:
    one: Assessment = assessment  # or the row that shows one, which has the same fields
    return {
        "kind": one.kind.value,
        "title": one.title,
        "dossier": one.dossier_kind.value if one.dossier_kind else None,
        "judged_by": one.judged_by.value,
        "oral_minutes": one.oral_minutes,
        "interview_minutes": one.interview_minutes,
    }


def check_data(data: Mapping[str, Any]) -> None:
    """Refuse what could serve no jury, each with what to mend.

    Raises ``RuleError``: ``reference.no_code``, ``.no_title``, ``.level_needed``, ``.block_unnamed``,
    ``.block_twice``, ``certification.no_blocks``, ``.dates``, ``.too_many``, ``.block_empty``,
    ``.line_empty``, ``.minutes`` or ``text.*``.
    """
    code = str(data.get("code") or "").strip()
    blocks = data.get("blocks") or ()
    level = data.get("level_national")
    if not code:
        raise RuleError("reference.no_code")
    if not str(data.get("title") or "").strip():
        raise RuleError("reference.no_title", code=code)
    if not isinstance(level, int) or not 1 <= level <= 8:
        raise RuleError("reference.level_needed", code=code)
    entry_text(code, field="certification.code", limit=CODE_LENGTH)
    entry_text(data["title"], field="certification.title", limit=TITLE_LENGTH)
    certifier = data.get("certifier") or {}
    entry_text(str(certifier.get("name", "")), field="certification.certifier", limit=LINE_LENGTH)
    entry_text(str(certifier.get("siret", "")), field="certification.siret", limit=CODE_LENGTH)
    starts, ends = data.get("registration_starts"), data.get("registration_ends")
    if starts and ends and starts > ends:
        raise RuleError(
            "certification.dates", starts=date.fromisoformat(starts), ends=date.fromisoformat(ends)
        )
    if not blocks:
        raise RuleError("certification.no_blocks", code=code)
    if len(blocks) > MOST_BLOCKS:
        raise RuleError("certification.too_many_blocks", count=len(blocks), most=MOST_BLOCKS)
    _check_block_names(blocks)
    for block in blocks:
        _check_block(block)


def _check_block_names(blocks: Sequence[Mapping[str, Any]]) -> None:
    for position, block in enumerate(blocks, 1):
        if not (block["code"].strip() and block["title"].strip()):
            raise RuleError("reference.block_unnamed", position=position)
        entry_text(block["code"], field="block.code", limit=CODE_LENGTH)
        entry_text(block["title"], field="block.title", limit=TITLE_LENGTH)
    for key, count in Counter(folded(block["code"]) for block in blocks).items():
        if count > 1:
            code = next(block["code"] for block in blocks if folded(block["code"]) == key)
            raise RuleError("reference.block_twice", block=code)


def _check_block(block: Mapping[str, Any]) -> None:
    competences, assessments = block.get("competences", ()), block.get("assessments", ())
    count = len(competences) + len(assessments)
    if not count:
        raise RuleError("certification.block_empty", block=block["code"])
    if count > MOST_LINES:
        raise RuleError("certification.too_many_lines", block=block["code"], count=count, most=MOST_LINES)
    for wording in (*competences, *(one["title"] for one in assessments)):
        if not wording.strip():
            raise RuleError("certification.line_empty", block=block["code"])
        entry_text(wording, field="competence.wording", limit=COMMENT_LENGTH, multiline=True)
    for one in assessments:
        for minutes in (one.get("oral_minutes"), one.get("interview_minutes")):
            if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
                raise RuleError(
                    "certification.minutes", block=block["code"], title=one["title"], minutes=minutes,
                    most=MOST_MINUTES,
                )  # fmt: skip


def version_that_says(rows: Iterable[CertificationRow], data: Mapping[str, Any]) -> CertificationRow | None:
    """Return the newest version of the title of ``data`` when it says the same already; None otherwise.

    ``rows`` are the certifications that are there. What could not be saved says nothing yet.
    """
    versions = [row for row in rows if row.code == data.get("code")]
    if not versions:
        return None
    known = max(versions, key=lambda row: row.version)
    try:
        wanted = certification_from_data(data, version=known.version)
    except RuleError:
        return None
    return known if certification_to_data(wanted) == certification_to_data(known) else None


def save_certification(
    workspace: Workspace,
    data: Mapping[str, Any],
    *,
    base_id: str | None = None,
    base_data: Mapping[str, Any] | None = None,
    equivalences: Sequence[EquivalenceEntry] = (),
) -> SavedCertification:
    """Save what was typed over ``base_id`` (None: a sheet that was imported or is new).

    Nothing differs: nothing is written. A base that a session uses, or a code that is there already, gets
    the next version; an unused base is changed in its place. ``base_data`` is the base as the typing began.
    ``equivalences`` are recorded with it; those that are known already are passed over.
    Raises what ``check_data``, ``certification_from_data`` and ``lineage.add_equivalence`` raise,
    ``RuleError("certification.code_fixed")``, and ``Refused("certification.changed_meanwhile")`` when
    somebody saved another version since.
    """
    check_data(data)
    with workspace.unit_of_work() as work:
        known = work.certifications.by_code(data["code"])
        if base_id is not None:
            _check_base(work, known, base_id, data["code"], base_data)
        saved = _store(work, data, known, base_id)
        recorded = tuple(
            add_equivalence(work, entry) for entry in equivalences if not _is_recorded(work, entry)
        )
        if saved.outcome is SaveOutcome.UNCHANGED and not recorded:
            return saved
        work.changed(Change.CERTIFICATIONS, saved.id)
        work.commit()
        return SavedCertification(saved.id, saved.outcome, saved.previous, recorded)


def _check_base(
    work: UnitOfWork,
    known: Certification | None,
    base_id: str,
    code: str,
    base_data: Mapping[str, Any] | None,
) -> None:
    base = work.certifications.get(base_id)
    if base.code != code:
        raise RuleError("certification.code_fixed", code=base.code)
    if known is None or known.id != base_id:
        raise Refused("certification.changed_meanwhile", code=code)
    if base_data is not None and certification_to_data(base) != base_data:
        raise Refused("certification.changed_meanwhile", code=code)


def _store(
    work: UnitOfWork, data: Mapping[str, Any], known: Certification | None, base_id: str | None
) -> SavedCertification:
    in_place = known is not None and base_id is not None and not work.certifications.used(known.id)
    version = 1 if known is None else known.version if in_place else known.version + 1
    certification = certification_from_data(data, version=version)
    if known is not None and same_content(known, certification):
        return SavedCertification(known.id, SaveOutcome.UNCHANGED)
    if known is not None and in_place:
        previous = certification_to_data(known)
        work.certifications.replace(certification)
        resolve_held(work, certification.code)
        work.note("SITE", "certification.changed", subject=certification.id)
        return SavedCertification(certification.id, SaveOutcome.CHANGED, previous)
    work.certifications.add(certification)
    outcome = SaveOutcome.CREATED if known is None else SaveOutcome.NEXT_VERSION
    work.note("SITE", "certification.saved", subject=certification.id, version=version)
    return SavedCertification(certification.id, outcome)


def _is_recorded(work: UnitOfWork, entry: EquivalenceEntry) -> bool:
    block = entry.block_code
    certification = work.certifications.by_code(entry.certification_code)
    named: Block | None = certification.block(block) if certification else None
    wanted = (code_key(entry.held_certification), code_key(entry.held_block), entry.certification_code,
              named.code if named else block)  # fmt: skip
    return any(
        wanted == (code_key(one.held_certification), code_key(one.held_block), one.certification_code,
                   one.block_code)
        for one in work.equivalences.all()
    )  # fmt: skip


def undo_save(workspace: Workspace, saved: SavedCertification) -> None:
    """Take back what ``save_certification`` did, equivalences included, as long as no session uses it.

    Raises ``Refused("certification.in_use")`` once a session is bound to the version, and
    ``Refused("certification.changed_meanwhile")`` when a later one rests on it.
    """
    with workspace.unit_of_work() as work:
        current = work.certifications.get(saved.id)
        _check_unused(work, current)
        for identifier in saved.equivalence_ids:
            work.equivalences.remove(work.equivalences.get(identifier))
        if saved.outcome is SaveOutcome.CHANGED and saved.previous is not None:
            earlier = certification_from_data(saved.previous, version=current.version)
            work.certifications.replace(earlier)
            work.note("SITE", "certification.restored", subject=saved.id)
        elif saved.outcome is not SaveOutcome.UNCHANGED:
            work.certifications.remove(saved.id)
            work.note("SITE", "certification.removed", subject=saved.id)
        resolve_held(work, current.code)
        work.changed(Change.CERTIFICATIONS | Change.CANDIDATES, saved.id)
        work.commit()


def remove_certification(workspace: Workspace, certification_id: str) -> Mapping[str, Any]:
    """Remove the newest version of a title while no session uses it; returns its data (for undo).

    Raises what ``undo_save`` raises.
    """
    with workspace.unit_of_work() as work:
        current = work.certifications.get(certification_id)
        _check_unused(work, current)
        data = certification_to_data(current)
        work.certifications.remove(certification_id)
        work.note("SITE", "certification.removed", subject=certification_id)
        work.changed(Change.CERTIFICATIONS, certification_id)
        work.commit()
        return data


def _check_unused(work: UnitOfWork, current: Certification) -> None:
    newest = work.certifications.by_code(current.code)
    if newest is None or newest.id != current.id:
        raise Refused("certification.changed_meanwhile", code=current.code)
    if work.certifications.used(current.id):
        raise Refused("certification.in_use", code=current.code, version=current.version)
