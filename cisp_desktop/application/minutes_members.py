"""A seat with its holder, as the rules of a panel count members. Must not know what minutes say of it."""

from dataclasses import dataclass

from cisp_desktop.domain.panel import JurorCategory, Role, Seat


@dataclass(frozen=True, slots=True)
class SeatedMember:
    """A seat with its holder as the rules' members are counted from."""

    seat: Seat

    @property
    def role(self) -> Role:
        return self.seat.role

    @property
    def rank(self) -> int:
        return self.seat.rank

    @property
    def employer(self) -> str:
        return self.seat.juror.employer if self.seat.juror else ""

    @property
    def category(self) -> JurorCategory | None:
        return self.seat.juror.category if self.seat.juror else None

    @property
    def sex(self) -> str:
        return self.seat.juror.sex if self.seat.juror else ""
