"""Blocks held under older codes: what they count for, and recording what the certifier decides.

A block counts once its claim points to a block of the session's certification; recording or taking back an
equivalence goes through the claims of every session that is not closed. Must not know files or screens.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.equivalence import (
    Equivalence,
    EquivalenceOrigin,
    Standing,
    code_key,
    standing_of,
)
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.text import LINE_LENGTH, entry_text, required_text


class Lineage:
    """What held blocks count for in one certification, as recorded when it was read."""

    def __init__(self, work: UnitOfWork, certification: Certification) -> None:
        self._certification = certification
        self._equivalences = [
            one for one in work.equivalences.all() if one.certification_code == certification.code
        ]
        self._years = {
            known.code: known.sheet.get("validity_years_of_blocks") for known in work.certifications.all()
        }

    def standing(self, code: str, obtained_on: date | None) -> Standing | None:
        """Return what a block obtained under ``code`` counts for; None: for nothing."""
        return standing_of(
            self._certification,
            self._equivalences,
            code=code,
            obtained_on=obtained_on,
            validity_years=self._years,
        )

    def block_id(self, code: str) -> str | None:
        """Return the id of the block that ``code`` stands for, or None."""
        found = self.standing(code, None)
        return found.block.id if found else None


@dataclass(frozen=True, slots=True)
class EquivalenceEntry:
    """An equivalence as typed or imported; ``validity_years`` None: for good, or as its sheet says."""

    held_certification: str
    held_block: str
    certification_code: str
    block_code: str
    source: str = ""
    validity_years: int | None = None
    origin: EquivalenceOrigin = EquivalenceOrigin.TYPED


def record_equivalence(
    workspace: Workspace, entry: EquivalenceEntry, *, equivalence_id: str | None = None
) -> str:
    """Record that a block of an older title stands for a block of today; returns the equivalence's id.

    ``equivalence_id`` puts a removed one back under the id that it had. Raises ``RuleError``:
    ``equivalence.block_unknown``, ``.exists``, ``.years``, or ``text.*``.
    """
    with workspace.unit_of_work() as work:
        recorded = add_equivalence(work, entry, equivalence_id=equivalence_id)
        work.commit()
        return recorded


def add_equivalence(work: UnitOfWork, entry: EquivalenceEntry, *, equivalence_id: str | None = None) -> str:
    """``record_equivalence`` inside a transaction that the caller commits."""
    equivalence = _checked(work, entry, equivalence_id or new_id())
    work.equivalences.add(equivalence)
    resolve_held(work, equivalence.certification_code)
    work.note("SITE", "equivalence.recorded", subject=equivalence.id, block=equivalence.block_code)
    work.changed(Change.CERTIFICATIONS | Change.CANDIDATES, equivalence.id)
    return equivalence.id


def _checked(work: UnitOfWork, entry: EquivalenceEntry, identifier: str) -> Equivalence:
    """Return the equivalence that ``entry`` asks for, unless another one says the same."""
    certification = work.certifications.by_code(entry.certification_code)
    block = certification.block(entry.block_code) if certification else None
    if certification is None or block is None:
        raise RuleError(
            "equivalence.block_unknown", block=entry.block_code, certification=entry.certification_code
        )
    if entry.validity_years is not None and not 1 <= entry.validity_years <= 99:
        raise RuleError("equivalence.years", years=entry.validity_years)
    equivalence = Equivalence(
        identifier,
        required_text(entry.held_certification, field="equivalence.certification", limit=40).upper(),
        required_text(entry.held_block, field="equivalence.block", limit=60),
        certification.code,
        block.code,
        entry.origin,
        entry_text(entry.source, field="equivalence.source", limit=LINE_LENGTH),
        entry.validity_years,
    )
    for known in work.equivalences.all():
        if known.id != identifier and _same(known, equivalence):
            raise RuleError(
                "equivalence.exists", held=known.held_block, certification=known.held_certification,
                block=known.block_code,
            )  # fmt: skip
    return equivalence


def edit_equivalence(
    workspace: Workspace, equivalence_id: str, *, before: EquivalenceEntry, after: EquivalenceEntry
) -> EquivalenceEntry:
    """Change an equivalence; returns what it says now (for undo).

    Raises what ``record_equivalence`` raises, ``Refused("equivalence.not_found")``, and
    ``Refused("equivalence.changed_meanwhile")`` when it is no longer as ``before`` says.
    """
    with workspace.unit_of_work() as work:
        known = work.equivalences.get(equivalence_id)
        if _entry(known) != before:
            raise Refused("equivalence.changed_meanwhile")
        wanted = _checked(work, after, equivalence_id)
        if _entry(wanted) == before:
            return before
        for name in _ENTRY_FIELDS:
            setattr(known, name, getattr(wanted, name))
        for code in {before.certification_code, wanted.certification_code}:
            resolve_held(work, code)
        work.note("SITE", "equivalence.changed", subject=equivalence_id, block=wanted.block_code)
        work.changed(Change.CERTIFICATIONS | Change.CANDIDATES, equivalence_id)
        entry = _entry(wanted)
        work.commit()
        return entry


_ENTRY_FIELDS = (
    "held_certification", "held_block", "certification_code", "block_code", "source", "validity_years",
    "origin",
)  # fmt: skip


def _entry(known: Equivalence) -> EquivalenceEntry:
    return EquivalenceEntry(*(getattr(known, name) for name in _ENTRY_FIELDS))


def _same(known: Equivalence, wanted: Equivalence) -> bool:
    return (
        code_key(known.held_certification) == code_key(wanted.held_certification)
        and code_key(known.held_block) == code_key(wanted.held_block)
        and known.certification_code == wanted.certification_code
        and known.block_code == wanted.block_code
    )


def remove_equivalence(workspace: Workspace, equivalence_id: str) -> EquivalenceEntry:
    """Take an equivalence back, and the standing of the claims that rest on it; returns it (for undo)."""
    with workspace.unit_of_work() as work:
        known = work.equivalences.get(equivalence_id)
        entry = _entry(known)
        work.equivalences.remove(known)
        resolve_held(work, entry.certification_code)
        work.note("SITE", "equivalence.removed", subject=equivalence_id, block=entry.block_code)
        work.changed(Change.CERTIFICATIONS | Change.CANDIDATES, equivalence_id)
        work.commit()
        return entry


def resolve_held(work: UnitOfWork, certification_code: str) -> int:
    """Say anew what the claims of the sessions still open count for; returns how many changed.

    A claim on a block whose proposals are frozen is left as it is: what was shown never changes.
    """
    changed = 0
    for session in work.sessions.all():
        certification = work.certifications.get(session.certification_id)
        if session.closed or session.cancelled or certification.code != certification_code:
            continue
        lineage = Lineage(work, certification)
        for registration in work.registrations.of_session(session.id):
            if not registration.held or work.deliberations.proposals_of_registration(registration.id):
                continue
            for held in registration.held:
                block_id = lineage.block_id(held.code)
                if block_id != held.block_id:
                    held.block_id = block_id
                    changed += 1
    return changed


def resting_on(queries: Queries, certification_code: str) -> Mapping[str, int]:
    """Return how many registrations count a held block through each equivalence, by its identifier."""
    counted: Counter[str] = Counter()
    for session in queries.sessions():
        if session.certification_code != certification_code:
            continue
        for row in queries.registrations(session.id):
            counted.update({held.through.id for held in row.held if held.through is not None})
    return counted


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """What a claim counts for. ``through`` is the older title of the equivalence, empty for the own sheet."""

    block: str
    through: str
    valid_until: date | None


def standing_of_claim(
    workspace: Workspace, session_id: str, *, code: str, obtained_on: date | None
) -> ClaimStanding | None:
    """Return what a block obtained under ``code`` would count for in a session; None: for nothing."""
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        lineage = Lineage(work, work.certifications.get(session.certification_id))
        found = lineage.standing(code, obtained_on)
        if found is None:
            return None
        through = found.through.held_certification if found.through is not None else ""
        return ClaimStanding(found.block.short_code, through, found.valid_until)
