"""Several panels (rooms) of one session: adding, naming and removing them, moving candidates between them.

« Two rooms are two panels of one session, each with its minutes » (domain page §3). Must not know who sits
(``jurors``), nor screens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import UnitOfWork, Workspace
from cisp_desktop.application.preparing import composed_session, next_minutes_number, open_session
from cisp_desktop.application.queries import PanelRow, SeatRow
from cisp_desktop.application.wording_panels import removed_words
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.availability import Unavailability
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.minutes import CancelledNumber
from cisp_desktop.domain.panel import Panel, Recusal, Seat
from cisp_desktop.domain.registration import JurySession, Registration
from cisp_desktop.domain.text import entry_text, folded


@dataclass(frozen=True, slots=True)
class RemovedPanel:
    """A panel as it stood when it was removed: copies that no transaction knows, for ``restore_panel``."""

    panel: Panel
    seats: tuple[Seat, ...]
    recusals: tuple[Recusal, ...]
    unavailabilities: tuple[Unavailability, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PanelSaid:
    """What is said of a panel besides who sits. ``secretary`` (without a voice) and ``representative`` (the
    certifier's, present, not deliberating) are names as typed; ``remote`` says, by seat, by what means a
    member sits from a distance: who is not in it sits in the room.
    """

    name: str = ""
    room: str = ""
    secretary: str = ""
    representative: str = ""
    remote: Mapping[str, str] = field(default_factory=dict)


def add_panel(
    workspace: Workspace, session_id: str, *, name: str = "", room: str = "", panel_id: str | None = None
) -> str:
    """Add a panel after the others, reserve the number of its minutes in the series, and return its id.

    ``panel_id`` gives an undone act its id back. Raises ``RuleError`` (``panel.name_taken``, ``text.*``) or
    ``Refused`` (``session.closed``, ``session.ready_panels``).
    """
    name, room = _named(name, room)
    with workspace.unit_of_work() as work:
        session = composed_session(work, session_id)
        panels = work.panels.all_of_session(session_id)
        _check_name_free(name, panels)
        position = max((panel.position for panel in panels), default=0) + 1
        panel = Panel(panel_id or new_id(), session_id, name, room, position, _reserved(work, session))
        work.panels.add(panel)
        work.note("SITE", "panel.added", subject=session_id, panel=panel.id)
        work.changed(Change.PANEL | Change.SESSIONS, session_id)
        work.commit()
        return panel.id


def describe_panel(workspace: Workspace, panel_id: str, said: PanelSaid) -> PanelSaid:
    """Write what is said of a panel, until the session is closed; returns what stood before (for undo).

    Raises ``RuleError`` (``panel.name_taken``, ``text.*``) or ``Refused``: ``seat.not_found`` for a seat of
    another panel, ``session.closed``, ``session.cancelled``.
    """
    said = _checked(said)
    with workspace.unit_of_work() as work:
        panel = work.panels.get(panel_id)
        open_session(work, panel.session_id)
        seats = {seat.id: seat for seat in (*panel.sitting, *panel.substitutes)}
        before = _said(panel, seats.values())
        unknown = said.remote.keys() - seats.keys()
        if unknown:
            raise Refused("seat.not_found", id=min(unknown))
        if before == said:
            return before
        _check_name_free(
            said.name, [p for p in work.panels.all_of_session(panel.session_id) if p is not panel]
        )
        panel.name, panel.room = said.name, said.room
        panel.secretary, panel.representative = said.secretary, said.representative
        for seat in seats.values():
            seat.remote = said.remote.get(seat.id, "")
        changed = _changed(before, said)
        work.note("SITE", "panel.edited", subject=panel.session_id, panel=panel_id, changed=changed)
        work.changed(Change.PANEL | Change.SESSIONS, panel.session_id)
        work.commit()
        return before


def said_of(panel: PanelRow) -> PanelSaid:
    """Return what is said of a panel that was read."""
    return _said(panel, (*panel.seats, *panel.substitutes))


def remove_panel(workspace: Workspace, panel_id: str) -> RemovedPanel:
    """Remove a panel with its seats; its candidates go to the first one. Returns it as it stood (for undo).

    Raises ``Refused``: ``panel.first`` (a session keeps its first panel), ``panel.scored`` when one of its
    candidates has a sheet, ``panel.code_used`` when one of its jurors used the own code, ``session.closed``,
    ``session.ready_panels``. The number reserved for its minutes is kept as cancelled where later ones exist:
    a register has no hole; the last of a series is free again.
    """
    with workspace.unit_of_work() as work:
        panel = work.panels.get(panel_id)
        composed_session(work, panel.session_id)
        first = work.panels.of_session(panel.session_id)
        if first is panel:
            raise Refused("panel.first")
        own = [r for r in work.registrations.of_session(panel.session_id) if r.panel_id == panel_id]
        _check_removable(work, panel, own)
        seat_ids = {seat.id for seat in panel.seats}
        recusals = [r for r in work.recusals.of_session(panel.session_id) if r.seat_id in seat_ids]
        away = [u for u in work.unavailabilities.of_session(panel.session_id) if u.panel_id == panel_id]
        removed = _copied(panel, recusals, away, [registration.id for registration in own])
        for registration in own:
            move_registration(work, registration, first)
        for recusal in work.recusals.of_session(panel.session_id):
            if recusal.seat_id in seat_ids:
                work.recusals.remove(recusal)
        for seat in list(panel.seats):
            work.panels.remove_seat(seat)
        for unavailability in away:
            work.unavailabilities.remove(unavailability)
        work.panels.remove(panel)
        _keep_number(workspace, work, panel)
        work.note("SITE", "panel.removed", subject=panel.session_id, panel=panel_id, candidates=len(own))
        work.changed(Change.PANEL | Change.CANDIDATES | Change.SESSIONS, panel.session_id)
        work.commit()
        return removed


def restore_panel(workspace: Workspace, removed: RemovedPanel) -> None:
    """Bring a removed panel back with its seats, codes, recusals and candidates (undo of ``remove_panel``).

    The number of its minutes is its own again, unless another took it meanwhile. Raises ``Refused``:
    ``session.closed``, ``session.ready_panels``, or ``juror.not_found`` when a juror left the register.
    """
    with workspace.unit_of_work() as work:
        session_id = removed.panel.session_id
        session = composed_session(work, session_id)
        number = removed.panel.minutes_number
        cancelled = work.minutes.cancelled_number(number) is not None
        taken = number and not cancelled and number in work.sessions.numbers(number)
        panel = replace(removed.panel, seats=[], minutes_number=_reserved(work, session) if taken else number)
        work.panels.add(panel)
        for seat in removed.seats:
            juror = work.jurors.get(seat.juror_id)
            credential = replace(seat.credential) if seat.credential is not None else None
            panel.seats.append(replace(seat, juror=juror, credential=credential))
        for registration_id in removed.candidates:
            move_registration(work, work.registrations.get(registration_id), panel)
        known = {(r.registration_id, r.seat_id) for r in work.recusals.of_session(session_id)}
        for recusal in removed.recusals:
            if (recusal.registration_id, recusal.seat_id) not in known:
                work.recusals.add(replace(recusal))
        for unavailability in removed.unavailabilities:
            work.unavailabilities.add(replace(unavailability))
        work.note("SITE", "panel.restored", subject=session_id, panel=panel.id)
        work.changed(Change.PANEL | Change.CANDIDATES | Change.SESSIONS, session_id)
        work.commit()


def move_candidates(
    workspace: Workspace, registration_ids: Sequence[str], *, panel_id: str
) -> dict[str, str]:
    """Let another panel hear these candidates; returns the earlier panel of each (for ``place_candidates``).

    A recusal follows a juror who also sits in the other panel. Raises ``Refused``:
    ``panel.candidate_scored`` when a candidate has a sheet, ``panel.not_found``, ``session.closed``.
    """
    return place_candidates(workspace, dict.fromkeys(registration_ids, panel_id))


def place_candidates(workspace: Workspace, places: Mapping[str, str]) -> dict[str, str]:
    """Put registrations (by id) before the panels named; returns the earlier ones. All of them or none."""
    before: dict[str, str] = {}
    with workspace.unit_of_work() as work:
        sessions = set()
        for registration_id, panel_id in places.items():
            registration = work.registrations.get(registration_id)
            open_session(work, registration.session_id)
            panel = work.panels.get(panel_id)
            if panel.session_id != registration.session_id:
                raise Refused("panel.not_found", id=panel_id)
            before[registration_id] = registration.panel_id
            if registration.panel_id == panel_id:
                continue
            if work.sheets.of_registration(registration_id):
                raise Refused("panel.candidate_scored", number=registration.number)
            move_registration(work, registration, panel)
            sessions.add(registration.session_id)
        if not sessions:
            return before
        for session_id in sessions:
            work.note("SITE", "candidates.moved", subject=session_id, candidates=len(places))
        work.changed(Change.CANDIDATES | Change.PANEL, *sessions, *places)
        work.commit()
    return before


def move_registration(work: UnitOfWork, registration: Registration, panel: Panel) -> None:
    """Change the panel; a recusal follows its juror to a seat there.

    Else it waits at the old one, without effect: the juror does not hear the candidate any more.
    """
    registration.panel_id = panel.id
    seats = {seat.juror_id: seat.id for seat in [*panel.substitutes, *panel.sitting]}
    recusals = work.recusals.of_registration(registration.id)
    named = {recusal.seat_id for recusal in recusals}
    for recusal in recusals:
        there = seats.get(work.panels.seat(recusal.seat_id).juror_id)
        if there is not None and there not in named:
            recusal.seat_id = there


def _check_removable(work: UnitOfWork, panel: Panel, own: Sequence[Registration]) -> None:
    if any(work.sheets.of_registration(registration.id) for registration in own):
        raise Refused("panel.scored")
    for seat in panel.seats:
        if seat.credential is not None and seat.credential.used_at is not None:
            raise Refused("panel.code_used", juror=seat.juror.name if seat.juror else "")


def _copied(
    panel: Panel, recusals: Sequence[Recusal], away: Sequence[Unavailability], candidates: Sequence[str]
) -> RemovedPanel:
    seats = [
        replace(seat, juror=None, credential=replace(seat.credential) if seat.credential else None)
        for seat in panel.seats
    ]
    return RemovedPanel(
        replace(panel, seats=[]),
        tuple(seats),
        tuple(replace(recusal) for recusal in recusals),
        tuple(replace(unavailability) for unavailability in away),
        tuple(candidates),
    )


def _keep_number(workspace: Workspace, work: UnitOfWork, panel: Panel) -> None:
    """Record the number of a removed panel's minutes as cancelled, unless it is the last of its series."""
    number = panel.minutes_number
    if not number or work.minutes.cancelled_number(number) is not None:
        return
    prefix, _, rank = number.rpartition("-")
    ranks = (one.rpartition("-")[2] for one in work.sessions.numbers(f"{prefix}-"))
    if any(one.isdecimal() and int(one) > int(rank) for one in ranks):
        why = removed_words(panel.name, panel.position)
        work.minutes.add_cancelled_number(
            CancelledNumber(number, panel.session_id, workspace.clock(), "", why)
        )


def _checked(said: PanelSaid) -> PanelSaid:
    name, room = _named(said.name, said.room)
    return PanelSaid(
        name,
        room,
        entry_text(said.secretary, field="panel.secretary"),
        entry_text(said.representative, field="panel.representative"),
        {seat: by for seat, means in said.remote.items() if (by := entry_text(means, field="seat.remote"))},
    )


def _said(panel: Panel | PanelRow, seats: Iterable[Seat | SeatRow]) -> PanelSaid:
    remote = {seat.id: seat.remote for seat in seats if seat.remote}
    return PanelSaid(panel.name, panel.room, panel.secretary, panel.representative, remote)


def _changed(before: PanelSaid, said: PanelSaid) -> list[str]:
    """Return the fields that differ, for the journal: no name stands in it."""
    names = [one.name for one in fields(PanelSaid)]
    return [name for name in names if getattr(before, name) != getattr(said, name)]


def _named(name: str, room: str) -> tuple[str, str]:
    return entry_text(name, field="panel.name"), entry_text(room, field="panel.room")


def _check_name_free(name: str, panels: Sequence[Panel]) -> None:
    if name and any(folded(panel.name) == folded(name) for panel in panels):
        raise RuleError("panel.name_taken", name=name)


def _reserved(work: UnitOfWork, session: JurySession) -> str:
    return next_minutes_number(work, session.starts.year, work.centres.get(session.centre_id).code)
