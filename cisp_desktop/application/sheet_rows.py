"""A juror's spreadsheet as rows, on its way out to be filled and back again.

This module must not know spreadsheets, nor what the rows become.
"""

from dataclasses import dataclass
from decimal import Decimal

from cisp_desktop.application.candidate_list import LineError


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line: a candidate, a block, a competence (or the block's global level), and what was marked.

    ``line`` is the spreadsheet's line, from 1, header included. At most one of ``level`` (a value of the
    scheme), ``points`` (0 to 20, two decimals) and ``not_evaluated`` is given; none means an empty cell.
    """

    line: int
    number: str
    candidate: str
    block: str
    item: str
    level: int | None = None
    points: Decimal | None = None
    not_evaluated: bool = False
    comment: str = ""

    @property
    def marked(self) -> bool:
        """Whether somebody gave a level, points or an explicit « non évalué »."""
        return self.not_evaluated or self.level is not None or self.points is not None


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A spreadsheet read: its sound rows, and the errors of the others, in the order of the file."""

    rows: tuple[SheetRow, ...]
    errors: tuple[LineError, ...] = ()
