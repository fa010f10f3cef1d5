"""Where blocks of one column at the same time stand on the board."""

from hypothesis import given
from hypothesis import strategies as st

from cisp_desktop.gui.widgets.board_day import Block, BoardGeometry, lanes_of


def block(name: str, start: int, minutes: int, room: int = 0) -> Block:
    return Block(name, room, start, minutes, name, name, False, ())


def test_blocks_one_after_the_other_share_no_time_and_stand_alone() -> None:
    assert lanes_of([block("a", 540, 60), block("b", 600, 60), block("c", 540, 60, room=1)]) == {}


def test_blocks_at_the_same_time_stand_side_by_side() -> None:
    found = lanes_of([block("a", 540, 60), block("b", 570, 60), block("c", 600, 30), block("d", 660, 30)])
    assert found == {"a": (0, 2), "b": (1, 2), "c": (0, 2)}


blocks = st.lists(st.tuples(st.integers(480, 700), st.integers(5, 120), st.integers(0, 1)), max_size=8).map(
    lambda drawn: [block(str(n), *one) for n, one in enumerate(drawn)]
)


@given(blocks)
def test_no_two_blocks_cover_each_other(drawn: list[Block]) -> None:
    geometry = BoardGeometry(2, 480, 840, 60, 40, 400, 1)
    lanes = lanes_of(drawn)
    rects = [
        geometry.rect_of(b.room, b.start, b.minutes, lane=lanes.get(b.id, (0, 1))).adjusted(0.5, 1, -0.5, -6)
        for b in drawn
    ]
    assert not [
        (one, other)
        for place, one in enumerate(rects)
        for other in rects[place + 1 :]
        if one.height() > 0 and other.height() > 0 and one.intersects(other)
    ]
