"""The child process that opens a workbook: bytes on standard input, its sheets as JSON on standard output.

Calamine reserves a sheet's whole rectangle at once: two cells at opposite corners ask for 500 GB and abort
the process, so it never runs in the application's own. Numbers are floats and dates are integers
(proleptic ordinals), as JSON has no date. This module must not know what the cells mean.
"""

import gc
import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from cisp_desktop.exchange.child_limits import limit_this_process, standard_streams

MAX_LINES = 100_000
MAX_COLUMNS = 200
HEADER_MARGIN = 20
_MAX_SHEETS = 50
_ROWS_AT_ONCE = 2_000


def child_main() -> int:
    """Read a workbook from standard input and print its sheets; return the process's exit code."""
    limit_this_process()
    # One short job that only allocates: collecting would cost a tenth of its time.
    gc.disable()
    source, out = standard_streams()
    out.write(b"ready\n")
    out.flush()
    for document in _documents(source.read()):
        out.write(json.dumps(document, default=_ordinal, check_circular=False).encode("ascii"))
        out.write(b"\n")
        out.flush()
    return 0


def _ordinal(value: object) -> int | str:
    """Encode what JSON has no form for: a date (its time of day left out), a time, a duration."""
    return value.toordinal() if isinstance(value, date) else str(value)


def _documents(data: bytes) -> Iterator[Any]:
    """Yield each sheet, then its rows by the thousand: the parent reads some while others are written."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        for sheet in sheets[:_MAX_SHEETS]:
            about, rows = _sheet(workbook, sheet.name, visible=sheet.visible == SheetVisibleEnum.Visible)
            yield about
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                yield rows[start : start + _ROWS_AT_ONCE]
    except PasswordError:
        yield {"error": "password"}
    except CalamineError:
        yield {"error": "damaged"}


def _sheet(workbook: CalamineWorkbook, name: str, *, visible: bool) -> tuple[dict[str, Any], list[list[Any]]]:
    sheet = workbook.get_sheet_by_name(name)
    last_row, last_column = sheet.end or (-1, -1)
    excess = last_row + 1 > MAX_LINES + HEADER_MARGIN or last_column + 1 > MAX_COLUMNS
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=HEADER_MARGIN if excess else None)
    if excess:
        rows = [row[:MAX_COLUMNS] for row in rows]
    about = {
        "sheet": name,
        "visible": visible,
        "lines": last_row + 1,
        "columns": last_column + 1,
        "excess": excess,
    }
    return about, rows


if __name__ == "__main__":
    sys.exit(child_main())
