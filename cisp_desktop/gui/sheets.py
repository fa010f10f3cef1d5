"""In which order pages go to the printer: the pages asked for, blank backs, copies, the pile turned over.

Pages count from 0; None is a blank side. This module must not know a printer.
"""

from bisect import bisect_right
from collections.abc import Sequence

Side = int | None


def arranged(
    wanted: Sequence[int],
    starts: Sequence[int],
    *,
    duplex: bool,
    copies: int = 1,
    collate: bool = True,
    last_first: bool = False,
    closed: bool = False,
) -> list[Side]:
    """Return the sides to paint.

    ``starts`` are the pages on which a paper begins, in order: in duplex each begins on a sheet of its own,
    and so does each copy of the whole. ``copies`` are those that the printer does not make itself:
    ``collate`` gives them one after the other, else each sheet is repeated. ``last_first`` turns the pile,
    sheet by sheet: the front of a sheet stays its front. ``closed`` keeps the last blank back, for a printer
    that makes copies and would begin the next one there.
    """
    sheets = _sheets(wanted, starts, 2 if duplex else 1)
    piled = sheets * copies if collate else [sheet for sheet in sheets for _ in range(copies)]
    if last_first:
        piled.reverse()
    sides = [side for sheet in piled for side in sheet]
    while sides and sides[-1] is None and not closed:
        sides.pop()
    return sides


def _sheets(wanted: Sequence[int], starts: Sequence[int], size: int) -> list[list[Side]]:
    """Cut the pages into sheets of ``size`` sides; no sheet holds two papers."""
    sheets: list[list[Side]] = []
    paper = -1
    for page in wanted:
        owner = bisect_right(starts, page)
        if not sheets or owner != paper or len(sheets[-1]) == size:
            sheets.append([])
        sheets[-1].append(page)
        paper = owner
    return [sheet + [None] * (size - len(sheet)) for sheet in sheets]
