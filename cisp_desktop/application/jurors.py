"""Who is at the keyboard: seats, own codes, and the juror whom a right code identifies.

``IdentifiedJuror`` is the proof that scoring and signing ask for. This module must not know how a key
is sealed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cisp_desktop.application.changes import Change
from cisp_desktop.application.hearings import read_hearing
from cisp_desktop.application.panel_rules import session_rules
from cisp_desktop.application.ports import Identities, SealedIdentity, UnitOfWork, UnlockedKey, Workspace
from cisp_desktop.application.preparing import composed_session, open_session
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain import hearing_acts
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import (
    ROLE_ORDER,
    Credential,
    Juror,
    JurorCategory,
    Panel,
    Recusal,
    RecusalGround,
    Role,
    Seat,
    check_seats,
)
from cisp_desktop.domain.panel_rules import PanelRules
from cisp_desktop.domain.text import NAME_LENGTH, entry_text, required_text, same_person


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """Who takes a seat, as typed; ``rank`` counts the seats of one role from 1.

    ``standby`` names a substitute. ``category`` None leaves what the register of jurors says.
    """

    role: Role
    name: str
    title: str = ""
    employer: str = ""
    rank: int = 1
    standby: bool = False
    category: JurorCategory | None = None

    @property
    def place(self) -> tuple[Role, int, bool]:
        """Where the seat stands in its panel."""
        return self.role, self.rank, self.standby


@dataclass(frozen=True, slots=True)
class SeatGiven:
    """A seat as set. ``code`` is the new first code to hand to its owner; None when the owner's holds on,
    used or not, and for a substitute, who gets one when called.
    """

    seat_id: str
    role: Role
    name: str
    code: str | None
    rank: int = 1
    standby: bool = False


@dataclass(frozen=True, slots=True)
class IdentifiedJuror:
    """A juror whose own code was right, at one seat. ``standby``: hears those he or she was called for."""

    seat_id: str
    session_id: str
    panel_id: str
    role: Role
    name: str
    first_code: bool
    key: UnlockedKey
    standby: bool = False
    sex: str = ""


def set_panel(
    workspace: Workspace,
    session_id: str,
    *,
    choices: Sequence[SeatChoice],
    identities: Identities,
    panel_id: str | None = None,
) -> list[SeatGiven]:
    """Fill a panel's seats (the first panel by default) and return them in the order of the sheet, named as
    typed, with a first code each where somebody new sits; seats that ``choices`` leaves out are emptied.

    Who holds the seat already, letter case, accents and the order of the words apart, keeps code and key. A
    seat whose owner used the code keeps its owner. Takes about 0.3 s a new holder. Raises ``RuleError``
    (``panel.same_juror``, ``panel.seat_missing``, ``panel.seat_twice``, ``text.*``) or ``Refused``:
    ``panel.seat_in_use``, ``session.closed``, or ``session.ready_panels`` when a holder would change.
    """
    chosen = _checked(choices)
    with workspace.unit_of_work() as work:
        session = open_session(work, session_id)
        panel = work.panels.get(panel_id) if panel_id else work.panels.of_session(session_id)
        if panel.session_id != session_id:
            raise Refused("panel.not_found", id=panel.id)
        if not _same_holders(panel, chosen):
            composed_session(work, session_id)
        rules = session_rules(session.panel_rules, work.certifications.get(session.certification_id))
        _check_places(chosen, rules)
        before = _recusals_of(work, panel)
        _empty_others(work, panel, {choice.place for choice in chosen})
        given = [_seat(workspace, work, panel=panel, choice=c, identities=identities) for c in chosen]
        _follow_jurors(work, panel, before)
        work.note("SITE", "panel.set", subject=session_id, seats=[g.seat_id for g in given])
        work.changed(Change.PANEL, session_id)
        work.commit()
    return given


def _same_holders(panel: Panel, chosen: Sequence[SeatChoice]) -> bool:
    """Whether these choices leave everybody where he or she sits."""
    held = {
        (seat.role, seat.rank, seat.standby): seat.juror.name if seat.juror else ""
        for seat in (*panel.sitting, *panel.substitutes)
    }
    return held.keys() == {choice.place for choice in chosen} and all(
        same_person(held[choice.place], choice.name) for choice in chosen
    )


def _checked(choices: Sequence[SeatChoice]) -> list[SeatChoice]:
    cleaned = [
        SeatChoice(
            choice.role,
            required_text(choice.name, field=f"seat.{choice.role}"),
            entry_text(choice.title, field="juror.title"),
            entry_text(choice.employer, field="juror.employer"),
            choice.rank,
            choice.standby,
            choice.category,
        )
        for choice in choices
    ]
    check_seats([choice.name for choice in cleaned])
    return sorted(cleaned, key=lambda c: (c.standby, ROLE_ORDER.index(c.role), c.rank))


def _check_places(chosen: Sequence[SeatChoice], rules: PanelRules) -> None:
    """Refuse two persons on one place, and a place left empty that the rules require."""
    places = [choice.place for choice in chosen]
    for place in places:
        if places.count(place) > 1:
            raise RuleError("panel.seat_twice", role=place[0], rank=place[1])
    for role, rank in rules.required_places:
        if (role, rank, False) not in places:
            raise RuleError("panel.seat_missing", role=role)


def _empty_others(work: UnitOfWork, panel: Panel, places: Collection[tuple[Role, int, bool]]) -> None:
    for seat in [*panel.sitting, *panel.substitutes]:
        if (seat.role, seat.rank, seat.standby) not in places:
            _remove_seat(work, panel, seat)


def _remove_seat(work: UnitOfWork, panel: Panel, seat: Seat) -> None:
    check_unused(seat)
    for recusal in work.recusals.of_session(panel.session_id):
        if recusal.seat_id == seat.id:
            work.recusals.remove(recusal)
    work.panels.remove_seat(seat)


def _recusals_of(work: UnitOfWork, panel: Panel) -> list[tuple[str, Recusal]]:
    """Return the panel's recusals, each with its juror: copies that outlive their seat."""
    jurors = {seat.id: seat.juror_id for seat in panel.seats}
    found = work.recusals.of_session(panel.session_id)
    return [(jurors[r.seat_id], replace(r)) for r in found if r.seat_id in jurors]


def _follow_jurors(work: UnitOfWork, panel: Panel, before: Sequence[tuple[str, Recusal]]) -> None:
    """Declare again, at the new seat, the recusals of a juror who changed seats; others went with theirs."""
    seats = {seat.juror_id: seat.id for seat in [*panel.substitutes, *panel.sitting]}
    known = {(r.registration_id, r.seat_id) for r in work.recusals.of_session(panel.session_id)}
    for juror_id, recusal in before:
        seat_id = seats.get(juror_id)
        if seat_id is None or (recusal.registration_id, seat_id) in known:
            continue
        if work.registrations.get(recusal.registration_id).panel_id == panel.id:
            work.recusals.add(replace(recusal, id=new_id(), seat_id=seat_id))


def check_unused(seat: Seat) -> None:
    """Refuse what only a code never used allows (``Refused("panel.seat_in_use")``)."""
    if seat.credential is not None and seat.credential.used_at is not None:
        raise Refused("panel.seat_in_use", role=seat.role, juror=seat.juror.name if seat.juror else "")


def _seat(
    workspace: Workspace, work: UnitOfWork, *, panel: Panel, choice: SeatChoice, identities: Identities
) -> SeatGiven:
    seats = [*panel.sitting, *panel.substitutes]
    seat = next((s for s in seats if (s.role, s.rank, s.standby) == choice.place), None)
    if seat is not None and seat.juror is not None and same_person(seat.juror.name, choice.name):
        _describe(seat.juror, choice)
        if seat.standby or seat.credential is not None:
            return SeatGiven(seat.id, seat.role, choice.name, None, seat.rank, seat.standby)
        return replace(give_code(workspace, seat, identities=identities), name=choice.name)
    if seat is not None:
        _remove_seat(work, panel, seat)
    juror = work.jurors.by_name(choice.name)
    if juror is None:
        juror = Juror(new_id(), choice.name)
        work.jurors.add(juror)
    _describe(juror, choice)
    seat = Seat(
        new_id(), panel.id, juror.id, choice.role, rank=choice.rank, standby=choice.standby, juror=juror
    )
    panel.seats.append(seat)
    if choice.standby:
        return SeatGiven(seat.id, seat.role, choice.name, None, seat.rank, True)
    return replace(give_code(workspace, seat, identities=identities), name=choice.name)


def give_code(workspace: Workspace, seat: Seat, *, identities: Identities) -> SeatGiven:
    """Give a seat a new first code; one never used before does not hold any more."""
    name, sex = (seat.juror.name, seat.juror.sex) if seat.juror else ("", "")
    code = identities.new_first_code()
    identity = identities.create_juror_identity(
        workspace.authority, name=name, role=seat.role.value, code=code, sex=sex
    )
    if seat.credential is None:
        seat.credential = Credential(
            seat.id, identity.certificate_pem, identity.sealed_key, identity.salt, identity.parameters
        )
    else:
        _reseal(seat.credential, identity)
        seat.credential.failures, seat.credential.locked_until = 0, None
    return SeatGiven(seat.id, seat.role, name, code, seat.rank)


def _describe(juror: Juror, choice: SeatChoice) -> None:
    juror.title, juror.employer = choice.title, choice.employer
    juror.category = choice.category or juror.category


def _reseal(credential: Credential, identity: SealedIdentity) -> None:
    credential.certificate = identity.certificate_pem
    credential.sealed_key = identity.sealed_key
    credential.salt = identity.salt
    credential.parameters = identity.parameters


def _sealed(credential: Credential) -> SealedIdentity:
    return SealedIdentity(
        credential.certificate, credential.sealed_key, credential.salt, credential.parameters
    )


def identify_juror(
    workspace: Workspace, seat_id: str, *, code: str, identities: Identities
) -> IdentifiedJuror:
    """Unlock a seat by its own code. Takes about 0.3 s (argon2id): off the GUI thread.

    A wrong code is counted and committed before it is told. Raises ``RuleError("identity.code.wrong")``,
    ``Refused("juror.code.delayed", seconds=…)`` or ``Refused("juror.no_code")``.
    """
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(seat_id)
        credential, juror = seat.credential, seat.juror
        if credential is None or juror is None:
            raise Refused("juror.no_code")
        now = workspace.clock()
        credential.check_delay(now)
        panel = work.panels.get(seat.panel_id)
        try:
            key = identities.unlock(_sealed(credential), code)
        except RuleError:
            credential.wrong_try(now)
            work.note(seat.id, "juror.code_wrong", subject=seat.id, failures=credential.failures)
            work.changed(Change.PANEL, panel.session_id)
            work.commit()
            raise
        first = credential.used_at is None
        if first or credential.failures:
            credential.right_try(now)
            work.note(seat.id, "juror.identified", subject=seat.id)
            work.changed(Change.PANEL, panel.session_id)
            work.commit()
        return IdentifiedJuror(
            seat.id,
            panel.session_id,
            panel.id,
            seat.role,
            juror.name,
            credential.first_code,
            key,
            seat.standby,
            juror.sex,
        )


def find_seat(workspace: Workspace, session_id: str, *, juror: str, panel_id: str | None = None) -> str:
    """Return the id of the sitting seat of the juror so named (case, accents and the order of the words
    ignored), in one panel or in the first where that person sits.

    Raises ``RuleError("panel.unknown_juror", juror=…, known=…)``.
    """
    panels = [p for p in workspace.queries.panels(session_id) if panel_id in (None, p.id)]
    seats = [seat for panel in panels for seat in panel.seats]
    for seat in seats:
        if same_person(seat.name, juror):
            return seat.id
    known = ", ".join(seat.name for seat in seats)
    raise RuleError("panel.unknown_juror", juror=juror, known=known or "—")


def change_code(workspace: Workspace, seat_id: str, *, old: str, new: str, identities: Identities) -> None:
    """Replace the own code; the signing key stays. Raises like ``identify_juror``, or ``identity.code.*``."""
    identify_juror(workspace, seat_id, code=old, identities=identities)
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(seat_id)
        if seat.credential is None:
            raise Refused("juror.no_code")
        _reseal(seat.credential, identities.change_code(_sealed(seat.credential), old=old, new=new))
        seat.credential.first_code = False
        work.note(seat_id, "juror.code_changed", subject=seat_id)
        work.changed(Change.PANEL, seat_id)
        work.commit()


def keep_first_code(workspace: Workspace, seat_id: str) -> None:
    """Note that the owner keeps the first code, so that the offer to change it is not made again."""
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(seat_id)
        if seat.credential is not None and seat.credential.first_code:
            seat.credential.first_code = False
            work.note(seat_id, "juror.code_kept", subject=seat_id)
            work.changed(Change.PANEL, seat_id)
            work.commit()


def recuse(
    workspace: Workspace, registration_id: str, *, seat_id: str, ground: RecusalGround, detail: str = "",
    restored: bool = False,
) -> str:  # fmt: skip
    """Declare that a juror may not judge one candidate; returns the recusal's id. ``restored``: a withdrawal
    is undone, and the hour of the declaration stays.

    Raises ``Refused`` as ``hearing_acts.recuse``: ``session.closed``, ``juror.other_panel``,
    ``recusal.exists``, ``recusal.sealed`` (this juror's sheet), ``recusal.frozen`` (proposals were shown).
    """
    with workspace.unit_of_work() as work:
        recusal = add_recusal(
            work, registration_id, seat_id=seat_id, ground=ground, detail=detail, restored=restored,
        )  # fmt: skip
        work.changed(Change.PANEL | Change.SHEETS, registration_id)
        work.commit()
        return recusal.id


def add_recusal(
    work: UnitOfWork, registration_id: str, *, seat_id: str, ground: RecusalGround, detail: str,
    restored: bool = False,
) -> Recusal:  # fmt: skip
    """``recuse`` within a transaction that the caller commits."""
    detail = entry_text(detail, field="recusal.detail", limit=NAME_LENGTH)
    registration = work.registrations.get(registration_id)
    hearing = read_hearing(work, registration, work.sessions.get(registration.session_id))
    if not restored or any(seat.id == seat_id for seat in hearing.seats):
        hearing_acts.recuse(hearing, seat_id)  # one of the panel before which the candidate stood has no say
    recusal = Recusal(new_id(), registration_id, seat_id, ground, detail)
    work.recusals.add(recusal)
    if restored:
        work.note("SITE", "recusal.restored", subject=registration_id, seat=seat_id, ground=ground.value)
    else:
        work.note("SITE", "recusal.declared", subject=registration_id, seat=seat_id, ground=ground.value)
    return recusal


def withdraw_recusal(workspace: Workspace, registration_id: str, *, seat_id: str) -> None:
    """Take a recusal back. ``Refused``: ``recusal.frozen`` (a proposal was shown), ``recusal.not_found``."""
    with workspace.unit_of_work() as work:
        drop_recusal(work, registration_id, seat_id=seat_id)
        work.changed(Change.PANEL | Change.SHEETS, registration_id)
        work.commit()


def drop_recusal(work: UnitOfWork, registration_id: str, *, seat_id: str) -> None:
    """``withdraw_recusal`` within a transaction that the caller commits."""
    registration = work.registrations.get(registration_id)
    session = work.sessions.get(registration.session_id)
    hearing = read_hearing(work, registration, session)
    if any(seat.id == seat_id for seat in hearing.seats):
        hearing_acts.drop_recusal(hearing, seat_id)
    else:  # one left behind at another panel has no effect: only the closing holds it
        open_session(work, session.id)
    for recusal in work.recusals.of_registration(registration_id):
        if recusal.seat_id == seat_id:
            work.recusals.remove(recusal)
    work.note("SITE", "recusal.withdrawn", subject=registration_id, seat=seat_id)
