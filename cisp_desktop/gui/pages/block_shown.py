"""The block shown at the right of « Délibérer », as its parts share it.

This module must not know widgets.
"""

from dataclasses import dataclass

from cisp_desktop.application.queries import BlockRow, DeliberationCell, DeliberationRow
from cisp_desktop.application.queries_discussion import DiscussionRow
from cisp_desktop.domain.deliberation import DecisionValue

Key = tuple[str, str]
"""A registration's id and a block's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision asked for and not recorded, its reason lacking; ``reason_kept``: it was saved since."""

    value: DecisionValue
    reason_kept: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A block whose first round is revealed. ``open``: it can be decided now; ``locked``: all is closed."""

    row: DeliberationRow
    block: BlockRow
    cell: DeliberationCell
    discussion: DiscussionRow
    open: bool
    locked: bool

    @property
    def key(self) -> Key:
        """Which block it is."""
        return self.row.registration_id, self.block.id

    @property
    def decided(self) -> bool:
        """Whether a decision stands."""
        return self.cell.decision is not None
