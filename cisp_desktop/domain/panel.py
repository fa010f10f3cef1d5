"""The panel: jurors, seats, own codes and recusals; who scores and decides is said by ``hearing``.

This module must not know how a key is made or a code is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from cisp_desktop.domain.errors import Refused, RuleError
from cisp_desktop.domain.text import folded, person_key


class Role(StrEnum):
    """A juror's role in one panel; which roles sit, and how often, is said by the panel's rules."""

    PRESIDENT = "PRESIDENT"
    PROFESSIONAL = "PROFESSIONAL"
    TRAINER = "TRAINER"
    ACADEMIC = "ACADEMIC"
    CENTRE = "CENTRE"
    MEMBER = "MEMBER"


ROLE_ORDER = tuple(Role)
"""The order in which seats are shown and printed."""


class JurorCategory(StrEnum):
    """What a juror is in professional life: what the shares of the panel's rules count."""

    ACADEMIC = "ACADEMIC"
    INSTITUTIONAL = "INSTITUTIONAL"
    PROFESSIONAL = "PROFESSIONAL"
    TRAINER = "TRAINER"
    CENTRE_STAFF = "CENTRE_STAFF"
    OTHER = "OTHER"


CATEGORY_OF_ROLE = {
    Role.PRESIDENT: JurorCategory.ACADEMIC,
    Role.PROFESSIONAL: JurorCategory.PROFESSIONAL,
    Role.TRAINER: JurorCategory.TRAINER,
    Role.ACADEMIC: JurorCategory.ACADEMIC,
    Role.CENTRE: JurorCategory.CENTRE_STAFF,
    Role.MEMBER: JurorCategory.OTHER,
}
"""What a seat's holder is taken for while the register of jurors does not say."""


class RecusalGround(StrEnum):
    """Why a juror may not judge one candidate."""

    TRAINED = "TRAINED"
    ACCOMPANIED = "ACCOMPANIED"
    SAME_EMPLOYER = "SAME_EMPLOYER"
    PERSONAL_TIE = "PERSONAL_TIE"


@dataclass(eq=False)
class Juror:
    """A person who sits, kept from session to session: names as typed (« NOM Prénom »), title and employer
    as printed.

    ``sex`` is ``M``, ``F`` or empty; ``ties`` are the links that the juror declared, as typed; e-mail and
    phone are private. The habilitation runs from one day to another, both included; None: open.
    """

    id: str
    name: str
    title: str = ""
    employer: str = ""
    category: JurorCategory | None = None
    sex: str = ""
    email: str = ""
    phone: str = ""
    habilitated_from: date | None = None
    habilitated_until: date | None = None
    ties: str = ""


@dataclass(eq=False)
class Credential:
    """What a seat's own code unlocks. The code itself is stored nowhere.

    ``sealed_key`` is the signing key under a key derived from the code; ``failures`` counts wrong
    codes since the last right one; ``used_at`` is the first time that the owner unlocked.
    """

    seat_id: str
    certificate: bytes
    sealed_key: bytes
    salt: bytes
    parameters: str
    failures: int = 0
    locked_until: datetime | None = None
    used_at: datetime | None = None
    first_code: bool = True

    def check_delay(self, now: datetime) -> None:
        """Refuse a try before the delay is over (``Refused("juror.code.delayed", seconds=…)``)."""
        if self.locked_until is not None and now < self.locked_until:
            wait = self.locked_until - now
            raise Refused("juror.code.delayed", seconds=max(1, round(wait.total_seconds())))

    def wrong_try(self, now: datetime) -> None:
        """Count a wrong code: from the third on the delay doubles, 5 s up to 15 minutes."""
        self.failures += 1
        if self.failures >= 3:
            seconds = min(5 * 2 ** (self.failures - 3), 900)
            self.locked_until = now + timedelta(seconds=seconds)

    def right_try(self, now: datetime) -> None:
        """Forget the wrong codes and note the first use."""
        self.failures = 0
        self.locked_until = None
        if self.used_at is None:
            self.used_at = now


@dataclass(eq=False)
class Seat:
    """A juror's role in one panel; ``rank`` counts the seats of one role from 1.

    ``left_at`` ends it; a seat that ended stays with what it scored. A ``standby`` seat names a substitute:
    it does not sit, score or count until it is called. ``remote`` says by what means a member sits from a
    distance, empty in the room.
    """

    id: str
    panel_id: str
    juror_id: str
    role: Role
    left_at: datetime | None = None
    rank: int = 1
    standby: bool = False
    remote: str = ""
    juror: Juror | None = None
    credential: Credential | None = None


@dataclass(eq=False)
class Panel:
    """The seats that sit together in one room; registrations, quorum and signatures belong to it.

    ``position`` counts the panels of a session from 1. ``minutes_number`` is the number of its minutes;
    empty for the first panel, whose minutes bear the session's. ``secretary`` (without a voice) and the
    certifier's ``representative`` (present, not deliberating) are names as typed. A panel that could not sit
    (``could_not_sit_at``, why) only has that stated by its minutes.
    """

    id: str
    session_id: str
    name: str
    room: str = ""
    position: int = 1
    minutes_number: str = ""
    secretary: str = ""
    representative: str = ""
    could_not_sit_at: datetime | None = None
    could_not_sit_why: str = ""
    seats: list[Seat] = field(default_factory=list)

    @property
    def could_not_sit(self) -> bool:
        """Whether it was stated that the panel could not sit: it hears and decides nothing."""
        return self.could_not_sit_at is not None

    @property
    def sitting(self) -> list[Seat]:
        """The seats that sit now, in the order of the sheet."""
        return sorted((s for s in self.seats if s.left_at is None and not s.standby), key=seat_order)

    @property
    def substitutes(self) -> list[Seat]:
        """The substitutes named and not called, in the order of the sheet."""
        return sorted((s for s in self.seats if s.left_at is None and s.standby), key=seat_order)

    def seat_of(self, name: str) -> Seat | None:
        """Return the sitting seat of the juror named ``name`` (case and accents ignored)."""
        wanted = folded(name)
        return next((s for s in self.sitting if s.juror and folded(s.juror.name) == wanted), None)


def seat_order(seat: Seat) -> tuple[int, int]:
    """Return the key that sorts seats in the order of the sheet."""
    return ROLE_ORDER.index(seat.role), seat.rank


@dataclass(eq=False)
class Recusal:
    """A juror who may not judge one candidate, with its ground."""

    id: str
    registration_id: str
    seat_id: str
    ground: RecusalGround
    detail: str = ""


def check_seats(names: Sequence[str]) -> None:
    """Refuse one person on two seats (``RuleError("panel.same_juror")``): the same words in any order."""
    seen: set[tuple[str, ...]] = set()
    for name in names:
        key = person_key(name)
        if key in seen:
            raise RuleError("panel.same_juror", juror=name)
        seen.add(key)
