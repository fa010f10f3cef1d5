"""Blank score sheets, the fallback on paper: one part per juror and candidate, in the order of the screen.

Each line is measured once and drawn for every candidate. A juror finds on paper what the screen asks for: a
box per level and one for « non évalué », or a mark on 20, a line for a comment, the block's global level, the
date and a signature. This module must not know any mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.application import wording_papers as words
from cisp_desktop.application.preparation_papers import Candidate, GridBlock, PaperContent
from cisp_desktop.application.wording import GLOBAL_LEVEL, NOT_EVALUATED_LABEL
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.documents.fonts import REGULAR, SEMIBOLD, typeface
from cisp_desktop.documents.minutes_style import THIN
from cisp_desktop.documents.page_flow import MILLIMETRE
from cisp_desktop.documents.preparation.level_shapes import draw_level, draw_not_evaluated
from cisp_desktop.documents.preparation.paper import PaperPages
from cisp_desktop.documents.preparation.pieces import facts, tall, title_words
from cisp_desktop.documents.ruled_table import PADDING, Column, Piece, PlacedLine, Row, RuledTable, wrap
from cisp_desktop.documents.text import safe_paragraph

COMMENT_HEIGHT = 17.0
"""Room for the comment under each wording, in points."""
_NUMBER_WIDTH = 8 * MILLIMETRE
_LEVEL_WIDTH = 13.5 * MILLIMETRE
_LEVELS_SHARE = 0.45
_POINTS_WIDTH = 30 * MILLIMETRE
_SIZE = 8.8
_LABEL_SIZE = 6.2
_SHAPE = 8.0
_BOX = 11.0
_GLOBAL_ROW = 24.0
_CLOSING = 74.0
_NOT_EVALUATED = "N"


@dataclass(frozen=True, slots=True)
class _Line:
    """A measured row; ``boxes``: whether it asks for a mark; ``global_level``: without « N » nor comment."""

    row: Row
    boxes: bool = True
    global_level: bool = False


class BlankSheets:
    """Blank sheets of a session, for one juror after another."""

    def __init__(self, content: PaperContent) -> None:
        self._content = content
        self._public = content.public
        self._grid = content.grid
        self.pages = PaperPages(content.public, "Grille individuelle", initials=True)
        width = self.pages.flow.frame.width
        count = len(self._grid.levels) + 1
        self._cell = min(_LEVEL_WIDTH, width * _LEVELS_SHARE / count) if self._grid.levels else _POINTS_WIDTH
        cells = count if self._grid.levels else 1
        wording = width - _NUMBER_WIDTH - cells * self._cell
        self._left = _NUMBER_WIDTH + wording
        columns = [Column("N°", _NUMBER_WIDTH), Column(self._wording_head(), wording)]
        columns += [Column("", self._cell) for _ in range(cells)]
        self._table = RuledTable(columns, size=_SIZE, head_face=SEMIBOLD)
        if self._grid.levels:
            self._table.head = self._level_head(self._table.head)
        self._lines = {block.code: self._measured(block) for block in self._grid.blocks}

    def write(self, juror: int) -> None:
        """Write the sheets of a juror, one part per candidate whom the juror scores."""
        for index in self._content.scored_by(juror):
            self._candidate(juror, self._public.candidates[index])

    def _wording_head(self) -> str:
        return "Compétence" if self._grid.levels else "Épreuve"

    def _level_head(self, plain: Row) -> Row:
        """Return the head with each level's label under its shape, wrapped in its column."""
        face = typeface(REGULAR)
        labels = [level.label for level in self._grid.levels] + [NOT_EVALUATED_LABEL]
        placed, deepest = list(plain.lines), 0
        for position, label in enumerate(labels):
            lines = wrap(label, face, _LABEL_SIZE, self._cell - 3)
            deepest = max(deepest, len(lines))
            for number, line in enumerate(lines):
                x = self._left + (position + 0.5) * self._cell - face.width(line, _LABEL_SIZE) / 2
                down = 2 * PADDING + _SHAPE + (number + 1) * (_LABEL_SIZE + 0.8)
                placed.append(PlacedLine(x, down, line, REGULAR, _LABEL_SIZE))
        return Row(3 * PADDING + _SHAPE + deepest * (_LABEL_SIZE + 0.8) + 2, tuple(placed))

    def _measured(self, block: GridBlock) -> list[_Line]:
        """Measure a block's lines: the same for every candidate and juror."""
        most = self.pages.flow.frame.height * 0.6
        found: list[_Line] = []
        empty: list[tuple[Piece, ...]] = [() for _ in self._table.columns[2:]]
        for number, item in enumerate(block.items, start=1):
            row = self._table.row(((Piece(str(number), REGULAR),), (Piece(item, REGULAR),), *empty))
            *first, last = self._table.parts(row, most)
            found += [_Line(part, boxes=False) for part in first]
            found.append(_Line(replace(last, height=max(last.height, _BOX + 4) + COMMENT_HEIGHT)))
        if self._grid.levels and self._grid.global_level:
            row = self._table.row(((), (Piece(GLOBAL_LEVEL, SEMIBOLD),), *empty))
            found.append(_Line(tall(row, _GLOBAL_ROW), global_level=True))
        return found

    def _candidate(self, juror: int, candidate: Candidate) -> None:
        flow, styles = self.pages.flow, self.pages.styles
        _, seat = self._public.jurors[juror]
        self.pages.part(f"{seat.name} – {candidate.number} {candidate.name}")
        title = styles.title.clone("sheet-title", fontSize=15, leading=19)
        flow.paragraph(safe_paragraph("Grille individuelle d’évaluation", title), after=4)
        starts = candidate.starts_at
        when = f"{words.weekday_date(starts.date())}, {words.hour(starts)}" if starts else ""
        lines = [
            ("Juré", f"{seat.name}, {seat.role}"),
            ("Candidat", f"{candidate.number} – {candidate.name}"),
            ("Passage", when),
            ("Certification", title_words(self._public.title)),
        ]
        facts(flow, lines)
        for block in self._grid.blocks:
            if block.code in candidate.blocks:
                self._block(block)
        self._closing(seat.name)

    def _block(self, block: GridBlock) -> None:
        """Set a block; its title stays with its head and first line."""
        flow, style = self.pages.flow, self.pages.styles.heading
        lines = self._lines[block.code]
        flow.space(8)
        title = safe_paragraph(f"{block.code} – {block.title}", style)
        _, height = title.wrap(flow.frame.width, flow.frame.height)
        first = lines[0].row.height if lines else 0
        whole = height + 3 + self._table.head.height + sum(line.row.height for line in lines)
        # A block that a page can hold is not cut, unless it would leave most of a page blank.
        keep = whole <= flow.frame.height and flow.remaining < flow.frame.height * 0.4
        flow.need(whole if keep else height + 3 + self._table.head.height + first)
        flow.paragraph(title, after=3)
        start = self._put_page(lines, 0) if lines else 0
        while start < len(lines):
            flow.paragraph(safe_paragraph(f"{block.code} – {block.title} (suite)", style), after=3)
            start = self._put_page(lines, start)

    def _put_page(self, lines: Sequence[_Line], start: int) -> int:
        """Set the lines from ``start`` that the page holds; return the next one."""
        flow = self.pages.flow
        flow.need(self._table.head.height + lines[start].row.height)
        room = flow.remaining - self._table.head.height
        end = start
        while end < len(lines) and lines[end].row.height <= room + 0.01:
            room -= lines[end].row.height
            end += 1
        end = max(end, start + 1)
        if end == len(lines) - 1 and lines[end].global_level and end - start > 1:
            # The global level is not left alone on the next page.
            end -= 1
        shown, top = lines[start:end], flow.y
        self._table.put(flow, [line.row for line in shown])
        flow.draw(lambda canvas: self._draw_marks(canvas, top, lines=shown))
        if end < len(lines):
            flow.new_page()
        return end

    def _draw_marks(self, canvas: Canvas, top: float, *, lines: Sequence[_Line]) -> None:
        """Draw shapes in the head, boxes and comment lines in the rows."""
        left = self.pages.flow.frame.left
        if self._grid.levels:
            self._draw_shapes(canvas, left + self._left, top)
        else:
            canvas.setFont(SEMIBOLD, _SIZE)
            canvas.drawString(left + self._left + PADDING, top - PADDING - _SIZE, "Note")
        y = top - self._table.head.height
        for line in lines:
            middle = y - line.row.height / 2
            if line.boxes and self._grid.levels:
                self._draw_boxes(canvas, left + self._left, middle, global_level=line.global_level)
            elif line.boxes:
                canvas.setFont(REGULAR, 11)
                canvas.drawRightString(left + self._left + self._cell - 8, middle - 4, f"/{NBSP}20")
                x = left + self._left + 10
                canvas.setLineWidth(THIN)
                canvas.line(x, middle - 5, x + self._cell - 42, middle - 5)
            y -= line.row.height
            if line.boxes and not line.global_level:
                self._draw_comment(canvas, left + _NUMBER_WIDTH + PADDING, y)

    def _draw_shapes(self, canvas: Canvas, left: float, top: float) -> None:
        y = top - PADDING - _SHAPE - 1
        canvas.setFont(SEMIBOLD, _SIZE)
        for position in range(len(self._grid.levels) + 1):
            middle = left + (position + 0.5) * self._cell
            x = middle - _SHAPE - 1.5
            if position < len(self._grid.levels):
                shape = self._grid.levels[position].shape
                draw_level(canvas, shape, position, x=x, y=y, side=_SHAPE)
                figure = str(position)
            else:
                draw_not_evaluated(canvas, x=x, y=y, side=_SHAPE)
                figure = _NOT_EVALUATED
            canvas.drawString(middle + 1.5, y + 1, figure)

    def _draw_boxes(self, canvas: Canvas, left: float, middle: float, *, global_level: bool) -> None:
        canvas.setLineWidth(0.8)
        canvas.setFont(REGULAR, 7.5)
        count = len(self._grid.levels)
        for position in range(count if global_level else count + 1):
            centre = left + (position + 0.5) * self._cell
            figure = str(position) if position < count else _NOT_EVALUATED
            canvas.drawRightString(centre - _BOX / 2 + 1, middle - 2.6, figure)
            canvas.rect(centre - _BOX / 2 + 3.5, middle - _BOX / 2, _BOX, _BOX, stroke=1, fill=0)

    def _draw_comment(self, canvas: Canvas, left: float, bottom: float) -> None:
        right = self.pages.flow.frame.left + self._left - PADDING
        canvas.setFont(REGULAR, 6.5)
        label = f"Commentaire{NBSP}:"
        canvas.drawString(left, bottom + 4, label)
        canvas.setLineWidth(0.3)
        canvas.line(left + typeface(REGULAR).width(label, 6.5) + 3, bottom + 3.5, right, bottom + 3.5)

    def _closing(self, name: str) -> None:
        """Set the juror's name, and the frames for date and signature, on one page."""
        flow = self.pages.flow
        flow.space(10)
        line = safe_paragraph(name, self.pages.styles.body.clone("sheet-juror", fontName=SEMIBOLD))
        _, height = line.wrap(flow.frame.width, flow.frame.height)
        flow.need(height + _CLOSING)
        flow.paragraph(line, after=3)
        left, top, width = flow.frame.left, flow.y, flow.frame.width
        flow.draw(lambda canvas: _draw_closing(canvas, left, top, width=width))
        flow.space(_CLOSING - 12)


def _draw_closing(canvas: Canvas, left: float, top: float, *, width: float) -> None:
    height = _CLOSING - 18
    canvas.setLineWidth(THIN)
    canvas.setFont(REGULAR, 7.5)
    frames = ((0.0, 0.3, "Date et heure"), (0.32, 0.68, "Signature du juré"))
    for start, share, label in frames:
        canvas.rect(left + start * width, top - height, share * width, height, stroke=1, fill=0)
        canvas.drawString(left + start * width + 3, top - 10, label)
