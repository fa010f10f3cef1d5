"""What an import of a list would do, line by line, before anything is written.

The same rows serve candidates and results judged outside the panel. Must not know files, storage or words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.domain.registration import RegistrationWarning


class LineState(StrEnum):
    """What a line of the file would do."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REFUSED = "REFUSED"


class ChangedField(NamedTuple):
    """One field that a line changes: its name, what is stored, what the file says (native values)."""

    field: str
    before: object
    after: object


class PreviewLine(NamedTuple):
    """One line of the file. ``name`` is « NOM Prénom », empty where the line does not tell.

    ``errors`` give every reason of a refusal, by column; ``warnings`` refuse nothing. ``edited``: somebody
    changed this candidate on screen since the last import, so that the file may be the older one.
    """

    line: int
    number: str
    name: str
    state: LineState
    changes: tuple[ChangedField, ...] = ()
    errors: tuple[LineError, ...] = ()
    warnings: tuple[RegistrationWarning, ...] = ()
    edited: bool = False


class Absent(NamedTuple):
    """A candidate of the session whom the file does not name; an import leaves such a one alone."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Every line of the file in its order, and who of the session is not in it."""

    lines: tuple[PreviewLine, ...]
    absent: tuple[Absent, ...] = ()

    def counts(self) -> dict[LineState, int]:
        """Return how many lines stand in each state, all four named."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in LineState}

    @property
    def writable(self) -> tuple[PreviewLine, ...]:
        """The lines that would write something."""
        return tuple(line for line in self.lines if line.state in (LineState.NEW, LineState.CHANGED))


def refused_lines(errors: Sequence[LineError], known: Mapping[int, tuple[str, str]]) -> list[PreviewLine]:
    """Return one refused line for each line number of ``errors``; ``known`` gives (number, name) by line."""
    by_line: dict[int, list[LineError]] = {}
    for error in errors:
        by_line.setdefault(error.line, []).append(error)
    return [
        PreviewLine(line, *known.get(line, ("", "")), LineState.REFUSED, errors=tuple(found))
        for line, found in by_line.items()
    ]
