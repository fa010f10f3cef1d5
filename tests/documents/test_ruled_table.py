"""Ruled tables: lines, rows, pages."""

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.documents.fonts import REGULAR, typeface
from cisp_desktop.documents.page_flow import PageFlow, PageFrame
from cisp_desktop.documents.ruled_table import Column, Piece, Row, RuledTable, wrap
from cisp_desktop.documents.text import printable

FRAME = PageFrame(page_width=400, page_height=400, left=50, right=350, bottom=50, top=350)


def _table() -> RuledTable:
    return RuledTable([Column("N°", 60), Column("Nom", 240)], size=8, head_face=REGULAR)


def _rows(table: RuledTable, count: int) -> list[Row]:
    return [table.row(((Piece(str(n), REGULAR),), (Piece(f"NOM {n}", REGULAR),))) for n in range(count)]


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.floats(min_value=20, max_value=300))
def test_wrapping_loses_nothing_and_stays_inside(text: str, width: float) -> None:
    face = typeface(REGULAR)
    lines = wrap(text, face, 8, width)
    kept = "".join(lines).replace(" ", "").replace("\n", "")
    assert kept == printable(text).replace(" ", "").replace("\n", "")
    assert all(len(line) <= 1 or face.width(line.strip(" "), 8) <= width + 0.01 for line in lines)


def test_a_no_break_space_holds_its_words_together() -> None:
    lines = wrap("14\u00a0décembre 2022", typeface(REGULAR), 8, 45)
    assert lines[0] == "14\u00a0décembre"


def test_a_long_word_breaks_after_its_hyphen() -> None:
    assert wrap("COSTA-VIDAL", typeface(REGULAR), 8, 38)[0] == "COSTA-"


def test_a_table_fills_pages_from_top_to_bottom() -> None:
    table, flow = _table(), PageFlow(FRAME)
    table.flow(flow, _rows(table, 60))
    assert len(flow.pages) > 3
    assert all(len(page) == 1 for page in flow.pages)


def test_the_last_rows_stay_with_what_closes_the_table() -> None:
    table = _table()
    for count in range(1, 60):
        flow = PageFlow(FRAME)
        flow.space(90)
        table.flow(flow, _rows(table, count), keep_last=3, closing=150)
        assert flow.remaining >= 150
        assert flow.y < FRAME.top


def test_a_closing_part_taller_than_a_page_does_not_loop() -> None:
    table, flow = _table(), PageFlow(FRAME)
    table.flow(flow, _rows(table, 40), keep_last=3, closing=1_000)
    assert len(flow.pages) >= 2


def test_a_short_word_shrinks_instead_of_breaking() -> None:
    table = RuledTable([Column("BC01", 14, centred=True)], size=8, head_face=REGULAR)
    (line,) = table.head.lines
    assert line.text == "BC01"
    assert line.size < 8


def test_a_cell_longer_than_a_page_goes_on_over_the_next_ones() -> None:
    table, flow = _table(), PageFlow(FRAME)
    words = [f"mot{n}" for n in range(900)]
    row = table.row(((Piece("7", REGULAR),), (Piece(" ".join(words), REGULAR),)))
    parts = table.parts(row, 100)
    assert all(part.height <= 100 for part in parts)
    assert " ".join(line.text for part in parts for line in part.lines if line.x > 60).split() == words
    table.flow(flow, [row])
    assert len(flow.pages) > 1


def test_a_table_whose_columns_have_no_head_has_none() -> None:
    table = RuledTable([Column("", 60), Column("", 240)], size=8, head_face=REGULAR)
    assert table.head.height == 0
