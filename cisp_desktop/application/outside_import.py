"""Recording the results judged outside the panel that a file lists: previewed, imported, taken back.

Each line is judged against the session: whose it is, which assessment it means, what it replaces. Must not
know files or screens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.application.changes import Change
from cisp_desktop.application.import_preview import (
    Absent,
    ChangedField,
    ImportPreview,
    LineState,
    PreviewLine,
    refused_lines,
)
from cisp_desktop.application.outside_list import RESULT_TITLES, ResultLine, ResultList
from cisp_desktop.application.outside_results import OutsideEntry, checked_entry, entry_of, put_result
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import open_session
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.certification import Assessment
from cisp_desktop.domain.errors import CispError, Refused, RuleError
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.text import folded

_FIELDS = ("favourable", "points", "evaluator", "judged_on")


class ResultWritten(NamedTuple):
    """A result that an import recorded in the place of ``before`` (None: of nothing)."""

    registration_id: str
    number: str
    assessment_id: str
    before: OutsideEntry | None
    after: OutsideEntry


@dataclass(frozen=True, slots=True)
class ResultReport:
    """What an import of results did, or would do. ``refused`` counts lines, ``errors`` every reason."""

    imported: int
    updated: int
    unchanged: int
    refused: int
    errors: tuple[LineError, ...]
    written: bool
    done: tuple[ResultWritten, ...] = ()


class _Judged(NamedTuple):
    """A line and what becomes of it."""

    shown: PreviewLine
    registration: Registration | None
    assessment: Assessment | None
    entry: OutsideEntry | None


def preview_results(workspace: Workspace, session_id: str, listed: ResultList) -> ImportPreview:
    """Return what importing the results would do, line by line; nothing is written.

    ``absent`` are the candidates with an assessment judged outside the panel whom the file does not name.
    """
    with workspace.unit_of_work() as work:
        return _Importing(work, session_id, listed).preview()


def import_results(
    workspace: Workspace,
    session_id: str,
    listed: ResultList,
    *,
    take_sound_lines: bool = False,
    dry_run: bool = False,
    accepted: Sequence[PreviewLine] | None = None,
) -> ResultReport:
    """Record the results in one transaction, all of them or none unless told otherwise.

    See ``candidate_import.import_candidates`` for the options. Raises ``Refused``: ``session.closed``,
    ``import.changed_meanwhile``.
    """
    with workspace.unit_of_work() as work:
        importing = _Importing(work, session_id, listed)
        if accepted is not None:
            importing.keep(accepted)
        report = importing.report()
        writing = not dry_run and (take_sound_lines or accepted is not None or not report.errors)
        if not (writing and (report.imported or report.updated)):
            return report
        done = tuple(importing.write())
        work.note(
            "SITE",
            "outside_results.imported",
            subject=session_id,
            imported=report.imported,
            updated=report.updated,
        )
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return replace(report, written=True, done=done)


def undo_results(workspace: Workspace, session_id: str, done: Sequence[ResultWritten]) -> None:
    """Take an import of results back: earlier results stand again, new ones go.

    Raises ``Refused``: ``import.undo_changed`` when one was changed since, ``outside_result.frozen``.
    """
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        known = _known_results(work, session_id)
        registrations = {one.id: one for one in work.registrations.of_session(session_id)}
        for one in done:
            registration = registrations.get(one.registration_id)
            if registration is None or known.get((one.registration_id, one.assessment_id)) != one.after:
                raise Refused("import.undo_changed", number=one.number)
            put_result(work, session, registration, assessment_id=one.assessment_id, entry=one.before)
        work.note("SITE", "outside_results.import_undone", subject=session_id, removed=len(done))
        work.changed(Change.CANDIDATES, session_id)
        work.commit()


def _known_results(work: UnitOfWork, session_id: str) -> dict[tuple[str, str], OutsideEntry]:
    results = work.outside_results.of_session(session_id)
    return {(one.registration_id, one.assessment_id): entry_of(one) for one in results}


class _Importing:
    """One import under way: every line judged, then written."""

    def __init__(self, work: UnitOfWork, session_id: str, listed: ResultList) -> None:
        self._work = work
        self._listed = listed
        self._session = open_session(work, session_id)
        self._certification = work.certifications.get(self._session.certification_id)
        self._registrations = {folded(one.number): one for one in work.registrations.of_session(session_id)}
        persons = work.candidates.of_session(session_id)
        self._names = {
            one.id: person_name(person.birth_name, person.first_names)
            for one in self._registrations.values()
            for person in (persons[one.candidate_id],)
        }
        self._known = _known_results(work, session_id)
        self._frozen = {p.registration_id for p in work.deliberations.proposals_of_session(session_id)}
        self._titles = {field: title for title, field in listed.columns.items()}
        self._taken: dict[tuple[str, str], int] = {}
        self._judged = [self._judge(line) for line in listed.lines]

    def _judge(self, line: ResultLine) -> _Judged:
        registration = self._registrations.get(folded(line.number))
        if registration is None:
            return self._refused(
                line, "number", RuleError("outside_result.number_unknown", number=line.number)
            )
        try:
            assessment = self._assessment(line, registration)
        except RuleError as error:
            return self._refused(line, "assessment" if line.assessment else "block", error, registration)
        place = (registration.id, assessment.id)
        if place in self._taken:
            twice = RuleError("outside_result.twice", other=self._taken[place])
            return self._refused(line, "number", twice, registration)
        self._taken[place] = line.line
        entry = OutsideEntry(line.favourable, line.evaluator, line.judged_on, line.points)
        before = self._known.get(place)
        try:
            entry = checked_entry(entry, self._session)
        except RuleError as error:
            return self._refused(line, "judged_on", error, registration)
        if before != entry and registration.id in self._frozen:
            return self._refused(line, "favourable", Refused("outside_result.frozen"), registration)
        changes = tuple(self._changes(assessment, before, entry))
        state = LineState.UNCHANGED if before == entry else LineState.CHANGED if before else LineState.NEW
        name = self._names[registration.id]
        shown = PreviewLine(line.line, registration.number, name, state, changes)
        return _Judged(shown, registration, assessment, entry)

    def _refused(
        self, line: ResultLine, field: str, error: CispError, registration: Registration | None = None
    ) -> _Judged:
        column = self._titles.get(field, RESULT_TITLES[field])
        found = LineError(line.line, column, error.code, error.values)
        name = self._names[registration.id] if registration else ""
        shown = PreviewLine(line.line, line.number, name, LineState.REFUSED, errors=(found,))
        return _Judged(shown, registration, None, None)

    def _assessment(self, line: ResultLine, registration: Registration) -> Assessment:
        """Return the assessment that the line means. Raises ``RuleError("outside_result.*")``."""
        blocks = [block for block in self._certification.blocks if block.id in registration.presented]
        if line.block:
            block = self._certification.block(line.block)
            if block is None:
                known = ", ".join(one.short_code for one in self._certification.blocks)
                code = self._certification.code
                raise RuleError("outside_result.block_unknown", block=line.block, code=code, known=known)
            if block not in blocks:
                raise RuleError(
                    "outside_result.block_not_presented", number=registration.number, block=block.short_code
                )
            blocks = [block]
        found = [one for block in blocks for one in block.assessments if one.judged_by.outside_panel]
        known = ", ".join(f"«\u00a0{one.title}\u00a0»" for one in found)
        if not found:
            raise RuleError("outside_result.none_in_block", block=line.block or registration.number)
        if not line.assessment:
            if len(found) > 1:
                raise RuleError("outside_result.which_assessment", known=known)
            return found[0]
        wanted = folded(line.assessment)
        named = [one for one in found if folded(one.title) == wanted]
        named = named or [one for one in found if wanted in folded(one.title)]
        if len(named) != 1:
            raise RuleError("outside_result.assessment_unknown", title=line.assessment, known=known)
        return named[0]

    @staticmethod
    def _changes(
        assessment: Assessment, before: OutsideEntry | None, entry: OutsideEntry
    ) -> Iterator[ChangedField]:
        if before is None:
            yield ChangedField("assessment", None, assessment.title)
        for name in _FIELDS:
            old, new = getattr(before, name, None), getattr(entry, name)
            if old != new:
                yield ChangedField(name, old, new)

    def keep(self, accepted: Sequence[PreviewLine]) -> None:
        """Leave out every sound line that was not accepted."""
        wanted = {line.line: line for line in accepted}
        self._judged = [one for one in self._judged if one.shown.line in wanted or one.shown.errors]
        for one in self._judged:
            shown = wanted.get(one.shown.line)
            if shown is not None and shown != one.shown:
                raise Refused("import.changed_meanwhile", line=shown.line, number=shown.number)

    def preview(self) -> ImportPreview:
        """Return the judgement of every line, and who with such an assessment is not in the file."""
        lines = [one.shown for one in self._judged]
        lines += refused_lines(self._listed.errors, self._listed.refused)
        lines.sort(key=lambda line: line.line)
        named = {folded(line.number) for line in lines}
        absent = tuple(
            Absent(one.number, self._names[one.id])
            for number, one in self._registrations.items()
            if number not in named and one.attendance.came and self._outside(one)
        )
        return ImportPreview(tuple(lines), absent)

    def _outside(self, registration: Registration) -> bool:
        return any(
            assessment.judged_by.outside_panel
            for block in self._certification.blocks
            if block.id in registration.presented
            for assessment in block.assessments
        )

    def report(self) -> ResultReport:
        """Return what would be done, the file's own errors included, in the order of lines."""
        found = [error for one in self._judged for error in one.shown.errors]
        errors = sorted([*self._listed.errors, *found], key=lambda error: error.line)
        states = [one.shown.state for one in self._judged]
        return ResultReport(
            states.count(LineState.NEW), states.count(LineState.CHANGED), states.count(LineState.UNCHANGED),
            len({error.line for error in errors}), tuple(errors), False,
        )  # fmt: skip

    def write(self) -> Iterator[ResultWritten]:
        """Record every line that changes something."""
        for shown, registration, assessment, entry in self._judged:
            if registration is None or assessment is None or entry is None:
                continue
            if shown.state in (LineState.NEW, LineState.CHANGED):
                before = put_result(
                    self._work, self._session, registration, assessment_id=assessment.id, entry=entry
                )
                yield ResultWritten(registration.id, registration.number, assessment.id, before, entry)
