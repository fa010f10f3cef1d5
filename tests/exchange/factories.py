"""Builders of tables and of hostile files for the tests of the exchange room."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

TODAY = date(2026, 11, 21)
HEADER = ("N° dossier", "Nom de naissance", "Prénoms", "Date de naissance", "Voie d'accès")
AUBERT = ("GRE-22-001", "AUBERT", "Léa", date(1991, 4, 12), "Formation continue")
COSTA = ("GRE-22-003", "COSTA", "Inês", date(1979, 2, 3), "VAE")


def candidate(**cells: Any) -> dict[str, Any]:
    """One sound line by header; ``cells`` replace or add (header names given through ``**{...}``)."""
    return dict(zip(HEADER, AUBERT, strict=True)) | cells


def xlsx(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """A workbook with these sheets; strings are never formulas."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for index, rows in enumerate(sheets):
        sheet = workbook.create_sheet(names[index] if names else f"Feuille{index + 1}")
        if index in hidden:
            sheet.sheet_state = "hidden"
        for row_number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is None or value == "":
                    continue
                cell = sheet.cell(row_number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def ods(rows: Sequence[Sequence[Any]]) -> bytes:
    """An OpenDocument spreadsheet with one sheet."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Candidats")
    document.spreadsheet.addElement(table)
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for value in row:
            line.addElement(_ods_cell(value))
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


def _ods_cell(value: Any) -> TableCell:
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, bool):
        cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=str(value))
    elif value in ("", None):
        return TableCell()
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def csv_text(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> str:
    """The rows as CSV, dates in French form."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"{v:%d/%m/%Y}" if isinstance(v, date) else v for v in row])
    return buffer.getvalue()


def rows_of(*lines: Mapping[str, Any]) -> list[list[Any]]:
    """A header and rows from lines given by header."""
    header = list(dict.fromkeys(title for line in lines for title in line))
    return [header, *([line.get(title, "") for title in header] for line in lines)]


def with_part(archive: bytes, name: str, change: Any) -> bytes:
    """A copy of a zip archive in which one part's bytes were changed by ``change``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            content = change(content) if part.filename == name else content
            target.writestr(part, content, compress_type=part.compress_type)
    return out.getvalue()


def with_cells(cells: bytes) -> bytes:
    """A workbook whose sheet data is ``cells``, as raw XML."""

    def change(content: bytes) -> bytes:
        start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
        return content[:start] + b"<sheetData>" + cells + content[end:]

    return with_part(xlsx([["x"]]), "xl/worksheets/sheet1.xml", change)
