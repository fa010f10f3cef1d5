"""What harmonisation reads: marks that all may see, with who gave them.

This module must not know where the rows come from.
"""

from dataclasses import dataclass

from cisp_desktop.domain.panel import Role


@dataclass(frozen=True, slots=True)
class RatedMarkRow:
    """One juror's mark on one line, first round: before any discussion.

    ``mark`` is a level, or hundredths of a point; None is « non évalué ».
    """

    session_id: str
    registration_id: str
    block_id: str
    item: str
    role: Role
    rank: int
    juror_id: str
    mark: int | None
