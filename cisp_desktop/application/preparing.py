"""The site manager's acts before the jury sits: sessions, attendance, identity.

Must not know files, screens or storage.
"""

from collections.abc import Iterable
from datetime import date

from cisp_desktop.application.attending import Coming, attend
from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.queries import SessionRow
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Panel
from cisp_desktop.domain.registration import Attendance, Centre, JurySession
from cisp_desktop.domain.text import entry_text, folded, required_text


def create_session(
    workspace: Workspace,
    *,
    certification: str,
    centre: str,
    starts: date,
    ends: date | None = None,
    place: str = "",
    address: str = "",
    siret: str = "",
    demonstration: bool = False,
) -> str:
    """Create a session with its panel and reserve its minutes number; returns its id.

    ``certification`` is a code; the session keeps its version and scheme. Raises ``RuleError``:
    ``certification.unknown``, ``session.dates``, ``session.siret``, ``text.*``.
    """
    centre = required_text(centre, field="centre.name")
    ends = ends or starts
    if ends < starts:
        raise RuleError("session.dates", starts=starts, ends=ends)
    with workspace.unit_of_work() as work:
        bound = _certification(work, certification)
        home = _centre(work, centre, address=address, siret=siret)
        session = JurySession(
            id=new_id(),
            centre_id=home.id,
            certification_id=bound.id,
            starts=starts,
            ends=ends,
            place=entry_text(place, field="session.place"),
            minutes_number=next_minutes_number(work, starts.year, home.code),
            scheme=dict(bound.scheme),
            demonstration=demonstration,
        )
        work.sessions.add(session)
        work.panels.add(Panel(new_id(), session.id, ""))
        work.note("SITE", "session.created", subject=session.id, certification=bound.id)
        work.changed(Change.SESSIONS, session.id)
        work.commit()
        return session.id


def session_alike(
    sessions: Iterable[SessionRow], *, certification: str, centre: str, starts: date, ends: date, place: str
) -> SessionRow | None:
    """Return a session of the same title, centre, days and place, or None: two are rarely meant.

    ``certification`` is a code; case and accents of centre and place are ignored.
    """
    wanted = (folded(certification), folded(centre), starts, ends, folded(place))
    for row in sessions:
        said = (
            folded(row.certification_code),
            folded(row.centre_name),
            row.starts,
            row.ends,
            folded(row.place),
        )
        if said == wanted:
            return row
    return None


def _certification(work: UnitOfWork, code: str) -> Certification:
    found = work.certifications.by_code(code.strip().upper())
    if found is None:
        known = ", ".join(sorted({c.code for c in work.certifications.all()}))
        raise RuleError("certification.unknown", code=code, known=known)
    return found


def _centre(work: UnitOfWork, name: str, *, address: str, siret: str) -> Centre:
    siret = "".join(siret.split())
    if siret and not (siret.isdigit() and len(siret) == 14):
        raise RuleError("session.siret", siret=siret)
    address = entry_text(address, field="centre.address")
    centre = work.centres.by_name(name)
    if centre is None:
        taken = {known.code for known in work.centres.all()}
        centre = Centre(new_id(), name, centre_code(name, taken))
        work.centres.add(centre)
    centre.address = address or centre.address
    centre.siret = siret or centre.siret
    return centre


def centre_code(name: str, taken: set[str]) -> str:
    """Return letters for a centre's minutes that no other centre has.

    Three letters of the last word of its name, else the next free ones, else two and a number.
    """
    words = [word for word in folded(name).upper().split() if word.isascii() and word.isalpha()]
    letters = (words[-1] if words else "CTR").ljust(3, "X")
    for third in range(2, len(letters)):
        code = letters[:2] + letters[third]
        if code not in taken:
            return code
    number = 1
    while f"{letters[:2]}{number}" in taken:
        number += 1
    return f"{letters[:2]}{number}"


def next_minutes_number(work: UnitOfWork, year: int, code: str) -> str:
    """Return the next free number of a centre's series: « PV-2026-GRE-0007 »; ``code`` is the centre's."""
    prefix = f"PV-{year}-{code}-"
    used = [int(rank) for n in work.sessions.numbers(prefix) if (rank := n.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(used, default=0) + 1:04d}"


def open_session(work: UnitOfWork, session_id: str) -> JurySession:
    """Return the session to be changed; ``Refused("session.closed")`` once its minutes are frozen,
    ``Refused("session.cancelled")`` once it was cancelled.
    """
    session = work.sessions.get(session_id)
    if session.closed:
        raise Refused("session.closed")
    if session.cancelled:
        raise Refused("session.cancelled")
    return session


def composed_session(work: UnitOfWork, session_id: str) -> JurySession:
    """Return the session whose panels are to be changed, as ``open_session``.

    Raises ``Refused("session.ready_panels")`` once it was declared ready: who sits is part of what was
    declared, and changes after a reopening whose reason is journalled.
    """
    session = open_session(work, session_id)
    if session.ready:
        raise Refused("session.ready_panels", by=session.ready_by)
    return session


def set_attendance(workspace: Workspace, registration_id: str, *, attendance: Attendance) -> Attendance:
    """Say whether a candidate came, without more; returns the earlier value. ``attending`` says when, why,
    and what stood before.

    Raises ``RuleError("attendance.reason")`` for an excuse, ``Refused`` as ``hearing_acts.attend``:
    ``attendance.sealed``, ``attendance.decided``, ``session.closed``.
    """
    return attend(workspace, registration_id, Coming(attendance)).attendance


def check_identity(workspace: Workspace, registration_id: str, *, by: str) -> str:
    """Record who checked the candidate's identity document; returns the earlier name."""
    by = entry_text(by, field="registration.identity")
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        open_session(work, registration.session_id)
        before, registration.identity_checked_by = registration.identity_checked_by, by
        work.note("SITE", "identity.checked", subject=registration_id)
        work.changed(Change.CANDIDATES, registration_id)
        work.commit()
        return before
