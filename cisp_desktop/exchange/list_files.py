"""Lists that somebody else made, opened once: their worksheets, their columns, then what they say.

One class for every kind of list; how a line is read is given to it. This module must not know the fields.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from cisp_desktop.application import cells
from cisp_desktop.application.cells import Cell
from cisp_desktop.application.list_columns import ColumnFound, ListColumns, Mapped
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange.headers import Header, HeaderReader, column_keys
from cisp_desktop.exchange.tables import Sheet, read_sheets

Listed = TypeVar("Listed")

SAMPLES = 3
SAMPLE_LENGTH = 60
_SAMPLED_LINES = 200


class OpenedList(Generic[Listed]):
    """A file in memory (port ``application.list_columns.ListFile``)."""

    def __init__(
        self, sheets: Sequence[Sheet], reader: HeaderReader, read: Callable[[Sheet, Header], Listed]
    ) -> None:
        self._reader = reader
        self._read = read
        # Visible sheets go before hidden ones; max() and sorted() keep the file's order among equals.
        self._sheets = sorted(sheets, key=lambda one: (not one.visible, -reader.score(one.rows)))

    def columns(self, *, sheet: str = "", mapping: Mapped | None = None) -> ListColumns:
        """Return the columns of a worksheet, whatever is missing; ``RuleError("table.sheet_unknown")``."""
        chosen = self._named(sheet) if sheet else self._sheets[0]
        header = self._reader.proposed(chosen, mapping)
        alone = self._reader.proposed(chosen)
        keys = column_keys(header.titles)
        filled = {position: name for name, position in header.columns.items()}
        recognised = {position: name for name, position in alone.columns.items()}
        if alone.row != header.row:
            recognised = {}
        columns = tuple(
            ColumnFound(keys[p], title, _samples(chosen, header, p), recognised.get(p, ""), filled.get(p, ""))
            for p, title in header.titles.items()
        )
        missing = tuple(spec.label for spec in self._reader.required if spec.name not in header.columns)
        names = tuple(one.name for one in self._sheets if any(map(any, one.rows)))
        unsure = len(self._likely()) > 1
        return ListColumns(chosen.name, header.row + 1, columns, missing, names, unsure)

    def read(self, *, sheet: str = "", mapping: Mapped | None = None) -> Listed:
        """Read the list of a worksheet, by default the only one that looks like such a list.

        Raises ``RuleError``: ``table.*``, ``candidates.several_sheets`` when two worksheets look like one.
        """
        chosen = self._named(sheet) if sheet else self._only()
        header = self._reader.read(chosen, mapping)
        chosen.check_size()
        return self._read(chosen, header)

    def _named(self, name: str) -> Sheet:
        found = next((one for one in self._sheets if one.name == name), None)
        if found is None:
            names = ", ".join(f"«\u00a0{one.name}\u00a0»" for one in self._sheets)
            raise RuleError("table.sheet_unknown", name=name, names=names)
        return found

    def _likely(self) -> list[Sheet]:
        required = len(self._reader.required)
        for visible in (True, False):
            group = [one for one in self._sheets if one.visible is visible]
            likely = [one for one in group if self._reader.score(one.rows) >= required]
            if likely:
                return likely
        return []

    def _only(self) -> Sheet:
        """Return the one sheet that holds the list; visible sheets go before hidden ones."""
        likely = self._likely()
        if len(likely) > 1:
            names = ", ".join(f"«\u00a0{sheet.name}\u00a0»" for sheet in likely)
            raise RuleError("candidates.several_sheets", names=names, count=len(likely))
        return likely[0] if likely else self._sheets[0]


class ListReader(Generic[Listed]):
    """Opens the lists of one kind (port ``application.list_columns.ListFiles``)."""

    def __init__(self, reader: HeaderReader, read: Callable[[Sheet, Header], Listed]) -> None:
        self._reader = reader
        self._read = read

    def open(self, path: Path) -> OpenedList[Listed]:
        """Open a file: see ``tables.read_sheets``."""
        sheets = read_sheets(path, path.name, recognises=self._reader.score)
        return OpenedList(sheets, self._reader, self._read)

    def read(self, path: Path, *, mapping: Mapped | None = None, sheet: str = "") -> Listed:
        """Open and read at once: see ``OpenedList.read``."""
        return self.open(path).read(sheet=sheet, mapping=mapping)


def _samples(sheet: Sheet, header: Header, position: int) -> tuple[str, ...]:
    """Return the first values of a column, each once, cut for the eye."""
    found: dict[str, None] = {}
    for row in sheet.rows[header.row + 1 : header.row + 1 + _SAMPLED_LINES]:
        shown = _shown(row[position]) if position < len(row) else ""
        if shown:
            found[shown] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _shown(cell: Cell) -> str:
    text = " ".join(cells.quoted(cell).split())
    return text if len(text) <= SAMPLE_LENGTH else text[:SAMPLE_LENGTH] + "…"
