"""The site manager's acts before the jury sits: sessions, registrations, slots, attendance.

Must not know files, screens or storage.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.certification import Certification
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import Panel
from cisp_desktop.domain.registration import Attendance, Centre, JurySession, OutsideResult, Registration
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
            minutes_number=_next_number(work, starts.year, home.code),
            scheme=dict(bound.scheme),
            demonstration=demonstration,
        )
        work.sessions.add(session)
        work.panels.add(Panel(new_id(), session.id, ""))
        work.note("SITE", "session.created", subject=session.id, certification=bound.id)
        work.changed(Change.SESSIONS, session.id)
        work.commit()
        return session.id


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
    """Return three letters for a centre's minutes: of the last word of its name, else the next free ones."""
    words = [word for word in folded(name).upper().split() if word.isalpha()]
    letters = (words[-1] if words else "CTR").ljust(3, "X")
    for third in range(2, len(letters)):
        code = letters[:2] + letters[third]
        if code not in taken:
            return code
    number = 1
    while f"{letters[:2]}{number}" in taken:
        number += 1
    return f"{letters[:2]}{number}"


def _next_number(work: UnitOfWork, year: int, code: str) -> str:
    prefix = f"PV-{year}-{code}-"
    used = [int(n.removeprefix(prefix)) for n in work.sessions.numbers(prefix)]
    return f"{prefix}{max(used, default=0) + 1:04d}"


def open_session(work: UnitOfWork, session_id: str) -> JurySession:
    """Return the session to be changed; ``Refused("session.closed")`` once its minutes are frozen."""
    session = work.sessions.get(session_id)
    if session.closed:
        raise Refused("session.closed")
    return session


def assign_slots(
    workspace: Workspace,
    session_id: str,
    *,
    first: time,
    minutes: int,
    pause: int = 0,
    lunch: tuple[time, time] | None = None,
    last: time = time(19, 0),
) -> int:
    """Give every expected candidate a slot, in order, from ``first`` on each day; returns how many got one.

    ``minutes`` (5–480) is a defence's length; a candidate with extra time (« tiers temps ») has a third
    more. No slot begins or runs into ``lunch`` nor ends after ``last``; what does not fit the session's
    days stays without a slot. Raises ``RuleError("slots.length")`` or ``slots.hours``.
    """
    if not 5 <= minutes <= 480 or not 0 <= pause <= 240:
        raise RuleError("slots.length", minutes=minutes, pause=pause)
    if last <= first:
        raise RuleError("slots.hours")
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        cursor = datetime.combine(session.starts, first)
        placed = 0
        for registration in work.registrations.of_session(session_id):
            if not registration.attendance.came:
                continue
            length = minutes + (-(-minutes // 3) if _extra_time(registration) else 0)
            slot = _fit(cursor, length, first=first, lunch=lunch, last=last, final_day=session.ends)
            registration.starts_at, registration.minutes = slot, length if slot else None
            if slot is not None:
                placed += 1
                cursor = slot + timedelta(minutes=length + pause)
        work.note("SITE", "slots.assigned", subject=session_id, placed=placed)
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return placed


Slot = tuple[datetime, int]
"""A defence's local start and its length in minutes."""


def place_slots(
    workspace: Workspace, session_id: str, *, slots: Mapping[str, Slot | None]
) -> dict[str, Slot | None]:
    """Give registrations (by id) the slots named, None taking one away; returns the earlier ones (for undo).

    Overlaps and hours outside the session's days are the user's choice, shown by the screen. Raises
    ``RuleError("slots.length")`` or ``Refused`` (``session.closed``, ``registration.not_found``).
    """
    for slot in slots.values():
        if slot is not None and not 5 <= slot[1] <= 640:
            raise RuleError("slots.length", minutes=slot[1], pause=0)
    with workspace.unit_of_work() as work:
        open_session(work, session_id)
        known = {registration.id: registration for registration in work.registrations.of_session(session_id)}
        before: dict[str, Slot | None] = {}
        for registration_id, slot in slots.items():
            registration = known.get(registration_id)
            if registration is None:
                raise Refused("registration.not_found", id=registration_id)
            before[registration_id] = _slot_of(registration)
            registration.starts_at, registration.minutes = slot or (None, None)
        if before == dict(slots):
            return before
        work.note("SITE", "slots.placed", subject=session_id, placed=len(slots))
        work.changed(Change.CANDIDATES, session_id)
        work.commit()
        return before


def _slot_of(registration: Registration) -> Slot | None:
    if registration.starts_at is None or registration.minutes is None:
        return None
    return registration.starts_at, registration.minutes


def _extra_time(registration: Registration) -> bool:
    return "tiers temps" in folded(registration.accommodations)


def _fit(
    start: datetime,
    length: int,
    *,
    first: time,
    lunch: tuple[time, time] | None,
    last: time,
    final_day: date,
) -> datetime | None:
    while start.date() <= final_day:
        end = start + timedelta(minutes=length)
        if lunch and start.time() < lunch[1] and end > datetime.combine(start.date(), lunch[0]):
            start = datetime.combine(start.date(), lunch[1])
            continue
        if end <= datetime.combine(start.date(), last):
            return start
        if start.time() <= first:
            return None
        start = datetime.combine(start.date() + timedelta(days=1), first)
    return None


def set_attendance(workspace: Workspace, registration_id: str, *, attendance: Attendance) -> Attendance:
    """Say whether a candidate came; returns the earlier value (for undo).

    Refused once a sheet of the candidate is sealed (``attendance.sealed``) unless the value keeps the
    candidate judged, or when the session is closed.
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        open_session(work, registration.session_id)
        before = registration.attendance
        if attendance is before:
            return before
        if attendance is not Attendance.PRESENT and any(
            sheet.sealed for sheet in work.sheets.of_registration(registration_id)
        ):
            raise Refused("attendance.sealed")
        registration.attendance = attendance
        work.note("SITE", "attendance.set", subject=registration_id, value=attendance.value)
        work.changed(Change.CANDIDATES | Change.SHEETS | Change.DECISIONS, registration_id)
        work.commit()
        return before


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


def record_outside_result(
    workspace: Workspace,
    registration_id: str,
    *,
    assessment_id: str,
    favourable: bool,
    evaluator: str,
    judged_on: date,
) -> None:
    """Record (or replace) a result judged outside the panel: by whom and when.

    Refused once the candidate's proposals are frozen (``outside_result.frozen``): they rest on it.
    """
    evaluator = required_text(evaluator, field="outside_result.evaluator")
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        session = open_session(work, registration.session_id)
        if judged_on > session.ends:
            raise RuleError("outside_result.date", date=judged_on, ends=session.ends)
        if work.deliberations.proposals_of_registration(registration_id):
            raise Refused("outside_result.frozen")
        for known in work.outside_results.of_registration(registration_id):
            if known.assessment_id == assessment_id:
                work.outside_results.remove(known)
        work.outside_results.add(
            OutsideResult(new_id(), registration_id, assessment_id, favourable, evaluator, judged_on)
        )
        work.note("SITE", "outside_result.recorded", subject=registration_id, assessment=assessment_id)
        work.changed(Change.CANDIDATES, registration_id)
        work.commit()


def remove_registration(workspace: Workspace, registration_id: str) -> None:
    """Take a registration out of the session, with its dossiers' entries.

    Refused once a sheet of the candidate holds a mark (``registration.scored``): withdraw instead.
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        open_session(work, registration.session_id)
        if any(sheet.last_sequence for sheet in work.sheets.of_registration(registration_id)):
            raise Refused("registration.scored")
        candidate = work.candidates.get(registration.candidate_id)
        work.registrations.remove(registration)
        work.candidates.remove(candidate)
        work.note("SITE", "registration.removed", subject=registration_id)
        work.changed(Change.CANDIDATES, registration.session_id)
        work.commit()
