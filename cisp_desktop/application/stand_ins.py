"""Who leaves on the day, and the substitute called in the place; the sheet of who left, set aside.

Judged by ``domain.hearing_acts``, candidate by candidate, and one COMMIT for all those named. Must not know
screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing, read_hearings
from cisp_desktop.application.jurors import IdentifiedJuror, give_code
from cisp_desktop.application.ports import Identities, UnitOfWork, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.hearing import Hearing
from cisp_desktop.domain.hearing_log import StandIn
from cisp_desktop.domain.registration import Registration
from cisp_desktop.domain.scoring import ScoreSheet
from cisp_desktop.domain.text import COMMENT_LENGTH, required_text


@dataclass(frozen=True, slots=True)
class Departure:
    """A juror gone for one candidate, from ``at`` on."""

    registration_id: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """For whom a juror is gone, the candidate named first; what ``come_back`` takes."""

    seat_id: str
    departures: tuple[Departure, ...]

    @property
    def registration_ids(self) -> tuple[str, ...]:
        """The candidates concerned."""
        return tuple(one.registration_id for one in self.departures)


@dataclass(frozen=True, slots=True)
class Called:
    """A substitute called for these candidates. ``code`` is the new first code to hand over; None when the
    substitute has one already.
    """

    substitute_id: str
    for_seat: str
    registration_ids: tuple[str, ...]
    code: str | None


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A substitute sent away; what ``call_again`` takes. ``places``: candidate, whose place, since when."""

    substitute_id: str
    places: tuple[tuple[str, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """The sheets set aside of a juror who left; what ``take_up`` takes."""

    registration_id: str
    seat_id: str
    block_ids: tuple[str, ...]
    reason: str


def leave(
    workspace: Workspace,
    registration_id: str,
    seat_id: str,
    *,
    reason: str,
    at: datetime | None = None,
    following: bool = False,
    by: str = "",
) -> Gone:
    """Note that a juror is gone for a candidate, from ``at`` on (now by default); ``come_back`` undoes it.

    ``by``, here and below, is the seat at the keyboard, whom the journal names; empty for none.
    ``following``: for every later candidate of the panel too whom this juror has not begun to score.
    Raises ``RuleError`` (``text.*``) or ``Refused`` as ``hearing_acts.leave``: ``juror.absent``,
    ``juror.on_standby``, ``juror.other_panel``, ``session.closed``.
    """
    reason = required_text(reason, field="stand_in.reason", limit=COMMENT_LENGTH)
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        hearings = _hearings(work, registration, following=following)
        hearing_acts.leave(hearings[registration_id], seat_id)
        named = [registration_id]
        named += [one for one in hearings if one != registration_id and _may_leave(hearings[one], seat_id)]
        moment = at or workspace.clock()
        gone = Gone(seat_id, tuple(Departure(one, moment, reason) for one in named))
        _depart(work, gone, by=by)
        work.commit()
        return gone


def leave_again(workspace: Workspace, gone: Gone, *, by: str = "") -> Gone:
    """Undo ``come_back``. Raises as ``leave``."""
    with workspace.unit_of_work() as work:
        for one in gone.departures:
            hearing_acts.leave(_hearing(work, one.registration_id), gone.seat_id)
        _depart(work, gone, by=by)
        work.commit()
        return gone


def come_back(workspace: Workspace, seat_id: str, registration_ids: Sequence[str], *, by: str = "") -> Gone:
    """Take a departure back for these candidates, all or none; returns what stood, for ``leave_again``.

    Raises ``Refused`` as ``hearing_acts.come_back`` (``juror.present``, ``sheet.set_aside``,
    ``session.closed``), or ``stand_in.called`` while a substitute sits in the place.
    """
    with workspace.unit_of_work() as work:
        departures = []
        for registration_id in registration_ids:
            hearing_acts.come_back(_hearing(work, registration_id), seat_id)
            row = _row(work, registration_id, seat_id)
            if row is None:
                raise Refused("juror.present")
            if row.substitute_id is not None:
                raise Refused("stand_in.called")
            departures.append(Departure(registration_id, row.at, row.reason))
            work.hearings.remove_stand_in(row)
        work.note("SITE", "juror.came_back", subject=seat_id, candidates=list(registration_ids), by=by)
        work.changed(Change.PANEL | Change.SHEETS | Change.DECISIONS, *registration_ids)
        work.commit()
        return Gone(seat_id, tuple(departures))


def call_substitute(
    workspace: Workspace,
    registration_id: str,
    substitute_id: str,
    *,
    for_seat: str,
    identities: Identities,
    following: bool = False,
    by: str = "",
) -> Called:
    """Call a substitute in the place of who is gone or recused; ``dismiss`` undoes it.

    ``following``: for every later candidate of the panel too for whom ``for_seat`` is gone or recused and has
    sealed nothing. A substitute without a code gets a first one (takes about 0.3 s). Raises ``Refused`` as
    ``hearing_acts.call``: ``substitute.not_standby``, ``substitute.place_taken``, ``substitute.heard``,
    ``substitute.deliberated``, ``juror.recused``, ``juror.other_panel``, ``session.closed``.
    """
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        hearings = _hearings(work, registration, following=following)
        hearing_acts.call(hearings[registration_id], substitute_id, for_seat=for_seat)
        named = [registration_id]
        for one, hearing in hearings.items():
            if one != registration_id and _may_call(hearing, substitute_id, for_seat=for_seat):
                named.append(one)
        now = workspace.clock()
        for one in named:
            _seat_substitute(work, one, substitute_id, for_seat=for_seat, now=now)
        seat = work.panels.seat(substitute_id)
        code = None
        if seat.credential is None:
            code = give_code(workspace, seat, identities=identities).code
        work.note("SITE", "substitute.called", subject=substitute_id, seat=for_seat, candidates=named, by=by)
        work.changed(Change.PANEL | Change.SHEETS | Change.DECISIONS, *named)
        work.commit()
        return Called(substitute_id, for_seat, tuple(named), code)


def dismiss(
    workspace: Workspace, substitute_id: str, registration_ids: Sequence[str], *, by: str = ""
) -> Dismissed:
    """Undo ``call_substitute`` for these candidates, all or none; the code given holds on.

    Returns what stood, for ``call_again``.
    Raises ``Refused``: ``juror.on_standby``, ``substitute.scored``, ``session.closed``.
    """
    places = []
    with workspace.unit_of_work() as work:
        for registration_id in registration_ids:
            hearing_acts.dismiss(_hearing(work, registration_id), substitute_id)
            for row in work.hearings.stand_ins(registration_id):
                if row.substitute_id == substitute_id:
                    places.append((registration_id, row.seat_id, row.at))
                    _free(work, row)
        work.note(
            "SITE", "substitute.dismissed", subject=substitute_id, candidates=list(registration_ids), by=by
        )
        work.changed(Change.PANEL | Change.SHEETS | Change.DECISIONS, *registration_ids)
        work.commit()
        return Dismissed(substitute_id, tuple(places))


def call_again(workspace: Workspace, dismissed: Dismissed, *, by: str = "") -> None:
    """Undo ``dismiss``: the substitute sits again since the same hours. Raises as ``call_substitute``."""
    substitute_id, seats = dismissed.substitute_id, {seat_id for _id, seat_id, _at in dismissed.places}
    named = [registration_id for registration_id, _seat_id, _at in dismissed.places]
    with workspace.unit_of_work() as work:
        for registration_id, seat_id, at in dismissed.places:
            hearing_acts.call(_hearing(work, registration_id), substitute_id, for_seat=seat_id)
            _seat_substitute(work, registration_id, substitute_id, for_seat=seat_id, now=at)
        for seat_id in sorted(seats):
            work.note(
                "SITE", "substitute.called", subject=substitute_id, seat=seat_id, candidates=named, by=by
            )
        work.changed(Change.PANEL | Change.SHEETS | Change.DECISIONS, *named)
        work.commit()


def set_aside(
    workspace: Workspace,
    president: IdentifiedJuror,
    *,
    registration_id: str,
    seat_id: str,
    reason: str,
    block_ids: Sequence[str] | None = None,
) -> SetAside:
    """Let the president set aside what a juror who left has not sealed, so that the deliberation can open;
    ``take_up`` undoes it. Every block awaited of that juror unless ``block_ids`` names some.

    Raises ``RuleError`` (``text.*``) or ``Refused``: ``sheet.president_only``, ``sheet.author_present``,
    ``sheet.sealed``, ``sheet.set_aside``, ``sheet.none_awaited``, ``registration.not_heard``,
    ``session.closed``.
    """
    reason = required_text(reason, field="sheet.set_aside_reason", limit=COMMENT_LENGTH)
    with workspace.unit_of_work() as work:
        hearing = _hearing(work, registration_id)
        if not any(seat.id == president.seat_id and seat.presides for seat in hearing.deciding):
            raise Refused("sheet.president_only")
        waiting = [block for block in hearing.presented if seat_id in hearing.awaited(block)]
        named = tuple(waiting if block_ids is None else block_ids)
        if not named:
            raise Refused("sheet.none_awaited")
        for block_id in named:
            after = hearing_acts.set_aside(hearing, seat_id, block_id)
            sheet = _sheet(work, registration_id, seat_id, block_id=block_id, round_=after.round_of(block_id))
            sheet.set_aside_reason = reason
            hearing = after
        work.note(
            president.seat_id, "sheet.set_aside", subject=registration_id, seat=seat_id, sheets=len(named)
        )
        work.changed(Change.SHEETS | Change.DECISIONS, registration_id)
        work.commit()
        return SetAside(registration_id, seat_id, named, reason)


def take_up(workspace: Workspace, president: IdentifiedJuror, aside: SetAside) -> None:
    """Undo ``set_aside``; refused once the proposals were shown (``sheet.shown``)."""
    with workspace.unit_of_work() as work:
        hearing = _hearing(work, aside.registration_id)
        for block_id in aside.block_ids:
            hearing = hearing_acts.take_up(hearing, aside.seat_id, block_id)
            sheet = work.sheets.find(
                aside.registration_id, aside.seat_id, block_id=block_id, round=hearing.round_of(block_id)
            )
            if sheet is None:
                continue
            if sheet.last_sequence:
                sheet.set_aside_reason = ""
            else:
                work.sheets.remove(sheet)
        work.note(
            president.seat_id, "sheet.taken_up", subject=aside.registration_id, seat=aside.seat_id,
            sheets=len(aside.block_ids),
        )  # fmt: skip
        work.changed(Change.SHEETS | Change.DECISIONS, aside.registration_id)
        work.commit()


def _sheet(work: UnitOfWork, registration_id: str, seat_id: str, *, block_id: str, round_: int) -> ScoreSheet:
    """Return a juror's sheet, made when who left had not begun it."""
    sheet = work.sheets.find(registration_id, seat_id, block_id=block_id, round=round_)
    if sheet is None:
        sheet = ScoreSheet(new_id(), registration_id, seat_id, block_id, round_)
        work.sheets.add(sheet)
    return sheet


def _hearing(work: UnitOfWork, registration_id: str) -> Hearing:
    registration = work.registrations.get(registration_id)
    return read_hearing(work, registration, work.sessions.get(registration.session_id))


def _hearings(work: UnitOfWork, registration: Registration, *, following: bool) -> dict[str, Hearing]:
    """Return the hearing of a candidate, then of those whom the panel hears later, in order."""
    session = work.sessions.get(registration.session_id)
    if not following:
        return {registration.id: read_hearing(work, registration, session)}
    hearings = read_hearings(work, session)
    own = [one for one in work.registrations.of_session(session.id) if one.panel_id == registration.panel_id]
    if all(one.starts_at is not None for one in own):
        own.sort(key=lambda one: (one.starts_at, one.position))
    places = [one.id for one in own]
    return {one: hearings[one] for one in places[places.index(registration.id) :]}


def _may_leave(hearing: Hearing, seat_id: str) -> bool:
    """Whether a departure extends to a later candidate: nothing was scored, and the juror would sit."""
    if any(key[0] == seat_id for key in hearing.sheets):
        return False
    try:
        hearing_acts.leave(hearing, seat_id)
    except Refused:
        return False
    return True


def _may_call(hearing: Hearing, substitute_id: str, *, for_seat: str) -> bool:
    try:
        hearing_acts.call(hearing, substitute_id, for_seat=for_seat)
    except Refused:
        return False
    return True


def _depart(work: UnitOfWork, gone: Gone, *, by: str) -> None:
    for one in gone.departures:
        work.hearings.add_stand_in(
            StandIn(new_id(), one.registration_id, gone.seat_id, None, one.at, one.reason)
        )
    work.note("SITE", "juror.left", subject=gone.seat_id, candidates=list(gone.registration_ids), by=by)
    work.changed(Change.PANEL | Change.SHEETS | Change.DECISIONS, *gone.registration_ids)


def _row(work: UnitOfWork, registration_id: str, seat_id: str) -> StandIn | None:
    return next((one for one in work.hearings.stand_ins(registration_id) if one.seat_id == seat_id), None)


def _seat_substitute(
    work: UnitOfWork, registration_id: str, substitute_id: str, *, for_seat: str, now: datetime
) -> None:
    """Name the substitute in the place; who is recused only has no departure of its own to name it in."""
    row = _row(work, registration_id, for_seat)
    if row is None:
        work.hearings.add_stand_in(StandIn(new_id(), registration_id, for_seat, substitute_id, now))
    else:
        row.substitute_id = substitute_id


def _free(work: UnitOfWork, row: StandIn) -> None:
    """Empty the place again: a departure has its reason and stays, what calling alone made goes."""
    if row.reason:
        row.substitute_id = None
    else:
        work.hearings.remove_stand_in(row)
