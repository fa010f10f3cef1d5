"""Read a centre's list of candidates: xlsx, ods or CSV, any column order, told by line and column.

Everything that can be judged without the session and its certification is judged here; closed access
paths, unknown blocks and candidates already registered are the use case's. This module must not know
what is stored.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cisp_desktop.application.candidate_list import CandidateLine, CandidateList, LineError
from cisp_desktop.application.cells import Cell, CellError, quoted
from cisp_desktop.application.list_columns import Mapped
from cisp_desktop.application.wording import person_name
from cisp_desktop.domain.errors import RuleError
from cisp_desktop.domain.text import folded
from cisp_desktop.exchange.candidate_cells import ColumnReader, column_readers, sexes_of
from cisp_desktop.exchange.candidate_columns import CANDIDATE_FIELDS
from cisp_desktop.exchange.headers import Header, HeaderReader
from cisp_desktop.exchange.list_files import ListReader, OpenedList
from cisp_desktop.exchange.tables import Sheet, read_sheets

MAX_CANDIDATES = 20_000
_LABELS = {spec.name: spec.label for spec in CANDIDATE_FIELDS}
_ORDER = {spec.name: rank for rank, spec in enumerate(CANDIDATE_FIELDS)}
_LINE_FIELDS = CandidateLine._fields[1:]
_HEADERS = HeaderReader(CANDIDATE_FIELDS)


def read_candidates(
    source: bytes | Path | str,
    filename: str = "",
    *,
    today: date | None = None,
    command: Sequence[str] | None = None,
    mapping: Mapped | None = None,
    sheet: str = "",
) -> CandidateList:
    """Read the candidates of a file.

    ``source`` is the file's bytes or its path; ``filename`` names it in sentences. ``today`` bounds birth
    dates (default: the computer's date). ``command`` replaces the command of the child process. ``mapping``
    says what columns fill, ``sheet`` which worksheet is read (see ``list_columns``).

    Raises ``RuleError`` ``table.*`` or ``candidates.*`` when the file as a whole cannot be read (wrong
    type, missing column, several lists …), ``StorageError`` when the disk fails. What is wrong on a line is
    no exception: it stands in ``CandidateList.errors``.
    """
    if not isinstance(source, bytes):
        source = Path(source)
        filename = filename or source.name
    sheets = read_sheets(source, filename, recognises=_HEADERS.score, command=command)
    opened = OpenedList(sheets, _HEADERS, partial(_read, today=today))
    return opened.read(sheet=sheet, mapping=mapping)


def candidate_files() -> ListReader[CandidateList]:
    """Return the reader of lists of candidates (port ``application.services.CandidateFiles``)."""
    return ListReader(_HEADERS, _read)


def _read(sheet: Sheet, header: Header, *, today: date | None = None) -> CandidateList:
    return _Reading(sheet, header, today or datetime.now().astimezone().date()).result()


@dataclass(slots=True)
class _Reading:
    """One sheet being read, column by column; errors gather by row index."""

    sheet: Sheet
    header: Header
    today: date
    errors: defaultdict[int, list[tuple[str, CellError]]] = field(default_factory=lambda: defaultdict(list))

    def result(self) -> CandidateList:
        lines, rows = self._rows()
        if not rows:
            raise RuleError("candidates.no_line", line=self.header.row + 1)
        if len(rows) > MAX_CANDIDATES:
            raise RuleError("table.too_many_lines", count=len(rows), limit=MAX_CANDIDATES)
        columns = self._columns(rows)
        self._check_numbers(columns["number"], lines)
        self._check_lines(columns)
        wrong = self.errors
        every = map(CandidateLine._make, zip(lines, *(columns[n] for n in _LINE_FIELDS), strict=True))
        sound = (line for index, line in enumerate(every) if index not in wrong) if wrong else every
        return CandidateList(
            tuple(sound),
            self._line_errors(lines),
            {self.header.titles[p]: name for name, p in self.header.columns.items()},
            (*self.header.ignored, *self._untitled(rows)),
            self.sheet.name,
            self._refused(lines, columns) if wrong else {},
        )

    def _refused(self, lines: Sequence[int], columns: dict[str, list[Any]]) -> dict[int, tuple[str, str]]:
        """Return number and name of the wrong lines, as far as they can be read."""
        names = ("number", "birth_name", "first_names")
        found = {}
        for index in self.errors:
            cells = [columns[name][index] for name in names]
            number, birth, first = ("" if isinstance(cell, CellError) else cell for cell in cells)
            found[lines[index]] = (number, person_name(birth, first))
        return found

    def _rows(self) -> tuple[list[int], list[list[Cell]]]:
        """Return the lines that hold something, with their spreadsheet line."""
        start = self.header.row + 1
        numbered = [(line, row) for line, row in enumerate(self.sheet.rows[start:], start + 1) if any(row)]
        numbered = [(line, row) for line, row in numbered if row[0] or not _blank(row)]
        width = max(self.header.titles) + 1
        rows = [row for _, row in numbered]
        if self.sheet.ragged:
            for index, row in enumerate(rows):
                if len(row) > width and any(row[width:]):
                    error = CellError("candidate.too_many_cells", count=len(row), limit=width)
                    self.errors[index].append(("number", error))
            rows = [list(row) + [""] * (width - len(row)) if len(row) < width else row for row in rows]
        return [line for line, _ in numbered], rows

    def _columns(self, rows: Sequence[Sequence[Cell]]) -> dict[str, list[Any]]:
        width = max(self.header.titles) + 1
        by_position = list(zip(*rows, strict=False))[:width]
        columns: dict[str, list[Any]] = {}
        for name, reader in column_readers(self.today).items():
            position = self.header.columns.get(name)
            if position is None:
                columns[name] = [reader.default] * len(rows)
            else:
                columns[name] = self._column(name, reader, by_position[position])
        self._fill_sexes(columns)
        return columns

    def _column(self, name: str, reader: ColumnReader, values: Sequence[Cell]) -> list[Any]:
        return reader.column(values, lambda index, error: self.errors[index].append((name, error)))

    def _fill_sexes(self, columns: dict[str, list[Any]]) -> None:
        from_civility = sexes_of("" if isinstance(c, CellError) else c for c in columns["civility"])
        columns["sex"] = [sex or other for sex, other in zip(columns["sex"], from_civility, strict=True)]

    def _check_numbers(self, numbers: Sequence[Any], lines: Sequence[int]) -> None:
        """A number stands once in a file: each line that repeats it names the others."""
        texts = ["" if isinstance(number, CellError) else number for number in numbers]
        joined = "\n".join(texts)
        keys = joined.casefold().split("\n") if joined.isascii() else [folded(text) for text in texts]
        if len(set(keys)) == len(keys):
            return
        places: defaultdict[str, list[int]] = defaultdict(list)
        for index, number in enumerate(keys):
            if number:
                places[number].append(index)
        for indexes in places.values():
            if len(indexes) > 1:
                self._report_twice(indexes, texts, lines)

    def _report_twice(self, indexes: Sequence[int], texts: Sequence[str], lines: Sequence[int]) -> None:
        for index in indexes:
            others = [lines[other] for other in indexes if other != index]
            named = " et ".join(str(line) for line in others[:3]) + (" …" if len(others) > 3 else "")
            error = CellError(
                "candidate.number_twice", value=quoted(texts[index]), other=named, count=len(others)
            )
            self.errors[index].append(("number", error))

    def _check_lines(self, columns: dict[str, list[Any]]) -> None:
        """Rules between two cells of a line: the postcode and its country, dates after the birth."""
        codes, countries = columns["birth_postcode"], columns["birth_country"]
        odd = {c for c in set(codes) if isinstance(c, str) and c and not (len(c) == 5 and c.isdecimal())}
        for index, code in enumerate(codes) if odd else ():
            if code in odd and str(countries[index]).casefold() in ("", "france"):
                error = CellError("candidate.postcode", value=quoted(code))
                self.errors[index].append(("birth_postcode", error))
        for name in ("entered_on", "vae_admissible_on"):
            for index, (on, born) in enumerate(zip(columns[name], columns["birth_date"], strict=True)):
                if on is not None and isinstance(on, date) and isinstance(born, date) and on <= born:
                    self.errors[index].append((name, CellError("candidate.before_birth")))

    def _line_errors(self, lines: Sequence[int]) -> tuple[LineError, ...]:
        found = []
        for index in sorted(self.errors):
            for name, error in sorted(self.errors[index], key=lambda pair: _ORDER[pair[0]]):
                position = self.header.columns.get(name)
                title = _LABELS[name] if position is None else self.header.titles[position]
                found.append(LineError(lines[index], title, error.code, error.values))
        return tuple(found)

    def _untitled(self, rows: Sequence[Sequence[Cell]]) -> list[str]:
        """Columns that hold something under no title: nothing is dropped without a word."""
        width = max(map(len, rows))
        used = {
            p for p in range(width) if p not in self.header.titles and any(r[p] for r in rows if p < len(r))
        }
        return [f"(colonne {_letters(position)}, sans titre)" for position in sorted(used)]


def _blank(row: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in row)


def _letters(position: int) -> str:
    """Return the spreadsheet's name of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
