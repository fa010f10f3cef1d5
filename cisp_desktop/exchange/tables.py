"""Read any table that an office suite writes: xlsx, ods or CSV, told from its content, never its name.

Gives rows of cells with their spreadsheet line; refuses, with a code of ``table.*``, what is no table.
This module must not know what the columns mean.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cisp_desktop.application.cells import Cell
from cisp_desktop.domain.errors import RuleError, StorageError
from cisp_desktop.exchange.limited_child import ChildDiedError, TooCostlyError, child_command, documents_from
from cisp_desktop.exchange.workbook_archive import examine

MAX_LINES = 100_000
MAX_COLUMNS = 200
MAX_FILE = 50 * 1024 * 1024
GUARDED = re.compile(r"'+[=+\-@\t\r]")
"""How a cell of a CSV begins when an apostrophe keeps it from being a formula."""
_HEADER_MARGIN = 20
_DELIMITERS = (";", ",", "\t", "|")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[0]`` is line 1. ``excess``: too long or too wide, only its first lines are here.

    ``lines`` and ``columns`` are the size of the whole sheet; ``ragged`` rows (CSV) may differ in length.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    lines: int = 0
    columns: int = 0
    excess: bool = False
    ragged: bool = False

    def check_size(self) -> None:
        """Raise ``RuleError("table.too_many_lines" or "table.too_many_columns")`` for an excess."""
        if self.columns > MAX_COLUMNS:
            raise RuleError("table.too_many_columns", count=self.columns, limit=MAX_COLUMNS)
        if self.excess:
            raise RuleError("table.too_many_lines", count=self.lines, limit=MAX_LINES)


Recognises = Callable[[Sequence[Sequence[Cell]]], int]
"""How many columns of a header the first lines of a table hold (0: none); picks a CSV's delimiter."""


def read_sheets(
    source: bytes | Path, filename: str, *, recognises: Recognises, command: Sequence[str] | None = None
) -> list[Sheet]:
    """Return the sheets of a table in the file's order.

    ``filename`` only appears in sentences. ``command`` replaces the command of the child process.
    Raises ``RuleError("table.*")`` for what is no readable table, ``StorageError`` when the file
    cannot be read from the disk.
    """
    data = source if isinstance(source, bytes) else _file_bytes(source)
    if len(data) > MAX_FILE:
        raise RuleError("table.too_large", name=filename, size=len(data) >> 20, limit=MAX_FILE >> 20)
    if not data.strip(b"\x00 \t\r\n"):
        raise RuleError("table.empty", name=filename)
    if data.startswith(b"PK"):
        return _workbook(data, filename, command)
    _refuse_other_kinds(data, filename)
    return [_csv_sheet(_decoded(data, filename), filename, recognises)]


def _file_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            size = path.stat().st_size >> 20
            raise RuleError("table.too_large", name=path.name, size=size, limit=MAX_FILE >> 20)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise StorageError("exchange.file.missing", name=path.name) from error
    except OSError as error:
        raise StorageError("exchange.file.unreadable", name=path.name) from error


def _refuse_other_kinds(data: bytes, filename: str) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED_PACKAGE in data:
            raise RuleError("table.password", name=filename)
        old = any(mark in data for mark in _OLD_WORKBOOKS)
        raise RuleError("table.old_workbook" if old else "table.document", name=filename)
    if data.startswith(b"%PDF"):
        raise RuleError("table.pdf", name=filename)
    if data.startswith(_IMAGES):
        raise RuleError("table.image", name=filename)
    if data.startswith(_ARCHIVES):
        raise RuleError("table.archive", name=filename)
    if data.startswith(b"{\\rtf"):
        raise RuleError("table.document", name=filename)
    head = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        raise RuleError("table.html", name=filename)
    if head.startswith(b"<?xml"):
        raise RuleError("table.xml", name=filename)


def _workbook(data: bytes, filename: str, command: Sequence[str] | None) -> list[Sheet]:
    if command is None:
        command = child_command("cisp_desktop.exchange.table_child", "inspect-table")
    errors: dict[str, tuple[tuple[int, int, str], ...]] = {}
    try:
        documents = documents_from(command, data, meanwhile=lambda: errors.update(examine(data, filename)))
    except TooCostlyError as error:
        raise RuleError("table.too_costly", name=filename) from error
    except ChildDiedError as error:
        raise RuleError("table.damaged", name=filename) from error
    sheets = _received(documents, filename)
    if not any(sheet.rows for sheet in sheets):
        raise RuleError("table.empty", name=filename)
    for sheet in sheets:
        _put_errors(sheet, errors.get(sheet.name, ()))
    return sheets


def _put_errors(sheet: Sheet, errors: Sequence[tuple[int, int, str]]) -> None:
    """Say what the reader saw in cells whose formula failed; Calamine leaves them empty."""
    for row, column, text in errors:
        if row < len(sheet.rows) and column < len(sheet.rows[row]):
            sheet.rows[row][column] = text


def _received(documents: Sequence[Any], filename: str) -> list[Sheet]:
    """Put the sheets together: what is said of one, then its rows in pieces."""
    sheets: list[Sheet] = []
    for document in documents:
        if isinstance(document, list):
            sheets[-1].rows.extend(document)
        elif "error" in document:
            password = document["error"] == "password"
            raise RuleError("table.password" if password else "table.damaged", name=filename)
        else:
            about = {name: document[name] for name in ("visible", "lines", "columns", "excess")}
            sheets.append(Sheet(document["sheet"], [], **about))
    return sheets


def _decoded(data: bytes, filename: str) -> str:
    """Decode a CSV: a byte order mark first, UTF-16 without one, UTF-8, then Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif data[1:400:2].count(0) > len(data[:400]) // 3:
        encodings = ("utf-16-le",)
    elif data[0:400:2].count(0) > len(data[:400]) // 3:
        encodings = ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(text[:4000].count(chr(code)) for code in range(9))
        if controls * 20 > len(text[:4000]):
            break
        return text
    raise RuleError("table.unknown", name=filename)


def _csv_sheet(text: str, filename: str, recognises: Recognises) -> Sheet:
    delimiter = _delimiter(text, recognises)
    rows: list[list[Cell]] = []
    # newline="" keeps the line ends inside quoted fields as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([*row])
            if len(rows) > MAX_LINES + _HEADER_MARGIN:
                lines = text.count("\n") + 1
                return Sheet("", rows[:_HEADER_MARGIN], lines=lines, excess=True, ragged=True)
    except csv.Error as error:
        raise RuleError("table.quotes", name=filename, line=len(rows) + 1) from error
    if GUARDED.search(text):
        rows = [[unguarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    width = max(map(len, rows), default=0)
    return Sheet("", rows, lines=len(rows), columns=width, excess=width > MAX_COLUMNS, ragged=True)


def guarded(text: str) -> str:
    """Return a text for a CSV that no spreadsheet runs as a formula: an apostrophe goes before a sign of one.

    ``unguarded`` takes it off again, whatever the text.
    """
    return "'" + text if re.match(r"'*[=+\-@\t\r]", text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` was given."""
    return text[1:] if GUARDED.match(text) else text


def _delimiter(text: str, recognises: Recognises) -> str:
    """Choose the delimiter under which the first lines look most like the wanted header."""
    sample = text[:20_000].splitlines()[:_HEADER_MARGIN]
    scores = []
    for rank, delimiter in enumerate(_DELIMITERS):
        rows = list(csv.reader(sample, delimiter=delimiter))
        widest = max((len(row) for row in rows), default=0)
        scores.append((recognises(rows), widest, -rank, delimiter))
    return max(scores)[3]
