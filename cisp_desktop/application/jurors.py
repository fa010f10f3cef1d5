"""Who is at the keyboard: seats, own codes, and the juror whom a right code identifies.

``IdentifiedJuror`` is the proof that scoring and signing ask for. This module must not know how a key
is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cisp_desktop.application.changes import Change
from cisp_desktop.application.ports import Identities, SealedIdentity, UnitOfWork, UnlockedKey, Workspace
from cisp_desktop.application.workspaces import new_id
from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.panel import (
    ROLE_ORDER,
    Credential,
    Juror,
    Panel,
    Recusal,
    RecusalGround,
    Role,
    Seat,
    check_seats,
)
from cisp_desktop.domain.text import NAME_LENGTH, entry_text, folded, required_text


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """Who takes a seat, as typed."""

    role: Role
    name: str
    title: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class SeatGiven:
    """A seat as set. ``code`` is the first code to hand to its owner; None when the owner's holds on."""

    seat_id: str
    role: Role
    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class IdentifiedJuror:
    """A juror whose own code was right, at one seat."""

    seat_id: str
    session_id: str
    panel_id: str
    role: Role
    name: str
    first_code: bool
    key: UnlockedKey


def set_panel(
    workspace: Workspace, session_id: str, *, choices: Sequence[SeatChoice], identities: Identities
) -> list[SeatGiven]:
    """Fill the three seats and return them in the order of the sheet, with a first code each.

    A seat whose owner already used the code keeps its owner, code and key. Takes about 0.3 s a seat.
    Raises ``RuleError`` (``panel.same_juror``, ``panel.seat_missing``, ``text.*``) or
    ``Refused("panel.seat_in_use")``.
    """
    chosen = _checked(choices)
    with workspace.unit_of_work() as work:
        session = work.sessions.get(session_id)
        if session.closed:
            raise Refused("session.closed")
        panel = work.panels.of_session(session_id)
        given = [_seat(workspace, work, panel=panel, choice=c, identities=identities) for c in chosen]
        work.note("SITE", "panel.set", subject=session_id, seats=[g.seat_id for g in given])
        work.changed(Change.PANEL, session_id)
        work.commit()
    return given


def _checked(choices: Sequence[SeatChoice]) -> list[SeatChoice]:
    cleaned = [
        SeatChoice(
            choice.role,
            required_text(choice.name, field=f"seat.{choice.role}"),
            entry_text(choice.title, field="juror.title"),
            entry_text(choice.employer, field="juror.employer"),
        )
        for choice in choices
    ]
    check_seats([choice.name for choice in cleaned])
    roles = [choice.role for choice in cleaned]
    for role in ROLE_ORDER:
        if roles.count(role) != 1:
            raise RuleError("panel.seat_missing", role=role)
    return sorted(cleaned, key=lambda choice: ROLE_ORDER.index(choice.role))


def _seat(
    workspace: Workspace, work: UnitOfWork, *, panel: Panel, choice: SeatChoice, identities: Identities
) -> SeatGiven:
    seat = next((s for s in panel.sitting if s.role is choice.role), None)
    if seat is not None and seat.juror is not None and folded(seat.juror.name) == folded(choice.name):
        seat.juror.title, seat.juror.employer = choice.title, choice.employer
        if seat.credential is not None and seat.credential.used_at is not None:
            return SeatGiven(seat.id, seat.role, choice.name, None)
    elif seat is not None:
        if seat.credential is not None and seat.credential.used_at is not None:
            raise Refused("panel.seat_in_use", role=seat.role, juror=seat.juror.name if seat.juror else "")
        work.panels.remove_seat(seat)
        seat = None
    if seat is None:
        juror = work.jurors.by_name(choice.name)
        if juror is None:
            juror = Juror(new_id(), choice.name)
            work.jurors.add(juror)
        juror.title, juror.employer = choice.title, choice.employer
        seat = Seat(new_id(), panel.id, juror.id, choice.role, juror=juror)
        panel.seats.append(seat)
    code = identities.new_first_code()
    identity = identities.create_juror_identity(
        workspace.authority, name=choice.name, role=choice.role.value, code=code
    )
    if seat.credential is None:
        seat.credential = Credential(
            seat.id, identity.certificate_pem, identity.sealed_key, identity.salt, identity.parameters
        )
    else:
        _reseal(seat.credential, identity)
    return SeatGiven(seat.id, seat.role, choice.name, code)


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
            seat.id, panel.session_id, panel.id, seat.role, juror.name, credential.first_code, key
        )


def find_seat(workspace: Workspace, session_id: str, *, juror: str) -> str:
    """Return the id of the sitting seat of the juror so named (case and accents ignored).

    Raises ``RuleError("panel.unknown_juror", juror=…, known=…)``.
    """
    row = workspace.queries.panel(session_id)
    wanted = folded(juror)
    for seat in row.seats:
        if folded(seat.name) == wanted:
            return seat.id
    known = ", ".join(seat.name for seat in row.seats)
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
    workspace: Workspace, registration_id: str, *, seat_id: str, ground: RecusalGround, detail: str = ""
) -> str:
    """Declare that a juror may not judge one candidate; returns the recusal's id.

    Raises ``Refused`` when the session is closed (``session.closed``), the juror has already sealed a
    sheet of this candidate (``recusal.sealed``), or is recused already (``recusal.exists``).
    """
    detail = entry_text(detail, field="recusal.detail", limit=NAME_LENGTH)
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        if work.sessions.get(registration.session_id).closed:
            raise Refused("session.closed")
        if any(r.seat_id == seat_id for r in work.recusals.of_registration(registration_id)):
            raise Refused("recusal.exists")
        sheets = work.sheets.of_registration(registration_id)
        if any(sheet.seat_id == seat_id and sheet.sealed for sheet in sheets):
            raise Refused("recusal.sealed")
        recusal = Recusal(new_id(), registration_id, seat_id, ground, detail)
        work.recusals.add(recusal)
        work.note("SITE", "recusal.declared", subject=registration_id, seat=seat_id, ground=ground.value)
        work.changed(Change.PANEL | Change.SHEETS, registration_id)
        work.commit()
        return recusal.id


def withdraw_recusal(workspace: Workspace, registration_id: str, *, seat_id: str) -> None:
    """Take a recusal back; refused once the candidate's proposals are frozen (``recusal.frozen``)."""
    with workspace.unit_of_work() as work:
        registration = work.registrations.get(registration_id)
        if work.sessions.get(registration.session_id).closed:
            raise Refused("session.closed")
        if work.deliberations.proposals_of_registration(registration_id):
            raise Refused("recusal.frozen")
        for recusal in work.recusals.of_registration(registration_id):
            if recusal.seat_id == seat_id:
                work.recusals.remove(recusal)
        work.note("SITE", "recusal.withdrawn", subject=registration_id, seat=seat_id)
        work.changed(Change.PANEL | Change.SHEETS, registration_id)
        work.commit()
