"""Whether a candidate came: present, late, absent, excused with a document, withdrawn during the defence.

Judged by ``domain.hearing_acts``; undoable until the session is closed. Must not know screens or files.
"""

from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.hearing_log import Presence
from cisp_desktop.domain.registration import Attendance, Registration
from cisp_desktop.domain.text import COMMENT_LENGTH, NAME_LENGTH, entry_text, required_text

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How a PNG and a JPEG begin."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is said of a candidate's coming.

    ``arrived_at``: came late, at that hour (``PRESENT``). ``left_at``: withdrew at that hour
    (``WITHDRAWN``). ``excuse`` and its document (name, SHA-256 of ``keep_document``) go with ``EXCUSED`` and
    ``WITHDRAWN``. Hours carry their offset from UTC.
    """

    attendance: Attendance
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    excuse: str = ""
    document_name: str = ""
    document_sha256: str | None = None

    @property
    def late(self) -> bool:
        """Whether the candidate came late."""
        return self.arrived_at is not None


def keep_document(workspace: Workspace, content: bytes) -> str:
    """Keep the document that shows an excuse in the vault and return its SHA-256, for ``Coming``.

    Raises ``RuleError("attendance.document_kind")`` for what nobody could read again here.
    """
    if not is_pdf(content) and not content.startswith(_PICTURES):
        raise RuleError("attendance.document_kind")
    return workspace.vault.store(content)


def is_pdf(content: bytes) -> bool:
    """Whether a document says that it is a PDF."""
    return b"%PDF-" in content[:1024]


def coming_of(workspace: Workspace, registration_id: str) -> Coming:
    """Return what is said of a candidate's coming. Raises ``Refused("registration.not_found")``."""
    with workspace.unit_of_work() as work:
        return _said(work, work.registrations.get(registration_id))


def attend(
    workspace: Workspace, registration_id: str, coming: Coming, *, restored: bool = False, by: str = ""
) -> Coming:
    """Say whether and when a candidate came; returns what was said before (for undo). ``by`` is the seat at
    the keyboard, whom the journal names; empty for none.

    ``restored`` brings back what was said before: an excuse of old may have no reason, an hour may be later
    than a clock put back since. Raises ``RuleError``: ``attendance.arrived``, ``attendance.left``,
    ``attendance.excuse`` (a detail that the attendance does not take), ``attendance.reason`` (excused, and
    nothing says why: the minutes print it), ``attendance.in_future`` (by this computer's clock), ``text.*``;
    ``Refused`` as ``hearing_acts.attend``: ``attendance.sealed``, ``attendance.decided``, ``session.closed``.
    """
    coming = _checked(coming)
    if not restored:
        _check_new(coming, now=workspace.clock())
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        session = work.sessions.get(registration.session_id)
        before = _said(work, registration)
        if coming == before:
            return before
        hearing_acts.attend(read_hearing(work, registration, session), coming.attendance)
        registration.attendance = coming.attendance
        _write(work, registration_id, coming)
        work.note(
            "SITE", "attendance.set", subject=registration_id, value=coming.attendance.value,
            late="LATE" if coming.late else "", by=by,
        )  # fmt: skip
        work.changed(Change.CANDIDATES | Change.SHEETS | Change.DECISIONS, registration_id)
        work.commit()
        return before


def _checked(coming: Coming) -> Coming:
    attendance = coming.attendance
    if coming.arrived_at is not None and attendance is not Attendance.PRESENT:
        raise RuleError("attendance.arrived")
    if coming.left_at is not None and attendance is not Attendance.WITHDRAWN:
        raise RuleError("attendance.left")
    excuse = entry_text(coming.excuse, field="presence.excuse", limit=COMMENT_LENGTH, multiline=True)
    name = entry_text(coming.document_name, field="presence.document", limit=NAME_LENGTH)
    explained = attendance in (Attendance.EXCUSED, Attendance.WITHDRAWN)
    if (excuse or name or coming.document_sha256) and not explained:
        raise RuleError("attendance.excuse")
    if coming.document_sha256 is not None:
        name = required_text(name, field="presence.document")
    return Coming(
        attendance, coming.arrived_at, coming.left_at, excuse, name if coming.document_sha256 else "",
        coming.document_sha256,
    )  # fmt: skip


def _check_new(coming: Coming, *, now: datetime) -> None:
    if coming.attendance is Attendance.EXCUSED and not coming.excuse:
        raise RuleError("attendance.reason")
    at = coming.arrived_at or coming.left_at
    if at is not None and at > now:
        raise RuleError("attendance.in_future", at=at.astimezone(now.tzinfo), now=now)


def _said(work: UnitOfWork, registration: Registration) -> Coming:
    known = work.hearings.presence(registration.id)
    if known is None:
        return Coming(registration.attendance)
    return Coming(
        registration.attendance, known.arrived_at, known.left_at, known.excuse, known.document_name,
        known.document_sha256,
    )  # fmt: skip


def _write(work: UnitOfWork, registration_id: str, coming: Coming) -> None:
    known = work.hearings.presence(registration_id)
    if coming == Coming(coming.attendance):
        if known is not None:
            work.hearings.remove_presence(known)
        return
    if known is None:
        known = Presence(registration_id)
        _fill(known, coming)
        work.hearings.add_presence(known)
    else:
        _fill(known, coming)


def _fill(presence: Presence, coming: Coming) -> None:
    presence.arrived_at, presence.left_at = coming.arrived_at, coming.left_at
    presence.excuse = coming.excuse
    presence.document_name, presence.document_sha256 = coming.document_name, coming.document_sha256
