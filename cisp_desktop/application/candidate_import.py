"""Registering the candidates that a file lists: new ones in, known ones updated, never twice.

The file was read already (``CandidateList``); what depends on the session and its certification is
judged here. Nothing is written unless everything is sound, or the user takes the sound lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.candidate_list import (
    CandidateLine,
    CandidateList,
    Enrolment,
    HeldEntry,
    LineError,
)
from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.workspaces import new_id, new_ids
from cisp_desktop.domain.candidate import Candidate
from cisp_desktop.domain.certification import AccessPath, Certification
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.registration import (
    HeldBlock,
    JurySession,
    Registration,
    RegistrationFacts,
    RegistrationWarning,
    check_access,
    resolve_presented,
    warnings_of,
)

_CANDIDATE_FIELDS = (
    "civility", "birth_name", "usage_name", "first_names", "birth_date", "birth_place", "birth_insee",
    "birth_postcode", "birth_country", "email", "phone",
)  # fmt: skip
_REGISTRATION_FIELDS = (
    "entry_level", "experience_years", "selection_passed", "entered_on", "vae_admissible_on",
    "accommodations", "referent_trainer", "employer", "companion",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineWarning:
    """What a line lacks without being refused."""

    line: int
    number: str
    warning: RegistrationWarning


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. ``refused`` counts lines, ``errors`` every reason."""

    imported: int
    updated: int
    unchanged: int
    refused: int
    errors: tuple[LineError, ...]
    warnings: tuple[LineWarning, ...]
    written: bool


def import_candidates(
    workspace: Workspace,
    session_id: str,
    listed: CandidateList,
    *,
    take_sound_lines: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Register the listed candidates in the session, in one transaction.

    A line whose number is known in the session updates it. With an error anywhere nothing is written,
    unless ``take_sound_lines``. Raises ``Refused("session.closed")``.
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        importing = _Importing(work, session, work.certifications.get(session.certification_id))
        for line in listed.lines:
            importing.take(line)
        report = importing.report(listed.errors)
        writing = not dry_run and (take_sound_lines or not report.errors)
        if not (writing and (report.imported or report.updated)):
            return report
        importing.write()
        work.note(
            "SITE",
            "candidates.imported",
            subject=session_id,
            imported=report.imported,
            updated=report.updated,
        )
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return ImportReport(
            report.imported, report.updated, report.unchanged, report.refused, report.errors,
            report.warnings, True,
        )  # fmt: skip


class _Importing:
    """One import under way: what is known, what is new, what is wrong."""

    def __init__(self, work: UnitOfWork, session: JurySession, certification: Certification) -> None:
        self._work = work
        self._session = session
        self._certification = certification
        self._panel_id = work.panels.of_session(session.id).id
        known = work.registrations.of_session(session.id)
        self._known = {registration.number: registration for registration in known}
        self._persons = work.candidates.of_session(session.id)
        self._last_position = max((registration.position for registration in known), default=0)
        self._scored = {s.registration_id for s in work.sheets.of_session(session.id) if s.last_sequence}
        self._blocks: dict[tuple[str, ...], list[str]] = {}
        self._paths: dict[str, AccessPath] = {}
        self._known_facts: dict[RegistrationFacts, list[RegistrationWarning]] = {}
        self._new: list[tuple[CandidateLine, list[str], Sequence[HeldEntry]]] = []
        self._updates: list[tuple[Registration, Candidate, CandidateLine, list[str]]] = []
        self._unchanged = 0
        self._errors: list[LineError] = []
        self._warnings: list[LineWarning] = []

    def take(self, line: CandidateLine) -> None:
        """Judge one line and note what to do with it."""
        try:
            path = self._open_path(line.access_path)
        except RuleError as error:
            self._errors.append(LineError(line.line, "Voie d'accès", error.code, error.values))
            return
        try:
            presented = self._presented(line.presented)
        except RuleError as error:
            self._errors.append(LineError(line.line, "Blocs présentés", error.code, error.values))
            return
        known = self._known.get(line.number)
        if known is None:
            self._add(line, path, presented)
        else:
            self._update(line, known, presented)

    # Lists repeat themselves: what one value means is worked out once.

    def _open_path(self, code: str) -> AccessPath:
        if code not in self._paths:
            check_access(self._certification, AccessPath(code))
            self._paths[code] = AccessPath(code)
        return self._paths[code]

    def _presented(self, codes: tuple[str, ...]) -> list[str]:
        if codes not in self._blocks:
            self._blocks[codes] = [block.id for block in resolve_presented(self._certification, codes)]
        return self._blocks[codes]

    def _lacks(self, facts: RegistrationFacts) -> list[RegistrationWarning]:
        if facts not in self._known_facts:
            self._known_facts[facts] = warnings_of(facts, self._certification, self._session)
        return self._known_facts[facts]

    def _add(self, line: CandidateLine, path: AccessPath, presented: list[str]) -> None:
        held = self._held(line) if line.held else ()
        self._new.append((line, presented, held))
        facts = RegistrationFacts(
            path, line.entry_level, line.experience_years, line.selection_passed, line.vae_admissible_on,
            tuple(entry.block_id for entry in held), True,
        )  # fmt: skip
        for warning in self._lacks(facts):
            self._warnings.append(LineWarning(line.line, line.number, warning))

    def _held(self, line: CandidateLine) -> list[HeldEntry]:
        held = []
        for claim in line.held:
            block = self._certification.block(claim.code)
            block_id = block.id if block else None
            held.append(HeldEntry(new_id(), claim.code, block_id, claim.on, claim.minutes_number or ""))
        return held

    def _update(self, line: CandidateLine, known: Registration, presented: list[str]) -> None:
        candidate = self._persons[known.candidate_id]
        same = (
            all(getattr(candidate, name) == getattr(line, name) for name in _CANDIDATE_FIELDS)
            and all(getattr(known, name) == getattr(line, name) for name in _REGISTRATION_FIELDS)
            and candidate.sex == (line.sex or "")
            and known.access_path.value == line.access_path
            and known.presented == presented
            and _held_key(known.held) == [(h.code, h.on, h.minutes_number or "") for h in line.held]
        )
        if same:
            self._unchanged += 1
            return
        if known.presented != presented and known.id in self._scored:
            self._errors.append(LineError(line.line, "Blocs présentés", "registration.blocks_scored", {}))
            return
        self._updates.append((known, candidate, line, presented))

    def report(self, file_errors: Sequence[LineError]) -> ImportReport:
        """Return what would be done, the file's own errors included, in the order of lines."""
        errors = sorted([*file_errors, *self._errors], key=lambda error: error.line)
        refused = len({error.line for error in errors})
        return ImportReport(
            len(self._new), len(self._updates), self._unchanged, refused, tuple(errors),
            tuple(self._warnings), False,
        )  # fmt: skip

    def write(self) -> None:
        """Insert the new ones in bulk and update the known ones."""
        session_id, panel_id = self._session.id, self._panel_id
        # Ascending keys fill the indexes in order: random ones cost twice the time.
        candidate_ids, registration_ids = (sorted(new_ids(len(self._new))) for _ in range(2))
        self._work.registrations.enrol(
            [
                Enrolment(candidate_id, entered, session_id, panel_id, position, presented, held, line)
                for position, (candidate_id, entered, (line, presented, held)) in enumerate(
                    zip(candidate_ids, registration_ids, self._new, strict=True), self._last_position + 1
                )
            ]
        )
        for known, candidate, line, presented in self._updates:
            for name in _CANDIDATE_FIELDS:
                setattr(candidate, name, getattr(line, name))
            for name in _REGISTRATION_FIELDS:
                setattr(known, name, getattr(line, name))
            candidate.sex = line.sex or ""
            known.access_path = AccessPath(line.access_path)
            known.presented = list(presented)
            if _held_key(known.held) != [(h.code, h.on, h.minutes_number or "") for h in line.held]:
                known.held[:] = [HeldBlock(h.id, known.id, *h[1:]) for h in self._held(line)]


def _held_key(held: Sequence[HeldBlock]) -> list[tuple[str, object, str]]:
    return [(block.code, block.obtained_on, block.minutes_number) for block in held]
