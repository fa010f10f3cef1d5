"""A register as printed, and the port that draws it.

This module must not know how a page is drawn nor where the lines come from.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RegisterPaper:
    """A register as printed. ``widths`` are the columns' shares; ``notes`` stand under the table.

    ``data`` is the same content as canonical JSON, which goes with the pages. ``head`` is the journal's, with
    its ``sequence``.
    """

    title: str
    asked: str
    titles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    made: datetime
    demonstration: bool
    head: str
    sequence: int
    data: str


class RegisterRenderer(Protocol):
    """Draws registers."""

    def render(self, paper: RegisterPaper) -> bytes:
        """Return one PDF/A-3a, the same bytes for the same content.

        Raises ``RuleError("document.glyph_missing")``.
        """
        ...
