"""Ruled tables of plain text with fixed column widths, laid out row by row.

The cost grows with the number of rows and no faster: each row is measured once, and drawn by one text object.
ReportLab's own long tables slow down with their length. This module must not know what the columns mean.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.documents.fonts import Typeface, typeface
from cisp_desktop.documents.page_flow import PageFlow
from cisp_desktop.documents.tagging import ARTIFACT, COLUMN_HEAD, REST, Structure, Tag, structure_of, tagged
from cisp_desktop.documents.text import printable

PADDING = 2.6
RULE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one cell in one face; the pieces of a cell stand one under the other."""

    text: str
    face: str


Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in points, and whether its cells are centred.

    A centred cell is one short word: it shrinks rather than break.
    """

    head: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line ready to draw, of a column (from 0): from the table's left edge and the row's top, in points."""

    x: float
    down: float
    text: str
    face: str
    size: float
    column: int = 0


@dataclass(frozen=True, slots=True)
class TableTags:
    """How a table is tagged on one of its pages: ``table`` with all its ``elements``, the head only where it
    is ``first``.
    """

    table: Tag
    elements: int
    first: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was measured: its height in points and its lines; ``bookmark`` names it in the outline,
    at ``level``; ``group`` names there the rows that begin with it.
    """

    height: float
    lines: tuple[PlacedLine, ...]
    bookmark: str = ""
    level: int = 1
    group: str = ""


def _pieces_of(word: str, face: Typeface, size: float, width: float) -> Iterable[str]:
    """Cut a word wider than its column, after a hyphen where there is one."""
    start = 0
    while start < len(word):
        end, used, hyphen = start, 0.0, 0
        while end < len(word):
            used += face.width(word[end], size)
            if used > width and end > start:
                break
            end += 1
            if word[end - 1] == "-":
                hyphen = end
        if end < len(word) and hyphen > start:
            end = hyphen
        yield word[start:end]
        start = end


def wrap(text: str, face: Typeface, size: float, width: float) -> list[str]:
    """Return the lines of ``text`` in a column ``width`` points wide; no-break spaces hold, nothing is
    lost.
    """
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        if face.width(paragraph, size) <= width:
            lines.append(paragraph)
            continue
        line, used = "", 0.0
        space = face.width(" ", size)
        for word in paragraph.split(" "):
            length = face.width(word, size)
            if line and used + space + length <= width:
                line, used = f"{line} {word}", used + space + length
                continue
            if line:
                lines.append(line)
            if length <= width:
                line, used = word, length
                continue
            *full, line = _pieces_of(word, face, size, width)
            lines.extend(full)
            used = face.width(line, size)
        lines.append(line)
    return lines


class RuledTable:
    """Columns, a repeated head (none when no column has one) and the measure of rows. Holds no row."""

    def __init__(self, columns: Sequence[Column], *, size: float, head_face: str) -> None:
        self.columns = tuple(columns)
        self.size = size
        self.leading = round(size * 1.19, 2)
        self.width = sum(column.width for column in columns)
        self.head = Row(0.0, ())
        if any(column.head for column in columns):
            self.head = self.row(tuple((Piece(column.head, head_face),) for column in columns))

    def row(self, cells: Sequence[Cell]) -> Row:
        """Measure a row: one cell per column."""
        placed: list[PlacedLine] = []
        x, deepest = 0.0, 1
        for number, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            depth = 0
            for piece in cell:
                face = typeface(piece.face)
                for line, size in self._lines(piece.text, face, column):
                    offset = (column.width - face.width(line, size)) / 2 if column.centred else PADDING
                    down = PADDING + self.size + depth * self.leading
                    placed.append(PlacedLine(x + offset, down, line, piece.face, size, number))
                    depth += 1
            deepest = max(deepest, depth)
            x += column.width
        return Row(deepest * self.leading + 2 * PADDING + 0.6, tuple(placed))

    def parts(self, row: Row, most: float) -> list[Row]:
        """Return ``row`` cut into rows of at most ``most`` points: no page cuts the text of a long cell."""
        if row.height <= most:
            return [row]
        each = max(1, int((most - 2 * PADDING - 0.6) // self.leading))
        groups: dict[int, list[PlacedLine]] = {}
        for line in row.lines:
            part, left = divmod(round((line.down - PADDING - self.size) / self.leading), each)
            groups.setdefault(part, []).append(replace(line, down=PADDING + self.size + left * self.leading))
        last = max(groups)
        height = each * self.leading + 2 * PADDING + 0.6
        heights = [height] * last + [row.height - last * each * self.leading]
        rows = [Row(heights[part], tuple(groups.get(part, ()))) for part in range(last + 1)]
        return [replace(rows[0], bookmark=row.bookmark, level=row.level, group=row.group), *rows[1:]]

    def _lines(self, text: str, face: Typeface, column: Column) -> list[tuple[str, float]]:
        if not text:
            return []
        room = column.width - 2 * PADDING
        if not column.centred:
            return [(line, self.size) for line in wrap(text, face, self.size, room)]
        word = printable(text)
        width = face.width(word, self.size)
        return [(word, self.size * min(1.0, (room + PADDING) / width) if width else self.size)]

    def put(self, flow: PageFlow, rows: Sequence[Row], tags: TableTags | None = None) -> None:
        """Set the head and ``rows`` on the current page, which must hold them."""
        told = tags or self._tags(rows)
        left, top = flow.frame.left, flow.y
        heights = [self.head.height, *(row.height for row in rows)]
        table_rows = (self.head, *rows)
        flow.draw_tagged(lambda canvas: self._draw(canvas, left, top, rows=table_rows, tags=told))
        for height, row in zip(heights, table_rows, strict=True):
            if row.group:
                flow.mark(row.group, row.level - 1)
            if row.bookmark:
                flow.mark(row.bookmark, row.level)
            flow.y -= height
        flow.y = top - sum(heights)

    def flow(self, flow: PageFlow, rows: Sequence[Row], *, keep_last: int = 0, closing: float = 0.0) -> None:
        """Set all rows over as many pages as they need.

        The last ``keep_last`` rows stay on one page with ``closing`` points left under them, if a page can
        hold that.
        """
        start = 0
        most = flow.frame.height - self.head.height
        rows = [part for row in rows for part in self.parts(row, most)]
        if rows:
            flow.need(self.head.height + rows[0].height)
        tags = self._tags(rows)
        while start < len(rows):
            end = self._page_end(flow, rows, start, keep_last=keep_last, closing=closing)
            if end > start:
                self.put(flow, rows[start:end], replace(tags, first=not start))
            start = end
            if start < len(rows):
                flow.new_page()

    def _page_end(
        self, flow: PageFlow, rows: Sequence[Row], start: int, *, keep_last: int, closing: float
    ) -> int:
        """Return the first row that the current page does not take."""
        room = flow.remaining - self.head.height
        end, used = start, 0.0
        while end < len(rows) and used + rows[end].height <= room + 0.01:
            used += rows[end].height
            end += 1
        end = max(end, start + 1)
        if end == len(rows) and used + closing > room:
            kept = self._kept(flow, rows, keep_last, closing=closing)
            if kept and len(rows) - kept > start:
                end = len(rows) - kept
            elif kept and flow.y < flow.frame.top:
                # Too few rows to leave some behind: the table goes over whole.
                return start
        return end

    def _kept(self, flow: PageFlow, rows: Sequence[Row], most: int, *, closing: float) -> int:
        """Return how many last rows a fresh page holds above ``closing`` points: ``most`` or fewer."""
        left = flow.frame.height - self.head.height - closing
        kept = 0
        while kept < min(most, len(rows)) and rows[-1 - kept].height <= left:
            left -= rows[-1 - kept].height
            kept += 1
        return kept

    def _tags(self, rows: Sequence[Row]) -> TableTags:
        return TableTags(Tag("Table"), (len(rows) + 1) * (len(self.columns) + 1) + 1)

    def _draw(self, canvas: Canvas, left: float, top: float, *, rows: Sequence[Row], tags: TableTags) -> None:
        text, structure = canvas.beginText(), structure_of(canvas)
        whole = structure is None or structure.takes(tags.table, tags.elements)
        current = ("", 0.0)
        y = top
        edges = [y]
        for row in rows:
            for opening, lines in self._marked(structure if whole else None, row, tags):
                text._code += opening
                for line in lines:
                    if (line.face, line.size) != current:
                        current = (line.face, line.size)
                        text.setFont(*current)
                    text.setTextOrigin(left + line.x, y - line.down)
                    text.textOut(line.text)
                text._code += ["EMC"] if opening else ()
            y -= row.height
            edges.append(y)
        if whole:
            canvas.drawText(text)
        else:
            with tagged(canvas, REST):
                canvas.drawText(text)
        with tagged(canvas, ARTIFACT):
            self._rule(canvas, left, edges)

    def _marked(
        self, structure: Structure | None, row: Row, tags: TableTags
    ) -> Iterator[tuple[Sequence[str], Sequence[PlacedLine]]]:
        """Give the lines of a row element by element, each with the operator that opens it, if any."""
        head = row is self.head
        if structure is None or not row.lines:
            yield (), row.lines
        elif head and not tags.first:
            yield ("/Artifact BMC",), row.lines
        else:
            within = structure.element("TR", within=structure.place_of(tags.table))
            kind, entries = ("TH", COLUMN_HEAD) if head else ("TD", "")
            for column in range(len(self.columns)):
                cell = structure.element(kind, entries, within=within)
                lines = [line for line in row.lines if line.column == column]
                if lines:
                    yield (structure.opening(cell),), lines

    def _rule(self, canvas: Canvas, left: float, edges: Sequence[float]) -> None:
        """Draw the rules between rows and columns."""
        top, y = edges[0], edges[-1]
        canvas.setLineWidth(RULE)
        right = left + self.width
        rules = [(left, edge, right, edge) for edge in edges]
        x = left
        for column in self.columns:
            rules.append((x, top, x, y))
            x += column.width
        rules.append((right, top, right, y))
        canvas.lines(rules)
