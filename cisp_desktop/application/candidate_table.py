"""The table of candidates as text: what a cell says when copied or exported, and how pasted cells are taken.

What is written here reads back as it was: ``field_text`` is the inverse of ``read_field``. This module must
not know the screen, the clipboard or files.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cisp_desktop.application.candidate_editing import Addition, FieldChange, new_addition, value_of
from cisp_desktop.application.candidate_fields import (
    LIST_TITLES,
    REQUIRED,
    TITLES,
    BlockNames,
    block_ids,
    held_text,
    read_field,
)
from cisp_desktop.application.cells import key
from cisp_desktop.application.queries import PanelRow, RegistrationRow
from cisp_desktop.application.wording import ATTENDANCE, clock, short_day
from cisp_desktop.application.wording_minutes import ACCESS_PATHS
from cisp_desktop.application.wording_panels import panel_words
from cisp_desktop.domain.errors import RuleError

PLACE_TITLES = (
    TITLES["extra_time_percent"], "Jour de passage", "Heure de passage", "Jury", "Salle", "Présence",
)  # fmt: skip
"""What an exported list says beyond the columns that an import reads."""
MOST_PASTED = 5_000
"""Lines; more come better as a file, which has a preview."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What reading and writing a candidate's fields needs of the certification. ``today`` bounds dates."""

    certification: str
    blocks: Sequence[BlockNames]
    today: date

    def read(self, name: str, text: str) -> Any:
        """Return what ``text`` means in the field ``name``, as ``FieldChange`` wants it.

        Raises ``RuleError``: ``cell.*``, ``date.*``, ``candidate.*``, ``held.*``,
        ``registration.block_unknown``.
        """
        value = read_field(name, text, today=self.today)
        return (
            block_ids(self.blocks, value, certification=self.certification) if name == "presented" else value
        )

    def text(self, row: RegistrationRow, name: str) -> str:
        """Return what the field ``name`` holds, as text that reads back as the same."""
        value = value_of(row, name)
        if name == "presented":
            codes = {block.id: block.short_code for block in self.blocks}
            return ", ".join(codes.get(block_id, block_id) for block_id in value)
        if name == "held":
            return held_text(value)
        if name == "access_path":
            return ACCESS_PATHS[value]
        if isinstance(value, bool):
            return "Oui" if value else "Non"
        if isinstance(value, date):
            return short_day(value)
        if name == "extra_time_percent":
            return str(value) if value else ""
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A pasted cell that cannot be taken: line and column count from 1 in what was pasted."""

    line: int
    column: int
    title: str
    text: str
    error: RuleError


@dataclass
class PastePlan:
    """What pasting would do. Lines with a refused cell change nothing else of theirs when they are new."""

    edits: dict[str, dict[str, FieldChange]] = field(default_factory=dict)
    additions: list[Addition] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many cells of known candidates change."""
        return sum(map(len, self.edits.values()))

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not self.edits and not self.additions


def copied_cells(text: str) -> list[list[str]]:
    """Return the cells of a clipboard's text: tabs and line ends part them, quotes may hold both.

    Raises ``RuleError``: ``paste.empty``, ``paste.too_large``.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise RuleError("paste.empty")
    if len(rows) > MOST_PASTED:
        raise RuleError("paste.too_large", count=len(rows), limit=MOST_PASTED)
    return rows


def to_clipboard(rows: Sequence[Sequence[str]]) -> str:
    """Return cells as a spreadsheet takes them: the inverse of ``copied_cells``."""
    out = io.StringIO(newline="")
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return out.getvalue()


def titles_of(cells: Sequence[str]) -> list[str | None] | None:
    """Return the fields that a first line of titles names, None where it names none.

    None altogether when the line is no line of titles: it must name every required field.
    """
    known = {key(title): name for name, title in TITLES.items()}
    fields = [known.get(key(cell)) for cell in cells]
    return fields if set(REQUIRED) <= set(fields) else None


def plan_paste(
    cells: Sequence[Sequence[str]],
    rows: Sequence[RegistrationRow],
    *,
    fields: Sequence[str | None],
    sheet: Sheet,
) -> PastePlan:
    """Say what pasting ``cells`` over ``rows`` would do; lines below the last row are new candidates.

    ``rows`` are those from the cell chosen downwards, ``fields`` the columns from it to the right, None for
    one that does not take cells. A first line of titles says the columns itself, and lines then find their
    candidates among ``rows`` by N° dossier.
    """
    plan = PastePlan()
    titled = titles_of(cells[0])
    known = {row.number: row for row in rows}
    for position, texts in enumerate(cells):
        if titled is None:
            row = rows[position] if position < len(rows) else None
            _take_line(plan, position + 1, texts, row, _Columns(fields, sheet))
        elif position and any(text.strip() for text in texts):
            number = texts[titled.index("number")].strip() if titled.index("number") < len(texts) else ""
            _take_line(plan, position + 1, texts, known.get(number), _Columns(titled, sheet, titled=True))
    return plan


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that pasted cells fall into; under titles an unknown column is passed over."""

    fields: Sequence[str | None]
    sheet: Sheet
    titled: bool = False

    def read(self, column: int, text: str) -> tuple[str, Any] | None:
        """Return field and value, or None for a cell to pass over."""
        name = self.fields[column] if column < len(self.fields) else None
        if name is None:
            if self.titled or not text.strip():
                return None
            if column < len(self.fields):
                raise RuleError("paste.read_only")
            raise RuleError("paste.no_such_column")
        return name, self.sheet.read(name, text)

    def title(self, column: int) -> str:
        """Return the title of a column, for a sentence."""
        name = self.fields[column] if column < len(self.fields) else None
        return TITLES[name] if name else ""


def _take_line(
    plan: PastePlan, line: int, texts: Sequence[str], row: RegistrationRow | None, columns: _Columns
) -> None:
    values: dict[str, Any] = {}
    refused = []
    for column, text in enumerate(texts):
        try:
            found = columns.read(column, text)
        except RuleError as error:
            refused.append(RefusedCell(line, column + 1, columns.title(column), text, error))
            continue
        if found is not None:
            values[found[0]] = found[1]
    if row is not None:
        changes = {
            name: FieldChange(value_of(row, name), value)
            for name, value in values.items()
            if value != value_of(row, name)
        }
        if changes:
            plan.edits[row.id] = changes
    elif not refused and values:
        missing = [name for name in REQUIRED if name not in values]
        refused += [RefusedCell(line, 0, TITLES[name], "", RuleError("cell.missing")) for name in missing]
        if not missing:
            plan.additions.append(new_addition(values))
    plan.refused += refused


def following_number(numbers: Sequence[str]) -> str:
    """Return the number after the last one that ends in figures: GRE-22-013 after GRE-22-012, or nothing."""
    for number in reversed(numbers):
        head = number.rstrip("0123456789")
        figures = number[len(head) :]
        if figures:
            following = f"{head}{int(figures) + 1:0{len(figures)}d}"
            return following if following not in numbers else ""
    return ""


def export_table(
    rows: Sequence[RegistrationRow], sheet: Sheet, panels: Sequence[PanelRow]
) -> list[list[str]]:
    """Return ``table_of`` with what an import passes over: extra time, day, hour, panel, room, attendance."""
    titles, *lines = table_of(rows, sheet)
    own = {panel.id: panel for panel in panels}
    known = [_place_cells(row, sheet, own.get(row.panel_id)) for row in rows]
    return [[*titles, *PLACE_TITLES], *([*line, *more] for line, more in zip(lines, known, strict=True))]


def _place_cells(row: RegistrationRow, sheet: Sheet, panel: PanelRow | None) -> tuple[str, ...]:
    starts = row.starts_at
    return (
        sheet.text(row, "extra_time_percent"),
        short_day(starts.date()) if starts else "",
        clock(starts) if starts else "",
        panel_words(panel.name, panel.position) if panel else "",
        panel.room if panel else "",
        ATTENDANCE[row.attendance.value],
    )


def table_of(
    rows: Sequence[RegistrationRow], sheet: Sheet, *, fields: Mapping[str, str] = LIST_TITLES
) -> list[list[str]]:
    """Return the rows as a list that imports again: a line of titles, then one line per candidate."""
    return [list(fields.values()), *([sheet.text(row, name) for name in fields] for row in rows)]
