"""A forgotten own code, replaced by two people: a member of the jury and a witness of the centre.

The key is new too: nobody can open the old one without its code. Sheets sealed with it stay. Must not know
how a key is sealed, nor screens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cisp_desktop.application.changes import Change
from cisp_desktop.application.jurors import IdentifiedJuror, SeatGiven, give_code
from cisp_desktop.application.ports import Identities, UnitOfWork, Workspace
from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.panel import Role
from cisp_desktop.domain.text import required_text, same_person


@dataclass(frozen=True, slots=True)
class Vouching:
    """Who says that the person asking is the juror of the seat, and why a new code is needed.

    ``member`` typed the own code; ``witness`` is the centre's or the site manager's, by name.
    """

    member: IdentifiedJuror
    witness: str
    reason: str


def reset_code(
    workspace: Workspace, seat_id: str, *, vouching: Vouching, identities: Identities
) -> SeatGiven:
    """Give a seat a new first code and a new key, and say so in the journal with both persons named.

    The journal keeps the fingerprints of the old and the new certificate. The president vouches for the
    others; for the president, or where none sits, any other member of the panel. Allowed after closing,
    since a juror must still sign. Takes about 0.3 s. Raises ``RuleError`` (``text.*``) or ``Refused``:
    ``juror.no_code``, ``code_reset.signed``, ``code_reset.member``, ``code_reset.same_person``.
    """
    witness = required_text(vouching.witness, field="code_reset.witness")
    reason = required_text(vouching.reason, field="code_reset.reason")
    with workspace.unit_of_work() as work:
        seat = work.panels.seat(seat_id)
        panel = work.panels.get(seat.panel_id)
        if seat.credential is None or seat.juror is None:
            raise Refused("juror.no_code")
        if _signed(work, panel.session_id, seat_id):
            raise Refused("code_reset.signed", juror=seat.juror.name)
        if vouching.member.seat_id not in {one.id for one in vouchers(panel.sitting, seat_id)}:
            raise Refused("code_reset.member")
        if any(same_person(witness, name) for name in (seat.juror.name, vouching.member.name)):
            raise Refused("code_reset.same_person", witness=witness)
        before = identities.fingerprint(seat.credential.certificate)
        given = give_code(workspace, seat, identities=identities)
        seat.credential.first_code = True
        work.note(
            vouching.member.seat_id,
            "juror.code_reset",
            subject=seat_id,
            witness=witness,
            reason=reason,
            old_certificate=before,
            new_certificate=identities.fingerprint(seat.credential.certificate),
        )
        work.changed(Change.PANEL, panel.session_id)
        work.commit()
    return given


class _Placed(Protocol):
    """A sitting seat, of the domain or as read."""

    @property
    def id(self) -> str: ...
    @property
    def role(self) -> Role: ...


S = TypeVar("S", bound=_Placed)


def vouchers(sitting: Sequence[S], seat_id: str) -> list[S]:
    """Return who of a panel may vouch for a seat: the president; any other member for the president."""
    others = [one for one in sitting if one.id != seat_id]
    presidents = [one for one in others if one.role is Role.PRESIDENT]
    return presidents or others


def _signed(work: UnitOfWork, session_id: str, seat_id: str) -> bool:
    """Whether the juror signed minutes of the session: their certificate must stay the seat's."""
    return any(
        line.seat_id == seat_id and line.signed_at is not None
        for minutes in work.minutes.of_session(session_id)
        for line in minutes.signatures
    )
