"""One candidate before one panel: who scores, what is sealed, which round counts, when the jury may decide.

A ``Hearing`` is a value that answers questions; ``hearing_acts`` leads from one to the next. Sources of the
rules: DOMAIN.md §3 (recusal and quorum per candidate, substitutes, a juror who left), §4 (seals, second
round), §5 (decisions). This module must not know storage, screens, marks or their values: a sheet counts here
by its state alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cisp_desktop.domain.errors import Refused
from cisp_desktop.domain.registration import Attendance

LEAST_QUORUM = 2
"""Members who decide, whatever the rules say. [DOMAIN.md §3]"""


class SheetStanding(StrEnum):
    """Where a sheet stands: being filled, final, or set aside by the president with a reason."""

    OPEN = "OPEN"
    SEALED = "SEALED"
    SET_ASIDE = "SET_ASIDE"


SheetKey = tuple[str, str, int]
"""(seat id, block id, round from 1)."""


@dataclass(frozen=True, slots=True)
class HearingSeat:
    """A seat as one candidate's hearing knows it.

    ``standby``: a substitute nobody called for this candidate. ``absent``: gone, or not there, for this
    candidate. ``presides``: the president, or the substitute whom the certifier named to preside.
    """

    id: str
    presides: bool = False
    standby: bool = False
    recused: bool = False
    absent: bool = False


@dataclass(frozen=True)
class Hearing:
    """The state. ``rounds`` has the blocks past their first; ``frozen`` the proposals shown (block, round);
    ``decided`` the blocks whose decision stands; ``required`` is how many seats the rules ask to decide.
    ``cancelled``: its session is; ``could_not_sit``: that was stated of its panel.
    """

    seats: tuple[HearingSeat, ...]
    presented: tuple[str, ...]
    attendance: Attendance = Attendance.EXPECTED
    sheets: Mapping[SheetKey, SheetStanding] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    frozen: frozenset[tuple[str, int]] = frozenset()
    decided: frozenset[str] = frozenset()
    required: int = LEAST_QUORUM
    closed: bool = False
    cancelled: bool = False
    could_not_sit: bool = False

    def seat(self, seat_id: str) -> HearingSeat:
        """Return a seat; ``Refused("juror.other_panel")`` when it is none of the panel's."""
        for seat in self.seats:
            if seat.id == seat_id:
                return seat
        raise Refused("juror.other_panel", number="")

    def round_of(self, block_id: str) -> int:
        """The round that counts for a block, from 1."""
        return self.rounds.get(block_id, 1)

    def standing(self, seat_id: str, block_id: str, round_: int | None = None) -> SheetStanding | None:
        """Where a sheet stands, None when there is none; the round that counts unless one is named."""
        return self.sheets.get((seat_id, block_id, round_ or self.round_of(block_id)))

    def sealed_by(self, seat_id: str) -> bool:
        """Whether a juror sealed anything of this candidate: what was scored stays that juror's."""
        return any(s is SheetStanding.SEALED for key, s in self.sheets.items() if key[0] == seat_id)

    @property
    def scoring(self) -> tuple[HearingSeat, ...]:
        """Who must score, or began to: neither recused nor uncalled. Who left without a mark has no part."""
        return tuple(
            seat for seat in self.seats
            if not seat.recused and not seat.standby and (not seat.absent or self._took_part(seat.id))
        )  # fmt: skip

    @property
    def deciding(self) -> tuple[HearingSeat, ...]:
        """Who may decide: who heard the candidate and is there."""
        return tuple(seat for seat in self.scoring if not seat.absent)

    def _took_part(self, seat_id: str) -> bool:
        return any(key[0] == seat_id for key in self.sheets)

    def awaited(self, block_id: str) -> list[str]:
        """Return the seats whose sheet on a block is still to be sealed or set aside, in the round that
        counts.
        """
        settled = (SheetStanding.SEALED, SheetStanding.SET_ASIDE)
        return [seat.id for seat in self.scoring if self.standing(seat.id, block_id) not in settled]

    def complete(self, block_id: str) -> bool:
        """Whether nothing is awaited on a block and somebody sealed."""
        sealed = any(self.standing(s.id, block_id) is SheetStanding.SEALED for s in self.scoring)
        return sealed and not self.awaited(block_id)

    @property
    def revealed(self) -> bool:
        """Whether the panel may see the first round: everybody who must has sealed everything presented.

        Nothing that happens afterwards hides again what was seen.
        """
        if any(round_ == 1 for _block, round_ in self.frozen):
            return True
        return bool(self.presented) and all(self._complete_in(block, 1) for block in self.presented)

    def shows(self, block_id: str, round_: int) -> bool:
        """Whether others than the author may see the sheets of a block and round."""
        if (block_id, round_) in self.frozen:
            return True
        return self.revealed and self._complete_in(block_id, round_)

    def _complete_in(self, block_id: str, round_: int) -> bool:
        at = [self.sheets.get((seat.id, block_id, round_)) for seat in self.scoring]
        return SheetStanding.SEALED in at and None not in at and SheetStanding.OPEN not in at

    def lacks_quorum(self) -> str:
        """Return the code of what prevents deciding, empty when nothing does: never under two, always with
        who presides, and as many as the rules require less the recused.
        """
        deciding = self.deciding
        if not any(seat.presides for seat in deciding):
            return "panel.no_president"
        recused = sum(seat.recused and not seat.standby for seat in self.seats)
        return "panel.no_quorum" if len(deciding) < max(LEAST_QUORUM, self.required - recused) else ""

    def missing_to_close(self) -> list[str]:
        """Return the presented blocks of a candidate who came that are not decided."""
        return [b for b in self.presented if b not in self.decided] if self.attendance.came else []
