"""Write a table that any spreadsheet opens; the candidates' one imports again unchanged.

Every text stays text: no program makes a formula, a date or a number of it. This module must not know what is
stored, nor which columns there are.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cisp_desktop.application.files import write_file
from cisp_desktop.exchange.tables import guarded

SHEET_NAME = "Candidats"
LEAST_WIDTH, MOST_WIDTH = 10, 40
"""Characters of a column."""


def write_candidates(path: Path, table: Sequence[Sequence[str | float]], *, sheet: str = SHEET_NAME) -> None:
    """Write ``table``, its first line the titles: CSV for a name in ``.csv``, else a workbook.

    Numbers are numbers there, in a CSV with a comma and six digits at most.

    An existing file is replaced whole or stays as it was. Raises what ``files.write_file`` raises.
    """
    write_file(path, _csv(table) if path.suffix.casefold() == ".csv" else _workbook(table, sheet))


class CandidateWorkbookWriter:
    """Writes lists of candidates (port ``application.services.CandidateWriter``)."""

    def write(self, path: Path, table: Sequence[Sequence[str | float]], *, sheet: str = SHEET_NAME) -> None:
        """Write a file: see ``write_candidates``."""
        write_candidates(path, table, sheet=sheet)


def _csv(table: Sequence[Sequence[str | float]]) -> bytes:
    """Semicolons and a byte order mark: what French spreadsheets open by a double click."""
    out = io.StringIO(newline="")
    rows = [[guarded(cell) if isinstance(cell, str) else _words(cell) for cell in row] for row in table]
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _words(cell: str | float) -> str:
    return cell if isinstance(cell, str) else f"{cell:.6g}".replace(".", ",")


def _workbook(table: Sequence[Sequence[str | float]], title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(zip(*table, strict=True), 1):
        width = max(len(line) for cell in column for line in (_words(cell).splitlines() or [""]))
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = min(max(width + 2, LEAST_WIDTH), MOST_WIDTH)
    for number, row in enumerate(table):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text if text != "" else None)
            if isinstance(text, str) and text:
                cell.data_type = "s"
                cell.number_format = "@"
                cell.font = Font(bold=number == 0)
                cell.alignment = Alignment(vertical="top", wrap_text="\n" in text)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
