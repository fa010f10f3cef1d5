"""The jurors' workbooks: written to be filled in any spreadsheet program, and read back by line and column.

One worksheet, one header row, no merged cells, every row complete; strings are strings even when they start
with « = ». This module must not know which marks a juror may give, nor what is stored.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cisp_desktop.application import cells
from cisp_desktop.application.candidate_list import LineError
from cisp_desktop.application.cells import Cell, CellError, quoted
from cisp_desktop.application.files import safe_stem, write_file
from cisp_desktop.application.sheet_rows import SheetFile, SheetRow
from cisp_desktop.application.wording import GLOBAL_LEVEL
from cisp_desktop.domain.errors import CispError, RuleError
from cisp_desktop.domain.text import COMMENT_LENGTH, folded
from cisp_desktop.exchange.headers import FieldSpec, Header, HeaderReader
from cisp_desktop.exchange.tables import Sheet, read_sheets

TITLES = ("N° dossier", "Candidat", "Bloc", "Compétence", "Niveau", "Commentaire")
DEFAULT_PROMPT = "Le niveau en chiffres, ou N pour «\u00a0non évalué\u00a0»."
_PROMPT_LENGTH = 255
_WIDTHS = (14, 28, 18, 80, 10, 50)
_LEVEL_COLUMN = 5
_ITEM_LENGTH = 2_000
_MAX_POINTS = 20
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_EVALUATED = frozenset(
    ("n", "ne", "n e", "non evalue", "non evaluee", "non eval", "pas evalue", "non note")
)
_DASHES = frozenset("-–—/")
_FIELDS = (
    FieldSpec("number", TITLES[0], ("N° dossier", "N° de dossier", "Dossier"), ("N°",), required=True),
    FieldSpec("candidate", TITLES[1], ("Candidat", "Candidate", "Nom du candidat"), ("Nom",)),
    FieldSpec("block", TITLES[2], ("Bloc", "Blocs", "Code du bloc", "Bloc de compétences"), required=True),
    FieldSpec("item", TITLES[3], ("Compétence", "Compétences", "Épreuve"), ("Libellé",), required=True),
    FieldSpec("level", TITLES[4], ("Niveau", "Note", "Points", "Niveau ou note"), required=True),
    FieldSpec("comment", TITLES[5], ("Commentaire", "Commentaires", "Observation", "Observations")),
)


class JurorWorkbooks:
    """Writes and reads the jurors' spreadsheets (port ``application.sheet_files.SheetFiles``)."""

    def write(
        self, folder: Path, *, role: str, name: str, rows: Sequence[SheetRow], prompt: str = ""
    ) -> Path:
        """Write ``<ROLE> <NOM Prénom>.xlsx`` into ``folder`` and return its path.

        ``prompt`` shows on each cell to fill. A file of that name that somebody filled already is kept beside
        it, under another name.
        Raises ``StorageError("file.*")``.
        """
        path = folder / sheet_file_name(role, name)
        if path.exists() and _worth_keeping(path):
            path.replace(_free_name(path))
        write_sheet(path, rows, prompt=prompt)
        return path

    def read(self, path: Path, *, labels: Mapping[str, int], points: bool) -> SheetFile:
        """Read a spreadsheet back: see ``read_sheet``."""
        return read_sheet(path, labels=labels, points=points)


def sheet_file_name(role: str, name: str) -> str:
    """Return ``<ROLE> <NOM Prénom>.xlsx``: accents kept, NFC, what file systems forbid replaced by ``_``."""
    return f"{safe_stem(f'{role} {name}')}.xlsx"


def write_sheet(path: Path, rows: Iterable[SheetRow], *, prompt: str = "") -> None:
    """Write the rows as a workbook, atomically. Raises ``StorageError("file.*")``."""
    write_file(path, _workbook(rows, prompt), makes_folder=True)


def _workbook(rows: Iterable[SheetRow], prompt: str) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Grille")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"
    edge = Border(bottom=Side(style="hair", color="999999"))
    head = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="E6E6E6")}
    text = {"border": edge, "alignment": Alignment(wrap_text=True, vertical="top"), "number_format": "@"}
    level = {"border": edge, "alignment": Alignment(horizontal="center", vertical="top")}
    sheet.append([_cell(sheet, title, head) for title in TITLES])
    count = 0
    for row in rows:
        mark = _mark(row)
        values = (row.number, row.candidate, row.block, row.item, mark, row.comment)
        styles = (text, text, text, text, level, text)
        sheet.append([_cell(sheet, value, style) for value, style in zip(values, styles, strict=True)])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(TITLES))}{count + 1}"
    sheet.data_validations.append(_level_prompt(count + 1, prompt or DEFAULT_PROMPT))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _level_prompt(last_line: int, prompt: str) -> DataValidation:
    """A note that shows on the cells to fill; it forbids nothing, words are understood too."""
    column = get_column_letter(_LEVEL_COLUMN)
    return DataValidation(
        sqref=f"{column}2:{column}{max(last_line, 2)}",
        showInputMessage=True,
        promptTitle=TITLES[_LEVEL_COLUMN - 1],
        prompt=prompt[:_PROMPT_LENGTH],
    )


def _mark(row: SheetRow) -> object:
    if row.not_evaluated:
        return "N"
    return row.level if row.points is None else row.points


def _cell(sheet: object, value: object, style: Mapping[str, object]) -> WriteOnlyCell:
    """Make a cell; a text is a text, never a formula, and XML's forbidden characters become spaces."""
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        cell.value = _CONTROLS.sub(" ", value)
        cell.data_type = "s"
    else:
        cell.value = value
    for name, part in style.items():
        setattr(cell, name, part)
    return cell


def read_sheet(
    source: Path | bytes,
    filename: str = "",
    *,
    labels: Mapping[str, int],
    points: bool = False,
    command: Sequence[str] | None = None,
) -> SheetFile:
    """Read a filled sheet (xlsx, ods or CSV).

    ``labels`` maps each word of the scheme to its level. With ``points`` the lines hold points from 0 to
    20, but for the block's global level. Levels may be figures, words, « 2 – Acquis » or « N »; an empty
    level gives a row without mark. Raises ``RuleError("table.*")`` when the file as a whole is no sheet.
    """
    filename = filename or (source.name if isinstance(source, Path) else "")
    reader = HeaderReader(_FIELDS)
    sheets = read_sheets(source, filename, recognises=reader.score, command=command)
    sheet = max(sheets, key=lambda one: (reader.score(one.rows), one.visible))
    header = reader.read(sheet)
    sheet.check_size()
    return _SheetReading(sheet, header, labels, points=points).result()


class _SheetReading:
    """One sheet being read, line by line."""

    def __init__(self, sheet: Sheet, header: Header, labels: Mapping[str, int], *, points: bool) -> None:
        self._sheet = sheet
        self._header = header
        self._labels = {folded(label): value for label, value in labels.items()}
        self._known = ", ".join(f"{value} ({label})" for label, value in labels.items())
        self._levels = frozenset(labels.values())
        self._points = points
        self._errors: list[LineError] = []

    def result(self) -> SheetFile:
        start = self._header.row + 1
        rows = []
        for line, cells_of_line in enumerate(self._sheet.rows[start:], start + 1):
            if any(not isinstance(cell, str) or cell.strip() for cell in cells_of_line):
                row = self._row(line, cells_of_line)
                if row is not None:
                    rows.append(row)
        if not rows and not self._errors:
            raise RuleError("score.no_line", line=start)
        return SheetFile(tuple(rows), tuple(self._errors))

    def _row(self, line: int, values: Sequence[Cell]) -> SheetRow | None:
        before = len(self._errors)
        number = self._text(line, "number", values, limit=cells.NUMBER_LENGTH)
        candidate = self._text(line, "candidate", values, required=False)
        block = self._text(line, "block", values, limit=cells.NUMBER_LENGTH)
        item = self._text(line, "item", values, limit=_ITEM_LENGTH)
        comment = self._text(line, "comment", values, limit=COMMENT_LENGTH, required=False)
        level: int | None = None
        points: Decimal | None = None
        not_evaluated = False
        try:
            mark = self._read_mark(self._value("level", values), item)
        except CellError as error:
            self._wrong(line, "level", error)
        else:
            not_evaluated = mark is False
            points = mark if isinstance(mark, Decimal) else None
            level = mark if isinstance(mark, int) and mark is not False else None
        if len(self._errors) > before:
            return None
        return SheetRow(line, number, candidate, block, item, level, points, not_evaluated, comment)

    def _value(self, name: str, values: Sequence[Cell]) -> Cell:
        position = self._header.columns.get(name)
        return values[position] if position is not None and position < len(values) else ""

    def _text(
        self, line: int, name: str, values: Sequence[Cell], *, limit: int = cells.SHORT_TEXT,
        required: bool = True,
    ) -> str:  # fmt: skip
        try:
            text = cells.text(self._value(name, values), limit=limit, multiline=True)
        except CellError as error:
            self._wrong(line, name, error)
            return ""
        if required and not text:
            self._wrong(line, name, CellError("cell.missing"))
        return text

    def _wrong(self, line: int, name: str, error: CellError) -> None:
        title = self._header.titles[self._header.columns[name]]
        self._errors.append(LineError(line, title, error.code, error.values))

    def _read_mark(self, cell: Cell, item: str) -> int | Decimal | None:
        """Return a level, points, False for « non évalué », or None for an empty cell."""
        text = cells.text(cell)
        if not text:
            return None
        if folded(text) in _NOT_EVALUATED or text in _DASHES:
            return False
        if self._points and folded(item) != folded(GLOBAL_LEVEL):
            return _points(text)
        return self._level(text)

    def _level(self, text: str) -> int:
        label = self._labels.get(folded(text))
        if label is not None:
            return label
        figure = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?(?:\s*[-–—:.)=(]+\s*(.+?)\)?)?", text)
        if figure is not None and int(figure[1]) in self._levels:
            level = int(figure[1])
            if figure[2] is None or self._labels.get(folded(figure[2])) == level:
                return level
        raise CellError("score.level", value=quoted(text), known=self._known)


def _points(text: str) -> Decimal:
    figure = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,6}))?(?:\s*/\s*20)?", text)
    if figure is not None:
        value = Decimal(f"{figure[1]}.{figure[2] or '0'}")
        if value <= _MAX_POINTS and value == value.quantize(Decimal("0.01")):
            return value.quantize(Decimal("0.01"))
    raise CellError("score.points", value=quoted(text))


def _worth_keeping(path: Path) -> bool:
    """Whether a file holds marks or comments, or cannot be read: it is not written over then."""
    try:
        sheets = read_sheets(path, path.name, recognises=HeaderReader(_FIELDS).score)
        header = HeaderReader(_FIELDS).read(sheets[0])
    except CispError:
        return True
    wanted = [header.columns[name] for name in ("level", "comment") if name in header.columns]
    return any(row[p] != "" for row in sheets[0].rows[header.row + 1 :] for p in wanted if p < len(row))


def _free_name(path: Path) -> Path:
    """Return a name beside ``path`` that no file has yet."""
    taken = Counter(one.name for one in path.parent.iterdir())
    number = 1
    while f"{path.stem} (rempli {number}){path.suffix}" in taken:
        number += 1
    return path.with_name(f"{path.stem} (rempli {number}){path.suffix}")
