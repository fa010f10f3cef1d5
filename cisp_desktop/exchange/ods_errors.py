"""Find the cells of an OpenDocument spreadsheet whose formula failed.

Calamine gives them as empty cells, which would lose them without a word. Walks the content only when it
says somewhere that there is such a cell. This module must not know what the columns mean.
"""

from collections import defaultdict
from xml.parsers import expat

_MOST_REPEATS = 100
_MOST_ERRORS = 10_000
MARK = b'value-type="error"'


class OdsErrors:
    """Walks ``content.xml``; ``found`` maps a sheet's name to (row, column, text), counted from 0."""

    def __init__(self) -> None:
        self.found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._sheet = ""
        self._row = 0
        self._column = 0
        self._rows_ahead = 0
        self._columns_ahead = 0
        self._wrong = False
        self._text = ""

    def walk(self, content: bytes) -> None:
        """Read the content (no document type: checked before). Raises ``expat.ExpatError``."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._said
        parser.Parse(content, True)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self._sheet = attributes.get("table:name", "")
            self._row = self._rows_ahead = 0
        elif local == "table-row":
            self._row += self._rows_ahead
            self._rows_ahead = _repeats(attributes, "table:number-rows-repeated")
            self._column = self._columns_ahead = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._column += self._columns_ahead
            self._columns_ahead = _repeats(attributes, "table:number-columns-repeated")
            self._wrong = attributes.get("calcext:value-type") == "error"
            self._text = ""

    def _said(self, text: str) -> None:
        if self._wrong and len(self._text) < _MOST_REPEATS:
            self._text += text

    def _ended(self, name: str) -> None:
        if not self._wrong or name.rpartition(":")[2] != "table-cell":
            return
        self._wrong = False
        cells = self.found[self._sheet]
        for row in range(min(self._rows_ahead, _MOST_REPEATS)):
            for column in range(min(self._columns_ahead, _MOST_REPEATS)):
                if len(cells) < _MOST_ERRORS:
                    cells.append((self._row + row, self._column + column, self._text.strip() or "#N/A"))


def _repeats(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 9 else 1
