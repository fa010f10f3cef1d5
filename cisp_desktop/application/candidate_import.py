"""Registering the candidates that a file lists: new ones in, known ones updated, never twice.

The file was read already (``CandidateList``); what depends on the session and its certification is
judged by ``candidate_judging``. Nothing is written unless everything is sound, or the user chose the lines.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from cisp_desktop.application.candidate_judging import Judged, ListJudge, put_value
from cisp_desktop.application.candidate_list import (
    CandidateLine,
    CandidateList,
    Enrolment,
    HeldEntry,
    LineError,
)
from cisp_desktop.application.changes import Change
from cisp_desktop.application.import_preview import (
    Absent,
    ChangedField,
    ImportPreview,
    LineState,
    PreviewLine,
    refused_lines,
)
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.wording import person_name
from cisp_desktop.application.workspaces import new_id, new_ids
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import (
    HeldBlock,
    Registration,
    RegistrationWarning,
    extra_time_percent,
)

EVENTS_LOOKED_AT = 1_000
"""How far back the journal is read for edits on screen: they matter where a list comes back soon."""


@dataclass(frozen=True, slots=True)
class LineWarning:
    """What a line lacks without being refused."""

    line: int
    number: str
    warning: RegistrationWarning


class AddedLine(NamedTuple):
    """A registration that an import made, and the line that it was made from."""

    registration_id: str
    line: CandidateLine


class ChangedLine(NamedTuple):
    """A registration that an import changed, field by field."""

    registration_id: str
    number: str
    changes: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What an import wrote, for ``candidate_import_undo.undo_import``."""

    added: tuple[AddedLine, ...] = ()
    changed: tuple[ChangedLine, ...] = ()


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
    done: Written = Written()


def preview_candidates(workspace: Workspace, session_id: str, listed: CandidateList) -> ImportPreview:
    """Return what importing the list would do, line by line; nothing is written.

    Raises ``Refused("session.closed")``.
    """
    edited = _edited_since_import(workspace, session_id)
    with workspace.unit_of_work() as work:
        return _Importing(work, session_id, listed).preview(edited)


def _edited_since_import(workspace: Workspace, session_id: str) -> frozenset[str] | None:
    """Return the registrations edited on screen since the session's last import, by the journal.

    None: cells were pasted, of which the journal tells only how many; any of the candidates may be one.
    """
    found = set()
    for event in workspace.queries.events(limit=EVENTS_LOOKED_AT):
        if event.action == "candidates.imported" and event.subject == session_id:
            break
        if event.action in ("candidates.pasted", "candidates.paste_reverted") and event.subject == session_id:
            return None
        if event.action in ("registration.edited", "registration.merged"):
            found.add(event.subject)
    return frozenset(found)


def import_candidates(
    workspace: Workspace,
    session_id: str,
    listed: CandidateList,
    *,
    take_sound_lines: bool = False,
    dry_run: bool = False,
    accepted: Sequence[PreviewLine] | None = None,
) -> ImportReport:
    """Register the listed candidates in the session, in one transaction.

    A line whose number is known in the session updates it, in what the file has a column for. With an error
    anywhere nothing is written, unless ``take_sound_lines``. ``accepted`` names the lines of a preview that
    are taken, and them alone. Raises ``Refused``: ``session.closed``, ``import.changed_meanwhile`` when
    such a line would not do any more what its preview showed.
    """
    with workspace.unit_of_work() as work:
        importing = _Importing(work, session_id, listed)
        if accepted is not None:
            importing.keep(accepted)
        report = importing.report(listed.errors)
        writing = not dry_run and (take_sound_lines or accepted is not None or not report.errors)
        if not (writing and (report.imported or report.updated)):
            return report
        done = importing.write()
        work.note(
            "SITE",
            "candidates.imported",
            subject=session_id,
            imported=report.imported,
            updated=report.updated,
        )
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return replace(report, written=True, done=done)


class _Importing:
    """One import under way: every line judged, then written."""

    def __init__(self, work: UnitOfWork, session_id: str, listed: CandidateList) -> None:
        self._work = work
        self._session = open_session(work, session_id)
        certification = work.certifications.get(self._session.certification_id)
        self._judge = ListJudge(work, self._session, certification, listed=listed)
        self._listed = listed
        self._judged = list(map(self._judge.judge, listed.lines))

    def _in_state(self, state: LineState) -> list[Judged]:
        return [one for one in self._judged if one.state is state]

    def keep(self, accepted: Sequence[PreviewLine]) -> None:
        """Leave out every sound line that was not accepted."""
        wanted = {line.line: line for line in accepted}
        self._judged = [one for one in self._judged if one.line.line in wanted or one.errors]
        for one in self._judged:
            shown = wanted.get(one.line.line)
            if shown is not None and (shown.state, shown.changes) != (one.state, one.changes):
                raise Refused("import.changed_meanwhile", line=shown.line, number=shown.number)

    def preview(self, edited: Collection[str] | None) -> ImportPreview:
        """Return the judgement of every line, those that could not be read included."""
        lines = [
            PreviewLine(
                one.line.line, one.line.number, _name(one.line), one.state, one.changes, one.errors,
                one.warnings,
                edited=one.state is LineState.CHANGED
                and one.known is not None
                and (edited is None or one.known.id in edited),
            )
            for one in self._judged
        ]  # fmt: skip
        lines += refused_lines(self._listed.errors, self._listed.refused)
        lines.sort(key=lambda line: line.line)
        named = {line.number for line in lines}
        absent = []
        for known in self._judge.known.values():
            if known.number not in named:
                person = self._judge.persons[known.candidate_id]
                name = person_name(person.birth_name, person.first_names)
                absent.append(Absent(known.number, name))
        return ImportPreview(tuple(lines), tuple(absent))

    def report(self, file_errors: Sequence[LineError]) -> ImportReport:
        """Return what would be done, the file's own errors included, in the order of lines."""
        found = chain.from_iterable(one.errors for one in self._judged)
        errors = sorted([*file_errors, *found], key=lambda error: error.line)
        warnings = tuple(
            LineWarning(one.line.line, one.line.number, warning)
            for one in self._judged
            for warning in one.warnings
        )
        states = [one.state for one in self._judged]
        return ImportReport(
            states.count(LineState.NEW), states.count(LineState.CHANGED), states.count(LineState.UNCHANGED),
            len({error.line for error in errors}), tuple(errors), warnings, False,
        )  # fmt: skip

    def write(self) -> Written:
        """Insert the new ones in bulk and update the known ones."""
        return Written(self._enrol(self._in_state(LineState.NEW)), tuple(self._update()))

    def _enrol(self, new: Sequence[Judged]) -> tuple[AddedLine, ...]:
        session_id, panel_id = self._session.id, self._work.panels.of_session(self._session.id).id
        last = max((known.position for known in self._judge.known.values()), default=0)
        # Ascending keys fill the indexes in order: random ones cost twice the time.
        candidate_ids, registration_ids = (sorted(new_ids(len(new))) for _ in range(2))
        self._work.registrations.enrol(
            [
                Enrolment(
                    candidate_id, entered, session_id, panel_id, position, one.presented,
                    self._held(one.line) if one.line.held else (), one.line,
                    extra_time_percent(one.line.accommodations) if one.line.accommodations else 0,
                )
                for position, (candidate_id, entered, one) in enumerate(
                    zip(candidate_ids, registration_ids, new, strict=True), last + 1
                )
            ]
        )  # fmt: skip
        return tuple(map(AddedLine, registration_ids, (one.line for one in new)))

    def _held(self, line: CandidateLine) -> list[HeldEntry]:
        standing = self._judge.held_block
        return [
            HeldEntry(new_id(), claim.code, standing(claim.code), claim.on, claim.minutes_number or "")
            for claim in line.held
        ]

    def _update(self) -> list[ChangedLine]:
        changed = []
        for one in self._in_state(LineState.CHANGED):
            known = one.known
            assert known is not None  # noqa: S101  # a changed line is one of a known registration
            for change in one.changes:
                self._put(known, one, change)
            changed.append(ChangedLine(known.id, known.number, one.changes))
        return changed

    def _put(self, known: Registration, one: Judged, change: ChangedField) -> None:
        if change.field == "presented":
            known.presented = list(one.presented)
        elif change.field == "held":
            known.held[:] = [HeldBlock(h.id, known.id, *h[1:]) for h in self._held(one.line)]
        else:
            person = self._judge.persons[known.candidate_id]
            put_value(change.field, change.after, registration=known, person=person)


def _name(line: CandidateLine) -> str:
    return person_name(line.birth_name, line.first_names)
