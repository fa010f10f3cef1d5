"""Look into the archive that a workbook is, without opening the workbook: size, kind, what must not be there.

Runs in the application's own process while the child reads the sheets: it only unpacks, within bounds, and
searches bytes; nothing is parsed but two small parts. This module must not know columns or candidates.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from cisp_desktop.domain.errors import RuleError
from cisp_desktop.exchange import ods_errors

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 5_000
_MAX_ERRORS = 10_000
_WALKED = 30 * 1024 * 1024
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<v>([^<]{1,20})</v>")

ErrorCells = Mapping[str, tuple[tuple[int, int, str], ...]]
"""By sheet name: row index, column index and text of the cells whose formula failed."""


def examine(data: bytes, filename: str) -> ErrorCells:
    """Check a workbook's archive and return its cells that hold an error such as ``#N/A``.

    Calamine gives those as empty cells, which would lose them without a word. Raises ``RuleError``:
    ``table.bomb``, ``table.password``, ``table.binary_workbook``, ``table.document``, ``table.archive``,
    ``table.entities`` or ``table.damaged``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise RuleError("table.bomb", name=filename)
            names = {part.filename for part in parts}
            _refuse_other_kinds(archive, names, filename=filename)
            errors = _error_cells(archive, names)
            if errors is None:
                raise RuleError("table.entities", name=filename)
            return errors
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, expat.ExpatError) as error:
        raise RuleError("table.damaged", name=filename) from error
    except (EOFError, RuntimeError, ValueError, KeyError, OSError) as error:
        # zipfile says RuntimeError for what is encrypted or packed oddly, ValueError for impossible offsets.
        raise RuleError("table.damaged", name=filename) from error


def _refuse_other_kinds(archive: zipfile.ZipFile, names: set[str], *, filename: str) -> None:
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise RuleError("table.password", name=filename)
    if "xl/workbook.bin" in names:
        raise RuleError("table.binary_workbook", name=filename)
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        office = {"word/document.xml", "ppt/presentation.xml"}
        raise RuleError("table.document" if names & office else "table.archive", name=filename)
    if "mimetype" in names and b"spreadsheet" not in archive.read("mimetype")[:200]:
        raise RuleError("table.document", name=filename)


def _error_cells(archive: zipfile.ZipFile, names: set[str]) -> ErrorCells | None:
    """Return the error cells, or None when a part declares a document type or an entity."""
    found: dict[str, tuple[tuple[int, int, str], ...]] = {}
    for name in sorted(names):
        if not name.endswith((".xml", ".rels")):
            continue
        content = archive.read(name)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return None
        if name == "content.xml" and ods_errors.MARK in content[:_WALKED]:
            walk = ods_errors.OdsErrors()
            walk.walk(content)
            return {sheet: tuple(cells) for sheet, cells in walk.found.items()}
        if name.startswith("xl/worksheets/") and b't="e"' in content:
            found[name] = _cells_in(content)
    return _by_sheet(archive, found) if found else {}


def _cells_in(content: bytes) -> tuple[tuple[int, int, str], ...]:
    """Find the error cells of a sheet, looking only at the neighbourhood of each mark."""
    cells: list[tuple[int, int, str]] = []
    position = content.find(b't="e"')
    while position >= 0 and len(cells) < _MAX_ERRORS:
        start = content.rfind(b"<", max(0, position - 300), position)
        end = content.find(b">", position, position + 300)
        reference = _REFERENCE.search(content, max(start, 0), max(end, 0))
        if reference is not None:
            value = _VALUE.search(content, end, end + 4_000)
            text = value[1].decode("ascii", "replace") if value else "#N/A"
            cells.append((int(reference[2]) - 1, _column_index(reference[1]), text))
        position = content.find(b't="e"', position + 5)
    return tuple(cells)


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _by_sheet(archive: zipfile.ZipFile, found: ErrorCells) -> ErrorCells:
    """Name the sheets of the parts: workbook.xml gives name and relation, its .rels the part."""
    targets: dict[str, str] = {}
    for attributes in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship"):
        target = attributes.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
        targets[attributes.get("Id", "")] = f"xl/{target}"
    by_sheet = {}
    for attributes in _elements(archive.read("xl/workbook.xml"), "sheet"):
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        part = targets.get(relation, "")
        if part in found:
            by_sheet[attributes.get("name", "")] = found[part]
    return by_sheet


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of each ``wanted`` element (the parts were checked: no document type)."""
    found: list[dict[str, str]] = []

    def started(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    parser.Parse(content, True)
    return found
