"""What the model of a sheet works with: kinds of lines, the way back, what the disk refused.

This module must not know the model that shows a sheet, nor widgets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cisp_desktop.application.jurors import IdentifiedJuror
from cisp_desktop.application.queries import ScoreSheetView, SheetLine
from cisp_desktop.application.scoring import MarkGiven, MarkValue
from cisp_desktop.application.wording import NOT_EVALUATED, NOT_EVALUATED_LABEL
from cisp_desktop.domain.errors import StorageError
from cisp_desktop.domain.grading import Level
from cisp_desktop.domain.scoring import GLOBAL_ITEM, MarkStatus, NotEvaluatedReason
from cisp_desktop.domain.text import COMMENT_LENGTH, entry_text
from cisp_desktop.gui.points import points_words, read_points

Values = Sequence[tuple[str, MarkValue]]
Place = tuple[str, str, str]
"""Seat, registration, block: one juror's sheet."""


class LineKind(StrEnum):
    """How a line is marked. ``GLOBAL`` takes a level and no « non évalué »."""

    LEVEL = "LEVEL"
    POINTS = "POINTS"
    GLOBAL = "GLOBAL"


class Giver:
    """One juror's act on one sheet, kept by the undo stack for as long as it can be undone."""

    def __init__(
        self,
        commit: Callable[..., MarkGiven],
        juror: IdentifiedJuror,
        registration_id: str,
        block_id: str,
    ) -> None:
        self._commit, self._juror = commit, juror
        self._registration_id, self._block_id = registration_id, block_id

    def give(self, values: Values) -> MarkGiven:
        """Give these marks."""
        return self._commit(self._juror, self._registration_id, block_id=self._block_id, values=values)

    def give_back(self, given: MarkGiven) -> MarkGiven:
        """Put back what ``given`` replaced."""
        return self.give(given.before)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the disk refused on one sheet, and why; nothing more is taken until it is stored."""

    error: StorageError
    values: tuple[tuple[str, MarkValue], ...]


class KeptMarks:
    """What was typed and not stored, by sheet, in memory alone and for its juror alone."""

    def __init__(self) -> None:
        self._refused: dict[Place, Refusal] = {}

    def of(self, place: Place | None) -> Refusal | None:
        """Return what waits of a sheet."""
        return self._refused.get(place) if place is not None else None

    def keep(self, place: Place, values: Values, error: StorageError) -> None:
        """Keep what was refused; a later value of a line replaces the one before."""
        before = self._refused.get(place)
        merged = dict(before.values if before is not None else ()) | dict(values)
        self._refused[place] = Refusal(error, tuple(merged.items()))

    def drop(self, place: Place) -> None:
        """Forget what was stored since."""
        self._refused.pop(place, None)


def value_of(line: SheetLine) -> MarkValue:
    """Return what stands on a line, as the use case takes it."""
    if line.status is None:
        return MarkValue(comment=line.comment)
    return MarkValue(line.status, line.level, line.points, line.reason, line.comment)


def is_settled(line: SheetLine) -> bool:
    """Whether a line has a mark, or a reason for none."""
    return line.status in (MarkStatus.GIVEN, MarkStatus.NOT_EVALUATED)


def first_missing(lines: Sequence[SheetLine], *, overall: bool) -> int:
    """Return the first row without a mark, or −1; ``overall``: the block still lacks its global level."""
    for row, line in enumerate(lines):
        if (overall or line.item != GLOBAL_ITEM) and not is_settled(line):
            return row
    return -1


def following(lines: Sequence[SheetLine], row: int, *, overall: bool) -> int:
    """Return the row that comes after ``row`` when marks are given in a row: the next one, then those that
    were passed over; −1 when there is none.
    """
    after = row + 1
    if after < len(lines) and (overall or lines[after].item != GLOBAL_ITEM):
        return after
    return first_missing(lines, overall=overall)


def stored_comment(text: str) -> str:
    """Return a comment as the use case stores it; raises as it would."""
    return entry_text(text, field="mark.comment", limit=COMMENT_LENGTH, multiline=True)


def entered_value(line: SheetLine, entry: object) -> MarkValue | None:
    """Turn what an editor gives for a line into a mark; None for points that are none."""
    if entry is None:
        return MarkValue(comment=line.comment)
    if isinstance(entry, NotEvaluatedReason):
        return MarkValue.not_evaluated(entry, line.comment)
    if isinstance(entry, int):
        return MarkValue.of_level(entry, line.comment)
    text = str(entry).strip()
    if not text:
        return MarkValue(comment=line.comment)
    points = read_points(text)
    return MarkValue.of_points(points, line.comment) if points is not None else None


def earlier_words(view: ScoreSheetView | None, item: str) -> str:
    """« Au tour 1 : 2 – Acquis », the own mark of the round before; empty in a first round."""
    if view is None or not view.earlier:
        return ""
    last = view.earlier[-1]
    words = {one.item: mark_words(one, view.scheme.levels) for one in (*last.lines, last.overall)}
    given = words.get(item)
    return f"Au tour {last.round}\u00a0: {given}" if given else ""


def mark_words(line: SheetLine, levels: Sequence[Level]) -> str:
    """« 2 – Acquis », « 12,5 / 20 », « Non évalué : Temps insuffisant », or nothing yet."""
    if line.status is MarkStatus.NOT_EVALUATED and line.reason is not None:
        return f"{NOT_EVALUATED_LABEL}\u00a0: {NOT_EVALUATED[line.reason]}"
    if line.status is not MarkStatus.GIVEN:
        return ""
    if line.points is not None:
        return f"{points_words(line.points)} / 20"
    label = next((level.label for level in levels if level.value == line.level), "")
    return f"{line.level} – {label}"
